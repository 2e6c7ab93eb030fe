"""The conversion electrode: balance of charge, limits at rest and without a film, reversal, a second implementation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from models_second_sulfur import SecondSulfur
from sulfur_electrodes import ENTHALPY, ENTROPY, SULFUR_CHARGE, WARM, Driven, bare, sulfur_electrode

from natria.laws import FARADAY, GAS, SULFUR_SHARES, last_potential
from natria.models.cell.electrodes.conversion import (
    CONVERSION_COLUMNS,
    COUPLES,
    SULFUR,
    TRACE,
    conversion_columns,
    conversion_current,
    conversion_equilibrium,
    conversion_potential,
    conversion_rates,
    conversion_room,
    conversion_sodium,
    couple_currents,
)
from natria.models.cell.electrodes.sulfur import (
    Conversion,
    Couple,
    ProductFilm,
    mean_potential,
)

THERMAL = GAS * WARM / FARADAY
FILMS = {
    "none": ProductFilm(),
    "ohmic": ProductFilm("ohmic", thickness_per_charge=2e-11, conductance=2e-5),
    "tunnelling": ProductFilm("tunnelling", thickness_per_charge=2e-11, decay=5e-8),
}
shares = st.floats(0.0, 1.0)
currents = st.tuples(st.sampled_from([-1.0, 1.0]), st.floats(-6.0, 2.0)).map(lambda drawn: drawn[0] * 10 ** drawn[1])


@st.composite
def chemistries(draw: st.DrawFn) -> Conversion:
    """Draw an electrode: couples in any order of potential, exchange currents over eight decades, either film."""
    volts, orders = st.floats(1.2, 2.4), st.floats(-5.0, 1.0)
    shape = [(draw(volts), 10 ** draw(orders), draw(st.floats(0.1, 0.9)), n) for n in (1.0, 1.0, 2.0, 1.0)]
    share = (*SULFUR_SHARES, draw(st.just(0.0) | st.floats(0.01, 1.0)))
    rows = [Couple(SULFUR_CHARGE * z, u, 0.0, i0, alpha, n) for z, (u, i0, alpha, n) in zip(share, shape, strict=True)]
    law = draw(st.sampled_from(["none", "ohmic", "tunnelling"]))
    film = ProductFilm(
        law, 10 ** draw(st.floats(-13, -10)), 10 ** draw(st.floats(-8, -3)), decay=10 ** draw(st.floats(-9, -6))
    )
    return Conversion((rows[0], rows[1], rows[2]), rows[3], film, draw(st.sampled_from([0.0, 0.003])))


def _ordered(drawn: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([*sorted(drawn[:3], reverse=True), drawn[3]])


@given(chemistries(), st.tuples(shares, shares, shares, shares).map(_ordered), currents, st.floats(250.0, 400.0))
@settings(max_examples=300, deadline=None)
def test_currents_of_the_couples_add_up_and_the_potential_has_its_inverse(
    chemistry: Conversion, y: np.ndarray, plating: float, temperature: float
) -> None:
    driven = Driven(chemistry)
    found, dy = np.empty(COUPLES), np.empty(COUPLES)
    couple_currents(plating, temperature, 1.0, y, driven.p, found)
    conversion_rates(plating, temperature, 1.0, y, driven.p, dy)
    size = max(np.abs(found).max(), abs(plating))
    assert abs(found.sum() - plating) <= 1e-10 * size
    taken = found[driven.charges > 0] - (driven.charges * dy)[driven.charges > 0]
    assert np.abs(taken).max() <= 1e-12 * size
    assume(size < 1e6)  # A/m^2 between couples that are far from rest: no potential resolves more
    volts = conversion_potential(plating, temperature, 1.0, y, driven.p)
    back = conversion_current(volts, temperature, 1.0, y, driven.p)
    step = abs(conversion_current(volts + 1e-12, temperature, 1.0, y, driven.p) - back)
    assert abs(back - plating) <= 1e-6 * size + 10 * step


@pytest.mark.parametrize("film", ["none", "ohmic", "tunnelling"])
@pytest.mark.parametrize("plating", [0.01, -0.3, 5.0])
def test_extents_stay_within_their_bounds_and_the_charge_is_kept(film: str, plating: float) -> None:
    chemistry = sulfur_electrode(electrolyte=0.3, film=FILMS[film])
    driven = Driven(replace(chemistry, extents=(0.6, 0.4, 0.2, 0.5)))
    time, y = driven.run(driven.start, plating, until=0.3 if plating > 0 else 3.2, rtol=1e-6)
    held = [conversion_sodium(state, driven.p) for state in y.T]
    assert held[-1] - held[0] == pytest.approx(plating * time[-1], rel=1e-10, abs=1e-10 * SULFUR_CHARGE)
    assert y.min() >= -100 * TRACE
    assert y.max() <= 1 + 100 * TRACE
    assert (np.diff(y[:SULFUR], axis=0) <= 100 * TRACE).all()


def test_one_potential_follows_from_the_formation_of_sodium_sulfide() -> None:
    mean = mean_potential(ENTHALPY, ENTROPY, WARM)
    assert mean == pytest.approx(1.85, abs=0.005)
    couples = sulfur_electrode().sulfur
    assert sum(z * c.potential for z, c in zip(SULFUR_SHARES, couples, strict=True)) == pytest.approx(mean, abs=1e-14)
    for temperature in (283.15, 333.15, 373.15):
        warm = [c.potential + c.slope * (temperature - WARM) for c in couples]
        total = sum(z * u for z, u in zip(SULFUR_SHARES, warm, strict=True))
        assert total == pytest.approx(mean_potential(ENTHALPY, ENTROPY, temperature), abs=1e-12)
    assert last_potential(mean, 1.90, 1.25) > 2.0  # the working plateaus cannot be potentials at rest


@pytest.mark.parametrize("film", FILMS)
def test_at_rest_a_couple_obeys_nernst(film: str) -> None:
    chemistry = sulfur_electrode(film=FILMS[film])
    for couple, (y, x) in enumerate([((0.3, 0, 0), 0.3), ((1.0, 0.7, 0), 0.7), ((1.0, 1.0, 0.1), 0.1)]):
        one = chemistry.sulfur[couple]
        alone = [c if k == couple else replace(c, exchange_current=1e-30) for k, c in enumerate(chemistry.sulfur)]
        driven = Driven(replace(chemistry, sulfur=tuple(alone)))
        expected = one.potential + THERMAL / one.electrons * np.log((1 - x) / x)
        assert conversion_equilibrium(WARM, np.array([*y, 0.0]), driven.p) == pytest.approx(expected, abs=1e-6)


def _at_rest(chemistry: Conversion, phi: float) -> float:
    """Return the charge (C/m^2) taken when all couples are at rest at a potential: s_k ratios are Boltzmann factors."""
    ratios = [np.exp(-c.electrons * (phi - c.potential) / THERMAL) for c in chemistry.sulfur]
    amounts = np.cumprod([1.0, *ratios])
    s = amounts / amounts.sum()
    extents = [s[1:].sum(), s[2:].sum(), s[3]]
    charge = sum(c.charge * x for c, x in zip(chemistry.sulfur, extents, strict=True))
    if one := chemistry.electrolyte:
        charge += one.charge / (1 + np.exp((phi - one.potential) / THERMAL))
    return float(charge)


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_slow_titration_follows_the_curve_at_rest_and_its_mean_obeys_the_sum_rule(share: float) -> None:
    chemistry = sulfur_electrode(electrolyte=share, exchange=5.0)
    driven = Driven(chemistry)
    total = driven.charges.sum()
    slow = total / 3600 / 1000
    _, y = driven.run(driven.start, slow, until=1.0, share=0.999, rtol=1e-5)
    taken = np.array([conversion_sodium(state, driven.p) for state in y.T])
    volts = np.array([driven.potential(state, slow) for state in y.T])
    rest = np.array([_at_rest(chemistry, v) for v in volts])
    inside = (taken > 0.01 * total) & (taken < 0.99 * total)
    assert np.abs(rest - taken)[inside].max() < 1e-2 * total  # what the integrator leaves at this tolerance
    wide = np.linspace(0.0, 4.0, 4001)
    mean = 4.0 - np.trapezoid([total - _at_rest(chemistry, v) for v in wide], wide) / total
    expected = sum(c.charge * c.potential for c in chemistry.sulfur)
    expected += chemistry.electrolyte.charge * chemistry.electrolyte.potential if chemistry.electrolyte else 0.0
    assert mean == pytest.approx(expected / total, abs=1e-6)


@pytest.mark.parametrize("film", ["ohmic", "tunnelling"])
def test_a_film_vanishes_with_its_thickness_and_has_its_own_law(film: str) -> None:
    chemistry = sulfur_electrode(film=FILMS[film], electrolyte=0.2)
    thin = replace(chemistry, film=replace(FILMS[film], thickness_per_charge=1e-20))
    y = np.array([0.9, 0.8, 0.4, 0.3])
    for plating in (-0.5, 0.5, 5.0):
        without = Driven(bare(chemistry)).potential(y, plating)
        assert Driven(thin).potential(y, plating) == pytest.approx(without, abs=1e-7)
        lost = np.sign(plating) * (without - Driven(chemistry).potential(y, plating))
        assert lost > 0
    sulfur = Driven(sulfur_electrode(film=FILMS[film]))
    without = Driven(sulfur_electrode())
    lost = [without.potential(y, j) - sulfur.potential(y, j) for j in (50.0, 200.0)]
    if film == "ohmic":
        thickness = FILMS[film].thickness_per_charge * SULFUR_CHARGE * float(np.dot(SULFUR_SHARES, y[:3]))
        assert lost[0] == pytest.approx(50.0 * thickness / FILMS[film].conductance, rel=1e-9)
        assert lost[1] == pytest.approx(4 * lost[0], rel=1e-9)
    else:  # a Tafel slope: the film costs the same at four times the current
        assert lost[1] == pytest.approx(lost[0], rel=0.02)


@pytest.mark.parametrize("film", FILMS)
def test_a_reversal_costs_both_directions_and_gives_the_charge_back(film: str) -> None:
    driven = Driven(sulfur_electrode(film=FILMS[film], electrolyte=0.2))
    _, down = driven.run(driven.start, 0.5, until=1.0)
    middle = down[:, -1]
    assert driven.potential(middle, -0.5) > conversion_equilibrium(WARM, middle, driven.p)
    assert conversion_equilibrium(WARM, middle, driven.p) > driven.potential(middle, 0.5)
    before = conversion_sodium(middle, driven.p)
    time, up = driven.run(middle, -0.5, until=3.0)
    assert before - conversion_sodium(up[:, -1], driven.p) == pytest.approx(0.5 * time[-1], rel=1e-9)
    assert conversion_room(-0.5, up[:, -1], driven.p) < 0.05 * driven.charges.sum()


@pytest.mark.parametrize("film", FILMS)
def test_a_second_implementation_agrees(film: str) -> None:
    plating = 3.0
    chemistry = sulfur_electrode(film=FILMS[film], electrolyte=0.2, resistance=0.0005)
    driven, second = Driven(chemistry), SecondSulfur(chemistry, WARM)
    begin = np.array([0.01, 0.001, 0.0001, 0.05])
    time, y = driven.run(begin, plating, until=0.4, share=0.95)
    other = second.run(begin, plating, time)
    assert np.abs(other - y).max() < 5e-5
    for state in y.T[:: max(len(time) // 25, 1)]:
        assert second.potential(plating, state) == pytest.approx(driven.potential(state, plating), abs=5e-6)


def test_thirty_cycles_run_through() -> None:
    driven = Driven(sulfur_electrode(film=FILMS["ohmic"], electrolyte=0.2, exchange=0.02))
    y, ends = driven.start, []
    for _ in range(30):
        for plating, until in ((1.0, 0.8), (-1.0, 2.9)):
            _, found = driven.run(y, plating, until=until, rtol=1e-5)
            y = found[:, -1]
        ends.append(conversion_sodium(y, driven.p))
    assert np.ptp(ends[5:]) < 1e-3 * driven.charges.sum()  # no drift without ageing


def test_salt_and_temperature_act_on_the_exchange_current() -> None:
    driven = Driven(sulfur_electrode())
    y = np.array([0.9, 0.6, 0.3, 0.0])
    poor = conversion_potential(1.0, WARM, 0.25, y, driven.p)
    assert poor < driven.potential(y, 1.0)
    rest = conversion_potential(0.0, WARM, 0.25, y, driven.p)
    assert rest == pytest.approx(driven.potential(y, 0.0), abs=1e-12)


def test_the_columns_hold_the_split_of_the_current() -> None:
    driven = Driven(sulfur_electrode(film=FILMS["tunnelling"], electrolyte=0.2))
    out = np.full(len(CONVERSION_COLUMNS), np.nan)
    conversion_columns(1.0, WARM, 1.0, np.array([0.9, 0.6, 0.3, 0.2]), driven.p, out)
    row = dict(zip(CONVERSION_COLUMNS, out, strict=True))
    assert row["sulfur_current"] + row["electrolyte_current"] == pytest.approx(1.0, rel=1e-12)
    assert row["product_thickness"] > 0
    assert row["product_voltage"] > 0
