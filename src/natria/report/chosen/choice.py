"""A choice as text: "3", "1, 5, 9", "10:20", "10:100:10", or "all"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...quantity import InputError, Problem

ALL = "all"
PART = re.compile(r"(?P<first>\d{0,7})(?P<range>\s*[:-]\s*(?P<last>\d{0,7})(\s*:\s*(?P<every>\d{1,7}))?)?")
WRITE = "write numbers and ranges, such as '1, 5, 10:20' or '10:100:10'"
SHOWN = 5  # wrong numbers that a message lists


def read_choice(text: str, known: Sequence[int], what: str = "cycle") -> tuple[int, ...]:
    """Return the chosen numbers in order.

    Raises InputError for a text that chooses none of the known ones.
    """
    if text.strip().lower() == ALL:
        return tuple(known)
    chosen: set[int] = set()
    there = set(known)
    for part in filter(None, (one.strip() for one in text.split(","))):
        found = PART.fullmatch(part)
        if found is None or not any(character.isdigit() for character in part):
            raise InputError("the choice", [Problem(part[:60], f"is no {what} and no range", WRITE)])
        first = int(found["first"] or min(known, default=1))
        last = first if not found["range"] else int(found["last"] or max(known, default=first))
        chosen.update(range(first, min(last, max(known, default=0)) + 1, max(int(found["every"] or 1), 1)))
        if last < first or (not found["range"] and first not in there):
            fix = f"choose from {min(known, default=0)} to {max(known, default=0)}"
            raise InputError("the choice", [Problem(part, f"is no {what} of the recording", fix)])
    wanted = tuple(number for number in known if number in chosen)
    if not wanted:
        raise InputError("the choice", [Problem(text[:60], f"has no {what} of the recording", WRITE)])
    return wanted


def written_choice(chosen: Sequence[int]) -> str:
    """Return numbers as a text that `read_choice` reads."""
    return ", ".join(map(str, chosen))
