"""Kramers-Kronig test: false alarms, what it must find, invariances, and its parts against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import f as f_law

from natria.lab.impedance.kramers_kronig import kramers_kronig_test, modulus_from_phase
from natria.lab.impedance.kramers_kronig.evidence import combined, correlation
from natria.lab.impedance.kramers_kronig.ladder import ladder_of, ladder_with
from natria.lab.impedance.kramers_kronig.outliers import farthest
from natria.quantity import InputError

FREQUENCY = np.logspace(5, -1, 60)
COURSE = np.linspace(0, 1, 60)
NOISE = 0.003


def cell(frequency: np.ndarray, growth: np.ndarray | float = 1.0) -> np.ndarray:
    """Two depressed arcs whose resistances are scaled by `growth`, their capacitances kept."""
    omega = 2 * np.pi * frequency
    first, second = 80 * growth, 150 * growth
    return 10 + first / (1 + (1j * omega * 3e-5 * growth) ** 0.9) + second / (1 + (1j * omega * 2e-2 * growth) ** 0.85)


def noisy(z: np.ndarray, seed: int, level: float = NOISE) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return z + level * np.abs(z) * (rng.standard_normal(len(z)) + 1j * rng.standard_normal(len(z)))


def test_a_clean_spectrum_passes() -> None:
    found = kramers_kronig_test(FREQUENCY, noisy(cell(FREQUENCY), 1))
    assert found.consistent
    assert found.has("consistent")
    assert found.noise == pytest.approx(NOISE, rel=0.2)
    assert abs(found.drift) < 4 * found.drift_std
    assert np.abs(found.residual).max() < 5 * NOISE
    assert found.outliers == ()
    assert found.step_at is None


def test_false_alarms_are_as_rare_as_stated() -> None:
    alarms = sum(
        kramers_kronig_test(FREQUENCY, noisy(cell(FREQUENCY), seed), level=0.05).p_value < 0.05 for seed in range(60)
    )
    assert alarms <= 9  # 3 expected; 9 or more once in 500


def test_a_drift_is_found_and_measured() -> None:
    found = kramers_kronig_test(FREQUENCY, noisy(cell(FREQUENCY, 1 + 0.15 * COURSE), 2))
    assert not found.consistent
    assert found.has("drift")
    assert found.drift_along == "log frequency"
    assert found.drift == pytest.approx(0.15, abs=0.05)
    assert found.p_of("z-hit") < 0.01


def test_a_drift_in_time_is_found() -> None:
    elapsed = np.cumsum(3 / FREQUENCY)
    growth = 1 + 0.3 * elapsed / elapsed[-1]
    z = noisy(cell(FREQUENCY, growth), 3)
    assert not kramers_kronig_test(FREQUENCY, z).consistent
    given_time = kramers_kronig_test(FREQUENCY, z, time=elapsed)
    assert not given_time.consistent
    assert given_time.drift_along == "time"


def test_a_step_is_found_where_it_was() -> None:
    found = kramers_kronig_test(FREQUENCY, noisy(cell(FREQUENCY, 1 + 0.1 * (np.arange(60) >= 35)), 4))
    assert not found.consistent
    assert found.has("step")
    assert found.step_at == pytest.approx(FREQUENCY[35], rel=0.6)


@pytest.mark.parametrize("size", [1.05, 0.05])
def test_outliers_are_named_and_left_out(size: float) -> None:
    drifts = []
    for seed in range(5, 13):
        z = noisy(cell(FREQUENCY), seed)
        z[[12, 40]] *= size
        found = kramers_kronig_test(FREQUENCY, z)
        assert not found.consistent
        assert set(found.outliers) >= {FREQUENCY[12], FREQUENCY[40]}
        assert len(found.outliers) <= 4
        assert found.has("outliers")
        assert found.noise == pytest.approx(NOISE, rel=0.25)
        assert np.isfinite(found.fitted).all()
        drifts.append(found.has("drift"))
    assert sum(drifts) <= 1  # at a level of 1 %


def test_an_inductive_loop_is_consistent() -> None:
    """A negative arc is linear, causal and stable; it is no alarm."""
    omega = 2 * np.pi * FREQUENCY
    z = cell(FREQUENCY) - 60 / (1 + 1j * omega * 0.5) + 1j * omega * 1e-6
    assert kramers_kronig_test(FREQUENCY, noisy(z, 6)).consistent


def test_a_blocking_cell_is_consistent() -> None:
    omega = 2 * np.pi * FREQUENCY
    assert kramers_kronig_test(FREQUENCY, noisy(cell(FREQUENCY) + 1 / (1j * omega * 1e-3), 7)).consistent


def test_a_negative_resistance_needs_the_admittance() -> None:
    """An impedance that passes through infinity is stable under controlled voltage only."""
    omega = 2 * np.pi * FREQUENCY
    z = 5 + 1 / (1 / 200 - (1 / 60) / (1 + 1j * omega * 5e-2) + 1j * omega * 1e-5)
    found = kramers_kronig_test(FREQUENCY, noisy(z, 8))
    assert found.representation == "admittance"
    assert found.consistent


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(factor=st.floats(1e-8, 1e8), shift=st.floats(1e-3, 1e3))
def test_units_do_not_matter(factor: float, shift: float) -> None:
    z = noisy(cell(FREQUENCY, 1 + 0.05 * COURSE), 9)
    here, there = kramers_kronig_test(FREQUENCY, z), kramers_kronig_test(FREQUENCY / shift, factor * z)
    assert there.p_value == pytest.approx(here.p_value, rel=1e-3)
    assert there.drift == pytest.approx(here.drift, rel=1e-3)
    assert there.elements == here.elements
    np.testing.assert_allclose(there.residual, here.residual, atol=1e-6)


def test_an_ascending_sweep_is_read_in_its_order() -> None:
    """The same drift, measured from low to high frequency, has the other course."""
    z = noisy(cell(FREQUENCY[::-1], 1 + 0.15 * COURSE), 10)
    found = kramers_kronig_test(FREQUENCY[::-1], z)
    assert (np.diff(found.frequency) < 0).all()
    assert not found.consistent
    assert found.drift > 0


def test_the_residual_of_a_ladder_is_orthogonal_to_it() -> None:
    ladder = ladder_of(2 * np.pi * FREQUENCY, noisy(cell(FREQUENCY), 11))
    np.testing.assert_allclose(ladder.span.T @ ladder.span, np.eye(ladder.span.shape[1]), atol=1e-10)
    np.testing.assert_allclose(ladder.span.T @ ladder.residual, 0, atol=1e-10)


def test_the_distribution_of_the_correlation_is_that_of_noise() -> None:
    """Mean 0 and spread 1 over residuals that are drawn, not fitted."""
    from dataclasses import replace

    rng = np.random.default_rng(12)
    ladder = ladder_with(2 * np.pi * FREQUENCY, cell(FREQUENCY), "impedance", 14)
    drawn = []
    for _ in range(300):
        noise = rng.standard_normal(len(ladder.residual))
        drawn.append(correlation(replace(ladder, residual=noise - ladder.span @ (ladder.span.T @ noise))).statistic)
    assert np.mean(drawn) == pytest.approx(0, abs=0.2)
    assert np.std(drawn) == pytest.approx(1, abs=0.15)


def test_modulus_from_phase_of_a_constant_phase_element_is_exact() -> None:
    omega = 2 * np.pi * FREQUENCY
    z = 3.0 * (1j * omega) ** -0.7
    np.testing.assert_allclose(modulus_from_phase(omega, z), np.abs(z), rtol=1e-9)


def test_modulus_from_phase_of_an_arc_is_close() -> None:
    omega = 2 * np.pi * np.logspace(5, -1, 121)
    z = 10 + 100 / (1 + (1j * omega * 1e-3) ** 0.8)
    np.testing.assert_allclose(modulus_from_phase(omega, z), np.abs(z), rtol=0.03)


def test_the_farthest_point_is_that_whose_own_two_parameters_explain_most() -> None:
    """Second route: least squares with the real and the imaginary part of one point left free."""
    rng = np.random.default_rng(21)
    span = np.linalg.qr(rng.standard_normal((40, 7)))[0]
    noise = rng.standard_normal(40)
    residual = noise - span @ (span.T @ noise)
    statistic, p_value, place = farthest(residual, span)
    found = []
    for point in range(20):
        columns = np.column_stack([span, np.eye(40)[:, [point, point + 20]]])
        rest = float(np.linalg.lstsq(columns, noise)[1][0])
        found.append((float(residual @ residual) - rest) / 2 / (rest / (40 - 9)))
    assert place == int(np.argmax(found))
    assert statistic == pytest.approx(max(found), rel=1e-5)
    assert p_value == pytest.approx(min(20 * f_law.sf(max(found), 2, 31), 1.0), rel=1e-4)


def test_combined_p_values() -> None:
    assert combined([0.3] * 4) == pytest.approx(0.3)
    assert combined([1e-6, 0.5, 0.5, 0.5]) == pytest.approx(4e-6, rel=0.01)
    assert 0 <= combined([0.0, 1.0]) < 1e-10


def test_a_computed_spectrum_is_consistent() -> None:
    found = kramers_kronig_test(FREQUENCY, cell(FREQUENCY))
    assert np.abs(found.residual).max() < 1e-3
    assert found.consistent
    assert found.outliers == ()
    assert found.step_at is None


def test_few_points_are_tested() -> None:
    f = np.logspace(4, 0, 12)
    assert np.isfinite(kramers_kronig_test(f, noisy(cell(f), 13)).p_value)


@pytest.mark.parametrize(
    ("frequency", "impedance"),
    [(FREQUENCY[:1], cell(FREQUENCY)[:1]), (FREQUENCY, np.zeros(60)), (FREQUENCY, cell(FREQUENCY).conjugate())],
)
def test_what_is_no_spectrum_is_refused(frequency: np.ndarray, impedance: np.ndarray) -> None:
    with pytest.raises(InputError):
        kramers_kronig_test(frequency, impedance)


def test_repeated_frequencies_are_one_place_of_the_phase() -> None:
    twice = np.repeat(FREQUENCY, 2)
    z = 3.0 * (2j * np.pi * twice) ** -0.7
    np.testing.assert_allclose(modulus_from_phase(2 * np.pi * twice, z), np.abs(z), rtol=1e-9)
    assert kramers_kronig_test(twice, noisy(cell(twice), 14)).consistent


def test_an_uneven_noise_is_no_violation() -> None:
    """Every third reading is ten times as noisy: the spectrum is still that of a stable cell."""
    z = cell(FREQUENCY)
    level = NOISE * np.where(np.arange(60) % 3 == 0, 10, 1)
    uneven = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        noise = level * np.abs(z) * (rng.standard_normal(60) + 1j * rng.standard_normal(60))
        found = kramers_kronig_test(FREQUENCY, z + noise)
        if found.has("uneven-noise"):
            assert found.outliers == ()
            uneven.append(found.consistent)
    assert len(uneven) >= 2
    assert np.mean(uneven) > 0.6


def test_a_time_that_does_not_fit_is_refused() -> None:
    for time in (np.ones(59), np.full(60, np.nan)):
        with pytest.raises(InputError):
            kramers_kronig_test(FREQUENCY, cell(FREQUENCY), time=time)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), points=st.integers(10, 60), decades=st.floats(0.2, 9), spread=st.floats(0, 6))
def test_anything_with_numbers_gives_numbers(seed: int, points: int, decades: float, spread: float) -> None:
    """Not a spectrum at all, over many orders of magnitude: a result or one message."""
    rng = np.random.default_rng(seed)
    frequency = np.sort(10 ** rng.uniform(0, decades, points))
    z = 10 ** rng.uniform(-spread, spread, points) * np.exp(1j * rng.uniform(-1.6, 0.1, points))
    found = kramers_kronig_test(frequency, z)
    assert np.isfinite(found.fitted).all()
    assert found.remarks or not found.consistent
