"""Bands and surrogates on a surface with a known saddle."""

from __future__ import annotations

import numpy as np
import pytest

from natria.atoms.migration.band import BandSettings, band_forces, relax_band, straight, tangents
from natria.atoms.migration.search import find_path
from natria.atoms.migration.surrogate import fit_surrogate

# K. Mueller and L. D. Brown, Theor. Chim. Acta 53, 75 (1979)
HEIGHT = np.array([-200, -100, -170, 15.0])
XX, XY, YY = np.array([-1, -1, -6.5, 0.7]), np.array([0, 0, 11, 0.6]), np.array([-10, -10, -6.5, 0.7])
X0, Y0 = np.array([1, 0, -0.5, -1]), np.array([0, 0.5, 1.5, 1])
START, END = np.array([-0.558223634633, 1.441725841805]), np.array([0.623499404931, 0.028037758529])
SADDLE = np.array([-0.822001558733, 0.624312802815])
SETTINGS = BandSettings(tolerance=0.5, spring=50.0, step=0.1, group=2)


def mueller_brown(point):
    x, y = point[0] - X0, point[1] - Y0
    parts = HEIGHT * np.exp(XX * x**2 + XY * x * y + YY * y**2)
    return float(parts.sum()), np.array([(parts * (2 * XX * x + XY * y)).sum(), (parts * (XY * x + 2 * YY * y)).sum()])


def surface(points):
    energies, gradients = zip(*map(mueller_brown, points), strict=True)
    return np.array(energies), np.array(gradients)


def test_the_saddle_of_this_test_is_one():
    assert mueller_brown(SADDLE)[1] == pytest.approx([0, 0], abs=1e-6)
    assert mueller_brown(START)[1] == pytest.approx([0, 0], abs=1e-6)


def test_a_learning_band_finds_the_saddle_with_few_calls():
    calls = []

    def counted(point):
        calls.append(point)
        return mueller_brown(point)

    settings = BandSettings(0.1, 50.0, 0.1, 2)
    found = find_path(counted, START, END, settings, images=9)
    assert found.converged
    assert found.points[found.saddle] == pytest.approx(SADDLE, abs=1e-4)
    assert found.calls == len(calls) < 60
    energies, gradients = surface(found.points)  # every image was evaluated where it stands
    assert found.energies == pytest.approx(energies, abs=1e-9)
    left = band_forces(found.points, energies, gradients, settings.spring, found.saddle)
    assert np.linalg.norm(left, axis=1).max() <= settings.tolerance


def test_a_plain_band_ends_at_the_same_saddle_with_many_more():
    calls = [0]

    def counted(points):
        calls[0] += len(points) - 2
        return surface(points)

    band = relax_band(counted, straight(START, END, 9), SETTINGS)
    assert band.converged
    assert band.points[band.top] == pytest.approx(SADDLE, abs=2e-3)
    assert calls[0] > 4 * 60


def test_a_search_that_may_not_call_enough_says_so():
    found = find_path(mueller_brown, START, END, SETTINGS, images=9, most_calls=12)
    assert not found.converged
    assert found.calls == 12


def test_tangents_point_uphill_and_have_length_one():
    points = np.array([[0.0, 0], [1, 0], [1, 1]])
    assert tangents(points, np.array([0.0, 1, 2]))[0] == pytest.approx([0, 1])
    assert tangents(points, np.array([2.0, 1, 0]))[0] == pytest.approx([1, 0])
    top = tangents(points, np.array([0.0, 2, 1]))[0]  # weights |2 - 0| after, |1 - 2| before
    assert top == pytest.approx(np.array([1, 2]) / np.sqrt(5))


def random_data(dimension, count=5):
    rng = np.random.default_rng(4)
    points, curve = rng.normal(size=(count, dimension)), rng.normal(size=dimension)
    return points, np.sin(points @ curve), np.cos(points @ curve)[:, None] * curve, rng.normal(size=(3, dimension))


@pytest.mark.parametrize("dimension", [2, 9])
def test_a_surrogate_meets_its_data_and_its_gradient_is_that_of_its_energy(dimension):
    points, energies, gradients, elsewhere = random_data(dimension)
    model = fit_surrogate(points, energies, gradients, 1.0)
    found, slopes = model(points)
    assert found == pytest.approx(energies, abs=1e-5)
    assert slopes == pytest.approx(gradients, abs=1e-4)
    assert model.std(points).max() < 1e-3 * model.spread
    assert (model.std(elsewhere) > 10 * model.std(points).max()).all()
    step = 1e-5
    for axis in range(dimension):
        shift = np.eye(dimension)[axis] * step
        difference = (model(elsewhere + shift)[0] - model(elsewhere - shift)[0]) / (2 * step)
        assert difference == pytest.approx(model(elsewhere)[1][:, axis], abs=1e-6)


def test_the_reduced_matrix_gives_what_the_whole_one_gives():
    """Nine dimensions and five points, against the textbook matrix of 5 x (1 + 9) rows."""
    points, energies, gradients, elsewhere = random_data(9)
    model = fit_surrogate(points, energies, gradients, 1.0)
    length = model.length

    def covariance(one, other):
        apart = one - other
        kernel = np.exp(-apart @ apart / (2 * length**2))
        block = np.empty((10, 10))
        block[0, 0] = 1
        block[0, 1:], block[1:, 0] = apart / length**2, -apart / length**2
        block[1:, 1:] = np.eye(9) / length**2 - np.outer(apart, apart) / length**4
        return kernel * block

    whole = np.block([[covariance(a, b) for b in points] for a in points])
    whole += np.diag(np.tile([1e-10, *[1e-10 / length**2] * 9], 5))
    data = np.concatenate([(energies - model.mean)[:, None], gradients], axis=1).ravel()
    rows = np.array([np.concatenate([covariance(x, p)[0] for p in points]) for x in elsewhere])
    assert model(elsewhere)[0] == pytest.approx(model.mean + rows @ np.linalg.solve(whole, data), abs=1e-6)
    assert model.spread**2 == pytest.approx(data @ np.linalg.solve(whole, data) / len(data), rel=1e-5)
    left = 1 - np.einsum("ma,am->m", rows, np.linalg.solve(whole, rows.T))
    assert (model.std(elsewhere) / model.spread) ** 2 == pytest.approx(left, abs=1e-6)
