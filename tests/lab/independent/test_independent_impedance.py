"""The solver of the filmed cell has the closed forms of its limits, is causal, and is no circuit of arcs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import least_squares

from independent import FilmedCellSettings, impedance_at, physical_spectrum, random_filmed_cell

F, R = 96485.33212, 8.314462618
USUAL = FilmedCellSettings()
WHOLE = replace(USUAL, patches=((1.0, 1.0),))
FREQUENCY = np.geomspace(1e6, 1e-2, 57)
BARE = replace(WHOLE, porosity=(1.0, 1.0), areas=0.0)


@pytest.mark.parametrize("f", [1e6, 1e2, 1.0, 1e-2, 1e-5])
def test_a_bare_electrode_has_a_warburg_impedance_and_an_arc(f):
    s, w = BARE, 2j * np.pi * f
    length = s.electrolyte + s.film
    root = np.sqrt(w * length**2 / s.diffusivity)
    drop = 2 * R * s.temperature * (1 - s.transference) ** 2 / (F**2 * s.concentration * s.diffusivity) * length
    metal = 1 / (1 / s.base_resistance + w * s.base_capacitance)
    expected = 2 * (length / s.conductivity + drop * np.tanh(root) / root + metal)
    assert impedance_at(s, f) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("f", [1e5, 1e3, 1e2, 1e-2])
def test_pores_with_a_blocked_base_are_a_transmission_line(f):
    """de Levie: Z = sqrt(r / y) coth(L sqrt(r y)), beside the outer face of the film; both below the electrolyte."""
    s = replace(
        WHOLE,
        transference=1.0 - 1e-12,
        porosity=(0.4, 0.4),
        film_conductivity=1e9,
        solid_resistance=1e-15,
        base_resistance=1e30,
        base_capacitance=0.0,
        nodes=300,
    )
    w = 2j * np.pi * f
    wall = 1 / s.wall_resistance + w * s.wall_capacitance
    along, across = 1 / (s.conductivity * 0.4**s.bruggeman), s.areas * wall
    pores = np.sqrt(along / across) / np.tanh(s.film * np.sqrt(along * across))
    expected = 2 * (s.electrolyte / s.conductivity + 1 / (1 / pores + 0.6 * wall))  # the face is at its mouth
    assert impedance_at(s, f) == pytest.approx(expected, rel=1e-3)


def test_a_dense_film_is_three_parts_in_series():
    s = replace(WHOLE, porosity=(1e-4, 1e-4), areas=0.0, transference=1.0 - 1e-12, base_resistance=1e30)
    s = replace(s, base_capacitance=0.0)
    for f in (1e-2, 1e2, 1e6):
        w = 2j * np.pi * f
        faces = 1 / (1 / s.wall_resistance + w * s.wall_capacitance) + 1 / (
            1 / s.solid_resistance + w * s.solid_capacitance
        )
        expected = 2 * (s.electrolyte / s.conductivity + s.film / s.film_conductivity + faces)
        assert impedance_at(s, f) == pytest.approx(expected, rel=1e-3)


def test_patches_are_parallel():
    one = impedance_at(replace(WHOLE, film=WHOLE.film * 0.05), 10.0)
    two = impedance_at(WHOLE, 10.0)
    assert impedance_at(USUAL, 10.0) == pytest.approx(1 / (0.7 / two + 0.3 / one))
    assert impedance_at(replace(WHOLE, patches=((0.5, 1.0), (0.5, 1.0))), 10.0) == pytest.approx(two)


def test_a_coverage_gives_an_inductive_loop_and_only_there():
    still, loop = (physical_spectrum(replace(USUAL, gain=g), FREQUENCY).exact for g in (0.0, 0.5))
    assert (still.imag < 0).all()
    assert loop.imag.max() > 0
    assert loop[FREQUENCY > 100] == pytest.approx(still[FREQUENCY > 100], rel=1e-2)


@pytest.mark.parametrize("seed", range(4))
def test_the_grid_is_fine_enough(seed):
    cell = random_filmed_cell(seed)
    for f in (1e5, 1e2, 0.1):
        assert impedance_at(cell, f) == pytest.approx(impedance_at(replace(cell, nodes=480), f), rel=1e-3)


def test_it_obeys_kramers_and_kronig():
    frequency = np.geomspace(1e9, 1e-5, 561)
    z = physical_spectrum(replace(USUAL, gain=0.3), frequency).exact[::-1]
    x = 2 * np.pi * frequency[::-1]
    moment, slope = x * z.imag, np.gradient(x * z.imag, x)
    for k in range(60, 500, 40):
        gap = x**2 - x[k] ** 2
        gap[k] = 1.0
        inside = (moment - moment[k]) / gap
        inside[k] = slope[k] / (2 * x[k])
        found = z.real[-1] - 2 / np.pi * np.trapezoid(inside * x, np.log(x))
        assert found == pytest.approx(z.real[k], abs=1e-3 * abs(z[k]))


def test_limits_and_noise():
    made = physical_spectrum(USUAL, np.geomspace(1e6, 1e-2, 2000), noise=0.005, seed=2)
    assert made.high < made.low
    assert made.exact[-1].real == pytest.approx(made.low, rel=0.02)
    off = (made.impedance - made.exact) / np.abs(made.exact)
    assert np.std(off.real) == pytest.approx(0.005, rel=0.1)
    again = physical_spectrum(USUAL, made.frequency[:3], noise=0.005, seed=2)
    assert (again.exact == made.exact[:3]).all()


def two_arcs_and_a_warburg(p, w):
    r0, r1, t1, n1, r2, t2, n2, rw, tw = np.exp(p)
    root = np.sqrt(1j * w * tw)
    arcs = r1 / (1 + (1j * w * t1) ** min(n1, 1)) + r2 / (1 + (1j * w * t2) ** min(n2, 1))
    return r0 + arcs + rw * np.tanh(root) / root


@pytest.mark.slow
@pytest.mark.parametrize(("gain", "least"), [(0.0, 0.006), (0.3, 0.02)])
def test_two_arcs_and_a_warburg_impedance_do_not_fit(gain, least):
    """The best of 15 fits of the usual circuit leaves more than a noise of 0.5 % would."""
    z, w = physical_spectrum(replace(USUAL, gain=gain), FREQUENCY).exact, 2 * np.pi * FREQUENCY
    rng, best = np.random.default_rng(0), np.inf
    for _ in range(15):
        size = 0.3 * (z[-1] - z[0]).real
        times = 10 ** np.array([rng.uniform(-5, -3), rng.uniform(-3, -1), rng.uniform(-1, 2)])
        start = np.log([z[0].real, size, times[0], 0.9, size, times[1], 0.9, size, times[2]])

        def residual(p):
            off = (two_arcs_and_a_warburg(p, w) - z) / np.abs(z)
            return np.r_[off.real, off.imag]

        with np.errstate(all="ignore"):
            best = min(best, least_squares(residual, start, bounds=(-40, 40), max_nfev=400).cost)
    assert np.sqrt(2 * best / (2 * len(w))) > least
