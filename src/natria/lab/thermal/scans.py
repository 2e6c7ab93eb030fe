"""A whole scan: the steps of a mass, the steps and peaks of a heat flow."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from ...quantity import FitError
from .constructions import ThermalPeak, ThermalStep, peak_of, step_of
from .lobes import SlopeLobe, lobes, thermal_points
from .overlapping import groups_of, overlapping_steps

PAIRED = 0.4  # of the larger change: two lobes of opposite sign are the flanks of one peak
APART = 0.5  # of their widths: flanks of one peak are no farther apart
NOTHING = "no step stands out from the noise"


@dataclass(frozen=True, eq=False)
class HeatFlowEvents:
    """What a heat flow shows: glass transitions as steps, and peaks."""

    steps: tuple[ThermalStep, ...]
    peaks: tuple[ThermalPeak, ...]
    failed: tuple[str, ...]  # changes without a result, with the reason


def mass_steps(temperature: ArrayLike, mass: ArrayLike) -> tuple[ThermalStep, ...]:
    """Return the steps of a mass over rising temperature (K), in order.

    Steps without a flat part between them by sigmoid steps fitted together, where these describe the curve; others by
    the usual constructions.
    """
    t, y = thermal_points(temperature, mass)
    found = lobes(t, y)
    if not found:
        raise FitError(NOTHING, "check that the file holds the heating run, and the unit of the mass")
    steps: list[ThermalStep] = []
    for group in groups_of(found):
        ends = (t[0], t[-1])
        room = _room(found, group[0], group[-1], ends)
        fitted = overlapping_steps(t, y, [found[k] for k in group], room) if len(group) > 1 else None
        steps += fitted or [step_of(t, y, found[k].flank, _room(found, k, k, ends)) for k in group]
    return tuple(steps)


def heat_flow_events(temperature: ArrayLike, flow: ArrayLike) -> HeatFlowEvents:
    """Return glass transitions and peaks of a heat flow over rising temperature (K), in order."""
    t, y = thermal_points(temperature, flow)
    found = lobes(t, y)
    if not found:
        raise FitError("no step and no peak stands out from the noise", "check the range of temperature and the unit")
    steps: list[ThermalStep] = []
    peaks: list[ThermalPeak] = []
    failed: list[str] = []
    k = 0
    while k < len(found):
        last = k + 1 if k + 1 < len(found) and _is_peak(found[k], found[k + 1]) else k
        room = _room(found, k, last, (t[0], t[-1]))
        one = found[k]
        try:
            if last > k:
                peaks.append(peak_of(t, y, one.flank, found[last].end, room[0]))
            else:
                steps.append(step_of(t, y, one.flank, room))
        except FitError as bad:
            failed.append(f"near {one.steepest - 273.15:.4g} degC: {bad.what}; {bad.fix}")
        k = last + 1
    return HeatFlowEvents(tuple(steps), tuple(peaks), tuple(failed))


def _is_peak(one: SlopeLobe, other: SlopeLobe) -> bool:
    """Whether two lobes are the flanks of one peak: opposite signs, changes alike, close together."""
    sizes = sorted((abs(one.change), abs(other.change)))
    width = max(one.end - one.begin, other.end - other.begin)
    return one.sign != other.sign and sizes[0] > PAIRED * sizes[1] and other.begin - one.end < APART * width


def _room(found: tuple[SlopeLobe, ...], first: int, last: int, ends: tuple[float, float]) -> tuple[float, float]:
    """Return where base lines may reach: to the changes before and after, less a tenth of the gap."""
    low, high = ends
    if first > 0:
        gap = found[first].begin - found[first - 1].end
        low = found[first - 1].end + 0.4 * max(gap, 0.0)
    if last + 1 < len(found):
        gap = found[last + 1].begin - found[last].end
        high = found[last + 1].begin - 0.4 * max(gap, 0.0)
    return float(low), float(high)
