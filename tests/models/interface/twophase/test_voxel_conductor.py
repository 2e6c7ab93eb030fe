"""The voxel conductor: exact laminates, a direct solver, bounded iterations, fluxes, reversal, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.models.interface.twophase.conductor import ConductorSettings, conduct
from natria.models.interface.twophase.faces import Faces, bonds_of, faces_of, pair_table
from natria.models.interface.twophase.multigrid import hierarchy
from natria.models.interface.twophase.wiring import wiring
from natria.quantity import ModelError

TIGHT = ConductorSettings(1e-12)


def random_phases(shape: tuple[int, int, int], seed: int = 0, share: float = 0.5, kinds: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    found = (rng.random(shape) < share).astype(np.uint8)
    if kinds > 2:
        found[rng.random(shape) < 0.2] = 2
    return found


def direct(faces: Faces) -> np.ndarray:
    """The potential by SciPy's direct solver, from a matrix that is built face by face."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import spsolve

    index = np.arange(np.prod(faces.shape)).reshape(faces.shape)
    pairs = [(index[:-1], index[1:], faces.x[1:-1])]
    pairs += [(index, np.roll(index, -1, axis), g) for axis, g in ((1, faces.y), (2, faces.z))]
    i, j, g = (np.concatenate([np.ravel(one[k]) for one in pairs]) for k in range(3))
    diagonal = np.zeros(faces.shape)
    diagonal[0] += faces.x[0]
    diagonal[-1] += faces.x[-1]
    n = index.size
    every = np.arange(n)
    rows, columns = np.concatenate((i, j, i, j, every)), np.concatenate((j, i, i, j, every))
    a = coo_matrix((np.concatenate((-g, -g, g, g, diagonal.ravel())), (rows, columns)), (n, n)).tocsc()
    b = np.zeros(faces.shape)
    b[-1] += faces.x[-1]
    return spsolve(a, b.ravel()).reshape(faces.shape)


@pytest.mark.parametrize("periodic", [False, True])
def test_sheets_across_the_current_are_in_series(periodic: bool) -> None:
    phases = np.zeros((12, 5, 4), np.uint8)
    phases[::3] = 1
    done = conduct(faces_of(phases, pair_table(np.array([1.0, 7.0])), periodic=periodic), TIGHT)
    assert done.conductivity == pytest.approx(1 / (2 / 3 / 1 + 1 / 3 / 7), rel=1e-12)


def test_sheets_along_the_current_are_in_parallel() -> None:
    phases = np.zeros((7, 9, 4), np.uint8)
    phases[:, ::3] = 1
    done = conduct(faces_of(phases, pair_table(np.array([1.0, 1e4]))), TIGHT)
    assert done.conductivity == pytest.approx(2 / 3 + 1e4 / 3, rel=1e-12)
    assert done.ends.last == pytest.approx(done.ends.first, rel=1e-12)


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize(("values", "interface"), [((1.0, 1e4), None), ((1.0, 0.02), 1e3), ((1e-3, 1.0), 1e-3)])
@pytest.mark.parametrize("shape", [(9, 8, 7), (5, 12, 3), (6, 1, 9)])
def test_it_agrees_with_a_direct_solver(
    shape: tuple[int, int, int], values: tuple[float, float], interface: float | None, periodic: bool
) -> None:
    phases = random_phases(shape)
    faces = faces_of(phases, pair_table(np.array(values), interface), periodic=periodic)
    assert np.abs(conduct(faces, ConductorSettings(1e-13)).potential - direct(faces)).max() < 1e-10


@settings(max_examples=25, deadline=None)
@given(
    st.tuples(st.integers(2, 9), st.integers(1, 8), st.integers(1, 8)),
    st.integers(0, 10**6),
    st.floats(0.05, 0.95),
    st.floats(-4, 4),
    st.booleans(),
)
def test_bounds_and_fluxes_hold_for_any_structure(
    shape: tuple[int, int, int], seed: int, share: float, decades: float, periodic: bool
) -> None:
    """Series and parallel bounds of any arrangement, the same current at both ends, a potential between 0 and 1."""
    phases = random_phases(shape, seed, share)
    values = np.array([1.0, 10.0**decades])
    done = conduct(faces_of(phases, pair_table(values), periodic=periodic), ConductorSettings(1e-11))
    local = values[phases]
    assert 1 / (1 / local).mean() * (1 - 1e-9) <= done.conductivity <= local.mean() * (1 + 1e-9)
    assert done.ends.imbalance < 1e-7
    assert done.conductance == pytest.approx((done.ends.last + done.ends.first) / 2, rel=1e-7)
    assert -1e-9 <= done.potential.min() <= done.potential.max() <= 1 + 1e-9


