"""Voltammograms: bells of known charge and voltage, an exact onset, the exponent and the share of known laws."""

from __future__ import annotations

import numpy as np
import pytest
from made_sweeps import as_recording, surface_couple, triangle

from natria.lab import Specimen
from natria.lab.kinetics import (
    analyse_voltammogram,
    capacitive_share,
    exponent_findings,
    onset_findings,
    onset_voltage,
    scan_rate_exponent,
    share_findings,
    split_sweeps,
    voltammogram_findings,
)
from natria.quantity import Chosen, Finding, FitError, Question

AREA = Finding(Question("face_area", "cell"), 1e-4, Chosen("test"), 0.0)


def codes(result) -> set[str]:
    return {remark.code for remark in result.remarks}


@pytest.mark.parametrize("sweeps", [1, 2, 5])
@pytest.mark.parametrize("rate", [1e-4, 0.05, 1.0])
def test_sweeps_are_split_with_their_scan_rate(sweeps, rate):
    time, voltage = triangle(-0.3, 0.8, rate, sweeps)
    noisy = voltage + np.random.default_rng(1).normal(0, 2e-4, len(voltage))
    found = split_sweeps(time, noisy, np.zeros(len(time)))
    assert [s.direction for s in found] == [1 if k % 2 == 0 else -1 for k in range(sweeps)]
    assert [s.scan_rate for s in found] == pytest.approx([rate] * sweeps, rel=2e-3)


def test_holds_belong_to_no_sweep():
    time, voltage = triangle(0.0, 1.0, 0.01, 1)
    t = np.concatenate([np.arange(50) * 0.1, 5 + time, 5 + time[-1] + 0.1 * np.arange(1, 80)])
    v = np.concatenate([np.zeros(50), voltage, np.ones(79)])
    (sweep,) = split_sweeps(t, v, 0 * t)
    assert sweep.scan_rate == pytest.approx(0.01, rel=1e-3)
    assert sweep.span == pytest.approx((0.0, 1.0))
    assert len(sweep.voltage) == pytest.approx(len(voltage), abs=2)


def test_a_sweep_that_starts_in_the_middle():
    up, down = np.linspace(0.2, 0.75, 56), np.linspace(0.75, -0.8, 156)
    back = np.linspace(-0.8, 0.2, 101)
    voltage = np.concatenate([up, down[1:], back[1:]])
    found = split_sweeps(np.arange(len(voltage)) * 0.2, voltage, 0 * voltage)
    assert [(s.direction, *np.round(s.span, 6)) for s in found] == [(1, 0.2, 0.75), (-1, -0.8, 0.75), (1, -0.8, 0.2)]


def test_a_constant_voltage_has_no_sweep():
    result = analyse_voltammogram(np.arange(100.0), np.full(100, 0.1), np.ones(100))
    assert result.sweeps == ()
    assert "no-sweep" in codes(result)


@pytest.mark.parametrize("noise", [0.0, 2e-7])
def test_bells_give_their_voltage_height_and_charge(noise):
    rate, width = 0.01, 0.03
    result = analyse_voltammogram(*surface_couple(rate=rate, noise=noise, width=width))
    assert len(result.pairs) == 2
    height = 1e-3 * rate / (4 * width)
    for pair in result.pairs:
        assert pair.anodic.voltage == pytest.approx(0.55, abs=2e-3)
        assert pair.cathodic.voltage == pytest.approx(0.45, abs=2e-3)
        assert pair.separation == pytest.approx(0.1, abs=3e-3)
        assert pair.midpoint == pytest.approx(0.5, abs=2e-3)
        assert pair.anodic.height == pytest.approx(height, rel=0.03)
        assert pair.anodic.charge == pytest.approx(1e-3, rel=0.03)
        assert pair.cathodic.charge == pytest.approx(-1e-3, rel=0.03)
        assert pair.current_ratio == pytest.approx(1.0, abs=0.05)
    assert result.scan_rate == pytest.approx(rate, rel=1e-3)


def test_noise_alone_has_no_peaks():
    time, voltage = triangle(0.0, 1.0, 0.01, 2)
    for seed in range(20):
        current = np.sign(np.gradient(voltage)) * 1e-5 + np.random.default_rng(seed).normal(0, 1e-7, len(time))
        assert "no-peaks" in codes(analyse_voltammogram(time, voltage, current))


def test_a_wide_separation_is_said():
    assert "not-reversible" in codes(analyse_voltammogram(*surface_couple(anodic=0.65, cathodic=0.35)))
    assert "not-reversible" not in codes(analyse_voltammogram(*surface_couple(anodic=0.52, cathodic=0.48)))


def test_findings_of_a_voltammogram():
    time, voltage, current = surface_couple(noise=2e-7)
    result = analyse_voltammogram(time, voltage, current)
    found = voltammogram_findings(result, as_recording(time, voltage, current), Specimen("cell"))
    names = [f.question.name for f in found]
    assert names[0] == "scan_rate"
    for name in ("anodic_peak_voltage", "cathodic_peak_voltage", "peak_separation", "peak_midpoint"):
        assert names.count(name) == 1
    assert len({(f.question.name, *f.question.at.items()) for f in found}) == len(found)  # no question twice
    by_name = {f.question.name: f.value for f in found}
    assert by_name["anodic_peak_charge"] == pytest.approx(1e-3, rel=0.05)
    assert by_name["cathodic_peak_charge"] == pytest.approx(-1e-3, rel=0.05)
    assert all(f.std is not None and f.std > 0 for f in found)


