"""A circuit as a value: elements in series and in parallel, with the names of their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .elements import ELEMENTS, Element


@dataclass(frozen=True)
class Part:
    """An element of a circuit and its label."""

    kind: str
    label: str = ""

    @property
    def element(self) -> Element:
        return ELEMENTS[self.kind]

    @property
    def name(self) -> str:
        return self.kind + self.label

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters: `R1`, `CPE1.Q`, `CPE1.n`."""
        return tuple(f"{self.name}.{p.suffix}" if p.suffix else self.name for p in self.element.parameters)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class InSeries:
    members: tuple[Node, ...]

    def __str__(self) -> str:
        return "-".join(str(m) for m in self.members)


@dataclass(frozen=True)
class InParallel:
    members: tuple[Node, ...]

    def __str__(self) -> str:
        return f"p({','.join(str(m) for m in self.members)})"


Node = Part | InSeries | InParallel


@dataclass(frozen=True)
class Circuit:
    """A circuit; `names` and `units` are those of its parameters, in the order of the text."""

    root: Node

    def __str__(self) -> str:
        return str(self.root)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(_parts(self.root))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(name for part in self.parts for name in part.parameters)

    @cached_property
    def units(self) -> tuple[str, ...]:
        return tuple(p.unit for part in self.parts for p in part.element.parameters)

    @cached_property
    def is_exponent(self) -> tuple[bool, ...]:
        """For each parameter whether it is an exponent; all others are positive."""
        return tuple(p.is_exponent for part in self.parts for p in part.element.parameters)

    @cached_property
    def owners(self) -> tuple[Part, ...]:
        """The element that each parameter belongs to."""
        return tuple(part for part in self.parts for _ in part.parameters)


def _parts(node: Node) -> Iterator[Part]:
    if isinstance(node, Part):
        yield node
    else:
        for member in node.members:
            yield from _parts(member)
