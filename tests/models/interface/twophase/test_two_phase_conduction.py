"""Limits of a layer of two phases: bounds, dilute spheres, the resistor network, Cohn's theorem, host in series."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.constants import R

from natria.laws import hashin_shtrikman, maxwell_garnett
from natria.models.interface.twophase.conductor import ConductorSettings, conduct
from natria.models.interface.twophase.energies import Conductors, Law, conduct_layer
from natria.models.interface.twophase.faces import faces_of, pair_table
from natria.models.interface.twophase.layers import layer_answer
from natria.models.interface.twophase.scan import scanned
from natria.models.interface.twophase.structures import StructureRecipe, fractions, microstructure
from natria.models.interface.twophase.sweeps import EV, SweepSettings, over_fraction, over_interface, with_interface
from natria.quantity import ModelError

TIGHT = ConductorSettings(1e-12)


def sphere(edge: int, share: float) -> np.ndarray:
    """One sphere in the middle of a cube; mirrors at all faces make it a cubic lattice."""
    distance = ((np.indices((edge,) * 3) + 0.5 - edge / 2) ** 2).sum(0)
    found = np.zeros(edge**3, np.uint8)
    found[np.argsort(distance, axis=None, kind="stable")[: round(share * edge**3)]] = 1
    return found.reshape((edge,) * 3)


def excess_error(edge: int, conductivity: float, share: float = 0.05) -> float:
    """The error of what a sphere changes, over what it changes by Maxwell's formula."""
    phases = sphere(edge, share)
    filled = float(phases.mean())
    done = conduct(faces_of(phases, pair_table(np.array([1.0, conductivity]))), ConductorSettings(1e-10))
    exact = float(maxwell_garnett((1.0, conductivity), (1 - filled, filled)))
    return abs(done.conductivity - exact) / abs(exact - 1)


def test_dilute_insulating_spheres_converge_to_maxwell_in_first_order() -> None:
    errors = [excess_error(edge, 0.0) for edge in (8, 16, 32)]
    assert errors[-1] < 0.1
    assert all(np.log2(coarse / fine) > 0.9 for coarse, fine in pairwise(errors))


@pytest.mark.parametrize("conductivity", [10.0, 1e4])
def test_dilute_conducting_spheres_follow_maxwell(conductivity: float) -> None:
    assert excess_error(32, conductivity) < 0.02


@pytest.mark.parametrize("kind", ["random", "spheres", "separate-spheres"])
@pytest.mark.parametrize("contrast", [10.0, 0.1])
def test_bounds_of_hashin_and_shtrikman_hold_within_the_discretisation(kind: str, contrast: float) -> None:
    edge = 24
    for seed in range(3):
        phases = microstructure(StructureRecipe(kind, (edge,) * 3, 0.25, 6 if kind != "random" else 4), seed)
        share = fractions(phases)[0]
        done = conduct(faces_of(phases, pair_table(np.array([1.0, contrast])), periodic=True))
        lower, upper = map(float, hashin_shtrikman((1.0, contrast), (1 - share, share)))
        room = 0.02 * upper  # staircases of 24 voxels, and a box that is not isotropic
        assert lower - room <= done.conductivity <= upper + room


@pytest.mark.parametrize(
    ("share", "ratio", "energy"), [(0.1, 1.0, 0.325), (0.15, 1.0, 0.105), (0.5, 1.0, 0.062), (0.5, 1e-3, 0.13)]
)
def test_the_resistor_network_has_its_known_energies(share: float, ratio: float, energy: float) -> None:
    """16^3 nodes, 0.25 eV in 0.35 eV, interface bonds of 0.06 eV: slope of the mean over two seeds, 283 to 313 K."""
    conductors = Conductors((1, 1, 0, ratio), (0.35 * EV, 0.25 * EV, 0, 0.06 * EV))
    temperatures = np.array((283.0, 298.0, 313.0))
    made = [(np.random.default_rng(seed).random((16, 16, 16)) < share).astype(np.uint8) for seed in (0, 1)]
    means = [
        np.mean([conduct_layer(phases, conductors, float(t), periodic=False).conductivity for phases in made])
        for t in temperatures
    ]
    slope = -R * np.polyfit(1 / temperatures, np.log(means), 1)[0] / EV
    assert slope == pytest.approx(energy, abs=6e-4)


