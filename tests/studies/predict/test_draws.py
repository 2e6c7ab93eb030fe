"""Draws of inputs: columns, spaces, and fits that are drawn from their covariance."""

from __future__ import annotations

import numpy as np
import pytest

from natria.quantity import Assumed, Computed, Finding, Fit, Fitted, Measured, Question
from natria.studies.predict.draws import Draws, inputs_of

COVARIANCE = ((4e-4, 3e-4), (3e-4, 9e-4))


def of_fit(covariance=COVARIANCE):
    """An answer from two numbers of one fit to a recording, and from an assumption."""
    datum = Finding(Question("cell_overpotential", "lab/a"), 0.05, Measured("a.csv", "0" * 64, "read", ()), 0.001)
    fit = Fit("cell", 1, (datum,), (), ("i0", "sigma"), (1.0, 0.1), covariance, "least squares")
    fitted = [
        Finding(Question(name, "fit 'a'"), value, Fitted(fit, parameter))
        for name, parameter, value in (("exchange_current_density", "i0", 1.0), ("ionic_conductivity", "sigma", 0.1))
    ]
    guess = Finding(Question("layer_thickness", "lab/a"), 1e-6, Assumed("seen", "guess"), 5e-7)
    return Finding(Question("cell_overpotential", "lab/a"), 0.1, Computed("toy", 1, (*fitted, guess))), fitted, guess


def moved(members, **more):
    answer, fitted, guess = of_fit(**more)
    inputs, draws = inputs_of(answer, (), of_paper=False), Draws(members, 3)
    draws.take(inputs)
    rows = [draws.moved(inputs, row) for row in draws.normal()]
    return inputs, fitted, guess, rows


def test_a_fit_that_cannot_be_made_again_is_drawn_from_its_covariance():
    inputs, fitted, guess, rows = moved(4096)
    assert [len(block.findings) for block in inputs.blocks] == [2]
    logs = np.log([[row[one.id] / one.value for one in fitted] for row in rows])
    wanted = np.array(COVARIANCE) / np.outer((1.0, 0.1), (1.0, 0.1))
    assert np.cov(logs.T) == pytest.approx(wanted, rel=0.03)
    alone = np.log([row[guess.id] / guess.value for row in rows])
    assert np.mean(alone) == pytest.approx(0.0, abs=0.01)
    assert np.std(alone) == pytest.approx(np.sqrt(np.log1p(0.25)), rel=0.02)


def test_without_a_covariance_its_data_are_all_that_is_moved():
    inputs, fitted, _, rows = moved(16, covariance=None)
    assert inputs.blocks == ()
    assert not {one.id for one in fitted} & set(rows[0])


def test_an_input_has_one_column_everywhere():
    answer, _, guess = of_fit()
    draws = Draws(64, 1)
    for _ in range(2):
        draws.take(inputs_of(answer, (), of_paper=False))
    assert len(draws.columns) == len(set(draws.columns.values()))
    assert guess.id in draws.columns
    assert draws.normal().shape == (64, len(draws.columns))


@pytest.mark.parametrize("members", [16, 100, 1000])
def test_normal_numbers_are_seeded_and_spread_evenly(members):
    draws = Draws(members, 9, {"a": 0, "b": 1})
    normal = draws.normal()
    assert np.array_equal(normal, Draws(members, 9, {"a": 0, "b": 1}).normal())
    assert np.abs(normal.mean(axis=0)).max() < 3 / members**0.5
    assert not np.array_equal(normal, Draws(members, 10, {"a": 0, "b": 1}).normal())
