"""Starts of a fit without a guess: the best combinations of shapes, or points within the limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..circuit.program import Program
from ..circuit.tree import Circuit
from .slots import Slot, column_of, grid_of, logs_of, shape_at, slots_of

COMBINATIONS = 10  # first choices that are improved by exchange
DRAWN = 400  # points within the limits where a circuit has no series form
SEED = 13
RIDGE = 1e-8  # two columns that are the same
LEAST = 1e-3  # share in the spectrum that a place gets whose coefficient came out as zero
ALIKE = 1.5  # in ln tau: starts nearer than that end in one valley
REACH = 7.0  # ln: how far a parameter may lie beyond what the spectrum spans
LEAST_EXPONENT = 0.2


@dataclass(frozen=True, eq=False)
class StartTable:
    """The columns of all shapes at the frequencies of a batch; `groups` has the columns of each place."""

    slots: tuple[Slot, ...]
    grid: np.ndarray  # ln tau, n of each column
    columns: np.ndarray  # complex, shapes x frequencies
    groups: np.ndarray
    first: np.ndarray

    @cached_property
    def alike(self) -> tuple[tuple[np.ndarray, ...], ...]:
        """For each place, the shapes of one exponent among those of its group."""
        found = []
        for low, high in self.groups:
            n = self.grid[low:high, 1]
            found.append(tuple(np.flatnonzero((n == one) | np.isnan(n)) for one in np.unique(n)))
        return tuple(found)


@dataclass(frozen=True, eq=False)
class WeighedTable:
    """A table with the weights of one spectrum: rows of length 1 for real and imaginary parts."""

    table: StartTable
    frequency: np.ndarray
    weights: np.ndarray
    rows: np.ndarray
    lengths: np.ndarray
    measured: np.ndarray

    @cached_property
    def least(self) -> float:
        """The coefficient of a place whose own came out as zero or below."""
        return LEAST * float(np.sqrt(self.measured @ self.measured))


def weigh(columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return complex columns as rows of weighted real and imaginary parts."""
    return np.concatenate([columns.real * weights[0], columns.imag * weights[1]], 1)


def weighed_table(table: StartTable, frequency: np.ndarray, z: np.ndarray, weights: np.ndarray) -> WeighedTable:
    rows = weigh(table.columns, weights)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= lengths[:, None]
    return WeighedTable(table, frequency, weights, rows, lengths, weigh(z[None], weights)[0])


def start_table(circuit: Circuit, frequency: np.ndarray) -> StartTable | None:
    """Return the table for a circuit at frequencies; None where it has no series form."""
    slots = slots_of(circuit)
    if slots is None:
        return None
    s = 2j * np.pi * frequency
    shapes = tuple(dict.fromkeys(slot.shape for slot in slots))
    grids = {shape: grid_of(shape, frequency) for shape in shapes}
    ends = np.cumsum([0, *(len(grids[shape]) for shape in shapes)])
    spans = {shape: (ends[i], ends[i + 1]) for i, shape in enumerate(shapes)}
    columns = [column_of(shape, np.exp(tau), n, s) for shape in shapes for tau, n in grids[shape]]
    groups = np.array([spans[slot.shape] for slot in slots], np.int64)
    rng = np.random.default_rng(SEED)
    first = rng.integers(groups[:, 0], groups[:, 1], (COMBINATIONS, len(slots)))
    return StartTable(slots, np.concatenate([grids[s] for s in shapes]), np.array(columns), groups, first)


def starts_from(weighed: WeighedTable, count: int, size: int) -> np.ndarray:
    """Return up to `count` starts in the logarithmic parameters of the circuit, best first."""
    from .start_kernels import choose

    table = weighed.table
    chosen = table.first.copy()
    coefficients = np.zeros(chosen.shape)
    gram = weighed.rows @ weighed.rows.T
    gains = choose(gram, weighed.rows @ weighed.measured, table.groups, chosen, coefficients)
    found: dict[tuple[tuple[str, int], ...], np.ndarray] = {}
    for row in np.argsort(-gains):
        key = tuple(sorted(zip((slot.shape for slot in table.slots), chosen[row].tolist(), strict=True)))
        if key not in found:
            found[key] = _logs(weighed, chosen[row], coefficients[row], size)
        if len(found) == count:
            break
    return np.array(list(found.values()))


def _logs(weighed: WeighedTable, chosen: np.ndarray, coefficients: np.ndarray, size: int) -> np.ndarray:
    logs = np.empty(size)
    for slot, column, c in zip(weighed.table.slots, chosen, coefficients, strict=True):
        tau, n = weighed.table.grid[column].tolist()
        _put(logs, slot, float(np.log(max(c, weighed.least) / weighed.lengths[column])), tau, n)
    return logs


def _put(logs: np.ndarray, slot: Slot, amount: float, tau: float, n: float) -> None:
    by_name = logs_of(slot.shape, amount, tau, n)
    for name, place in slot.places:
        logs[place] = by_name[name]


def movable(table: StartTable) -> tuple[int, ...]:
    """The places that have a time constant."""
    return tuple(i for i, (low, _) in enumerate(table.groups) if np.isfinite(table.grid[low, 0]))


