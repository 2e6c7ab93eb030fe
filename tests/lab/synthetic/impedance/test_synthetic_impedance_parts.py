"""Each part has its limits, and the value of a second route: real arithmetic, partial fractions, a ladder."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab.synthetic.impedance import parts

OMEGA = np.geomspace(1e-6, 1e10, 33)
positive = st.floats(1e-9, 1e9)


def tanh_over(square):
    """tanh(x) / x of x^2 by partial fractions, with the rest of the sum by the midpoint rule."""
    k = np.arange(1, 200_001)
    return (2 / (square + ((k - 0.5) * np.pi) ** 2)).sum() + 2 / (np.pi**2 * k[-1])


@given(positive, positive, st.floats(0.5, 1))
def test_an_arc_by_real_arithmetic(resistance, tau, n):
    z = parts.arc(OMEGA, resistance, tau, n)
    size, angle = (OMEGA * tau) ** n, n * np.pi / 2
    c, s = size * np.cos(angle), size * np.sin(angle)
    with np.errstate(over="ignore"):
        whole = (1 + c) ** 2 + s**2
    assert z.real == pytest.approx(resistance * (1 + c) / whole, rel=1e-9)
    assert z.imag == pytest.approx(-resistance * s / whole, rel=1e-9)
    assert (z.imag <= 0).all()


def test_an_arc_is_a_resistance_beside_a_constant_phase_element():
    r, tau, n = 47.0, 3e-4, 0.8
    beside = 1 / (1 / r + 1 / parts.constant_phase(OMEGA, tau**n / r, n))
    assert parts.arc(OMEGA, r, tau, n) == pytest.approx(beside, rel=1e-12)
    assert parts.arc(np.array([1e-30]), r, tau, n)[0] == pytest.approx(r)
    assert abs(parts.arc(np.array([1e30]), r, tau, n)[0]) < 1e-9
    top = parts.arc(np.array([1 / tau]), r, tau, n)[0]
    assert -top.imag == pytest.approx(r / 2 * np.tan(n * np.pi / 4))  # of the top of a depressed arc


def test_a_constant_phase_has_its_phase():
    z = parts.constant_phase(OMEGA, 1e-5, 0.7)
    assert np.degrees(np.angle(z)) == pytest.approx(-63)
    assert np.abs(z) == pytest.approx(1e5 * OMEGA**-0.7)
    assert parts.constant_phase(OMEGA, 1e-5, 1.0) == pytest.approx(1 / (1j * OMEGA * 1e-5))


@pytest.mark.parametrize("omega", [1e-6, 0.01, 1.0, 30.0, 1e3])
def test_diffusion_by_partial_fractions(omega):
    x2 = 1j * omega * 2.0
    assert parts.transmissive_diffusion(np.array([omega]), 5.0, 2.0)[0] == pytest.approx(5 * tanh_over(x2), rel=1e-6)
    k = np.arange(1, 200_001)
    blocked = 1 / x2 + (2 / (x2 + (k * np.pi) ** 2)).sum() + 2 / (np.pi**2 * (k[-1] + 0.5))
    assert parts.blocking_diffusion(np.array([omega]), 5.0, 2.0)[0] == pytest.approx(5 * blocked, rel=1e-6)


def test_limits_of_diffusion():
    low, high = np.array([1e-9]), np.array([1e9])
    assert parts.transmissive_diffusion(low, 5.0, 2.0)[0] == pytest.approx(5.0)
    blocked = parts.blocking_diffusion(low, 5.0, 2.0)[0]
    assert blocked.real == pytest.approx(5 / 3)
    assert blocked.imag == pytest.approx(-5 / (1e-9 * 2.0))
    infinite = 5 / np.sqrt(1j * 1e9 * 2.0)
    for part in (parts.transmissive_diffusion, parts.blocking_diffusion, parts.gerischer):
        assert part(high, 5.0, 2.0)[0] == pytest.approx(infinite, rel=1e-6)
        assert np.isfinite(part(np.array([1e300]), 5.0, 2.0)).all()
    assert parts.gerischer(low, 5.0, 2.0)[0] == pytest.approx(5.0)


def test_a_gerischer_impedance_is_an_endless_ladder():
    """Per length: resistances r in series, and g beside c to ground; Z = sqrt(r / (g + j omega c)), R = sqrt(r / g)."""
    omega, r, tau, steps = 3.0, 5.0, 0.4, 400_000
    h = 20.0 / steps
    z = 1e9 + 0j
    for _ in range(steps):
        z = r * h + 1 / (1 / z + (1 + 1j * omega * tau) / r * h)
    assert parts.gerischer(np.array([omega]), r, tau)[0] == pytest.approx(z, rel=2e-4)


@settings(max_examples=20)
@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_a_growing_resistance_is_taken_at_each_frequency(first, last):
    growing = np.linspace(first, last, len(OMEGA))
    each = [parts.arc(OMEGA[k : k + 1], growing[k], 1e-3, 0.9)[0] for k in range(len(OMEGA))]
    assert parts.arc(OMEGA, growing, 1e-3, 0.9) == pytest.approx(np.array(each))


def test_an_inductor():
    assert parts.inductor(np.array([2.0]), 3e-7)[0] == 6e-7j
