"""A thin film on the metal: the current of a flat front behind it, and the linear law of a film that takes it all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, METAL, flat, last, speed_of
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from natria.models.deposit.film_kernels import behind_film
from natria.models.deposit.inputs import FARADAY, DepositPhysics, Driven
from natria.quantity import ModelError

VOLTAGE, N, FRONT = 0.1, 64, 2e-6


@pytest.mark.parametrize("film", [0.0, 1e-4, 1e-2])
def test_a_flat_front_grows_by_kinetics_film_and_electrolyte_in_series(film):
    even = BATH.conductivity / (BATH.factor * FARADAY * BATH.concentration)  # cations carry all of the current
    rich = replace(BATH, diffusivity=even)
    grid, physics, xi = flat(N, FRONT, drive=Driven(voltage=VOLTAGE), film=film, bath=rich)
    first, then = last(grid, physics, xi, 0.2 if film < 1e-3 else 2.0, error=1e-4)
    length = N * grid.spacing - FRONT
    f = rich.factor

    def left(eta):
        current = METAL.exchange_current * 2 * np.sinh(f * eta / 2)
        return eta + current * (film + length / rich.conductivity) - VOLTAGE

    eta = brentq(left, 0, VOLTAGE)
    expected = METAL.exchange_current * 2 * np.sinh(f * eta / 2) / (FARADAY * METAL.concentration)
    assert speed_of(first, then, physics) == pytest.approx(expected, rel=3e-2)


@given(st.floats(-0.3, 1.0), st.floats(1e-8, 10.0), st.floats(0.01, 2.0), st.floats(0.2, 0.8))
def test_the_voltage_is_shared_by_film_and_reaction(phi, film, ratio, transfer):
    f = BATH.factor
    drive = behind_film(phi, film, ratio, f, transfer)
    current = ratio * np.exp(transfer * f * drive) - np.exp(-(1 - transfer) * f * drive)
    assert drive + film * current == pytest.approx(phi, abs=1e-6)


def test_a_film_below_zero_is_refused():
    with pytest.raises(ModelError):
        DepositPhysics(METAL, BATH, Driven(current=1.0), film=-1.0)
