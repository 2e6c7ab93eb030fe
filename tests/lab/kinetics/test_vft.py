"""VFT: exact data, scipy's fit and profile, what cannot be told from Arrhenius, two energies under two terms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import curve_fit
from scipy.stats import f as fisher

from natria.lab.kinetics import FORMS, fit_arrhenius, fit_vft, vft_findings
from natria.quantity import FitError

GAS = 8.31446261815324
KELVIN = np.linspace(283.15, 337.15, 8)


def resistance(energy: float, vanishing: float, kelvin=KELVIN, noise: float = 0.0, seed: int = 0) -> np.ndarray:
    exact = 2.0 * np.exp(energy / (GAS * (kelvin - vanishing)))
    return exact * np.exp(np.random.default_rng(seed).normal(0, noise, len(kelvin))) if noise else exact


def codes(fit) -> set[str]:
    return {remark.code for remark in fit.remarks}


@pytest.mark.parametrize("vanishing", [0.0, 80.0, 150.0, 220.0])
def test_exact_data_give_their_law(vanishing):
    fit = fit_vft(KELVIN, resistance(6e3, vanishing))
    assert fit.vanishing == pytest.approx(vanishing, abs=0.05)
    assert fit.energy == pytest.approx(6e3, rel=2e-3)


@pytest.mark.parametrize("form", FORMS)
def test_forms_are_fitted_in_their_own_ordinate(form):
    boltzmann = 2.0 * np.exp(-6e3 / (GAS * (KELVIN - 180)))
    values = {"1/R": 1 / boltzmann, "T/R": KELVIN / boltzmann, "sigma": boltzmann, "sigma T": boltzmann / KELVIN}
    assert fit_vft(KELVIN, values[form], form=form).energy == pytest.approx(6e3, rel=2e-3)


def test_agrees_with_scipys_curve_fit():
    values = resistance(6e3, 180.0, noise=0.02, seed=3)
    fit = fit_vft(KELVIN, values)

    def law(kelvin, ln_a, energy, vanishing):
        return ln_a - energy / (GAS * (kelvin - vanishing))

    best, covariance = curve_fit(law, KELVIN, -np.log(values), p0=(0.0, 5e3, 150.0))
    assert fit.energy == pytest.approx(best[1], rel=1e-3)
    assert fit.vanishing == pytest.approx(best[2], rel=1e-3)
    assert fit.covariance[0, 0] == pytest.approx(covariance[1, 1], rel=0.02)
    assert fit.covariance[2, 2] == pytest.approx(covariance[2, 2], rel=0.02)
    assert fit.covariance[0, 2] == pytest.approx(covariance[1, 2], rel=0.02)


def test_the_interval_of_the_energy_is_its_profile_likelihood():
    """Second route: fix E, search ln A and T0 with scipy, compare the sum of squares with the limit."""
    from scipy.optimize import least_squares

    values = resistance(6e3, 180.0, noise=0.02, seed=4)
    fit = fit_vft(KELVIN, values)
    y = -np.log(values)
    limit = float(fit.residuals @ fit.residuals) * (1 + fisher.ppf(0.95, 1, len(y) - 3) / (len(y) - 3))
    for end in fit.energy_95:

        def off(p, end=end):
            return y - p[0] + end / (GAS * (KELVIN - p[1]))

        best = least_squares(off, (fit.ln_prefactor, fit.vanishing), x_scale=(1.0, 50.0), xtol=1e-14, ftol=1e-14)
        assert 2 * best.cost == pytest.approx(limit, rel=2e-3)


def test_apparent_energy_is_the_slope_of_the_arrhenius_plot():
    fit = fit_vft(KELVIN, resistance(6e3, 180.0))
    near = np.array([309.9, 310.0, 310.1])
    slope = fit_arrhenius(near, resistance(6e3, 180.0, near)).energy
    assert fit.apparent_energy(310.0)[0] == pytest.approx(slope, rel=2e-3)


def test_both_energies_are_findings_with_terms_of_their_own():
    fit = fit_vft(KELVIN, resistance(6e3, 180.0, noise=0.005, seed=1))
    found = {f.question.name: f for f in vft_findings(fit, "kumar2020/bpi", temperature=298.15)}
    assert set(found) == {"vft_energy", "vft_temperature", "arrhenius_energy"}
    assert found["arrhenius_energy"].question.at == {"temperature": 298.15}
    assert found["arrhenius_energy"].value > 4 * found["vft_energy"].value
    assert found["vft_energy"].bound is None
    assert found["vft_energy"].std > 0


def test_an_arrhenius_law_is_not_told_from_vft_and_gives_ranges():
    fit = fit_vft(KELVIN, resistance(30e3, 0.0, noise=0.02, seed=2))
    assert "vft-not-told-from-arrhenius" in codes(fit)
    assert not fit.is_told_from_arrhenius
    assert fit.vanishing_95[0] == 0.0
    found = {f.question.name: f for f in vft_findings(fit, "x")}
    assert isinstance(found["vft_energy"].bound, tuple)
    assert found["vft_temperature"].bound == "at most"  # its interval reaches zero
    assert found["arrhenius_energy"].bound is None  # the slope is known all the same
    assert found["arrhenius_energy"].value == pytest.approx(30e3, rel=0.1)


def test_a_strong_vft_law_is_told_from_arrhenius():
    fit = fit_vft(KELVIN, resistance(6e3, 200.0, noise=0.01, seed=2))
    assert fit.is_told_from_arrhenius
    assert fit.aicc < fit.aicc_arrhenius - 2


def test_a_fixed_t0_leaves_a_straight_line():
    values = resistance(6e3, 180.0, noise=0.02, seed=5)
    fit = fit_vft(KELVIN, values, vanishing=180.0)
    slope, _ = np.polyfit(1 / (KELVIN - 180.0), -np.log(values), 1)
    assert fit.energy == pytest.approx(-GAS * slope, rel=1e-9)
    assert fit.vanishing_95 is None
    free = fit_vft(KELVIN, values)
    assert fit.energy_std < free.energy_std
    assert "vft_temperature" not in {f.question.name for f in vft_findings(fit, "x")}


def test_a_fixed_t0_of_zero_is_the_arrhenius_fit():
    values = resistance(30e3, 0.0, noise=0.02, seed=6)
    vft, plain = fit_vft(KELVIN, values, vanishing=0.0), fit_arrhenius(KELVIN, values)
    assert vft.energy == pytest.approx(plain.energy, rel=1e-9)
    assert vft.energy_95 == pytest.approx(plain.energy_95, rel=1e-9)


def test_known_errors_allow_three_temperatures():
    kelvin = np.array([283.15, 310.0, 337.15])
    values = resistance(6e3, 200.0, kelvin)
    with pytest.raises(FitError):
        fit_vft(kelvin, values)
    assert fit_vft(kelvin, values, std=0.01 * values).energy == pytest.approx(6e3, rel=1e-2)


@pytest.mark.parametrize("vanishing", [-10.0, 283.15, 400.0])
def test_a_t0_outside_the_data_is_refused(vanishing):
    with pytest.raises(FitError):
        fit_vft(KELVIN, resistance(6e3, 100.0), vanishing=vanishing)


def test_no_apparent_energy_below_t0():
    fit = fit_vft(KELVIN, resistance(6e3, 200.0))
    with pytest.raises(FitError):
        fit.apparent_energy(150.0)


def test_two_temperatures_are_refused():
    with pytest.raises(FitError):
        fit_vft([290.0, 300.0], [2.0, 1.0])
