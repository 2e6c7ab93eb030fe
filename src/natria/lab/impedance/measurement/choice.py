"""The circuit of a cell: one for all of its spectra, by an information criterion."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ....quantity import FitError
from ..circuit import Circuit, parse_circuit
from ..fit import SpectrumFit, choose_circuit
from ..fit.choice import candidates_for
from ..fit.solve import arcs_of as arcs_in_series
from ..joined import joint_bic
from .series import order_of
from .spectra import MeasuredSpectrum

MORE = ("R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-p(R4,CPE4)",)  # for a series: together its spectra show more arcs
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
    usual = dict.fromkeys(circuit for one in spectra for circuit in candidates_for(one.spectrum))
    candidates = tuple(circuit for circuit in usual if _has_all_arcs_in_series(circuit))
    if order_of(spectra)[0]:
        cables = dict.fromkeys(str(circuit).startswith("L0-") for circuit in candidates)
        candidates += tuple(parse_circuit(f"L0-{text}" if cable else text) for cable in cables for text in MORE)
    found: dict[str, list[SpectrumFit | None]] = {}
    counted: list[MeasuredSpectrum] = []
    for place, one in enumerate(spectra):
        progress(place, len(spectra))
        try:
            (choice,) = choose_circuit(one.spectrum, candidates)
        except FitError:
            continue  # of this spectrum no circuit can be fitted
        counted.append(one)
        for each in choice.alternatives:
            found.setdefault(str(each.circuit), []).append(each.fit)
    fitted = {text: [fit for fit in fits if fit is not None] for text, fits in found.items()}
    sums = {text: sum(fit.bic for fit in fits) for text, fits in fitted.items() if len(fits) == len(counted)}
    ranked = tuple(sorted(((text, float(value)) for text, value in sums.items()), key=lambda pair: pair[1]))
    ranked = tuple(pair for pair in ranked if np.isfinite(pair[1]))
    if len(ranked) > 1:
        ranked = _by_joint_fits(ranked, counted, fitted)
    return (parse_circuit(ranked[0][0]), ranked) if ranked else (None, ())


def _by_joint_fits(ranked: Ranked, spectra: Sequence[MeasuredSpectrum], fits: dict[str, list[SpectrumFit]]) -> Ranked:
    """Return the candidates with the first of them by the BIC of their joint fits; the others follow as they are."""
    over, order = order_of(spectra)
    if over == "":
        return ranked
    x = np.array([spectra[k].temperature if over == "temperature" else spectra[k].time for k in order], float)
    first = ranked[:JOINED]
    try:
        joined = [(text, joint_bic([fits[text][k] for k in order], over, x)) for text, _ in first]
    except (FitError, np.linalg.LinAlgError):
        return ranked
    joined.sort(key=lambda pair: pair[1])
    above = min(value for _, value in first)
    return (*joined, *((text, joined[-1][1] + value - above) for text, value in ranked[JOINED:]))


def _has_all_arcs_in_series(circuit: Circuit) -> bool:
    """Whether every parallel part is an arc in series: only those can be followed along a series."""
    return str(circuit).count("p(") == sum(part.kind == "R" for part, _ in arcs_in_series(circuit))