def test_the_stated_residual_is_the_true_one() -> None:
    faces = faces_of(random_phases((12, 11, 10)), pair_table(np.array([1.0, 1e4])))
    done = conduct(faces, ConductorSettings(1e-8))
    u, out = done.potential, np.zeros(faces.shape)
    flow = faces.x * np.diff(u, axis=0, prepend=0.0, append=1.0)
    out += np.diff(flow, axis=0)
    for axis, g in ((1, faces.y), (2, faces.z)):
        side = g * (np.roll(u, -1, axis) - u)
        out += side - np.roll(side, 1, axis)
    assert np.linalg.norm(out) / np.linalg.norm(faces.x[-1]) == pytest.approx(done.residual, rel=1e-3)
    assert done.residual <= 1e-8


@pytest.mark.parametrize("network", [False, True])
def test_reversal_of_the_current_changes_nothing(network: bool) -> None:
    phases, table = random_phases((10, 9, 8)), pair_table(np.array([1.0, 300.0]), 2e3 if network else None)
    make = bonds_of if network else faces_of
    ahead, back = (conduct(make(p, table, periodic=True), TIGHT) for p in (phases, phases[::-1]))
    assert ahead.conductivity == pytest.approx(back.conductivity, rel=1e-11)
    assert np.allclose(ahead.potential, 1 - back.potential[::-1], atol=1e-9)


@pytest.mark.parametrize("interface", [None, 1e4])
def test_iterations_stay_bounded_with_size_and_contrast(interface: float | None) -> None:
    for edge in (8, 16, 31):
        for contrast in (1.0, 1e2, 1e4, 1e6):
            table = pair_table(np.array([1.0, contrast]), None if interface is None else interface * contrast)
            done = conduct(faces_of(random_phases((edge,) * 3), table), ConductorSettings(1e-8))
            assert done.iterations <= 40, (edge, contrast)


@pytest.mark.slow
def test_the_work_is_near_linear_in_the_voxels() -> None:
    for edge in (32, 64, 96):
        faces = faces_of(random_phases((edge,) * 3), pair_table(np.array([1.0, 1e4])))
        assert hierarchy(faces).complexity < 2
        assert conduct(faces, ConductorSettings(1e-8)).iterations <= 30


def test_pores_without_a_path_conduct_exactly_nothing() -> None:
    phases = random_phases((8, 8, 8))
    phases[4] = 1
    done = conduct(faces_of(phases, pair_table(np.array([1.0, 0.0]))), TIGHT)
    assert done.conductivity == done.ends.last == done.ends.first == 0
    assert done.iterations == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 0.9), st.booleans())
def test_voxels_that_carry_are_those_that_labels_find(seed: int, share: float, network: bool) -> None:
    """Clusters of conducting voxels by SciPy's labels, between insulating sides; what spans conducts, else nothing."""
    from scipy.ndimage import label

    phases = random_phases((6, 5, 4), seed, share)
    done = conduct((bonds_of if network else faces_of)(phases, pair_table(np.array([1.0, 0.0]))), TIGHT)
    clusters = label(phases == 0)[0]
    spans = np.intersect1d(clusters[0][clusters[0] > 0], clusters[-1])
    assert (done.conductivity > 0) == bool(spans.size)
    if not network:
        assert np.array_equal(wiring(done.faces).carrying, np.isin(clusters, spans))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.05, 0.95), st.floats(-90, 11), st.booleans())
