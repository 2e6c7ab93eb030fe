"""Direct current: hand values of Bruce-Vincent and Watanabe, Monte Carlo of their spreads, decays by curve_fit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import curve_fit
from scipy.stats import linregress
from scipy.stats import t as student_t

from natria.lab import Specimen
from natria.lab.kinetics import (
    WithStd,
    current_fraction,
    current_fraction_findings,
    electronic_findings,
    electronic_resistance,
    fit_decay,
)
from natria.quantity import FitError
from natria.record import Recording


def codes(result) -> set[str]:
    return {remark.code for remark in result.remarks}


def recording() -> Recording:
    columns = {"test_time_second": [0.0, 1.0], "voltage_volt": [0.01, 0.01], "current_ampere": [1e-5, 1e-5]}
    return Recording("dc.csv", "0" * 64, {k: np.array(v) for k, v in columns.items()})


def an_ideal_cell(fraction: float, bulk: float = 200.0, before: float = 100.0, after: float = 120.0):
    """Currents (A) of a step of 10 mV across R_b + R_0, then R_b/F + R_ss."""
    volts = 0.01
    return volts, volts / (bulk + before), volts / (bulk / fraction + after)


@pytest.mark.parametrize("fraction", [0.1, 0.4, 0.9])
def test_an_ideal_cell_gives_its_fraction_by_both_formulas(fraction):
    volts, initial, steady = an_ideal_cell(fraction)
    given = [WithStd(v) for v in (volts, initial, steady, 100.0, 120.0)]
    found = current_fraction(*given, bulk=WithStd(200.0))
    assert found.bruce_vincent.value == pytest.approx(fraction, rel=1e-12)
    assert found.watanabe.value == pytest.approx(fraction, rel=1e-12)
    assert found.uncorrected.value == pytest.approx(steady / initial)
    assert "formulas-differ" not in codes(found)


def test_a_hand_value():
    """10 mV, 20 then 8 uA, 150 then 180 ohm: 8 (10 - 3)/(20 (10 - 1.44)) = 0.32710."""
    found = current_fraction(*(WithStd(v) for v in (0.01, 20e-6, 8e-6, 150.0, 180.0)))
    assert found.bruce_vincent.value == pytest.approx(8 * 7 / (20 * 8.56), rel=1e-12)
    assert found.watanabe is None


def test_spreads_are_those_of_monte_carlo():
    volts, initial, steady = an_ideal_cell(0.4)
    means = np.array([volts, initial, steady, 100.0, 120.0, 200.0])
    stds = means * [0.002, 0.01, 0.01, 0.02, 0.02, 0.01]
    found = current_fraction(
        *(WithStd(m, s) for m, s in zip(means[:5], stds[:5], strict=True)), bulk=WithStd(200.0, 2.0)
    )
    v, i0, i, r0, r, rb = np.random.default_rng(1).normal(means, stds, (100_000, 6)).T
    assert found.bruce_vincent.std == pytest.approx(np.std(i * (v - i0 * r0) / (i0 * (v - i * r))), rel=0.03)
    assert found.watanabe.std == pytest.approx(np.std(rb / (v / i - r)), rel=0.03)
    assert found.uncorrected.std == pytest.approx(np.std(i / i0), rel=0.03)


def test_what_is_said_of_a_fraction():
    given = [WithStd(v) for v in (0.05, 4.9e-4, 4.4e-4, 100.0, 100.0)]
    assert {"current-fraction-not-transference", "step-not-small", "interfaces-dominate"} <= codes(
        current_fraction(*given)
    )
    found = current_fraction(*(WithStd(v) for v in (0.01, 20e-6, 30e-6, 0.0, 0.0)))
    assert "outside-fraction" in codes(found)
    assert current_fraction_findings(found, recording(), Specimen("cell")) == ()


def test_findings_of_a_fraction_have_three_terms():
    volts, initial, steady = an_ideal_cell(0.4)
    found = current_fraction(
        *(WithStd(v, 0.01 * v) for v in (volts, initial, steady, 100.0, 120.0)), bulk=WithStd(200.0)
    )
    names = [f.question.name for f in current_fraction_findings(found, recording(), Specimen("cell"))]
    assert names == ["current_fraction", "watanabe_current_fraction", "uncorrected_current_fraction"]


@pytest.mark.parametrize(
    "given",
    [
        (0.0, 1e-5, 1e-6, 1.0, 1.0),
        (0.01, 1e-5, 1e-6, 2000.0, 1.0),
        (0.01, 1e-5, -1e-6, 1.0, 1.0),
        (0.01, 1e-5, 1e-6, -1, 1),
    ],
)
def test_impossible_steps_are_refused(given):
    with pytest.raises(FitError):
        current_fraction(*(WithStd(v) for v in given))


def test_an_electronic_resistance_agrees_with_scipy():
    volts = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    flow = volts / 9e9 + 2e-12 + np.random.default_rng(2).normal(0, 3e-13, 5)
    found = electronic_resistance(volts, flow, thickness=WithStd(1e-3, 1e-5), area=WithStd(1e-4, 1e-6))
    other = linregress(volts, flow)
    assert found.resistance == pytest.approx(1 / other.slope)
    assert found.resistance_std == pytest.approx(other.stderr / other.slope**2 * found.line.spread.factor)
    assert found.resistance == pytest.approx(9e9, rel=0.1)
    assert found.conductivity == pytest.approx(1e-3 / (1e-4 * found.resistance))
    of_line, total = (other.stderr / other.slope) ** 2, (other.stderr / other.slope) ** 2 + 2e-4
    freedom = 3 * (total / of_line) ** 2  # Welch and Satterthwaite: thickness and area are known exactly
    expected = student_t.ppf(0.975, freedom) / 1.959964 * total**0.5
    assert found.conductivity_std / found.conductivity == pytest.approx(expected, rel=1e-5)
    names = [f.question.name for f in electronic_findings(found, recording(), Specimen("kumar2020/bpi#bpi"))]
    assert names == ["electronic_resistance", "electronic_conductivity"]


def test_one_voltage_is_v_over_i():
    found = electronic_resistance([0.5], [1e-9], current_std=[1e-11])
    assert found.resistance == pytest.approx(5e8)
    assert found.resistance_std == pytest.approx(5e6, rel=1e-3)
    assert "one-voltage" in codes(found)
    assert electronic_resistance([0.5], [1e-9]).resistance_std is None


def test_a_curve_and_an_offset_are_seen():
    volts = np.linspace(0.1, 1.0, 10)
    noise = np.random.default_rng(3).normal(0, 1e-12, 10)
    assert "not-ohmic" in codes(electronic_resistance(volts, 1e-10 * np.sinh(3 * volts) + noise))
    assert "current-offset" in codes(electronic_resistance(volts, 1e-10 * volts + 1e-10 + noise))
    clean = electronic_resistance(volts, 1e-9 * volts + noise)
    assert not codes(clean) & {"not-ohmic", "current-offset"}


def test_a_falling_current_is_refused():
    with pytest.raises(FitError):
        electronic_resistance([0.1, 0.2, 0.3], [3e-9, 2e-9, 1e-9])


def test_a_decay_agrees_with_curve_fit():
    t = np.arange(1.0, 2001.0, 4.0)
    flow = 8e-6 + 12e-6 * np.exp(-t / 300) + np.random.default_rng(4).normal(0, 5e-8, len(t))
    found = fit_decay(t, flow, step=0.0)

    def law(t, steady, a, tau):
        return steady + a * np.exp(-t / tau)

    best, covariance = curve_fit(law, t, flow, (1e-5, 1e-5, 100.0))
    assert len(found.time_constants) == 1
    assert found.steady == pytest.approx(best[0], rel=1e-4)
    assert found.steady_std == pytest.approx(covariance[0, 0] ** 0.5, rel=0.02)
    assert found.time_constants[0] == pytest.approx(best[2], rel=1e-3)
    assert found.initial == flow[0]
    assert found.delay == 1.0


def test_a_decay_of_two_times_and_one_that_is_cut_short():
    t = np.arange(1.0, 2001.0, 4.0)
    noise = np.random.default_rng(5).normal(0, 2e-8, len(t))
    two = fit_decay(t, 8e-6 + 5e-6 * np.exp(-t / 20) + 7e-6 * np.exp(-t / 400) + noise)
    assert len(two.time_constants) == 2
    assert two.steady == pytest.approx(8e-6, rel=0.01)
    short = fit_decay(t[:60], (8e-6 + 7e-6 * np.exp(-t / 400) + noise)[:60])
    assert "not-steady" in codes(short)
    assert abs(short.steady - 8e-6) < 3 * short.steady_std


@pytest.mark.parametrize("time", [np.arange(5.0), np.zeros(20), np.arange(20.0)[::-1]])
def test_a_decay_needs_readings_in_time(time):
    with pytest.raises(FitError):
        fit_decay(time, np.ones(len(time)))


@pytest.mark.parametrize("noise", [0.0, 0.005])
def test_a_decay_over_many_decades_of_time_gives_its_steady_current(noise):
    """A slab that diffusion fills (Crank, The Mathematics of Diffusion, ch. 4), read evenly over log time."""
    time = np.geomspace(0.1, 3000, 80)
    rates = ((2 * np.arange(200) + 1) * np.pi / 2) ** 2 / 300
    exact = 1e-9 + 4e-8 * np.exp(-np.outer(time, rates)).sum(axis=1)
    current = exact * (1 + noise * np.random.default_rng(0).standard_normal(len(time)))
    decay = fit_decay(time, current, 0.0)
    assert abs(decay.steady - 1e-9) < 3 * decay.steady_std
    assert decay.steady == pytest.approx(1e-9, rel=0.15)
    if noise == 0.0:
        assert "decay-systematic" in {remark.code for remark in decay.remarks}
