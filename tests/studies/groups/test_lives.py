"""Lives of groups: censoring, median as a finding, tests against the first group."""

import numpy as np
import pytest
from group_cells import finding, made_cell
from leukaemia import PLACEBO, PLACEBO_FAILED, TREATED, TREATED_FAILED

from natria.quantity import evidence
from natria.studies.groups import compare_cells, steps


def group(name, hours, failed):
    return [
        made_cell(f"{name}{k}", life=(float(h), bool(f))) for k, (h, f) in enumerate(zip(hours, failed, strict=True))
    ]


@pytest.fixture(scope="module")
def leukaemia():
    treated, placebo = group("t", TREATED, TREATED_FAILED), group("p", PLACEBO, PLACEBO_FAILED)
    groups = {"placebo": [c.name for c in placebo], "treated": [c.name for c in treated]}
    (lives,) = compare_cells([*treated, *placebo], groups).lives
    return lives


def test_the_leukaemia_data_as_lives_of_cells(leukaemia):
    placebo, treated = leukaemia.groups
    assert (placebo.n, placebo.failures, treated.n, treated.failures) == (21, 21, 21, 9)
    assert placebo.median.value == 8 * 3600
    assert treated.median.value == 23 * 3600
    (test,) = leukaemia.tests
    assert (test.first, test.second) == ("placebo", "treated")
    assert test.test.chi2 == pytest.approx(16.79, abs=0.005)


def test_a_median_rests_on_all_lives_also_on_those_that_had_not_ended(leukaemia):
    assert len(evidence(leukaemia.groups[1].median)) == 21


def test_a_cell_that_lives_on_is_no_failure():
    cells = group("a", (10, 20, 30), (True, False, False))
    (lives,) = compare_cells(cells, {"a": [c.name for c in cells]}).lives
    assert lives.groups[0].failures == 1
    assert lives.groups[0].median is None


def test_a_critical_current_that_was_not_reached_is_a_life_in_current():
    cells = [made_cell("a", [finding("a", "critical_current_density", 8.0, bound="at least")])]
    cells.append(made_cell("b", [finding("b", "critical_current_density", 6.5, bound=(6.0, 7.0))]))
    result = compare_cells(cells, {"g": ["a", "b"]})
    (lives,) = result.lives
    assert lives.question.name == "critical_current_density"
    assert lives.groups[0].failed.tolist() == [False, True]
    assert result.numbers == ()


def test_an_efficiency_that_is_only_bounded_is_no_life():
    cells = [made_cell("a", [finding("a", "aurbach_efficiency", 0.98, bound="at least")])]
    result = compare_cells(cells, {"g": ["a"]})
    assert result.lives == ()
    assert result.numbers[0].groups[0].why_not


def test_critical_currents_that_were_all_reached_have_a_mean():
    cells = [
        made_cell(n, [finding(n, "critical_current_density", v, bound=(v - 1, v + 1))])
        for n, v in (("a", 8.0), ("b", 9.0))
    ]
    result = compare_cells(cells, {"g": ["a", "b"]})
    assert result.lives == ()
    assert result.numbers[0].groups[0].mean is not None


def test_a_cell_that_had_failed_from_the_beginning_has_failed():
    cells = [made_cell("a", [finding("a", "cycle_life", 1.0, bound="under")])]
    (lives,) = compare_cells(cells, {"g": ["a"]}).lives
    assert lives.groups[0].failures == 1


def test_the_corners_of_a_survival_curve():
    cells = group("a", (10, 20, 30), (True, True, False))
    (lives,) = compare_cells(cells, {"a": [c.name for c in cells]}).lives
    x, share = steps(lives.groups[0].curve, 30 * 3600.0)
    assert (x / 3600).tolist() == [0, 10, 10, 20, 20, 30]
    assert share == pytest.approx(np.array([1, 1, 2 / 3, 2 / 3, 1 / 3, 1 / 3]))
