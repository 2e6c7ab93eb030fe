"""Data of a calibration: facts of papers and recordings, and what the simulated cell gives for them.

For a fact the system is run under its conditions and `lab` reads the simulated recording, as in every study. For a
recording its own protocol is run again; the result is the voltage at each reading. Recordings of full cells are in
`branches`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...answers import Answerer, ask_number
from ...design import Design
from ...models.cell.equations.layout import pack
from ...models.cell.prepare import prepare
from ...models.cell.solvers.adaptive import SolveError
from ...quantity import Computed, Finding, Refused
from ...record import Recording
from ..simulation.answers import SIMULATED
from .replay import Ended, Piece, replay

SOLVER = 1e-6  # of a voltage: what the solution of the equations itself scatters by
REST = ("rest 1 s",)  # a replay takes its protocol from the recording, so the design's own is not read


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
    """A reported number, and the simulated cell that answers it.

    `spread` is an assumed relative standard deviation.
    """

    finding: Finding
    system: str
    spread: float | None = None
    answerer: Answerer = SIMULATED

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
        answer = ask_number(self.answerer, design, self.finding.question)
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
