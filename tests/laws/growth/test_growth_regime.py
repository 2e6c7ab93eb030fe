"""Which law measured thicknesses follow: the right one wins where the points can tell, and nothing is decided else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.laws import GROWTH_LAWS, rank_growth_laws

LAWS = {  # parameters of layers that reach some hundred nanometres within two days
    "linear": (1e-12,),
    "parabolic": (1e-18,),
    "power": (1e-9, 0.3),
    "logarithmic": (5e-8, 600.0),
    "self-limiting": (3e-7, 2e4),
}
TIMES = np.geomspace(60.0, 1.8e5, 12)


def measured(law, times=TIMES, noise=0.03, seed=7):
    """Thicknesses by a law with a relative scatter, and the standard deviation of each."""
    true = GROWTH_LAWS[law].thickness(times, *LAWS[law])
    return true * (1 + noise * np.random.default_rng(seed).standard_normal(len(times))), noise * true


@pytest.mark.parametrize("law", LAWS)
def test_the_law_that_made_the_points_wins(law):
    thickness, std = measured(law)
    best, *others = rank_growth_laws(TIMES, thickness, std)
    assert (best.law, best.decided, best.reason) == (law, True, "")
    assert best.parameters == pytest.approx(LAWS[law], rel=0.2)
    assert not any(other.decided for other in others)


@pytest.mark.parametrize("law", LAWS)
def test_points_without_scatter_give_the_parameters_back(law):
    exact = GROWTH_LAWS[law].thickness(TIMES, *LAWS[law])
    best = rank_growth_laws(TIMES, exact, 0.01 * exact)[0]
    assert best.law == law
    assert best.parameters == pytest.approx(LAWS[law], rel=1e-4)
    assert best.residual < 1e-4 * exact.max()


@pytest.mark.parametrize("given_std", [True, False])
@pytest.mark.parametrize("law", LAWS)
def test_the_right_law_wins_often_and_a_wrong_one_is_decided_hardly_ever(law, given_std):
    """Straight lines are decided only about every second time: scatter looks like a slight bend to three other laws."""
    true = GROWTH_LAWS[law].thickness(TIMES, *LAWS[law])
    std = 0.03 * true if given_std else np.full(len(TIMES), 0.02 * true.max())
    scatters = [std * np.random.default_rng(seed).standard_normal(len(TIMES)) for seed in range(12)]
    best = [rank_growth_laws(TIMES, true + one, std if given_std else None)[0] for one in scatters]
    assert sum(rank.law == law for rank in best) >= 9
    assert sum(rank.law == law and rank.decided for rank in best) >= 5
    assert sum(rank.law != law and rank.decided for rank in best) <= 1


# --- what cannot be decided


def test_two_points_cannot_decide():
    ranks = rank_growth_laws([30.0, 300.0], [3e-6, 35e-6], 1e-6)
    assert not any(rank.decided for rank in ranks)
    assert [rank.law for rank in ranks[:2]] == ["linear", "parabolic"]  # 3 um in 30 s, 35 um in 300 s
    assert {rank.law for rank in ranks if rank.parameters is None} == {"power", "logarithmic", "self-limiting"}
    assert all("2 parameters" in rank.reason for rank in ranks[2:])
    assert ranks[0].reason == "too few points to weigh the law"
    assert all(rank.weight is None for rank in ranks)


def test_one_point_fits_no_law():
    ranks = rank_growth_laws(30.0, 3e-6)
    assert all(rank.parameters is None and rank.residual is None and rank.reason for rank in ranks)


def test_measuring_again_at_the_same_times_does_not_tell_of_the_law():
    times = np.repeat([30.0, 300.0], 20)
    ranks = rank_growth_laws(times, 1e-7 * times * (1 + 0.01 * np.random.default_rng(1).standard_normal(40)))
    assert not any(rank.decided for rank in ranks)
    assert {rank.law for rank in ranks if rank.parameters is None} == {"power", "logarithmic", "self-limiting"}


@pytest.mark.parametrize("seed", range(5))
def test_a_short_window_cannot_tell_a_logarithm_from_a_parabola(seed):
    def ranked(times):
        ranks = rank_growth_laws(times, *measured("logarithmic", times, seed=seed))
        residuals = {rank.law: rank.residual for rank in ranks}
        return ranks[0], residuals["parabolic"] / residuals["logarithmic"]

    best, worse = ranked(np.linspace(1200.0, 2400.0, 12))  # where the slope of ln h over ln t is one half
    assert not best.decided
    assert worse == pytest.approx(1.0, abs=0.2)
    best, worse = ranked(TIMES)
    assert best.law == "logarithmic"
    assert worse > 3


def test_few_points_do_not_decide_by_counting_parameters():
    """Five points on a logarithm: AICc without a known scatter asks 18 more of a second parameter."""
    times = np.geomspace(60.0, 3e4, 5)
    true = GROWTH_LAWS["logarithmic"].thickness(times, *LAWS["logarithmic"])
    scatter = 0.05 * true.max() * np.array([1.0, -1.0, 0.5, 1.0, -1.0])
    best, *others = rank_growth_laws(times, true + scatter)
    assert best.law == "parabolic"
    assert best.weight > 0.9
    assert any(other.residual < best.residual for other in others)
    assert not best.decided
    assert "loses only by its parameters" in best.reason


def test_points_that_no_law_describes_are_decided_for_none():
    thickness, std = measured("parabolic")
    wavy = thickness * (1 + 0.3 * (-1.0) ** np.arange(len(TIMES)))
    best = rank_growth_laws(TIMES, wavy, std)[0]
    assert not best.decided


def test_a_law_that_is_best_and_still_does_not_describe_the_points_says_so():
    thickness, std = measured("self-limiting")
    best = rank_growth_laws(TIMES, thickness, std / 5)[0]
    assert best.law == "self-limiting"
    assert not best.decided
    assert best.reason == "no law describes the points within their standard deviations"


def test_a_layer_that_had_ended_before_it_was_first_measured_has_no_law():
    thickness = 1e-7 * (1 + 0.01 * np.random.default_rng(3).standard_normal(len(TIMES)))
    best = rank_growth_laws(TIMES, thickness, 1e-9)[0]
    assert not best.decided


# --- the ranks themselves


def test_a_law_that_has_come_down_to_a_simpler_one_is_no_rival():
    _, std = measured("linear", noise=0.02)
    exact = GROWTH_LAWS["linear"].thickness(TIMES, *LAWS["linear"])
    ranks = {rank.law: rank for rank in rank_growth_laws(TIMES, exact, std)}
    for law in ("power", "logarithmic", "self-limiting"):
        assert ranks[law].reason == "has come down to the linear law"
        assert ranks[law].weight is None
    assert ranks["power"].parameters[1] == pytest.approx(1.0, abs=1e-6)
    assert ranks["linear"].decided


@settings(max_examples=15)
@given(st.sampled_from(sorted(LAWS)), st.integers(0, 10**6), st.floats(0.01, 0.3))
def test_weights_share_one_and_fall_down_the_ranks(law, seed, noise):
    ranks = rank_growth_laws(TIMES, *measured(law, noise=noise, seed=seed))
    assert {rank.law for rank in ranks} == set(LAWS)
    weights = [rank.weight for rank in ranks if rank.weight is not None]
    assert sum(weights) == pytest.approx(1.0, rel=1e-9)
    assert weights == sorted(weights, reverse=True)
    assert [rank.weight for rank in ranks[: len(weights)]] == weights
    assert not ranks[0].decided or weights[0] > 0.9


@settings(max_examples=10)
@given(st.sampled_from(sorted(LAWS)), st.integers(0, 10**6))
def test_the_units_of_length_and_the_order_of_the_points_do_not_matter(law, seed):
    thickness, std = measured(law, seed=seed)
    order = np.random.default_rng(seed).permutation(len(TIMES))
    here = rank_growth_laws(TIMES, thickness, std)
    there = rank_growth_laws(TIMES[order], 10 * thickness[order], 10 * std[order])
    assert [rank.law for rank in here if rank.weight] == [rank.law for rank in there if rank.weight]
    assert here[0].aicc == pytest.approx(there[0].aicc, abs=1e-4)
    assert there[0].residual == pytest.approx(10 * here[0].residual, rel=1e-4)


def test_the_residual_is_the_root_mean_square_deviation():
    thickness, std = measured("parabolic")
    (parabolic,) = (r for r in rank_growth_laws(TIMES, thickness, std) if r.law == "parabolic")
    deviation = thickness - np.sqrt(parabolic.parameters[0] * TIMES)
    assert parabolic.residual == pytest.approx(np.sqrt(np.mean(deviation**2)), rel=1e-9)


def test_the_linear_fit_is_the_weighted_mean_of_the_rates():
    """A relative scatter weighs every h/t the same."""
    thickness, _ = measured("linear")
    (linear,) = (r for r in rank_growth_laws(TIMES, thickness, 0.03 * TIMES) if r.law == "linear")
    assert linear.parameters[0] == pytest.approx(np.mean(thickness / TIMES), rel=1e-6)


def test_a_point_at_time_zero_says_nothing():
    thickness, std = measured("parabolic")
    later = rank_growth_laws(TIMES, thickness, std)
    assert rank_growth_laws([0.0, *TIMES], [0.0, *thickness], [1e-9, *std]) == later


@pytest.mark.parametrize(
    ("time", "thickness", "std", "why"),
    [
        ([1.0, 2.0], [1e-7], None, "needs its time"),
        ([-1.0, 2.0], [1e-7, 2e-7], None, "no time is negative"),
        ([1.0, np.inf], [1e-7, 2e-7], None, "finite"),
        ([1.0, 2.0], [1e-7, np.nan], None, "finite"),
        ([1.0, 2.0], [1e-7, 2e-7], 0.0, "standard deviation"),
        ([0.0, 2.0], [1e-7, 0.0], None, "above zero at a time above zero"),
    ],
)
def test_what_are_no_points_of_growth_is_refused(time, thickness, std, why):
    with pytest.raises(ValueError, match=why):
        rank_growth_laws(time, thickness, std)
