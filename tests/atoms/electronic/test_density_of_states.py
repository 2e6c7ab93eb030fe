"""Densities of states against moments and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from natria.atoms.electronic import gaussian_states, tetrahedron_states
from natria.atoms.electronic.density import density_of, fermi_level


def cube(count, hop=1.0):
    """The s band of a simple cubic crystal on a mesh."""
    cosine = np.cos(2 * np.pi * np.arange(count) / count)
    return -2 * hop * (cosine[:, None, None] + cosine[:, None] + cosine)[..., None]


def test_moments_of_the_simple_cubic_band_are_its_closed_walks():
    levels = np.linspace(-6.5, 6.5, 261)
    energy, density = density_of(tetrahedron_states(cube(20), levels), levels)
    moments = [float(np.sum(density * energy**n) * (levels[1] - levels[0])) for n in range(5)]
    assert moments[0] == pytest.approx(1, abs=1e-12)
    assert moments[1] == pytest.approx(0, abs=1e-9)
    assert moments[2] == pytest.approx(6, rel=0.02)
    assert moments[3] == pytest.approx(0, abs=1e-6)
    assert moments[4] == pytest.approx(90, rel=0.04)


def test_the_error_of_the_second_moment_falls_with_the_square_of_the_mesh():
    def error(count):
        levels = np.linspace(-6.5, 6.5, 521)
        energy, density = density_of(tetrahedron_states(cube(count), levels), levels)
        return abs(float(np.sum(density * energy**2) * (levels[1] - levels[0])) - 6)

    assert error(8) / error(16) == pytest.approx(4, rel=0.2)


def test_a_chain_has_the_density_of_an_inverse_cosine():
    """One dimension: N(E) = 1 - arccos(E/2t)/pi for E = -2t cos k."""
    count = 200
    energies = (-2 * np.cos(2 * np.pi * np.arange(count) / count)).reshape(count, 1, 1, 1)
    levels = np.linspace(-1.9, 1.9, 20)
    below = tetrahedron_states(energies, levels)
    assert below == pytest.approx(1 - np.arccos(levels / 2) / np.pi, abs=1e-3)


def test_a_parabola_has_the_density_of_free_electrons():
    """N(E) of E = k^2 in a box of side 1: the volume of a sphere, 4 pi E^(3/2)/3."""
    count = 40
    k = (np.arange(count) + count // 2) % count / count - 0.5
    energies = (k[:, None, None] ** 2 + k[:, None] ** 2 + k**2)[..., None]
    levels = np.array([0.05, 0.1, 0.15, 0.2])
    assert tetrahedron_states(energies, levels) == pytest.approx(4 / 3 * np.pi * levels**1.5, rel=0.02)


def test_flat_bands_and_levels_at_corners_are_counted():
    energies = np.stack([np.zeros((3, 3, 3)), np.ones((3, 3, 3))], axis=-1)
    assert tetrahedron_states(energies, np.array([-1, 0.5, 2.0])) == pytest.approx([0, 1, 2])
    assert np.isfinite(tetrahedron_states(cube(4), np.array([-6, -2, 0, 2, 6.0]))).all()


def test_gaussians_and_tetrahedra_agree_where_the_mesh_is_dense():
    energies, levels = cube(16), np.linspace(-5, 5, 11)
    assert gaussian_states(energies, levels, 0.3) == pytest.approx(tetrahedron_states(energies, levels), abs=0.02)
    assert gaussian_states(energies, np.array([50.0]), 0.3) == pytest.approx([1])


def test_the_fermi_level_of_a_half_filled_band_is_its_middle():
    assert fermi_level(cube(12), 0.5) == pytest.approx(0, abs=1e-6)
