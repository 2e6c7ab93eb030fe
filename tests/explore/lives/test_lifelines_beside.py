"""The second way: the same rows by lifelines (MIT), and its numbers kept where it is not installed.

lifelines 0.30.3 brings pandas and formulaic, 90 MB: it is no dependency. Run with it on the path to renew the numbers.
"""

import numpy as np
import pytest
from simulated_lives import drawn_lives, made_design

from natria.explore.lives.effects import fits_without
from natria.explore.lives.laws import COX, WEIBULL

# by lifelines 0.30.3: coefficients of x0 and x1, and their standard errors with clusters
KEPT = {"weibull": (0.356065, 1.076680), "cox": (-0.537665, -1.638407), "robust": (0.104022, 0.323531)}
GROUPS = 40


def rows():
    random = np.random.default_rng(11)
    x = np.column_stack([random.normal(size=160), np.arange(160) % 3 == 0]).astype(float)
    group = np.arange(160) % GROUPS
    middle = 6 + x @ np.array([0.4, 1.0]) + 0.4 * random.normal(size=GROUPS)[group]
    low, high = drawn_lives(random, middle, 0.6, 600.0)
    return x, low, high, group


@pytest.fixture(scope="module")
def theirs():
    pytest.importorskip("lifelines", reason="lifelines is no dependency of natria; its numbers are in KEPT")
    import pandas as pd
    from lifelines import CoxPHFitter, WeibullAFTFitter

    x, low, high, group = rows()
    frame = pd.DataFrame({"t": low, "d": np.isfinite(high), "x0": x[:, 0], "x1": x[:, 1], "g": group})
    aft = WeibullAFTFitter(alpha=1e-12).fit(frame.drop(columns="g"), "t", "d")
    cox = CoxPHFitter().fit(frame.drop(columns="g"), "t", "d")
    robust = CoxPHFitter().fit(frame, "t", "d", cluster_col="g", robust=True)
    return {
        "weibull": tuple(aft.params_.loc["lambda_"][["x0", "x1"]]),
        "cox": tuple(cox.params_[["x0", "x1"]]),
        "robust": tuple(robust.standard_errors_[["x0", "x1"]]),
    }


def ours():
    x, low, high, group = rows()
    design = made_design(low, high, x, group)
    return design, WEIBULL.fit(design, None), COX.fit(design, None)


def test_what_is_kept_is_what_lifelines_gives(theirs):
    for name, numbers in theirs.items():
        assert KEPT[name] == pytest.approx(numbers, abs=2e-4), (name, numbers)


def test_coefficients_are_those_of_lifelines():
    _, weibull, cox = ours()
    assert weibull.at[1:3].tolist() == pytest.approx(KEPT["weibull"], abs=1e-3)  # noqa: PD008
    (b,) = (best.at.tolist() for best in (cox,))
    assert b == pytest.approx(KEPT["cox"], abs=1e-3)


def test_leaving_out_papers_gives_the_sandwich_of_lifelines():
    """The jackknife and the sandwich of Lin and Wei are one for many papers; with 40 it is 8 and 11 % wider."""
    design, _, cox = ours()
    others = np.array([found.at for _, _, found in fits_without(COX, design, cox)])
    spread = np.sqrt((GROUPS - 1) / GROUPS * ((others - others.mean(axis=0)) ** 2).sum(axis=0))
    assert spread == pytest.approx(KEPT["robust"], rel=0.15)
    assert (spread > KEPT["robust"]).all()
