"""Interfaces that conduct along themselves: closed forms, a second solver, refinement, signs and contrasts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.constants import R

from natria.laws import maxwell_garnett
from natria.models.interface.twophase.conductor import ConductorSettings, conduct
from natria.models.interface.twophase.energies import Conductors, conduct_layer
from natria.models.interface.twophase.faces import faces_of, pair_table
from natria.models.interface.twophase.sheet_current import conduct_sheets, sheet_flow
from natria.models.interface.twophase.sheets import sheets_of
from natria.models.interface.twophase.structures import StructureRecipe, microstructure
from natria.models.interface.twophase.sweeps import EV
from natria.quantity import ModelError

TIGHT = ConductorSettings(1e-12)
S = np.array([1.0, 0.3, 0.05])


def random(shape: tuple[int, int, int], share: float = 0.5, grain: float = 1.0, porosity: float = 0.0) -> np.ndarray:
    return microstructure(StructureRecipe("random", shape, share, grain, porosity=porosity), 2)


def refined(phases: np.ndarray, times: int) -> np.ndarray:
    for axis in range(3):
        phases = phases.repeat(times, axis)
    return phases


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("contrast", [1.0, 1e5])
def test_lamellae_along_carry_phases_and_interfaces_in_parallel(times: int, periodic: bool, contrast: float) -> None:
    """phi_1 s_1 + phi_2 s_2 + n w s_i/L, whatever the voxel."""
    rows = np.array([0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0], np.uint8)
    phases = refined(np.broadcast_to(rows[None, :, None], (4, 12, 3)), times)
    done = conduct_sheets(sheets_of(phases, S, contrast * times, periodic=periodic), TIGHT)
    exact = S[0] * 7 / 12 + S[1] * 5 / 12 + 4 * contrast / 12
    assert done.conductivity == pytest.approx(exact, rel=1e-10)


def test_lamellae_across_are_in_series_whatever_their_interfaces() -> None:
    phases = np.broadcast_to(np.array([0, 1, 1, 0, 0], np.uint8)[:, None, None], (5, 3, 3))
    done = conduct_sheets(sheets_of(phases, S, 1e4, periodic=True), TIGHT)
    assert done.conductivity == pytest.approx(1 / (0.6 / S[0] + 0.4 / S[1]), rel=1e-10)


def test_a_step_of_the_interface_carries_on() -> None:
    """One step in insulating phases: the path along the interface is longer by the step, 10 pieces instead of 8."""
    phases = np.zeros((8, 6, 1), np.uint8)
    phases[:4, 3:], phases[4:, 5:] = 1, 1
    done = conduct_sheets(sheets_of(phases, np.array([1e-9, 1e-9, 0]), 1.0), TIGHT)
    assert done.conductance == pytest.approx(1 / 10, rel=1e-6)


@pytest.mark.parametrize("value", [1.0, 10.0, 1e4])
def test_a_sphere_with_a_conducting_surface_follows_maxwell(value: float) -> None:
    """An insulating sphere of the radius R with the sheet conductance g acts as a solid one of 2 g/R."""
    edge = 32
    distance = ((np.indices((edge,) * 3) + 0.5 - edge / 2) ** 2).sum(0)
    phases = (distance < 7.3**2).astype(np.uint8)
    share = float(phases.mean())
    radius = edge * (3 * share / (4 * np.pi)) ** (1 / 3)
    done = conduct_sheets(sheets_of(phases, np.array([1.0, 0.0, 0.0]), value * radius / 2))
    exact = float(maxwell_garnett((1.0, value), (1 - share, share)))
    assert done.conductivity == pytest.approx(exact, abs=0.05 * share * 3)


@pytest.mark.parametrize("edge", [2, 4])
def test_cubes_of_equal_phases_carry_as_brick_layers_do(edge: int) -> None:
    """Walls along the current in both directions, s + 2 w s_i/a; walls across are at one potential."""
    phases = ((np.indices((4 * edge,) * 3) // edge).sum(0) % 2).astype(np.uint8)
    done = conduct_sheets(sheets_of(phases, np.array([1.0, 1.0, 0.0]), 3.0, periodic=True), TIGHT)
    assert done.conductivity == pytest.approx(1 + 2 * 3.0 / edge, rel=1e-10)


STAIRS = (((0, 1, 1), 2**0.5), ((1, 1, 0), 2**-0.5), ((1, 1, 1), 3**0.5 / 2))


@pytest.mark.parametrize(("normal", "factor"), STAIRS)
def test_a_staircase_conducts_by_its_direction(normal: tuple[int, int, int], factor: float) -> None:
    """Along its steps there is more area, across them the way is longer; (1, 1, 1) is a kagome lattice."""
    edge, size = 16, float(np.linalg.norm(normal))
    places = np.indices((48 if normal[0] else 4, edge, edge)) + 0.51
    phases = (np.tensordot(normal, places, 1) / edge % 1 < 0.5).astype(np.uint8)
    done = conduct_sheets(sheets_of(phases, np.array([1e-9, 1e-9, 0.0]), 1.0, periodic=True))
    flat = 2 * size / edge * (1 - (normal[0] / size) ** 2)
    assert done.conductivity / flat == pytest.approx(factor, rel=0.015)  # an electrode ends a step


def test_interfaces_that_do_not_conduct_leave_the_phases_in_series() -> None:
    phases = random((7, 6, 5), porosity=0.2)
    without = conduct(faces_of(phases, pair_table(S), periodic=True), TIGHT)
    done = conduct_sheets(sheets_of(phases, S, 0.0, periodic=True), TIGHT)
    assert done.conductivity == pytest.approx(without.conductivity, rel=1e-10)
    assert np.allclose(done.potential, without.potential, atol=1e-9)


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("sheet", [0.01, 3.0, 1e4])
def test_the_potential_is_that_of_another_network(periodic: bool, sheet: float) -> None:
    """SciPy's direct solver on voxels, faces and edges as nodes, put together one by one."""
    phases = random((5, 4, 6), porosity=0.1)
    done = conduct_sheets(sheets_of(phases, S, sheet, periodic=periodic), TIGHT)
    potential, current = by_nodes(phases, sheet, periodic=periodic)
    assert np.allclose(done.potential, potential, atol=1e-9)
    assert done.conductance == pytest.approx(current, rel=1e-9)


