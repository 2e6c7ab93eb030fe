"""Analyse impedance spectra: test, relaxation times, circuit, arcs, series over temperature or time.

A circuit that is given is fitted to every spectrum. Without one, the candidates are fitted to all spectra of the cell,
and the one with the lowest sum of an information criterion is taken for all, so that its arcs can be followed along a
series; the others are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from ....quantity import FitError, InputError, NatriaError, Problem
from ....record import Spectrum
from ...files.impedance import SeriesTable, SpectrumFile, per_area, placed
from ...results import Remark
from ...specimen import Specimen
from ..circuit import Circuit, parse_circuit
from ..fit import SpectrumFit, choose_circuit, fit_spectra
from ..fit.choice import candidates_for
from ..fit.fit import MOSTLY
from ..fit.solve import arcs_of as arcs_in_series
from ..kramers_kronig import KramersKronig, kramers_kronig_test
from ..relaxation import Relaxation, relaxation_times
from .arcs import arcs_of_fit
from .conductivity import conductivity_findings
from .faces import face_findings
from .findings import findings_of
from .series import order_of, remarks_on_series, series_of
from .spectra import MeasuredSpectra, MeasuredSpectrum
from .tables import tables_of

Found = TypeVar("Found")
SHORT = 3.0  # times, by which a sweep ends before the usual one
FEW_NAMES = 3  # that a remark lists
SAID_BETTER = ("consistent", "correlated-residuals")  # the table of spectra has the one, the test says the other


def measure_spectra(
    files: Sequence[SpectrumFile],
    specimen: Specimen,
    *,
    circuit: str = "",
    held: Mapping[str, float] | None = None,
    series_table: SeriesTable | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> MeasuredSpectra:
    """Return all that the spectra of one cell or sample show.

    With the area of a face, impedances are per area. `held` fixes parameters of the given circuit by name (SI, of the
    impedance as it is measured: per area with an area). `progress` is called with the number of fits done and of all.
    """
    if held and not circuit:
        raise InputError("the values to hold", [Problem("", "belong to a circuit", "give the circuit too")])
    if not files or not any(file.sweeps for file in files):
        raise InputError("the spectra", [Problem("", "there are none", "give a file with an impedance spectrum")])
    with_conditions = placed(files, series_table)
    read = tuple(per_area(file, specimen.area) if specimen.area else file for file in with_conditions)
    _one_unit(read)
    remarks = _on_files(read)
    plain = [_plain(file, number, remarks) for file in read for number in range(len(file.sweeps))]
    chosen, considered = (parse_circuit(circuit), ()) if circuit else _chosen([p.spectrum for p in plain], progress)
    thickness = specimen.thickness.plain if specimen.thickness and specimen.has_grains else None
    spectra = tuple(_fitted(one, chosen, held or {}, remarks, thickness) for one in plain)
    over, order = order_of(spectra)
    if over:
        spectra = tuple(spectra[k] for k in order)
    series = series_of(spectra)
    of_layer, on_layer = conductivity_findings(spectra, series, specimen)
    of_faces, on_faces = face_findings(spectra, series, specimen)
    remarks += [*_shorter(spectra), *remarks_on_series(series), *on_layer, *on_faces, *_on_fits(spectra)]
    findings = (*of_layer, *of_faces, *findings_of(spectra, series, specimen))
    return MeasuredSpectra(
        read, specimen, spectra, series, findings, tables_of(spectra, series, considered), tuple(remarks)
    )


def _one_unit(files: Sequence[SpectrumFile]) -> None:
    units = {sweep.spectrum.unit for file in files for sweep in file.sweeps}
    if len(units) > 1:
        what = "some are per area and some are of a cell whose area is not known"
        raise InputError("the spectra", [Problem("area", what, "give the area of a face: --area '1 cm^2'")])


def _plain(file: SpectrumFile, number: int, remarks: list[Remark]) -> MeasuredSpectrum:
    """Return a spectrum with all that needs no circuit."""
    sweep = file.sweeps[number]
    name = file.file if len(file.sweeps) == 1 else f"{file.file}, sweep {sweep.number}"
    spectrum = replace(sweep.spectrum, title=sweep.spectrum.title or name)
    frequency, impedance = spectrum.frequency, spectrum.impedance
    tested = _tried(name, "test by Kramers and Kronig", remarks, lambda: kramers_kronig_test(frequency, impedance))
    relaxing = _tried(name, "relaxation times", remarks, lambda: relaxation_times(frequency, impedance))
    return MeasuredSpectrum(name, file, spectrum, sweep.temperature, sweep.time, tested, relaxing, None)


def _tried(
    name: str, what: str, remarks: list[Remark], get: Callable[[], Found], refusal: type[NatriaError] = NatriaError
) -> Found | None:
    """Return a result, or None with a remark where the spectrum does not allow it."""
    try:
        return get()
    except refusal as refused:
        remarks.append(Remark("not-possible", f"{name}: no {what}: {_in_one_line(refused)}"))
        return None


def _in_one_line(refused: NatriaError) -> str:
    if isinstance(refused, InputError):
        return "; ".join(": ".join(part for part in (p.what, p.fix) if part) for p in refused.problems)
    return ": ".join(part for part in (refused.what, refused.fix) if part)


def _chosen(
    spectra: Sequence[Spectrum], progress: Callable[[int, int], None]
) -> tuple[Circuit | None, tuple[tuple[str, float], ...]]:
    """Return the circuit with the lowest sum of BIC over all spectra, and each candidate with its sum.

    A candidate that one of the spectra refuses is left out.
    """
    capacitive = [one for one in spectra if (one.impedance.imag > 0).mean() <= MOSTLY]
    spectra = capacitive or spectra  # an inductive one, or one of a wrong sign, decides nothing for the others
    usual = dict.fromkeys(circuit for one in spectra for circuit in candidates_for(one))
    candidates = tuple(circuit for circuit in usual if _has_all_arcs_in_series(circuit))
    found: dict[str, list[float]] = {}
    for place, one in enumerate(spectra):
        progress(place, len(spectra))
        try:
            (choice,) = choose_circuit(one, candidates)
        except FitError:
            continue  # of this spectrum no circuit can be fitted
        for each in choice.alternatives:
            found.setdefault(str(each.circuit), []).append(np.inf if each.fit is None else each.fit.bic)
    sums = sorted(((text, float(np.sum(values))) for text, values in found.items()), key=lambda pair: pair[1])
    ranked = tuple(pair for pair in sums if np.isfinite(pair[1]))
    return (parse_circuit(ranked[0][0]), ranked) if ranked else (None, ())


def _has_all_arcs_in_series(circuit: Circuit) -> bool:
    """Whether every parallel part is an arc in series: only those can be followed along a series."""
    return str(circuit).count("p(") == sum(part.kind == "R" for part, _ in arcs_in_series(circuit))


def _fitted(
    one: MeasuredSpectrum,
    circuit: Circuit | None,
    held: Mapping[str, float],
    remarks: list[Remark],
    thickness: float | None = None,
) -> MeasuredSpectrum:
    if circuit is None:
        return one
    fit = _tried(
        one.name, f"fit of {circuit}", remarks, lambda: fit_spectra(one.spectrum, circuit, held=held)[0], FitError
    )
    return one if fit is None else replace(one, fit=fit, arcs=arcs_of_fit(fit, thickness))


def _shorter(spectra: Sequence[MeasuredSpectrum]) -> list[Remark]:
    """Return a remark on each spectrum that covers far less than the usual one: it ended early."""
    lowest = {one.name: float(one.spectrum.frequency.min()) for one in spectra}
    highest = {one.name: float(one.spectrum.frequency.max()) for one in spectra}
    low, high = np.median([*lowest.values()]), np.median([*highest.values()])
    usual = f"the usual spectrum here {low:.3g} to {high:.3g} Hz. What lies outside is not known for it."
    return [
        Remark("shorter-than-others", f"{name} covers {lowest[name]:.3g} to {highest[name]:.3g} Hz; {usual}")
        for name in lowest
        if lowest[name] > SHORT * low or highest[name] < high / SHORT
    ]


def _on_files(files: Sequence[SpectrumFile]) -> list[Remark]:
    """Return the notes of the files, each with the files that it holds for."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for file in files:
        for note in file.notes:
            found.setdefault((note.code, note.text), {})[file.file] = None
    if len(files) == 1:
        return [Remark(code, text) for code, text in found]
    return [Remark(code, f"{_names(tuple(names), 'files')}: {text}") for (code, text), names in found.items()]


def _on_fits(spectra: Sequence[MeasuredSpectrum]) -> list[Remark]:
    """Return the remarks of tests and fits, each with the spectra that it holds for."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in spectra:
        results: tuple[SpectrumFit | KramersKronig | Relaxation | None, ...] = (
            one.fit,
            one.consistency,
            one.relaxation,
        )
        for result in results:
            for remark in result.remarks if result is not None else ():
                if remark.code in SAID_BETTER:
                    continue
                found.setdefault((remark.code, remark.text), []).append(one.name)
    many = len(spectra) > 1
    return [Remark(code, f"{_names(names)}: {text}" if many else text) for (code, text), names in found.items()]


def _names(names: Sequence[str], kind: str = "spectra") -> str:
    """Return the names of a few, and the number of many."""
    if len(names) == 1:
        return names[0]
    return f"{len(names)} {kind}" if len(names) > FEW_NAMES else ", ".join(names)
