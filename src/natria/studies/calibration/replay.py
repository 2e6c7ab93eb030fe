"""Replay of the protocol of a recording by the cell model: currents and times as read from the file.

Half-cycles are cut as everywhere (`lab.cycling.half_cycles`), and within them the levels of constant current; the time
between two levels is a rest. The current of a level is its charge over its time, so a replay passes the same charge as
the cell. The model returns its voltage at the times of the file, so nothing is interpolated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...lab.cycling.half_cycles import HalfCycles
from ...lab.cycling.levels import levels
from ...models.cell.equations.layout import Packed
from ...models.cell.equations.observe import PLACE, rows
from ...models.cell.failure.limits import Limits
from ...models.cell.solvers.adaptive import Adaptive
from ...quantity import NatriaError
from ...record import Recording

RTOL = 1e-7  # the noise of a solution must be far below what a step of a derivative changes
READINGS = 40  # of a level or a rest that are compared: half evenly in time, half evenly in its logarithm
EARLY = 1e-4  # of the time of a level: where the even steps of the logarithm begin
SAME = 1e-9  # of the time so far: two times that are one


@dataclass(frozen=True, eq=False)
class Piece:
    """A constant `current` (A/m^2, positive plates the working electrode) over `seconds`.

    `times` are those of the compared readings since it was switched on, and `rows` their places in the recording.
    """

    current: float
    seconds: float
    times: np.ndarray
    rows: np.ndarray


class CannotReplay(NatriaError):
    """The recording contains a step that the cell model cannot run."""


class Ended(Exception):
    """The simulated cell reached an end before its recording did; gives the reason."""


def pieces_of(
    recording: Recording, halves: HalfCycles, cycles: tuple[int, int], *, area: float, plating_sign: int
) -> tuple[Piece, ...]:
    """Return the pieces from the beginning to the end of the last of `cycles`.

    Readings before the first of these cycles are run and not compared.
    """
    first, last = 2 * (cycles[0] - 1), 2 * cycles[1] - 1
    begin, stop = int(halves.first[first]), int(halves.stop[last])
    every = np.arange(len(recording))
    counts = (every >= begin) & (every < stop)
    made: list[Piece] = []
    now = float(recording.time[0])
    for low, high, start, current in _flows(recording, halves, last):
        resting = np.flatnonzero((recording.time > now) & (recording.time <= start) & (every < low))
        if start - now > SAME * max(start, 1.0):
            made.append(_piece(recording, resting[counts[resting]], (now, start), 0.0))
        end = float(recording.time[high - 1])
        flowing = np.arange(low, high)
        plating = plating_sign * current / area
        made.append(_piece(recording, flowing[counts[flowing]], (max(start, now), end), plating))
        now = end
    return tuple(piece for piece in made if piece.seconds > 0)


def _flows(recording: Recording, halves: HalfCycles, last: int) -> Iterator[tuple[int, int, float, float]]:
    """Return rows, start and current (A) of each level up to the half-cycle `last`."""
    found = levels(recording.time, recording.voltage, recording.current, halves)
    for k in np.flatnonzero(found.half <= last):
        if found.held[k] != "current":
            cycle = 1 + int(found.half[k]) // 2
            what = f"in cycle {cycle} a voltage is held or the current varies; only constant currents are replayed"
            raise CannotReplay(what, "give --cycles before it")
        seconds = float(found.duration[k])
        if seconds > 0:
            mean = float(np.sign(found.current[k]) * found.charge[k]) / seconds
            yield int(found.first[k]), int(found.stop[k]), float(found.start[k]), mean


def _piece(recording: Recording, inside: np.ndarray, span: tuple[float, float], current: float) -> Piece:
    """Return a piece with some of its readings to compare, each time once.

    No instrument reads two voltages at once.
    """
    start, end = span
    times = recording.time[inside] - start
    inside, times = inside[times >= 0], times[times >= 0]
    times, once = np.unique(times, return_index=True)
    chosen = _some(times, end - start)
    return Piece(current, end - start, times[chosen], inside[once][chosen])


def _some(times: np.ndarray, seconds: float) -> np.ndarray:
    if len(times) <= READINGS:
        return np.arange(len(times))
    half = READINGS // 2
    wanted = seconds * np.r_[np.linspace(0, 1, half), np.geomspace(EARLY, 1, half)]
    return np.unique(np.minimum(np.searchsorted(times, wanted), len(times) - 1))


def replay(packed: Packed, pieces: tuple[Piece, ...], limits: Limits) -> np.ndarray:
    """Return the voltage of counter against working electrode (V) at all compared readings, in order."""
    solver, bounds = Adaptive(packed, RTOL), limits.array(None)
    y = packed.start
    found: list[np.ndarray] = []
    for piece in pieces:
        if event := solver.passed(y, piece.current, bounds):
            raise Ended(event)
        times, places = np.unique(np.r_[0.0, piece.times, piece.seconds], return_inverse=True)
        path = solver.go(y, piece.current, times, bounds)
        if path.event:
            raise Ended(path.event)
        made = rows(path.time, path.states, piece.current, (0, 0), packed.shape, packed.p)
        found.append(made[places[1:-1], PLACE["voltage"]])
        y = path.states[-1]
    return np.concatenate(found) if found else np.zeros(0)
