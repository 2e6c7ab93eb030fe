"""Fractions of atoms and ratios of counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.depth import atomic_fractions, suppression
from natria.quantity import FitError

AREAS = st.dictionaries(
    st.sampled_from(["Na", "F", "Sb", "O", "C"]), st.tuples(st.floats(1, 1e6), st.floats(0.01, 10)), min_size=2
)
FACTORS = {"Na": 1.685, "F": 1.0, "Sb": 7.7, "O": 0.711, "C": 0.296}


@given(AREAS)
def test_fractions_add_up_to_one_and_keep_their_ratios(areas):
    found = atomic_fractions(areas, FACTORS)
    assert sum(one for one, _ in found.values()) == pytest.approx(1)
    first, second = [*areas][:2]
    ratio = areas[first][0] / FACTORS[first] / (areas[second][0] / FACTORS[second])
    assert found[first][0] / found[second][0] == pytest.approx(ratio)


def test_the_errors_are_those_of_drawn_areas():
    areas = {"Na": (4000.0, 80.0), "F": (900.0, 50.0), "O": (300.0, 40.0)}
    found, rng = atomic_fractions(areas, FACTORS), np.random.default_rng(0)
    drawn = {name: rng.normal(*one, 200_000) / FACTORS[name] for name, one in areas.items()}
    total = sum(drawn.values())
    for name, (value, std) in found.items():
        assert value == pytest.approx((drawn[name] / total).mean(), rel=2e-3)
        assert std == pytest.approx((drawn[name] / total).std(), rel=0.02)


def test_an_element_without_a_factor_is_refused():
    with pytest.raises(ValueError, match="no sensitivity factor above zero for Sb"):
        atomic_fractions({"Na": (1, 0.1), "Sb": (1, 0.1)}, {"Na": 1.7})


def test_a_ratio_of_counts_is_covered_by_its_interval():
    rng, inside = np.random.default_rng(3), 0
    for _ in range(2000):
        made = suppression(float(rng.poisson(40)), float(rng.poisson(400)), (float(rng.poisson(2e4)), 1e4))
        inside += made.interval[0] <= 0.05 <= made.interval[1]
    assert 0.93 <= inside / 2000 <= 0.97


def test_suppression_is_one_less_the_ratio():
    made = suppression(300, 1000)
    assert made.ratio == pytest.approx(0.3)
    assert made.share == pytest.approx(0.7)
    assert made.ratio_std == pytest.approx(0.3 * np.sqrt(1 / 300 + 1 / 1000))


def test_few_counts_are_refused():
    with pytest.raises(FitError, match="3 counts are too few"):
        suppression(3, 1000)
