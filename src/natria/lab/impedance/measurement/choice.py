"""The circuit of a cell: one for all of its spectra, by an information criterion."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ....quantity import FitError
from ..circuit import Circuit, parse_circuit
from ..fit import SpectrumFit, choose_circuit
from ..fit.choice import candidates_for
from ..fit.fit import MOSTLY
from ..fit.solve import arcs_of as arcs_in_series
from ..joined import joint_bic
from .joint_series import FEWEST
from .series import order_of
from .spectra import MeasuredSpectrum

MORE = (  # for a series: together its spectra show more arcs
    "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-p(R4,CPE4)",
    "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-p(R4,CPE4)-Ws5",
)
MOST_ARCS = ("R1", "R2", "R3")  # where the best of the usual circuits has all of these, more are tried
JOINED = 3  # candidates with the lowest sums that are compared by their joint fits

Ranked = tuple[tuple[str, float], ...]


def chosen_circuit(
    spectra: Sequence[MeasuredSpectrum], progress: Callable[[int, int], None]
) -> tuple[Circuit | None, Ranked]:
    """Return the circuit with the lowest BIC over all spectra, and each candidate with its BIC.

    The BIC is the sum over the spectra. In a series, the candidates with the lowest sums are compared by the BIC of
    their joint fits: an arc that every spectrum shows a little counts there. A candidate that one of the spectra
    refuses is left out.
    """
    capacitive = [one for one in spectra if (one.spectrum.impedance.imag > 0).mean() <= MOSTLY]
    spectra = capacitive or spectra  # an inductive one, or one of a wrong sign, decides nothing for the others
    usual = dict.fromkeys(circuit for one in spectra for circuit in candidates_for(one.spectrum))
    candidates = tuple(circuit for circuit in usual if _has_all_arcs_in_series(circuit))
    fits = _fitted(spectra, candidates, progress)
    ranked = _ranked(fits)
    if ranked and order_of(spectra)[0] and all(arc in ranked[0][0] for arc in MOST_ARCS):
        cable = "L0-" if ranked[0][0].startswith("L0-") else ""
        fits |= _fitted(spectra, tuple(parse_circuit(cable + text) for text in MORE), progress)
        ranked = _ranked(fits)
    if len(ranked) > 1:
        ranked = _by_joint_fits(ranked, spectra, fits)
    return (parse_circuit(ranked[0][0]), ranked) if ranked else (None, ())


def _fitted(
    spectra: Sequence[MeasuredSpectrum], candidates: tuple[Circuit, ...], progress: Callable[[int, int], None]
) -> dict[str, list[SpectrumFit | None]]:
    """Return the fits of each candidate, one for each spectrum; None where there is none."""
    found: dict[str, list[SpectrumFit | None]] = {str(circuit): [] for circuit in candidates}
    for place, one in enumerate(spectra):
        progress(place, len(spectra))
        try:
            fits = {str(each.circuit): each.fit for each in choose_circuit(one.spectrum, candidates)[0].alternatives}
        except FitError:
            fits = {}  # of this spectrum no circuit can be fitted
        for text, column in found.items():
            column.append(fits.get(text))
    return found


def _ranked(fits: dict[str, list[SpectrumFit | None]]) -> Ranked:
    """Return the sums of BIC of candidates that fit every spectrum that any fits, the lowest first."""
    counted = [any(column) for column in zip(*fits.values(), strict=True)]
    sums = []
    for text, column in fits.items():
        values = [np.inf if fit is None else fit.bic for fit, counts in zip(column, counted, strict=True) if counts]
        sums.append((text, float(np.sum(values)) if values else np.inf))
    return tuple(sorted((pair for pair in sums if np.isfinite(pair[1])), key=lambda pair: pair[1]))


def _by_joint_fits(
    ranked: Ranked, spectra: Sequence[MeasuredSpectrum], fits: dict[str, list[SpectrumFit | None]]
) -> Ranked:
    """Return the candidates, the first of them in the order of the BIC of their joint fits."""
    over, order = order_of(spectra)
    places = [k for k in order if fits[ranked[0][0]][k] is not None]
    if over == "" or len(places) < FEWEST:
        return ranked
    x = np.array([spectra[k].temperature if over == "temperature" else spectra[k].time for k in places], float)
    first = ranked[:JOINED]
    try:
        each = {text: [fit for k in places if (fit := fits[text][k]) is not None] for text, _ in first}
        joined = sorted(((text, joint_bic(each[text], over, x)) for text, _ in first), key=lambda pair: pair[1])
    except (FitError, np.linalg.LinAlgError):
        return ranked
    above = min(value for _, value in first)
    return (*joined, *((text, joined[-1][1] + value - above) for text, value in ranked[JOINED:]))


def _has_all_arcs_in_series(circuit: Circuit) -> bool:
    """Whether every parallel part is an arc in series: only those can be followed along a series."""
    return str(circuit).count("p(") == sum(part.kind == "R" for part, _ in arcs_in_series(circuit))
