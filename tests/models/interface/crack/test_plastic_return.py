"""The radial return: yield surface, tangent, dissipation; and a tube under inner pressure up to its collapse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix, diags
from scipy.sparse.linalg import splu

from natria.models.interface.crack.body import body_of
from natria.models.interface.crack.control import ControlRow, NewtonSettings, Point, solve_at
from natria.models.interface.crack.plastic import DOUBLES, Metal, flow

METAL = Metal(1000.0, 0.3, 1.0)
STRAINS = st.lists(st.floats(-0.02, 0.02), min_size=4, max_size=4)


@given(STRAINS)
def test_stress_stays_on_or_within_the_yield_surface(strain: list[float]) -> None:
    state = flow(METAL, np.array(strain), np.zeros(4))
    deviator = state.stress - state.stress[:3].mean() * np.array([1, 1, 1, 0])
    mises = np.sqrt(1.5 * (DOUBLES * deviator**2).sum())
    assert mises <= METAL.strength * (1 + 1e-9)
    assert state.spent >= -1e-15
    assert abs(state.plastic[:3].sum()) < 1e-12  # flow keeps the volume


@given(STRAINS, STRAINS)
def test_the_tangent_is_that_of_the_step(strain: list[float], way: list[float]) -> None:
    at, step = np.array(strain), np.array(way)
    low, high = (flow(METAL, at + s * 1e-7 * step, np.zeros(4)) for s in (-1, 1))
    if (low.spent > 0) != (high.spent > 0):
        return  # across the first yield it has no derivative
    expected = (high.stress - low.stress) / 2e-7
    assert flow(METAL, at, np.zeros(4)).tangent @ step == pytest.approx(expected, rel=1e-4, abs=1e-4)


class Held:
    def __init__(self, matrix: coo_matrix, held: np.ndarray) -> None:
        free = diags(np.where(held, 0.0, 1.0))
        self.factors, self.held = splu((free @ matrix.tocsr() @ free + diags(1.0 * held)).tocsc()), held

    def solve(self, right: np.ndarray) -> np.ndarray:
        right = right.copy()
        right[self.held] = 0.0
        return self.factors.solve(right)


def test_a_tube_is_that_of_lame_and_collapses_at_its_limit() -> None:
    """Plane strain: u = (1 + nu)/E a p (1 - 2 nu + (b/a)^2)/((b/a)^2 - 1), p_limit = 2 sigma_y/sqrt(3) ln(b/a)."""
    body = body_of(np.linspace(1, 2, 9), np.array([0.0, 0.1]), METAL)
    held = np.zeros(body.size, bool)
    held[body.axial] = True
    inner = body.nodes_at(lambda p: p[0] == 1.0)
    push = np.zeros(body.size)
    push[body.radial[inner]] = 2 * np.pi * 0.1 * np.array([1, 4, 1]) / 6
    row = np.zeros(body.size)
    row[body.radial[inner[1]]] = 1.0
    plastic, at, force = np.zeros((*body.volume.shape, 4)), Point(np.zeros(body.size), 0.0), 0 * push
    work, spent, loads = 0.0, 0.0, []
    for wall in np.linspace(0, 0.02, 31)[1:]:

        def forces(x: np.ndarray, before: np.ndarray = plastic) -> tuple[np.ndarray, Held]:
            inside, (rows, columns, values) = body.forces(body.state(x, before))
            inside[held] = 0.0
            return inside, Held(coo_matrix((values, (rows, columns)), shape=(body.size, body.size)), held)

        new = solve_at(forces, push, ControlRow(row), float(wall), at, settings=NewtonSettings())
        state = body.state(new.x, plastic)
        work += float((force + new.load * push) / 2 @ (new.x - at.x))
        spent += float((state.spent * body.volume).sum())
        plastic, at, force = state.plastic, new, new.load * push
        loads.append(new.load)
    lame = 1.3e-3 * (1 - 0.6 + 4) / 3
    assert loads[0] == pytest.approx(0.02 / 30 / lame, rel=1e-6) or loads[0] < 0.5
    assert loads[-1] == pytest.approx(2 / np.sqrt(3) * np.log(2), rel=1e-4)
    assert (work - spent - (state.stored * body.volume).sum()) / work == pytest.approx(0, abs=2e-3)


@pytest.mark.parametrize("wrong", [(0.0, 0.3, 1.0), (1.0, 0.5, 1.0), (1.0, 0.3, 0.0)])
def test_what_is_no_metal_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Metal(*wrong)
