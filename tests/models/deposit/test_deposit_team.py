"""Kernels on threads: all rows, waking, ending, forked processes; sweeps and solver a second way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from multiprocessing import get_context

import numpy as np
import pytest

from natria.models.deposit import front_kernels as front
from natria.models.deposit.constants import numbers_of
from natria.models.deposit.grid_kernels import factorise, residual, solve_small
from natria.models.deposit.inputs import Bath, DepositPhysics, Driven, FrontMetal
from natria.models.deposit.multigrid import Elliptic, field_of
from natria.models.deposit.settings import DepositGrid
from natria.models.deposit.steps.formula import chebyshev, step_weights
from natria.models.deposit.sweep_kernels import front_sweeps
from natria.models.deposit.team import Team
from natria.models.deposit.team_kernels import YIELDS, name_on_rows

SHAPE = (40, 1, 40)


@pytest.fixture(autouse=True)
def _any_size(monkeypatch):
    monkeypatch.setattr("natria.models.deposit.team.WORTH", 0)


def combined(team):
    a, b, out = (np.random.default_rng(n).normal(size=(37, 2, 11)) for n in range(3))
    team.each(front.combine, 37, 1, a, b, out, 2.0, -1.0)
    return out - (2 * a - b)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_all_rows_are_done_once(threads):
    with Team(threads) as team:
        for _ in range(20):
            assert not combined(team).any()


def test_threads_that_sleep_wake_again():
    with Team(2) as team:
        assert not combined(team).any()
        end = time.monotonic() + 5
        while team._awake[0].is_set() and time.monotonic() < end:
            time.sleep(0.01)
        assert not team._awake[0].is_set(), YIELDS
        assert not combined(team).any()


KERNELS = """
import sys
import numpy as np
from natria.models.deposit import front_kernels, grid_kernels
from natria.models.deposit.team import Team

with Team(2) as team:
    a, b, out = np.full((64, 8, 10), 3.0), np.full((64, 8, 10), 4.0), np.zeros((64, 8, 10))
    if "copy" in sys.argv:
        team.each(grid_kernels.cast_down, 64, 5120, a, out)
        assert (out == 3).all()
    if "direction" in sys.argv:
        team.each(grid_kernels.direction, 64, 5120, a, b, 0.5)
        assert (b[:, :, 1:-1] == 5).all()
"""


@pytest.mark.slow
def test_machine_code_that_processes_kept_one_by_one_works_together(tmp_path):
    """A run that is killed while it compiles leaves a part of the machine code; the next run adds the rest."""
    how = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
    }
    for used in (["copy"], ["direction"], ["copy", "direction"]):
        subprocess.run([sys.executable, "-c", KERNELS, *used], env=how, check=True)


def test_calls_of_other_kernels_and_types_have_other_names():
    kernels, types = (front.combine, residual), ("float32", "float64")
    names = {name_on_rows(kernel, given) for kernel in kernels for given in types}
    assert len(names) == len(kernels) * len(types)


def test_a_closed_team_works_on_one_thread():
    team = Team(3)
    team.close()
    assert not combined(team).any()
    assert not combined(team).any()


def _in_child(team, queue):
    queue.put(float(np.abs(combined(team)).max()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_has_threads_of_its_own():
    context = get_context("fork")
    with Team(2) as team:
        combined(team)
        queue = context.Queue()
        child = context.Process(target=_in_child, args=(team, queue))
        child.start()
        assert queue.get(timeout=60) == 0
        child.join()
        assert not combined(team).any()


@pytest.mark.parametrize("deep", [1, 8])
@pytest.mark.parametrize("threads", [1, 3])
def test_sweeps_in_one_pass_are_those_one_by_one(deep, threads):
    """The change of the order parameter, to the rounding of single precision."""
    grid = DepositGrid((40, deep, 40), 1e-7)
    metal, bath = FrontMetal(42_000, 13, 0.5, 0.2, 1e-6, 7e6, 1e7), Bath(1000, 3e-10, 1, 298)
    physics = DepositPhysics(metal, bath, Driven(voltage=0.1))
    numbers, w = numbers_of(physics, grid), step_weights(0.1, (0.1, 0.1), 4.0 if deep == 1 else 6.0)
    rng = np.random.default_rng(3)
    xi, right, one, two = (field_of(grid.shape) for _ in range(4))
    xi[:] = np.linspace(1, 0, 40)[:, None, None]
    right[10:20, :, 1:-1] = w.new * xi[10:20, :, 1:-1] + rng.normal(size=(10, deep, 40))
    right[:10], right[20:] = w.new * xi[:10], w.new * xi[20:]
    layer = np.zeros((1, 1, 42))
    low = w.new / (w.new + w.sides * numbers.spread)
    weights = chebyshev(low, 2 - low)
    before, after = xi.copy(), xi.copy()
    for weight in weights:
        front.front_relax((0, 40), right, layer, before, after, numbers, w._replace(relax=weight))
        before, after = after, before
    with Team(threads) as team:
        team.each(front_sweeps, 40, xi.size, right, layer, (xi, one), numbers, w, np.array(weights))
    team.each(front_sweeps, 40, xi.size, right, layer, (xi, two), numbers, w, np.array(weights))
    change = np.abs(before - xi)[:, :, 1:-1].max()
    assert len(weights) > 3
    assert change > 1e-3
    assert np.abs(one - before)[:, :, 1:-1].max() < 1e-4 * change
    assert np.array_equal(one, two)


@pytest.mark.parametrize("shape", [SHAPE, (16, 12, 16), (64, 1, 1)])
def test_a_solution_leaves_no_residual(shape):
    """By the kernel of the residual, which the solver does not use."""
    rng = np.random.default_rng(1)
    with Team(2) as team:
        one = Elliptic(shape, team)
        x, y, z = one.faces
        x[1:-1, :, 1:-1] = rng.uniform(1, 9, (shape[0] - 1, *shape[1:]))
        z[:, :, 1:-2] = rng.uniform(1, 9, (*shape[:2], shape[2] - 1))
        if shape[1] > 1:
            y[:, 1:-1, 1:-1] = rng.uniform(1, 9, (shape[0], shape[1] - 1, shape[2]))
        one.q[:, :, 1:-1] = rng.uniform(0, 0.1, shape)
        b, u, rest = (field_of(shape) for _ in range(3))
        b[:, :, 1:-1] = rng.normal(size=shape)
        one.prepare()
        assert one.solve(u, b, 1e-12, 60) < 40
    residual((0, shape[0]), one.faces, one.q, b, u, rest)
    assert np.abs(rest).max() < 1e-9


@pytest.mark.parametrize("pinned", [True, False])
def test_the_coarsest_grid_is_solved_where_it_can_be(pinned):
    """A matrix of conductances; without a pin it is singular, and a right side without a mean is solved."""
    rng = np.random.default_rng(2)
    links = np.triu(10 ** rng.uniform(-4, 4, (16, 16)), 1)
    matrix = -(links + links.T)
    np.fill_diagonal(matrix, -matrix.sum(axis=1) + pinned)
    b, out = np.zeros((4, 1, 6)), np.zeros((4, 1, 6))
    b[:, :, 1:-1] = rng.normal(size=(4, 1, 4))
    b[:, :, 1:-1] -= b[:, :, 1:-1].mean()
    factor = matrix.copy()
    factorise(factor)
    solve_small(factor, b, out)
    assert matrix @ out[:, :, 1:-1].ravel() == pytest.approx(b[:, :, 1:-1].ravel(), abs=1e-9)
