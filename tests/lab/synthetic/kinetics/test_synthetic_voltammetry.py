"""Peaks of cyclic voltammetry have their sizes, places and powers of the scan rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit

from natria.lab.synthetic.kinetics import CurrentNoise, TriangularScans, VoltammetryCell, voltammetry
from natria.lab.synthetic.kinetics.voltammetry import dissolved_current
from natria.quantity import InputError

QUIET = CurrentNoise(0.0)
FINE = TriangularScans(points=4000)
ONLY_DISSOLVED = VoltammetryCell(capacitance=0.0, coverage=0.0)
ONLY_BOUND = VoltammetryCell(capacitance=0.0, concentration=0.0)


def scans_of(made):
    r = made.recording
    number = r.columns["cycle_count"]
    return [(r.time[number == k], r.voltage[number == k], r.current[number == k]) for k in np.unique(number)]


@pytest.mark.parametrize("electrons", [1, 2])
def test_a_dissolved_couple_has_the_peak_of_randles_and_sevcik(electrons):
    made = voltammetry(1, cell=replace(ONLY_DISSOLVED, electrons=electrons), scans=FINE, noise=QUIET)
    for (_, voltage, current), truth in zip(scans_of(made), made.truth.scans, strict=True):
        top = np.argmax(current)
        assert current[top] == pytest.approx(truth.dissolved_peak, rel=2e-3)
        assert voltage[top] == pytest.approx(truth.dissolved_peak_potential, abs=1.5e-3 / electrons)


def test_the_semi_derivative_by_quadrature():
    """Abel: I(t) = scale / sqrt(pi) int share'(u) / sqrt(t - u) du, for a share that begins at zero."""
    cell = replace(ONLY_DISSOLVED, dissolved=0.3)
    rate, step = 0.01, 0.02
    time = step * np.arange(4001)
    found = dissolved_current(cell, -0.4 + rate * time, step)
    f = cell.per_volt
    scale = 96485.33212331001 * 1e-4 * 0.1 * np.sqrt(1e-9)

    def slope(u):
        share = expit(f * (-0.4 + rate * u - 0.3))
        return f * rate * share * (1 - share)

    for k in (2500, 3500, 4000):
        inner, _ = quad(lambda y, t=time[k]: 2 * slope(t - y * y), 0, np.sqrt(time[k]), limit=200)
        assert found[k] == pytest.approx(scale / np.sqrt(np.pi) * inner, rel=3e-4)


def test_the_peaks_back_and_forth_of_a_dissolved_couple_are_57_mv_apart():
    """59 mV / n at 25 degC, and 57 where the scan turns far behind the peak."""
    made = voltammetry(1, cell=ONLY_DISSOLVED, scans=FINE, noise=QUIET)
    _, voltage, current = scans_of(made)[0]
    gap = voltage[np.argmax(current)] - voltage[np.argmin(current)]
    assert gap == pytest.approx(0.0575, abs=2e-3)


def test_a_bound_couple_has_its_peak_at_its_potential_and_its_charge():
    made = voltammetry(1, cell=ONLY_BOUND, scans=FINE, noise=QUIET)
    for (time, voltage, current), truth in zip(scans_of(made), made.truth.scans, strict=True):
        half = len(time) // 2
        assert current.max() == pytest.approx(truth.bound_peak, rel=1e-3)
        assert voltage[np.argmax(current)] == pytest.approx(0.15, abs=1e-3)
        charge = np.trapezoid(current[: half + 1], time[: half + 1])
        assert charge == pytest.approx(96485.33212331001 * 1e-5 * 1e-4, rel=1e-3)
        assert truth.surface_share == 1


def test_powers_of_the_scan_rate():
    whole = voltammetry(1, noise=QUIET)
    rates = np.array([s.rate for s in whole.truth.scans])
    for name, power in (("bound_peak", 1.0), ("dissolved_peak", 0.5)):
        peaks = [getattr(s, name) for s in whole.truth.scans]
        assert np.polyfit(np.log(rates), np.log(peaks), 1)[0] == pytest.approx(power)
    shares = [s.surface_share for s in whole.truth.scans]
    assert (np.diff(shares) > 0).all()
    assert 0.02 < shares[0] < shares[-1] < 0.9


def test_the_parts_add_up_and_the_double_layer_is_a_constant():
    double = voltammetry(1, cell=VoltammetryCell(coverage=0, concentration=0), noise=QUIET)
    for (_, _, current), truth in zip(scans_of(double), double.truth.scans, strict=True):
        assert np.abs(current) == pytest.approx(double.truth.capacitance * truth.rate)
    whole, first, second = (
        np.array(voltammetry(1, cell=c, noise=QUIET).truth.exact_current)
        for c in (replace(ONLY_BOUND, concentration=0.1), ONLY_BOUND, ONLY_DISSOLVED)
    )
    assert whole == pytest.approx(first + second, rel=1e-9, abs=1e-16)


def test_seeds_repeat():
    one, again, other = (voltammetry(s).recording.current for s in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).all()


@pytest.mark.parametrize(
    ("make", "which"),
    [
        (lambda: VoltammetryCell(diffusivity=0), "diffusivity"),
        (lambda: VoltammetryCell(electrons=0), "electrons"),
        (lambda: TriangularScans(0.5, 0.0), "vertex"),
        (lambda: TriangularScans(rates=()), "rates"),
        (lambda: TriangularScans(rates=(0.0,)), "rates"),
    ],
)
def test_what_cannot_be_scanned_is_refused(make, which):
    with pytest.raises(InputError, match=which):
        make()
