"""The flat defect by another discretisation: an integral equation on the contact alone.

In a cell of half width W and depth L with insulating sides the current i(x) of the face and the potential there obey

    phi(x, 0) = V - sum over modes of  i_n tanh(k_n L) / (sigma k_n) cos(k_n x),   k_n = n pi / W
    (an axis: J0(k_n r) with J1(k_n W) = 0 in place of the cosine)

with V at the other electrode less the drop of the mean current. Currents are constant on panels that are graded to the
edge of the contact, and potentials are their means over panels (Galerkin); no mesh of the electrolyte, no skfem.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import j0, j1, jn_zeros

from natria.laws import FARADAY, GAS
from natria.models.interface.focusing import Conductor, DefectCell, Kinetics, Load, MeshSettings, Stress, focus

UM, TEMPERATURE = 1e-6, 298.15
THERMAL = GAS * TEMPERATURE / FARADAY
MODES, PANELS, FIRST = 40_000, 60, 2e-3


def panels(start: float, stop: float) -> np.ndarray:
    """Ends of panels from the edge on, each wider than the one before."""
    ratio = ((stop - start) / FIRST / start) ** (1.6 / PANELS)
    widths = ratio ** np.arange(PANELS)
    return start + (stop - start) * np.concatenate([[0.0], np.cumsum(widths)]) / widths.sum()


def zeros_of_j1(count: int) -> np.ndarray:
    """The first ones exactly, the others by McMahon's expansion."""
    b = (np.arange(1, count + 1) + 0.25) * np.pi
    far = b - 3 / (8 * b) + 36 / (3 * (8 * b) ** 3)
    far[:100] = jn_zeros(1, 100)
    return far


def influence(ends: np.ndarray, width: float, depth: float, sigma: float, *, turns: bool) -> tuple[np.ndarray, ...]:
    """Mean potential drop on a panel from unit current on another, and the areas of the panels (over 2 pi)."""
    if turns:
        k = zeros_of_j1(MODES) / width
        integral = ends[:, None] * j1(ends[:, None] * k) / k
        norm = width**2 / 2 * j0(k * width) ** 2
        areas = np.diff(ends**2) / 2
    else:
        k = np.arange(1, MODES + 1) * np.pi / width
        integral = np.sin(ends[:, None] * k) / k
        norm = np.full(MODES, width / 2)
        areas = np.diff(ends)
    of_panels = np.diff(integral, axis=0)
    green = (of_panels * (np.tanh(k * depth) / (sigma * k * norm))) @ of_panels.T
    return green / areas[:, None], areas


def largest_current(a, width, depth, *, sigma, kinetics: Kinetics, current, turns) -> float:
    """Current density at the edge, extrapolated from the two panels next to it, over the applied one."""
    ends = panels(a, width)
    drop, areas = influence(ends, width, depth, sigma, turns=turns)
    total = current * (width**2 / 2 if turns else width)
    i = np.full(PANELS, total / areas.sum())
    level = 0.0
    for _ in range(60):
        eta = 2 * THERMAL * np.arcsinh(i / (2 * kinetics.exchange)) + kinetics.film * i
        slope = 2 * THERMAL / np.sqrt(i**2 + 4 * kinetics.exchange**2) + kinetics.film
        matrix = np.block([[drop + np.diag(slope), -np.ones((PANELS, 1))], [areas[None], np.zeros((1, 1))]])
        rest = -np.concatenate([drop @ i + eta - level, [areas @ i - total]])
        step = np.linalg.solve(matrix, rest)
        i, level = i + step[:-1], level + step[-1]
        if abs(step[:-1]).max() < 1e-12 * current:
            break
    middles = (ends[1:] + ends[:-1]) / 2 - a
    root = np.log(middles[:3])  # near the edge the current goes as c + d x ln x: two panels give c
    basis = middles[:2] * root[:2]
    d = (i[1] - i[0]) / (basis[1] - basis[0])
    return float((i[0] - d * basis[0]) / current)


@pytest.mark.parametrize("turns", [False, True])
@pytest.mark.parametrize(
    "case",  # radius, conductivity, current density, film, depth in radii
    [
        (10 * UM, 0.01, 10.0, 0.0, 20.0),
        (50 * UM, 0.01, 10.0, 0.0, 20.0),
        (20 * UM, 0.01, 10.0, 50e-4, 20.0),
        (10 * UM, 0.01, 200.0, 0.0, 20.0),
        (20 * UM, 0.01, 10.0, 0.0, 0.5),  # a layer thinner than the defect
    ],
)
def test_two_discretisations_agree(case, turns):
    a, sigma, current, film, depth = case
    width = 20 * a
    kinetics = Kinetics(13.0, 0.5, 0.5, TEMPERATURE, film)
    other = largest_current(a, width, depth * a, sigma=sigma, kinetics=kinetics, current=current, turns=turns)
    cell = DefectCell("contact loss", a, width, (Conductor(depth * a, sigma),), axisymmetric=turns)
    found = focus(cell, Load(current, kinetics, Stress("none"), TEMPERATURE), MeshSettings(tolerance=2e-4))
    assert found.factor == pytest.approx(other, rel=1.5e-3)