def exponential_sweep(noise=1e-8, seed=0):
    """A current of 1 uA exp((V - 4)/50 mV) over 1 uA of background: 11 uA at 4 + 0.05 ln 10 V."""
    time, voltage = triangle(3.0, 4.3, 5e-4, 1)
    current = 1e-6 * np.exp((voltage - 4.0) / 0.05) + 1e-6
    return time, voltage, current + np.random.default_rng(seed).normal(0, noise, len(time))


def test_the_onset_is_where_the_current_reaches_the_threshold():
    (sweep,) = split_sweeps(*exponential_sweep())
    found = onset_voltage(sweep, 11e-6)
    assert found.voltage == pytest.approx(4.0 + 0.05 * np.log(10), abs=4e-4)
    assert abs(found.voltage - 4.0 - 0.05 * np.log(10)) < 4 * found.std
    assert "onset-is-a-threshold" in codes(found)


def test_a_threshold_that_is_not_reached_is_a_bound():
    time, voltage, current = exponential_sweep()
    (sweep,) = split_sweeps(time, voltage, current)
    found = onset_voltage(sweep, 1.0)
    assert found.voltage is None
    assert "threshold-not-reached" in codes(found)
    (bound,) = onset_findings(found, sweep.scan_rate, as_recording(time, voltage, current), Specimen("cell", area=AREA))
    assert bound.bound == "at least"
    assert bound.value == pytest.approx(4.3)
    assert bound.question.at["current"] == pytest.approx(1e4)


def test_a_falling_sweep_has_its_onset_below():
    time, voltage = triangle(0.0, 1.0, 1e-3, 1)
    falling = voltage[::-1]
    current = -1e-6 * np.exp((0.4 - falling) / 0.05)
    (sweep,) = split_sweeps(time, falling, current)
    found = onset_voltage(sweep, 1e-5)
    assert found.voltage == pytest.approx(0.4 - 0.05 * np.log(10), abs=1e-3)
    assert found.threshold == -1e-5


def test_thresholds_in_noise_and_from_the_start_are_said():
    (sweep,) = split_sweeps(*exponential_sweep(noise=1e-6))
    assert "threshold-in-noise" in codes(onset_voltage(sweep, 1e-6))
    (sweep,) = split_sweeps(*exponential_sweep())
    assert "above-threshold-from-start" in codes(onset_voltage(sweep, 5e-7))
    with pytest.raises(FitError):
        onset_voltage(sweep, 0.0)


@pytest.mark.parametrize("b", [0.5, 0.73, 1.0])
def test_an_exact_power_gives_its_exponent(b):
    rate = np.array([0.1, 0.2, 0.5, 1.0, 2.0]) * 1e-3
    found = scan_rate_exponent(rate, -2.0 * rate**b)
    assert found.b == pytest.approx(b, rel=1e-9)
    (finding,) = exponent_findings(found, as_recording([0.0, 1.0], [0.0, 1.0], [0.0, 1.0]), Specimen("cell"))
    assert finding.question.name == "scan_rate_exponent"


def test_two_scan_rates_have_no_spread_and_one_is_refused():
    assert scan_rate_exponent([1e-3, 1e-2], [1e-5, 1e-4]).std is None
    with pytest.raises(FitError):
        scan_rate_exponent([1e-3], [1e-5])


def sweeps_of(share_at_1mv: float, noise: float = 0.0, seed: int = 0):
    """Rising sweeps whose capacitive and diffusive parts have one shape; the share is exact at every voltage."""
    rng = np.random.default_rng(seed)
    found = []
    for rate in (2e-4, 5e-4, 1e-3, 2e-3, 5e-3):
        time, voltage = triangle(0.0, 1.0, rate, 1)
        shape = 1 + np.exp(-(((voltage - 0.5) / 0.1) ** 2))
        current = shape * (share_at_1mv * rate / 1e-3 + (1 - share_at_1mv) * (rate / 1e-3) ** 0.5) * 1e-4
        found += split_sweeps(time, voltage, current * (1 + rng.normal(0, noise, len(time))))
    return found


@pytest.mark.parametrize("share", [0.2, 0.6, 0.9])
def test_the_capacitive_share_of_an_exact_law(share):
    found = capacitive_share(sweeps_of(share))
    at = int(np.argmin(np.abs(found.scan_rate - 1e-3)))
    assert found.share[at] == pytest.approx(share, abs=2e-3)
    assert np.all(np.diff(found.share) > 0)  # the faster, the more capacitive
    made = share_findings(found, as_recording([0.0, 1.0], [0.0, 1.0], [0.0, 1.0]), Specimen("cell"))
    assert len(made) == 5
    assert made[at].question.at["scan_rate"] == pytest.approx(1e-3, rel=1e-3)


def test_shares_need_three_scan_rates_of_one_direction():
    with pytest.raises(FitError):
        capacitive_share(sweeps_of(0.5)[:2])
    time, voltage = triangle(0.0, 1.0, 1e-3, 2)
    with pytest.raises(FitError):
        capacitive_share([*sweeps_of(0.5), *split_sweeps(time, voltage, np.gradient(voltage))])


@pytest.mark.parametrize("time", [np.arange(30.0)[::-1], np.arange(29.0), np.full(30, np.nan)])
def test_bad_rows_are_one_error(time):
    with pytest.raises(FitError):
        split_sweeps(time, np.linspace(0, 1, 30), np.zeros(30))
