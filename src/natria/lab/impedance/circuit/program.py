"""The table of nodes of a circuit for the kernels, in its own parameters or in those of a search."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .elements import ELEMENTS, LINE_BY_TAU, PARALLEL, SERIES
from .tree import Circuit, InParallel, InSeries, Node, Part


@dataclass(frozen=True, eq=False)
class Program:
    """`nodes` for the kernels; `columns` has the place in the circuit of each parameter of the nodes.

    In a search, a resistor parallel to a CPE is one arc with a time constant, and a transmission line has a time
    constant too: resistance and time constant are nearly independent, resistance and Q are not. `by_tau` has the places
    of (R, Q, n) of those in the order of the circuit.
    """

    nodes: np.ndarray
    columns: np.ndarray
    by_tau: tuple[tuple[int, int, int], ...] = ()

    def to_search(self, x: np.ndarray) -> np.ndarray:
        """Parameters of the nodes from those of the circuit: ln tau = (ln R + ln Q)/n in place of ln Q."""
        found = np.array(x, float)
        for r, q, n in self.by_tau:
            found[..., q] = (x[..., r] + x[..., q]) / x[..., n]
        return np.ascontiguousarray(found[..., self.columns])

    def from_search(self, x: np.ndarray) -> np.ndarray:
        """Parameters of the circuit from those of the nodes: ln Q = n ln tau - ln R."""
        found = np.empty_like(x)
        found[..., self.columns] = x
        for r, q, n in self.by_tau:
            found[..., q] = found[..., n] * found[..., q] - found[..., r]
        return found


def pair_of(node: Node) -> tuple[Part, Part] | None:
    """The resistor and the CPE of two elements in parallel; None for anything else."""
    if not isinstance(node, InParallel) or len(node.members) != 2:
        return None
    kinds = {m.kind: m for m in node.members if isinstance(m, Part)}
    return (kinds["R"], kinds["CPE"]) if kinds.keys() == {"R", "CPE"} else None


@lru_cache(maxsize=256)
def program_of(circuit: Circuit, search: bool = False) -> Program:
    """The program of a circuit, in the parameters of the circuit or of a search."""
    rows: list[tuple[int, int, int, int]] = []
    columns: list[int] = []
    by_tau: list[tuple[int, int, int]] = []
    root = circuit.root if isinstance(circuit.root, InSeries) else InSeries((circuit.root,))
    waiting: list[tuple[Node, int]] = [(root, -1)]
    while waiting:
        node, parent = waiting.pop()
        pair = pair_of(node) if search else None
        if not isinstance(node, Part) and not pair:
            waiting += [(member, len(rows)) for member in reversed(node.members)]
            rows.append((SERIES if isinstance(node, InSeries) else PARALLEL, parent, -1, 0))
            continue
        part = pair[0] if pair else node
        assert isinstance(part, Part)
        places = [k for one in pair or (part,) for k in places_of(circuit, one)]
        kind = ELEMENTS["ZARC"].code if pair else part.element.code
        if search and (pair or kind == ELEMENTS["TL"].code):
            r, q, n = places
            by_tau.append((r, q, n))
            kind = kind if pair else LINE_BY_TAU
        rows.append((kind, parent, len(columns), len(places)))
        columns += places
    return Program(np.array(rows, np.int64), np.array(columns, np.int64), tuple(by_tau))


def places_of(circuit: Circuit, part: Node) -> list[int]:
    """The places of the parameters of an element among those of the circuit."""
    assert isinstance(part, Part)
    return [circuit.names.index(name) for name in part.parameters]
