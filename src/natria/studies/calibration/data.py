"""Data of a calibration: facts of papers and recordings, and what the simulated cell gives for them.

For a fact the system is run under its conditions and `lab` reads the simulated recording, as in every study. For a
recording its own protocol is run again; the result is the voltage at each reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from ...answers import Refuse, ask_number
from ...design import Design
from ...lab import Specimen, read_recording
from ...lab.cycling.half_cycles import half_cycles
from ...lab.cycling.kind import recognise
from ...lab.cycling.reading_noise import voltage_noise
from ...lab.specimen import finding_of
from ...literature import Library
from ...models.cell.equations.layout import pack
from ...models.cell.prepare import prepare
from ...models.cell.solvers.adaptive import SolveError
from ...quantity import Computed, Finding, InputError, NatriaError, Problem, Refused
from ...record import Recording
from ..own_data import Data, read_data, specimen_of
from ..simulation.answers import READ_OFF, SIMULATED
from ..studio import Studio
from .replay import Ended, Piece, pieces_of, replay

CYCLES = (1, 5)  # of a recording, where none are given
SOLVER = 1e-6  # of a voltage: what the solution of the equations itself scatters by
REST = ("rest 1 s",)  # a replay takes its protocol from the recording, so the design's own is not read
OPTION = "--data"


class Unreachable(Exception):
    """The simulated cell of a trial cannot reach the conditions of the data; gives the reason."""


@dataclass(frozen=True, eq=False)
class Simulated:
    """Values of a datum from the simulated cell, with their provenance."""

    values: np.ndarray
    origin: Computed


class Datum(Protocol):
    """A datum of a calibration.

    `finding` represents it in the ancestry of the fit. `scale` is the standard deviation of each number where
    `is_weighted`, and its size where no standard deviation is known.
    """

    @property
    def label(self) -> str: ...
    @property
    def finding(self) -> Finding: ...
    @property
    def system(self) -> str: ...
    @property
    def target(self) -> np.ndarray: ...
    @property
    def scale(self) -> np.ndarray: ...
    @property
    def is_weighted(self) -> bool: ...
    def said_by(self, design: Design) -> Simulated: ...


@dataclass(frozen=True, eq=False)
class Fact:
    """A reported number. `spread` is an assumed relative standard deviation."""

    finding: Finding
    system: str
    spread: float | None = None

    @property
    def label(self) -> str:
        return self.finding.id

    @property
    def target(self) -> np.ndarray:
        return np.array([self.finding.plain])

    @property
    def is_weighted(self) -> bool:
        return bool(self.finding.std) or self.spread is not None

    @property
    def scale(self) -> np.ndarray:
        return np.array([self.finding.std or (self.spread or 1.0) * abs(self.finding.plain)])

    def said_by(self, design: Design) -> Simulated:
        answer = ask_number(SIMULATED, design, self.finding.question)
        if isinstance(answer, Refused):
            raise Unreachable(answer.why)
        assert isinstance(answer.origin, Computed)
        return Simulated(np.array([answer.plain]), answer.origin)


@dataclass(frozen=True, eq=False)
class Trace:
    """The voltage of some cycles of a recording.

    `sign` converts the voltage of the cycler to that of the model.
    """

    finding: Finding
    system: str
    recording: Recording
    pieces: tuple[Piece, ...]
    sign: int
    noise: float  # V

    is_weighted = True

    @property
    def label(self) -> str:
        return self.recording.file

    @property
    def rows(self) -> np.ndarray:
        return np.concatenate([piece.rows for piece in self.pieces])

    @property
    def target(self) -> np.ndarray:
        return np.asarray(self.sign * self.recording.voltage[self.rows])

    @property
    def scale(self) -> np.ndarray:
        least = SOLVER * float(np.abs(self.target).max())
        return np.full(len(self.target), np.hypot(self.noise, least))

    def said_by(self, design: Design) -> Simulated:
        prepared = prepare(design.patched({"protocol": {"steps": list(REST)}}))
        try:
            volts = replay(pack(prepared.cell), self.pieces, prepared.limits)
        except Ended as end:
            raise Unreachable(f"{end}, before the end of {self.label}") from None
        except SolveError as bad:
            raise Unreachable(bad.what) from None
        return Simulated(volts, prepared.origin)


def read_sources(
    texts: Sequence[str],
    studio: Studio,
    *,
    cycles: tuple[int, int] = CYCLES,
    area: str = "",
    columns: Path | None = None,
    noise: float | None = None,
    spread: float | None = None,
) -> tuple[Datum, ...]:
    """Return the data of texts: a fact by its id, "FILE", or "SYSTEM=FILE". Reports all problems at once."""
    made: list[Datum] = []
    wrong: list[Problem] = (
        [] if texts else [Problem("", "there are no data to calibrate on", "give facts or recordings")]
    )
    for text in texts:
        try:
            if _is_fact(text, studio.library):
                made.append(_fact(text, studio, spread))
            else:
                own = read_data(text, studio.case, area)
                made.append(trace(Data(own.file, own.system, own.area, columns), studio, cycles, noise))
        except InputError as bad:
            wrong.extend(Problem(f"{text}: {p.where}".removesuffix(": "), p.what, p.fix) for p in bad.problems)
        except (NatriaError, Refuse) as bad:
            wrong.append(Problem(text, str(bad)))
    if wrong:
        raise InputError(OPTION, wrong)
    return _each_known(tuple(made))


def _is_fact(text: str, papers: Library) -> bool:
    """Whether a text is a fact, or can only be a misspelled one."""
    paper, mark, _ = text.partition(":")
    return bool(mark) and (text in papers.facts or paper in papers.papers) and not Path(text).exists()


def _fact(name: str, studio: Studio, spread: float | None) -> Fact:
    one = studio.library.fact(name)
    system = studio.stands_for(one.question)
    if system is None:
        raise NatriaError(f"no design of {studio.case.name} stands for {one.question.of}")
    if one.question.name not in READ_OFF:
        fix = f"of these: {', '.join(name.replace('_', ' ') for name in READ_OFF)}"
        raise NatriaError(f"{one.question.name} is not read off a simulated cell", fix)
    if one.plain == 0 and not one.std:
        raise NatriaError(f"{name} is zero without a spread, and a share of zero is no weight", "give another fact")
    return Fact(one, system, None if one.std else spread)


def _each_known(data: tuple[Datum, ...]) -> tuple[Datum, ...]:
    """Check that either every datum has a standard deviation, or none.

    A reading of known noise cannot be weighted against a number of unknown standard deviation.
    """
    unknown = [d.label for d in data if not d.is_weighted]
    if unknown and len(unknown) < len(data):
        what = f"{', '.join(unknown)} without a spread cannot be weighed against data that have one"
        raise InputError(OPTION, [Problem("", what, "assume one with --spread '5 %'")])
    return data


def trace(data: Data, studio: Studio, cycles: tuple[int, int], noise: float | None = None) -> Trace:
    """Return a recording of a system of the case, with the cycles that are compared."""
    recording = read_recording(data.file, data.columns)
    system = data.system or studio.case.base.name
    specimen = specimen_of(studio, system, data.area)
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    kind = recognise(recording, halves, specimen)
    if kind.conflict:
        raise NatriaError(kind.conflict, "name the system that it is of: SYSTEM=FILE")
    if specimen.area is None:
        raise NatriaError("the electrode area is not given", "write area into the design, or give --area")
    first, last = _within(cycles, len(halves) // 2)
    pieces = pieces_of(recording, halves, (first, last), area=specimen.area.plain, plating_sign=kind.plating_sign)
    rows = np.concatenate([piece.rows for piece in pieces])
    if not np.any(recording.voltage[rows]):
        what = f"the voltage is zero at all {len(rows)} readings of cycles {first} to {last}"
        raise NatriaError(what, "check the column of the voltage, or give other --cycles")
    known = noise if noise is not None else voltage_noise(recording.voltage, recording.time)
    return Trace(
        _stands_for(recording, specimen, rows, (first, last), known),
        system,
        recording,
        pieces,
        kind.plating_sign,
        known,
    )


def _within(cycles: tuple[int, int], number: int) -> tuple[int, int]:
    first, last = cycles
    if not number:
        raise NatriaError("has no complete cycle", "give a recording with at least two half-cycles")
    if not 1 <= first <= last:
        raise NatriaError(f"cycles {first} to {last} is not a valid range", "write for example --cycles '1 to 5'")
    if first > number:
        raise NatriaError(f"has {number} complete cycles; cycle {first} is not among them", "give earlier --cycles")
    return first, min(last, number)


def _stands_for(
    recording: Recording, specimen: Specimen, rows: np.ndarray, cycles: tuple[int, int], noise: float
) -> Finding:
    """Return one finding for the whole trace: the mean of |V| over the compared readings."""
    first, last = (float(c) for c in cycles)
    method = (
        f"voltage against time at {len(rows)} readings of cycles {first:g} to {last:g}, "
        f"noise {1e3 * noise:.3g} mV; the value is the mean of |V|"
    )
    at = {"cycle": first if first == last else (first, last)}
    mean = float(np.abs(recording.voltage[rows]).mean())
    uses = [specimen.area] if specimen.area is not None else []
    return finding_of(recording, specimen, "voltage", mean, at, method=method, uses=uses)
