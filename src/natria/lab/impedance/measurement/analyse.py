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
from ...files.impedance import SeriesTable, SpectrumFile, per_area, placed
from ...results import Remark
from ...specimen import Specimen
from ..circuit import Circuit, parse_circuit
from ..fit import SpectrumFit, fit_spectra
from ..joined import JointFit
from ..kramers_kronig import KramersKronig, kramers_kronig_test
from ..relaxation import Relaxation, relaxation_times
from .arcs import arcs_of_fit
from .choice import chosen_circuit
from .conductivity import conductivity_findings
from .faces import face_findings
from .findings import findings_of
from .joint_series import joint_of
from .misfit import widened_for_misfit
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
    impedance as it is measured: per area with an area). `progress` is called with the number of spectra that are
    fitted, and of all; with all of them before the fit of the series as a whole.
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
    chosen, considered = (parse_circuit(circuit), ()) if circuit else chosen_circuit(plain, progress)
    thickness = specimen.thickness.plain if specimen.thickness and specimen.has_grains else None
    spectra = _all_fitted(plain, chosen, held or {}, remarks, thickness, progress=progress if circuit else _quiet)
    _ensure_arcs(spectra, specimen)
    over, order = order_of(spectra)
    if over:
        spectra = tuple(spectra[k] for k in order)
    progress(len(plain), len(plain))
    joint, spectra = _joined(spectra, held or {}, remarks, thickness)
    spectra, joint, on_misfit = widened_for_misfit(spectra, joint)
    series = series_of(spectra, joint)
    of_layer, on_layer = conductivity_findings(spectra, series, specimen)
    of_faces, on_faces = face_findings(spectra, series, specimen)
    remarks += [*on_misfit, *_shorter(spectra), *remarks_on_series(series), *on_layer, *on_faces, *_on_fits(spectra)]
    findings = (*of_layer, *of_faces, *findings_of(spectra, series, specimen))
    return MeasuredSpectra(
        read, specimen, spectra, series, findings, tables_of(spectra, series, considered), tuple(remarks)
    )


def _quiet(_done: int, _of: int) -> None:
    """Tell nobody: the fits of the choice of a circuit were told."""


def _all_fitted(
    plain: Sequence[MeasuredSpectrum],
    circuit: Circuit | None,
    held: Mapping[str, float],
    remarks: list[Remark],
    thickness: float | None,
    *,
    progress: Callable[[int, int], None],
) -> tuple[MeasuredSpectrum, ...]:
    """Return the spectra with their fits of one circuit."""
    made = []
    for place, one in enumerate(plain):
        progress(place, len(plain))
        made.append(_fitted(one, circuit, held, remarks, thickness))
    return tuple(made)


def _ensure_arcs(spectra: Sequence[MeasuredSpectrum], specimen: Specimen) -> None:
    """Raise InputError where an arc that is stated to be a part is none of the circuit."""
    count = max((len(one.arcs) for one in spectra), default=0)
    for number, part in specimen.arcs.items():
        if number > count:
            what = f"the circuit has {count} arc{'' if count == 1 else 's'}"
            fix = "arcs are counted from the highest frequency on; give a circuit with --circuit"
            raise InputError("--arc", [Problem(f"{number}={part}", what, fix)])


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
    smooth = _smooth(frequency, impedance, tested)
    relaxing = _tried(name, "relaxation times", remarks, lambda: relaxation_times(*smooth))
    return MeasuredSpectrum(name, file, spectrum, sweep.temperature, sweep.time, tested, relaxing, None)


def _smooth(
    frequency: np.ndarray, impedance: np.ndarray, tested: KramersKronig | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return frequency and impedance, with nan at the outliers of the Kramers-Kronig test.

    None is left out where the test finds a drift or a step: the ends of a drifting sweep are rough too. The arrays of
    the test are in an order of their own, so both are taken from it.
    """
    if tested is None or tested.has("drift") or tested.has("step"):
        return frequency, impedance
    return tested.frequency, np.where(tested.without_outliers, tested.impedance, np.nan)


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


def _joined(
    spectra: tuple[MeasuredSpectrum, ...], held: Mapping[str, float], remarks: list[Remark], thickness: float | None
) -> tuple[JointFit | None, tuple[MeasuredSpectrum, ...]]:
    """Return the joint fit of a series, if there is one, and the spectra with its fits."""
    over, order = order_of(spectra)
    try:
        found = joint_of(spectra, over, order, held, thickness)
    except (FitError, np.linalg.LinAlgError) as refused:
        remarks.append(Remark("not-joined", f"The series is fitted one by one: {refused}"))
        return None, spectra
    return (None, spectra) if found is None else found


def _names(names: Sequence[str], kind: str = "spectra") -> str:
    """Return the names of a few, and the number of many."""
    if len(names) == 1:
        return names[0]
    return f"{len(names)} {kind}" if len(names) > FEW_NAMES else ", ".join(names)
