"""Where the keys of a TOML text stand: the ends of each key and of its value, also inside inline tables.

The text is valid TOML (`tomllib` has read it), so that only what separates keys and values is looked for here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Keys = tuple[str | int, ...]
SPACE = re.compile(r"[ \t]*")
BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
BARE = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(r'"""(?:\\.|[^\\])*?"""+|' + r"'''.*?'''+|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'", re.DOTALL)
SCALAR = re.compile(r"[^,\]}#\r\n]*")
PLACE = re.compile(r'"(?P<quoted>[^"]*)"|\[(?P<place>\d+)\]|(?P<bare>[^."\[\]]+)')


@dataclass(frozen=True)
class TextPlace:
    """A key with its value, as places of letters; of a table with a header `key` is that in the header.

    `end` is behind the last line of a table with a header, `is_header` says that there is one.
    """

    key: tuple[int, int]
    value: tuple[int, int]
    is_header: bool = False


@dataclass
class _Scan:
    text: str
    at: int = 0
    found: dict[Keys, TextPlace] = field(default_factory=dict)

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return match[0]

    def is_at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def keys(self) -> tuple[list[str], tuple[int, int]]:
        """Return the parts of a dotted key and the ends of its last part."""
        parts: list[str] = []
        while True:
            self.skip(SPACE)
            begin = self.at
            quoted = self.text[begin] in "\"'"
            raw = self.skip(STRING if quoted else BARE)
            parts.append(next(iter(tomllib.loads(f"{raw} = 0"))) if quoted else raw)
            ends = (begin, self.at)
            self.skip(SPACE)
            if not self.is_at("."):
                return parts, ends
            self.at += 1

    def value(self, above: Keys) -> tuple[int, int]:
        begin = self.at
        if self.is_at("{"):
            self._inside("}", above, self._pair)
        elif self.is_at("["):
            self._inside("]", above, self._entry)
        elif self.text[begin] in "\"'":
            self.skip(STRING)
        else:
            self.at = begin + len(self.skip(SCALAR).rstrip())
        return begin, self.at

    def pair(self, above: Keys) -> None:
        """Read a key, its sign of equality and its value."""
        parts, ends = self.keys()
        self.at += 1
        self.skip(SPACE)
        here = (*above, *parts)
        self.found[here] = TextPlace(ends, self.value(here))

    def _pair(self, above: Keys, _: int) -> None:
        self.pair(above)

    def _entry(self, above: Keys, place: int) -> None:
        here = (*above, place)
        begin = self.at
        self.found[here] = TextPlace((begin, begin), self.value(here))

    def _inside(self, end: str, above: Keys, read: object) -> None:
        assert callable(read)
        self.at += 1
        place = 0
        while True:
            self.skip(BLANK)
            if self.is_at(end):
                self.at += 1
                return
            if self.is_at(","):
                self.at += 1
                continue
            read(above, place)
            place += 1


def places_of(text: str) -> Mapping[Keys, TextPlace]:
    """Return the place of each key of a TOML text, by its path; entries of a list have their number in the path."""
    scan = _Scan(text)
    above: Keys = ()
    counts: dict[Keys, int] = {}
    opened: TextPlace | None = None
    end = 0
    while True:
        scan.skip(BLANK)
        if scan.at >= len(text):
            break
        if scan.is_at("["):
            _close(scan, above, opened, end)
            many = scan.is_at("[[")
            scan.at += 1 + many
            parts, ends = scan.keys()
            above = tuple(_numbered(parts, counts))
            if many:
                counts[above] = counts.get(above, -1) + 1
                above = (*above, counts[above])
            scan.at = text.find("\n", scan.at) if "\n" in text[scan.at :] else len(text)
            opened, end = TextPlace(ends, (scan.at, scan.at), is_header=True), scan.at
        else:
            scan.pair(above)
            end = scan.at
    _close(scan, above, opened, end)
    return scan.found


def line_of(text: str, where: str) -> int | None:
    """Return the line (from 1) at which a path of a message stands, or what is nearest above it; None without one."""
    try:
        found = places_of(text)
    except (AssertionError, IndexError, ValueError):
        return None
    keys = tuple(_path_keys(where))
    for depth in range(len(keys), 0, -1):
        place = found.get(keys[:depth]) or found.get((*keys[:depth], 0))
        if place is not None:
            return text.count("\n", 0, place.key[0]) + 1
    return None


def _close(scan: _Scan, above: Keys, opened: TextPlace | None, end: int) -> None:
    """Keep a table that ends here."""
    if opened is not None and above not in scan.found:
        scan.found[above] = TextPlace(opened.key, (opened.value[0], end), is_header=True)


def _numbered(parts: list[str], counts: Mapping[Keys, int]) -> Iterator[str | int]:
    """Yield the keys of a header; those of a list of tables are followed by the number of its last entry."""
    here: Keys = ()
    for part in parts[:-1]:
        here = (*here, part)
        yield part
        if here in counts:
            here = (*here, counts[here])
            yield counts[here[:-1]]
    yield parts[-1]


def _path_keys(where: str) -> Iterator[str | int]:
    """Yield the keys of a path of a message: variant."a/b".steps[2], and of a path in a patch behind a colon."""
    first, colon, rest = where.partition(": ")
    for match in PLACE.finditer(first):
        if match["place"] is not None:
            yield int(match["place"]) - 1
        else:
            yield match["quoted"] if match["quoted"] is not None else match["bare"]
    if colon:
        yield rest
