"""A run that skips cycles: what changes slowly is carried forward over many, and some cycles are simulated in full.

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
        """Return the size of each: a share 1, a film its thickness, a charge that of the electrode; time has none."""
        charge = sum(room(COUNTER, sign, state.y, self.packed.shape, self._p(state)) for sign in (1.0, -1.0))
        films = np.maximum(state.y[self.places[: self.packed.films]], MONOLAYER)
        charges = np.full(len(self.places) - self.packed.films, charge)
        return np.concatenate([np.ones(SHARES), [charge, np.inf], films, charges])

    def moved(self, state: State, change: np.ndarray, leg: int) -> State | None:
        """Return the state with other slow states, before a leg; None where no sodium is left for it."""
        aged = Aged(*np.exp(np.log(state.aged[:SHARES]) + change[:SHARES]), state.aged.sodium + change[SHARES])
        y = state.y.copy()
        y[self.places] = np.maximum(y[self.places] + change[SHARES + 2 :], 0.0)
        there = replace(state, leg=leg, time=state.time + change[SHARES + 1], y=y, aged=aged)
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
) -> Iterator[Done]:
    """Yield the legs of the cycles that are simulated: the first, those that are wanted, and some between them.

    The cycle before one that is wanted is simulated too, so what follows within a cycle has done so. A stretch is
    skipped only where all cycles of the program are alike.
    """
    cycles = [list(legs) for _, legs in groupby(program, lambda leg: leg.cycle)]
    slow, solver, limits = _slow(packed), Adaptive(packed), limits or Limits()
    state, rate, jump, number = State(0, 0.0, packed.start), None, FIRST, 0
    while number < max(wanted):
        stop = next(cycle for cycle in sorted(wanted) if cycle > number)
        far = min(jump, stop - 2 - number, _alike(cycles, number))
        if rate is not None and far >= LEAST:
            there = slow.moved(state, far * rate, cycles[number + far][0].number)
            done = _cycle(packed, cycles[number + far], limits, there, solver, samples) if there else []
            if done:
                later = slow.of(done[-1].state) - slow.of(there)
                error = float(np.max(0.5 * far * np.abs(later - rate) / slow.sizes(there)))
                end = slow.moved(done[-1].state, 0.5 * far * (later - rate), done[-1].state.leg)
            if not done or error > tolerance or end is None:
                jump, rate = far // 2, (rate if far // 2 >= LEAST else None)
                continue
            yield from done
            state, rate, number = end, later, number + far + 1
            jump = max(int(far * min(GROWTH, SAFETY * np.sqrt(tolerance / max(error, 1e-12)))), LEAST)
            continue
        before = slow.of(state)
        for one in run(packed, cycles[number], limits, state, samples=samples, solver=solver):
            yield one
            if one.ending:
                return
            state = one.state
        rate, number, jump = slow.of(state) - before, number + 1, max(jump, FIRST)


def _cycle(
    packed: Packed, legs: list[Leg], limits: Limits, start: State, solver: Adaptive, samples: int
) -> list[Done]:
    """Return the legs of a cycle; none where the run ends in it, so that the end is found in smaller jumps."""
    try:
        done = list(run(packed, legs, limits, start, samples=samples, solver=solver))
    except SolveError:
        return []
    return [] if any(one.ending for one in done) else done


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
