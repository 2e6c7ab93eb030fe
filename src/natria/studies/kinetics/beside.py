"""Measured kinetics beside other numbers: as answers to reported ones, and as targets of the models.

A reported number is answered by a measured one of the same term and subject, so by the same definition: an exchange
current by that of the whole sweep and by those of its Tafel lines. A number of the electrolyte (electronic
conductivity, current fraction) answers that of a phase too, where the cell has one dense layer, of this phase. A
current fraction answers no transference number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...lab.kinetics.measurement import MeasuredKinetics
from ...quantity import Finding, match
from ..graded import Grader
from ..own_data import beside_models
from ..spectra.layer import subject_of
from ..studio import Studio
from ..verdicts import Comparison, compare

OF_THE_ELECTROLYTE = (
    "electronic_conductivity",
    "current_fraction",
    "watanabe_current_fraction",
    "uncorrected_current_fraction",
)
ONLY_MEASURED = ("peak", "scan_rate")  # conditions that no model knows


def compared_kinetics(
    studio: Studio, m: MeasuredKinetics, targets: Sequence[Finding], grader: Grader | None = None
) -> tuple[Comparison, ...]:
    """Return the comparisons of the numbers of kinetics with reported ones, then with the models."""
    modelled = beside_models(studio, m.findings, m.specimen, grader, without=ONLY_MEASURED)
    return (*_reported(studio, m, targets), *modelled)


def _reported(studio: Studio, m: MeasuredKinetics, targets: Sequence[Finding]) -> Iterator[Comparison]:
    """Return all measured numbers that answer a reported one; where none does, the first of them."""
    for target in targets:
        question = target.question
        subject = subject_of(studio, m.specimen, target)
        whole = question.name in OF_THE_ELECTROLYTE and subject == m.specimen.layer
        if not subject or not (subject == m.specimen.of or whole):
            continue
        named = [f for f in m.findings if f.question.name == question.name]
        asked = [replace(f, question=replace(f.question, of=question.of)) for f in named]
        same = [f for f in asked if match(question, f.question)]
        yield from (compare(target, f, studio.name, known=studio.library) for f in same or asked[:1])
