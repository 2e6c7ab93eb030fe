"""A polarisation is the inverse Laplace transform of its impedance, and the formulas of its test give its truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from natria.lab.synthetic.impedance import Analyser
from natria.lab.synthetic.kinetics import (
    CurrentNoise,
    MixedConductor,
    SaltCell,
    VoltageStep,
    bruce_vincent,
    electronic_polarisation,
)
from natria.lab.synthetic.kinetics.transient import DiffusionBranch, step_current
from natria.quantity import InputError

QUIET = CurrentNoise(0.0)


def by_poles(voltage, resistance, diffusion, tau, time):
    """I(t) by the poles of 1 / (s (R + R_d tanh(q) / q)), q = sqrt(s tau) = j x: R x cos x + R_d sin x = 0."""
    ratio = diffusion / resistance
    current = np.full(len(time), voltage / (resistance + diffusion))
    for k in range(1, 4001):
        edges = (k - 0.5) * np.pi, k * np.pi
        x = brentq(lambda u: u * np.cos(u) + ratio * np.sin(u), *edges, xtol=1e-14)
        # residue of V / (s Z) at s = -x^2 / tau: dZ/ds = R_d d(tan x / x)/dx * dx/ds, with dx/ds = -tau / (2 x)
        slope = (1 / np.cos(x) ** 2 * x - np.tan(x)) / x**2
        s = -(x**2) / tau
        derivative = diffusion * slope * (-tau / (2 * x))
        current += voltage / (s * derivative) * np.exp(s * time)
    return current


@pytest.mark.parametrize(("resistance", "diffusion"), [(130.0, 93.0), (10.0, 1e3), (50.0, 5.0), (1.0, 2e4)])
def test_the_current_by_the_poles_of_the_impedance(resistance, diffusion):
    time = np.geomspace(0.05, 2000, 40)
    found = step_current(0.01, lambda t: np.full(len(t), resistance), DiffusionBranch(diffusion, 250.0), time)
    assert found == pytest.approx(by_poles(0.01, resistance, diffusion, 250.0, time), rel=2e-3)
    late = time > 25
    assert found[late] == pytest.approx(by_poles(0.01, resistance, diffusion, 250.0, time)[late], rel=2e-4)


def test_limits_of_a_step():
    branch = DiffusionBranch(93.0, 250.0)
    found = step_current(0.01, lambda t: np.full(len(t), 130.0), branch, np.array([1e-7, 1e5]))
    assert found[0] == pytest.approx(0.01 / 130, rel=1e-3)
    assert found[1] == pytest.approx(0.01 / 223, rel=1e-9)
    none = step_current(0.01, lambda t: np.full(len(t), 130.0), DiffusionBranch(0.0, 250.0), np.array([1.0, 1e5]))
    assert none == pytest.approx(0.01 / 130)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.05, 0.99), st.floats(1e-3, 5e-2), st.floats(1e-3, 5e-2))
def test_bruce_and_vincent_give_the_current_fraction(fraction, before, after):
    cell = SaltCell(fraction=fraction, before=before, after=after)
    made = bruce_vincent(1, cell=cell, step=VoltageStep(points=20), noise=QUIET)
    t, v = made.truth, made.truth.voltage
    first, last = t.initial_current, t.last_current
    rho = last * (v - first * t.interface_before) / (first * (v - last * t.interface_after))
    assert rho == pytest.approx(fraction, rel=1e-6)
    assert t.last_current == pytest.approx(t.steady_current, rel=1e-6)
    assert made.recording.current[-1] == t.last_current
    assert made.recording.current[0] == made.recording.voltage[0] == 0


def test_the_spectra_have_the_resistances_of_the_step():
    made = bruce_vincent(1, noise=QUIET, analyser=Analyser(noise=0.0))
    for spectrum, size in ((made.before, made.truth.interface_before), (made.after, made.truth.interface_after)):
        values = spectrum.truth.parameters
        assert values["R0"] == pytest.approx(made.truth.bulk_resistance)
        assert values["R1"] == pytest.approx(size)
        assert values["Ws2.R"] == pytest.approx(values["R0"] * (1 / 0.35 - 1))
        assert values["Ws2.tau"] == pytest.approx(made.truth.time_constant)
    whole = made.truth.bulk_resistance / 0.35 + made.truth.interface_before
    slow = bruce_vincent(1, noise=QUIET, analyser=Analyser(noise=0.0)).before
    assert slow.spectrum.real[-1] < whole  # 0.1 Hz does not reach the steady state


def test_a_fraction_of_one_has_no_diffusion():
    made = bruce_vincent(1, cell=SaltCell(fraction=1.0, after=8e-3), noise=QUIET)
    assert made.recording.current[1:] == pytest.approx(made.truth.initial_current)
    assert made.before.truth.circuit == "R0-p(R1,CPE1)"


@pytest.mark.parametrize("electronic", [1e-7, 1e-6, 1e-3])
def test_a_blocked_pellet_ends_at_its_electronic_current(electronic):
    made = electronic_polarisation(1, cell=MixedConductor(electronic=electronic), noise=QUIET)
    current, t = made.recording.current[1:], made.truth
    assert current[-1] == pytest.approx(0.01 * electronic * 1e-4 / 1e-3, rel=1e-3)
    assert (np.diff(current) < 1e-12 * current[0]).all()
    assert t.initial_current == pytest.approx(0.01 * (0.03 + electronic) * 1e-4 / 1e-3)
    assert made.before is None


def test_seeds_repeat_and_differ():
    one, again, other = (bruce_vincent(s).recording.current for s in (1, 1, 2))
    assert (one == again).all()
    assert (one[1:] != other[1:]).all()


@pytest.mark.parametrize(
    ("make", "which"),
    [
        (lambda: SaltCell(fraction=0), "fraction"),
        (lambda: SaltCell(fraction=1.2), "fraction"),
        (lambda: SaltCell(before=0), "before"),
        (lambda: MixedConductor(electronic=0), "electronic"),
        (lambda: VoltageStep(duration=0.001), "first"),
        (lambda: VoltageStep(voltage=0), "voltage"),
    ],
)
def test_what_cannot_be_polarised_is_refused(make, which):
    with pytest.raises(InputError, match=which):
        make()