def test_a_potential_stays_between_those_of_the_electrodes(
    seed: int, share: float, decades: float, network: bool
) -> None:
    """Islands behind interfaces of any resistance; more conductance anywhere never lowers that of the whole."""
    phases, low = random_phases((9, 8, 7), seed, share), 10.0**decades
    tables = [pair_table(np.array([1.0, 1.0]), interface) for interface in (0.0, low, 3 * low)]
    made = [conduct((bonds_of if network else faces_of)(phases, one, periodic=True)) for one in tables]
    assert all(0 <= one.potential.min() <= one.potential.max() <= 1 for one in made)
    without, some, more = (one.conductivity for one in made)
    assert without * (1 - 1e-6) <= some <= more * (1 + 1e-6)
    assert all(one.ends.imbalance < 1e-3 for one in made)


@pytest.mark.parametrize("contrast", [1e6, 1e10, 1e-6, 1e-10])
def test_sheets_of_a_high_contrast_are_exact(contrast: float) -> None:
    phases = np.zeros((16, 4, 4), np.uint8)
    phases[::4] = 1
    done = conduct(faces_of(phases, pair_table(np.array([1.0, contrast]))))
    assert done.conductivity == pytest.approx(1 / (0.75 + 0.25 / contrast), rel=1e-6)


@pytest.mark.parametrize("contrast", [1e17, 1e-17, 1e30, 1e-30])
@pytest.mark.parametrize("edge", [16, 32])
def test_sheets_beyond_double_precision_are_exact_or_refused(contrast: float, edge: int) -> None:
    phases = np.zeros((edge, 16, 16), np.uint8)
    phases[::4] = 1
    try:
        done = conduct(faces_of(phases, pair_table(np.array([1.0, contrast]))))
    except ModelError:
        return
    assert contrast > 1
    assert done.conductivity == pytest.approx(4 / 3, rel=1e-6)


def test_a_refused_contrast_is_named() -> None:
    phases = np.zeros((32, 16, 16), np.uint8)
    phases[::4] = 1
    with pytest.raises(ModelError, match="factor of"):
        conduct(faces_of(phases, pair_table(np.array([1.0, 1e-17]))))


def test_a_wrong_potential_excuses_no_residual() -> None:
    levels = hierarchy(faces_of(random_phases((6, 6, 6)), pair_table(np.array([1.0, 2.0]))))
    one = np.ones((6, 6, 6))
    assert levels.rounding(1e6 * one) == levels.rounding(one) > 0


def test_islands_in_pores_carry_nothing_and_disturb_nothing() -> None:
    phases = np.ones((9, 9, 9), np.uint8)
    phases[:, 4, 4] = 0
    alone = conduct(faces_of(phases, pair_table(np.array([1.0, 0.0]))), TIGHT).conductivity
    phases[3:5, 1:3, 1:3] = 0
    done = conduct(faces_of(phases, pair_table(np.array([1.0, 0.0]))), TIGHT)
    assert alone == pytest.approx(1 / 81, rel=1e-12)
    assert done.conductivity == pytest.approx(alone, rel=1e-12)


def test_a_solve_that_does_not_converge_raises() -> None:
    faces = faces_of(random_phases((12, 12, 12)), pair_table(np.array([1.0, 1e4])))
    with pytest.raises(ModelError, match="residual"):
        conduct(faces, ConductorSettings(1e-12, iterations=2))


@pytest.mark.parametrize("values", [(1.0, -1.0), (np.nan, 1.0), (0.0, 0.0), (np.inf, 1.0)])
def test_conductivities_that_cannot_be_are_refused(values: tuple[float, float]) -> None:
    with pytest.raises(ModelError):
        pair_table(np.array(values))


def test_phases_that_cannot_be_are_refused() -> None:
    table = pair_table(np.array([1.0, 2.0]))
    for phases in (np.zeros((1, 4, 4), int), np.full((3, 3, 3), 2), np.zeros((3, 3), int), np.zeros((3, 3, 3))):
        with pytest.raises(ModelError):
            faces_of(phases, table)
    with pytest.raises(ModelError):
        pair_table(np.array([1.0, 2.0]), -1.0)
    with pytest.raises(ModelError):
        bonds_of(np.zeros((2, 3, 3), int), table)


@pytest.mark.parametrize("wrong", [{"tolerance": 0.5}, {"tolerance": 1e-16}, {"iterations": 0}])
def test_settings_are_bounded(wrong: dict[str, float]) -> None:
    with pytest.raises(ModelError):
        ConductorSettings(**wrong)  # type: ignore[arg-type]
