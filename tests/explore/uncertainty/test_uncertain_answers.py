from math import sqrt

import numpy as np
import pytest

from natria.answers import Refuse
from natria.design import Case, Design
from natria.explore.uncertainty import UncertainAnswers, uncertain_answers
from natria.explore.uncertainty.drawn_answers import QUANTILES
from natria.quantity import InputError
from natria.studies import Studio

INPUTS = ("macmullin_number", "thickness", "ionic_conductivity")


@pytest.fixture(scope="module")
def design(kumar: Case) -> Design:
    return Studio(kumar).design("kumar2020/bpi")


@pytest.fixture(scope="module")
def product(design: Design) -> UncertainAnswers:
    """The resistance of a liquid in a separator is a product of lognormal inputs."""
    return uncertain_answers(design, ["area_resistance#separator"], 1024, 2)


def sizes(found: UncertainAnswers) -> dict[str, float]:
    return {path: next(one.u for one in found.drawn.listed if path in one.path) for path in INPUTS}


def test_a_product_of_lognormals_is_lognormal(product: UncertainAnswers) -> None:
    (one,) = product.answers
    sigma = sqrt(sum(u**2 for u in sizes(product).values()))
    assert np.log(one.answered).std() == pytest.approx(sigma, rel=0.03)
    assert np.median(one.answered) == pytest.approx(one.nominal.value, rel=0.02)
    low, high = (one.quantiles[QUANTILES.index(q)] for q in (0.05, 0.95))
    assert np.log(high / low) == pytest.approx(2 * 1.645 * sigma, rel=0.05)


def test_shares_are_those_of_the_squares(product: UncertainAnswers) -> None:
    (one,) = product.answers
    u = sizes(product)
    whole = sum(size**2 for size in u.values())
    assert one.matters is not None
    for n, path in enumerate(one.matters.paths):
        expected = next((size**2 / whole for name, size in u.items() if name in path), 0.0)
        assert one.matters.estimates["total"][n] == pytest.approx(expected, abs=0.05)
        assert one.matters.estimates["first"][n] == pytest.approx(expected, abs=0.08)


def test_one_seed_gives_the_same_draws(design: Design) -> None:
    first, again, other = (uncertain_answers(design, ["cell_overpotential"], 16, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.answers[0].draws, again.answers[0].draws)
    assert not np.array_equal(first.answers[0].draws, other.answers[0].draws)


def test_what_no_one_knows_is_listed_and_not_drawn(design: Design) -> None:
    found = uncertain_answers(design, ["cell_overpotential"], 16, 1)
    undrawn = {one.id for one in found.drawn.undrawn}
    assert undrawn
    assert not undrawn & {one.finding.id for one in found.drawn.listed}


def test_forms_that_refuse_are_listed(design: Design) -> None:
    found = uncertain_answers(design, ["critical_current_density"], 16, 1)
    assert [one.request.answerer for one in found.answers] == ["depletion_limit"]
    assert len(found.refused) > 3


def test_nothing_answered_is_refused(design: Design) -> None:
    with pytest.raises(Refuse):
        uncertain_answers(design, ["gap_crossing_time"], 16, 1)


def test_too_few_samples_are_refused(design: Design) -> None:
    with pytest.raises(InputError):
        uncertain_answers(design, ["cell_overpotential"], 2, 1)
