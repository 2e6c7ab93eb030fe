"""Activation energies: exact data, numpy's and scipy's own fits, Student's factor, the papers' energies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress
from scipy.stats import t as student_t

from natria.lab.kinetics import FORMS, arrhenius_findings, fit_arrhenius
from natria.quantity import FitError, Fitted, term

GAS = 8.31446261815324
CELSIUS = 273.15
ROOM = np.array([10.0, 25.0, 35.0, 45.0, 55.0, 64.0]) + CELSIUS


def made(form: str, energy: float, temperature: np.ndarray, scale: float = 3.0) -> np.ndarray:
    """Values that follow a form exactly, written out by hand for each."""
    boltzmann = scale * np.exp(-energy / (GAS * temperature))
    return {
        "1/R": 1 / boltzmann,
        "T/R": temperature / boltzmann,
        "sigma": boltzmann,
        "sigma T": boltzmann / temperature,
    }[form]


def codes(fit) -> set[str]:
    return {remark.code for remark in fit.remarks}


@pytest.mark.parametrize("form", FORMS)
@given(energy=st.floats(1e3, 1.5e5), scale=st.floats(1e-6, 1e6))
def test_exact_data_give_their_energy_and_prefactor(form, energy, scale):
    fit = fit_arrhenius(ROOM, made(form, energy, ROOM, scale), form=form)
    assert fit.energy == pytest.approx(energy, rel=1e-8)
    assert fit.ln_prefactor == pytest.approx(np.log(scale), abs=1e-6)
    assert fit.value_at(300.0)[0] == pytest.approx(made(form, energy, np.array([300.0]), scale)[0], rel=1e-6)


@pytest.mark.parametrize(
    ("energy", "form"),
    [(17.83, "T/R"), (32.58, "T/R"), (31.18, "T/R"), (38.39, "T/R"), (38.89, "T/R"), (38.82, "T/R"), (41.5, "sigma")],
)
def test_the_energies_of_two_papers_come_back(energy, form):
    """Of lu2026 (T/R) and chi2022 (conductivity, 25-90 C), in kJ/mol."""
    kelvin = np.linspace(25, 90, 6) + CELSIUS
    noise = np.random.default_rng(int(energy * 100)).normal(0, 0.01, len(kelvin))
    fit = fit_arrhenius(kelvin, made(form, energy * 1e3, kelvin) * np.exp(noise), form=form)
    low, high = fit.energy_95
    assert low < energy * 1e3 < high
    assert high - low < 3e3


def test_a_form_with_t_in_front_is_about_rt_larger():
    resistance = made("1/R", 30e3, ROOM)
    plain, with_t = (fit_arrhenius(ROOM, resistance, form=form).energy for form in ("1/R", "T/R"))
    mean = 1 / np.mean(1 / ROOM)
    assert with_t - plain == pytest.approx(GAS * mean, rel=0.01)


def test_agrees_with_scipys_regression():
    rng = np.random.default_rng(5)
    values = made("1/R", 30e3, ROOM) * np.exp(rng.normal(0, 0.03, len(ROOM)))
    other = linregress(1 / ROOM, -np.log(values))
    fit = fit_arrhenius(ROOM, values)
    assert fit.energy == pytest.approx(-GAS * other.slope, rel=1e-9)
    assert fit.covariance[0, 0] ** 0.5 == pytest.approx(GAS * other.stderr, rel=1e-7)
    assert fit.covariance[1, 1] ** 0.5 == pytest.approx(other.intercept_stderr, rel=1e-7)
    half = (fit.energy_95[1] - fit.energy_95[0]) / 2
    assert half == pytest.approx(student_t.ppf(0.975, len(ROOM) - 2) * GAS * other.stderr, rel=1e-7)


def test_given_errors_weigh_the_points():
    rng = np.random.default_rng(7)
    std = np.array([0.01, 0.01, 0.01, 0.01, 0.3, 0.3])
    values = made("sigma", 40e3, ROOM) * np.exp(rng.normal(0, std))
    fit = fit_arrhenius(ROOM, values, form="sigma", std=std * values)
    slope, intercept = np.polyfit(1 / ROOM, np.log(values), 1, w=1 / std)
    _, covariance = np.polyfit(1 / ROOM, np.log(values), 1, w=1 / std, cov="unscaled")
    assert fit.energy == pytest.approx(-GAS * slope, rel=1e-7)
    assert fit.ln_prefactor == pytest.approx(intercept, rel=1e-7)
    assert fit.energy_std == pytest.approx(GAS * covariance[0, 0] ** 0.5, rel=1e-5)
    assert fit.spread.factor == 1.0


def test_scatter_above_the_given_errors_widens_the_interval():
    rng = np.random.default_rng(8)
    values = made("1/R", 40e3, ROOM) * np.exp(rng.normal(0, 0.1, len(ROOM)))
    tight = fit_arrhenius(ROOM, values, std=0.001 * values)
    free = fit_arrhenius(ROOM, values)
    assert "scatter-exceeds-errors" in codes(tight)
    assert tight.energy_std == pytest.approx(free.energy_std, rel=0.01)


def test_few_temperatures_are_said_and_widened():
    kelvin = np.array([290.0, 310.0, 330.0])
    values = made("1/R", 40e3, kelvin) * np.array([1.01, 0.99, 1.01])
    fit = fit_arrhenius(kelvin, values)
    assert fit.spread.factor == pytest.approx(12.706 / 1.95996, rel=1e-4)  # Student's t with one degree of freedom
    assert "few-temperatures" in codes(fit)


def test_two_temperatures_have_no_spread():
    kelvin = np.array([290.0, 330.0])
    fit = fit_arrhenius(kelvin, made("1/R", 40e3, kelvin))
    assert fit.energy == pytest.approx(40e3)
    assert fit.energy_std is None
    assert fit.energy_95 is None
    assert "no-spread" in codes(fit)
    (found,) = arrhenius_findings(fit, "cell")
    assert found.std is None


def test_two_temperatures_with_errors_have_one():
    kelvin = np.array([290.0, 330.0])
    values = made("1/R", 40e3, kelvin)
    fit = fit_arrhenius(kelvin, values, std=0.02 * values)
    by_hand = GAS * 0.02 * 2**0.5 / (1 / 290 - 1 / 330)
    assert fit.energy_std == pytest.approx(by_hand, rel=1e-9)


def test_a_vft_law_is_curved_and_a_straight_one_is_not():
    rng = np.random.default_rng(3)
    kelvin = np.linspace(280, 350, 12)
    noise = np.exp(rng.normal(0, 0.01, 12))
    curved = np.exp(9.6e3 / (GAS * (kelvin - 180))) * noise
    assert "curved" in codes(fit_arrhenius(kelvin, curved))
    assert "curved" not in codes(fit_arrhenius(kelvin, made("1/R", 40e3, kelvin) * noise))


def test_order_of_the_points_does_not_matter():
    values = made("1/R", 40e3, ROOM) * np.array([1.0, 1.02, 0.99, 1.01, 0.97, 1.0])
    one, other = fit_arrhenius(ROOM, values), fit_arrhenius(ROOM[::-1], values[::-1])
    assert one.energy == pytest.approx(other.energy, rel=1e-12)


@pytest.mark.parametrize("form", FORMS)
def test_the_finding_has_the_term_of_its_form(form):
    values = made(form, 40e3, ROOM) * np.array([1.0, 1.02, 0.99, 1.01, 0.97, 1.0])
    fit = fit_arrhenius(ROOM, values, form=form)
    (found,) = arrhenius_findings(fit, "lu2026/sfc-na#sei")
    assert found.question.name == FORMS[form].arrhenius_term
    assert term(found.question.name).unit == "J/mol"
    assert isinstance(found.origin, Fitted)
    assert found.origin.fit.covariance[0][0] ** 0.5 == pytest.approx(found.std)
    assert found.std == fit.energy_std


def test_a_metal_has_no_activation_energy():
    kelvin = np.array([290.0, 310.0, 330.0])
    fit = fit_arrhenius(kelvin, kelvin / 300)
    assert fit.energy < 0
    assert arrhenius_findings(fit, "wire") == ()


@pytest.mark.parametrize(
    ("temperature", "value", "more"),
    [
        ([290.0], [1.0], {}),
        ([290.0, 290.0], [1.0, 2.0], {}),
        ([290.0, 300.0], [1.0, 0.0], {}),
        ([290.0, 300.0], [1.0, float("nan")], {}),
        ([290.0, 300.0], [1.0], {}),
        ([290.0, -300.0], [1.0, 2.0], {}),
        ([290.0, 300.0], [1.0, 2.0], {"std": [0.1, 0.0]}),
        ([290.0, 300.0], [1.0, 2.0], {"form": "R"}),
        (["warm", "hot"], [1.0, 2.0], {}),
    ],
)
def test_bad_input_is_one_error(temperature, value, more):
    with pytest.raises(FitError) as caught:
        fit_arrhenius(temperature, value, **more)
    assert caught.value.fix


def test_temperatures_in_celsius_are_noticed():
    fit = fit_arrhenius([25.0, 45.0, 60.0], [3.0, 2.0, 1.0])
    assert "temperatures-low" in codes(fit)
