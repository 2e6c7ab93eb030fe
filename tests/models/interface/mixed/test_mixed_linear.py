"""The closed linear solution: against finite volumes, a boundary value solver, hand calculations and its limits."""

from __future__ import annotations

from math import cosh, inf, sinh, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.models.interface.mixed import (
    COVERED,
    MixedLayer,
    MixedMesh,
    PlatedCover,
    PlatingLaw,
    PlatingSite,
    linear_profile,
    stationary,
)
from natria.quantity import ModelError

THERMAL = 0.0257
LINEAR = PlatingLaw("linear", THERMAL, 0.5)
CURRENT = 5.0


def layer(**changes):
    sites = {"top": PlatingSite(2.0), "within": PlatingSite(0.4), "under": PlatingSite(5.0)}
    return MixedLayer(
        **{"thickness": 5e-6, "ionic": 1e-3, "electronic": 2.2e-4, "area": 1e6, "law": LINEAR, **sites, **changes}
    )


def even(one, points=41):
    return np.linspace(0.0, one.thickness, points)


@pytest.mark.parametrize("changes", [{}, {"area": 0.0}, {"thickness": 1e-7}, {"electronic": 1.0}, {"ionic": 1e-6}])
@pytest.mark.parametrize(("deposit", "metal"), [("wetted", 0.0), ("dense", 1.0)])
def test_finite_volumes_meet_the_closed_form(changes, deposit, metal):
    one = layer(**changes, deposit=deposit)
    found = stationary(one, CURRENT, COVERED, MixedMesh(cells=40_000, per_length=4000.0, growth=1.1))
    exact = linear_profile(one, CURRENT, found.z, metal)
    np.testing.assert_allclose(found.ionic_potential, exact.ionic_potential, rtol=1e-8)
    largest = max(abs(exact.overpotential))
    np.testing.assert_allclose(found.overpotential, exact.overpotential, atol=1e-8 * largest)
    assert found.voltage == pytest.approx(exact.voltage, rel=1e-8)
    np.testing.assert_allclose(found.ionic_current, exact.ionic_current, atol=1e-8 * CURRENT)
    np.testing.assert_allclose(found.shares, exact.shares, atol=1e-8)


def test_a_boundary_value_solver_meets_the_closed_form():
    """Both potentials and the ionic current, as scipy.integrate.solve_bvp finds them: four unknowns, no elimination."""
    from scipy.integrate import solve_bvp

    one = layer()
    inside, top, under = (x / THERMAL for x in (one.exchange_inside, one.top.exchange, one.under.exchange))

    def slopes(_, y):
        phi_i, phi_e, ions = y
        h = one.thickness
        return np.array([-h * ions / one.ionic, -h * (CURRENT - ions) / one.electronic, -h * inside * (phi_i - phi_e)])

    def ends(a, b):
        return np.array([a[2] - CURRENT + top * (a[0] - a[1]), b[2] - under * (b[0] - b[1]), b[1]])

    x = np.linspace(0.0, 1.0, 101)
    found = solve_bvp(slopes, ends, x, np.array([0.1 + 0 * x, 0 * x, CURRENT * (1 - x)]), tol=1e-10, max_nodes=20_000)
    exact = linear_profile(one, CURRENT, x * one.thickness)
    assert found.success
    np.testing.assert_allclose(found.sol(x)[0], exact.ionic_potential, rtol=1e-8)
    np.testing.assert_allclose(found.sol(x)[1], exact.electronic_potential, atol=1e-9)
    np.testing.assert_allclose(found.sol(x)[2], exact.ionic_current, rtol=1e-7)


def test_two_ways_by_hand_where_the_layer_is_dense():
    """Without a reaction inside, each way is its ohmic resistance and its face: the current divides by the other's."""
    one = layer(area=0.0)
    by_ions = one.thickness / one.ionic + THERMAL / one.under.exchange
    by_electrons = one.thickness / one.electronic + THERMAL / one.top.exchange
    found = linear_profile(one, CURRENT, even(one))
    assert found.shares == pytest.approx(
        (by_ions / (by_ions + by_electrons), 0.0, by_electrons / (by_ions + by_electrons))
    )
    assert found.voltage == pytest.approx(CURRENT * by_ions * by_electrons / (by_ions + by_electrons))


def test_the_composite_electrode_of_newman_and_tobias():
    """Faces that do not react: the resistance of a porous electrode, written with plain hyperbolic functions."""
    one = layer(top=PlatingSite(0.0), under=PlatingSite(0.0))
    nu = one.thickness / one.reaction_length
    ratio = one.electronic / one.ionic + one.ionic / one.electronic
    resistance = one.thickness / (one.ionic + one.electronic) * (1 + (2 + ratio * cosh(nu)) / (nu * sinh(nu)))
    assert linear_profile(one, CURRENT, even(one)).voltage == pytest.approx(CURRENT * resistance, rel=1e-12)


def test_free_faces_divide_by_the_conductivities():
    """The closed form `mixed_conductor` is this limit: faces that cost nothing, whatever reacts inside."""
    one = layer(top=PlatingSite(1e9), under=PlatingSite(1e9))
    share = one.electronic / (one.electronic + one.ionic)
    assert linear_profile(one, CURRENT, even(one)).shares == pytest.approx((share, 0.0, 1 - share), abs=1e-6)


