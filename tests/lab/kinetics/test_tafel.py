"""Tafel sweeps: the law by brentq, the fit by scipy's curve_fit, lines by hand, what cannot be known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq, curve_fit

from natria.lab import Specimen
from natria.lab.kinetics import (
    KineticState,
    analyse_tafel,
    implied_overpotential,
    kinetic_current,
    tafel_findings,
)
from natria.lab.kinetics.tafel.alternatives import LawValues, intervals, widened
from natria.lab.kinetics.tafel.law import current_and_slopes
from natria.laws import butler_volmer_overpotential
from natria.quantity import Chosen, Finding, FitError, Question
from natria.record import Recording

ROOM = 298.15
F = 96485.33212331001 / (8.31446261815324 * ROOM)
SWEEP = np.linspace(-0.25, 0.25, 251)
PLAIN = KineticState(0.332, 0.4, 0.002)


def noisy(state: KineticState, faces: int = 1, seed: int = 1, potential=SWEEP) -> np.ndarray:
    current = kinetic_current(potential, state, F, faces)
    return current + np.random.default_rng(seed).normal(0, 1, len(current)) * np.hypot(1e-3, 0.01 * current)


def codes(result) -> set[str]:
    return {remark.code for remark in result.remarks}


@pytest.mark.parametrize("limit", [np.inf, 4.0])
@pytest.mark.parametrize("faces", [1, 2])
def test_the_current_solves_the_law(faces, limit):
    state = KineticState(0.5, 0.5, 0.01, 0.03, limit)
    for potential in (-0.2, -0.01, 0.01, 0.05, 0.3):

        def off(i, potential=potential):
            x = (potential - 0.01 - i * 0.03) / faces
            a, c = np.exp(0.5 * F * x), np.exp(-0.5 * F * x)
            return 0.5 * (a - c) / (1 + 0.5 / limit * (a + c)) - i

        found = kinetic_current(np.array([potential]), state, F, faces)[0]
        assert found == pytest.approx(brentq(off, -20, 20, xtol=1e-14), rel=1e-8, abs=1e-12)


def test_two_faces_are_the_law_of_the_package():
    current = kinetic_current(SWEEP, KineticState(2.0, 0.5, 0.0), F, 2)
    np.testing.assert_allclose(2 * butler_volmer_overpotential(current, 2.0, ROOM), SWEEP, atol=1e-12)


def test_derivatives_are_those_of_small_steps():
    state = KineticState(0.332, 0.4, 0.002, 0.01, 50.0)
    _, by = current_and_slopes(SWEEP, state, F, 1)
    for name, field, is_log in (
        ("ln_exchange_current", "exchange_current", True),
        ("alpha", "alpha", False),
        ("equilibrium", "equilibrium", False),
        ("ln_resistance", "resistance", True),
        ("ln_limiting_current", "limiting_current", True),
    ):
        value = getattr(state, field)
        h = 1e-6 * value
        up, down = (kinetic_current(SWEEP, replace(state, **{field: value + s * h}), F, 1) for s in (1, -1))
        slope = (up - down) / (2 * h) * (value if is_log else 1.0)
        np.testing.assert_allclose(by[name], slope, atol=1e-6 * np.abs(slope).max())


def test_the_fit_agrees_with_curve_fit():
    current = noisy(PLAIN)
    result = analyse_tafel(SWEEP, current, temperature=ROOM, resistance=0.0)
    sigma = np.hypot(*(n * s for n, s in zip(result.fit.noise, (1.0, np.abs(current)), strict=True)))

    def law(potential, ln_i0, alpha, rest):
        x = potential - rest
        return np.exp(ln_i0) * (np.exp(alpha * F * x) - np.exp(-(1 - alpha) * F * x))

    best, covariance = curve_fit(law, SWEEP, current, (-1.0, 0.5, 0.0), sigma=sigma, absolute_sigma=True)
    assert result.fit.state.exchange_current == pytest.approx(np.exp(best[0]), rel=1e-3)
    assert result.fit.state.alpha == pytest.approx(best[1], abs=1e-3)
    widened = max(1.0, result.fit.misfit) ** 0.5
    assert result.fit.std("ln_exchange_current") >= 0.99 * covariance[0, 0] ** 0.5
    assert result.fit.std("ln_exchange_current") <= 1.3 * widened * covariance[0, 0] ** 0.5


def test_the_truth_comes_back():
    result = analyse_tafel(SWEEP, noisy(PLAIN), temperature=ROOM)
    low, high = result.fit.exchange_current_95
    assert 0.97 * low < 0.332 < 1.03 * high
    assert high / low < 1.1
    assert result.fit.chosen == "kinetics"
    assert result.positive.slope == pytest.approx(np.log(10) / (0.4 * F), rel=0.02)
    assert result.negative.slope == pytest.approx(np.log(10) / (0.6 * F), rel=0.02)
    for branch in result.branches:
        assert branch.exchange_current == pytest.approx(0.332, rel=0.05)
        assert branch.decades > 1


def test_a_resistance_is_separated_from_kinetics():
    result = analyse_tafel(SWEEP, noisy(replace(PLAIN, resistance=0.02)), temperature=ROOM)
    assert "resistance" in result.fit.chosen
    assert result.fit.state.resistance == pytest.approx(0.02, rel=0.1)
    assert result.fit.state.exchange_current == pytest.approx(0.332, rel=0.05)
    assert result.fit.alternatives["kinetics"] > 10


def test_a_given_resistance_is_held_and_its_spread_counts():
    current = noisy(replace(PLAIN, resistance=0.02))
    exact = analyse_tafel(SWEEP, current, temperature=ROOM, resistance=0.02)
    spread = analyse_tafel(SWEEP, current, temperature=ROOM, resistance=0.02, resistance_std=0.005)
    assert "ln_resistance" not in exact.fit.names
    assert spread.fit.std("alpha") > exact.fit.std("alpha")
    moved = analyse_tafel(SWEEP, current, temperature=ROOM, resistance=0.0205)
    change = (moved.fit.state.alpha - exact.fit.state.alpha) * 10
    assert spread.fit.std("alpha") == pytest.approx(np.hypot(exact.fit.std("alpha"), change), rel=0.2)


# A steep resistance with fast kinetics has a minimum of its own.
def test_a_limiting_current_behind_a_resistance_is_found_in_the_right_minimum():
    state = KineticState(10.0, 0.5, 0.0, 30e-4, 50.0)
    exact = kinetic_current(SWEEP, state, F, 1)
    for seed in range(4):
        noise = np.random.default_rng(seed).standard_normal(len(SWEEP)) * 0.005 * np.abs(exact)
        fit = analyse_tafel(SWEEP, exact + noise, temperature=ROOM).fit
        assert fit.state.exchange_current == pytest.approx(10.0, rel=0.1)
        assert fit.limiting.value == pytest.approx(50.0, rel=0.1)


def test_a_limiting_current_that_is_half_seen_is_a_bound_that_holds():
    state = KineticState(10.0, 0.5, 0.0, 30e-4, 500.0)
    exact = kinetic_current(SWEEP, state, F, 1)
    for seed in range(4):
        noise = np.random.default_rng(seed).standard_normal(len(SWEEP)) * 0.005 * np.abs(exact)
        fit = analyse_tafel(SWEEP, exact + noise, temperature=ROOM).fit
        low, high = fit.exchange_current_95
        assert low < 10.0 < high
        assert fit.limiting.std is None
        assert fit.limiting.value < 500.0


def test_the_spread_of_a_parameter_counts_the_laws_that_fit_as_well():
    def law(value, std, above):
        return LawValues({"ln_exchange_current": value}, np.array([[std**2]]), above)

    best = law(0.0, 0.01, 0.0)
    alone = widened(best, [best, law(5.0, 0.01, 1e4)])
    assert np.sqrt(alone[0, 0]) == pytest.approx(0.01)
    equal = [best, law(0.02, 0.03, 0.0)]
    low, high = intervals(best, equal)["ln_exchange_current"]
    drawn = np.random.default_rng(1).normal([[0.0], [0.02]], [[0.01], [0.03]], (2, 200_000)).ravel()
    assert (low, high) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=5e-4)
    assert np.sqrt(widened(best, equal)[0, 0]) == pytest.approx((high - low) / 2 / 1.959964)


@pytest.mark.parametrize(("resistance", "std"), [(1e-6, 0.3), (0.2, 0.2), (5.0, 0.1)])
def test_a_resistance_is_not_negative_in_a_distribution(resistance, std):
    """Against draws of a normal distribution of ln i0 and R of which those with R < 0 are left out."""
    correlation, of_i0 = 0.8, 0.05
    turn = np.array([1.0, 1 / resistance])  # of (ln i0, R) to (ln i0, ln R)
    plain = np.array([[of_i0**2, correlation * of_i0 * std], [correlation * of_i0 * std, std**2]])
    values = {"ln_exchange_current": 1.0, "ln_resistance": float(np.log(resistance))}
    law = LawValues(values, plain * np.outer(turn, turn), 0.0)
    simple = LawValues({"ln_exchange_current": 1.0}, np.array([[1e-8]]), 0.0)
    drawn = np.random.default_rng(2).multivariate_normal([1.0, resistance], plain, 400_000)
    drawn = np.sort(drawn[drawn[:, 1] >= 0, 0])
    low, high = intervals(simple, [simple, law])["ln_exchange_current"]
    # half of the weight is at 1: each tail of the law has 5 %
    assert low == pytest.approx(min(np.quantile(drawn, 0.05), 1.0), abs=3e-3)
    assert high == pytest.approx(np.quantile(drawn, 0.95), abs=3e-3)


def test_an_interval_is_wider_only_to_the_side_of_a_resistance():
    result = analyse_tafel(SWEEP, noisy(KineticState(0.332, 0.5, 0.0), faces=2), temperature=ROOM, faces=2).fit
    low, high = (np.log(end / result.state.exchange_current) for end in result.exchange_current_95)
    assert result.chosen == "kinetics"
    assert high > -1.3 * low
    assert 1.959964 * result.std("ln_exchange_current") == pytest.approx((high - low) / 2, rel=1e-6)


def test_a_limiting_current_is_found():
    result = analyse_tafel(SWEEP, noisy(replace(PLAIN, limiting_current=3.0)), temperature=ROOM)
    assert "limiting current" in result.fit.chosen
    assert result.fit.state.limiting_current == pytest.approx(3.0, rel=0.05)


def test_a_symmetric_cell_has_two_faces_and_alpha_one_half():
    state = KineticState(0.332, 0.5, 0.0)
    result = analyse_tafel(SWEEP, noisy(state, faces=2), temperature=ROOM, faces=2)
    assert result.fit.state.exchange_current == pytest.approx(0.332, rel=0.05)
    assert "alpha" not in result.fit.names
    assert "alpha-assumed" in codes(result)


def test_an_ohmic_sweep_gives_no_exchange_current():
    rng = np.random.default_rng(4)
    current = SWEEP / 0.05 + rng.normal(0, 0.01, len(SWEEP))
    result = analyse_tafel(SWEEP, current, temperature=ROOM)
    assert not result.fit.is_known
    assert "exchange-current-unknown" in codes(result)


def test_a_film_law_is_a_misfit_with_a_slope_of_no_single_step():
    """Conduction i = sinh(V/0.2 V) of a film: the slope is not one of an electron transfer at 298 K."""
    rng = np.random.default_rng(5)
    current = 0.01 * np.sinh(SWEEP / 0.05 * 0.5) * np.exp(rng.normal(0, 0.01, len(SWEEP)))
    result = analyse_tafel(SWEEP, current, temperature=ROOM, resistance=0.0)
    assert "slope-of-no-single-step" in codes(result) or "misfit-beyond-noise" in codes(result)


def test_lu2026s_tafel_current_would_cost_279_millivolts():
    """33.2 uA/cm^2 at 0.5 mA/cm^2 over two faces, by hand: 4 x 25.69 mV x asinh(500/66.4)."""
    assert implied_overpotential(33.2, 500.0, ROOM) == pytest.approx(0.279, abs=5e-4)
    assert implied_overpotential(33.2, 500.0, ROOM) == pytest.approx(
        2 * float(butler_volmer_overpotential(500.0, 33.2, ROOM)), rel=1e-12
    )


def test_every_result_warns_that_a_slope_is_not_an_exchange_current():
    result = analyse_tafel(SWEEP, noisy(PLAIN), temperature=ROOM, at_current=5.0)
    assert "tafel-not-exchange-current" in codes(result)


def recording(current) -> Recording:
    columns = {"test_time_second": np.arange(len(SWEEP)) * 4.0, "voltage_volt": SWEEP, "current_ampere": current}
    return Recording("tafel.csv", "0" * 64, columns)


def test_findings_are_per_area_and_say_their_method():
    area = Finding(Question("face_area", "cell"), 1e-4, Chosen("test"), 0.0)
    current = noisy(PLAIN)
    result = analyse_tafel(SWEEP, current, temperature=ROOM)
    with_area = tafel_findings(result, recording(current), Specimen("cell", area=area), at_current=5.0)
    names = [f.question.name for f in with_area]
    assert names.count("exchange_current_density") == 3
    assert "Butler-Volmer" in with_area[0].origin.method
    assert {"tafel_slope_plating", "tafel_slope_stripping", "exchange_current_overpotential"} <= set(names)
    cost = next(f for f in with_area if f.question.name == "exchange_current_overpotential")
    assert cost.value == pytest.approx(implied_overpotential(result.fit.state.exchange_current, 5.0, ROOM))
    assert cost.question.at["current"] == 5.0
    without = [f.question.name for f in tafel_findings(result, recording(current), Specimen("cell"))]
    assert "exchange_current_density" not in without


def test_the_transfer_coefficient_is_that_of_plating():
    current = noisy(PLAIN)
    result = analyse_tafel(SWEEP, current, temperature=ROOM)
    for plating, expected in ((1, 0.4), (-1, 0.6)):
        found = tafel_findings(result, recording(current), Specimen("cell"), plating=plating)
        (alpha,) = (f.value for f in found if f.question.name == "transfer_coefficient")
        assert alpha == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("potential", "current", "more"),
    [
        (SWEEP[:5], SWEEP[:5], {}),
        (SWEEP, SWEEP[:-1], {}),
        (SWEEP, 0 * SWEEP, {}),
        (SWEEP, -SWEEP, {}),
        (SWEEP, SWEEP, {"faces": 3}),
        (SWEEP, SWEEP, {"temperature": -5.0}),
        (SWEEP, SWEEP, {"resistance": -1.0}),
        (SWEEP, SWEEP, {"alpha": 1.0}),
        (SWEEP, np.where(SWEEP > 0, np.nan, SWEEP), {}),
    ],
)
def test_bad_input_is_one_error(potential, current, more):
    with pytest.raises(FitError):
        analyse_tafel(potential, current, **{"temperature": ROOM, **more})
