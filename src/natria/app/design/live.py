"""Answers about the text of a design while it is edited; run in the process that is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...design import Case, Design
from ...quantity import InputError, Problem
from ...report.described import plain
from ...studies.opening.draft import DraftCase, problems_in, read_draft, studio_of

KEPT = 8  # texts whose cases are kept
SHOWN = 3  # problems of a message


def answer(asked: str, text: str, file: str, system: str = "", **more: Any) -> dict[str, Any]:
    """Return what is asked about a system of a design file with a text, or the problems of the text."""
    draft = _draft(text, file, whole=asked == "checked")
    if draft.case is None:
        return {"problems": plain(draft.problems)}
    try:
        design = _design(text, file, system or draft.case.base.name)
    except InputError as bad:  # of a variant
        return {"problems": plain(problems_in(text, bad))}
    return {"problems": [], **ASKED[asked](draft.case, design, **more)}


def _described(case: Case, design: Design) -> dict[str, Any]:
    from ...report.described.design import describe_design

    return {"described": plain(describe_design(case, design))}


def _checked(case: Case, design: Design) -> dict[str, Any]:
    return {"name": case.name, "system": design.name}


def _limits(case: Case, design: Design, *, ranges: bool = False) -> dict[str, Any]:
    from ...explore.regimes import RegimeSettings, limits_of
    from ...report.described.design import describe_limits

    limits = limits_of(design, RegimeSettings() if ranges else None)
    return {"limits": plain(describe_limits(design, limits, case.library)), "ranges": ranges}


def _answers(case: Case, design: Design) -> dict[str, Any]:
    from ...explore.answers.closed import closed_answers
    from ...report.described.design import describe_answers

    return {"answers": plain(describe_answers(closed_answers(design), case.library))}


def _curve(_: Case, design: Design, *, path: str, of: str) -> dict[str, Any]:
    from ...report.described.curves import design_curve

    return {"curve": plain(design_curve(design, path, of))}


ASKED: Mapping[str, Callable[..., dict[str, Any]]] = {
    "described": _described,
    "checked": _checked,
    "limits": _limits,
    "answers": _answers,
    "curve": _curve,
}


def edit(text: str, file: str, system: str, path: str, value: str) -> dict[str, Any]:
    """Return the text with another value at a path; refused where the result would be no design."""
    from ...design.editing import edited

    draft = _draft(text, file)
    if draft.case is None:
        raise _no_design("the text", plain(draft.problems[:1]))
    new = edited(text, _design(text, file, system or draft.case.base.name), path, value)
    found = answer("described", new, file, system)
    if found["problems"]:
        raise _no_design(path, found["problems"])
    return {"text": new, **found}


def change_layers(text: str, file: str, system: str, change: str, **given: Any) -> dict[str, Any]:
    """Return the text with a layer added, removed or moved.

    Refused where the rest of the file no longer holds.
    """
    from ...design import editing

    draft = _draft(text, file)
    if draft.case is None:
        raise _no_design("the text", plain(draft.problems))
    base = draft.case.base
    if system not in ("", base.name):
        fix = f"choose {base.name} as the cell, or edit the text"
        raise InputError(system, [Problem("", "is made from another cell, whose layers it has", fix)])
    changes: Mapping[str, Callable[..., str]] = {"add": editing.added, "remove": editing.removed, "move": editing.moved}
    if change not in changes:
        raise InputError(
            "the layer", [Problem(change, "is nothing to do with a layer", f"known: {', '.join(changes)}")]
        )
    new = changes[change](text, _design(text, file, base.name), **given)
    before = [(p["where"], p["what"]) for p in answer("checked", text, file)["problems"]]
    wrong = [p for p in answer("checked", new, file)["problems"] if (p["where"], p["what"]) not in before]
    if wrong:
        more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        found = "; ".join(f"{p['where']}: {p['what']}" for p in wrong[:SHOWN])
        fix = "change or remove these places in the text first"
        raise InputError("the design", [Problem("", f"this would leave a file that is wrong: {found}{more}", fix)])
    return {"text": new, **answer("described", new, file, base.name)}


def _no_design(where: str, problems: list[dict[str, Any]]) -> InputError:
    return InputError(where, [Problem(p["where"], p["what"], p["fix"]) for p in problems])


@lru_cache(maxsize=KEPT)
def _draft(text: str, file: str, *, whole: bool = False) -> DraftCase:
    return read_draft(text, Path(file), whole=whole)


@lru_cache(maxsize=KEPT)
def _design(text: str, file: str, system: str) -> Design:
    case = _draft(text, file).case
    assert case is not None
    return studio_of(case, system).design(system)
