"""The choice of a circuit by an information criterion, with all alternatives listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ....quantity import FitError, InputError, NatriaError, Problem
from ....record import Spectrum
from ...results import Remark
from ..circuit import Circuit, parse_circuit
from .fit import Spectra, as_spectra, fit_spectra
from .result import SpectrumFit
from .weights import Weights

Criterion = Literal["aicc", "bic"]
CANDIDATES = (
    "R0-p(R1,CPE1)",
    "R0-CPE1",
    "R0-p(R1,CPE1)-CPE2",
    "R0-p(R1,CPE1)-p(R2,CPE2)",
    "R0-p(R1,CPE1)-p(R2,CPE2)-CPE3",
    "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)",
    "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-CPE4",
    "R0-p(CPE1,R1-Ws1)",
    "R0-p(R1,CPE1)-p(CPE2,R2-Ws1)",
)
INDUCTIVE = 2  # points
OPEN = 2.0  # difference of a criterion below which data do not decide (Burnham and Anderson, 2nd ed., 2002, 2.6)


@dataclass(frozen=True)
class Alternative:
    """A circuit, its fit, and how much worse its criterion is than that of the best.

    `weight` is its share of belief, exp(-difference/2) over all: Akaike's weight for AICc, an approximate posterior
    probability for BIC. `refused` says why there is no fit.
    """

    circuit: Circuit
    fit: SpectrumFit | None
    difference: float
    weight: float
    refused: str = ""


@dataclass(frozen=True)
class CircuitChoice:
    """The best circuit and the alternatives, best first."""

    criterion: Criterion
    alternatives: tuple[Alternative, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def fit(self) -> SpectrumFit:
        """The fit of the best circuit."""
        best = self.alternatives[0].fit
        assert best is not None
        return best

    @property
    def circuit(self) -> Circuit:
        return self.fit.circuit


def choose_circuit(
    spectra: Spectra,
    candidates: Sequence[str | Circuit] | None = None,
    *,
    criterion: Criterion = "bic",
    weights: Weights = "modulus",
    noise: np.ndarray | float | None = None,
) -> tuple[CircuitChoice, ...]:
    """Return for each spectrum the best candidate, and the others with their differences.

    Without `candidates`, they are those of `candidates_for`. All are fitted to the same points, without those that
    the Kramers-Kronig test finds off a smooth spectrum.
    """
    given = None if candidates is None else tuple(dict.fromkeys(parse_circuit(c) for c in candidates))
    if given == ():
        raise InputError("the list of circuits", [Problem("", "is empty", "give at least one circuit")])
    if criterion not in {"aicc", "bic"}:
        raise InputError("the criterion", [Problem("", f"unknown: {criterion!r}", "use 'aicc' or 'bic'")])
    return tuple(_choose(one, given or candidates_for(one), criterion, weights, noise) for one in as_spectra(spectra))


def candidates_for(spectrum: Spectrum) -> tuple[Circuit, ...]:
    """Return the usual circuits, with an inductance in series where Z'' is above zero at several points."""
    inductive = int((spectrum.impedance.imag > 0).sum()) >= INDUCTIVE
    return tuple(parse_circuit(f"L0-{text}" if inductive else text) for text in CANDIDATES)


def _choose(
    spectrum: Spectrum,
    circuits: tuple[Circuit, ...],
    criterion: Criterion,
    weights: Weights,
    noise: np.ndarray | float | None,
) -> CircuitChoice:
    found: list[tuple[float, Circuit, SpectrumFit]] = []
    refused = []
    for circuit in circuits:
        try:
            (fit,) = fit_spectra(spectrum, circuit, weights=weights, noise=noise, exclude_outliers="of no circuit")
            found.append((fit.bic if criterion == "bic" else fit.aicc, circuit, fit))
        except NatriaError as no:
            refused.append(Alternative(circuit, None, float("inf"), 0.0, no.what))
    enough = [row for row in found if "few-readings" not in row[2].codes]
    if enough:  # a circuit that passes through all points has the lowest criterion, and says nothing
        why = "has too many parameters for the frequencies"
        refused += [
            Alternative(row[1], None, float("inf"), 0.0, f"{row[1]} {why}") for row in found if row not in enough
        ]
        found = enough
    if not found:
        raise FitError("none of the circuits can be fitted", refused[0].refused)
    found.sort(key=lambda row: row[0])
    differences = np.array([value - found[0][0] for value, _, _ in found])
    shares = np.exp(-0.5 * differences)
    shares /= shares.sum()
    rows = [
        Alternative(circuit, fit, float(difference), float(share))
        for (_, circuit, fit), difference, share in zip(found, differences, shares, strict=True)
    ]
    return CircuitChoice(criterion, (*rows, *refused), _remarks(rows, criterion))


def _remarks(rows: list[Alternative], criterion: str) -> tuple[Remark, ...]:
    found = []
    near = [row for row in rows[1:] if row.difference < OPEN]
    name = {"aicc": "AICc", "bic": "BIC"}[criterion]
    if near:
        others = ", ".join(f"{row.circuit} (+{row.difference:.1f})" for row in near)
        found.append(
            Remark("circuit-open", f"The spectrum does not decide between {rows[0].circuit} and {others} by {name}.")
        )
    best = rows[0].fit
    if best is not None and "misfit" in best.codes:
        found.append(
            Remark(
                "no-circuit", "None of the circuits describes the spectrum: the residuals of the best are systematic."
            )
        )
    return tuple(found)
