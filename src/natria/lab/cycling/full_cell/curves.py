"""The curves of a full cell: dQ/dV, dV/dQ, their peaks and plateaus, for a choice of half-cycles.

All dQ/dV curves of a recording have one width, the median of what each would take, so that their heights compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ....quantity import Finding, Span
from ....record import Table
from ...results import Cycling, Results
from ...specimen import finding_of, table
from ..reading_noise import voltage_noise
from .capacity import FullCellCycles
from .differential import Density, Slope, branch, default_width, dq_dv, dv_dq
from .peaks import FEWEST, Track, find_peaks, track
from .plateaus import Plateau, find_plateaus

LOOKED_AT = 40  # cycles: enough to follow a peak, few enough to draw
POINTS = 800  # of a curve in a table, at most
WORD = {1: "charge", -1: "discharge"}
PEAK = {1: "oxidation_peak_voltage", -1: "reduction_peak_voltage"}
PLATEAU = {1: "charge_plateau_voltage", -1: "plateau_voltage"}
Tracks = Mapping[int, tuple[Track, ...]]  # by the sign of the current


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
    """Tables of the curves, the peaks and the plateaus; findings of the first and the last cycle looked at."""
    looked_at = tuple(_curves(cycling, cycles))
    if not looked_at:
        return Results()
    window = max(np.ptp(c.density.voltage) for c in looked_at)
    tracks = {
        sign: track([find_peaks(c.density, c.readings) for c in looked_at if c.sign == sign], float(window))
        for sign in WORD
    }
    width, noise = looked_at[0].density.width, max(c.density.noise for c in looked_at)
    tables = (
        _density_table(cycling, looked_at),
        _slope_table(cycling, looked_at),
        _peak_table(cycling, looked_at, tracks),
        _plateau_table(cycling, looked_at),
    )
    findings = (*_peak_findings(cycling, cycles, looked_at, tracks), *_plateau_findings(cycling, cycles, looked_at))
    how = (
        f"dQ/dV: charge as a density over voltage, Gaussian of {width * 1e3:.2g} mV (standard deviation), "
        f"noise of a reading up to {noise * 1e3:.2g} mV; peaks are numbered from the highest voltage down"
    )
    choice = f"curves, peaks and plateaus are of {LOOKED_AT} cycles from first to last"
    return Results(findings, tables, remarks=(how, choice) if len(cycles) > LOOKED_AT else (how,))


def _curves(cycling: Cycling, cycles: FullCellCycles) -> Iterator[Curve]:
    chosen = np.unique(np.linspace(0, len(cycles) - 1, min(len(cycles), LOOKED_AT)).round().astype(int))
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
            plateaus = sorted(find_plateaus(voltage, charge, slope), key=lambda p: -p.voltage)
            yield Curve(
                k,
                cycle=int(cycles.number[n]),
                sign=int(cycling.halves.sign[k]),
                readings=len(voltage),
                density=density,
                slope=slope,
                plateaus=tuple(plateaus),
            )


def _density_table(cycling: Cycling, looked_at: Sequence[Curve]) -> Table:
    """dQ/dV with the sign of the current, as it is drawn."""
    rows = [(c, (c.density.voltage, c.density.value * c.sign, c.density.std)) for c in looked_at]
    title = f"dQ/dV, Gaussian of {looked_at[0].density.width * 1e3:.2g} mV"
    return _stacked(cycling, "dq_dv", title, rows, {"voltage": "V", "dq_dv": "C/V", "dq_dv_std": "C/V"})


def _slope_table(cycling: Cycling, looked_at: Sequence[Curve]) -> Table:
    rows = [(c, (c.slope.charge, c.slope.voltage, c.slope.value)) for c in looked_at]
    title = "dV/dQ, local regression with a Gaussian of 1 % of the charge"
    return _stacked(cycling, "dv_dq", title, rows, {"charge": "C", "voltage": "V", "dv_dq": "V/C"})


def _stacked(
    cycling: Cycling,
    name: str,
    title: str,
    rows: Sequence[tuple[Curve, tuple[np.ndarray, ...]]],
    units: Mapping[str, str],
) -> Table:
    """Curves of many half-cycles below each other."""
    thin = [(c, [v[:: int(np.ceil(len(v) / POINTS))] for v in values]) for c, values in rows]
    long = [len(values[0]) for _, values in thin]
    columns: dict[str, tuple[str, np.ndarray]] = {
        "half_cycle": ("1", np.repeat([c.half_cycle + 1.0 for c, _ in thin], long)),
        "cycle": ("1", np.repeat([float(c.cycle) for c, _ in thin], long)),
    }
    for n, (key, unit) in enumerate(units.items()):
        columns[key] = (unit, np.concatenate([values[n] for _, values in thin]))
    return table(cycling.recording, name, title, columns)


def _peak_table(cycling: Cycling, looked_at: Sequence[Curve], tracks: Tracks) -> Table:
    rows = [
        (number, _side(looked_at, sign)[place], peak)
        for sign, some in tracks.items()
        for number, one in enumerate(some, 1)
        for place, peak in one.seen
    ]
    rows.sort(key=lambda row: (row[1].half_cycle, row[0]))
    return table(
        cycling.recording,
        "peaks",
        "Peaks of dQ/dV; one number is one peak through the cycles",
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


def _plateau_table(cycling: Cycling, looked_at: Sequence[Curve]) -> Table:
    rows = [(c, n, p) for c in looked_at for n, p in enumerate(c.plateaus, 1)]
    return table(
        cycling.recording,
        "plateaus",
        "Plateaus, from the highest voltage down",
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


def _side(looked_at: Sequence[Curve], sign: int) -> list[Curve]:
    return [c for c in looked_at if c.sign == sign]


def _at(
    cycling: Cycling, cycles: FullCellCycles, curve: Curve, number: int
) -> tuple[dict[str, float | Span], tuple[Finding, ...]]:
    flown = cycles.charge_current if curve.sign > 0 else cycles.discharge_current
    current, by_area = cycling.specimen.current(float(flown[curve.cycle - 1]))
    return {**current, **cycles.limits, "cycle": float(curve.cycle), "peak": float(number)}, by_area


def _peak_findings(
    cycling: Cycling, cycles: FullCellCycles, looked_at: Sequence[Curve], tracks: Tracks
) -> Iterator[Finding]:
    """Of each peak that lasts, where it was seen first and last."""
    for sign, some in tracks.items():
        side = _side(looked_at, sign)
        for number, one in enumerate((t for t in some if t.lasts), 1):
            for place, peak in {place: (place, peak) for place, peak in (one.seen[0], one.seen[-1])}.values():
                curve = side[place]
                if peak.voltage <= 0:
                    continue
                at, by_area = _at(cycling, cycles, curve, number)
                method = (
                    f"summit of dQ/dV on {WORD[sign]}, Gaussian of {curve.density.width * 1e3:.2g} mV; "
                    "numbered from the highest voltage down; spread from the noise of the readings"
                )
                yield finding_of(
                    cycling.recording,
                    cycling.specimen,
                    PEAK[sign],
                    peak.voltage,
                    at,
                    method=method,
                    std=peak.voltage_std,
                    uses=by_area,
                )


def _plateau_findings(cycling: Cycling, cycles: FullCellCycles, looked_at: Sequence[Curve]) -> Iterator[Finding]:
    """Of the first and the last half-cycle looked at of each direction."""
    for sign, word in WORD.items():
        side = _side(looked_at, sign)
        for curve in {c.half_cycle: c for c in side[:1] + side[-1:]}.values():
            for number, plateau in enumerate(curve.plateaus, 1):
                at, by_area = _at(cycling, cycles, curve, number)
                rows: list[tuple[str, float, float | None, str]] = [
                    (PLATEAU[sign], plateau.voltage, plateau.spread, "mean over its charge; spread along it")
                ]
                if sign < 0:  # the terms do not name a direction: papers mean the discharge
                    rows += [
                        ("plateau_capacity_share", plateau.share, None, "its charge over that of the half-cycle"),
                        ("plateau_capacity", plateau.charge, None, "its charge"),
                    ]
                for name, value, std, how in rows:
                    if value <= 0:
                        continue
                    method = f"|dV/dQ| at most a quarter of its mean on {word}; {how}"
                    yield finding_of(
                        cycling.recording, cycling.specimen, name, value, at, method=method, std=std, uses=by_area
                    )
