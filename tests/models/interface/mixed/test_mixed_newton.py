"""The stationary mixed conductor: order, conservation, nonlinear rates, nucleation, and meshes that are refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import asinh, inf, log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.models.interface.mixed import (
    COVERED,
    MixedLayer,
    MixedMesh,
    PlatingLaw,
    PlatingSite,
    linear_profile,
    stationary,
)
from natria.models.interface.mixed.mesh import nodes
from natria.models.interface.mixed.newton import MixedNewton
from natria.models.interface.mixed.nucleation import top_nucleation_thickness
from natria.quantity import ModelError

THERMAL = 0.0257
SYMMETRIC = PlatingLaw("butler-volmer", THERMAL, 0.5)
CURRENT = 5.0


def layer(law=SYMMETRIC, **changes):
    sites = {"top": PlatingSite(2.0), "within": PlatingSite(0.4), "under": PlatingSite(5.0)}
    return MixedLayer(
        **{"thickness": 5e-6, "ionic": 1e-3, "electronic": 2.2e-4, "area": 1e6, "law": law, **sites, **changes}
    )


def test_the_mesh_converges_with_the_second_order():
    one = layer(PlatingLaw("linear", THERMAL, 0.5), thickness=2e-5, deposit="wetted")
    voltages = []
    for cells in (50, 100, 200, 400):
        found = stationary(one, CURRENT, COVERED, MixedMesh(cells=cells, per_length=1.0, coarsest=1.0))
        voltages.append(found.voltage - linear_profile(one, CURRENT, found.z).voltage)
    assert [log2(coarse / fine) for coarse, fine in pairwise(voltages)] == pytest.approx([2, 2, 2], abs=0.05)


@pytest.mark.parametrize("transfer", [0.3, 0.5])
def test_a_boundary_value_solver_meets_the_nonlinear_profile(transfer):
    from scipy.integrate import solve_bvp

    one = layer(PlatingLaw("butler-volmer", THERMAL, transfer), deposit="wetted")

    def rate(eta):
        return np.exp(transfer * eta / THERMAL) - np.exp(-(1 - transfer) * eta / THERMAL)

    def slopes(_, y):
        h = one.thickness
        ohmic = h * ((CURRENT - y[1]) / one.electronic - y[1] / one.ionic)
        return np.array([ohmic, -h * one.exchange_inside * rate(y[0])])

    def ends(a, b):
        return np.array([a[1] - CURRENT + 2.0 * rate(a[0]), b[1] - 5.0 * rate(b[0])])

    x = np.linspace(0.0, 1.0, 101)
    other = solve_bvp(slopes, ends, x, np.array([0.03 + 0 * x, CURRENT * (1 - x)]), tol=1e-9, max_nodes=20_000)
    found = stationary(one, CURRENT, COVERED, MixedMesh(cells=8000, per_length=800.0))
    assert other.success
    np.testing.assert_allclose(found.overpotential, other.sol(found.z / one.thickness)[0], rtol=1e-6)
    np.testing.assert_allclose(found.ionic_current, other.sol(found.z / one.thickness)[1], atol=1e-6 * CURRENT)


def test_small_currents_are_linear():
    one = layer(deposit="wetted")
    found = stationary(one, 1e-4, COVERED)
    exact = linear_profile(replace(one, law=PlatingLaw("linear", THERMAL, 0.5)), 1e-4, found.z)
    assert found.shares == pytest.approx(exact.shares, abs=1e-5)


def test_all_of_the_current_below_costs_what_butler_and_volmer_say():
    """By hand: ions carry all of the current, and the face costs 2 RT/F asinh(i/(2 i0))."""
    one = layer(electronic=1e-14, area=0.0, deposit="wetted")
    found = stationary(one, CURRENT, COVERED)
    assert found.shares[2] == pytest.approx(1, abs=1e-6)
    eta = 2 * THERMAL * asinh(CURRENT / (2 * one.under.exchange))
    assert found.voltage == pytest.approx(CURRENT * one.thickness / one.ionic + eta, rel=1e-6)


EXPONENTS = ((-8, -5), (-6, 0), (-12, 1), (-1, 3), (-1, 3), (4, 7), (-3, -1))


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(*(st.floats(*ends) for ends in EXPONENTS)),
    st.sampled_from([None, COVERED]),
    st.sampled_from(["dense", "wetted"]),
)
def test_charge_is_conserved_to_rounding(exponents, cover, deposit):
    h, ions, electrons, top, under, area, barrier = (10**x for x in exponents)
    sites = {"top": PlatingSite(top, barrier), "within": PlatingSite(0.4, barrier), "under": PlatingSite(under)}
    one = layer(thickness=h, ionic=ions, electronic=electrons, area=area, deposit=deposit, **sites)
    found = stationary(one, CURRENT, cover)
    assert sum(found.plated) == pytest.approx(CURRENT, rel=1e-12)
    if deposit == "wetted" or cover is None:  # below a dense deposit sodium inside may dissolve
        assert min(found.plated) >= -1e-12 * CURRENT
    assert found.plated[0] >= -1e-12 * CURRENT
    assert found.ionic_current[0] + found.plated[0] == pytest.approx(CURRENT, rel=1e-12)


def test_nothing_plates_on_top_below_its_barrier_and_something_above():
    """The thickness at which nucleation begins, by hand: all of the current crosses as ions until then."""
    one = layer(PlatingLaw("butler-volmer", THERMAL, 0.5), area=0.0, top=PlatingSite(2.0, 0.05))
    eta = 2 * THERMAL * asinh(CURRENT / (2 * one.under.exchange))
    limit = one.ionic * (0.05 - eta) / CURRENT
    assert top_nucleation_thickness(one, CURRENT) == pytest.approx(limit, rel=1e-9)
    corner = 0.05 * THERMAL * one.ionic / CURRENT  # over which nucleation sets in
    assert stationary(replace(one, thickness=limit - 1.01 * corner), CURRENT).plated[0] == 0
    assert stationary(replace(one, thickness=limit + corner), CURRENT).plated[0] > 0
    assert top_nucleation_thickness(replace(one, top=PlatingSite(2.0, 0.01)), CURRENT) == 0


def test_a_place_that_nucleates_loses_its_barrier():
    one = layer(area=0.0, top=PlatingSite(2.0, 0.02))
    late, early = stationary(one, CURRENT, COVERED), stationary(one, CURRENT)
    assert 0 < early.shares[0] < late.shares[0]
    shut = replace(one, top=PlatingSite(2.0, 0.3))
    assert stationary(shut, CURRENT).shares == (0.0, 0.0, pytest.approx(1.0))


def test_a_mesh_that_is_too_coarse_is_refused_with_its_limit():
    thick = layer(thickness=1e-3, deposit="wetted")
    with pytest.raises(ModelError, match="at least") as refused:
        stationary(thick, CURRENT, COVERED, MixedMesh(cells=8))
    fewest = int("".join(c for c in refused.value.fix if c.isdigit()))
    assert stationary(thick, CURRENT, COVERED, MixedMesh(cells=fewest + 200)).shares[1] > 0
    with pytest.raises(ModelError, match="reaction length"):
        stationary(
            layer(thickness=2e-5), CURRENT, COVERED, MixedMesh(cells=4, per_length=1.0, growth=50.0, coarsest=0.01)
        )


def test_settings_out_of_bounds_are_refused():
    for wrong in ({"cells": 3}, {"per_length": 0.5}, {"growth": 1.0}, {"coarsest": 0.0}):
        with pytest.raises(ModelError):
            MixedMesh(**wrong)
    with pytest.raises(ModelError):
        MixedNewton(tolerance=1.0)
    for current in (0.0, -1.0, inf, float("nan")):
        with pytest.raises(ModelError):
            stationary(layer(), current)


def test_nodes_are_in_order_and_end_at_the_faces():
    for length in (inf, 1e-6, 1e-8):
        z = nodes(1e-5, MixedMesh(cells=401, growth=1.3), length)
        assert (z[0], z[-1], len(z)) == (0.0, pytest.approx(1e-5, rel=1e-12), 402)
        assert (np.diff(z) > 0).all()
        np.testing.assert_allclose(np.diff(z), np.diff(z)[::-1], rtol=1e-6)
