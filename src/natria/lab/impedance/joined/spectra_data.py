"""The spectra of a joint fit as arrays, with the sum of squares of each and its derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..circuit import Circuit
from ..circuit.program import Program, program_of
from ..fit import SpectrumFit
from ..fit.solve import EXACT
from ..fit.starts import limits_of, search_limits
from ..fit.weights import MODELS, noise_model

Weighted = tuple[np.ndarray, np.ndarray, np.ndarray]  # ln omega, impedance, weights of both parts
IMAGINED = 1.1  # the highest exponent while fits are joined: at 1 itself an estimate could not scatter to both sides


@dataclass(frozen=True, eq=False)
class JoinedSpectra:
    """One circuit and several spectra, in the parameters of a search: ln R, ln tau (or ln Q), n.

    Frequencies fall. `held` are parameters that are not fitted. `offset` is added to the courses: ln T of resistances
    and relaxation times over temperature, since ln(T/R) is the straight line.
    """

    circuit: Circuit
    program: Program
    spectra: tuple[Weighted, ...]
    frequencies: tuple[np.ndarray, ...]
    noises: tuple[np.ndarray, ...]
    orders: tuple[np.ndarray, ...]
    held: np.ndarray
    limits: np.ndarray
    offset: np.ndarray  # (spectra, parameters)

    def __len__(self) -> int:
        return len(self.spectra)

    @cached_property
    def readings(self) -> np.ndarray:
        """How many numbers of each spectrum count."""
        return np.array([2 * int((weights[0] > 0).sum()) for _, _, weights in self.spectra])

    @cached_property
    def exact(self) -> np.ndarray:
        """Sums of squares that are rounding."""
        return np.array([EXACT**2 * float(((np.abs(z) * weights) ** 2).sum()) for _, z, weights in self.spectra])

    @cached_property
    def series(self) -> tuple[Weighted, np.ndarray]:
        """All spectra one after the other, and where each begins and the last one ends."""
        lw, z, weights = (np.concatenate(parts, -1) for parts in zip(*self.spectra, strict=True))
        return (lw, z, weights), np.cumsum([0, *(len(one[0]) for one in self.spectra)])

    def inside(self, logs: np.ndarray) -> np.ndarray:
        return np.asarray(np.clip(logs, self.limits[0], self.limits[1]))

    def squares(self, logs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return of each spectrum chi^2, and slope and curvature of chi^2/2 in units of the noise model."""
        from .joint_kernels import normals_of

        chi, normal = normals_of(self.program.nodes, np.ascontiguousarray(logs), *self.series)
        normal[:, 1:][:, self.held] = 0.0
        normal[:, :, 1:][:, :, self.held] = 0.0
        return chi, normal[:, 0, 1:], normal[:, 1:, 1:]


def joined_spectra(
    fits: Sequence[SpectrumFit], held: Mapping[str, float], kelvin: np.ndarray | None = None
) -> tuple[JoinedSpectra, np.ndarray]:
    """Return the data of fits with one circuit, and the parameters of the fits; `kelvin` over temperature."""
    circuit = fits[0].circuit
    program = program_of(circuit, search=not held)
    spectra, frequencies, noises, orders, boxes = [], [], [], [], []
    for fit in fits:
        order = np.argsort(-fit.frequency, kind="stable")
        frequency, z = np.ascontiguousarray(fit.frequency[order]), np.ascontiguousarray(fit.impedance[order])
        noise = noise_model(z, fit.weights if fit.weights in MODELS else "modulus", frequency)
        weights = 1 / noise
        weights[:, fit.excluded[order]] = 0.0
        spectra.append((np.log(2 * np.pi * frequency), z, weights))
        frequencies.append(frequency)
        noises.append(noise)
        orders.append(order)
        boxes.append(search_limits(program, limits_of(circuit, frequency, z), frequency))
    limits = np.stack([np.min([b[0] for b in boxes], 0), np.max([b[1] for b in boxes], 0)])
    exponent = np.array(circuit.is_exponent)[program.columns]
    limits[1, exponent] = IMAGINED
    logs = np.array([program.to_search(logs_of(fit)) for fit in fits])
    fixed = np.array([name in held for name in circuit.names])[program.columns]
    offset = np.zeros_like(logs)
    if kelvin is not None:
        offset[:, thermal_columns(circuit, program)] = np.log(kelvin)[:, None]
        offset[:, fixed] = 0.0
    return JoinedSpectra(
        circuit, program, tuple(spectra), tuple(frequencies), tuple(noises), tuple(orders), fixed, limits, offset
    ), np.clip(logs, limits[0], limits[1])


def logs_of(fit: SpectrumFit) -> np.ndarray:
    """Return the logarithms of the parameters of a fit, exponents as they are."""
    exponent = np.array(fit.circuit.is_exponent)
    return np.where(exponent, fit.values, np.log(np.where(exponent, 1.0, fit.values)))


def thermal_columns(circuit: Circuit, program: Program) -> np.ndarray:
    """Return the columns of resistances and relaxation times."""
    times = {q for _, q, _ in program.by_tau}
    return np.array(
        [place for place, k in enumerate(program.columns) if circuit.units[k] in {"ohm", "s"} or k in times], int
    )
