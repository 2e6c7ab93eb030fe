"""The joint fit of a series as one fit for each spectrum, in the parameters of the circuit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....record import Spectrum
from ..circuit.evaluate import impedance_of, plain_values
from ..circuit.program import program_of
from ..fit import SpectrumFit
from ..fit.outcome import outcome
from ..fit.result import HELD
from ..fit.solve import FitMinimum, SpectrumTask
from ..fit.starts import limits_of
from ..fit.uncertainty import LEVELS, Uncertainty
from .joint import JointFit

JOINT = "joint"


def slices_of(joint: JointFit, spectra: Sequence[Spectrum], held: dict[str, float]) -> tuple[SpectrumFit, ...]:
    """Return the fit of each spectrum that the joint fit is, with the covariance of the joint fit."""
    return tuple(_slice(joint, place, one, held) for place, one in enumerate(spectra))


def _slice(joint: JointFit, place: int, spectrum: Spectrum, held: dict[str, float]) -> SpectrumFit:
    from ..fit.descent_kernels import curvature

    data, circuit = joint.data, joint.circuit
    _, z, weights = data.spectra[place]
    frequency = data.frequencies[place]
    logs, covariance = in_circuit(joint, place)
    excluded = tuple(np.flatnonzero(weights[0] == 0).tolist())
    task = SpectrumTask(circuit, frequency, z, data.noises[place], held, excluded=excluded)
    limits = limits_of(circuit, frequency, z)
    for name, value in held.items():
        p = circuit.names.index(name)
        limits[:, p] = value if circuit.is_exponent[p] else np.log(value)
    program = program_of(circuit)
    chi, weighted = curvature(program.nodes, np.ascontiguousarray(logs[program.columns]), data.spectra[place])
    back = np.argsort(program.columns)
    fitted = impedance_of(circuit, plain_values(circuit, logs), frequency)
    minimum = FitMinimum(
        np.where(circuit.is_exponent, np.minimum(logs, 1.0), logs),
        limits,
        max(float(chi), float(data.exact[place])),
        fitted,
        np.concatenate([weighted[:1], weighted[1:][back]]),
        _uncertainty(logs, covariance, [name in held for name in circuit.names]),
        0,
    )
    return outcome(task, minimum, spectrum, data.orders[place], "modulus")


def in_circuit(joint: JointFit, place: int) -> tuple[np.ndarray, np.ndarray]:
    """Return ln of the circuit's parameters of one spectrum (exponents as they are), their covariance."""
    program, x = joint.data.program, joint.logs[place]
    logs = program.from_search(x)
    slope = np.zeros((len(x), len(x)))
    slope[program.columns, np.arange(len(x))] = 1.0
    at = {int(k): place for place, k in enumerate(program.columns)}
    for r, q, n in program.by_tau:  # ln Q = n ln tau - ln R
        slope[q, at[q]], slope[q, at[n]], slope[q, at[r]] = logs[n], x[at[q]], -1.0
    return logs, slope @ joint.covariance[place] @ slope.T


def _uncertainty(logs: np.ndarray, covariance: np.ndarray, held: Sequence[bool]) -> Uncertainty:
    from scipy.special import ndtri

    sigma = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    wide = ndtri(0.5 + np.array(LEVELS) / 2)
    ends = logs[:, None, None] + sigma[:, None, None] * wide[None, :, None] * np.array([-1.0, 1.0])
    return Uncertainty(covariance, ends, tuple(HELD if one else JOINT for one in held))
