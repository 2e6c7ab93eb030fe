"""Own recordings in a study: their system, and their numbers beside reported and computed ones.

A measured number is an answer to what a paper reports of the same system, and a target for the models. A design has no
place for the cycles of which a number was read; the models are asked without, and the comparison states it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..design import Case
from ..lab import Measurement, Specimen, measure, read_recording
from ..quantity import Finding, InputError, Problem, Question, did_you_mean, match
from ..record import Recording
from .graded import Grader, grader_of, ungraded
from .opening.given import Given, given_area
from .studio import Studio
from .verdicts import Comparison, compare

if TYPE_CHECKING:
    from .kinetics import KineticsGiven

# What a recording knows and no design holds. A model is asked without it; the comparison lists it as one-sided.
# What the recording tells better than the design, and what means something else there: the time of a layer's growth.
READ_OFF = (
    "time",
    "cycle",
    "depth",
    "current",
    "areal_capacity",
    "rate",
    "lower_voltage",
    "upper_voltage",
    "temperature",
    "pressure",
)
ONLY_MEASURED = ("cycle", "half_cycle_time", "cell_current", "cell_capacity", "delay", "sampling", "peak")
PER_AREA = {"current", "areal_capacity"}
NOTHING_GIVEN = Given()


@dataclass(frozen=True)
class Data:
    """A recording, or impedance spectra, of a system of the case; the base where none is named.

    A folder holds spectra, or recordings of kinetics of one technique, of one cell. `columns` is a column map of a CSV.
    `thickness` is that of the layer between the electrodes, `circuit` that of the spectra in place of a chosen one,
    `series` the table of their temperatures or times. `arcs` are parts of the cell that arcs are ("2=interlayer"),
    `kinetics` what an analysis of kinetics needs.
    """

    file: Path
    system: str = ""
    area: str = ""
    columns: Path | None = None
    thickness: str = ""
    circuit: str = ""
    series: Path | None = None
    arcs: tuple[str, ...] = ()
    kinetics: KineticsGiven | None = None


def read_data(text: str, case: Case, area: str = "", thickness: str = "") -> Data:
    """Return the data of "SYSTEM=FILE" or "FILE"; any other prefix belongs to the file name.

    A test of a material is of a phase of which papers report numbers: "Na3PS4=indents.csv".
    """
    system, mark, file = text.partition("=")
    if mark and (system in case.systems or any(f.question.of == system for f in case.library.facts.values())):
        return Data(Path(file), system, area, thickness=thickness)
    if mark and not Path(text).exists():
        hint = did_you_mean(system, case.systems) or f"known here: {', '.join(case.systems)}"
        raise InputError(text, [Problem("--data", f"{system!r} is not a system of {case.name}", hint)])
    return Data(Path(text), area=area, thickness=thickness)


def specimen_of(studio: Studio, system: str, area: str = "") -> Specimen:
    """Return what the design of a system gives of the measured cell; the rest stays unknown.

    An area that is given is that of the design, so a mass from a loading follows it.
    """
    patch = {"area": given_area(area, system)} if area else {}
    design = studio.design(system).patched(patch)

    def answer(name: str) -> Finding | None:
        given = studio.answers(Question(name, system), patch)
        return next((a for a in given if isinstance(a, Finding) and a.bound is None), None)

    def stated(path: str) -> Finding | None:
        return design.finding(path) if design.has(path) else None

    places = {key: design.landing(key) for key in ("mass_loading", *design.names("bind"))}
    settings = {key: stated(path) for key, path in places.items() if path and key not in READ_OFF}
    has_mass = bool(design.word("reporting.mass_basis"))
    return Specimen(
        of=system,
        kind=design.word("cell"),  # type: ignore[arg-type]  # the schema knows the same words
        area=stated("area"),
        mass=answer("active_mass") if has_mass else None,
        mass_basis=design.word("reporting.mass_basis"),
        electrolyte_resistance=answer("electrolyte_area_resistance"),
        temperature=stated("temperature"),
        pressure=stated("stack_pressure"),
        as_assembled=design.word("reporting.as_assembled") or None,  # type: ignore[arg-type]
        settings={key: f.value for key, f in settings.items() if f is not None and f.bound is None},
    )


def measure_file(
    file: Path,
    studio: Studio | None = None,
    system: str = "",
    *,
    area: str = "",
    columns: Path | None = None,
    given: Given = NOTHING_GIVEN,
    recording: Recording | None = None,
) -> Measurement:
    """Return the results of a file, as the system of a case or of a cell with the given properties.

    `recording` is the file where it was read before.
    """
    given = replace(given, area=area or given.area, columns=columns or given.columns)
    of = system or ("" if studio else _stem(file.name))
    specimen = _specimen(studio, of, given)
    if recording is None:
        recording = read_recording(file, given.columns, current=given.read_current(), area=specimen.area)
    return measure(recording, specimen)


def measure_recording(
    recording: Recording,
    studio: Studio | None = None,
    system: str = "",
    *,
    area: str = "",
    given: Given = NOTHING_GIVEN,
) -> Measurement:
    """Return the results of a recording, as the system of a case or as a cell with the given properties."""
    given = replace(given, area=area or given.area)
    if given.current or given.columns:
        what = "a current or a column map is given, and the recording has its columns"
        raise InputError(recording.file, [Problem("", what, "leave it out, or give the file")])
    return measure(recording, _specimen(studio, system or ("" if studio else _stem(recording.file)), given))


def _specimen(studio: Studio | None, system: str, given: Given) -> Specimen:
    """Return what the design and the user give of the measured cell; what is given takes precedence."""
    if studio is None:
        return given.applied(Specimen(system))
    return given.applied(specimen_of(studio, system or studio.case.base.name, given.area))


def _stem(file: str) -> str:
    """Return the name of a cell that has none: that of its file."""
    return file.replace("\\", "/").rpartition("/")[2].partition(".")[0] or "cell"


def measure_beside(
    file: Path,
    studio: Studio | None,
    targets: Sequence[Finding],
    system: str = "",
    *,
    area: str = "",
    columns: Path | None = None,
    given: Given = NOTHING_GIVEN,
    recording: Recording | None = None,
) -> tuple[Measurement, tuple[Comparison, ...]]:
    """Return the results of a file, compared with reported values of its system and with the models."""
    measurement = measure_file(file, studio, system, area=area, columns=columns, given=given, recording=recording)
    if studio is None:
        return measurement, ()
    return measurement, compared(studio, measurement, targets, grader_of(studio, targets))


def compared(
    studio: Studio, measurement: Measurement, targets: Sequence[Finding], grader: Grader | None = None
) -> tuple[Comparison, ...]:
    """Return the comparisons of measured numbers with reported ones, then with the models.

    `grader` grades the models.

    A recording that contradicts its design is of another cell, and is compared with nothing.
    """
    if measurement.kind.conflict:
        return ()
    modelled = beside_models(studio, measurement.findings, measurement.specimen, grader)
    return (*_reported(studio, measurement, targets), *modelled)


def _reported(studio: Studio, measurement: Measurement, targets: Sequence[Finding]) -> Iterator[Comparison]:
    """Return all measured numbers that answer a reported one.

    Where none does, return the one with the fewest mismatches.
    """
    for target in targets:
        if studio.stands_for(target.question) != measurement.specimen.of or target.question.part:
            continue
        if measurement.specimen.area is None and PER_AREA & set(target.question.at):
            continue  # the current density cannot be compared; a note of the measurement gives the missing area
        named = [f for f in measurement.findings if f.question.name == target.question.name]
        asked = [replace(f, question=replace(f.question, of=target.question.of)) for f in named]
        same = [f for f in asked if match(target.question, f.question)]
        yield from (compare(target, f, studio.name, known=studio.library) for f in same or asked[:1])


def beside_models(
    studio: Studio,
    findings: Sequence[Finding],
    specimen: Specimen,
    grader: Grader | None,
    *,
    without: Sequence[str] = ONLY_MEASURED,
    costs: Sequence[str] = ("cheap",),
) -> Iterator[Comparison]:
    """Return the comparisons of the models with measured numbers.

    A grader gives their leverage and interval. Models are asked without the conditions `without`, where some answerer
    of the term costs no more than `costs`.
    """
    for target in findings:
        question = target.question
        if not any(one.cost in costs for one in studio.answerers_for(question.name)):
            continue
        at = {key: value for key, value in question.at.items() if key not in without}
        asked = Question(question.name, question.of, at)
        answers = studio.answers(asked)
        if not any(isinstance(a, Finding) for a in answers):  # the model does not depend on what the design fixes
            own = {key: value for key, value in at.items() if key not in specimen.settings}
            asked = Question(question.name, question.of, own)
            answers = studio.answers(asked)
        if grader:
            yield from grader.compare(target, answers, asked)
        else:
            yield from ungraded(studio, target, answers)
