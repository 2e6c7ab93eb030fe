"""Measured material curves beside reported numbers of the same term and subject."""

from __future__ import annotations

from collections.abc import Sequence

from ...lab.materials import MeasuredCurves
from ...quantity import Finding, match
from ..studio import Studio
from ..verdicts import Comparison, compare


def compared_curves(studio: Studio, m: MeasuredCurves, targets: Sequence[Finding]) -> tuple[Comparison, ...]:
    """Return the comparisons of reported numbers of the sample with what was measured.

    The first answer of each.

    The targets of the case come first. Other facts of the papers about the sample follow, settings among them: the
    depth that indents were to reach, the sulfur that was weighed in.
    """
    names = {f.question.name for f in m.findings}
    others = (f for name in names for f in studio.library.by_term.get(name, ()))
    found = []
    for target in {f.id: f for f in (*targets, *others)}.values():
        same = [f for f in m.findings if match(target.question, f.question)]
        found += [compare(target, same[0], studio.name, known=studio.library)] if same else []
    return tuple(found)
