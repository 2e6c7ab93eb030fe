"""The layer on its bond against closed forms, a boundary value solver, finer meshes and its own energies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria.laws import (
    ElasticSheet,
    blister_height,
    blister_pressure,
    blister_radius,
    cohesive_length,
    membrane_shape,
    peel_force,
    peel_length,
    plate_cohesive_length,
    radius_held_cut,
    radius_held_intact,
)
from natria.models.interface.crack.cohesive import Bond, Law, pull
from natria.models.interface.crack.course import LiftedCourse, lift
from natria.models.interface.crack.delamination import LiftSettings, nodes_of
from natria.models.interface.crack.film import BondedFilm
from natria.models.interface.crack.fine import ensure_fine
from natria.quantity import ModelError

SHEET = ElasticSheet(31e9, 0.3, 3e-6)
RADIUS = 3e-5
STRONG = Bond(1e9, 10.0)


def clamped(elements: int, sheet: ElasticSheet = SHEET) -> BondedFilm:
    return BondedFilm(sheet, STRONG, np.linspace(0, RADIUS, elements + 1), RADIUS)


def peeled(law: Law, in_zone: int, reach: float = 10e-6, steps: int = 25) -> tuple[BondedFilm, LiftedCourse]:
    bond = Bond(2e6, 0.1, law)
    size = cohesive_length(SHEET, 2e6, 0.1) / in_zone
    film = BondedFilm(SHEET, bond, np.arange(0, 2.2e-4, size), 2e-5, "strip", large=False)
    return film, lift(film, np.linspace(0.02, 1, steps) * reach, "force")


def test_a_small_blister_is_a_plate() -> None:
    height = 1e-10
    course = lift(clamped(20), np.array([height]))
    assert course.load[-1] == pytest.approx(blister_pressure(SHEET, height, RADIUS), rel=1e-6)
    assert course.volume[-1] == pytest.approx(np.pi * RADIUS**2 * height / 3, rel=1e-6)


def test_a_high_blister_of_a_thin_layer_is_a_membrane() -> None:
    thin = replace(SHEET, thickness=1e-7)
    height = 2e-5  # 200 times the thickness: bending at the rim is a part in a hundred
    course = lift(clamped(120, thin), height * np.geomspace(0.01, 1, 12))
    assert course.load[-1] == pytest.approx(blister_pressure(thin, height, RADIUS), rel=0.01)
    share = course.volume[-1] / (np.pi * RADIUS**2 * height)
    assert share == pytest.approx(membrane_shape(0.3)[1], rel=0.01)


def test_a_tense_layer_is_a_drum() -> None:
    tense = replace(SHEET, thickness=1e-8, stress=1e9)
    course = lift(clamped(200, tense), np.array([1e-9]))
    assert course.load[-1] == pytest.approx(4 * tense.tension * 1e-9 / RADIUS**2, rel=0.01)


def freed_by_elements(sheet: ElasticSheet, radius: float, pressure: float) -> float:
    """Return G = dC/(2 pi a da) at a pressure, of the complementary energy C = int V dp."""
    from scipy.interpolate import CubicSpline

    energies = []
    for a in (0.99 * radius, 1.01 * radius):
        film = BondedFilm(sheet, STRONG, np.linspace(0, a, 61), a)
        course = lift(film, 1.15 * blister_height(sheet, pressure, a) * np.linspace(0, 1, 21)[1:])
        volume = CubicSpline(np.append(0, course.load), np.append(0, course.volume))
        energies.append(float(volume.integrate(0, pressure)))
    return (energies[1] - energies[0]) / (0.02 * radius) / (2 * np.pi * radius)


@pytest.mark.parametrize(("thickness", "stress", "off"), [(42e-9, 300e6, 0.08), (4e-9, 300e6, 0.02), (42e-9, 0.0, 0.1)])
def test_elements_free_the_adhesion_at_the_radius_that_an_intact_layer_holds(
    thickness: float, stress: float, off: float
) -> None:
    """Own tension stiffens elements and closed form alike; that of a cut layer is another radius."""
    sheet, hardness = ElasticSheet(80e9, 0.3, thickness, stress), 0.705e6
    radius = radius_held_intact(sheet, hardness, 0.1)
    assert freed_by_elements(sheet, radius, hardness) == pytest.approx(0.1, rel=off)
    if stress:
        assert freed_by_elements(sheet, radius_held_cut(sheet, hardness, 0.1), hardness) < 0.1 * (1 - off)


def test_the_error_of_a_plate_falls_with_the_fourth_power() -> None:
    exact = 64 * SHEET.rigidity * 1e-12 / RADIUS**4
    errors = [abs(lift(clamped(n), np.array([1e-12])).load[0] / exact - 1) for n in (2, 4, 8)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert np.all(orders > 3.5)


def test_between_the_limits_it_is_von_karman() -> None:
    """The same blister by collocation of the ordinary differential equations."""
    from scipy.integrate import solve_bvp

    height = 2 * SHEET.thickness
    film = clamped(60)
    pressure = float(lift(film, height * np.linspace(0.25, 1, 4)).load[-1])
    a, nu, d = film.stiffness, SHEET.ratio, SHEET.rigidity
    scale = np.array([height / RADIUS, height / RADIUS**2, height**2 / RADIUS, a * height**2 / RADIUS**2, height])

    def rates(s: np.ndarray, scaled: np.ndarray) -> np.ndarray:
        r = s * RADIUS
        turn, curl, u, n, _ = scaled * scale[:, None]
        strain = n / a - nu * u / r
        hoop = a * (u / r + nu * strain)
        right = [curl - turn / r, (pressure * r / 2 + n * turn) / d, strain - turn**2 / 2, (hoop - n) / r, turn]
        return np.array(right) * RADIUS / scale[:, None]

    def ends(inner: np.ndarray, outer: np.ndarray) -> np.ndarray:
        return np.array([inner[0], inner[2], outer[0], outer[2], outer[4]])

    s = np.linspace(1e-4, 1, 60)
    start = np.array([-4 * s * (1 - s**2), -8 + 16 * s**2, 0 * s, 1 + 0 * s, (1 - s**2) ** 2])
    found = solve_bvp(rates, ends, s, start, tol=1e-7, max_nodes=20000)
    assert found.success
    assert found.y[4, 0] * height == pytest.approx(height, rel=1e-4)


@pytest.mark.parametrize("large", [True, False])
@pytest.mark.parametrize("shape", ["disc", "strip"])
def test_the_tangent_is_the_derivative(shape: str, large: bool) -> None:
    sheet = ElasticSheet(2.0, 0.3, 0.2, 0.1)
    film = BondedFilm(sheet, Bond(0.5, 0.05, "exponential"), np.linspace(0, 1, 5), 0.3, shape, large)  # type: ignore[arg-type]
    chance = np.random.default_rng(7)
    x = 0.1 * chance.standard_normal(film.line.size)
    x[film.held] = 0.0
    largest = np.full_like(film.area, 0.05)
    step = chance.standard_normal(film.line.size)
    step[film.held] = 0.0
    low, high = (film.forces(x + way * 1e-6 * step, largest)[0] for way in (-1, 1))
    tangent = film.forces(x, largest)[1]
    expected = (high - low) / 2e-6
    assert tangent.solve(expected) == pytest.approx(step, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("law", ["bilinear", "exponential"])
def test_a_peeled_strip_has_the_force_of_the_double_cantilever_beam(law: Law) -> None:
    film, course = peeled(law, 8)
    assert course.load[-1] == pytest.approx(peel_force(SHEET, 10e-6, 0.1), rel=0.01)
    assert course.front[-1] + course.zone[-1] == pytest.approx(peel_length(SHEET, 10e-6, 0.1), rel=0.06)
    slope = course.x[1]
    assert -course.load[-1] * slope == pytest.approx(0.1, rel=1e-3)  # J = P theta, whatever the law
    assert film.bond.law == law


def test_a_peeled_strip_is_that_of_a_boundary_value_solver() -> None:
    from scipy.integrate import solve_bvp

    film, course = peeled("exponential", 8, reach=2e-6, steps=12)
    length, reach, d = film.nodes[-1], 2e-6, SHEET.rigidity

    def rates(s: np.ndarray, y: np.ndarray) -> np.ndarray:
        held = (
            pull(film.bond, np.maximum(y[0], 0) * reach, np.zeros_like(s)).traction
            + np.minimum(y[0], 0) * reach * film.bond.stiffness
        )
        load = np.where(s * length > film.start, -held, 0.0) * length**4 / (d * reach)
        return np.array([y[1], y[2], y[3], load])

    def ends(left: np.ndarray, right: np.ndarray) -> np.ndarray:
        return np.array([left[0] - 1, left[2], right[0], right[1]])

    s = np.unique(np.concatenate([film.nodes[: len(film.nodes)] / length, [film.start / length]]))
    known = np.array([np.interp(s * length, film.nodes, course.x[k::4]) for k in (0, 1)])
    second = np.gradient(known[1], s * length)
    guess = np.array(
        [
            known[0] / reach,
            known[1] * length / reach,
            second * length**2 / reach,
            np.gradient(second, s * length) * length**3 / reach,
        ]
    )
    found = solve_bvp(rates, ends, s, guess, tol=1e-5, max_nodes=50000)
    assert found.success
    force = found.y[3, 0] * d * reach / length**3
    assert abs(force) == pytest.approx(course.load[-1], rel=2e-3)


def blister_film(in_zone: int, strength: float = 60e6, height: float = 1.5e-7) -> BondedFilm:
    zone = cohesive_length(SHEET, strength, 0.1)
    end = 1.1 * blister_radius(SHEET, height, 0.1) + 8 * zone
    return BondedFilm(SHEET, Bond(strength, 0.1, "exponential"), nodes_of(1e-5, end, zone / in_zone, 4000), 1e-5)


def blister(in_zone: int, strength: float = 60e6, steps: int = 20) -> tuple[BondedFilm, LiftedCourse]:
    height = 1.5e-7
    film = blister_film(in_zone, strength, height)
    return film, lift(film, height * (np.arange(1, steps + 1) / steps) ** 1.5)


def test_a_bonded_blister_stops_where_its_energy_says() -> None:
    """The pressure nears the closed form as the zone gets short against the radius; the front lags by the zone."""
    share, off = nearing(1.6e9)
    assert share < 0.011
    assert abs(off) < 0.01


@pytest.mark.slow
def test_without_a_zone_the_blister_is_the_closed_form() -> None:
    share, off = np.transpose([nearing(strength) for strength in (1.6e9, 6.4e9, 2.56e10)])
    assert np.all(np.diff(np.abs(off)) < 0)
    assert np.polyfit(share, off, 2)[-1] == pytest.approx(0, abs=1.5e-3)  # at a zone of no length


def nearing(strength: float) -> tuple[float, float]:
    """Return the zone over the radius, and how far the pressure lies from that of a sharp front, less one."""
    height = 1.5e-7
    radius, zone = blister_radius(SHEET, height, 0.1), plate_cohesive_length(SHEET, strength, 0.1)
    nodes = nodes_of(0.88 * radius, 1.02 * radius + 5 * zone, zone / 6, 4000)
    film = BondedFilm(SHEET, Bond(strength, 0.1, "exponential"), nodes, 0.88 * radius)
    course = lift(film, height * np.array([0.5, 0.75, 0.8, 0.85, 0.9, 0.95, 1]))
    assert course.front[-1] < radius < course.front[-1] + 2 * course.zone[-1]
    return course.zone[-1] / radius, course.load[-1] / blister_pressure(SHEET, height, radius) - 1


def test_the_pressure_of_a_nucleus_does_not_hang_on_the_steps() -> None:
    """The pressure acts up to the front of this step, not of the one before."""
    few, many = (blister(4, strength=20e6, steps=n)[1] for n in (10, 25))
    assert few.load[-1] == pytest.approx(many.load[-1], rel=1e-6)
    assert few.front[-1] == many.front[-1]


def test_the_peak_is_followed_in_finer_steps() -> None:
    """Ten steps and finer ones at the peak find the load of 160 even steps, and end at the same state."""
    film, height = blister_film(4, 20e6), 1.5e-7
    fine, even = (lift(film, height * np.arange(1, n + 1) / n, at_peak=finer) for n, finer in ((10, 16), (160, 0)))
    assert len(fine.load) == 24
    assert np.all(np.diff(fine.height) > 0)
    assert fine.load.max() == pytest.approx(even.load.max(), rel=1e-3)
    assert fine.load[-1] == pytest.approx(even.load[-1], rel=1e-6)


def test_the_cohesive_zone_does_not_depend_on_the_mesh() -> None:
    courses = [blister(n, strength=20e6)[1] for n in (4, 8)]
    zones, fronts, loads = (np.array([getattr(c, name)[-1] for c in courses]) for name in ("zone", "front", "load"))
    size = cohesive_length(SHEET, 20e6, 0.1) / 8
    assert np.ptp(zones) < 2 * size
    assert np.ptp(fronts) < 2 * size
    assert loads[0] == pytest.approx(loads[1], rel=5e-3)


def test_work_is_stored_or_dissipated_and_the_rest_falls_with_the_square_of_the_step() -> None:
    off = [abs(peeled("exponential", 4, steps=n)[1].imbalance[-1]) for n in (30, 60)]
    assert off[1] < 3e-3
    assert off[0] / off[1] > 3


def test_a_mesh_too_coarse_for_its_layer_is_refused_with_the_limit() -> None:
    with pytest.raises(ModelError, match="too coarse"):
        ensure_fine(2e-6, 4e-6, 4)
    ensure_fine(1e-6, 4e-6, 4)
    with pytest.raises(ModelError, match="too coarse"):
        nodes_of(1e-5, 1e-3, 1e-8, 1000)


@pytest.mark.parametrize("wrong", [{"in_zone": 2}, {"steps": 1}, {"beyond": 0.5}])
def test_settings_have_bounds(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"least"):
        LiftSettings(**wrong)