def by_nodes(phases: np.ndarray, sheet: float, *, periodic: bool) -> tuple[np.ndarray, float]:
    """Nodes are places in half voxels: (odd, odd, odd) a voxel, one even a face, two even an edge."""
    from scipy.sparse import lil_array
    from scipy.sparse.linalg import spsolve

    size = 2 * np.array(phases.shape)

    def wrapped(place: np.ndarray) -> tuple[int, ...]:
        return (int(place[0]), *(int(n) for n in (place[1:] % size[1:] if periodic else place[1:])))

    bonds: list[tuple[tuple[int, ...], tuple[int, ...], float]] = []
    unit = np.eye(3, dtype=int)
    for voxel in np.ndindex(phases.shape):
        middle = 2 * np.array(voxel) + 1
        for axis in range(3):
            for sign in (-1, 1):
                face = middle + sign * unit[axis]
                if axis and not periodic and face[axis] in (0, size[axis]):
                    continue
                bonds.append((wrapped(middle), wrapped(face), 2 * S[phases[voxel]]))
            face, other = middle + unit[axis], middle + 2 * unit[axis]
            if not (0 < other[axis] < size[axis]) and (axis == 0 or not periodic):
                continue
            far = (np.array(wrapped(other)) - 1) // 2
            if {int(phases[voxel]), int(phases[tuple(far)])} != {0, 1}:
                continue
            for across in {0, 1, 2} - {axis}:
                bonds += [(wrapped(face), wrapped(face + sign * unit[across]), 2 * sheet) for sign in (-1, 1)]
    names = sorted({end for one, other, _ in bonds for end in (one, other)})
    where = {name: at for at, name in enumerate(names)}
    a = lil_array((len(names), len(names)))
    for one, other, g in bonds:
        i, j = where[one], where[other]
        a[i, i] += g
        a[j, j] += g
        a[i, j] -= g
        a[j, i] -= g
    fixed = np.array([name[0] in (0, size[0]) for name in names])
    u = np.array([float(name[0] == size[0]) for name in names])
    a = a.tocsr()
    u[~fixed] = spsolve(a[~fixed][:, ~fixed].tocsc(), -a[~fixed][:, fixed] @ u[fixed])
    top = np.array([name[0] == size[0] for name in names])
    inside = np.array([u[where[tuple(2 * np.array(voxel) + 1)]] for voxel in np.ndindex(phases.shape)])
    return inside.reshape(phases.shape), float((a @ u)[top].sum())


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_finer_voxel_changes_less_and_less(share: float) -> None:
    """The same structure in voxels of 1, 1/2, 1/4: conductivity and energy converge, in about the first order."""
    phases = random((8, 8, 8), share, 2)
    found = [
        conduct_layer(refined(phases, times), conductors(0.7 * times), 298.15, ConductorSettings(1e-10))
        for times in (1, 2, 4)
    ]
    steps = [abs(b.conductivity / a.conductivity - 1) for a, b in pairwise(found)]
    assert steps[0] < 0.15
    assert np.log2(steps[0] / steps[1]) > 0.9
    assert found[0].energy == pytest.approx(found[-1].energy, rel=0.01)


