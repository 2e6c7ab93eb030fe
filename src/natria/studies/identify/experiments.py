"""Experiments on a simulated full cell, and the data that are read from them.

The first cycle runs at the current of the protocol; the same at a second current; a discharge with rests at some shares
of its charge; and the cell without its sulfur. Charges and resistances are returned as logarithms, voltages in V, so
that an error is even in each. They are of the whole cell, in C and ohm: an area that nobody knows does not enter a
number that was measured without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

import numpy as np

from ...answers import Refuse
from ...lab.cycling.full_cell.differential import dq_dv
from ...lab.cycling.full_cell.peaks import find_peaks
from ...models.cell import Leg, Packed, legs, pack, run
from ...models.cell.analysis.impedance import area_resistance_by_part
from ...models.cell.electrodes.sulfur import Conversion
from ...models.cell.equations.observe import TIME, VOLTAGE
from ...models.cell.prepare import Prepared
from ...models.cell.solvers.adaptive import Adaptive
from ...models.cell.solvers.run import Done
from .settings import ExperimentSettings

TOLERANCE = 1e-9  # numerics: looser, voltages at rest and where a couple runs out jump by millivolts
IDLE = 1e-7  # numerics: of a cell with a trace of sulfur, which is stiff; its charge follows from its inventory
SAMPLES = 40  # numerics: readings of a step that ends by its time
FINE = 400  # numerics: of a half-cycle whose dQ/dV is taken
JUST_BEFORE = 1 - 1e-6  # numerics: of the time of a half-cycle, whose end is an event
TRACE = 1e-3  # of the sulfur of a cell without sulfur: a couple of no charge has no state
BRANCHES = (-1, 1)  # discharge, charge


@dataclass(frozen=True)
class Nominal:
    """What is kept while inputs move: charges of rests (C/m^2), peaks (branch, V)."""

    charges: tuple[float, ...] = ()
    impedance_at: float = 0.0
    peaks: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, eq=False)
class CellBench:
    """One simulated cell on which all experiments are done, each once."""

    prepared: Prepared
    settings: ExperimentSettings
    nominal: Nominal = Nominal()

    @property
    def area(self) -> float:
        return self.prepared.cell.area

    @cached_property
    def packed(self) -> Packed:
        return pack(self.prepared.cell)

    @cached_property
    def program(self) -> tuple[Leg, ...]:
        """Return the first cycle of the protocol."""
        found = tuple(legs(self.prepared.blocks, "full", 1))
        if not any(leg.current < 0 and leg.volts is not None for leg in found):
            raise Refuse("the protocol has no discharge to a voltage, so no charge of a discharge follows from it")
        return found

    @cached_property
    def cycle(self) -> tuple[Done, ...]:
        return self._run(self.program, self.packed)

    @cached_property
    def curves(self) -> tuple[Done, ...]:
        """Return the first cycle with many readings, evenly in the charge of each half-cycle."""
        return self._timed(self.program, self.cycle)

    @cached_property
    def faster(self) -> tuple[Done, ...]:
        """Return the first discharge at the second current, with what comes before it, and many readings."""
        *before, down = self._to_discharge
        program = (*before, replace(down, current=self.settings.second_current * down.current))
        return self._timed(program, self._run(program, self.packed))

    def _timed(self, program: tuple[Leg, ...], done: tuple[Done, ...]) -> tuple[Done, ...]:
        timed = tuple(
            replace(leg, seconds=JUST_BEFORE * float(one.rows[-1, TIME] - one.rows[0, TIME]), volts=None)
            for leg, one in zip(program, done, strict=True)
        )
        return self._run(timed, self.packed, FINE)

    @cached_property
    def rests(self) -> Mapping[float, Done]:
        """Return the rests of a discharge in steps, by the charge before each."""
        *before, down = self._to_discharge
        steps, passed = list(before), 0.0
        at = sorted({*self.nominal.charges, self.nominal.impedance_at})
        for charge in at:
            seconds = (charge - passed) / -down.current
            steps.append(replace(down, number=len(steps), seconds=seconds, volts=None))
            steps.append(Leg(len(steps), 1, 1, "rest", 0.0, self.settings.rest))
            passed = charge
        done = self._run(tuple(steps), self.packed)
        return dict(zip(at, done[len(before) + 1 :: 2], strict=True))

    @cached_property
    def without_sulfur(self) -> float:
        """Return the charge (C) of the discharge of a cell whose sulfur takes no part."""
        chemistry = self.prepared.cell.counter.chemistry
        if not isinstance(chemistry, Conversion) or chemistry.electrolyte is None:
            raise Refuse("the counter electrode has no electrolyte that reacts beside sulfur")
        first, second, third = (replace(couple, charge=TRACE * couple.charge) for couple in chemistry.sulfur)
        counter = replace(self.prepared.cell.counter, chemistry=replace(chemistry, sulfur=(first, second, third)))
        packed = pack(replace(self.prepared.cell, counter=counter))
        return self.area * charge_of(half_of(self._run(self._to_discharge, packed, tolerance=IDLE), -1))

    @cached_property
    def peaks(self) -> Mapping[int, tuple[float, ...]]:
        """Return the voltages of the peaks of dQ/dV of the first cycle by branch."""
        return {sign: self._peaks_of(half_of(self.curves, sign)) for sign in BRANCHES}

    def _peaks_of(self, done: Done) -> tuple[float, ...]:
        passed = abs(done.leg.current) * (done.rows[:, TIME] - done.rows[0, TIME])
        density = dq_dv(done.rows[:, VOLTAGE], passed, self.settings.peak_width)
        return () if density is None else tuple(peak.voltage for peak in find_peaks(density, len(passed)))

    @property
    def _to_discharge(self) -> tuple[Leg, ...]:
        """Return the legs of the first cycle up to its first discharge."""
        return self.program[: 1 + next(k for k, leg in enumerate(self.program) if leg.current < 0)]

    def _run(
        self, program: tuple[Leg, ...], packed: Packed, samples: int = SAMPLES, tolerance: float = TOLERANCE
    ) -> tuple[Done, ...]:
        solver = Adaptive(packed, tolerance, tolerance)
        done = tuple(run(packed, program, self.prepared.limits, samples=samples, solver=solver))
        if not done or done[-1].ending:
            raise Refuse(done[-1].ending.why if done and done[-1].ending else "the protocol has no step to run")
        return done


def nominal_of(bench: CellBench, *, peaks: bool = True) -> Nominal:
    """Return the charges of the rests and the peaks of the cell whose inputs are not moved."""
    charge = charge_of(half_of(bench.cycle, -1))
    followed = tuple((sign, volts) for sign, found in bench.peaks.items() for volts in found) if peaks else ()
    shares = bench.settings.shares
    return Nominal(tuple(share * charge for share in shares), bench.settings.rest_at * charge, followed)


# --- reading


def half_of(done: tuple[Done, ...], sign: int) -> Done:
    """Return the first discharge (-1) or charge (1) of a cycle."""
    found = next((one for one in done if sign * one.leg.current > 0), None)
    if found is None:
        raise Refuse(f"the protocol has no {'charge' if sign > 0 else 'discharge'}")
    return found


def charge_of(done: Done) -> float:
    """Return the charge (C/m^2) of a step of constant current."""
    return float(abs(done.leg.current) * (done.rows[-1, TIME] - done.rows[0, TIME]))


def voltages_at(done: Done, shares: tuple[float, ...]) -> np.ndarray:
    """Return the voltage at shares of the own charge of a half-cycle."""
    time = done.rows[:, TIME] - done.rows[0, TIME]
    return np.asarray(np.interp(np.array(shares) * time[-1], time, done.rows[:, VOLTAGE]))


def _charge_passed(bench: CellBench, done: tuple[Done, ...]) -> np.ndarray:
    return np.array([log(bench.area * charge_of(half_of(done, -1)))])


def _working(bench: CellBench, done: tuple[Done, ...], sign: int) -> np.ndarray:
    return voltages_at(half_of(done, sign), bench.settings.shares)


def _at_rest(bench: CellBench) -> np.ndarray:
    return np.array([bench.rests[charge].rows[-1, VOLTAGE] for charge in bench.nominal.charges])


def _impedance(bench: CellBench) -> np.ndarray:
    """Return the logarithms of the resistance at high frequency and of the arcs beside it (ohm)."""
    y = bench.rests[bench.nominal.impedance_at].state.y
    parts = area_resistance_by_part(bench.packed, y).values()
    high = sum(part.high_frequency for part in parts) / bench.area
    return np.log([high, sum(part.zero_frequency for part in parts) / bench.area - high])


def _followed(bench: CellBench) -> np.ndarray:
    """Return the voltages of the followed peaks by number; nan for a branch with more or fewer of them."""
    if not bench.nominal.peaks:
        raise Refuse("the simulated curves have no peak of dQ/dV")
    values = []
    for sign in BRANCHES:
        wanted = [volts for branch, volts in bench.nominal.peaks if branch == sign]
        mine = bench.peaks[sign]
        values += list(mine) if len(mine) == len(wanted) else [np.nan] * len(wanted)
    return np.array(values)


@dataclass(frozen=True)
class DatumKind:
    """A kind of datum: how it is read, and the kind of number of each value or of all."""

    says: str
    read: Callable[[CellBench], np.ndarray]
    numbers: tuple[str, ...]


KINDS: dict[str, DatumKind] = {
    "capacity": DatumKind("charge of a discharge", lambda b: _charge_passed(b, b.cycle), ("charge",)),
    "discharge": DatumKind("working voltages of a discharge", lambda b: _working(b, b.curves, -1), ("voltage",)),
    "charge": DatumKind("working voltages of a charge", lambda b: _working(b, b.curves, 1), ("voltage",)),
    "rest": DatumKind("voltages at rest", _at_rest, ("voltage",)),
    "impedance": DatumKind("impedance at rest: series resistance and arcs", _impedance, ("resistance",)),
    "peaks": DatumKind("peaks of dQ/dV", _followed, ("peak",)),
    "second-capacity": DatumKind("charge at the second current", lambda b: _charge_passed(b, b.faster), ("charge",)),
    "second-discharge": DatumKind(
        "working voltages at the second current", lambda b: _working(b, b.faster, -1), ("voltage",)
    ),
    "without-sulfur": DatumKind(
        "charge of a cell without sulfur", lambda b: np.array([log(b.without_sulfur)]), ("charge",)
    ),
}
