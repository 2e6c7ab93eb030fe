"""All figures of a study: every sweep with the reported points it can be held against, the answers beside what was
reported, every budget as bars."""

from __future__ import annotations

from ..study import StudyResult
from .bars import budget_picture
from .curves import sweep_picture
from .parity import parity_pictures
from .picture import Picture


def pictures(result: StudyResult) -> tuple[Picture, ...]:
    """Drawn without a screen, in the order of the page."""
    sweeps = (sweep_picture(result, sweep) for sweep in result.case.study.sweep)
    drawn = (*sweeps, *parity_pictures(result), budget_picture(result))
    return tuple(p for p in drawn if p is not None)
