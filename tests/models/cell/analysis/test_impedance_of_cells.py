"""Impedance of a cell against what is known exactly, against its own answer to a sine in time, and against its budget.

Frequencies in 1/s, area resistances in ohm m^2.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.answers import Refuse, ask
from natria.design import Design
from natria.design.protocol import parse
from natria.models import models
from natria.models.cell import Cell, Packed, legs, pack, prepare, run
from natria.models.cell.analysis.finer import FINEST, finer
from natria.models.cell.analysis.impedance import arcs, area_resistance_by_part, frequencies, gap_warburg, spectrum
from natria.models.cell.analysis.sine import sine
from natria.models.cell.cell import Electrode, Film, Growth, Heat, SaltLayer, SolidLayer, Thermal, Voids
from natria.models.cell.electrodes.dispatch import face_plating, face_voltage
from natria.models.cell.equations.charging import Charging
from natria.models.cell.equations.layout import AT_VOLUMES, VACUUM, VOLUME, WIDTH
from natria.models.cell.equations.linear import Linear, linearise
from natria.models.cell.equations.properties import face_current, face_overpotential
from natria.models.cell.equations.rates import derivative, jacobian, voltage
from natria.models.cell.equations.voltage_parts import CONCENTRATION, FACE_C, FACE_W, FILMS_W, PARTS
from natria.models.cell.solvers.adaptive import Adaptive
from natria.quantity import Computed, Finding, Question

FARADAY, GAS, T = 96485.33212331001, 8.31446261815324, 298.15
HERE = Computed("cell", 1)
NO_LIMITS = np.array([np.nan, 0.0, np.inf, np.inf])

SALT = SaltLayer("separator", 250e-6, 1000.0, 0.6, 2e-10, 0.4, macmullin=2.0, porosity=0.5)
FILM = Film("sei", 20e-9, 1e-5, relative_permittivity=10.0)
PLAIN = Electrode((), exchange_current=20.0, inventory=1e6)
STORES = replace(PLAIN, films=(FILM,), double_layer=0.2)
SKEWED = Electrode((), exchange_current=50.0, plating_transfer=0.3, inventory=1e6, double_layer=0.1)
HOST = Electrode((), 20.0, is_host=True, coverage_charge=36.0, nucleation=0.02, double_layer=0.2)


def of(working: Electrode = PLAIN, *layers: SaltLayer | SolidLayer, **more: Any) -> Cell:
    return Cell("symmetric", working, more.pop("counter", working), layers or (SALT,), T, 1e-4, **more)


def steady(packed: Packed, current: float, seconds: float = 4000.0) -> np.ndarray:
    """The state after some twenty relaxations of the salt."""
    return Adaptive(packed, rtol=1e-10).go(packed.start, current, np.array([0.0, seconds]), NO_LIMITS).states[-1]


def volts(packed: Packed, y: np.ndarray, current: float) -> np.ndarray:
    parts = np.empty(len(PARTS))
    voltage(y, current, packed.shape, packed.p, parts)
    return parts


def whole(linear: Linear, *at: float) -> np.ndarray:
    return linear.impedance(np.array(at)).sum(axis=1)


# --- the forward kinetics are those of the engine, turned round


@given(st.floats(-6, 6), st.booleans(), st.floats(0.05, 0.95), st.floats(250, 370))
def test_the_two_forms_of_butler_volmer_are_inverses(decade: float, plates: bool, alpha: float, temperature: float):
    plating = 10**decade * (1 if plates else -1)
    eta = face_overpotential(plating, 3.0, alpha, temperature)
    assert face_current(eta, 3.0, alpha, temperature) == pytest.approx(plating, rel=1e-6)


def test_no_voltage_that_a_solver_tries_overflows():
    assert np.isfinite(face_current(-1e6, 1e4, 0.95, 250.0))
    assert face_current(-1e6, 1.0, 0.5, T) > 0 > face_current(1e6, 1.0, 0.5, T)


@pytest.mark.parametrize("electrode", [PLAIN, SKEWED, HOST, replace(PLAIN, voids=Voids(1.0, 1e4))])
@pytest.mark.parametrize("plating", [-300.0, -1.0, 1e-3, 1.0, 300.0])
def test_a_face_answers_its_voltage_with_its_current(electrode: Electrode, plating: float):
    packed = pack(of(electrode))
    y = packed.start.copy()
    y[packed.places["sodium_working"]], y[packed.places["void_working"]] = 20.0, 2e3
    eta = face_voltage(0, plating, 0.7, y, packed.shape, packed.p)
    assert face_plating(0, eta, 0.7, y, packed.shape, packed.p) == pytest.approx(plating, rel=1e-7)


def test_a_bare_host_does_nothing_below_its_barrier():
    packed = pack(of(HOST))
    assert face_plating(0, -0.019, 1.0, packed.start, packed.shape, packed.p) == 0.0
    assert face_plating(0, -0.021, 1.0, packed.start, packed.shape, packed.p) > 0.0


def test_a_face_that_touches_a_solid_feels_no_salt():
    packed = pack(of(PLAIN, SolidLayer("solid", 1e-5, 0.1), SALT, SolidLayer("solid", 1e-5, 0.1)))
    parts = volts(packed, steady(packed, 60.0), 60.0)
    face = 2 * GAS * T / FARADAY * np.arcsinh(60.0 / 40.0)
    assert parts[[FACE_W, FACE_C]] == pytest.approx([face, face], rel=1e-12)
    assert parts[CONCENTRATION] > 0.01


def test_a_capacitor_on_a_solid_feels_no_salt_either():
    packed = pack(of(SKEWED, SALT, SolidLayer("solid", 1e-5, 0.1)))
    y, cell = steady(packed, 60.0), Charging(packed)
    z = cell.settled(y, 60.0)
    assert cell.parts(z, 60.0) == pytest.approx(volts(packed, y, 60.0), abs=1e-15)
    assert cell.rates(z, 60.0)[-2:] == pytest.approx([0.0, 0.0], abs=1e-9)
    f = FARADAY * z[-1] / (GAS * T)
    assert 50.0 * (np.exp(0.7 * f) - np.exp(-0.3 * f)) == pytest.approx(60.0)


# --- the equations with capacitors


def test_without_capacitances_nothing_is_added():
    packed = pack(of(SKEWED, counter=replace(SKEWED, double_layer=0.0)))
    bare = Charging(pack(of(replace(PLAIN, films=(replace(FILM, relative_permittivity=0.0),)))))
    assert len(Charging(packed).storing) == 1
    assert len(bare.storing) == 0
    y, dy = bare.packed.start, np.empty_like(bare.packed.start)
    derivative(y, 7.0, bare.packed.shape, bare.packed.p, dy)
    assert np.array_equal(bare.rates(bare.settled(y, 7.0), 7.0), dy)
    assert np.array_equal(bare.parts(y, 7.0), volts(bare.packed, y, 7.0))


def test_settled_capacitors_take_no_current_and_change_no_voltage():
    layers = (replace(SALT, relative_permittivity=60.0), SolidLayer("solid", 1e-5, 1e-2, relative_permittivity=20.0))
    packed = pack(of(STORES, *layers, counter=replace(SKEWED, films=(FILM, FILM)), contact=1e-4))
    cell = Charging(packed)
    z = cell.settled(packed.start, 30.0)
    assert len(cell.storing) == 7
    assert cell.parts(z, 30.0) == pytest.approx(volts(packed, packed.start, 30.0), abs=1e-15)
    currents = [
        cell.rates(z, 30.0)[len(packed.start) + k] * cell.capacitance(*e, z) for k, e in enumerate(cell.storing)
    ]
    assert currents == pytest.approx([0.0] * 7, abs=1e-10)


@settings(max_examples=25)
@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.floats(-50, 50))
def test_the_current_of_a_face_is_its_charging_and_its_sodium(working: float, counter: float, current: float):
    growth = Growth("parabolic", (2e-21,), sodium=4e9)  # eats sodium, which is neither
    film = replace(FILM, growth=growth, relative_permittivity=0.0)
    cell = Charging(pack(of(replace(SKEWED, films=(film,)))))
    z = cell.settled(cell.packed.start, 0.0)
    z[-2:] = working, counter
    rates, places, n = cell.rates(z, current), cell.packed.places, cell.packed.n
    eaten = 4e9 * rates[n : n + 2]
    assert rates[places["sodium_working"]] + eaten[0] + 0.1 * rates[-2] == pytest.approx(current, abs=1e-9, rel=1e-9)
    assert -rates[places["sodium_counter"]] - eaten[1] + 0.1 * rates[-1] == pytest.approx(current, abs=1e-9, rel=1e-9)
    assert (eaten > 0).all()


def test_what_does_not_touch_stores_nothing():
    packed = pack(of(replace(STORES, voids=Voids(1.0, 1e4))))
    y, cell = packed.start.copy(), Charging(packed)
    y[packed.places["void_working"]] = 6e3
    assert [cell.capacitance(0, k, y) for k in (0, 1)] == pytest.approx([0.08, 0.2])
    assert [cell.capacitance(1, k, y) for k in (0, 1)] == pytest.approx(np.array([0.4, 1.0]) * VACUUM * 10 / 20e-9)


# --- the finer grid


@pytest.mark.parametrize("current", [0.0, 20.0, -20.0])
def test_the_finer_grid_is_the_same_cell(current: float):
    solid = SolidLayer("solid", 1e-5, 1e-2)
    packed = pack(of(STORES, SALT, solid, replace(SALT, thickness=1e-4), replace(SALT, macmullin=5.0)), 60)
    y = steady(packed, current)
    fine, state = finer(packed, y, current)
    width = fine.p[fine.shape[AT_VOLUMES] :].reshape(fine.n, VOLUME)[:, WIDTH]
    assert width.sum() == pytest.approx(6e-4)
    assert FINEST / 2 < width.min() <= FINEST
    assert np.array_equal(state[fine.n :], y[packed.n :])
    assert volts(fine, state, current) == pytest.approx(volts(packed, y, current), rel=2e-4, abs=1e-12)


def test_a_straight_profile_stays_straight():
    packed = pack(of(), 10)
    y = steady(packed, 20.0)
    fine, state = finer(packed, y, 20.0)
    width = fine.p[fine.shape[AT_VOLUMES] :].reshape(fine.n, VOLUME)[:, WIDTH]
    middle = np.cumsum(width) - width / 2 - 125e-6
    slope = 0.6 * 20.0 / (FARADAY * 1e-10)
    assert state[: fine.n] == pytest.approx(1000.0 + slope * middle, rel=1e-7)


# --- against what is known exactly


def test_the_derivatives_of_the_salt_are_those_of_the_engine():
    layer = replace(SALT, diffusivity_exponent=0.7, transference_slope=-0.2)
    packed = pack(of(PLAIN, layer))
    y = steady(packed, 20.0)
    exact = np.zeros((len(y), len(y)))
    jacobian(y, 20.0, packed.shape, packed.p, exact)
    found = linearise(packed, y, 20.0, None).a
    n = packed.n
    assert np.abs(found - exact)[:n, :n].max() < 1e-8 * np.abs(exact[:n, :n]).max()


@pytest.mark.parametrize("finest", [None, FINEST])
def test_diffusion_is_the_finite_warburg(finest: float | None):
    """At 10 mHz and below every grid follows it; at any frequency the fine one does."""
    at = frequencies() if finest else frequencies(1e-2)
    linear = linearise(pack(of(), 80), pack(of(), 80).start, 0.0, finest)
    exact = gap_warburg(at, SALT, T)
    wrong = np.abs(linear.impedance(at)[:, CONCENTRATION] - exact)
    assert (wrong / np.abs(exact)).max() < (0.03 if finest else 0.003)  # the most at 7 MHz
    assert (wrong[at < 1e5] / np.abs(exact[at < 1e5])).max() < 0.004
    everything = np.abs(linear.impedance(at).sum(axis=1))
    assert (wrong / everything).max() < (3e-5 if finest else 1.2e-4)


def test_the_warburg_of_the_law_has_the_limits_of_the_equations():
    """Z(0) is the slope of the steady profile; at high frequencies each face has a half-space of salt to itself."""
    zero = 2 * GAS * T * 0.6**2 * 250e-6 / (FARADAY**2 * 1000.0 * 1e-10)
    assert gap_warburg(np.array([1e-9]), SALT, T)[0] == pytest.approx(zero, rel=1e-6)
    omega = 2 * np.pi * 1e3
    half_space = 4 * GAS * T * 0.6**2 / (FARADAY**2 * 1000.0 * np.sqrt(1j * omega * 1e-10 * 0.5))
    assert gap_warburg(np.array([1e3]), SALT, T)[0] == pytest.approx(half_space, rel=1e-9)


def test_diffusion_under_load_moves_the_exchange_current_too():
    """Constant D and t+: the change of salt is still odd about the middle, about a straight profile. Each face feels it
    by 1/c in the potential, and by i0 ~ sqrt(c) in its overpotential, 2RT/F asinh(J/2 i0)."""
    current, at = 25.0, np.array([1e-3, 3e-3, 1e-2, 0.1])
    packed = pack(of(replace(PLAIN, exchange_current=10.0), replace(SALT, conductivity_exponent=0.0)), 160)
    linear = linearise(packed, steady(packed, current), current)
    s = np.sqrt(2j * np.pi * at * 0.5 * 250e-6**2 / (4 * 1e-10))
    change = 0.6 * 250e-6 / (2 * FARADAY * 1e-10) * np.tanh(s) / s  # of salt at the counter face, over J
    drop = 0.6 * current * 250e-6 / (2 * FARADAY * 1e-10)
    thermal = GAS * T / FARADAY
    parts = linear.impedance(at)
    low, high = 1000.0 - drop, 1000.0 + drop
    assert parts[:, CONCENTRATION] == pytest.approx(2 * thermal * 0.6 * change * (1 / high + 1 / low), rel=2e-3)
    for part, salt, sign in ((FACE_W, low, -1.0), (FACE_C, high, 1.0)):
        half = current / (2 * 10.0 * np.sqrt(salt / 1000.0))
        along = 2 * thermal / np.sqrt(1 + half**2) * half
        expected = along / current - sign * along * change / (2 * salt)
        assert parts[:, part] == pytest.approx(expected, rel=2e-3)


def test_the_order_of_convergence_is_two():
    at = np.array([2e-3, 1e-2])
    exact = gap_warburg(at, SALT, T)
    wrong = []
    for volumes in (20, 40, 80, 160):
        packed = pack(of(), volumes)
        wrong.append(np.abs(linearise(packed, packed.start, 0.0, None).impedance(at)[:, CONCENTRATION] - exact))
    orders = [np.log2(a / b) for a, b in pairwise(wrong)]
    assert orders[-1] == pytest.approx(2.0, abs=0.02)
    assert np.array(orders).min() > 1.9


def test_every_element_draws_its_arc():
    """R parallel to C, each where R and C of the design put it."""
    solid = SolidLayer("solid", 5e-4, 1e-2, relative_permittivity=20.0)
    packed = pack(of(STORES, solid, contact=1e-3))
    at = frequencies()
    omega = 2 * np.pi * at

    def arc(r: float, c: float) -> np.ndarray:
        return r / (1 + 1j * omega * r * c)

    film, layer = (20e-9 / 1e-5, VACUUM * 10 / 20e-9), (0.05, VACUUM * 20 / 5e-4)
    face = (GAS * T / (FARADAY * 20.0), 0.2)
    expected = 1e-3 + arc(*layer) + 2 * arc(*film) + 2 * arc(*face)
    assert whole(linearise(packed, packed.start), *at) == pytest.approx(expected, rel=1e-8)
    table = arcs(packed, packed.start, HERE)
    assert table.columns["part"].values == (
        *("solid layer 1", "film 1, working", "film 1, counter", "face, working", "face, counter"),
    )
    found = np.array([table.columns[k].numbers for k in ("area_resistance", "areal_capacitance")]).T
    assert found == pytest.approx(np.array([layer, film, film, face, face]), rel=1e-8)
    assert table.columns["frequency"].numbers == pytest.approx(1 / (2 * np.pi * found.prod(axis=1)))


def test_a_salt_layer_relaxes_as_its_medium_does():
    """R C = eps/kappa of the free liquid, whatever the pores."""
    packed = pack(of(PLAIN, replace(SALT, relative_permittivity=60.0)))
    names, peaks = (arcs(packed, packed.start, HERE).columns[k].values for k in ("part", "frequency"))
    assert names[0] == "salt layer 1"
    assert peaks[0] == pytest.approx(0.6 / (2 * np.pi * 60 * VACUUM), rel=1e-9)


def test_diffusion_peaks_where_the_warburg_does():
    """-Im(tanh(s)/s) is largest at omega L^2 eps/(4 D) = 2.5407."""
    packed = pack(of(), 80)
    table = arcs(packed, packed.start, HERE)
    assert table.columns["part"].values == ("diffusion",)
    peak = 2.5407 * 4 * 1e-10 / (0.5 * 250e-6**2) / (2 * np.pi)
    assert table.columns["frequency"].numbers[0] == pytest.approx(peak, rel=2e-3)
    assert np.isnan(table.columns["areal_capacitance"].numbers[0])


# --- both ends


@pytest.mark.parametrize("current", [0.0, 20.0])
def test_zero_frequency_is_the_slope_of_the_steady_voltage(current: float):
    curved = replace(SALT, conductivity_exponent=0.8, diffusivity_exponent=-0.5, transference_slope=-0.2)
    layers = (curved, replace(SALT, porosity=0.9, macmullin=1.2))
    packed = pack(of(STORES, *layers, counter=SKEWED), 40)
    step = 0.2
    up, down = (volts(packed, steady(packed, current + s * step, 20_000.0), current + s * step) for s in (1, -1))
    slope = (up - down)[:-1] / (2 * step)
    linear = linearise(packed, steady(packed, current, 20_000.0), current, None)
    assert linear.settled[:-1] == pytest.approx(slope, rel=2e-5, abs=1e-9)
    assert linear.impedance(np.array([1e-7]))[0].real == pytest.approx(linear.settled, rel=1e-5, abs=1e-12)


def test_salt_between_solids_is_kept_in_each_stretch():
    layers = (SALT, SolidLayer("solid", 1e-5, 1e-2), replace(SALT, concentration=500.0, thickness=1e-4))
    packed = pack(of(PLAIN, *layers))
    linear = linearise(packed, packed.start)
    exact = sum(gap_warburg(np.array([1e-9]), s, T)[0].real for s in (layers[0], layers[2]))
    assert linear.kept.shape[0] == 2
    assert linear.settled[CONCENTRATION] == pytest.approx(exact, rel=1e-6)


def test_high_frequency_leaves_what_stores_no_charge():
    full = of(STORES, replace(SALT, relative_permittivity=60.0), contact=2e-4)
    found = area_resistance_by_part(pack(full), pack(full).start)
    assert found["solids"].high_frequency == pytest.approx(2e-4)
    others = [r.high_frequency for name, r in found.items() if name != "solids"]
    assert others == pytest.approx([0.0] * 6, abs=1e-8)
    ohmic = area_resistance_by_part(pack(of(STORES)), pack(of(STORES)).start)["electrolyte"]
    assert ohmic.high_frequency == ohmic.zero_frequency == pytest.approx(250e-6 * 2 / 0.6)


def test_causes_come_before_effects():
    """Kramers-Kronig: the real part follows from the imaginary part over all frequencies."""
    packed = pack(of(STORES, counter=SKEWED))
    linear = linearise(packed, steady(packed, 20.0), 20.0)
    x = np.geomspace(1e-7, 1e11, 901)
    between = x * np.sqrt(x[1] / x[0])
    imaginary = whole(linear, *between).imag
    for w in x[200:600:50]:
        z = whole(linear, w)[0]
        kernel = (w * z.imag - between * imaginary) / (between**2 - w**2)
        found = linear.d.sum() + 2 / np.pi * np.trapezoid(kernel * between, np.log(between))
        assert found == pytest.approx(z.real, rel=1e-3)
    assert np.linalg.eigvals(linear.a).real.max() < 1e-7


# --- against time


@pytest.mark.parametrize("current", [0.0, 20.0])
def test_a_small_sine_in_time_gives_the_impedance(current: float):
    """Amplitude and phase over ten decades, within 2e-5; nothing is linearised there."""
    packed = pack(of(STORES, replace(SALT, relative_permittivity=60.0), counter=SKEWED), 20)
    y = steady(packed, current)
    at = (1e-3, 1e-2, 0.3, 10.0, 300.0, 1e4, 1e5, 7e6)
    in_time = np.array([sine(packed, y, f, 0.2, current) for f in at])
    linear = whole(linearise(packed, y, current, None), *at)
    assert np.abs(in_time) == pytest.approx(np.abs(linear), rel=2e-5)
    assert np.angle(in_time) == pytest.approx(np.angle(linear), abs=2e-5)


def test_heat_is_part_of_the_answer_under_load():
    """A warmer cell conducts better: below the time of its heat the resistance is less, in time as in the impedance."""
    arrhenius = Thermal(4e4)
    warm = of(PLAIN, SolidLayer("solid", 5e-4, 1e-2, arrhenius), heat=Heat(500.0, 20.0))
    packed = pack(warm)
    y = steady(packed, 30.0)
    linear = linearise(packed, y, 30.0)
    slow, fast = whole(linear, 1e-3, 10.0)
    assert slow.real < 0.98 * fast.real
    assert sine(packed, y, 1e-3, 0.3, 30.0) == pytest.approx(slow, rel=1e-4)
    assert linear.settled.sum() == pytest.approx(whole(linear, 1e-6)[0].real, rel=1e-4)


def test_the_first_void_counts_in_full():
    """There is none before it, so the slope of V = J R/(1 - void/depth) is taken on its side alone."""
    film = replace(FILM, relative_permittivity=0.0)
    packed = pack(of(replace(PLAIN, films=(film,), voids=Voids(1.0, 1e4)), SolidLayer("solid", 1e-5, 0.1)))
    linear = linearise(packed, packed.start, -30.0)
    slope = linear.c[FILMS_W, packed.places["void_working"]]
    assert slope == pytest.approx(-30.0 * (20e-9 / 1e-5) / 1e4, rel=1e-4)


def test_a_large_sine_is_not_small():
    """Faces pass more at a higher voltage, so the fundamental of a strong sine is below the impedance."""
    packed = pack(of(replace(PLAIN, double_layer=0.2)), 20)
    strong = sine(packed, packed.start, 10.0, 60.0)
    assert abs(strong) < 0.97 * abs(whole(linearise(packed, packed.start, 0.0, None), 10.0)[0])


# --- cells as they are


def test_an_aged_cell_shows_what_has_grown():
    film = replace(FILM, growth=Growth("parabolic", (2e-19,)))
    packed = pack(of(replace(STORES, films=(film,))), 20)
    sentences = ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h", "rest for 1 h", "repeat 3"]
    *_, last = run(packed, legs(parse(sentences, {}), "symmetric"))
    y = last.state.y
    thickness = y[packed.n]
    assert thickness > 2 * 20e-9
    old = area_resistance_by_part(packed, y)["films_working"].zero_frequency
    assert old == pytest.approx(thickness / 1e-5, rel=1e-9)
    rows = dict(zip(*(arcs(packed, y, HERE).columns[k].values for k in ("part", "areal_capacitance")), strict=True))
    assert rows["film 1, working"] == pytest.approx(VACUUM * 10 / thickness, rel=1e-9)


def test_a_bare_host_at_rest_is_a_capacitor():
    packed = pack(of(HOST, counter=replace(PLAIN, double_layer=0.2)))
    z = whole(linearise(packed, packed.start), 1e-2)[0]
    assert z.imag == pytest.approx(-1 / (2 * np.pi * 1e-2 * 0.2), rel=1e-3)
    assert "face, working" not in arcs(packed, packed.start, HERE).columns["part"].values


@pytest.mark.parametrize("double_layer", [0.0, 0.2])
def test_a_host_that_is_half_bare_has_none_at_rest(double_layer: float):
    packed = pack(of(replace(HOST, double_layer=double_layer), counter=PLAIN))
    y = packed.start.copy()
    y[packed.places["sodium_working"]] = 36.0
    with pytest.raises(Refuse, match="partly bare"):
        spectrum(packed, y, HERE)
    assert np.isfinite(spectrum(packed, y, HERE, current=10.0).columns["z_real"].numbers).all()
    y[packed.places["sodium_working"]] = 3600.0
    face = area_resistance_by_part(packed, y)["face_working"].zero_frequency
    assert face == pytest.approx(GAS * T / (FARADAY * 20.0), rel=0.01)


def test_a_spectrum_is_the_sum_of_its_parts():
    packed = pack(of(STORES))
    table = spectrum(packed, packed.start, HERE)
    columns = {name: c.numbers for name, c in table.columns.items()}
    assert table.origin is HERE
    assert list(columns)[:4] == ["frequency", "z_real", "z_imaginary", "phase"]
    assert (len(table), columns["frequency"][0], columns["frequency"][-1]) == (99, 7e6, pytest.approx(1e-3))
    for which in ("real", "imaginary"):
        parts = sum(values for name, values in columns.items() if name.endswith(which) and not name.startswith("z_"))
        assert parts == pytest.approx(columns[f"z_{which}"], rel=1e-12)
    z = columns["z_real"] + 1j * columns["z_imaginary"]
    assert columns["phase"] == pytest.approx(np.angle(z))
    assert (columns["z_imaginary"] < 0).all()
    assert "solids_real" not in columns
    assert table.frame().shape == (99, len(columns))


# --- against the budget of a design


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


def test_the_parts_are_those_of_the_budget():
    liquid = {"material": "NaCF3SO3 in diglyme", "separator": "Celgard", "thickness": "25 um"}
    document = {
        "name": "test/cell",
        "cell": "symmetric",
        "temperature": "298.15 K",
        "area": "2 cm^2",
        "working": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1.3, "mA/cm^2")},
        "electrolyte": {"separator": {**liquid, "salt_concentration": "1 mol/L"}},
        "interphase": {
            "film": {"on": "both", "thickness": "3 um", "ionic_conductivity": known(5e-5, "S/cm")},
            "one": {"on": "working", "thickness": "1 um", "ionic_conductivity": known(1e-5, "S/cm")},
        },
        "protocol": {"current": "1e-6 mA/cm^2", "steps": ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h"]},
    }
    design = Design("test/cell", document)
    packed = pack(prepare(design, charging=True).cell)
    assert arcs(packed, packed.start, HERE).columns["part"].values == ("face, working", "face, counter", "diffusion")
    found = {name: r.zero_frequency for name, r in area_resistance_by_part(packed, packed.start).items()}

    def budget(part: str) -> float:
        answer = ask(models()["layered_cell"], design, Question("area_resistance", f"test/cell{part}"))
        assert isinstance(answer, Finding), answer
        return answer.value

    assert found["electrolyte"] == pytest.approx(budget("#separator"), rel=1e-9)
    assert found["films_counter"] == pytest.approx(budget("#film") / 2, rel=1e-9)
    assert found["films_working"] - found["films_counter"] == pytest.approx(budget("#one"), rel=1e-9)
    assert found["face_working"] + found["face_counter"] == pytest.approx(budget("#faces"), rel=1e-8)
    assert sum(found.values()) - found["concentration"] == pytest.approx(budget(""), rel=1e-8)
