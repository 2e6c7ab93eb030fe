"""A run that skips cycles: slow states are carried forward over many, some cycles are simulated.

The state after a cycle is a map of that before it. What is left of the electrode, films, dead sodium and voids change
little in a cycle; the salt, the extents and the temperature follow them within one. With the change r of the slow
states over a cycle, n cycles later they are z + n r (multirevolution method; Petzold, SIAM J. Numer. Anal. 18, 455
(1981)). One cycle is simulated from there; its change r' corrects them to z + n (r + r')/2 (Heun), and n |r' - r|/2 is
the error of the jump before the correction: above the tolerance the jump is halved. Shares are carried forward in their
logarithm, so a constant loss per cycle is exact. The sodium of the metal follows from that of the whole cell, which is
kept.

`run` is the reference: it skips nothing. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from ..electrodes.ageing import COUNTER, Aged, numbers_of
from ..electrodes.dispatch import room, sodium
from ..equations.layout import AT_FILMS, FILM, N_CHEMISTRY, SODIUM, Packed
from ..equations.states import AT_DEAD, AT_SODIUM, AT_THICKNESS, AT_VOID, MONOLAYER
from ..failure.limits import Limits
from .adaptive import Adaptive, SolveError
from .legs import Leg
from .run import SAMPLES, Done, State, run

TOLERANCE = 3e-3  # numerics: of the slow states, each over its size, for one jump before its correction
FIRST, LEAST, GROWTH, SAFETY = 2, 1, 4.0, 0.9  # cycles of the first jump, and the least; how fast jumps grow
SMALL = 1e-12  # numerics: an error of nothing
SHARES = 3  # the shares of `Aged`, whose last entry is a charge


@dataclass(frozen=True)
class _Slow:
    """The slow states of a cell as a vector: ln shares, lost sodium, time, then those in the state vector."""

    packed: Packed
    places: np.ndarray  # in the state vector: films, dead sodium, voids

    def of(self, state: State) -> np.ndarray:
        shares = np.log(state.aged[:SHARES])
        return np.concatenate([shares, [state.aged.sodium, state.time], state.y[self.places]])

    def sizes(self, state: State) -> np.ndarray:
        """Return the size of each: a share 1, a film its thickness, a charge that of the electrode as built.

        The time has none: nothing follows from it.
        """
        charge = sum(room(COUNTER, sign, state.y, self.packed.shape, self.packed.p) for sign in (1.0, -1.0))
        films = np.maximum(state.y[self.places[: self.packed.films]], MONOLAYER)
        charges = np.full(len(self.places) - self.packed.films, charge)
        return np.concatenate([np.ones(SHARES), [charge, np.inf], films, charges])

    def moved(self, state: State, change: np.ndarray, leg: int) -> State | None:
        """Return the state with other slow states, before a leg; None where no sodium is left for it."""
        contact, sulfur, electrolyte = np.exp(np.log(state.aged[:SHARES]) + change[:SHARES]).tolist()
        aged = Aged(contact, sulfur, electrolyte, state.aged.sodium + float(change[SHARES]))
        y = state.y.copy()
        y[self.places] = np.maximum(y[self.places] + change[SHARES + 2 :], 0.0)
        there = replace(state, leg=leg, time=state.time + float(change[SHARES + 1]), y=y, aged=aged)
        metal = int(self.packed.shape[AT_SODIUM])
        y[metal] += self._sodium(state) - self._sodium(there)
        return there if y[metal] >= min(float(state.y[metal]), 0.0) else None

    def _p(self, state: State) -> np.ndarray:
        return numbers_of(self.packed, state.aged)

    def _sodium(self, state: State) -> float:
        """Return the sodium (C/m^2) of the whole cell."""
        shape, y = self.packed.shape, state.y
        metal, dead, films = (int(shape[at]) for at in (AT_SODIUM, AT_DEAD, AT_THICKNESS))
        held = y[metal : metal + 2].sum() + y[dead : dead + 2].sum() + state.aged.sodium
        if shape[N_CHEMISTRY]:
            held += sodium(COUNTER, y, shape, self._p(state))
        takes = [self.packed.p[int(shape[AT_FILMS]) + FILM * f + SODIUM] for f in range(self.packed.films)]
        return float(held + np.dot(takes, y[films : films + self.packed.films]))


def _slow(packed: Packed) -> _Slow:
    shape = packed.shape
    first, dead, void = (int(shape[at]) for at in (AT_THICKNESS, AT_DEAD, AT_VOID))
    places = [*range(first, first + packed.films), dead, dead + 1, void, void + 1]
    return _Slow(packed, np.array(places, int))


def run_ahead(
    packed: Packed,
    program: Sequence[Leg],
    wanted: Sequence[int],
    limits: Limits | None = None,
    *,
    samples: int = SAMPLES,
    tolerance: float = TOLERANCE,
    solver: Adaptive | None = None,
) -> Iterator[Done]:
    """Yield the legs of the cycles that are simulated: the first, those wanted, and some between.

    The cycle before one that is wanted is simulated too, so what follows within a cycle has done so. A stretch is
    skipped only where all cycles of the program are alike.
    """
    cycles = [list(legs) for _, legs in groupby(program, lambda leg: leg.cycle)]
    simulate = _Simulator(packed, limits or Limits(), solver or Adaptive(packed), samples)
    slow, state, number, jump = _slow(packed), State(0, 0.0, packed.start), 0, FIRST
    rate: np.ndarray | None = None
    while number < max(wanted):
        stop = next(cycle for cycle in sorted(wanted) if cycle > number)
        far = min(jump, stop - 2 - number, _alike(cycles, number))
        if rate is not None and far >= LEAST:
            tried = _jump(simulate, slow, state, rate, cycles[number : number + far + 1], tolerance)
            if tried is None:
                jump, rate = far // 2, rate if far // 2 >= LEAST else None
                continue
            yield from tried.done
            state, rate, number = tried.state, tried.rate, number + far + 1
            jump = max(int(far * min(GROWTH, SAFETY * np.sqrt(tolerance / max(tried.error, SMALL)))), LEAST)
            continue
        before = slow.of(state)
        for one in simulate(cycles[number], state):
            yield one
            if one.ending:
                return
            state = one.state
        rate, number, jump = slow.of(state) - before, number + 1, max(jump, FIRST)


@dataclass(frozen=True)
class _Simulator:
    """The legs of a cycle from a state, in full."""

    packed: Packed
    limits: Limits
    solver: Adaptive
    samples: int

    def __call__(self, legs: list[Leg], start: State) -> Iterator[Done]:
        return run(self.packed, legs, self.limits, start, samples=self.samples, solver=self.solver)


class _Landed(NamedTuple):
    """A jump and the cycle after it: its legs, the corrected state, the change over it, the error."""

    done: list[Done]
    state: State
    rate: np.ndarray
    error: float


def _jump(
    simulate: _Simulator, slow: _Slow, state: State, rate: np.ndarray, cycles: list[list[Leg]], tolerance: float
) -> _Landed | None:
    """Return the last of these cycles, simulated after a jump over the others.

    None where the jump is too far: above the tolerance, or where the run ends in that cycle, so that its end is found
    in smaller jumps.
    """
    skipped = len(cycles) - 1
    there = slow.moved(state, skipped * rate, cycles[-1][0].number)
    if there is None:
        return None
    try:
        done = list(simulate(cycles[-1], there))
    except SolveError:
        return None
    if any(one.ending for one in done):
        return None
    later = slow.of(done[-1].state) - slow.of(there)
    error = float(np.max(0.5 * skipped * np.abs(later - rate) / slow.sizes(there)))
    end = slow.moved(done[-1].state, 0.5 * skipped * (later - rate), done[-1].state.leg)
    return None if error > tolerance or end is None else _Landed(done, end, later, error)


def _alike(cycles: list[list[Leg]], number: int) -> int:
    """Return how many cycles can be skipped after so many: all up to the next that is simulated are alike."""
    if number == 0:
        return 0
    own = _drives(cycles[number - 1])
    count = 0
    for legs in cycles[number:]:
        if _drives(legs) != own:
            break
        count += 1
    return count - 1


def _drives(legs: list[Leg]) -> list[Leg]:
    return [replace(leg, number=0, cycle=0, raised=0) for leg in legs]
