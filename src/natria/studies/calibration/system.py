"""A case whose base is one of its systems, so that a calibration can free the numbers of a variant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...design import Case, StudyTable
from ...store import Store
from ..opening.overrides import with_given
from ..studio import Studio

NOTHING: Mapping[str, str] = {}


def of_system(case: Case, system: str = "", given: Mapping[str, str] = NOTHING, *, store: Store | None = None) -> Case:
    """Return the case with the design of a system as its base, and with overrides (path to value as text).

    Without a system it is the base of the case, and its variants stay. Fits of the case are made first, those
    by a simulation from `store`.
    """
    if system and system != case.base.name:
        base = Studio(case, store=store).design(system)
        stands = StudyTable(stands_for=case.study.stands_for)
        case = replace(case, base=base, variants={}, study=stands, last={}, last_of={})
    return replace(case, base=with_given(case.base, given)) if given else case
