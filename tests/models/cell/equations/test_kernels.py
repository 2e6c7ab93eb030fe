"""The compiled functions one by one: each inverts, follows or differentiates what it says, for whatever it is given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_cells import POROUS, SALTS, SOLIDS, cells
from verified_cells import FOIL, KELVIN, cell_of, volumes_of

from natria.laws import FARADAY, GAS, GROWTH_LAWS, vft_factor
from natria.models.cell.cell import Cell, SaltLayer
from natria.models.cell.electrodes.dispatch import face_plating, face_voltage
from natria.models.cell.equations.layout import GROWTH_CODES, LINEAR, Packed, pack
from natria.models.cell.equations.properties import (
    MOST_VOLTS,
    face_current,
    face_overpotential,
    growth_rate,
    thermal_factor,
)
from natria.models.cell.equations.rates import derivative, jacobian, voltage
from natria.models.cell.equations.states import MONOLAYER
from natria.models.cell.equations.voltage_parts import PARTS

SOMETIMES = settings(max_examples=60, deadline=None)


@given(decade=st.floats(-6, 6), plates=st.booleans(), alpha=st.floats(0.05, 0.95), kelvin=st.floats(200, 400))
@SOMETIMES
def test_an_overpotential_carries_the_current_that_it_was_asked_for(decade, plates, alpha, kelvin):
    ratio = 10**decade if plates else -(10**decade)
    eta = face_overpotential(3.0 * ratio, 3.0, alpha, kelvin)
    f = FARADAY * eta / (GAS * kelvin)
    carried = -np.exp(-alpha * f) * np.expm1(f)  # exp(-alpha f) - exp((1 - alpha) f), without a difference of ones
    assert carried == pytest.approx(ratio, rel=1e-11)
    assert np.sign(f) == (-1 if plates else 1)
    if abs(eta) < MOST_VOLTS:
        assert face_current(eta, 3.0, alpha, kelvin) == pytest.approx(3.0 * ratio, rel=1e-9)


@pytest.mark.parametrize("ratio", [5e-324, -5e-324, 1e-300, -1e-200, 1e-17, 1.1e-16])
@pytest.mark.parametrize("alpha", [0.25, 0.5, 0.7])
def test_the_smallest_currents_meet_a_linear_face(ratio, alpha):
    assert face_overpotential(ratio, 1.0, alpha, KELVIN) == pytest.approx(-GAS * KELVIN / FARADAY * ratio, rel=1e-12)


@given(current=st.floats(-1e4, 1e4), alpha=st.floats(0.05, 0.95))
@SOMETIMES
def test_swapping_the_branches_turns_the_overpotential_round(current, alpha):
    there, back = (face_overpotential(s * current, 2.0, a, KELVIN) for s, a in ((1, alpha), (-1, 1 - alpha)))
    assert there == pytest.approx(-back, rel=1e-9, abs=1e-300)


@given(energy=st.floats(0, 1e5), vanishing=st.floats(0, 240), kelvin=st.floats(250, 400))
@SOMETIMES
def test_the_factor_of_temperature_is_that_of_the_laws(energy, vanishing, kelvin):
    exact = float(vft_factor(energy, vanishing, kelvin, KELVIN))
    assert thermal_factor(energy, vanishing, KELVIN, kelvin) == pytest.approx(exact, rel=1e-12)


def test_nothing_moves_below_the_vanishing_temperature():
    assert thermal_factor(1e4, 270.0, KELVIN, 260.0) == 0.0


PARAMETERS = {
    "linear": (3e-12,),
    "parabolic": (1e-18,),
    "power": (1e-9, 0.4),
    "logarithmic": (4e-9, 30.0),
    "self-limiting": (60e-9, 900.0),
}


@given(law=st.sampled_from(tuple(PARAMETERS)), decade=st.floats(1.5, 3.5))
@SOMETIMES
def test_a_rate_of_growth_is_the_slope_of_its_curve(law, decade):
    curve, parameters = GROWTH_LAWS[law].thickness, PARAMETERS[law]
    time, step = 10**decade, 10 ** (decade - 5)
    slope = float(curve(time + step, *parameters) - curve(time - step, *parameters)) / (2 * step)
    first, second = (*parameters, 0.0)[:2]
    assume(float(curve(time, *parameters)) > MONOLAYER)
    rate = growth_rate(GROWTH_CODES[law], first, second, float(curve(time, *parameters)))
    assert rate == pytest.approx(slope, rel=1e-6, abs=1e-9 * parameters[0])


def test_a_law_that_nobody_knows_gives_no_number():
    assert np.isnan(growth_rate(99, 1.0, 1.0, 1e-9))
    assert growth_rate(LINEAR, 2.0, 0.0, 1e-9) == 2.0


@st.composite
def salty(draw: st.DrawFn) -> tuple[Packed, np.ndarray, float]:
    """A cell with up to three salts, a solid among them or not, pores of a film too, in any state and current."""
    layers = [*draw(st.lists(SALTS, min_size=1, max_size=3))]
    if draw(st.booleans()):
        layers.insert(draw(st.integers(0, len(layers))), draw(SOLIDS))
    films = (draw(POROUS),) if isinstance(layers[0], SaltLayer) and draw(st.booleans()) else ()
    packed = pack(cell_of(*layers, working=replace(FOIL, films=films), counter=FOIL), 12)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    y = packed.start.copy()
    y[: packed.n] *= random.uniform(0.1, 1.8, packed.n)
    return packed, y, draw(st.floats(-300, 300))


@given(drawn=salty())
@SOMETIMES
def test_the_jacobian_of_the_salt_is_that_of_central_differences(drawn):
    packed, y, current = drawn
    n = packed.n
    exact = np.zeros((len(y), len(y)))
    jacobian(y, current, packed.shape, packed.p, exact)
    exact = exact[:n, :n]
    found = np.empty((n, n))
    steps = 1e-5 * y[:n]
    up, down = np.empty_like(y), np.empty_like(y)
    for k in range(n):
        for sign, rates in ((1, up), (-1, down)):
            moved = y.copy()
            moved[k] += sign * steps[k]
            derivative(moved, current, packed.shape, packed.p, rates)
        found[:, k] = (up - down)[:n] / (2 * steps[k])
    # the last digits of the fluxes through both sides of a volume, over the step
    widths, porosity = volumes_of(packed)
    largest = np.abs(exact).max(axis=1)
    noise = 1e-14 * (abs(current) / FARADAY / (widths * porosity) + largest * y[:n].max())
    assert np.all(np.abs(found - exact) <= 1e-7 * largest[:, None] + noise[:, None] / steps)


@given(drawn=salty())
@SOMETIMES
def test_what_a_volume_loses_its_neighbours_gain(drawn):
    packed, y, current = drawn
    widths, porosity = volumes_of(packed)
    rates, slopes = np.empty_like(y), np.zeros((len(y), len(y)))
    derivative(y, current, packed.shape, packed.p, rates)
    jacobian(y, current, packed.shape, packed.p, slopes)
    n, store = packed.n, widths * porosity
    assert abs(store @ rates[:n]) <= 1e-13 * np.abs(store * rates[:n]).sum()
    assert np.all(np.abs(store @ slopes[:n, :n]) <= 1e-13 * (store @ np.abs(slopes[:n, :n])))


@given(cell=cells(), seed=st.integers(0, 2**32 - 1))
@SOMETIMES
def test_the_jacobian_of_films_is_that_of_central_differences(cell, seed):
    packed = pack(cell, 8)
    n, films = packed.n, packed.films
    y = packed.start.copy()
    y[n : n + films] = 10 ** np.random.default_rng(seed).uniform(-9.5, -6, films)
    slopes = np.zeros((len(y), len(y)))
    jacobian(y, 10.0, packed.shape, packed.p, slopes)
    up, down = np.empty_like(y), np.empty_like(y)
    for k in range(n, n + films):
        step = 1e-5 * y[k]
        for sign, rates in ((1, up), (-1, down)):
            moved = y.copy()
            moved[k] += sign * step
            derivative(moved, 10.0, packed.shape, packed.p, rates)
        found = (up[k] - down[k]) / (2 * step)
        nothing = 1e-9 * abs(up[k]) / y[k] + 1e-20  # 1/s; the latter where a film has long stopped growing
        assert found == pytest.approx(slopes[k, k], rel=1e-6, abs=nothing)


def mirrored(cell: Cell) -> Cell:
    return replace(cell, working=cell.counter, counter=cell.working, electrolyte=cell.electrolyte[::-1])


@given(cell=cells(), seed=st.integers(0, 2**32 - 1), current=st.floats(-100, 100))
@SOMETIMES
def test_a_cell_in_the_mirror_has_the_voltage_turned_round(cell, seed, current):
    here, there = pack(cell, 12), pack(mirrored(cell), 12)
    y = here.start.copy()
    y[: here.n] *= np.random.default_rng(seed).uniform(0.1, 1.8, here.n)
    turned = there.start.copy()
    turned[: here.n] = y[: here.n][::-1]
    parts, others = np.empty(len(PARTS)), np.empty(len(PARTS))
    volts = voltage(y, current, here.shape, here.p, parts)
    back = voltage(turned, -current, there.shape, there.p, others)
    assert volts == pytest.approx(-back, rel=1e-9, abs=1e-12)
    assert volts == pytest.approx(parts.sum(), rel=1e-12)
    rates, opposite = np.empty_like(y), np.empty_like(y)
    derivative(y, current, here.shape, here.p, rates)
    derivative(turned, -current, there.shape, there.p, opposite)
    largest = np.abs(rates[: here.n]).max(initial=0.0)
    widths, porosity = volumes_of(here)
    balance = 1e-10 / FARADAY / (widths * porosity) if cell.electronic_conductance else 0.0  # of the split of J, A/m^2
    assert np.all(np.abs(rates[: here.n] - opposite[: here.n][::-1]) <= 1e-9 * largest + balance)


@given(cell=cells(), current=st.floats(0.1, 100), plates=st.booleans(), sodium=st.floats(0, 1e4))
@SOMETIMES
def test_a_face_plates_at_its_voltage_what_it_was_asked_for(cell, current, plates, sodium):
    packed = pack(cell, 8)
    y = packed.start.copy()
    y[packed.places["sodium_working"]] = sodium
    asked = current if plates else -current
    eta = face_voltage(0, asked, 0.7, y, packed.shape, packed.p)
    assume(abs(eta) < 2.0)
    assert face_plating(0, eta, 0.7, y, packed.shape, packed.p) == pytest.approx(asked, rel=1e-8)


def test_a_foil_has_no_barrier():
    packed = pack(cell_of(working=replace(FOIL, nucleation=0.1, coverage_charge=50.0)))
    plain = pack(cell_of(working=FOIL))
    assert face_voltage(0, 5.0, 1.0, packed.start, packed.shape, packed.p) == face_voltage(
        0, 5.0, 1.0, plain.start, plain.shape, plain.p
    )
