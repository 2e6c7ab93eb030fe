"""One spectrum: starts, race, minimum in the parameters of the circuit, uncertainty."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np

from ..circuit import Circuit
from ..circuit.evaluate import impedance_of, plain_values
from ..circuit.program import Program, pair_of, program_of
from ..circuit.tree import InSeries, Part
from .slots import Slot
from .starts import (
    StartTable,
    drawn_starts,
    elsewhere,
    limits_of,
    movable,
    search_limits,
    start_table,
    starts_from,
    weighed_table,
)
from .uncertainty import Uncertainty, uncertainty

Measured = tuple[np.ndarray, np.ndarray, np.ndarray]
Stages = tuple[tuple[int, int, float], ...]
STAGES: Stages = (
    (8, 5, 1e-3),
    (4, 12, 1e-5),
    (3, 200, 1e-10),
)  # how many go on, steps, relative change that ends a descent
MOVED_STAGES: Stages = ((12, 4, 1e-3), (3, 10, 1e-5), (1, 200, 1e-8))
DRAWN_STAGES: Stages = ((400, 2, 1e-2), (40, 10, 1e-3), (10, 30, 1e-5), (4, 300, 1e-10))
ROUNDS, GAIN = 4, 1e-3  # moves of one place around the best minimum, and the relative gain that asks for one more
WITHOUT = (15, 1e-4)
FINAL = (200, 1e-12)
EXACT = 1e-9  # of |Z|: residuals of data without noise are rounding
AGAIN = 5  # better minima that may be found while intervals are searched


@dataclass(frozen=True, eq=False)
class SpectrumTask:
    """One spectrum to fit: falling frequencies, noise (real, imaginary), held values by name (SI)."""

    circuit: Circuit
    frequency: np.ndarray
    z: np.ndarray
    noise: np.ndarray
    held: dict[str, float] = field(default_factory=dict)
    start: np.ndarray | None = None  # values to begin with in place of a search
    known_noise: bool = False
    excluded: tuple[int, ...] = ()  # points that do not count

    @cached_property
    def weights(self) -> np.ndarray:
        """One over the noise; 0 for a point that does not count."""
        found = 1 / self.noise
        found[:, list(self.excluded)] = 0.0
        return found

    @property
    def counted(self) -> int:
        """How many points count."""
        return len(self.z) - len(self.excluded)


@dataclass(frozen=True, eq=False)
class FitMinimum:
    logs: np.ndarray
    limits: np.ndarray
    chi: float
    fitted: np.ndarray
    weighted: np.ndarray  # residuals, and below their derivatives by the parameters
    uncertainty: Uncertainty
    starts: int


def solve(task: SpectrumTask) -> FitMinimum:
    """Fit one spectrum; the frequencies of the task fall."""
    from .descent_kernels import curvature, descend

    circuit, z = task.circuit, task.z
    program = program_of(circuit)
    order = program.columns
    spectrum = (np.log(2 * np.pi * task.frequency), z, task.weights)
    limits = _with_held(task, limits_of(circuit, task.frequency, z))
    logs, starts = _search(task, limits, spectrum)
    box = np.ascontiguousarray(limits[:, order])
    degrees = 2 * task.counted - int((box[0] < box[1]).sum())
    best = np.ascontiguousarray(logs[order])
    exact = EXACT**2 * float(((np.abs(z) * task.weights) ** 2).sum())
    for _ in range(AGAIN):
        chi, normal = descend(program.nodes, best, box, spectrum, *FINAL)
        chi = max(chi, exact)
        variance = 1.0 if task.known_noise else chi / max(degrees, 1)
        known = np.inf if task.known_noise else float(max(degrees, 1))
        found = uncertainty((program.nodes, best, box, spectrum), chi, normal[1:, 1:], variance, known)
        if found.better is None:
            break
    _, weighted = curvature(program.nodes, best, spectrum)
    back = np.argsort(order)
    rows = np.concatenate([weighted[:1], weighted[1:][back]])
    turned = replace(
        found,
        covariance=found.covariance[np.ix_(back, back)],
        ends=found.ends[back],
        methods=tuple(found.methods[k] for k in back) if found.methods else ("quadratic",) * len(back),
    )
    fitted = impedance_of(circuit, plain_values(circuit, best[back]), task.frequency)
    return FitMinimum(best[back], limits, float(chi), fitted, rows, turned, starts)


def _search(task: SpectrumTask, limits: np.ndarray, spectrum: Measured) -> tuple[np.ndarray, int]:
    """Return the best of many starts, in the parameters of the circuit, and how many there were."""
    from .descent_kernels import race

    circuit = task.circuit
    if task.start is not None:
        return task.start, 1
    program = program_of(circuit, search=not task.held)
    box = search_limits(program, limits, task.frequency)
    table = table_for(circuit, task.frequency.tobytes())

    def raced(first: np.ndarray, stages: Stages) -> tuple[float, np.ndarray]:
        starts = program.to_search(np.clip(first, limits[0], limits[1]))
        chi = race(program.nodes, starts, box, spectrum, np.array(stages))
        return float(chi[0]), program.from_search(starts[0])

    if table is None:
        first = drawn_starts(circuit, task.frequency, task.z)
        return raced(first, DRAWN_STAGES)[1], len(first)
    weighed = weighed_table(table, task.frequency, task.z, task.weights)
    first = starts_from(weighed, STAGES[0][0], len(circuit.names))
    chi, best = raced(first, STAGES)
    count = len(first)
    for _ in range(ROUNDS):
        others = [
            elsewhere(weighed, _without(program, best, table.slots[place], box, spectrum), place)
            for place in movable(table)
        ]
        if not others or not (moved := np.concatenate(others)).size:
            break
        count += len(moved)
        better, there = raced(moved, MOVED_STAGES)
        if better > chi * (1 - GAIN):
            break
        chi, best = better, there
    return in_order(circuit, best), count


def _without(program: Program, logs: np.ndarray, slot: Slot, box: np.ndarray, spectrum: Measured) -> np.ndarray:
    """Return the minimum without one of the places: its resistance is at the lower limit."""
    from .descent_kernels import descend

    x = program.to_search(logs)
    held = box.copy()
    for name, place in slot.places:
        k = int(np.flatnonzero(program.columns == place)[0])
        x[k] = box[0, k] if name == "R" else x[k]
        held[:, k] = x[k]
    descend(program.nodes, x, held, spectrum, *WITHOUT)
    return program.from_search(x)


@lru_cache(maxsize=64)
def table_for(circuit: Circuit, frequency: bytes) -> StartTable | None:
    """Return the table of starts for a circuit at frequencies; kept for the spectra of a batch."""
    return start_table(circuit, np.frombuffer(frequency))


def _with_held(task: SpectrumTask, limits: np.ndarray) -> np.ndarray:
    found = limits.copy()
    for name, value in task.held.items():
        p = task.circuit.names.index(name)
        found[:, p] = value if task.circuit.is_exponent[p] else np.log(value)
    return found


def arcs_of(circuit: Circuit) -> tuple[tuple[Part, tuple[int, ...]], ...]:
    """The arcs in series of a circuit: their resistor and the places of (R, Q, n) or (R, tau, n)."""
    members = circuit.root.members if isinstance(circuit.root, InSeries) else (circuit.root,)
    found = []
    for member in members:
        pair = pair_of(member)
        parts = pair or ((member,) if isinstance(member, Part) and member.kind == "ZARC" else ())
        if parts:
            places = tuple(circuit.names.index(name) for part in parts for name in part.parameters)
            found.append((parts[0], places))
    return tuple(found)


def log_tau(part: Part, places: tuple[int, ...], logs: np.ndarray) -> tuple[float, np.ndarray]:
    """Return ln tau of an arc and its derivatives by all parameters."""
    slope = np.zeros(len(logs))
    r, q, n = places
    if part.kind == "ZARC":
        slope[q] = 1.0
        return float(logs[q]), slope
    tau = (logs[r] + logs[q]) / logs[n]
    slope[r] = slope[q] = 1 / logs[n]
    slope[n] = -tau / logs[n]
    return float(tau), slope


def in_order(circuit: Circuit, logs: np.ndarray) -> np.ndarray:
    """Return the parameters with arcs of one kind in the order of their time constants, the fastest first."""
    found = logs.copy()
    for kind in ("R", "ZARC"):
        arcs = [(part, places) for part, places in arcs_of(circuit) if part.kind == kind]
        if len(arcs) < 2:
            continue
        ordered = sorted(arcs, key=lambda arc: log_tau(arc[0], arc[1], logs)[0])
        for (_, to), (_, source) in zip(arcs, ordered, strict=True):
            found[list(to)] = logs[list(source)]
    return found
