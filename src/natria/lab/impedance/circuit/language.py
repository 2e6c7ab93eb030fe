"""The language of circuits: `R0-p(R1,CPE1)-p(R2,CPE2)-Ws1` to a `Circuit`.

    circuit  = member ("-" member)*              in series
    member   = element | "p(" circuit ("," circuit)+ ")" | "(" circuit ")"
    element  = kind label?
    label    = (digit | small letter | "_") (letter | digit | "_")*

After W, with which the kinds Ws and Wo begin, a label begins with a digit or "_": Wd is a typo, and W_d has a label. A
mistake is shown with its character and a caret below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ....quantity import InputError, Problem, did_you_mean
from .elements import ELEMENTS
from .tree import Circuit, InParallel, InSeries, Node, Part

MOST_ELEMENTS = 24  # what a spectrum can tell apart is far below
DEEPEST = 20
OPEN_KINDS = ("W",)  # with a small letter behind it, it is another kind: Ws, Wo
DASHES = dict.fromkeys("\u2013\u2014\u2212", "-")  # that word processors write
ALIKE = DASHES | {"+": "-", "|": "p(a,b)", "/": "p(a,b)", "[": "(", "]": ")", ";": ","}


class CircuitError(InputError):
    """A circuit that cannot be read, with the place of the mistake (from 1)."""

    def __init__(self, text: str, position: int, what: str, fix: str = "") -> None:
        self.text, self.position, self.mistake, self.mend = text, position, what, fix
        shown = "".join(c if c.isprintable() else "?" for c in text)
        place = f"character {position}: {what}\n    {shown}\n    {' ' * (position - 1)}^"
        super().__init__("the circuit", (Problem("", place, fix),))

    def __reduce__(self) -> tuple[type[CircuitError], tuple[object, ...]]:
        return type(self), (self.text, self.position, self.mistake, self.mend)


def parse_circuit(text: str | Circuit) -> Circuit:
    """Return the circuit that a text describes; a `Circuit` is returned as it is."""
    if isinstance(text, Circuit):
        return text
    reader = _Text(text)
    root = _series(reader, 0)
    if reader.next:
        what = f"{reader.next!r} is not expected here"
        fix = "close only what was opened" if reader.next == ")" else "write '-' between elements in series"
        raise reader.mistake(what, reader.hint() or fix)
    circuit = Circuit(_labelled(root))
    if len(circuit.parts) > MOST_ELEMENTS:
        raise CircuitError(text, 1, f"the circuit has {len(circuit.parts)} elements", f"use at most {MOST_ELEMENTS}")
    _unlike_names(reader, circuit)
    return circuit


class _Text:
    """The text and where the reader is in it."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.places: list[int] = []  # where each element begins

    @property
    def next(self) -> str:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> bool:
        found = self.next == wanted
        self.at += found
        return found

    def word(self) -> str:
        first = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] == "_"):
            self.at += 1
        return self.text[first : self.at]

    def hint(self) -> str:
        return f"use {ALIKE[self.next]!r}" if self.next in ALIKE else ""

    def mistake(self, what: str, fix: str = "", at: int | None = None) -> CircuitError:
        return CircuitError(self.text, (self.at if at is None else at) + 1, what, fix)


def _series(reader: _Text, depth: int) -> Node:
    if depth > DEEPEST:
        raise reader.mistake("the brackets are nested too deep", f"nest at most {DEEPEST}")
    members = [_member(reader, depth)]
    while reader.take("-"):
        members.append(_member(reader, depth))
    flat = tuple(n for m in members for n in (m.members if isinstance(m, InSeries) else (m,)))
    return flat[0] if len(flat) == 1 else InSeries(flat)


def _member(reader: _Text, depth: int) -> Node:
    if reader.next == "(":
        return _bracket(reader, depth)
    first = reader.at
    word = reader.word()
    if not word:
        what = f"{reader.next!r} stands where an element was expected" if reader.next else "an element is missing"
        raise reader.mistake(what, reader.hint() or "elements: " + ", ".join(ELEMENTS))
    if word in {"p", "P"} and reader.next == "(":
        return _parallel(reader, first, depth)
    if reader.next == "(":
        raise reader.mistake(f"{word!r} is not a function", "write p(a,b) for elements in parallel", first)
    reader.places.append(first)
    return _element(reader, word, first)


def _bracket(reader: _Text, depth: int) -> Node:
    opened = reader.at
    reader.take("(")
    inside = _series(reader, depth + 1)
    if not reader.take(")"):
        raise _unclosed(reader, opened)
    return inside


def _parallel(reader: _Text, first: int, depth: int) -> Node:
    opened = reader.at
    reader.take("(")
    members = [_series(reader, depth + 1)]
    while reader.take(","):
        members.append(_series(reader, depth + 1))
    if not reader.take(")"):
        raise _unclosed(reader, opened)
    if len(members) < 2:
        raise reader.mistake("p() has one member", "give two or more, separated by commas", first)
    return InParallel(tuple(n for m in members for n in (m.members if isinstance(m, InParallel) else (m,))))


def _unclosed(reader: _Text, opened: int) -> CircuitError:
    if reader.next:
        fix = reader.hint() or "write '-' for series, ',' between members of p(), or ')'"
        return reader.mistake(f"{reader.next!r} is not expected here", fix)
    return reader.mistake("this bracket is not closed", "add ')'", opened)


def _element(reader: _Text, word: str, first: int) -> Part:
    kind = max((k for k in ELEMENTS if word.startswith(k)), key=len, default="")
    letters = word.rstrip("0123456789_")
    upper = next((k for k in sorted(ELEMENTS, key=len, reverse=True) if letters.upper() == k.upper()), "")
    if not kind or not word.isascii() or upper not in ("", kind):
        fix = f"write {upper!r}" if upper else did_you_mean(letters, ELEMENTS) or "elements: " + ", ".join(ELEMENTS)
        raise reader.mistake(f"{word!r} is not an element", fix, first)
    label = word[len(kind) :]
    if label and not (label[0].isdigit() or label[0] == "_" or (label[0].islower() and kind not in OPEN_KINDS)):
        alike = [k for k in ELEMENTS if k.startswith(kind[0])]
        what = f"{word!r} is not an element: the kinds with {kind[0]} are {', '.join(alike)}"
        fix = f"write {kind}_{label} to give {kind} the label {label}"
        raise reader.mistake(what, fix, first + len(kind))
    return Part(kind, label)


def _labelled(root: Node) -> Node:
    """Number elements without a label where their kind occurs more than once."""
    kinds = Counter(part.kind for part in Circuit(root).parts)
    used = {part.name for part in Circuit(root).parts}

    def free(kind: str) -> str:
        number = next(str(i) for i in range(1, len(used) + 2) if f"{kind}{i}" not in used)
        used.add(kind + number)
        return number

    def walk(node: Node) -> Node:
        if isinstance(node, Part):
            return Part(node.kind, free(node.kind)) if not node.label and kinds[node.kind] > 1 else node
        return type(node)(tuple(walk(member) for member in node.members))

    return walk(root)


def _unlike_names(reader: _Text, circuit: Circuit) -> None:
    for place, name in zip(reader.places, _repeated(part.name for part in circuit.parts), strict=True):
        if name:
            raise reader.mistake(f"{name!r} stands here a second time", "give each element a label of its own", place)


def _repeated(names: Iterable[str]) -> list[str]:
    """Each name that was there before, and "" for one that was not."""
    seen: set[str] = set()
    found = []
    for name in names:
        found.append(name if name in seen else "")
        seen.add(name)
    return found