def conductors(width: float) -> Conductors:
    return Conductors((1, 1, 0, 1), (0.35 * EV, 0.38 * EV, 0, 0.06 * EV), "sheets", width)


def test_shares_of_the_power_of_sheets_give_the_slope_over_the_temperature() -> None:
    given = Conductors((2.0, 0.5, 0.01, 1.5), (0.3 * EV, 0.4 * EV, 0.1 * EV, 0.12 * EV), "sheets", 0.7)
    phases = random((10, 9, 8), 0.2, 2, 0.15)
    found = conduct_layer(phases, given, 300.0, TIGHT)
    low, high = (conduct_layer(phases, given, t, TIGHT).conductivity for t in (299.9, 300.1))
    assert found.energy == pytest.approx(-R * np.log(high / low) / (1 / 300.1 - 1 / 299.9), rel=1e-6)
    assert found.shares.sum() == pytest.approx(1)
    assert (found.shares > 0).all()


def test_the_matrix_is_symmetric_and_positive_definite() -> None:
    network = sheets_of(random((5, 5, 4)), S, 1e3, periodic=True)
    rows = network.rows().toarray()
    first, last = network.all_ends
    assert np.array_equal(rows, rows.T)
    assert np.linalg.eigvalsh(np.diag(rows.sum(1) + first + last) - rows).min() > 0


def test_reversal_and_a_change_of_the_sides_change_nothing() -> None:
    phases = random((9, 8, 7), 0.4, 2, 0.1)
    found = [
        conduct_sheets(sheets_of(np.ascontiguousarray(one), S, 50.0, periodic=True), TIGHT).conductivity
        for one in (phases, phases[::-1], phases.swapaxes(1, 2), np.roll(phases, 3, 1))
    ]
    assert found == pytest.approx([found[0]] * 4, rel=1e-10)


@pytest.mark.parametrize("share", [0.1, 0.5])
@pytest.mark.parametrize("contrast", [1.0, 1e4, 1e6])
def test_iterations_are_few_at_any_contrast(share: float, contrast: float) -> None:
    network = sheets_of(random((20, 20, 20), share, 2), S, contrast, periodic=True)
    done = conduct_sheets(network)
    u = np.concatenate((done.potential.ravel(), done.between))
    (first, last), rows = network.all_ends, network.rows()
    rest = last - ((rows.sum(1) + first + last) * u - rows @ u)
    assert np.linalg.norm(rest) <= 1e-9 * np.linalg.norm(last)
    assert done.iterations <= 40
    assert done.ends.imbalance < 1e-4


def test_each_layer_carries_the_same_current() -> None:
    done = conduct_sheets(sheets_of(random((8, 7, 6), 0.4, 2), S, 20.0, periodic=True), TIGHT)
    along = sheet_flow(done)[..., 0].mean((1, 2))
    assert along * len(along) == pytest.approx(np.full(8, done.conductivity), rel=1e-9)


def test_what_reaches_no_electrode_carries_nothing() -> None:
    phases = np.full((6, 5, 5), 2, np.uint8)
    phases[:3, 1:3], phases[:3, 3:] = 0, 1
    done = conduct_sheets(sheets_of(phases, np.array([1.0, 1.0, 0.0]), 1.0))
    assert (done.conductivity, done.iterations) == (0, 0)
    with pytest.raises(ModelError):
        Conductors((1, 1, 0, 1), (0, 0, 0, 0), "sheets", 0.0)
