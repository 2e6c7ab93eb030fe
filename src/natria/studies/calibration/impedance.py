"""Impedance of a full cell at rest, beside the recording of its discharge.

The simulated cell takes the half-cycles of the recording up to its first discharge, of that the charge which the
measured one had passed, and the rest before the spectrum. Its impedance at the measured frequencies is compared in both
parts, each with a relative standard deviation that is given:

    Z' and Z'' at each frequency, with the standard deviation error x |Z|

Readings of an inductance, from the highest frequency down to the first whose Z'' is not above zero, are left out: leads
are not in the cell model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ...design import Design
from ...lab.files.impedance import SpectrumFile, read_spectra
from ...models.cell import Leg
from ...models.cell.analysis.finer import FINEST
from ...models.cell.analysis.impedance import PARTS_OF_IMPEDANCE
from ...models.cell.equations.layout import pack
from ...models.cell.equations.linear import linearise
from ...models.cell.prepare import prepare
from ...models.cell.solvers.adaptive import Adaptive, SolveError
from ...models.cell.solvers.run import run
from ...quantity import Finding, Measured, NatriaError, Question, parse_quantity
from .branches import TOLERANCE, Branches
from .data import REST, Simulated, Unreachable

MOST = 40  # frequencies that are compared, spread evenly over the measured ones
INDUCTIVE = 3.0  # errors by which Z'' is above zero where leads decide it
FORM = "write FILE=SHARE after REST, for example 'eis.csv=40 % after 2 h'"


@dataclass(frozen=True, eq=False)
class RestSpectrum:
    """A measured spectrum (ohm m^2), the legs before it, and the relative deviation of both parts."""

    finding: Finding
    system: str
    file: str
    frequency: np.ndarray
    impedance: np.ndarray
    program: tuple[Leg, ...]
    error: float
    positive: tuple[
        float, ...
    ] = ()  # compared frequencies (1/s) whose Z'' is above zero and which leads do not explain

    is_weighted: bool = field(default=True, init=False)

    @property
    def label(self) -> str:
        return self.file

    @property
    def target(self) -> np.ndarray:
        return in_parts(self.impedance)

    @property
    def scale(self) -> np.ndarray:
        return self.error * np.tile(np.abs(self.impedance), 2)

    def said_by(self, design: Design) -> Simulated:
        prepared = prepare(design.patched({"protocol": {"steps": list(REST)}}), charging=True)
        packed = pack(prepared.cell)
        y, solver = packed.start, Adaptive(packed, TOLERANCE, TOLERANCE)
        try:
            for done in run(packed, self.program, prepared.limits, samples=2, solver=solver):
                if done.ending:
                    raise Unreachable(f"{done.ending.why}, before the spectrum {self.label}")
                y = done.state.y
        except SolveError as bad:
            raise Unreachable(bad.what) from None
        parts = linearise(packed, y, 0.0, FINEST).impedance(self.frequency)[:, : len(PARTS_OF_IMPEDANCE)]
        return Simulated(in_parts(parts.sum(axis=1)), prepared.origin)


def in_parts(impedance: np.ndarray) -> np.ndarray:
    """Return Z' at all frequencies, then Z''."""
    return np.concatenate([impedance.real, impedance.imag])


def rest_spectrum(
    text: str, beside: Branches, area: Finding, *, error: float | None, columns: Path | None = None
) -> RestSpectrum:
    """Return the spectrum of "FILE=SHARE after REST", of the cell of a recording of branches.

    SHARE is that of the charge of its first discharge which had passed, REST how long it rested then.
    """
    if error is None:
        fix = "give --impedance-error, for example '1 %': how well each part is known, over |Z|"
        raise NatriaError("a spectrum is compared with the standard deviation of its readings", fix)
    name, share, rest = _state(text)
    read = read_spectra(Path(name), columns)
    if len(read) != 1:
        raise NatriaError(f"holds {len(read)} spectra", "give a file with the one that was measured at this state")
    frequency, impedance, positive = _compared(read, area.plain, error)
    method = (
        f"impedance at {len(frequency)} frequencies, both parts to {100 * error:g} % of |Z|, after {100 * share:g} % "
        f"of the first discharge and a rest of {rest:g} s; the value is |Z| at the highest"
    )
    origin = Measured(read.file, read.sha256, method, (area,))
    stands = Finding(Question("area_resistance", beside.system), float(np.abs(impedance[0])), origin)
    program = tuple(legs_before(beside, share, rest))
    return RestSpectrum(stands, beside.system, read.file, frequency, impedance, program, error, positive)


def _state(text: str) -> tuple[str, float, float]:
    """Return the file, the share of the discharge and the rest (s) of a text."""
    name, mark, state = text.rpartition("=")
    share, word, rest = state.partition(" after ")
    if not (mark and word):
        raise NatriaError("does not give the state of the cell", FORM)
    found = parse_quantity(share.strip(), "1")[0], parse_quantity(rest.strip(), "s")[0]
    if not (0 <= found[0] < 1 and found[1] >= 0):
        raise NatriaError("is no state of a discharge: its share is from 0 % to below 100 %", FORM)
    return name, *found


def _compared(read: SpectrumFile, area: float, error: float) -> tuple[np.ndarray, np.ndarray, tuple[float, ...]]:
    """Return the frequencies that are compared, from high to low, with the impedance (ohm m^2).

    The third are those whose Z'' is above zero below the first reading without an inductance: a reading alone there is
    no lead.
    """
    spectrum = read.sweeps[0].spectrum
    z = spectrum.impedance * (area if spectrum.unit == "ohm" else 1.0)
    known = np.isfinite(z)
    order = np.argsort(-spectrum.frequency[known])
    frequency, z = spectrum.frequency[known][order], z[known][order]
    is_positive = z.imag > INDUCTIVE * error * np.abs(z)
    if is_positive.all():
        raise NatriaError("has no reading below the frequencies of an inductance", "give a spectrum of lower ones")
    first = int(np.argmin(is_positive))
    kept = np.unique(np.linspace(first, len(z) - 1, min(MOST, len(z) - first)).round().astype(int))
    return frequency[kept], z[kept], tuple(float(f) for f in frequency[kept][is_positive[kept]])


def legs_before(beside: Branches, share: float, rest: float) -> Iterator[Leg]:
    """Return the legs of a recording up to a share of its first discharge, and the rest after it."""
    number = 0
    for leg in beside.legs():
        if leg.current >= 0:
            yield leg
            number = leg.number + 1
            continue
        down = next(one for one in beside.branches if one.current < 0)
        if share > 0:
            yield replace(leg, seconds=share * down.charge / -down.current, volts=None)
            number = leg.number + 1
        if rest > 0:
            yield Leg(number, leg.cycle, 1, "rest", 0.0, rest)
        return
    raise NatriaError("the recording beside it has no discharge", "give one with a discharge in its --cycles")
