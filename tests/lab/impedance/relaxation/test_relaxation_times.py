"""Distribution of relaxation times: known truths, invariances, tails, evidence, and what is refused."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from natria.lab.impedance.relaxation import (
    Relaxation,
    constant_phase_density,
    relaxation_series,
    relaxation_times,
    zarc_density,
)
from natria.quantity import InputError

FREQUENCY = np.logspace(np.log10(7e6), -1, 60)
ARCS = ((100.0, 1e-5, 0.9), (250.0, 1e-2, 0.85))  # ohm, s, exponent
SERIES = 20.0
NOISE = 0.005


def zarcs(frequency: np.ndarray, arcs=ARCS, series: float = SERIES) -> np.ndarray:
    omega = 2 * np.pi * frequency
    return series + sum(r / (1 + (1j * omega * tau) ** n) for r, tau, n in arcs)


def noisy(z: np.ndarray, seed: int = 1, level: float = NOISE) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return z + level * np.abs(z) * (rng.standard_normal(len(z)) + 1j * rng.standard_normal(len(z)))


def truth(tau: np.ndarray, arcs=ARCS) -> np.ndarray:
    return sum(zarc_density(np.log(tau), *arc) for arc in arcs)


def error(found: Relaxation, arcs=ARCS) -> float:
    expected = truth(found.tau, arcs)
    return float(np.linalg.norm(found.density - expected) / np.linalg.norm(expected))


def test_the_density_of_a_zarc_gives_its_impedance() -> None:
    log_tau = np.linspace(np.log(1e-16), np.log(1e8), 40_001)
    omega = 2 * np.pi * FREQUENCY
    for resistance, tau, n in ARCS:
        gamma = zarc_density(log_tau, resistance, tau, n)
        integral = np.trapezoid(gamma / (1 + 1j * omega[:, None] * np.exp(log_tau)), log_tau, axis=1)
        np.testing.assert_allclose(integral, resistance / (1 + (1j * omega * tau) ** n), rtol=1e-5)


def test_the_density_of_a_constant_phase_element_gives_its_impedance() -> None:
    log_tau = np.linspace(-120, 120, 200_001)
    integral = np.trapezoid(constant_phase_density(log_tau, 1e-3, 0.6) / (1 + 1j * np.exp(log_tau)), log_tau)
    np.testing.assert_allclose(integral, 1e3 * 1j**-0.6, rtol=1e-6)


def test_two_arcs_come_back() -> None:
    found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY)))
    assert error(found) < 0.1
    assert len(found.peaks) == 2
    for peak, (resistance, tau, exponent) in zip(found.peaks, ARCS, strict=True):
        assert peak.resistance_low < resistance < peak.resistance_high
        assert peak.resistance == pytest.approx(resistance, rel=0.05)
        assert peak.tau_low < tau < peak.tau_high
        assert peak.exponent == pytest.approx(exponent, abs=0.05)
        assert peak.inside
    assert found.series_resistance == pytest.approx(SERIES, abs=4 * found.series_resistance_std)
    assert found.noise == pytest.approx(NOISE, rel=0.3)
    assert found.capacitance is None
    assert found.tail_from is None
    assert found.remarks == ()


def test_the_band_holds_most_of_the_truth() -> None:
    inside = []
    for seed in range(8):
        found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY), seed))
        expected = truth(found.tau)
        there = expected > 0.1 * expected.max()
        inside.append(np.mean((found.low < expected) & (expected < found.high), where=there))
    assert np.mean(inside) > 0.5


def test_peak_intervals_cover_the_truth() -> None:
    """Over random arcs, the 95 % intervals of resistances hold the truth about as often as they say."""
    rng = np.random.default_rng(3)
    held = []
    for seed in range(20):
        arcs = (
            (10 ** rng.uniform(1, 2.5), 10 ** rng.uniform(-6, -5), rng.uniform(0.8, 0.95)),
            (10 ** rng.uniform(1, 2.5), 10 ** rng.uniform(-3, -1), rng.uniform(0.8, 0.95)),
        )
        found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY, arcs), seed))
        if len(found.peaks) == 2:
            held += [p.resistance_low < r < p.resistance_high for p, (r, *_) in zip(found.peaks, arcs, strict=True)]
    assert len(held) >= 36
    assert np.mean(held) > 0.85


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(factor=st.floats(1e-9, 1e9), shift=st.floats(1e-3, 1e3), turned=st.booleans())
def test_units_do_not_matter(factor: float, shift: float, turned: bool) -> None:
    """Z times a factor scales resistances, frequencies over a factor scale time constants, the order does nothing."""
    z = noisy(zarcs(FREQUENCY))
    order = slice(None, None, -1) if turned else slice(None)
    here = relaxation_times(FREQUENCY, z)
    there = relaxation_times((FREQUENCY / shift)[order], (factor * z)[order])
    np.testing.assert_allclose(there.density, factor * here.density, rtol=1e-4, atol=1e-6 * factor * here.density.max())
    assert [p.resistance for p in there.peaks] == pytest.approx([factor * p.resistance for p in here.peaks], rel=1e-4)
    assert [p.tau for p in there.peaks] == pytest.approx([shift * p.tau for p in here.peaks], rel=1e-4)
    assert there.capacitance == here.capacitance


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 1000),
    apart=st.floats(1.0, 4.0),
    ratio=st.floats(0.05, 20.0),
    exponents=st.tuples(st.floats(0.6, 1.0), st.floats(0.6, 1.0)),
)
def test_peaks_sum_to_the_polarisation_resistance(
    seed: int, apart: float, ratio: float, exponents: tuple[float, float]
) -> None:
    arcs = ((10.0, 1e-5, exponents[0]), (10.0 * ratio, 1e-5 * 10**apart, exponents[1]))
    found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY, arcs), seed))
    assert found.peaks
    assert found.polarisation_resistance == pytest.approx(sum(p.resistance for p in found.peaks), rel=1e-9)
    assert found.polarisation_resistance == pytest.approx(10 + 10 * ratio, rel=0.1)
    assert (found.density > 0).all()
    assert (found.low <= found.density).all()
    assert (found.density <= found.high).all()


def test_a_blocking_electrode_is_a_tail() -> None:
    omega = 2 * np.pi * FREQUENCY
    found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY, ARCS[:1]) + 1 / (1j * omega * 1e-3)))
    assert len(found.peaks) == 1
    assert found.capacitance == pytest.approx(1e-3, rel=0.02)
    assert found.peaks[0].resistance == pytest.approx(100, rel=0.03)


def test_a_constant_phase_tail_is_no_peak() -> None:
    omega = 2 * np.pi * FREQUENCY
    found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY) + 1 / (2e-3 * (1j * omega) ** 0.7)))
    assert [p.resistance for p in found.peaks] == pytest.approx([100, 250], rel=0.15)
    assert found.tail_from is not None
    assert found.tail_from > 1e-2


def test_a_cable_is_an_inductance() -> None:
    z = noisy(zarcs(FREQUENCY) + 2j * np.pi * FREQUENCY * 3e-6)
    found = relaxation_times(FREQUENCY, z)
    assert found.inductance == pytest.approx(3e-6, abs=4 * found.inductance_std)
    assert found.inductance_std < 1e-6


def test_a_resistor_has_no_peak_and_says_what_could_not_be_seen() -> None:
    found = relaxation_times(FREQUENCY, noisy(np.full(60, 10 + 0j)))
    assert found.peaks == ()
    assert found.has("no-peak")


def test_an_arc_beyond_the_last_frequency_is_marked() -> None:
    found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY, (*ARCS, (500.0, 2.5, 0.95)))), tail="none")
    assert not found.peaks[-1].inside
    assert found.has("peak-outside-range")


def test_exact_data_are_fitted() -> None:
    found = relaxation_times(FREQUENCY, zarcs(FREQUENCY))
    assert np.abs(found.residual).max() < 1e-3
    assert error(found) < 0.1


def test_given_noise_and_missing_points() -> None:
    z = noisy(zarcs(FREQUENCY))
    z[7] = np.nan
    found = relaxation_times(FREQUENCY, z, noise=NOISE * np.abs(zarcs(FREQUENCY)))
    assert len(found.frequency) == 59
    assert found.noise == pytest.approx(1, rel=0.3)


def test_a_series_gives_the_same_as_one_by_one() -> None:
    spectra = [(FREQUENCY, noisy(zarcs(FREQUENCY), seed)) for seed in range(2)]
    for found, (f, z) in zip(relaxation_series(spectra), spectra, strict=True):
        np.testing.assert_array_equal(found.density, relaxation_times(f, z).density)


def test_a_result_is_frozen() -> None:
    found = relaxation_times(FREQUENCY, noisy(zarcs(FREQUENCY)))
    with pytest.raises(FrozenInstanceError):
        found.noise = 0.0  # type: ignore[misc]


Z = zarcs(FREQUENCY)


@pytest.mark.parametrize(
    ("frequency", "impedance"),
    [
        (FREQUENCY[:1], Z[:1]),
        (np.full(60, 10.0), Z),
        (FREQUENCY, Z[:-1]),
        (-FREQUENCY, Z),
        (FREQUENCY, np.zeros(60)),
        (FREQUENCY, np.full(60, np.nan)),
        (FREQUENCY, Z.conjugate()),
        (FREQUENCY[None, :], Z[None, :]),
    ],
)
def test_what_is_no_spectrum_is_refused(frequency: np.ndarray, impedance: np.ndarray) -> None:
    with pytest.raises(InputError) as caught:
        relaxation_times(frequency, impedance)
    assert caught.value.problems[0].fix


def test_a_noise_that_does_not_fit_is_refused() -> None:
    for noise in (np.ones(59), np.zeros(60), np.full(60, np.nan)):
        with pytest.raises(InputError):
            relaxation_times(FREQUENCY, Z, noise=noise)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), points=st.integers(10, 60), decades=st.floats(0.2, 9), spread=st.floats(0, 6))
def test_anything_with_numbers_gives_numbers(seed: int, points: int, decades: float, spread: float) -> None:
    """Not a spectrum at all, over many orders of magnitude: a result or one message."""
    rng = np.random.default_rng(seed)
    frequency = np.sort(10 ** rng.uniform(0, decades, points))
    z = 10 ** rng.uniform(-spread, spread, points) * np.exp(1j * rng.uniform(-1.6, 0.1, points))
    found = relaxation_times(frequency, z)
    assert np.isfinite(found.fitted).all()
    assert found.remarks or found.peaks


def test_a_reading_near_zero_does_not_outweigh_the_others() -> None:
    bad = noisy(zarcs(FREQUENCY))
    bad[30] *= 0.05
    by_trend = relaxation_times(FREQUENCY, bad)
    by_itself = relaxation_times(FREQUENCY, bad, noise=NOISE * np.abs(bad))
    assert error(by_trend) < 0.5 * error(by_itself)
