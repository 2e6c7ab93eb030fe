"""Own spectra in a study: measured numbers as answers to reported ones, and as targets of the models.

A reported number is answered by a measured one of the same term and subject. A phase is that of the only, dense layer
of the cell, a part that of the design. What papers report of a spectrum under a name of its own is read off as from the
simulated cell: the capacitance (F) is that of the only arc, the resistance of a cell that of the arc with this number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...lab.impedance.measurement import MeasuredSpectra
from ...quantity import Finding, Fitted, Question, Refused, Span, match, show_value
from ..graded import Grader
from ..own_data import beside_models
from ..studio import Studio
from ..verdicts import Comparison, compare
from .arc_terms import ARC_TERMS, WHICH_PART
from .layer import subject_of

COSTS = ("cheap", "seconds")
OF_DESIGN = ("pressure",)  # conditions that the design itself has, on which no model of a spectrum depends
NOT_ASKED = ("arc_relaxation_time", "ionic_conductivity")  # of the models, which take the conductivity from the design
OF_ARCS = (*ARC_TERMS[2:], "resistance_arrhenius_energy", "resistance_vft_energy")
OF_PARTS = ("layer_onset_time", "layer_completion_time", "resistance_arrhenius_energy", "resistance_vft_energy")
ENERGIES = ("arrhenius_energy", "resistance_arrhenius_energy", "conductivity_arrhenius_energy")
MEASURED, MODELS = "measured spectra", "spectrum_arcs"
CAPACITANCES = ("arc_capacitance", "arc_areal_capacitance")
OTHER = 10.0  # times by which the capacitances of two processes differ
ROOM = 298.15  # K
IN_OHM = {
    "capacitance": ("arc_capacitance", "arc_areal_capacitance"),
    "cell_resistance": ("arc_resistance", "arc_area_resistance"),
}


def compared_spectra(
    studio: Studio, spectra: MeasuredSpectra, targets: Sequence[Finding], grader: Grader | None = None
) -> tuple[Comparison, ...]:
    """Return the comparisons of the numbers of spectra with reported ones, then with the models."""
    reported = tuple(_reported(studio, spectra, targets))
    asked = [f for f in _near(studio, spectra) if f.question.name not in NOT_ASKED and not _is_series(f, spectra)]
    others = {f.question.at["peak"]: why for f in asked if (why := _other_process(studio, f))}
    apart = [f for f in asked if f.question.at.get("peak") in others]
    alike = [f for f in asked if f not in apart]
    refused = [compare(f, Refused(f.question, MODELS, others[f.question.at["peak"]]), studio.name) for f in apart]
    return (
        *reported,
        *beside_models(studio, alike, spectra.specimen, grader, without=OF_DESIGN, costs=COSTS),
        *refused,
    )


def _other_process(studio: Studio, f: Finding) -> str:
    """Return why the arc of a model with this number is another process; "" where it may be the same.

    Their capacitances differ by more than `OTHER`: arcs are counted, and a cell may have one that a model lacks.
    """
    if f.question.name not in CAPACITANCES or f.bound is not None:
        return ""
    for answer in studio.answers(f.question):
        if isinstance(answer, Finding) and not 1 / OTHER < answer.value / f.value < OTHER:
            both = f"{show_value(answer)}, and that of the cell {show_value(f)}"
            return f"arc {f.question.at['peak']:g} of the simulated cell is another process: its capacitance is {both}"
    return ""


def _reported(studio: Studio, m: MeasuredSpectra, targets: Sequence[Finding]) -> Iterator[Comparison]:
    """Return all measured numbers that answer a reported one; where none does, the nearest in temperature."""
    for target in targets:
        subject = subject_of(studio, m.specimen, target)
        if not subject:
            continue
        name = target.question.name
        found = _in_ohm(m, target, *IN_OHM[name]) if name in IN_OHM else _named(m, target, subject)
        found = found or _of_unnamed_arc(m, target, subject)
        if "temperature" not in target.question.at:
            found = _at_design(studio, m, found)
        asked = [_about(f, target.question.of) for f in found]
        same = [f for f in asked if isinstance(f, Refused) or match(target.question, f.question)]
        yield from (compare(target, f, studio.name, known=studio.library) for f in same or asked[:1])


def _is_series(f: Finding, m: MeasuredSpectra) -> bool:
    """Whether a number is an energy of the resistor in series, or of a bulk: no model has these."""
    is_energy = f.question.name in OF_ARCS and "peak" not in f.question.at and f.question.of == m.specimen.of
    return is_energy or ", " in f.question.of


def _named(m: MeasuredSpectra, target: Finding, subject: str) -> list[Finding | Refused]:
    """Return the numbers of this term and subject, those nearest in temperature first.

    One of several arcs answers only a target that counts it, and the resistor in series is none of them.
    """
    name, at = target.question.name, target.question.at
    found = [f for f in m.findings if (f.question.name, f.question.of) == (name, subject)]
    if name in OF_ARCS and subject == m.specimen.of:
        found = [f for f in found if "peak" in f.question.at]
        if refused := _which(found, target):
            return [refused]
    return [*sorted(found, key=lambda f: _apart(f, at.get("temperature")))]


def _of_unnamed_arc(m: MeasuredSpectra, target: Finding, subject: str) -> list[Finding | Refused]:
    """Return the refusal of a number of a part where arcs have it, and none is stated to be the part."""
    part = subject.partition("#")[2]
    if not part or part in m.specimen.arcs.values() or target.question.name not in OF_PARTS:
        return []
    arcs = [f for f in m.findings if f.question.name == target.question.name and "peak" in f.question.at]
    why = f"which arc of the spectra is {part} is not stated: name it with --arc NUMBER={part}"
    return [Refused(target.question, MEASURED, why)] if arcs else []


def _which(arcs: Sequence[Finding], target: Finding) -> Refused | None:
    """Return the refusal of a target that counts no arc where there are several."""
    many = len({f.question.at["peak"] for f in arcs})
    if "peak" in target.question.at or many < 2:
        return None
    return Refused(target.question, MEASURED, f"the spectra show {many} arcs; {WHICH_PART}")


def _apart(f: Finding, kelvin: float | Span | None) -> float:
    here = f.question.at.get("temperature")
    return abs(here - kelvin) if isinstance(here, float) and isinstance(kelvin, float) else 0.0


def _about(answer: Finding | Refused, of: str) -> Finding | Refused:
    return replace(answer, question=replace(answer.question, of=of))


def _in_ohm(m: MeasuredSpectra, target: Finding, whole: str, per_area: str) -> list[Finding | Refused]:
    """Return the number of an arc of the whole cell: the one that the target counts, else the only one."""
    peak = target.question.at.get("peak")
    arcs = [f for f in m.findings if f.question.name in (whole, per_area) and f.question.of == m.specimen.of]
    arcs.sort(key=lambda f: _apart(f, target.question.at.get("temperature")))
    if refused := _which(arcs, target):
        return [refused]
    return [
        _whole(f, m, target.question.name, keep=peak is not None) for f in arcs if peak in (None, f.question.at["peak"])
    ]


def _whole(f: Finding, m: MeasuredSpectra, name: str, *, keep: bool) -> Finding:
    """Return a number of an arc under another name, that of the cell where it is per area."""
    assert isinstance(f.origin, Fitted)
    at = {key: value for key, value in f.question.at.items() if keep or key != "peak"}
    question, area = Question(name, f.question.of, at), m.specimen.area
    if area is None:
        return replace(f, question=question)
    factor = area.plain if name == "capacitance" else 1 / area.plain
    fit = f.origin.fit
    made = replace(
        fit,
        model=f"{fit.model}, of the whole face",
        held=(*fit.held, area),
        names=(name,),
        values=(f.value * factor,),
        covariance=None,
    )
    bound = (f.bound[0] * factor, f.bound[1] * factor) if isinstance(f.bound, tuple) else f.bound
    return Finding(question, f.value * factor, Fitted(made, name), None if f.std is None else f.std * factor, bound)


def _at_design(studio: Studio, m: MeasuredSpectra, found: Sequence[Finding | Refused]) -> list[Finding | Refused]:
    """Return those of the temperature nearest to the design's, for a target without a temperature."""
    nearest = nearest_temperature(studio, m)
    return [f for f in found if nearest is None or f.question.at.get("temperature", nearest) == nearest]


def nearest_temperature(studio: Studio, m: MeasuredSpectra) -> float | None:
    """Return the temperature (K) of the spectra nearest to that of the design; None where none is known."""
    design = studio.design(m.specimen.of)
    here = design.finding("temperature").value if design.has("temperature") else ROOM
    kelvins = [one.temperature for one in m.spectra if one.temperature is not None]
    return min(kelvins, key=lambda kelvin: abs(kelvin - here), default=None)


def _near(studio: Studio, m: MeasuredSpectra) -> Iterator[Finding]:
    """Return the numbers for the models: energies, and those of the spectrum nearest to the design.

    Over time they are those of the first and the last spectrum.
    """
    nearest = nearest_temperature(studio, m)
    times = [one.time for one in m.spectra if one.time is not None]
    ends = (min(times), max(times)) if times else ()
    for f in m.findings:
        at = f.question.at
        if nearest is not None and at.get("temperature", nearest) != nearest and f.question.name not in ENERGIES:
            continue
        if "time" in at and at["time"] not in ends:
            continue
        yield f