@pytest.mark.parametrize(("electronic", "place"), [(1e6, 0), (1e-14, 2)])
def test_one_conductor_alone_decides_the_side(electronic, place):
    one = layer(electronic=electronic, ionic=1e-6, thickness=1e-4, area=0.0)
    assert linear_profile(one, CURRENT, even(one)).shares[place] == pytest.approx(1, abs=1e-3)


def test_the_reaction_decays_over_its_length_in_a_thick_layer():
    one = layer(thickness=1e-3)
    length = sqrt(THERMAL / (one.exchange_inside * (1 / one.ionic + 1 / one.electronic)))
    assert one.reaction_length == pytest.approx(length)
    near = linear_profile(one, CURRENT, np.array([0.0, length, 2 * length, one.thickness]))
    assert near.rate[:3] / near.rate[0] == pytest.approx([1, np.exp(-1), np.exp(-2)], rel=1e-9)


def test_neither_thin_nor_thick_layers_lose_digits():
    """Against numbers of 60 digits, from 1e-9 to 1e5 reaction lengths."""
    from decimal import Decimal, getcontext

    getcontext().prec = 60
    for ratio in (1e-9, 1e-3, 1.0, 30.0, 1e5):
        base = layer()
        one = layer(thickness=ratio * base.reaction_length)
        x = Decimal(one.thickness) / Decimal(one.reaction_length)
        e = (2 * x).exp()
        coth, csch = (e + 1) / (e - 1), 2 * x.exp() / (e - 1)
        k, length = 1 / Decimal(one.ionic) + 1 / Decimal(one.electronic), Decimal(one.reaction_length)
        a, b = (k * Decimal(site.exchange) / Decimal(THERMAL) for site in (one.top, one.under))
        first, last = Decimal(CURRENT) / Decimal(one.ionic), Decimal(CURRENT) / Decimal(one.electronic)
        near, far = coth / length, csch / length
        det = (near + a) * (near + b) - far * far
        w0, wh = ((near + b) * first + far * last) / det, ((near + a) * last + far * first) / det
        found = linear_profile(one, CURRENT, np.array([0.0, one.thickness]))
        np.testing.assert_allclose(found.overpotential, [float(w0), float(wh)], rtol=1e-12)


EXPONENTS = ((-9, -3), (-8, 2), (-8, 2), (-2, 4), (-2, 4), (3, 9))  # of ten: thickness, conductivities, faces, area


@given(st.tuples(*(st.floats(*ends) for ends in EXPONENTS)))
def test_charge_is_conserved_and_every_place_plates(exponents):
    h, ions, electrons, top, under, area = (10**x for x in exponents)
    one = layer(
        thickness=h, ionic=ions, electronic=electrons, area=area, top=PlatingSite(top), under=PlatingSite(under)
    )
    found = linear_profile(one, CURRENT, even(one, 5))
    assert sum(found.shares) == pytest.approx(1, abs=1e-9)
    assert min(found.shares) >= 0
    assert np.isfinite(found.ionic_potential).all()
    assert found.ionic_current[0] == pytest.approx(CURRENT - found.plated[0], abs=1e-8 * CURRENT)


def test_the_two_sides_are_alike():
    """Exchanging the conductors and the faces turns the layer over."""
    one = layer()
    over = layer(ionic=one.electronic, electronic=one.ionic, top=one.under, under=one.top)
    there, back = linear_profile(one, CURRENT, even(one)), linear_profile(over, CURRENT, even(one))
    assert there.shares == pytest.approx(back.shares[::-1], rel=1e-12)
    np.testing.assert_allclose(there.overpotential, back.overpotential[::-1], rtol=1e-12)


def test_barriers_shift_the_places_where_all_of_them_plate():
    sites = {"top": PlatingSite(2.0, 0.01), "within": PlatingSite(0.4, 0.003), "under": PlatingSite(5.0, 0.002)}
    one = layer(is_sodium=False, thickness=2e-5, **sites)
    found = stationary(one, CURRENT, mesh=MixedMesh(cells=20_000, per_length=2000.0), cover=PlatedCover())
    exact = linear_profile(one, CURRENT, found.z)
    assert min(exact.overpotential) > 0.003 + 0.05 * THERMAL
    np.testing.assert_allclose(found.shares, exact.shares, atol=1e-7)


def test_what_cannot_be_a_layer_is_refused():
    for wrong in (
        {"thickness": 0.0},
        {"ionic": -1.0},
        {"electronic": inf},
        {"electronic": float("nan")},
        {"area": -1.0},
    ):
        with pytest.raises(ModelError):
            layer(**wrong)
    with pytest.raises(ModelError):
        layer(top=PlatingSite(0.0), under=PlatingSite(0.0), area=0.0)
    with pytest.raises(ModelError):
        PlatingSite(1.0, -0.1)
    with pytest.raises(ModelError):
        PlatingLaw("butler-volmer", THERMAL, 1.0)
    with pytest.raises(ModelError):
        linear_profile(layer(law=PlatingLaw("butler-volmer", THERMAL, 0.5)), CURRENT, np.array([0.0, 5e-6]))
