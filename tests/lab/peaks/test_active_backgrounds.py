"""Backgrounds inside the fit, derivatives of the curve, weights of counts, reference positions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import cumulative_trapezoid

from natria.lab.peaks import METHODS, PeakGuess, active_background, fit_peaks, reference_lines, suggest
from natria.lab.peaks.lines import line, line_below
from natria.lab.peaks.parameters import PeakProblem
from natria.quantity import FitError

X = np.linspace(520, 545, 401)
GUESSES = (
    PeakGuess("a", 527.0, 1.0, 1.2, 9.34, 2 / 3, "all"),
    PeakGuess("b", 529.3, 1.0, 1.2, 9.34, 2 / 3, "all"),
    PeakGuess("c", 534.0, 1.0, 1.6),
)
VALUES = {"m": 0.3, "p0_x": 527.1, "p0_a": 60.0, "p0_w": 1.3, "p1_x": 529.2, "p1_a": 30.0}
VALUES |= {"p2_x": 534.1, "p2_a": 10.0, "p2_w": 1.5}


@pytest.mark.parametrize(
    ("kind", "more"), [("none", {}), ("linear", {"b0": 5.0, "b1": 2.0}), ("shirley", {"b0": 5.0, "s": 0.03})]
)
def test_derivatives_are_those_of_differences(kind, more):
    values = {**VALUES, **more}
    problem = PeakProblem(X, GUESSES, active_background(kind, X, line(X, 530, 2, 0.3)))
    slopes = problem.slopes(values)
    assert set(slopes) == set(values)
    for name, slope in slopes.items():
        step = 1e-5 * max(abs(values[name]), 1e-2)
        up, down = ({**values, name: values[name] + sign * step} for sign in (1, -1))
        expected = (problem.curve(up) - problem.curve(down)) / (2 * step)
        assert slope == pytest.approx(expected, rel=1e-3, abs=1e-5 * np.abs(expected).max())


@pytest.mark.parametrize("m", [0.0, 0.4, 1.0])
def test_what_lies_below_is_the_integral(m):
    wide = np.linspace(-4000, 4000, 800_001)
    whole = cumulative_trapezoid(line(wide, 1.0, 3.0, m), wide, initial=0) + line_below(wide[:1], 1.0, 3.0, m)
    assert line_below(wide, 1.0, 3.0, m) == pytest.approx(whole, abs=1e-5)


@pytest.mark.parametrize("kind", ["linear", "shirley", "spline"])
def test_an_active_background_comes_back(kind):
    pytest.importorskip("lmfit", reason="lmfit (extra peaks) is not installed")
    below = {"linear": 5 + 0.2 * (X - 520), "spline": 5 + 0.2 * (X - 520) + 0.01 * (X - 530) ** 2}
    peak = 50 * line(X, 532, 1.5, 0.2)
    true = below.get(kind, 5 + 0.1 * 50 * line_below(X, 532, 1.5, 0.2))
    background = active_background(kind, X, peak + true, (521, 525, 540, 544))
    found = fit_peaks(X, peak + true, background, [PeakGuess("a", 531.8, 1.0, 1.2)])
    assert found.background == pytest.approx(true, abs=0.02)
    assert found.peaks[0].area == pytest.approx(50, rel=2e-3)
    assert found.curve == pytest.approx(found.background + sum(found.lines))


def test_counts_weigh_by_their_root():
    """Two equal peaks on a low and a high background: of counts the one on the low background is known better."""
    pytest.importorskip("lmfit", reason="lmfit (extra peaks) is not installed")
    rng = np.random.default_rng(1)
    true = 100 + 4900 / (1 + np.exp(-(X - 533))) + 1000 * (line(X, 526, 1.5, 0) + line(X, 540, 1.5, 0))
    y = rng.poisson(true).astype(float)
    below = 100 + 4900 / (1 + np.exp(-(X - 533)))
    guesses = [PeakGuess(name, place, 1.0, 1.5) for name, place in (("low", 526.0), ("high", 540.0))]
    low, high = fit_peaks(X, y, below, guesses, lorentzian=0.0, counting=True).peaks
    same, other = fit_peaks(X, y, below, guesses, lorentzian=0.0).peaks
    assert high.area_std > 2 * low.area_std
    assert other.area_std == pytest.approx(same.area_std, rel=0.4)


def test_unknown_backgrounds_and_flat_spectra_are_refused():
    with pytest.raises(FitError, match="linear, shirley, spline, none"):
        active_background("parabola", X, X)
    with pytest.raises(FitError, match="two anchors"):
        active_background("spline", X, X, (530,))


def test_reference_lines_have_sources_and_ranges():
    lines = reference_lines()
    assert {one.term for one in lines} == {method.term for method in METHODS.values()}
    assert all(one.source and one.low <= one.high for one in lines)
    assert all(bool(one.nucleus) == (one.term == "nmr_shift") for one in lines)


def test_within_a_range_nothing_is_away_and_a_nucleus_counts():
    ev = METHODS["xps"].scale
    (found, *_) = suggest("binding_energy", 684.7 * ev, reference_lines())
    assert found.away == 0
    assert "fluorides" in found.of
    assert {one.of for one in suggest("nmr_shift", 0.0, reference_lines(), nucleus="31P")} == {"85 % H3PO4"}
