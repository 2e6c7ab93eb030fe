"""The places of a circuit in series form, each with a table of shapes.

A nested circuit is searched in the series circuit that it becomes where its time constants are far apart: in
p(C, R-X), the capacitor passes no current below 1/RC, so it is p(C, R) - X; a ladder becomes arcs in series. The
parameters are the same, so what is found there starts the fit of the circuit itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..circuit.program import places_of
from ..circuit.tree import Circuit, InParallel, InSeries, Node, Part

ARC_EXPONENTS = (0.55, 0.7, 0.85, 0.98)
PHASE_EXPONENTS = (0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
A_DECADE = 4.0  # time constants in a decade
BEYOND = 10.0  # how far time constants reach beyond the frequencies


@dataclass(frozen=True)
class Slot:
    """A place in series. `shape` names its table; `places` of its parameters in the circuit, by name."""

    shape: str
    places: tuple[tuple[str, int], ...]


def slots_of(circuit: Circuit) -> tuple[Slot, ...] | None:
    """Return the places of a circuit in series form; None where it has none."""
    return _slots(circuit, circuit.root)


def _slots(circuit: Circuit, node: Node) -> tuple[Slot, ...] | None:
    if isinstance(node, Part):
        return (_own(circuit, node.kind, node),)
    if isinstance(node, InSeries):
        found = [_slots(circuit, member) for member in node.members]
        return None if None in found else tuple(slot for one in found if one for slot in one)
    return _parallel(circuit, node)


def _parallel(circuit: Circuit, node: InParallel) -> tuple[Slot, ...] | None:
    if len(node.members) != 2:
        return None
    for one, other in (node.members, node.members[::-1]):
        if not isinstance(one, Part):
            continue
        if one.kind == "L" and isinstance(other, Part) and other.kind == "R":
            return (_slot(circuit, "loop", R=other, L=one),)
        if one.kind not in {"C", "CPE"}:
            continue
        resistor = _first_resistor(other)
        if resistor is None:
            continue
        rest = tuple(m for m in other.members if m is not resistor) if isinstance(other, InSeries) else ()
        arc = _slot(circuit, "arc C" if one.kind == "C" else "arc", R=resistor, X=one)
        after = [_slots(circuit, member) for member in rest]
        return None if None in after else (arc, *(slot for some in after if some for slot in some))
    return None


def _first_resistor(node: Node) -> Part | None:
    members = node.members if isinstance(node, InSeries) else (node,)
    return next((m for m in members if isinstance(m, Part) and m.kind == "R"), None)


def _own(circuit: Circuit, kind: str, part: Part) -> Slot:
    names = [p.suffix or kind for p in part.element.parameters]
    return Slot(kind, tuple(zip(names, places_of(circuit, part), strict=True)))


def _slot(circuit: Circuit, shape: str, **parts: Part) -> Slot:
    found: list[tuple[str, int]] = []
    for letter, part in parts.items():
        for parameter, place in zip(part.element.parameters, places_of(circuit, part), strict=True):
            found.append((parameter.suffix or (part.kind if letter == "X" else letter), place))
    return Slot(shape, tuple(found))


def grid_of(shape: str, frequency: np.ndarray) -> np.ndarray:
    """Return the rows (ln tau, n) of the table of a shape; nan where a shape has no such parameter."""
    fastest, slowest = 1 / (2 * np.pi * frequency.max() * BEYOND), BEYOND / (2 * np.pi * frequency.min())
    count = max(int(np.ceil(A_DECADE * np.log10(slowest / fastest))), 2)
    taus = np.linspace(np.log(fastest), np.log(slowest), count)
    exponents = {
        "arc": ARC_EXPONENTS,
        "ZARC": ARC_EXPONENTS,
        "TL": ARC_EXPONENTS,
        "CPE": PHASE_EXPONENTS,
    }.get(shape, (np.nan,))
    if shape in {"R", "C", "L", "W", "CPE"}:
        taus = np.array([np.nan])
    return np.array([(tau, n) for n in exponents for tau in taus])


def column_of(shape: str, tau: float, n: float, s: np.ndarray) -> np.ndarray:
    """Return the impedance of a shape at s = j omega for the coefficient 1."""
    if shape in {"arc", "ZARC"}:
        return np.asarray(1 / (1 + (s * tau) ** n))
    if shape == "arc C":
        return np.asarray(1 / (1 + s * tau))
    if shape == "loop":
        return np.asarray(s * tau / (1 + s * tau))
    if shape in {"Ws", "Wo", "TL"}:
        root = np.sqrt((s * tau) ** (n if shape == "TL" else 1.0))
        fall = np.exp(-2 * root)
        tanh = (1 - fall) / (1 + fall)
        return np.asarray(tanh / root if shape == "Ws" else 1 / (tanh * root))
    simple: dict[str, Callable[[], np.ndarray]] = {
        "R": lambda: np.ones_like(s),
        "C": lambda: 1 / s,
        "L": lambda: s,
        "CPE": lambda: s**-n,
        "W": lambda: (1 - 1j) / np.sqrt(s.imag),
        "G": lambda: 1 / np.sqrt(1 + s * tau),
    }
    return simple[shape]()


def logs_of(shape: str, amount: float, tau: float, n: float) -> dict[str, float]:
    """Return ln of the parameters of a shape (and n) from ln of its coefficient, ln tau and n."""
    found = {"R": amount, "tau": tau, "n": n, "L": amount, "W": amount, "Q": -amount, "C": -amount}
    if shape in {"arc", "TL"}:
        found["Q"] = n * tau - amount
    elif shape == "arc C":
        found["C"] = tau - amount
    elif shape == "loop":
        found["L"] = tau + amount
    return found


def shape_at(slot: Slot, logs: np.ndarray) -> tuple[float, float]:
    """Return ln tau and n of a place; nan where its shape has no such parameter."""
    found = {name: float(logs[place]) for name, place in slot.places}
    n = found.get("n", np.nan)
    if slot.shape in {"arc", "TL"}:
        return (found["R"] + found["Q"]) / n, n
    if slot.shape == "arc C":
        return found["R"] + found["C"], n
    if slot.shape == "loop":
        return found["L"] - found["R"], n
    return found.get("tau", np.nan), n
