"""Draws of a mixed conductor: seeded, within the spreads of the design, and what they follow."""

from __future__ import annotations

import numpy as np
import pytest

from natria import load_case
from natria.quantity import InputError, ModelError
from natria.studies.interface.mixed_draws import mixed_draws

MEMBERS = 24


@pytest.fixture(scope="module")
def draws():
    return mixed_draws(load_case("lu2026").design("lu2026/sfc-na"), "mci", MEMBERS)


def test_shares_add_up_and_probabilities_are_shares(draws):
    np.testing.assert_allclose(draws.shares.sum(axis=1), 1, atol=1e-9)
    assert draws.shares.shape == (MEMBERS - draws.refused, 3)
    assert sum(draws.probability(place) for place in range(3)) <= 1
    low, middle, high = draws.ends(0)
    assert low <= middle <= high


def test_the_layer_lies_amid_its_draws(draws):
    ratio, thickness = draws.middle
    assert np.exp(np.mean(np.log(draws.ratio))) == pytest.approx(ratio, rel=0.3)
    assert np.exp(np.mean(np.log(draws.thickness))) == pytest.approx(thickness, rel=0.3)


def test_a_seed_gives_the_same_draws(draws):
    again = mixed_draws(load_case("lu2026").design("lu2026/sfc-na"), "mci", MEMBERS)
    np.testing.assert_array_equal(again.shares, draws.shares)


def test_every_input_of_the_table_is_moved(draws):
    names = " ".join(draws.inputs)
    for word in ("exchange_current_top", "exchange_current_under", "nucleation_top", "thickness", "electronic"):
        assert word in names
    assert len(draws.leading) == len(draws.inputs)
    assert all(abs(rank) <= 1 for _, rank in draws.leading)


def test_an_insulator_plates_under_it():
    found = mixed_draws(load_case("lu2026").design("lu2026/f-na"), "ici", 8)
    assert found.probability(2) == 1


def test_what_cannot_be_drawn_is_refused():
    design = load_case("lu2026").design("lu2026/sfc-na")
    with pytest.raises(ModelError):
        mixed_draws(design, "mci", 0)
    with pytest.raises(InputError):
        mixed_draws(design, "gel", 2)
