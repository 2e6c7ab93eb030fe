"""Laws of temperature and the growth of an interphase come back from a series by a straight line and by its kinks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.synthetic.impedance import (
    Analyser,
    AnalyserSweep,
    InterphaseGrowth,
    SpectrumSeries,
    TrueTemperatureLaw,
    spectrum_cell,
    synthetic_series,
)
from natria.quantity import InputError

GAS = 8.31446261815324
HOUR = 3600.0
PERFECT = Analyser(noise=0.0)
SOLID = spectrum_cell("solid")
TEMPERATURES = np.linspace(283.15, 337.15, 7)


def with_film_law(law):
    return replace(SOLID, interphase=replace(SOLID.interphase, law=law))


def resistances(law):
    series = SpectrumSeries(tuple(TEMPERATURES), tuple(np.arange(7) * HOUR))
    made = synthetic_series(1, cell=with_film_law(law), series=series, analyser=PERFECT)
    return np.array([one.truth.process("interphase").resistance for one in made])


@pytest.mark.parametrize(("form", "with_t"), [("1/R", False), ("sigma", False), ("T/R", True), ("sigma T", True)])
def test_arrhenius_is_a_straight_line_on_its_axis_and_on_no_other(form, with_t):
    r = resistances(TrueTemperatureLaw(40e3, form=form))
    rate = TEMPERATURES / r if with_t else 1 / r
    slope, _ = np.polyfit(1 / TEMPERATURES, np.log(rate), 1)
    assert -slope * GAS == pytest.approx(40e3, rel=1e-9)
    other = 1 / r if with_t else TEMPERATURES / r
    wrong = -np.polyfit(1 / TEMPERATURES, np.log(other), 1)[0] * GAS
    shift = GAS * TEMPERATURES.mean()  # the forms differ by R_g T
    assert wrong - 40e3 == pytest.approx(-shift if with_t else shift, rel=0.02)


def test_vft_is_a_straight_line_over_t_minus_t0_and_has_its_apparent_energy():
    law = TrueTemperatureLaw(6e3, 150.0)
    r = resistances(law)
    slope, _ = np.polyfit(1 / (TEMPERATURES - 150), np.log(1 / r), 1)
    assert -slope * GAS == pytest.approx(6e3, rel=1e-9)
    t, h = 300.0, 1e-3
    low, high = (np.log(law.factor(x)) for x in (t - h, t + h))
    tangent = GAS * (high - low) / (1 / (t + h) - 1 / (t - h))
    assert law.apparent_energy(t) == pytest.approx(tangent, rel=1e-6)


@given(st.floats(0, 1e5), st.floats(0, 200), st.sampled_from(["1/R", "T/R"]))
def test_a_law_is_one_at_its_reference(energy, t0, form):
    assert TrueTemperatureLaw(energy, t0, form).factor(298.15) == pytest.approx(1)


def test_no_energy_is_no_dependence_in_any_form():
    assert TrueTemperatureLaw(0.0, form="T/R").factor(350.0) == 1


GROWTH = InterphaseGrowth(HOUR, 15 * HOUR, 0.1, 1.0)


@pytest.mark.parametrize("shape", ["linear", "parabolic", "sigmoid"])
def test_growth_begins_at_its_onset_and_is_complete(shape):
    growth = replace(GROWTH, shape=shape)
    time = np.linspace(0, 24, 481) * HOUR
    factor = growth.factor(time)
    assert factor[time <= HOUR] == pytest.approx(0.1)
    assert factor[time >= 15 * HOUR] == pytest.approx(1.0)
    inside = (time > HOUR) & (time < 15 * HOUR)
    assert (np.diff(factor[inside]) > 0).all()
    middle = {"linear": 0.5, "parabolic": 0.5**0.5, "sigmoid": 0.5}[shape]
    assert growth.factor(8 * HOUR) == pytest.approx(0.1 + 0.9 * middle)


def test_a_series_over_time_has_the_growth_between_and_within_its_sweeps():
    starts = tuple(np.linspace(0, 20, 21) * HOUR)
    series = SpectrumSeries((298.15,) * 21, starts)
    sweep = AnalyserSweep(1e6, 0.005, 40)
    made = synthetic_series(1, cell=SOLID, series=series, sweep=sweep, analyser=PERFECT, growth=GROWTH)
    found = np.array([one.truth.process("interphase").resistance for one in made])
    assert found / found[-1] == pytest.approx(GROWTH.factor(np.array(starts)))
    assert made[0].truth.drift == 0  # complete before the onset
    assert made[2].truth.drift > 0
    assert made[-1].truth.drift == 0
    assert all(one.truth.process("interphase").time_constant == pytest.approx(3e-5) for one in made)


def test_seeds_repeat_and_sweeps_have_noise_of_their_own():
    series = SpectrumSeries((298.15,) * 2, (0.0, HOUR))
    one, again = (synthetic_series(5, cell=SOLID, series=series) for _ in range(2))
    assert (one[1].spectrum.impedance == again[1].spectrum.impedance).all()
    assert (one[0].spectrum.impedance != one[1].spectrum.impedance).all()


@pytest.mark.parametrize(
    ("make", "which"),
    [
        (lambda: TrueTemperatureLaw(-1.0), "energy"),
        (lambda: TrueTemperatureLaw(1.0, 300.0), "t0"),
        (lambda: TrueTemperatureLaw(1.0, form="R"), "form"),
        (lambda: TrueTemperatureLaw(1e3, 200.0).factor(190.0), "temperature"),
        (lambda: InterphaseGrowth(2.0, 1.0), "complete"),
        (lambda: InterphaseGrowth(shape="cubic"), "shape"),
        (lambda: SpectrumSeries((300.0,), (0.0, 1.0)), "temperatures"),
        (lambda: SpectrumSeries((300.0, 300.0), (1.0, 0.0)), "starts"),
        (lambda: SpectrumSeries((), ()), "starts"),
        (
            lambda: synthetic_series(
                1, cell=spectrum_cell("blocking"), series=SpectrumSeries((300.0,), (0.0,)), growth=GROWTH
            ),
            "growth",
        ),
    ],
)
def test_what_cannot_be_a_series_is_refused(make, which):
    with pytest.raises(InputError, match=which):
        make()
