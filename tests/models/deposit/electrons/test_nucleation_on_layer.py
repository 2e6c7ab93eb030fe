"""Nucleation: where electrons and ions meet above a barrier, and nowhere else; seeds, threads, sodium."""

from __future__ import annotations

import numpy as np
import pytest
from deposit_cases import DX
from layered import EVEN, metal_in, states_of, with_site

from natria.models.deposit.electrons.inputs import Nucleation
from natria.models.deposit.inputs import Disturbance, Driven
from natria.models.deposit.settings import DepositSettings
from natria.models.deposit.start import Nucleus
from natria.models.deposit.stepping import Stepper
from natria.quantity import ModelError

TOP = slice(20, None)  # rows above the layer
TIMES = [1.0, 100.0]


def test_metal_appears_on_a_layer_that_carries_electrons():
    grid, physics, xi = with_site(0.02, 2.2e-2, 1e-4, drive=Driven(current=5.0))
    state = states_of(grid, physics, xi, TIMES, error=3e-3)[-1]
    assert metal_in(state, TOP) > 10
    assert state.xi[22, 0, 16] > 0.5
    assert abs(state.missing) < 1e-10


@pytest.mark.parametrize(
    ("barrier", "electronic", "ionic"),
    [(0.2, 2.2e-2, 1e-4), (0.02, 2.2e-2, 1e-1), (0.02, 1e-9, 1e-4)],
    ids=["barrier too high", "ions cross the layer", "no electrons"],
)
def test_no_metal_appears_elsewhere(barrier, electronic, ionic):
    grid, physics, xi = with_site(barrier, electronic, ionic, drive=Driven(current=5.0))
    state = states_of(grid, physics, xi, TIMES, error=3e-3)[-1]
    assert metal_in(state, TOP) < 0.5
    assert state.plated == pytest.approx(5.0 * 100 / 96485.33, rel=2e-2)


def test_the_charge_is_shared_by_both_places():
    """What plates on top is missing below."""
    runs = [
        states_of(*with_site(barrier, 2.2e-2, 1e-4, drive=Driven(current=5.0)), TIMES, error=3e-3)[-1]
        for barrier in (0.02, 0.3)
    ]
    tops, whole = [metal_in(one, TOP) for one in runs], [metal_in(one, slice(None)) for one in runs]
    assert tops[0] > tops[1] + 10
    assert whole[0] == pytest.approx(whole[1], rel=2e-3)


def test_nucleation_does_not_depend_on_threads(monkeypatch):
    monkeypatch.setattr("natria.models.deposit.team.WORTH", 0)
    noisy = Disturbance(noise=0.3, seed=5, noise_time=0.05)
    grid, physics, xi = with_site(0.02, 2.2e-2, 1e-4, drive=Driven(voltage=0.1), disturbance=noisy)
    found = []
    for threads in (1, 2):
        made = Stepper(grid, physics, DepositSettings(threads=threads), xi, np.full(grid.shape, EVEN.concentration))
        for _ in range(6):
            made.accept(0.02, made.advance(0.02))
        found.append(np.array([made.xi, made.phi, made.electrons.phi]))
    assert np.array_equal(*found)


@pytest.mark.parametrize(
    "wrong", [lambda: Nucleation(-0.01, (Nucleus(1e-6, (0, 0), DX),)), lambda: Nucleation(0.02, ())]
)
def test_a_nucleation_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ModelError):
        wrong()
