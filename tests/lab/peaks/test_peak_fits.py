"""Fits of peaks: known truth, constraints, errors."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import curve_fit
from scipy.stats import cauchy, norm

from natria.lab.peaks import PeakGuess, background_of, fit_peaks, mean_of, shares_of
from natria.lab.peaks.lines import line
from natria.quantity import FitError

pytest.importorskip("lmfit", reason="lmfit (extra peaks) is not installed")
X = np.linspace(522, 546, 481)
SIGMA = 1 / np.sqrt(8 * np.log(2))


def pseudo_voigt(x, place, width, m):
    """Return the line from distributions of SciPy, apart from the fitted function."""
    return (1 - m) * norm.pdf(x, place, width * SIGMA) + m * cauchy.pdf(x, place, width / 2)


def doublet(x, place, area, width=1.2, m=0.3):
    """Return Sb 3d: two lines 9.34 eV apart, of areas 3 to 2."""
    return area * (0.6 * pseudo_voigt(x, place, width, m) + 0.4 * pseudo_voigt(x, place + 9.34, width, m))


def guesses(off=0.0, group="all"):
    return [
        PeakGuess("Na3Sb", 527.0 + off, 1.0, 1.4, 9.34, 2 / 3, group),
        PeakGuess("Sb2S3", 529.4 - off, 1.0, 1.4, 9.34, 2 / 3, group),
    ]


def made(rng, noise, apart=2.2):
    return 10 + doublet(X, 527.1, 60) + doublet(X, 527.1 + apart, 30) + rng.normal(0, noise, len(X))


@pytest.mark.parametrize("m", [0.0, 0.4, 1.0])
def test_a_line_has_an_area_of_one_and_its_width(m):
    assert line(np.array([3.0]), 3.0, 2.0, m) == pytest.approx(pseudo_voigt(np.array([3.0]), 3.0, 2.0, m))
    assert 2 * line(np.array([4.0]), 3.0, 2.0, m) == pytest.approx(line(np.array([3.0]), 3.0, 2.0, m))
    parts = (-2000, -5, 0, 5, 2000)
    area = sum(quad(lambda x: float(line(np.array([x]), 0, 1, m)[0]), *ends, limit=200)[0] for ends in pairwise(parts))
    assert area == pytest.approx(1, abs=4e-4)


def test_two_doublets_without_noise_come_back():
    found = fit_peaks(X, made(np.random.default_rng(0), 0.0), np.full(len(X), 10.0), guesses(0.2))
    assert [one.area for one in found.peaks] == pytest.approx([60, 30], rel=1e-5)
    assert [one.place for one in found.peaks] == pytest.approx([527.1, 529.3], abs=1e-6)
    assert found.lorentzian == pytest.approx(0.3, abs=1e-5)
    assert found.at_limits == ()


def test_errors_are_those_of_curve_fit():
    """The same problem by SciPy's `curve_fit`, with the doublets written out."""
    y = made(np.random.default_rng(4), 0.4)
    found = fit_peaks(X, y, np.full(len(X), 10.0), guesses())
    model = lambda x, a, b, p, q, w, m: 10 + doublet(x, p, a, w, m) + doublet(x, q, b, w, m)  # noqa: E731
    best, covariance = curve_fit(model, X, y, [50, 20, 527, 529, 1, 0.5])
    assert [one.area for one in found.peaks] == pytest.approx(best[:2], rel=1e-3)
    assert [one.area_std for one in found.peaks] == pytest.approx(np.sqrt(np.diag(covariance)[:2]), rel=0.03)
    assert found.covariance[0, 1] == pytest.approx(covariance[0, 1], rel=0.05)
    assert found.peaks[0].place_std == pytest.approx(np.sqrt(covariance[2, 2]), rel=0.03)


def coverage(noise, runs, rng):
    inside = 0
    for _ in range(runs):
        shares, covariance = shares_of(fit_peaks(X, made(rng, noise), np.full(len(X), 10.0), guesses()))
        inside += abs(shares["Na3Sb"] - 2 / 3) <= 1.959964 * np.sqrt(covariance[0, 0])
    return inside / runs


def test_the_share_is_covered_by_its_error():
    assert 0.85 <= coverage(1.0, 40, np.random.default_rng(1)) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("noise", [0.3, 1.0, 3.0])
def test_the_coverage_is_that_of_95_percent(noise):
    assert 0.93 <= coverage(noise, 1500, np.random.default_rng(2)) <= 0.97


def test_shares_keep_the_ratio_of_areas_over_their_factors():
    found = fit_peaks(X, made(np.random.default_rng(0), 0.0), np.full(len(X), 10.0), guesses())
    shares, covariance = shares_of(found, {"Na3Sb": 2.0})
    assert shares["Na3Sb"] == pytest.approx(0.5, abs=1e-4)
    assert covariance.sum() == pytest.approx(0, abs=1e-12)  # they add up to one
    value, std = mean_of(shares, covariance, {"Na3Sb": 0, "Sb2S3": 2})
    assert value == pytest.approx(1, abs=1e-3)
    assert std == pytest.approx(2 * np.sqrt(covariance[1, 1]))


def test_too_many_parameters_are_refused():
    with pytest.raises(FitError, match="5 readings for"):
        fit_peaks(X[:5], X[:5], 0 * X[:5], guesses())


def test_peaks_that_are_one_are_refused():
    same = [PeakGuess(name, 527.1, 1e-9, 1.2, width_group="all") for name in ("a", "b")]
    y = 60 * pseudo_voigt(X, 527.1, 1.2, 0.0) + np.random.default_rng(0).normal(0, 0.5, len(X))
    with pytest.raises(FitError, match="do not tell them apart"):
        fit_peaks(X, y, 0 * X, same)


@pytest.mark.parametrize("kind", ["linear", "shirley", "spline"])
def test_a_background_below_no_step_is_flat(kind):
    y = 5 + 40 * pseudo_voigt(X, 534, 1.5, 0)
    assert background_of(kind, X, y, (523, 528, 540, 545)) == pytest.approx(5, abs=0.05)


@pytest.mark.parametrize("falls", [False, True])
def test_the_background_of_shirley_rises_with_the_peak_area(falls):
    peak = 40 * pseudo_voigt(X, 534, 1.5, 0)
    step = norm.cdf(X, 534, 1.5 * SIGMA)
    true = 5 + 8 * (1 - step if falls else step)
    assert background_of("shirley", X, peak + true) == pytest.approx(true, abs=0.05)


def test_a_background_that_cannot_be_is_refused():
    with pytest.raises(FitError, match="no peak above it"):
        background_of("shirley", X, 10 - 5 * pseudo_voigt(X, 534, 1.5, 0) + 0.01 * X)
    with pytest.raises(FitError, match="linear, shirley, spline, none"):
        background_of("parabola", X, X)
    with pytest.raises(FitError, match="two anchors"):
        background_of("spline", X, X, (530,))
