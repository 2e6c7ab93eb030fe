"""Draws of a mixed conductor: seeded, within the spreads of the design, and what is answered of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria import ask, load_case
from natria.quantity import Finding, ModelError, Question, Refused
from natria.record import Table, numbers
from natria.studies.interface.mixed_draws import (
    DRAWS,
    MIXED_DRAWS,
    MIXED_PROBABILITY,
    DrawSettings,
    draws_of,
    draws_table,
    shares_of_rows,
)

MEMBERS = 24
CELL = "lu2026/sfc-na"
FEW = replace(MIXED_DRAWS, run=lambda read: draws_table(read, DrawSettings(MEMBERS)))


def table_of(system: str, part: str) -> Table:
    return ask(FEW, load_case("lu2026").design(system), Question(DRAWS, f"{system}#{part}"))


@pytest.fixture(scope="module")
def table():
    return table_of(CELL, "mci")


def test_shares_add_up_and_probabilities_are_shares(table):
    draws = draws_of(table)
    np.testing.assert_allclose(draws.shares.sum(axis=1), 1, atol=1e-9)
    assert draws.shares.shape == (MEMBERS - draws.refused, 3)
    assert sum(draws.probability(place) for place in range(3)) <= 1
    assert draws.quantile(0, 0.025) <= draws.quantile(0, 0.975)


def test_the_layer_lies_amid_its_draws(table):
    draws = draws_of(table)
    ratio, thickness = draws.middle
    assert np.mean(np.log(draws.ratio / ratio)) == pytest.approx(0, abs=0.5)
    assert np.mean(np.log(draws.thickness / thickness)) == pytest.approx(0, abs=0.3)


def test_a_guess_of_the_conductivity_for_ions_spans_a_factor_of_ten(table):
    """The standard deviation of its logarithm is a decade, within three errors of that of so few draws."""
    ions = table.columns["interphase.mci.ionic_conductivity"].numbers[1:]
    assert np.std(np.log10(ions)) == pytest.approx(1, abs=3 / np.sqrt(2 * len(ions)))


def test_a_seed_gives_the_same_draws(table):
    np.testing.assert_array_equal(shares_of_rows(table_of(CELL, "mci")), shares_of_rows(table))


def test_every_input_of_the_table_is_moved(table):
    draws = draws_of(table)
    for word in ("exchange_current_top", "exchange_current_under", "nucleation_top", "thickness", "electronic"):
        assert any(word in name for name in draws.inputs)
    assert all(np.ptp(table.columns[name].numbers) > 0 for name in draws.inputs)
    assert len(draws.leading) == len(draws.inputs)
    assert all(abs(rank) <= 1 for _, rank in draws.leading)


def test_the_probability_is_an_answer_that_counts_the_solved_draws(table):
    """A draw without a solution is counted as such, and in nothing else."""
    design = load_case("lu2026").design(CELL)
    shares = {f"share_{place}": list(table.columns[f"share_{place}"].numbers) for place in ("top", "within", "under")}
    for column in shares.values():
        column[1] = float("nan")
    lost = replace(table, columns={**table.columns, **{name: numbers("1", one) for name, one in shares.items()}})
    found = {
        term: ask(MIXED_PROBABILITY, design, Question(term, f"{CELL}#mci"), of=lost)
        for term in MIXED_PROBABILITY.answers
    }
    assert all(isinstance(one, Finding) for one in found.values())
    assert found["refused_draws"].value == draws_of(table).refused + 1
    top = np.array(shares["share_top"][2:])
    assert found["top_plating_probability"].value == pytest.approx(np.mean(top > 0.5))
    assert found["plated_share_top_low"].value == pytest.approx(np.quantile(top, 0.025))


def test_an_insulator_plates_under_it():
    assert draws_of(table_of("lu2026/f-na", "ici")).probability(2) == 1


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ModelError):
        DrawSettings(0)
    assert isinstance(table_of(CELL, "gel"), Refused)
