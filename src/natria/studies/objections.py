"""What an expert would object to in the models behind an answer."""

from __future__ import annotations

from collections.abc import Iterable

from ..quantity import Ancestor, Computed, ancestry
from .answerers import answerers, shipped


def objections_to(names: Iterable[str], *, plugins: bool = False) -> dict[str, str]:
    """Return the objection to each of these answerers that has one, by name, in their order.

    Of answerers of installed packages only with `plugins`.
    """
    known = answerers() if plugins else shipped()
    found = {name: known[name].objection for name in dict.fromkeys(names) if name in known}
    return {name: text for name, text in found.items() if text}


def objections_behind(finding: Ancestor) -> dict[str, str]:
    """Return the objections to the models of natria that made a finding and what it rests on, by model."""
    return objections_to(one.origin.model for one in ancestry(finding) if isinstance(one.origin, Computed))
