"""Blister and peel in closed form: limits, energy release by the complementary energy, inverses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    ElasticSheet,
    blister_energy_release,
    blister_height,
    blister_pressure,
    blister_radius,
    cohesive_length,
    lifting_radius,
    membrane_shape,
    peel_force,
    peel_length,
    plate_cohesive_length,
)

SHEET = ElasticSheet(31e9, 0.3, 3e-6)


def test_the_membrane_has_the_numbers_of_the_literature() -> None:
    height, share = membrane_shape(0.3)
    assert height == pytest.approx(0.653, abs=1e-3)  # Hencky, nu = 0.3
    assert share == pytest.approx(0.52, abs=2e-3)
    assert 1.25 * share == pytest.approx(0.65, abs=3e-3)  # Gent and Lewandowski: G = 0.65 p w0


@pytest.mark.parametrize("ratio", [0.0, 0.2, 0.3, 0.45])
def test_the_membrane_solves_the_boundary_value_problem(ratio: float) -> None:
    """w' = -p r/(2 N) and compatibility, by collocation: E h = p = a = 1."""
    from scipy.integrate import solve_bvp

    def rates(r: np.ndarray, y: np.ndarray) -> np.ndarray:
        u, n, _ = y
        slope = -r / (2 * n)
        hoop = u / r
        radial = (1 - ratio**2) * n - ratio * hoop - 0  # from N_r = (e_r + nu e_t)/(1 - nu^2)
        n_t = (hoop + ratio * radial) / (1 - ratio**2)
        return np.array([radial - slope**2 / 2, (n_t - n) / r, slope])

    def ends(inner: np.ndarray, outer: np.ndarray) -> np.ndarray:
        return np.array([inner[0] - 1e-4 * inner[1] * (1 - ratio), outer[0], outer[2]])

    r = np.linspace(1e-4, 1, 200)
    guess = np.array([0.1 * r * (1 - r), 0.4 + 0 * r, 0.6 * (1 - r**2)])
    found = solve_bvp(rates, ends, r, guess, tol=1e-8, max_nodes=20000)
    assert found.success
    assert found.y[2, 0] == pytest.approx(membrane_shape(ratio)[0], rel=1e-5)


@pytest.mark.parametrize("height", [1e-10, 1e-2])
def test_the_energy_release_is_that_of_the_complementary_energy(height: float) -> None:
    """G = d/dA of the integral of V dp at constant p, in the limits of plate and membrane."""
    radius = 2e-5
    pressure = blister_pressure(SHEET, height, radius)
    share = 1 / 3 if height < SHEET.thickness else membrane_shape(SHEET.ratio)[1]
    power = 1 / 2 if height < SHEET.thickness else 3 / 4  # of p V in the complementary energy

    def complementary(a: float) -> float:
        w = blister_height(SHEET, pressure, a)
        return power * pressure * share * np.pi * a**2 * w

    step = 1e-4 * radius
    grown = np.pi * ((radius + step) ** 2 - (radius - step) ** 2)
    slope = (complementary(radius + step) - complementary(radius - step)) / grown
    assert blister_energy_release(SHEET, height, radius) == pytest.approx(slope, rel=1e-5)


def test_a_plate_is_that_of_timoshenko() -> None:
    pressure, radius = 10.0, 2e-5
    height = blister_height(SHEET, pressure, radius)
    assert height == pytest.approx(pressure * radius**4 / (64 * SHEET.rigidity), rel=1e-6)
    release = pressure**2 * radius**4 / (128 * SHEET.rigidity)
    assert blister_energy_release(SHEET, height, radius) == pytest.approx(release, rel=1e-6)


@given(st.floats(1e-9, 1e-4), st.floats(1e8, 5e11), st.floats(-8, -3), st.floats(1e-3, 10), st.floats(-1e7, 1e9))
def test_height_and_radius_are_inverses(
    thickness: float, young: float, log_height: float, energy: float, stress: float
) -> None:
    sheet = ElasticSheet(young, 0.3, thickness, max(stress, 0.0))
    height = 10**log_height
    radius = blister_radius(sheet, height, energy)
    assert blister_energy_release(sheet, height, radius) == pytest.approx(energy, rel=1e-9)
    pressure = blister_pressure(sheet, height, radius)
    assert blister_height(sheet, pressure, radius) == pytest.approx(height, rel=1e-6)


def test_a_layer_compressed_beyond_buckling_stands_without_pressure() -> None:
    compressed = replace(SHEET, stress=-2e9)
    assert blister_height(compressed, 1e-3, 5e-5) > 1e-6


@pytest.mark.parametrize(("thickness", "power"), [(1e-3, 3 / 4), (1e-12, 1 / 4)])
def test_the_lifting_radius_grows_with_the_thickness(thickness: float, power: float) -> None:
    one, other = (lifting_radius(replace(SHEET, thickness=h), 0.7e6, 0.1) for h in (thickness, 1.01 * thickness))
    assert np.log(other / one) / np.log(1.01) == pytest.approx(power, abs=2e-3)


def test_a_peeled_strip_balances_its_energy() -> None:
    length, force = peel_length(SHEET, 1e-6, 0.1), peel_force(SHEET, 1e-6, 0.1)
    assert force**2 * length**2 / (2 * SHEET.rigidity) == pytest.approx(0.1, rel=1e-12)


def test_the_cohesive_zone_is_shorter_in_a_thin_layer() -> None:
    body = 31e9 / 0.91 * 0.1 / 20e6**2
    assert cohesive_length(replace(SHEET, thickness=1.0), 20e6, 0.1) == pytest.approx(body)
    assert cohesive_length(SHEET, 20e6, 0.1) == pytest.approx((body * 3e-6**3) ** 0.25)
    assert plate_cohesive_length(replace(SHEET, thickness=1.0), 20e6, 0.1) == pytest.approx(body**0.25)


@pytest.mark.parametrize("wrong", [{"young": 0.0}, {"ratio": 0.6}, {"thickness": -1.0}])
def test_what_is_no_sheet_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"above zero|between"):
        replace(SHEET, **wrong)