@pytest.mark.parametrize("interface", ["series", "sheets", "bonds"])
def test_shares_of_the_power_give_the_energy_of_the_slope(interface: Law) -> None:
    """Cohn's theorem against a difference over the temperature."""
    conductors = Conductors((2.0, 0.5, 0.01, 1.5), (0.3 * EV, 0.4 * EV, 0.1 * EV, 0.12 * EV), interface, 0.7)
    phases = microstructure(StructureRecipe("random", (14, 12, 10), 0.3, 2, porosity=0.15), 3)
    found = conduct_layer(phases, conductors, 300.0, TIGHT)
    low, high = (conduct_layer(phases, conductors, t, TIGHT).conductivity for t in (299.9, 300.1))
    slope = -R * np.log(high / low) / (1 / 300.1 - 1 / 299.9)
    assert found.energy == pytest.approx(slope, rel=1e-6)
    assert found.shares.sum() == pytest.approx(1)
    assert (found.shares >= 0).all()


@pytest.mark.parametrize("interface", [False, True])
def test_structures_without_a_path_conduct_nothing(interface: bool) -> None:
    """At a porosity of 78 % a part of random structures spans; SciPy's labels tell which."""
    from scipy.ndimage import label

    conductors = Conductors((3e4, 3e4, 0, 3e4), (0.35 * EV, 0.38 * EV, 0, 0.06 * EV), interface)
    seen = set()
    for seed in range(6):
        phases = microstructure(StructureRecipe("random", (12, 12, 12), 0.3, 2, porosity=0.78), seed)
        clusters = label(phases != 2)[0]
        spans = bool(np.intersect1d(clusters[0][clusters[0] > 0], clusters[-1]).size)
        found = conduct_layer(phases, conductors, 298.15, periodic=False)
        assert (found.conductivity > 0) == np.isfinite(found.energy) == spans
        seen.add(spans)
    assert seen == {False, True}


@pytest.mark.parametrize("energy", [1.0, 2.0, 5.0])
def test_interfaces_that_do_not_conduct_leave_the_phases(energy: float) -> None:
    """Half of each phase: islands of one in the other float behind interfaces of 1e-17 to 1e-84 of the phases."""
    phases = microstructure(StructureRecipe("random", (16, 16, 16), 0.5), 0)
    shut, open_ = (
        conduct_layer(phases, Conductors((3e4, 3e4, 0, ratio), (0.35 * EV, 0.38 * EV, 0, energy * EV)), 298.15)
        for ratio in (0.0, 3e4)
    )
    assert open_.conductivity == pytest.approx(shut.conductivity, rel=1e-6)
    assert open_.energy == pytest.approx(shut.energy, rel=1e-6)
    assert 0 <= open_.potential.min() <= open_.potential.max() <= 1


def test_without_an_interface_phase_the_energy_lies_between_those_of_the_phases() -> None:
    conductors = Conductors((1, 3, 0, 0), (0.35 * EV, 0.38 * EV, 0, 0), interface="series")
    for point in over_fraction(
        StructureRecipe("random", (10, 10, 10), 0),
        conductors,
        298.15,
        (0, 1),
        SweepSettings(fractions=(0, 0.2, 0.5, 1)),
    ):
        assert 0.35 * EV - 1e-6 <= point.plain.energy <= 0.38 * EV + 1e-6


