"""Operations on lanes give in each lane what they give on one number, and no branch is taken by lanes that differ."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit
from numba.core.errors import TypingError

from natria.models.cell.lanes.choices import all_of, any_of, as_given, as_lanes, choose, empty_for
from natria.models.cell.lanes.vectors import LANES

SPECIAL = (0.0, -0.0, 1.0, -1.0, 0.5, 1e-300, 1e300, -1e300, np.inf, -np.inf, np.nan, 2.0**0.5)
ROWS = 24


@njit(error_model="numpy")
def operations(x, y, out):
    """For one number, or for lanes."""
    out[0], out[1], out[2], out[3] = x + y, x - y, x * y, x / y
    out[4], out[5], out[6], out[7] = -x, abs(x), np.sqrt(x), x**y
    out[8], out[9], out[10] = np.exp(x), np.expm1(x), np.log(x)
    out[11], out[12], out[13], out[14] = np.log1p(x), np.arcsinh(x), min(x, y), max(x, y)
    out[15], out[16], out[17] = 2 * x, 1.0 - y, 3.0
    out[18] = choose(x < y, x, 7.0)
    out[19] = choose((x <= y) & (y > 0.0), 1.0, y)
    out[20] = choose((x == y) | (x != x), x + 1.0, 0)  # noqa: PLR0124 - what is not a number
    out[21] = choose(np.isnan(x), 1.0, 0.0)
    total = 0.0
    for k in range(3):
        total += x * k
    out[22] = total
    some = empty_for(out, 2)
    some[1] = y
    out[23] = some[1]


@njit(error_model="numpy")
def on_lanes(x, y, out):
    operations(as_lanes(x)[0], as_lanes(y)[0], as_lanes(out))


def drawn(seed: int) -> np.ndarray:
    """Numbers of each lane: special ones among ordinary ones."""
    rng = np.random.default_rng(seed)
    return np.where(rng.random(LANES) < 0.5, rng.choice(SPECIAL, LANES), rng.normal(size=LANES) * 10.0)


@pytest.mark.slow
def test_each_lane_is_one_number():
    for seed in range(300):
        x, y, out, single = drawn(seed), drawn(seed + 1000), np.empty((ROWS, LANES)), np.empty(ROWS)
        on_lanes(x[None], y[None], out)
        for lane in range(LANES):
            operations(x[lane], y[lane], single)
            same = (out[:, lane] == single) | (np.isnan(out[:, lane]) & np.isnan(single))
            assert same.all(), (np.flatnonzero(~same), x[lane], y[lane])


@njit
def _counts(x):
    above = as_lanes(x)[0] > 0.0
    return all_of(above), any_of(above), any_of(above & ~above)


@pytest.mark.parametrize("many", [0, 1, LANES - 1, LANES])
def test_a_mask_says_whether_all_and_whether_any(many):
    x = np.where(np.arange(LANES) < many, 1.0, -1.0)[None]
    assert _counts(x) == (many == LANES, many > 0, False)


def test_a_branch_that_lanes_could_take_differently_does_not_compile():
    @njit
    def branch(x):
        return 1.0 if as_lanes(x)[0] > 0.0 else 2.0

    with pytest.raises(TypingError, match="LanesMask"):
        branch(np.ones((1, LANES)))


def test_what_is_read_decides_by_the_first_lane():
    @njit
    def branch(x):
        p = as_given(x)
        return int(p[0]) + (10 if p[0] == 1.0 else 0) + (100 if np.isnan(p[1]) else 0)

    assert branch(np.array([np.full(LANES, 1.0), np.full(LANES, np.nan)])) == 111
