"""The log-rank test: the leukaemia data, scipy, divisions counted by hand, and false alarms of few cells."""

from itertools import combinations

import numpy as np
import pytest
from leukaemia import PLACEBO, PLACEBO_FAILED, TREATED, TREATED_FAILED
from scipy import stats

from natria.studies.groups.log_rank import log_rank, smallest_p


def test_the_leukaemia_data():
    t = log_rank(TREATED, TREATED_FAILED, PLACEBO, PLACEBO_FAILED)
    assert t.observed == 9
    assert t.expected == pytest.approx(19.25, abs=0.005)
    assert t.chi2 == pytest.approx(16.79, abs=0.005)
    assert t.p == pytest.approx(4.17e-5, abs=1e-7)
    assert not t.exact  # too many divisions to count
    assert t.smallest is None


def right_censored(time, failed):
    return stats.CensoredData.right_censored(time, ~failed)


@pytest.mark.parametrize("seed", range(20))
def test_scipy_gives_the_same_chi_squared(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(1, 9, 6).astype(float), rng.integers(1, 9, 5).astype(float)
    fa, fb = rng.random(6) < 0.7, rng.random(5) < 0.7
    fa[0] = fb[0] = True
    a[0], b[0] = 1, 2
    ours, theirs = log_rank(a, fa, b, fb), stats.logrank(right_censored(a, fa), right_censored(b, fb))
    assert ours.chi2 == pytest.approx(theirs.statistic**2)
    assert ours.p_chi2 == pytest.approx(theirs.pvalue)


def test_three_against_three_wholly_apart_give_one_tenth():
    """Of the 20 divisions two are as clear as this one. The chi-squared distribution would say 0.025."""
    yes = np.ones(3, bool)
    t = log_rank(np.array([1.0, 2, 3]), yes, np.array([4.0, 5, 6]), yes)
    assert t.exact
    assert t.p == t.smallest == smallest_p(3, 3) == pytest.approx(0.1)
    assert t.p_chi2 == pytest.approx(0.0246, abs=1e-3)


def test_the_exact_p_is_the_share_of_divisions_counted_one_by_one():
    time = np.array([3.0, 5, 5, 8, 2, 9, 11])
    failed = np.array([True, True, False, True, True, False, True])

    def size(first):
        second = [k for k in range(7) if k not in first]
        t = log_rank(time[list(first)], failed[list(first)], time[second], failed[second])
        return abs(t.observed - t.expected)

    sizes = [size(first) for first in combinations(range(7), 3)]
    t = log_rank(time[:3], failed[:3], time[3:], failed[3:])
    assert t.p == pytest.approx(np.mean([s >= sizes[0] - 1e-9 for s in sizes]))


def test_without_failures_there_is_no_test():
    no = np.zeros(3, bool)
    assert log_rank(np.arange(1.0, 4), no, np.arange(4.0, 7), no) is None


def test_groups_of_different_size_have_one_clearest_division():
    assert smallest_p(4, 5) == pytest.approx(1 / 126)


@pytest.mark.slow
def test_false_alarms_are_no_more_than_the_p_value_says():
    rng = np.random.default_rng(5)
    p = []
    for _ in range(2000):
        time, ends = rng.weibull(1.5, 8), rng.uniform(0.3, 2.0, 8)
        seen, failed = np.minimum(time, ends), time <= ends
        t = log_rank(seen[:4], failed[:4], seen[4:], failed[4:])
        p.append(1.0 if t is None else t.p)
    assert np.mean(np.array(p) <= 0.05) <= 0.05 + 0.012  # three standard errors of 2,000 runs
