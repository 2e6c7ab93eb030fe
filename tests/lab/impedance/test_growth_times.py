"""Onset and end of a growth: known truth, limits, and the posterior by plain loops."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from natria.lab.impedance.growth import growth_of
from natria.lab.impedance.growth_laws import FAMILIES, RiseLaw
from natria.quantity import FitError

HOUR = 3600.0
SHAPES = {
    "linear": lambda x: np.clip(x, 0, 1),
    "parabolic": lambda x: np.sqrt(np.clip(x, 0, 1)),
    "saturating": lambda x: 1 - np.exp(-3 * np.maximum(x, 0)),
    "power 0.4": lambda x: np.clip(x, 0, 1) ** 0.4,
    "Avrami 2.5": lambda x: 1 - np.exp(-3 * np.maximum(x, 0) ** 2.5),
    "logistic": lambda x: 1 / (1 + np.exp(-12 * (x - 0.5))),
}
AT = {  # x of 5 and 95 %
    "linear": (0.05, 0.95),
    "parabolic": (0.0025, 0.9025),
    "saturating": (0.0171, 0.9986),
    "power 0.4": (0.00056, 0.8797),
    "Avrami 2.5": (0.1964, 0.9994),
    "logistic": (0.2546, 0.7454),
}


def grown(shape, *, start=1.0, lasts=14.0, noise=0.01, seed=1, many=25):
    time = np.linspace(0, 24, many) * HOUR
    value = 0.1 + 0.9 * SHAPES[shape]((time / HOUR - start) / lasts)
    std = noise * value
    return time, value + std * np.random.default_rng(seed).standard_normal(many), np.diag(std**2)


@pytest.mark.parametrize("shape", SHAPES)
def test_onset_and_end_hold_the_truth(shape):
    growth = growth_of(*grown(shape))
    early, late = AT[shape]
    for found, x in ((growth.onset, early), (growth.end, late)):
        half = (found.high - found.low) / 2
        assert found.bound is None
        assert abs(found.time - (1 + 14 * x) * HOUR) < 2 * half
        assert found.low < found.time < found.high


@pytest.mark.parametrize(
    ("shape", "family", "exponent"),
    [("power 0.4", "power", 0.4), ("Avrami 2.5", "Avrami", 2.5), ("logistic", "logistic", 1.0)],
)
def test_an_exponent_between_those_tried_first_is_found(shape, family, exponent):
    growth = growth_of(*grown(shape, noise=0.003))
    assert not growth.is_unlike
    assert growth.law.family == family
    assert growth.law.exponent == pytest.approx(exponent, rel=0.05)


def test_the_laws_rise_from_none_to_all_and_have_an_inverse():
    for name, family in FAMILIES.items():
        for exponent in family.exponents:
            law, share = RiseLaw(name, float(exponent)), np.linspace(0.02, 0.9, 45)
            assert law.shape(np.array([-9.0, 0.0])) == pytest.approx(0, abs=1e-12 if name != "logistic" else 0.0101)
            assert law.shape(np.array([100.0])) == pytest.approx(1, abs=1e-7)
            assert law.shape(law.inverse(share)) == pytest.approx(share, abs=3e-3)


def test_a_growth_that_began_before_the_series_has_no_onset():
    growth = growth_of(*grown("parabolic", start=-2.0))
    assert growth.onset.bound == "at most"
    assert growth.end.bound is None


def test_a_growth_that_goes_on_has_no_end():
    growth = growth_of(*grown("parabolic", lasts=60.0))
    assert growth.end.bound == "at least"
    assert growth.end.time <= 24 * HOUR
    assert growth.onset.bound is None


@pytest.mark.parametrize("shape", ["none", "falling"])
def test_what_does_not_grow_has_no_times(shape):
    time, value, covariance = grown("parabolic")
    value = np.full_like(value, 2.0) + 0.01 * np.sin(time) if shape == "none" else 2 - value
    growth = growth_of(time, value, covariance)
    assert not growth.grows
    assert growth.onset is None


def test_without_a_law_no_time_is_known_better_than_the_spectra_are_apart():
    time = np.linspace(0, 24, 25) * HOUR
    value = 0.1 + 1 / (1 + np.exp(-(time / HOUR - 9) / 1.0)) + 0.05 * np.sin(time / HOUR)
    growth = growth_of(time, value, np.diag(np.full(25, 1e-4) ** 2))
    assert growth.is_unlike
    assert growth.onset.high - growth.onset.low >= HOUR * 0.999


def test_few_spectra_are_refused():
    with pytest.raises(FitError):
        growth_of(*grown("linear", many=5))


def test_the_posterior_is_that_of_plain_loops():
    """Every law and start one by one on even grids, by the normal equations."""
    time, value, covariance = grown("saturating", lasts=8.0, many=12, noise=0.02, seed=4)
    std = np.sqrt(np.diag(covariance))
    fractions = np.linspace(0, 8, 4001)
    starts = np.concatenate([-np.geomspace(24, 1e-2, 60), np.linspace(0, 5, 250)]) * HOUR
    lasts, weight = np.geomspace(0.22, 96, 150) * HOUR, 1 / std**2
    times, weights = [], []
    for shape, start, width in (
        (partial(family.shape, exponent=exponent), start, width)
        for family in FAMILIES.values()
        for exponent in np.exp(np.linspace(*np.log(family.ends), 25)[1::2])  # the middles of 12 even cells
        for start, width in zip(starts, np.gradient(starts), strict=True)
    ):
        s = shape((time - start) / lasts[:, None])
        one, mean, square = weight.sum(), s @ weight, s**2 @ weight
        with_y, total = s @ (weight * value), weight @ value
        determinant = np.maximum(one * square - mean**2, 1e-9 * one**2)
        a, c = (square * total - mean * with_y) / determinant, (one * with_y - mean * total) / determinant
        chi = ((value - a[:, None] - c[:, None] * s) ** 2) @ weight
        times.append(start + lasts * np.interp(0.95, shape(fractions), fractions))
        weights.append(width * np.exp(-chi / 2))
    times, weights = np.concatenate(times), np.concatenate(weights)
    order = np.argsort(times)
    share = np.cumsum(weights[order])
    low, middle, high = np.interp([0.025, 0.5, 0.975], share / share[-1], times[order])
    end = growth_of(time, value, covariance).end
    near = 0.2 * (high - low)
    assert end.time == pytest.approx(middle, abs=near)
    assert (end.low, end.high) == pytest.approx((low, high), abs=near)