def test_host_in_series_hides_what_a_thin_zone_does() -> None:
    """12 nm of a perfect interface on 3 um of host: the energy is that of the host within the share of the zone."""
    conductors = Conductors((1, 1, 0, 1), (0.35 * EV, 0.38 * EV, 0, 0.06 * EV))
    phases = microstructure(StructureRecipe("random", (12, 12, 12), 0.5), 0)
    zone, whole = (layer_answer(phases, conductors, 298.15, share) for share in (1.0, 0.004))
    assert zone.energy < 0.1 * EV
    assert whole.energy == pytest.approx(0.35 * EV, rel=1e-3)
    host = conductors.at(298.15)[0]
    assert 1 / whole.conductivity == pytest.approx(0.996 / host + 0.004 / zone.conductivity)


def test_a_map_rises_with_the_barrier_where_the_interface_percolates() -> None:
    conductors = Conductors((1, 1, 0, 1), (0.35 * EV, 0.38 * EV, 0, 0))
    phases = microstructure(StructureRecipe("random", (10, 10, 10), 0.5), 0)
    chosen = SweepSettings(energies=(0.0, 0.1 * EV, 0.2 * EV), ratios=(1.0,))
    energies = [one.energy for one in over_interface(phases, conductors, 298.15, 1.0, chosen)]
    assert energies == sorted(energies)


def test_a_map_between_its_solves_is_that_of_each_solve() -> None:
    conductors = Conductors((1, 1, 0, 1), (0.35 * EV, 0.38 * EV, 0, 0), "sheets", 0.7)
    phases = microstructure(StructureRecipe("random", (10, 10, 10), 0.3, 2, porosity=0.1), 0)
    close = SweepSettings().close
    for one in list(over_interface(phases, conductors, 298.15, 0.5, SweepSettings()))[::7]:
        law = with_interface(conductors, one.barrier, one.ratio)
        exact = layer_answer(phases, law, 298.15, 0.5)
        assert np.log(one.conductivity / exact.conductivity) == pytest.approx(0, abs=close)
        assert one.energy == pytest.approx(exact.energy, abs=close * 0.4 * EV)
        assert one.interface_share == pytest.approx(exact.interface_share, abs=close)


def test_a_scan_solves_few_places_of_a_smooth_function_and_all_of_a_rough_one() -> None:
    places = np.linspace(-10, 10, 65)
    smooth, few = scanned(places, lambda at: np.array([np.tanh(places[at] / 4), places[at]]), 1e-3)
    assert np.abs(smooth[:, 0] - np.tanh(places / 4)).max() < 1e-3
    assert few < 30
    values = np.random.default_rng(0).random(65)
    rough, every = scanned(places, lambda at: values[at : at + 1], 1e-6)
    assert np.array_equal(rough[:, 0], values)
    assert every == 65


def test_the_host_below_a_zone_has_the_pores_of_the_layer() -> None:
    conductors = Conductors((1, 1, 0, 1), (0.3 * EV, 0.3 * EV, 0, 0.3 * EV), "series")
    recipe = StructureRecipe("gradient", (12, 12, 12), 0.2, 1, 4, porosity=0.3)
    phases = microstructure(recipe, 0)
    dense, porous = (
        layer_answer(phases * (phases == 1), conductors, 298.15, 0.01),
        layer_answer(phases, conductors, 298.15, 0.01),
    )
    upper = float(hashin_shtrikman((1.0, 0.0), (0.7, 0.3))[1])
    assert 0.3 < porous.conductivity / dense.conductivity < upper


def test_conductors_that_cannot_be_are_refused() -> None:
    with pytest.raises(ModelError):
        Conductors((1, -1, 0, 0), (0, 0, 0, 0))
    with pytest.raises(ModelError):
        Conductors((1, 1, 0, 0), (0, np.nan, 0, 0))
    with pytest.raises(ModelError):
        Conductors((1, 1, 0, 0), (0, 0, 0, 0)).at(0.0)
    with pytest.raises(ModelError):
        SweepSettings(fractions=(1.5,))
    with pytest.raises(ModelError):
        SweepSettings(ratios=(-1.0,))