def elsewhere(weighed: WeighedTable, logs: np.ndarray, place: int) -> np.ndarray:
    """Return starts where one place moves to the best shape beside the others, as in `logs`.

    A small arc beside a large one is lost in the mesh of the table: it shows once the large one is exact.
    """
    table = weighed.table
    s = 2j * np.pi * weighed.frequency
    rest = [i for i in range(len(table.slots)) if i != place]
    now = [shape_at(table.slots[i], logs) for i in rest]
    columns = [column_of(table.slots[i].shape, np.exp(tau), n, s) for i, (tau, n) in zip(rest, now, strict=True)]
    own = weigh(np.array(columns).reshape(len(rest), len(s)), weighed.weights)
    own_lengths = np.sqrt(np.einsum("ij,ij->i", own, own))
    own /= own_lengths[:, None]
    low, high = table.groups[place]
    rows = weighed.rows[low:high]
    inverse = np.linalg.inv(own @ own.T + RIDGE * np.eye(len(own)))
    before = inverse @ (own @ weighed.measured)
    shares = rows @ own.T
    turned = shares @ inverse
    left = np.maximum(1 + RIDGE - np.einsum("ij,ij->i", turned, shares), RIDGE)
    amounts = rows @ weighed.measured - shares @ before
    picked = _apart(np.where(amounts > 0, amounts**2 / left, 0.0), table.grid[low:high], table.alike[place])
    found = np.tile(logs, (len(picked), 1))
    for start, k in zip(found, picked, strict=True):
        amount = amounts[k] / left[k]
        others = np.log(np.maximum(before - amount * turned[k], weighed.least) / own_lengths)
        for i, at, size in zip(rest, now, others.tolist(), strict=True):
            _put(start, table.slots[i], size, *at)
        tau, n = table.grid[low + k].tolist()
        _put(start, table.slots[place], float(np.log(max(amount, weighed.least) / weighed.lengths[low + k])), tau, n)
    return found


def _apart(gains: np.ndarray, grid: np.ndarray, alike: tuple[np.ndarray, ...]) -> list[int]:
    """Return the best time constant of each exponent, and the best of all that is far from those."""
    found = [int(some[np.argmax(gains[some])]) for some in alike]
    best = found[int(np.argmax(gains[found]))]
    far = np.abs(grid[:, 0] - grid[best, 0]) > ALIKE
    if far.any():
        found.append(int(np.argmax(np.where(far, gains, -np.inf))))
    return [k for k in found if gains[k] > 0]


def limits_of(circuit: Circuit, frequency: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return rows of the low and the high limits of the logarithmic parameters.

    A parameter may lie a factor of 1100 beyond what the spectrum spans in impedance and in frequency.
    """
    size = np.abs(z)
    low_z, high_z = np.log(size.min()) - REACH, np.log(size.max()) + REACH
    slow, fast = np.log(2 * np.pi * frequency.min()), np.log(2 * np.pi * frequency.max())
    spans = {
        "ohm": (low_z, high_z),
        "s": (-fast - REACH, -slow + REACH),
        "1": (LEAST_EXPONENT, 1.0),
        "F": (-high_z - fast, -low_z - slow),
        "s^n/ohm": (-high_z - max(fast, 0.0), -low_z - min(slow, 0.0)),
        "H": (low_z - fast, high_z - slow),
        "ohm/s^0.5": (low_z + 0.5 * slow, high_z + 0.5 * fast),
    }
    return np.array([spans[unit] for unit in circuit.units]).T


def search_limits(program: Program, limits: np.ndarray, frequency: np.ndarray) -> np.ndarray:
    """Return the limits in the parameters of a search: of a time constant in place of Q."""
    found = limits.copy()
    slow, fast = np.log(2 * np.pi * frequency.min()), np.log(2 * np.pi * frequency.max())
    for _, q, _ in program.by_tau:
        found[:, q] = -fast - REACH, -slow + REACH
    return np.ascontiguousarray(found[:, program.columns])


def drawn_starts(circuit: Circuit, frequency: np.ndarray, z: np.ndarray, count: int = DRAWN) -> np.ndarray:
    """Return points within what the spectrum spans, for circuits without a series form."""
    rng = np.random.default_rng(SEED)
    size = np.log(np.abs(z))
    shape = (count, len(circuit.names))
    level = rng.uniform(size.min() - 1.0, size.max() + 1.0, shape)
    lw = rng.uniform(np.log(2 * np.pi * frequency.min()), np.log(2 * np.pi * frequency.max()), shape)
    n = rng.uniform(0.5, 1.0, shape)
    found = np.empty(shape)
    for p, unit in enumerate(circuit.units):
        after = n[:, p + 1] if unit == "s^n/ohm" else 1.0  # the exponent follows Q
        found[:, p] = {
            "ohm": level[:, p],
            "s": -lw[:, p],
            "1": n[:, p],
            "F": -level[:, p] - lw[:, p],
            "s^n/ohm": -level[:, p] - after * lw[:, p],
            "H": level[:, p] - lw[:, p],
            "ohm/s^0.5": level[:, p] + 0.5 * lw[:, p],
        }[unit]
    return found
