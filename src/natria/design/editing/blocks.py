"""Tables of a TOML text as blocks of lines: put in, taken out, exchanged.

The block of a table goes from the comment lines right above its header to the last line of its last inner table. What
comes out is read again and must be the document that is wanted, in its order; else the edit is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from ...quantity import InputError, Problem
from .places import Keys, TextPlace, places_of

BLANKS = re.compile(r"(?:\r?\n[ \t]*)+\Z")
LINE = re.compile(r"[^\n]*\n?")
BY_HAND = "edit the text of the design instead"

Ends = tuple[int, int]


def put_in(text: str, above: str, lines: Sequence[str], place: int) -> str:
    """Return a text with a new block; its table is number `place` of the tables inside the table `above`."""
    names = list(_tables(text, above))
    block = "\n".join(lines)
    if place < len(names):
        begin = _block(text, (above, names[place]))[0]
        new = _before(text, begin, block)
    else:
        new = _after(text, _block(text, (above, names[-1]))[1] if names else _behind_electrodes(text), block)
    ((name, table),) = tomllib.loads(block)[above].items()
    inside = list(_tables(text, above).items())
    return _checked(new, text, above, dict([*inside[:place], (name, table), *inside[place:]]))


def taken_out(text: str, above: str, name: str) -> str:
    """Return a text without a table, its inner tables and the blank lines above it."""
    begin, end = _block(text, (above, name))
    blanks = BLANKS.search(text, 0, begin)
    if begin > 0:
        new = text[: blanks.start() if blanks else begin] + text[end:]
    else:
        new = text[end:].removeprefix("\r\n\r\n").removeprefix("\n\n")
    return _checked(new, text, above, {key: value for key, value in _tables(text, above).items() if key != name})


def exchanged(text: str, above: str, one: str, other: str) -> str:
    """Return a text in which two tables have each other's place."""
    first, second = sorted(_block(text, (above, name)) for name in (one, other))
    new = text[: first[0]] + text[slice(*second)] + text[first[1] : second[0]] + text[slice(*first)] + text[second[1] :]
    inside = _tables(text, above)
    names = [other if key == one else one if key == other else key for key in inside]
    return _checked(new, text, above, {key: inside[key] for key in names})


def _tables(text: str, above: str) -> Mapping[str, Any]:
    inside = tomllib.loads(text).get(above, {})
    return inside if isinstance(inside, Mapping) else {}


def _block(text: str, path: Keys) -> Ends:
    """Return where the block of a table begins and ends, without the line end behind it."""
    places = places_of(text)
    headers = sorted((p.key[0], keys, p) for keys, p in places.items() if p.is_header)
    mine = [k for k, (_, keys, _) in enumerate(headers) if keys[: len(path)] == path]
    strays = [keys for keys, p in places.items() if not p.is_header and keys == path]
    if not mine or strays or mine != list(range(mine[0], mine[-1] + 1)):
        raise InputError(".".join(map(str, path)), [Problem("", "is not written as one block of the text", BY_HAND)])
    return _begin(text, headers[mine[0]][2]), _end(text, headers[mine[-1]][2].value[1])


def _begin(text: str, header: TextPlace) -> int:
    """Return the beginning of the line of a header, or of the comment lines right above it."""
    at = text.rfind("\n", 0, header.key[0]) + 1
    while at > 0:
        before = text.rfind("\n", 0, at - 1) + 1
        if not text[before:at].lstrip().startswith("#"):
            break
        at = before
    return at


def _end(text: str, at: int) -> int:
    """Return the end of the last line of a table.

    Comment lines right below it belong to it if a blank one follows.
    """
    end = _line_end(text, at)
    last = end
    while last < len(text):
        line = LINE.match(text, text.find("\n", last) + 1)
        if line is None or not line[0].strip():
            return last
        if not line[0].lstrip().startswith("#"):
            return end
        last = _line_end(text, line.start())
    return last


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end - (text[end - 1] == "\r")


def _behind_electrodes(text: str) -> int:
    """Return the end of the last of the tables that stand above a first layer."""
    tops = {str(keys[0]) for keys, p in places_of(text).items() if p.is_header}
    found = [_block(text, (top,))[1] for top in ("working", "interphase") if top in tops]
    if not found:
        raise InputError("the text", [Problem("working", "is no table of its own in the text", BY_HAND)])
    return max(found)


def _after(text: str, end: int, block: str) -> str:
    return text[:end] + _lines(text, f"\n\n{block}") + text[end:]


def _before(text: str, begin: int, block: str) -> str:
    if begin == 0:
        return _lines(text, f"{block}\n\n") + text
    blanks = BLANKS.search(text, 0, begin)
    at = blanks.start() if blanks else begin
    return text[:at] + _lines(text, f"\n\n{block}") + text[at:]


def _lines(text: str, new: str) -> str:
    return new.replace("\n", "\r\n") if "\r\n" in text else new


def _checked(new: str, text: str, above: str, wanted: Mapping[str, Any]) -> str:
    """Return a new text if its document is the one before with `wanted` as the table `above`."""
    rest = {key: value for key, value in tomllib.loads(text).items() if key != above}
    try:
        made = tomllib.loads(new)
    except (ValueError, RecursionError):
        made = {}
    inside = made.pop(above, {})
    if made != rest or inside != wanted or list(inside) != list(wanted):
        raise InputError(above, [Problem("", "cannot be changed in the text without changing more", BY_HAND)])
    return new
