"""Steps and peaks over temperature: truth, intervals, and what is refused."""

import numpy as np
import pytest

from natria.lab.synthetic.materials.thermal import GaussianPeak, LogisticStep, ThermalScan, thermal_scan
from natria.lab.thermal import heat_flow_events, mass_steps
from natria.quantity import FitError

LOSSES = (LogisticStep(530.0, 8.0, -0.35), LogisticStep(740.0, 6.0, -0.08))
MASS = ThermalScan(last=873.15, points=2851, slope=-5e-6)
GLASS, CRYSTAL = LogisticStep(473.15, 3.0, -0.05), GaussianPeak(573.0, 6.0, 0.6)
FLOW = ThermalScan(start=0.1, slope=-1e-4, noise=1e-3, last=680.0)


def scanned(seed, scan, parts):
    return thermal_scan(np.random.default_rng(seed), scan, parts)


def test_mass_without_noise():
    t, y = scanned(1, ThermalScan(last=873.15, points=2851, slope=-5e-6, noise=0.0), LOSSES)
    for found, true in zip(mass_steps(t, y), LOSSES, strict=True):
        assert found.change == pytest.approx(true.change, rel=2e-3)
        assert found.midpoint == pytest.approx(true.middle, abs=0.1)
        assert found.onset == pytest.approx(true.onset, abs=0.3)


def test_heat_flow_without_noise():
    scan = ThermalScan(start=0.1, slope=-1e-4, noise=0.0, last=680.0)
    events = heat_flow_events(*scanned(1, scan, (GLASS, CRYSTAL)))
    (glass,), (peak,) = events.steps, events.peaks
    assert glass.midpoint == pytest.approx(GLASS.middle, abs=0.05)
    assert peak.onset == pytest.approx(CRYSTAL.onset, abs=0.05)
    assert peak.top == pytest.approx(CRYSTAL.top, abs=0.05)
    assert peak.height == pytest.approx(CRYSTAL.height, rel=0.01)


def mass_coverage(count):
    inside = []
    for seed in range(count):
        found = mass_steps(*scanned(seed, MASS, LOSSES))
        assert len(found) == len(LOSSES)
        for one, true in zip(found, LOSSES, strict=True):
            pairs = (
                (one.change - true.change, one.change_std),
                (one.midpoint - true.middle, one.midpoint_std),
                (one.onset - true.onset, one.onset_std),
            )
            inside.append([abs(off) < 1.96 * std for off, std in pairs])
    return np.mean(inside, axis=0)


def flow_coverage(count):
    inside = []
    for seed in range(count):
        events = heat_flow_events(*scanned(seed, FLOW, (GLASS, CRYSTAL)))
        (glass,), (peak,) = events.steps, events.peaks
        pairs = (
            (glass.midpoint - GLASS.middle, glass.midpoint_std),
            (glass.onset - GLASS.onset, glass.onset_std),
            (peak.onset - CRYSTAL.onset, peak.onset_std),
            (peak.top - CRYSTAL.top, peak.top_std),
        )
        inside.append([abs(off) < 1.96 * std for off, std in pairs])
    return np.mean(inside, axis=0)


def test_intervals_of_scans():
    assert (mass_coverage(30) > 0.8).all()
    assert (flow_coverage(40) > 0.8).all()


@pytest.mark.slow
def test_coverage_of_scans():
    for found in (mass_coverage(1500), flow_coverage(2000)):
        assert ((found > 0.93) & (found < 0.97)).all()


def test_no_step_in_noise():
    found = 0
    for seed in range(20):
        t, y = scanned(seed, MASS, ())
        try:
            found += len(mass_steps(t, y))
        except FitError:
            continue
    assert found == 0


def test_scans_that_cannot_be_evaluated():
    t, y = scanned(1, MASS, LOSSES)
    with pytest.raises(FitError, match="temperature falls at reading"):
        mass_steps(np.concatenate([t, t[::-1]]), np.concatenate([y, y[::-1]]))
    with pytest.raises(FitError, match="60 or more"):
        mass_steps(t[::100], y[::100])
    with pytest.raises(FitError, match="base line"):
        mass_steps(t[(t > 500)], y[(t > 500)])


def close_coverage(count, gap):
    """Return the coverage of two steps without a flat part between them."""
    steps = (LogisticStep(530.0, 8.0, -0.35), LogisticStep(530.0 + gap, 6.0, -0.08))
    inside = []
    for seed in range(count):
        found = mass_steps(*scanned(seed, MASS, steps))
        assert [one.is_fitted for one in found] == [True, True]
        for one, true in zip(found, steps, strict=True):
            pairs = (
                (one.change - true.change, one.change_std),
                (one.midpoint - true.middle, one.midpoint_std),
                (one.onset - true.onset, one.onset_std),
            )
            inside.append([abs(off) < 1.96 * std for off, std in pairs])
    return np.mean(inside, axis=0)


def test_steps_without_a_flat_part_are_fitted_together():
    assert (close_coverage(12, 100.0) > 0.75).all()
    assert not any(one.is_fitted for one in mass_steps(*scanned(1, MASS, LOSSES)))


def test_steps_of_another_shape_are_not_fitted_together():
    """First-order reactions (150 and 200 kJ/mol) are lopsided otherwise than the fitted steps."""
    t = np.linspace(303.15, 873.15, 2851)
    rate, y = 10 / 60, 1 - 5e-6 * (t - t[0])
    for top, energy, change in ((530.0, 150e3, -0.35), (680.0, 200e3, -0.08)):
        k = energy * rate / (8.314 * top**2) * np.exp(energy / 8.314 * (1 / top - 1 / t))
        reacted = np.concatenate([[0], np.cumsum(0.5 * (k[1:] + k[:-1]) * np.diff(t))]) / rate
        y += change * (1 - np.exp(-reacted))
    found = mass_steps(t, y + 2e-4 * np.random.default_rng(0).standard_normal(len(t)))
    assert [one.is_fitted for one in found] == [False, False]
    assert [one.change for one in found] == pytest.approx([-0.35, -0.08], abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("gap", [150.0, 100.0, 60.0])
def test_coverage_of_steps_without_a_flat_part(gap):
    found = close_coverage(600, gap)
    assert ((found > 0.93) & (found < 0.97)).all()
