"""Measured material curves beside reported numbers of the same term and subject."""

from __future__ import annotations

from collections.abc import Sequence

from ...lab.materials import MeasuredCurves
from ...quantity import Finding, match
from ..studio import Studio
from ..verdicts import Comparison, compare


def compared_curves(studio: Studio, m: MeasuredCurves, targets: Sequence[Finding]) -> tuple[Comparison, ...]:
    """Return the comparisons of reported numbers of the sample with what was measured; the first answer of each."""
    found = []
    for target in targets:
        same = [f for f in m.findings if match(target.question, f.question)]
        found += [compare(target, same[0], studio.name, known=studio.library)] if same else []
    return tuple(found)
