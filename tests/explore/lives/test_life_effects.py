"""Effects: coverage of a known hazard, open ends, and papers as clusters."""

from math import inf

import numpy as np
import pytest
from scipy import stats
from simulated_lives import drawn_lives, made_design

from natria.explore.lives.effects import effects
from natria.explore.lives.laws import (
    COX,
    WEIBULL,
    drop_of,
    drop_of_many,
    drop_with_scatter,
    ensure_identified,
    separated,
)
from natria.explore.lives.likelihood import LikelihoodSettings, profile_end
from natria.quantity import ModelError

TRUE, SIGMA = np.array([0.4, 1.0]), 0.6


def covered(simulations, rows, seed):
    """Return how often the 95 % profile interval holds the truth: of both lives, then of both hazards."""
    random = np.random.default_rng(seed)
    hits = np.zeros(4)
    for _ in range(simulations):
        x = np.column_stack([random.normal(size=rows), np.arange(rows) % 3 == 0]).astype(float)
        low, high = drawn_lives(random, 6 + x @ TRUE, SIGMA, 500.0)
        design = made_design(low, high, x)
        for first, law, truth in ((0, WEIBULL, TRUE), (2, COX, -TRUE / SIGMA)):
            best = law.fit(design, None)
            for k in range(2):
                held, middle = law.held(design, k + law.first, best.at), float(best.at[k + law.first])
                ends = [profile_end(held, best.value, middle, sign, drop=drop_of(law, design)) for sign in (-1, 1)]
                hits[first + k] += ends[0] <= truth[k] <= ends[1]
    return hits / simulations


def test_intervals_hold_a_known_hazard():
    """40 drawings alone: 95 % is one to four misses, six or more are a chance of one in a hundred."""
    assert (covered(40, 80, 1) >= 0.86).all()


@pytest.mark.slow
def test_intervals_hold_a_known_hazard_19_times_in_20():
    """1500 drawings of 120 cells, about half of them stopped: the standard error of a coverage is 0.6 %."""
    assert covered(1500, 120, 2) == pytest.approx(0.95, abs=0.02)


def test_a_level_without_failures_has_no_estimate_and_one_end():
    x = np.repeat([0.0, 1.0], 10)[:, None]
    low = np.tile(np.arange(10.0, 20.0), 2)
    design = made_design(low, np.where(x[:, 0] == 0, low, inf), x)
    assert [column.name for column in separated(design)] == ["x0"]
    (effect,) = effects(design)
    assert effect.life is not None
    assert effect.hazard is not None
    assert effect.life.value == inf
    assert effect.life.ends[1] == inf
    assert effect.life.profile[0] > 1
    assert effect.hazard.value == 0
    assert effect.hazard.profile[0] == 0
    assert effect.hazard.profile[1] < 1


def test_the_end_beside_an_open_effect_has_the_likelihood_that_it_should():
    """Ten of ten fail before ten that run: ln L of no effect against ln L of any larger one is 1.92 at the end."""
    x = np.repeat([0.0, 1.0], 10)[:, None]
    low = np.tile(np.arange(10.0, 20.0), 2)
    design = made_design(low, np.where(x[:, 0] == 0, low, inf), x)
    held = COX.held(design, 0, None)
    (effect,) = effects(design)
    assert effect.hazard is not None
    end = float(np.log(effect.hazard.profile[1]))
    assert held(-30.0) - held(end) == pytest.approx(drop_of_many(10, 1), abs=5e-3)


def test_the_drop_of_many_failures_is_that_of_chi_squared():
    assert drop_of_many(7, 2) == pytest.approx(stats.chi2.ppf(0.95, 1) / 2)
    assert drop_with_scatter(10**6, 3) == pytest.approx(drop_of_many(7, 2), rel=1e-4)
    assert drop_with_scatter(4, 2) > 2 * drop_of_many(4, 2)


