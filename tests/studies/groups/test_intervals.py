"""Student's and Welch's intervals, against textbook data, scipy, and simulated samples."""

import numpy as np
import pytest
from scipy import stats

from natria.studies.groups.intervals import mean_interval, welch_interval

# Student's own example (1908): additional hours of sleep by two soporifics, ten patients each.
SLEEP_1 = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SLEEP_2 = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_the_sleep_data_of_student():
    w = welch_interval(SLEEP_1, SLEEP_2)
    assert w.difference == pytest.approx(1.58)
    assert w.freedom == pytest.approx(17.776, abs=1e-3)
    assert w.p == pytest.approx(0.07939, abs=1e-5)
    assert w.ends == pytest.approx((-0.2054832, 3.3654832), abs=1e-6)  # as R prints it


def test_the_mean_of_the_sleep_data():
    m = mean_interval(SLEEP_2)
    assert (m.mean, m.std) == pytest.approx((2.33, 2.002249), abs=1e-6)
    assert m.ends == pytest.approx((0.8976775, 3.7623225), abs=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_scipy_gives_the_same(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(3, 1, rng.integers(2, 9)), rng.normal(4, 3, rng.integers(2, 9))
    w, theirs = welch_interval(a, b), stats.ttest_ind(b, a, equal_var=False)
    assert w.p == pytest.approx(theirs.pvalue)
    assert w.freedom == pytest.approx(theirs.df)
    assert w.ends == pytest.approx(tuple(theirs.confidence_interval()))
    assert mean_interval(a).ends == pytest.approx(stats.t.interval(0.95, len(a) - 1, a.mean(), stats.sem(a)))


def test_one_value_has_no_spread():
    m = mean_interval(np.array([2.0]))
    assert (m.n, m.mean, m.std, m.half) == (1, 2.0, None, None)
    assert welch_interval(np.array([2.0]), SLEEP_1).ends is None


def test_equal_values_have_no_interval():
    same = np.full(4, 0.1 + 0.2)
    assert mean_interval(same).ends is None
    assert welch_interval(same, same).ends is None
    assert welch_interval(same, SLEEP_1).ends is not None  # the scatter of one group is enough


@pytest.mark.slow
@pytest.mark.parametrize(("n", "m", "ratio"), [(3, 3, 1.0), (4, 6, 2.0), (5, 5, 0.3), (8, 3, 1.0)])
def test_the_interval_holds_the_truth_as_often_as_it_says(n, m, ratio):
    """Of 20,000 pairs of normal samples; Welch's interval is approximate, and errs on the safe side for few values."""
    rng = np.random.default_rng(n + 10 * m)
    hits = 0
    runs = 20_000
    for _ in range(runs):
        low, high = welch_interval(rng.normal(0, 1, n), rng.normal(1, ratio, m)).ends
        hits += low <= 1 <= high
    assert 0.935 <= hits / runs <= 0.985
