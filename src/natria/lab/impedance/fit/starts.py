"""Starts of a fit without a guess: the best combinations of shapes from a table, or points within the limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..circuit.program import Program
from ..circuit.tree import Circuit
from .slots import Slot, column_of, grid_of, logs_of, slots_of

COMBINATIONS = 32  # first choices that are improved by exchange
DRAWN = 400  # points within the limits where a circuit has no series form
SEED = 13
LEAST = 1e-3  # share in the spectrum that a place gets whose coefficient came out as zero
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


def starts_from(table: StartTable, z: np.ndarray, weights: np.ndarray, count: int, size: int) -> np.ndarray:
    """Return up to `count` starts in the logarithmic parameters of the circuit, best first."""
    from .start_kernels import choose

    rows = np.concatenate([table.columns.real * weights[0], table.columns.imag * weights[1]], 1)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= lengths[:, None]
    measured = np.concatenate([z.real * weights[0], z.imag * weights[1]])
    chosen = table.first.copy()
    coefficients = np.zeros(chosen.shape)
    gains = choose(rows @ rows.T, rows @ measured, table.groups, chosen, coefficients)
    least = LEAST * np.sqrt(measured @ measured)
    found: dict[tuple[tuple[str, int], ...], np.ndarray] = {}
    for row in np.argsort(-gains):
        key = tuple(sorted(zip((slot.shape for slot in table.slots), chosen[row].tolist(), strict=True)))
        if key in found:
            continue
        logs = np.empty(size)
        for slot, column, c in zip(table.slots, chosen[row], coefficients[row], strict=True):
            amount = float(np.log(max(c, least) / lengths[column]))
            by_name = logs_of(slot.shape, amount, *table.grid[column].tolist())
            for name, place in slot.places:
                logs[place] = by_name[name]
        found[key] = logs
        if len(found) == count:
            break
    return np.array(list(found.values()))


def limits_of(circuit: Circuit, frequency: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return the low and the high limit of each logarithmic parameter, and of tau in place of Q in a last row pair.

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
    """Return the limits in the parameters of a search: those of a time constant where it takes the place of Q."""
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
