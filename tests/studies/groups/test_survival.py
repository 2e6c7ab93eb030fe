"""Kaplan-Meier, against the leukaemia data of Freireich et al. (Blood 21, 1963) and against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from leukaemia import PLACEBO, PLACEBO_FAILED, TREATED, TREATED_FAILED
from scipy import stats

from natria.studies.groups.survival import survival


def test_the_treated_patients_of_freireich():
    """Shares as in Kalbfleisch and Prentice; the interval of the median by log(-log) as SAS prints it."""
    s = survival(TREATED, TREATED_FAILED)
    assert s.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert s.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert s.share == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert s.median == 23
    assert s.median_interval == (13, None)


def test_the_placebo_patients_of_freireich():
    s = survival(PLACEBO, PLACEBO_FAILED)
    assert s.median == 8
    assert s.median_interval == (4, 11)
    assert s.share[-1] == 0
    assert np.isnan(s.low[-1])


LIVES = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=2, max_size=15)


@given(LIVES)
def test_scipy_gives_the_same(lives):
    time, failed = np.array([t for t, _ in lives], float), np.array([f for _, f in lives])
    ours, theirs = survival(time, failed), stats.ecdf(stats.CensoredData.right_censored(time, ~failed)).sf
    assert ours.share == pytest.approx(theirs.evaluate(ours.time))


def test_the_interval_is_that_of_scipy():
    ours = survival(TREATED, TREATED_FAILED)
    theirs = stats.ecdf(stats.CensoredData.right_censored(TREATED, ~TREATED_FAILED)).sf.confidence_interval(
        method="log-log"
    )
    assert ours.low == pytest.approx(theirs.low.evaluate(ours.time))
    assert ours.high == pytest.approx(theirs.high.evaluate(ours.time))


def test_a_record_that_ends_when_another_cell_fails_still_ran_then():
    s = survival(np.array([5.0, 5.0, 9.0]), np.array([True, False, True]))
    assert s.at_risk.tolist() == [3, 1]


def test_without_a_failure_there_is_no_median():
    s = survival(np.array([10.0, 20.0]), np.array([False, False]))
    assert s.median is None
    assert len(s.time) == 0
