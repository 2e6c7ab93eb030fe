"""A deposit on top of a mixed conductor: ions through its metal or beside it, by hand, in its limits, and by energy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from natria.models.interface.mixed import (
    MixedLayer,
    PlatedCover,
    PlatingLaw,
    PlatingSite,
    plating_course,
    stationary,
)

THERMAL, CURRENT = 0.0257, 5.0
AREA = 1e-4  # m^2/cm^2


def layer(law="butler-volmer", deposit="dense", **changes):
    """The layer of lu2026: 1 um, 1e-5 and 2.2e-6 S/cm, 1 mA/cm^2 at both faces, dense."""
    sites = {"top": PlatingSite(10.0, 0.01), "within": PlatingSite(1.0), "under": PlatingSite(10.0)}
    size = {"thickness": 1e-6, "ionic": 1e-3, "electronic": 2.2e-4}
    return MixedLayer(**{**size, "law": PlatingLaw(law, THERMAL, 0.5), **sites, "deposit": deposit, **changes})


def top(share):
    return PlatedCover(share, 0.0, 1.0)


def test_two_ways_by_hand_under_a_dense_film():
    """In ohm cm^2: ions 10 and both faces 25.7 each, electrons 45.5; the share on top is 61.4/106.9."""
    by_ions, by_electrons = 10 + 2 * 25.7, 1 / 2.2e-2
    found = stationary(layer("linear"), CURRENT, top(1.0))
    assert found.shares[0] == pytest.approx(by_ions / (by_ions + by_electrons), rel=1e-9)
    whole = CURRENT * AREA * by_ions * by_electrons / (by_ions + by_electrons)
    assert found.voltage == pytest.approx(whole, rel=1e-9)


def test_two_ways_by_hand_with_butler_and_volmer():
    """One equation for the current of ions j: they lose j h/sigma_i and 2 RT/F asinh(j/(2 i0)) at each face."""

    def between(j):
        face = 2 * THERMAL * np.arcsinh(j / 20)
        return j * 1e-6 / 1e-3 + 2 * face - (CURRENT - j) * 1e-6 / 2.2e-4

    ions = brentq(between, 0, CURRENT)
    found = stationary(layer(), CURRENT, top(1.0))
    assert found.plated == (pytest.approx(CURRENT - ions, rel=1e-8), 0.0, pytest.approx(ions, rel=1e-8))
    assert found.overpotential[0] < 0 < found.overpotential[-1]


def test_a_bare_top_is_the_same_for_both_laws():
    both = [stationary(layer(deposit=one), CURRENT, top(0.0)) for one in ("dense", "wetted")]
    assert both[0].shares == both[1].shares
    assert both[0].voltage == both[1].voltage


@pytest.mark.parametrize(("deposit", "limit"), [("dense", 1.0), ("wetted", 0.5)])
def test_a_thin_layer_with_equal_faces(deposit, limit):
    """h to 0: past a wetted deposit the faces share evenly, through a dense one ions cross both and electrons none."""
    assert stationary(layer("linear", deposit, thickness=1e-12), CURRENT, top(1.0)).shares[0] == pytest.approx(
        limit, abs=1e-5
    )


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1), st.sampled_from(["dense", "wetted"]), st.sampled_from([0.0, 0.01, 0.05]))
def test_voltage_times_current_is_the_power_that_is_lost(share, deposit, barrier):
    """Ohmic losses of both carriers, and at each face what reacts times its overpotential."""
    one = layer(deposit=deposit, top=PlatingSite(10.0, barrier))
    found = stationary(one, CURRENT, top(share))
    ions, eta = found.ionic_current[0], found.overpotential
    ohmic = one.thickness * (ions**2 / one.ionic + (CURRENT - ions) ** 2 / one.electronic)
    metal = share if deposit == "dense" else 0.0
    faces = (found.plated[0] - metal * CURRENT) * eta[0] + found.plated[2] * eta[-1]
    assert CURRENT * found.voltage == pytest.approx(ohmic + faces, rel=1e-8)
    assert sum(found.plated) == pytest.approx(CURRENT, rel=1e-12)
    assert ions == pytest.approx(found.plated[2], rel=1e-8)


def test_cover_moves_the_share_on_top_from_one_law_to_the_other():
    one = layer("linear", top=PlatingSite(10.0))
    shares = [stationary(one, CURRENT, top(x)).shares[0] for x in (0, 0.1, 0.2, 0.5, 1)]
    assert shares == sorted(shares)
    assert shares[1] == pytest.approx((shares[0] + shares[2]) / 2)  # while eta on top is above zero, without a barrier


def test_a_film_keeps_what_plates_on_it():
    """The course ends near the film, and its voltage is that of the last profile."""
    found = plating_course(layer(coverage=36.0), CURRENT, 180_000.0)
    assert found.end.shares[0] == pytest.approx(stationary(layer(), CURRENT, top(1.0)).shares[0], abs=1e-3)
    assert found.voltage[-1] == pytest.approx(found.end.voltage, rel=1e-4)
    np.testing.assert_allclose(found.charges.sum(axis=0), CURRENT * found.time, rtol=1e-9, atol=1e-6)
