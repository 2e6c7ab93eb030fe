"""Findings of voltammograms of a recording."""

from __future__ import annotations

from math import hypot

from ....quantity import Finding
from ....record import Recording
from ...specimen import Specimen, finding_of
from .analysis import Voltammogram
from .onset import OnsetVoltage
from .peaks import SweepPeak
from .scan_rates import CapacitiveShare, ScanRateExponent

CHORD = "above a straight baseline between the feet of the peak"


def voltammogram_findings(result: Voltammogram, recording: Recording, specimen: Specimen) -> tuple[Finding, ...]:
    """Return scan rate, and the peaks and pairs of the last two sweeps: the earlier ones form the surface."""
    rate = result.scan_rate
    if rate is None:
        return ()
    at = {"scan_rate": rate}
    spread = max(s.scan_rate_std for s in result.sweeps)
    found = [finding_of(recording, specimen, "scan_rate", rate, {}, method="slope of voltage over time", std=spread)]
    last = _last_pair(result)
    for k in last:
        way = "anodic" if result.sweeps[k].direction > 0 else "cathodic"
        for n, peak in enumerate(result.peaks[k], 1):
            found += _of_peak(recording, specimen, way, peak, {**at, "peak": float(n)})
    for n, pair in enumerate((p for p in result.pairs if set(p.sweeps) == set(last)), 1):
        where = {**at, "peak": float(n)}
        std = pair.voltage_std
        ratio_std = pair.current_ratio * hypot(
            pair.anodic.height_std / pair.anodic.height, pair.cathodic.height_std / pair.cathodic.height
        )
        for name, value, spread in (
            ("peak_separation", pair.separation, std),
            ("peak_midpoint", pair.midpoint, std / 2),
            ("peak_current_ratio", pair.current_ratio, ratio_std),
        ):
            found.append(finding_of(recording, specimen, name, value, where, method="pair of peaks", std=spread))
    return tuple(found)


def _last_pair(result: Voltammogram) -> tuple[int, ...]:
    """The last two sweeps that form a pair, or the last sweep."""
    if result.pairs:
        return tuple(sorted(result.pairs[-1].sweeps))
    return tuple(range(len(result.sweeps)))[-2:]


def _of_peak(
    recording: Recording, specimen: Specimen, way: str, peak: SweepPeak, at: dict[str, float]
) -> list[Finding]:
    rows: tuple[tuple[str, float, float, str], ...] = (
        (f"{way}_peak_voltage", peak.voltage, peak.voltage_std, "vertex of the top of the peak"),
        (f"{way}_peak_current", peak.height, peak.height_std, CHORD),
        (f"{way}_peak_charge", peak.charge, peak.charge_std, CHORD),
    )
    if peak.charge * peak.height < 0:  # the baseline runs above the flanks: no charge of this peak
        rows = rows[:2]
    return [finding_of(recording, specimen, n, v, at, method=f"{m}, {way} sweep", std=s) for n, v, s, m in rows]


def onset_findings(
    result: OnsetVoltage, scan_rate: float, recording: Recording, specimen: Specimen
) -> tuple[Finding, ...]:
    """Return the onset voltage at its threshold per area, or the bound that was searched.

    Without an area there is none, as thresholds are compared per area.
    """
    current, uses = specimen.current(result.threshold)
    if "current" not in current:  # the term compares thresholds per area
        return ()
    at = {**current, "scan_rate": scan_rate}
    how = "first voltage of the sweep from which the current stays above the threshold"
    if result.voltage is not None:
        made = finding_of(
            recording, specimen, "onset_voltage", result.voltage, at, method=how, std=result.std, uses=uses
        )
        return (made,)
    if not any(remark.code == "threshold-not-reached" for remark in result.remarks):
        return ()
    low, high = result.searched
    end, sense = (high, "at least") if result.direction > 0 else (low, "at most")
    if sense == "at least":
        return (finding_of(recording, specimen, "onset_voltage", end, at, method=how, bound="at least", uses=uses),)
    return (finding_of(recording, specimen, "onset_voltage", end, at, method=how, bound="at most", uses=uses),)


def exponent_findings(
    result: ScanRateExponent,
    recording: Recording,
    specimen: Specimen,
    *,
    way: str = "",
    peak: int | None = None,
    uses: tuple[Finding, ...] = (),
) -> tuple[Finding, ...]:
    """Return the exponent b of a peak over scan rates.

    `way` is anodic or cathodic, `uses` are the findings of the peak currents.
    """
    how = f"slope of ln|i_p| over ln v, {len(result.scan_rate)} scan rates{_of_way(way)}"
    at = {} if peak is None else {"peak": float(peak)}
    name, std = "scan_rate_exponent", result.std
    return (finding_of(recording, specimen, name, result.b, at, method=how, std=std, uses=uses),)


def share_findings(
    result: CapacitiveShare, recording: Recording, specimen: Specimen, way: str = "", uses: tuple[Finding, ...] = ()
) -> tuple[Finding, ...]:
    """Return the capacitive share at each scan rate; `way` is anodic or cathodic.

    A share above one is left out: the law does not hold there.
    """
    how = f"k1 v + k2 sqrt(v) at each voltage, {len(result.scan_rate)} scan rates{_of_way(way)}"
    rows = zip(result.scan_rate, result.share, result.share_std, strict=True)
    name = "capacitive_share"
    return tuple(
        finding_of(recording, specimen, name, float(s), {"scan_rate": float(v)}, method=how, std=float(d), uses=uses)
        for v, s, d in rows
        if 0 <= s <= 1
    )


def _of_way(way: str) -> str:
    return f", {way} sweeps" if way else ""