def test_the_drop_with_scatter_is_student_s_interval_of_a_mean():
    """n normal values: ln L, largest over sigma, falls by n/2 ln(1 + (mean - mu)^2/s^2), here at Student's ends."""
    values = np.random.default_rng(8).normal(size=6)
    half = stats.t.ppf(0.975, 5) * values.std(ddof=1) / np.sqrt(6)
    drop = 3 * np.log(((values - values.mean() - half) ** 2).sum() / ((values - values.mean()) ** 2).sum())
    assert drop_with_scatter(6, 1) == pytest.approx(drop)


def test_few_failures_have_intervals_that_are_wide_enough():
    """200 drawings of 12 cells, about 7 failures: 1.92 would hold the truth in nine of ten."""
    random = np.random.default_rng(9)
    hits = tried = 0
    while tried < 200:
        x = random.normal(size=(12, 1))
        low, high = drawn_lives(random, 6 + 0.4 * x[:, 0], SIGMA, 500.0)
        design = made_design(low, high, x)
        if design.failed.sum() < 4:
            continue
        tried += 1
        best = WEIBULL.fit(design, None)
        hits += best.value - WEIBULL.held(design, 1, best.at)(0.4) <= drop_of(WEIBULL, design)
    assert hits >= 0.93 * tried


def test_papers_that_share_their_luck_make_the_interval_of_rows_too_narrow():
    """A class of whole papers, as much scatter between papers as within: the profile misses, the hull does not."""
    random = np.random.default_rng(3)
    group = np.repeat(np.arange(14), 5)
    x = (group % 2 == 0).astype(float)[:, None]
    profile = hull = 0
    for _ in range(40):
        middle = 6 + x[:, 0] + SIGMA * random.normal(size=14)[group]
        design = made_design(*drawn_lives(random, middle, SIGMA, 800.0), x, group)
        (effect,) = effects(design)
        assert effect.life is not None
        low, high = effect.life.ends
        profile += effect.life.profile[0] <= np.e <= effect.life.profile[1]
        hull += low <= np.e <= high
    assert profile <= 0.87 * 40
    assert hull >= 0.9 * 40


def test_rows_that_are_written_twice_count_once_in_the_interval_of_papers():
    random = np.random.default_rng(4)
    x, group = random.normal(size=(60, 1)), np.arange(60) % 12
    low, high = drawn_lives(random, 6 + 0.5 * x[:, 0], SIGMA, 800.0)
    twice = [np.concatenate([one, one]) for one in (low, high, x, group)]
    (once,) = effects(made_design(low, high, x, group))
    (doubled,) = effects(made_design(*twice))
    assert once.life is not None
    assert doubled.life is not None
    spans = [np.log(one.profile[1] / one.profile[0]) for one in (once.life, doubled.life)]
    assert spans[0] / spans[1] == pytest.approx(np.sqrt(2), rel=0.03)
    assert doubled.life.clustered == pytest.approx(once.life.clustered, rel=1e-3)
    assert doubled.life.value == pytest.approx(once.life.value, rel=1e-3)


def test_an_effect_that_one_paper_holds_alone_has_no_ends():
    low, group = np.arange(10.0, 22.0), np.arange(12) // 3
    x = (group == 0).astype(float)[:, None]
    (effect,) = effects(made_design(low, low, x, group))
    assert effect.life is not None
    assert effect.life.profile[1] < inf
    assert effect.life.clustered == (0, inf)
    assert not effect.life.is_told


def test_too_few_failures_and_columns_that_follow_from_others_are_refused():
    low = np.arange(10.0, 20.0)
    few = made_design(low, np.where(np.arange(10) < 2, low, inf), low[:, None])
    with pytest.raises(ModelError, match="2 failures"):
        ensure_identified(few)
    twice = made_design(low, low, np.column_stack([low, 2 * low]))
    with pytest.raises(ModelError, match="x1"):
        ensure_identified(twice)
    assert effects(few)[0].life is None
    assert effects(few)[0].why_not


def test_settings_of_the_search_have_bounds():
    with pytest.raises(ModelError):
        LikelihoodSettings(tolerance=1.0)
    with pytest.raises(ModelError):
        LikelihoodSettings(most=200.0)
