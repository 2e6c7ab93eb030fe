"""Which first cycles are formation."""

from __future__ import annotations

import numpy as np
import pytest

from natria.lab.cycling.aurbach.settling import FEWEST, settled_from


@pytest.mark.parametrize("formation", [0, 1, 3, 6])
def test_cycles_below_the_settled_efficiency_are_formation(formation: int) -> None:
    scatter = 0.0005 * (-1.0) ** np.arange(20)
    values = 0.99 + scatter - np.r_[0.05 * 0.6 ** np.arange(formation), np.zeros(20 - formation)]
    assert settled_from(values, np.zeros(20)) == formation


def test_of_a_slow_change_most_cycles_stay() -> None:
    assert settled_from(np.linspace(0.97, 0.99, 30), np.zeros(30)) <= 30 // 4


def test_a_cell_that_settles_too_late_excludes_nothing() -> None:
    values = np.r_[np.linspace(0.5, 0.6, 14), [0.99] * 6]
    assert settled_from(values, np.zeros(20)) == 0


def test_the_error_of_a_cycle_widens_the_band() -> None:
    values = np.r_[0.985, [0.99] * 9]
    assert settled_from(values, np.zeros(10)) == 1
    assert settled_from(values, np.full(10, 0.002)) == 0


def test_few_cycles_exclude_nothing() -> None:
    assert settled_from(np.r_[0.5, [0.99] * (FEWEST - 2)], np.zeros(FEWEST - 1)) == 0
