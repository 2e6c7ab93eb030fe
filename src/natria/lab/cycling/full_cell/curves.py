"""dQ/dV and dV/dQ curves of a full cell, with peaks and plateaus, for a selection of half-cycles.

All dQ/dV curves of a recording use one smoothing width, the median of the individual defaults, so that their peak
heights can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

import numpy as np

from ....quantity import Finding, Span
from ....record import Table
from ...results import Cycling, Remark, Results
from ...specimen import finding_of, table
from ..reading_noise import voltage_noise, voltage_step
from .capacity import HOLD_WITHIN, FullCellCycles
from .differential import Density, Slope, branch, default_width, dq_dv, dv_dq
from .peaks import FEWEST, Track, find_peaks, track
from .plateaus import Plateau, find_plateaus

HELD = 1e-3  # V: an instrument holds a voltage to less, a plateau of a reaction slopes by more
SELECTED = 40  # cycles: enough to follow a peak, few enough to draw
POINTS = 800  # most points of a curve in a table
WORD = {1: "charge", -1: "discharge"}
PEAK = {1: "oxidation_peak_voltage", -1: "reduction_peak_voltage"}
PLATEAU = {1: "charge_plateau_voltage", -1: "plateau_voltage"}
SHARES = ("plateau_capacity_share", "plateau_capacity")  # of the discharge
OF_CURVES = (*PEAK.values(), *PLATEAU.values(), *SHARES)
Tracks = Mapping[int, tuple[Track, ...]]  # by sign of the current


@dataclass(frozen=True, eq=False)
class Curve:
    half_cycle: int
    cycle: int
    sign: int
    readings: int
    density: Density
    slope: Slope
    plateaus: tuple[Plateau, ...]  # from the highest voltage down


def curves(cycling: Cycling, cycles: FullCellCycles) -> Results:
    """Return tables of curves, peaks and plateaus, and findings of the first and the last selected cycle."""
    selected = tuple(_curves(cycling, cycles))
    if not selected:
        return Results()
    window = max(np.ptp(c.density.voltage) for c in selected)
    tracks = {
        sign: track([find_peaks(c.density, c.readings) for c in selected if c.sign == sign], float(window))
        for sign in WORD
    }
    width, noise = selected[0].density.width, max(c.density.noise for c in selected)
    tables = (
        _density_table(cycling, selected),
        _slope_table(cycling, selected),
        _peak_table(cycling, selected, tracks),
        _plateau_table(cycling, selected),
    )
    findings = (*_peak_findings(cycling, cycles, selected, tracks), *_plateau_findings(cycling, cycles, selected))
    how = Remark(
        "dq-dv",
        f"dQ/dV: charge density over voltage, smoothed with a Gaussian of standard deviation {width * 1e3:.2g} mV; "
        f"noise of a reading up to {noise * 1e3:.2g} mV. Peaks are numbered from the highest voltage down.",
    )
    choice = Remark("curves-selected", f"Curves, peaks and plateaus: {SELECTED} cycles from the first to the last.")
    return Results(findings, tables, remarks=(how, choice) if len(cycles) > SELECTED else (how,))


def _curves(cycling: Cycling, cycles: FullCellCycles) -> Iterator[Curve]:
    chosen = np.unique(np.linspace(0, len(cycles) - 1, min(len(cycles), SELECTED)).round().astype(int))
    halves = [(n, int(k)) for n in chosen for k in (cycles.charged[n], cycles.discharged[n]) if k >= 0]
    branches = {k: branch(cycling, k) for _, k in halves}
    usable = {k: (v, q) for k, (v, q) in branches.items() if len(v) >= FEWEST and np.ptp(v) > 0 and q[-1] > q[0]}
    if not usable:
        return
    width = float(np.median([default_width(v, q, voltage_noise(v, q)) for v, q in usable.values()]))
    for n, k in halves:
        if k not in usable:
            continue
        voltage, charge = usable[k]
        density, slope = dq_dv(voltage, charge, width), dv_dq(voltage, charge)
        if density is not None and slope is not None:
            limit = float(cycling.halves.voltage_last[k])
            found = (p for p in find_plateaus(voltage, charge, slope) if not is_held(p, limit))
            plateaus = sorted(found, key=lambda p: -p.voltage)
            yield Curve(
                k,
                cycle=int(cycles.number[n]),
                sign=int(cycling.halves.sign[k]),
                readings=len(voltage),
                density=density,
                slope=slope,
                plateaus=tuple(plateaus),
            )


def is_held(plateau: Plateau, limit: float) -> bool:
    """Whether a plateau is the constant voltage at which a half-cycle ends, and no reaction of the cell."""
    return abs(plateau.voltage - limit) <= HOLD_WITHIN and plateau.spread < HELD


def _density_table(cycling: Cycling, selected: Sequence[Curve]) -> Table:
    """Table of dQ/dV with the sign of the current, as it is plotted."""
    rows = [(c, (c.density.voltage, c.density.value * c.sign, c.density.std)) for c in selected]
    title = f"dQ/dV, Gaussian smoothing {selected[0].density.width * 1e3:.2g} mV"
    return _stacked(cycling, "dq_dv", title, rows, {"voltage": "V", "dq_dv": "C/V", "dq_dv_std": "C/V"})


def _slope_table(cycling: Cycling, selected: Sequence[Curve]) -> Table:
    rows = [(c, (c.slope.charge, c.slope.voltage, c.slope.value)) for c in selected]
    title = "dV/dQ, local regression with Gaussian weights of 1 % of the charge"
    return _stacked(cycling, "dv_dq", title, rows, {"charge": "C", "voltage": "V", "dv_dq": "V/C"})


def _stacked(
    cycling: Cycling,
    name: str,
    title: str,
    rows: Sequence[tuple[Curve, tuple[np.ndarray, ...]]],
    units: Mapping[str, str],
) -> Table:
    """Table of the curves of many half-cycles, concatenated."""
    thin = [(c, [v[:: int(np.ceil(len(v) / POINTS))] for v in values]) for c, values in rows]
    long = [len(values[0]) for _, values in thin]
    columns: dict[str, tuple[str, np.ndarray]] = {
        "half_cycle": ("1", np.repeat([c.half_cycle + 1.0 for c, _ in thin], long)),
        "cycle": ("1", np.repeat([float(c.cycle) for c, _ in thin], long)),
    }
    for n, (key, unit) in enumerate(units.items()):
        columns[key] = (unit, np.concatenate([values[n] for _, values in thin]))
    return table(cycling.recording, name, title, columns)


def _peak_table(cycling: Cycling, selected: Sequence[Curve], tracks: Tracks) -> Table:
    rows = [
        (number, _side(selected, sign)[place], peak)
        for sign, some in tracks.items()
        for number, one in enumerate(some, 1)
        for place, peak in one.seen
    ]
    rows.sort(key=lambda row: (row[1].half_cycle, row[0]))
    return table(
        cycling.recording,
        "peaks",
        "Peaks of dQ/dV; a number identifies one peak through the cycles",
        {
            "half_cycle": ("1", [c.half_cycle + 1 for _, c, _ in rows]),
            "cycle": ("1", [c.cycle for _, c, _ in rows]),
            "what": [WORD[c.sign] for _, c, _ in rows],
            "peak": ("1", [n for n, _, _ in rows]),
            "voltage": ("V", [p.voltage for *_, p in rows]),
            "voltage_std": ("V", [p.voltage_std for *_, p in rows]),
            "height": ("C/V", [p.height for *_, p in rows]),
            "prominence": ("C/V", [p.prominence for *_, p in rows]),
            "area": ("C", [p.area for *_, p in rows]),
            "width": ("V", [p.width for *_, p in rows]),
            "significance": ("1", [p.significance for *_, p in rows]),
        },
    )


def _plateau_table(cycling: Cycling, selected: Sequence[Curve]) -> Table:
    rows = [(c, n, p) for c in selected for n, p in enumerate(c.plateaus, 1)]
    return table(
        cycling.recording,
        "plateaus",
        "Voltage plateaus, numbered from the highest voltage down",
        {
            "half_cycle": ("1", [c.half_cycle + 1 for c, *_ in rows]),
            "cycle": ("1", [c.cycle for c, *_ in rows]),
            "what": [WORD[c.sign] for c, *_ in rows],
            "plateau": ("1", [n for _, n, _ in rows]),
            "voltage": ("V", [p.voltage for *_, p in rows]),
            "voltage_spread": ("V", [p.spread for *_, p in rows]),
            "begin": ("1", [p.begin for *_, p in rows]),
            "share": ("1", [p.share for *_, p in rows]),
            "charge": ("C", [p.charge for *_, p in rows]),
        },
    )


def _side(selected: Sequence[Curve], sign: int) -> list[Curve]:
    return [c for c in selected if c.sign == sign]


def _at(
    cycling: Cycling, cycles: FullCellCycles, curve: Curve, number: int
) -> tuple[dict[str, float | Span], tuple[Finding, ...]]:
    flown = cycles.charge_current if curve.sign > 0 else cycles.discharge_current
    current, by_area = cycling.specimen.current(float(flown[curve.cycle - int(cycles.number[0])]))
    return {**current, **cycles.limits, "cycle": float(curve.cycle), "peak": float(number)}, by_area


def _peak_findings(
    cycling: Cycling, cycles: FullCellCycles, selected: Sequence[Curve], tracks: Tracks
) -> Iterator[Finding]:
    """Yield the first and the last voltage of each persistent peak.

    The spread includes the rounding of the readings.
    """
    rounding = voltage_step(cycling.recording.voltage) / sqrt(12)
    for sign, some in tracks.items():
        side = _side(selected, sign)
        for number, one in enumerate((t for t in some if t.lasts), 1):
            for place, peak in {place: (place, peak) for place, peak in (one.seen[0], one.seen[-1])}.values():
                curve = side[place]
                if peak.voltage <= 0:
                    continue
                at, by_area = _at(cycling, cycles, curve, number)
                method = (
                    f"maximum of dQ/dV on {WORD[sign]}, Gaussian smoothing {curve.density.width * 1e3:.2g} mV; "
                    "numbered from the highest voltage down; spread from noise and rounding of the readings"
                )
                yield finding_of(
                    cycling.recording,
                    cycling.specimen,
                    PEAK[sign],
                    peak.voltage,
                    at,
                    method=method,
                    std=hypot(peak.voltage_std, rounding),
                    uses=by_area,
                )


def _plateau_findings(cycling: Cycling, cycles: FullCellCycles, selected: Sequence[Curve]) -> Iterator[Finding]:
    """Yield the plateaus of the first and the last selected half-cycle of each direction."""
    for sign, word in WORD.items():
        side = _side(selected, sign)
        for curve in {c.half_cycle: c for c in side[:1] + side[-1:]}.values():
            for number, plateau in enumerate(curve.plateaus, 1):
                at, by_area = _at(cycling, cycles, curve, number)
                rows: list[tuple[str, float, float | None, str]] = [
                    (
                        PLATEAU[sign],
                        plateau.voltage,
                        plateau.spread,
                        "mean voltage; spread: deviation along it",
                    )
                ]
                if sign < 0:  # these terms name no direction; publications mean the discharge
                    rows += [
                        (SHARES[0], plateau.share, None, "its charge over the charge of the half-cycle"),
                        (SHARES[1], plateau.charge, None, "its charge"),
                    ]
                for name, value, std, how in rows:
                    if value <= 0:
                        continue
                    method = f"plateau: |dV/dQ| at most a quarter of its mean on {word}; {how}"
                    yield finding_of(
                        cycling.recording, cycling.specimen, name, value, at, method=method, std=std, uses=by_area
                    )
