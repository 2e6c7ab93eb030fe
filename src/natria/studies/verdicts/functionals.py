"""Whether an answer and a reported number come from one density functional.

A paper names the functional in the method of a fact, a stored run in its settings. Gaps and energies of two functionals
differ by more than either errs within itself, so neither is a test of the other.
"""

from __future__ import annotations

import re

from ...quantity import Computed, Finding, Reported, ancestry

FUNCTIONAL = "functional.law"  # the setting that a stored run puts on record
NAMES = ("LDA", "PBE", "PBEsol", "RPBE", "PW91", "SCAN", "r2SCAN", "HSE03", "HSE06", "PBE0", "B3LYP")


def named_in(text: str) -> frozenset[str]:
    """Return the functionals that a text names."""
    words = {word.lower() for word in re.findall(r"\w+", text)}
    return frozenset(one for one in NAMES if one.lower() in words)


def other_functional(target: Finding, answer: Finding) -> str:
    """Return why functionals forbid a comparison; empty where they agree or one side names none."""
    if not isinstance(target.origin, Reported):
        return ""
    wanted = named_in(target.origin.method)
    settings = [s for one in ancestry(answer) if isinstance(one.origin, Computed) for s in one.origin.settings]
    used = {s.word for s in settings if s.path == FUNCTIONAL}
    if not wanted or not used or {one.lower() for one in wanted} & {one.lower() for one in used}:
        return ""
    return f"functional differs: {', '.join(sorted(wanted))} and {', '.join(sorted(used))}"
