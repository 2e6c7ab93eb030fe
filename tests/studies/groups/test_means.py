"""Means of groups and their contrasts: scale, interval, ancestry, what has no mean."""

from math import exp, log

import numpy as np
import pytest
from group_cells import finding, made_cell
from scipy import stats

from natria.quantity import Fitted, dump, evidence, load
from natria.studies import standing_of
from natria.studies.groups.align import aligned
from natria.studies.groups.means import grouped_number

BARE, COATED = (0.050, 0.055, 0.061), (0.030, 0.028, 0.033, 0.036)


def number(name, *values, groups=("bare", "coated")):
    cells = {
        g: [made_cell(f"{g}{k}", [(name, v)]) for k, v in enumerate(vs)] for g, vs in zip(groups, values, strict=True)
    }
    (row,) = aligned(c for several in cells.values() for c in several)
    return grouped_number(row, {g: [c.name for c in several] for g, several in cells.items()})


def test_a_term_compared_by_ratio_is_averaged_as_logarithms():
    n = number("cell_overpotential", BARE, COATED)
    bare, coated = n.groups
    assert bare.mean.value == pytest.approx(stats.gmean(BARE))
    ends = stats.t.interval(0.95, 2, np.log(BARE).mean(), stats.sem(np.log(BARE)))
    assert bare.interval == pytest.approx(tuple(map(exp, ends)))
    assert bare.mean.std == pytest.approx(bare.mean.value * stats.sem(np.log(BARE)))
    assert bare.std == pytest.approx(bare.mean.value * np.std(np.log(BARE), ddof=1))
    (c,) = n.contrasts
    assert (c.first, c.second, c.scale) == ("bare", "coated", "ratio")
    assert c.value == pytest.approx(coated.mean.value / bare.mean.value)
    theirs = stats.ttest_ind(np.log(COATED), np.log(BARE), equal_var=False)
    assert c.p == pytest.approx(theirs.pvalue)
    assert c.interval == pytest.approx(tuple(map(exp, theirs.confidence_interval())))


def test_an_efficiency_is_averaged_as_it_stands():
    n = number("plating_stripping_efficiency", (0.985, 0.987, 0.990), (0.996, 0.997, 0.995))
    (c,) = n.contrasts
    assert c.scale == "difference"
    assert c.value == pytest.approx(0.996 - 0.98733333)
    assert n.groups[0].mean.std == pytest.approx(stats.sem([0.985, 0.987, 0.990]))


def test_the_unit_of_the_numbers_changes_no_ratio():
    one = number("cell_overpotential", BARE, COATED)
    times = number("cell_overpotential", [7 * v for v in BARE], [7 * v for v in COATED])
    assert one.contrasts[0].interval == pytest.approx(times.contrasts[0].interval)
    assert one.groups[0].interval == pytest.approx([v / 7 for v in times.groups[0].interval])


def test_a_zero_among_values_is_averaged_as_it_stands():
    n = number("nucleation_overpotential", (0.0, 0.01), (0.02, 0.03))
    assert n.contrasts[0].scale == "difference"


def test_the_mean_rests_on_every_file_and_is_a_measurement():
    mean = number("cell_overpotential", BARE, COATED).groups[0].mean
    assert isinstance(mean.origin, Fitted)
    assert evidence(mean) == {f"file:sha-bare{k}" for k in range(3)}
    assert standing_of(mean).word == "measurement"
    assert mean.question.of == "bare"
    assert load(dump([mean]))[mean.id] == mean


def test_a_bound_has_no_mean_and_says_whose_it_is():
    cells = [made_cell("a", [("cell_overpotential", 0.05)])]
    cells.append(made_cell("b", [finding("b", "cell_overpotential", 0.06, bound="at most")]))
    (row,) = aligned(cells)
    (group,) = grouped_number(row, {"bare": ["a", "b"]}).groups
    assert group.mean is None
    assert "b" in group.why_not


def test_a_range_enters_with_its_middle():
    cells = [
        made_cell(n, [finding(n, "critical_current_density", v, bound=(v - 0.5, v + 0.5))])
        for n, v in (("a", 8.5), ("b", 9.5))
    ]
    (row,) = aligned(cells)
    (group,) = grouped_number(row, {"bare": ["a", "b"]}).groups
    assert group.mean.value == pytest.approx(exp((log(8.5) + log(9.5)) / 2))
    assert group.mean.bound is None


def test_one_cell_against_several_has_a_ratio_and_no_interval():
    (c,) = number("cell_overpotential", (0.05,), COATED).contrasts
    assert c.interval is None
    assert c.p is None
    assert c.value == pytest.approx(stats.gmean(COATED) / 0.05)


def test_three_groups_are_each_compared_with_the_first():
    n = number("cell_overpotential", BARE, COATED, (0.02, 0.021), groups=("bare", "a", "b"))
    assert [(c.first, c.second) for c in n.contrasts] == [("bare", "a"), ("bare", "b")]
