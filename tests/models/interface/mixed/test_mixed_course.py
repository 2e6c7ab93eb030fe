"""The mixed conductor in time: charge, nucleation, filling of the inside, and its two stationary ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria.models.interface.mixed import (
    MixedIntegration,
    MixedLayer,
    MixedMesh,
    PlatedCover,
    PlatingLaw,
    PlatingSite,
    plating_course,
    stationary,
)
from natria.models.interface.mixed.balance import grid_of
from natria.models.interface.mixed.map import QUICK, PlatingMap, plating_map
from natria.models.interface.mixed.states import PlatingStates
from natria.quantity import ModelError

THERMAL, CURRENT, CHARGE = 0.0257, 5.0, 18_000.0
SITES = {"top": PlatingSite(10.0, 0.01), "within": PlatingSite(1.0, 0.005), "under": PlatingSite(10.0)}


def layer(law="butler-volmer", **changes):
    size = {"thickness": 2e-6, "ionic": 1e-3, "electronic": 2.2e-4, "area": 1e6, "room": 2e8, "coverage": 360.0}
    return MixedLayer(**{"law": PlatingLaw(law, THERMAL, 0.5), **size, **SITES, **changes})


@pytest.mark.parametrize("law", ["linear", "butler-volmer"])
def test_all_charge_lies_somewhere(law):
    found = plating_course(layer(law), CURRENT, CHARGE)
    np.testing.assert_allclose(found.charges.sum(axis=0), CURRENT * found.time, rtol=1e-10, atol=1e-10 * CHARGE)
    assert (np.diff(found.charges, axis=1) > -1e-6 * CHARGE).all()


def test_the_start_is_the_bare_layer():
    one = layer()
    found, bare = plating_course(one, CURRENT, CHARGE), stationary(one, CURRENT)
    assert found.start.shares == pytest.approx(bare.shares, abs=1e-4)
    assert found.voltage[0] == pytest.approx(bare.voltage, rel=1e-4)


@pytest.mark.parametrize("deposit", ["dense", "wetted"])
def test_the_end_is_the_covered_layer_whose_inside_is_full(deposit):
    one = layer(deposit=deposit)
    found = plating_course(one, CURRENT, 1e3 * CHARGE)
    late = stationary(replace(one, area=0.0), CURRENT, PlatedCover(1.0, 0.0, 1.0))
    assert found.end.shares == pytest.approx(late.shares, abs=2e-4)
    plating = found.end.overpotential > 0  # nearer to a dense deposit sodium does not stay
    assert plating.all() == (deposit == "wetted")
    assert found.filled[found.end.overpotential > 1e-3] == pytest.approx(1, abs=1e-6)
    assert (found.filled[found.end.overpotential < -1e-3] < 0.01).all()


def test_a_layer_that_never_changes_keeps_its_shares():
    """Without barriers and with endless room nothing depends on what is plated, if electrolyte wets it."""
    free = {name: PlatingSite(site.exchange) for name, site in SITES.items()}
    found = plating_course(layer(**free, room=1e30, deposit="wetted"), CURRENT, CHARGE)
    assert found.shares == pytest.approx(found.start.shares, abs=1e-6)


def test_what_is_covered_is_easier_to_plate_on():
    found = plating_course(layer(area=0.0, deposit="wetted"), CURRENT, CHARGE)
    assert found.start.shares[0] < found.shares[0] < found.end.shares[0]
    assert found.voltage[-1] < found.voltage[0]


TOLERANCE = {"dense": 5e-4, "wetted": 1e-4}  # of the march, whose steps are long against the first cover


@pytest.mark.parametrize("deposit", ["dense", "wetted"])
def test_a_quasi_stationary_march_meets_the_course(deposit):
    """A second way: explicit Euler on the two charges of a dense layer, each step a stationary profile."""
    one, charge, steps = layer(area=0.0, deposit=deposit), 1000.0, 60
    top = 0.0
    mesh = MixedMesh(cells=4, growth=50.0, coarsest=1.0)
    for _ in range(steps):
        cover = PlatedCover(max(top - 0.36, 0) / (top + 360), 0.0, 1.0)
        middle = top + stationary(one, CURRENT, cover, mesh).plated[0] * charge / CURRENT / steps / 2
        cover = PlatedCover(max(middle - 0.36, 0) / (middle + 360), 0.0, 1.0)
        top += stationary(one, CURRENT, cover, mesh).plated[0] * charge / CURRENT / steps
    assert plating_course(one, CURRENT, charge).top[-1] == pytest.approx(top, rel=TOLERANCE[deposit])


def test_a_collector_without_sodium_has_a_barrier_too():
    bare = layer(area=0.0, is_sodium=False, under=PlatingSite(10.0, 0.08))
    on_metal = replace(bare, is_sodium=True)
    assert (
        plating_course(bare, CURRENT, CHARGE).start.shares[0]
        > plating_course(on_metal, CURRENT, CHARGE).start.shares[0]
    )


def test_a_full_inside_does_not_plate_and_dissolves_freely():
    one = layer(within=PlatingSite(1.0), deposit="dense")
    states, eta = PlatingStates(one, CURRENT, grid_of(one, np.linspace(0, 2e-6, 6))), np.full(6, 0.01)
    full, half = (states.balance(np.full(6, share * one.room), 0.0, 0.0) for share in (1.0, 0.5))
    assert full.rates(eta)[1] == pytest.approx(0.0, abs=1e-12)
    free = replace(full.cover, open=1.0)
    assert full.rates(-eta)[1] == pytest.approx(replace(full, cover=free).rates(-eta)[1], rel=1e-12)
    assert (full.rates(-eta)[1] < half.rates(-eta)[1]).all()  # by what is covered, not by what is free
    assert (half.rates(-eta)[1] < 0).all()


def test_sodium_within_leaves_as_a_deposit_covers_the_top():
    """A march of stationary profiles by another discretisation (cells between nodes) gave 0.0128 within; 60 cells."""
    sites = {"top": PlatingSite(2.0, 0.03), "within": PlatingSite(20.0, 0.02), "under": PlatingSite(2.0)}
    size = {"thickness": 4e-6, "ionic": 1e-4, "electronic": 1e-3, "room": 3e8}
    found = plating_course(layer(law="butler-volmer", **sites, **size), CURRENT, CHARGE)
    assert found.shares == pytest.approx((0.9105, 0.0128, 0.0766), abs=1e-3)
    assert found.within.max() > 1.5 * found.within[-1]


@pytest.mark.parametrize(("deposit", "eta"), [("dense", 0.03), ("wetted", 0.03), ("dense", -0.03)])
def test_the_jacobian_is_that_of_the_residual(deposit, eta):
    one = layer(deposit=deposit)
    states = PlatingStates(one, CURRENT, grid_of(one, np.linspace(0, 2e-6, 6)))
    rng = np.random.default_rng(0)
    y = states.joined(100.0, eta + 0.02 * rng.random(6), 1e8 * rng.random(6), 50.0)
    yp, cj = rng.random(len(y)), 0.7
    exact, found = np.zeros((len(y), len(y))), np.zeros((len(y), len(y)))
    states.jacobian(0.0, y, yp, np.zeros(len(y)), cj, exact)
    up, down = np.zeros(len(y)), np.zeros(len(y))
    for j, value in enumerate(y):
        move = np.zeros(len(y))
        move[j] = 1e-6 * max(abs(value), 1e-3)
        states.residual(0.0, y + move, yp + cj * move, up)
        states.residual(0.0, y - move, yp - cj * move, down)
        found[:, j] = (up - down) / (2 * move[j])
    assert (np.abs(exact - found) < 1e-5 * np.abs(found) + 1e-9 * np.abs(found).max(axis=0)).all()


def test_coarse_settings_move_an_answer_little():
    fine = plating_course(layer(), CURRENT, CHARGE)
    assert plating_course(layer(), CURRENT, CHARGE, QUICK).shares == pytest.approx(fine.shares, abs=1e-3)
    sharp = MixedIntegration(MixedMesh(cells=200, per_length=25.0, growth=2.0), 1e-9, 1e-11)
    assert plating_course(layer(), CURRENT, CHARGE, sharp).shares == pytest.approx(fine.shares, abs=2e-5)


def test_a_map_has_the_course_of_each_point():
    one = layer()
    table = plating_map(one, CURRENT, CHARGE, PlatingMap(3.0, 1.0, 3))
    ratio, thickness, share = (table.columns[c].numbers for c in ("conductivity_ratio", "thickness", "share_top"))
    assert len(table) == 9
    for k in (0, 4, 8):
        here = replace(one, electronic=ratio[k] * one.ionic, thickness=thickness[k])
        assert share[k] == plating_course(here, CURRENT, CHARGE, QUICK).shares[0]
    assert share[-1] > 0.8  # thick, and electrons are conducted well
    assert share[0] < 0.01


def test_courses_out_of_bounds_are_refused():
    for current, charge in ((0.0, CHARGE), (CURRENT, 0.0), (CURRENT, float("nan"))):
        with pytest.raises(ModelError):
            plating_course(layer(), current, charge)
    for wrong in ({"rtol": 1.0}, {"readings": 1}, {"first": 2.0}, {"steps": 0}):
        with pytest.raises(ModelError):
            MixedIntegration(**wrong)
    with pytest.raises(ModelError):
        PlatingMap(points=1)


@pytest.mark.parametrize("settings", [None, QUICK])
def test_rounding_does_not_nucleate(settings):
    """Sodium would double on top in a few seconds if a trace of it counted."""
    shut = layer(area=0.0, top=PlatingSite(500.0, 0.2))
    assert plating_course(shut, CURRENT, CHARGE, settings).shares == (0.0, 0.0, pytest.approx(1.0))
