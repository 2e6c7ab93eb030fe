"""Cycles of a full cell: capacities, efficiencies and energies.

Formation cycles and incomplete half-cycles are recognised.

A cycle is a pair of successive half-cycles. Its order defines the Coulombic efficiency: for a cell assembled
discharged, the discharge over the charge before it; for a cell assembled charged (Na-S), the charge over the discharge
before it. These are different quantities.

Charges are from the counter of the instrument or from the readings (`charge.charges`); mean voltages are energy over
charge, both from the readings.

Formation cycles are the first cycles at a lower current than the later ones. A last half-cycle that reached neither the
end voltage nor the charge of the earlier ones was cut by the end of the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ....quantity import Span
from ...results import Cycling
from ...specimen import Specimen
from ..charge.charges import Charges, charges
from ..charge_error import Offset, offset
from ..half_cycles import HalfCycles

REAL = 0.05  # of the usual charge; a smaller first half-cycle does not show how the cell was assembled
PARTIAL = 0.6  # of the next half-cycle: a smaller first half-cycle is partial, as no cell returns so much more charge
BEGUN = 0.9  # of the next charge: a smaller first discharge began at partial charge, if
RETURNED = 0.98  # of that charge comes back in the next discharge, so that no side reaction made it larger
SAME_CURRENT = 0.05  # relative; regulation is far better, programmed rates differ by more
FORMATION = 5  # most formation cycles; published protocols use one to five
SLOWER = 0.85  # of the later current; formation runs at a lower current
MAINLY = 0.5  # share of later cycles at one current; with less, the first block belongs to a rate test
HOLD_WITHIN = 0.01  # V: tolerance of a held voltage
HOLD_FALLS = 0.98  # of the constant current, below which the current is no longer constant
REACHED = 0.02  # tolerance of a complete half-cycle, of the voltage window or the charge


@dataclass(frozen=True, eq=False)
class FullCellCycles:
    """Arrays with one entry per cycle (C, A, V, J); nan for a missing or cut half-cycle.

    Currents and energies are magnitudes. Currents are those before any hold at a voltage limit.
    """

    number: np.ndarray  # from 1
    charged: np.ndarray  # index of the charge half-cycle, -1 if missing
    discharged: np.ndarray
    charge_capacity: np.ndarray
    discharge_capacity: np.ndarray
    charge_current: np.ndarray
    discharge_current: np.ndarray
    charge_voltage: np.ndarray  # energy over charge
    discharge_voltage: np.ndarray
    charge_energy: np.ndarray
    discharge_energy: np.ndarray
    charge_end: np.ndarray  # V: last reading
    discharge_end: np.ndarray
    hold_share: np.ndarray  # share of the charge capacity passed at constant voltage
    efficiency: np.ndarray  # later over earlier half-cycle
    charges: Charges  # of all half-cycles, with their errors
    offset: Offset  # of the current
    formation: np.ndarray  # bool
    charge_first: bool
    cut: bool  # whether the last half-cycle is incomplete and excluded
    skipped: bool  # whether the first half-cycle belongs to no cycle

    def __len__(self) -> int:
        return len(self.number)

    @property
    def current(self) -> np.ndarray:
        """Current of each cycle: that of its discharge, or of its charge if the discharge is missing."""
        there = np.isfinite(self.discharge_current)
        return np.asarray(np.where(there, self.discharge_current, self.charge_current))

    @cached_property
    def main(self) -> np.ndarray:
        """Mask of the complete cycles after formation at the most frequent current."""
        whole = ~self.formation & np.isfinite(self.charge_capacity) & np.isfinite(self.discharge_capacity)
        if not whole.any():
            return np.asarray(whole)
        return np.asarray(whole & alike(self.current, most_common(self.current[whole])))

    @cached_property
    def limits(self) -> dict[str, float | Span]:
        """Voltage limits as conditions, if the half-cycles share them."""
        ends = {"lower_voltage": _shared(self.discharge_end), "upper_voltage": _shared(self.charge_end)}
        return {name: volts for name, volts in ends.items() if np.isfinite(volts)}


def full_cycles(cycling: Cycling) -> FullCellCycles:
    """Return the cycles of a recording of a full cell."""
    halves = cycling.halves
    charge_first, skipped = pairing(halves, cycling.specimen)
    cut = _is_cut(halves, len(cycling.recording))
    first = np.arange(int(skipped), len(halves) - int(cut), 2)
    second = np.where(first + 1 < len(halves) - int(cut), first + 1, -1)
    charged, discharged = (first, second) if charge_first else (second, first)
    current, held = _before_hold(cycling)

    def of(values: np.ndarray, which: np.ndarray) -> np.ndarray:
        return np.where(which < 0, np.nan, values[which]) if len(values) else np.full(len(which), np.nan)

    energy, ends = np.abs(halves.energy), halves.voltage_last
    off = offset(cycling)
    passed = charges(cycling, np.ones(len(halves), bool), off.subtracted)
    charge, discharge = of(passed.value, charged), of(passed.value, discharged)
    read, read_out = of(halves.charge, charged), of(halves.charge, discharged)
    energies = of(energy, charged), of(energy, discharged)
    currents = of(current, charged), of(current, discharged)
    later, earlier = (discharge, charge) if charge_first else (charge, discharge)
    flown = np.where(np.isfinite(currents[1]), currents[1], currents[0])
    number = halves.skipped // 2 + np.arange(1, len(first) + 1)
    given = cycling.specimen.formation
    return FullCellCycles(
        number=number,
        charged=charged,
        discharged=discharged,
        charge_capacity=charge,
        discharge_capacity=discharge,
        charge_current=currents[0],
        discharge_current=currents[1],
        charge_voltage=energies[0] / read,
        discharge_voltage=energies[1] / read_out,
        charge_energy=energies[0],
        discharge_energy=energies[1],
        charge_end=of(ends, charged),
        discharge_end=of(ends, discharged),
        hold_share=of(held, charged),
        efficiency=later / earlier,
        formation=formation(flown) if given is None else number <= given,
        charges=passed,
        offset=off,
        charge_first=charge_first,
        cut=cut,
        skipped=skipped,
    )


def pairing(halves: HalfCycles, specimen: Specimen) -> tuple[bool, bool]:
    """Return whether a cycle begins with charge, and whether the first half-cycle belongs to no cycle."""
    if not len(halves):
        return True, False
    charges_first = bool(halves.sign[0] > 0)
    tiny = len(halves) > 1 and bool(halves.charge[0] < REAL * np.median(halves.charge[1:]))
    # The first half-cycle usually has more charge than the next one. With far less, it began at partial charge.
    tiny |= len(halves) > 2 and bool(halves.charge[0] < PARTIAL * halves.charge[1])
    tiny |= not charges_first and _begins_partly_charged(halves)
    seen = charges_first != tiny  # after a tiny first half-cycle, the next one leads
    wanted = {"discharged": True, "charged": False}.get(specimen.as_assembled or "", seen)
    return wanted, wanted != charges_first


def _begins_partly_charged(halves: HalfCycles) -> bool:
    """Whether the record begins with the discharge of a partly charged cell, as after a delivery."""
    if len(halves) < 3:
        return False
    first, charge, discharge = halves.charge[:3]
    return bool(first < BEGUN * charge and discharge >= RETURNED * charge)


def formation(current: np.ndarray) -> np.ndarray:
    """Mask of the formation cycles: the first few, at a lower current than most of the later ones."""
    flags = np.zeros(len(current), bool)
    if len(current) < 2:
        return flags
    block = int(np.argmin(np.r_[alike(current, current[0]), False]))
    later = current[block:]
    if not len(later) or block > FORMATION:
        return flags
    usual = most_common(later)
    if np.mean(alike(later, usual)) > MAINLY and current[0] < SLOWER * usual:
        flags[:block] = True
    return flags


def alike(current: np.ndarray, level: float) -> np.ndarray:
    return np.asarray(np.abs(current - level) <= SAME_CURRENT * level)


def most_common(current: np.ndarray) -> float:
    """Return the most frequent current; of several, the first."""
    counts = [int(alike(current, level).sum()) for level in current]
    return float(current[int(np.argmax(counts))])


def hold_begins(voltage: np.ndarray, current: np.ndarray) -> int:
    """Return the index at which a voltage hold begins in one half-cycle.

    In a hold, the voltage is constant and the current falls.

    Without a hold, the number of readings is returned.
    """
    number = len(voltage)
    away = np.flatnonzero(np.abs(voltage - voltage[-1]) > HOLD_WITHIN)
    tail = int(away[-1]) + 1 if len(away) else 0
    size = np.abs(current)
    level = float(np.median(size[:tail])) if tail else float(size[0])
    falls = np.flatnonzero(size[tail:] < HOLD_FALLS * level)
    if not len(falls) or size[-1] >= HOLD_FALLS * level:
        return number
    return tail + int(falls[0])


def _before_hold(cycling: Cycling) -> tuple[np.ndarray, np.ndarray]:
    """Return the constant current (A) of each half-cycle and the share of its charge in a hold.

    The current is given as a magnitude.
    """
    halves, recording = cycling.halves, cycling.recording
    constant, held = np.abs(halves.current), np.zeros(len(halves))
    for k in range(len(halves)):
        rows = halves.rows(k)
        current = recording.current[rows]
        begin = hold_begins(recording.voltage[rows], current)
        if begin == len(rows):
            continue
        flow = np.abs(current) * halves.weight[rows]
        held[k] = flow[begin:].sum() / flow.sum()
        constant[k] = float(np.median(np.abs(current[: max(begin, 1)])))
    return constant, held


def _is_cut(halves: HalfCycles, number: int) -> bool:
    """Whether the record ends within the last half-cycle.

    The half-cycle is compared with earlier ones of the same direction.
    """
    if len(halves) < 3:
        return False
    same = np.arange(len(halves) - 3, -1, -2)[:5]
    other = np.arange(len(halves) - 2, -1, -2)[:5]
    last, sign = len(halves) - 1, float(halves.sign[-1])
    end = float(np.median(halves.voltage_last[same]))
    window = abs(end - float(np.median(halves.voltage_last[other])))
    at_voltage = sign * (halves.voltage_last[last] - end) >= -max(REACHED * window, HOLD_WITHIN)
    with_charge = halves.charge[last] >= (1 - REACHED) * halves.charge[same[0]]
    went_on = number - halves.stop[last] >= 2  # a rest follows: the half-cycle was ended by the schedule
    return not (at_voltage or with_charge or went_on)


def _shared(ends: np.ndarray) -> float:
    """End voltage shared by the half-cycles, nan if they have none in common."""
    there = ends[np.isfinite(ends)]
    if not len(there):
        return float("nan")
    middle = float(np.median(there))
    return middle if np.mean(np.abs(there - middle) <= HOLD_WITHIN) > MAINLY else float("nan")
