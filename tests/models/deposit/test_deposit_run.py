"""Runs: the same for any number of threads, noise by its seed, refusals, the literal form, two and three dimensions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, DX, METAL, flat, last

from natria.models.deposit.inputs import DepositPhysics, Disturbance, Driven, FrontMetal, LayerOnFront
from natria.models.deposit.multigrid import field_of
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, above_layer, metal_of, nuclei_at_random
from natria.models.deposit.stepping import Stepper
from natria.quantity import ModelError

pytestmark = pytest.mark.filterwarnings("ignore:cations would")  # fast ions keep the concentration even


def square(n=32, ny=1, **changes):
    grid = DepositGrid((n, ny, n), DX)
    middle = n * DX / 2
    xi = metal_of(grid, METAL.steepness, 0.8e-6, [Nucleus(0.8e-6, (middle if ny > 1 else 0, middle), 0.5e-6)])
    return grid, replace(DepositPhysics(METAL, BATH, Driven(voltage=0.1)), **changes), xi


def stepped(made, count, dt=0.02):
    for _ in range(count):
        made.accept(dt, made.advance(dt))
    return np.array([made.xi, made.c, made.phi])


def begun(grid, physics, xi, **settings):
    return Stepper(grid, physics, DepositSettings(**settings), xi, np.full(grid.shape, 1000.0))


def test_fields_are_the_same_for_any_number_of_threads(monkeypatch):
    monkeypatch.setattr("natria.models.deposit.team.WORTH", 0)
    noisy = Disturbance(noise=0.3, seed=5, noise_time=0.05)
    one, two, three = (stepped(begun(*square(disturbance=noisy), threads=n), 8) for n in (1, 2, 3))
    assert np.array_equal(one, two)
    assert np.array_equal(one, three)


def test_noise_follows_its_seed():
    one, same, other = (
        stepped(begun(*square(disturbance=Disturbance(noise=0.3, seed=n, noise_time=0.05))), 5)[0] for n in (5, 5, 6)
    )
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert np.array_equal(
        nuclei_at_random(square()[0], 1e-6, 3, (1e-7, 2e-7), 4), nuclei_at_random(square()[0], 1e-6, 3, (1e-7, 2e-7), 4)
    )


def test_two_dimensions_are_a_slice_of_three():
    """The same start for all y: every slice of three dimensions stays the field of two."""
    grid, physics, xi = square(16)
    flat_one = stepped(begun(grid, physics, xi, potential=1e-8, concentration=1e-8), 4)
    deep = DepositGrid((16, 16, 16), DX)
    deep_one = stepped(begun(deep, physics, np.repeat(xi, 16, axis=1), potential=1e-8, concentration=1e-8), 4)
    for one, other, scale in zip(flat_one, deep_one, (1, 1000, 0.1), strict=True):
        where = flat_one[0] < 0.5
        assert np.abs((other - one) / scale)[np.broadcast_to(where, other.shape)].max() < 1e-4


def test_the_axes_across_are_alike():
    """A nucleus on the diagonal of y and z grows alike along both, to the rounding of the solvers."""
    grid, physics, xi = square(16, 16)
    fields = stepped(begun(grid, physics, xi), 3)
    assert fields[0] == pytest.approx(fields[0].transpose(0, 2, 1), abs=1e-9)


def test_a_number_that_is_none_stops_the_run_with_time_and_place():
    made = begun(*square())
    stepped(made, 2)
    made.fields.xi[0][10, 0, 7] = np.nan
    with pytest.raises(ModelError, match=r"0\.04 s.*\(\d+, 0, \d+\)"):
        stepped(made, 2)


def test_growth_prefers_the_axes():
    """With anisotropy a circle grows faster along the axes than on the diagonals, without it alike."""

    def shape_of(strength):
        n = 64
        grid = DepositGrid((n, 1, n), DX)
        xi = metal_of(grid, METAL.steepness, DX / 1000, [Nucleus(n * DX / 2, (0, n * DX / 2), 1e-6)])
        bath = replace(BATH, diffusivity=1e-7, conductivity=1e3)
        metal = replace(METAL, mobility=1e-7)  # the circle grows
        physics = DepositPhysics(metal, bath, Driven(voltage=0.15), disturbance=Disturbance(anisotropy=strength))
        _, state = last(grid, physics, xi, 3.0)
        h = state.xi[8:, 0]
        x = (np.arange(8, n) + 0.5 - n / 2)[:, None] * np.ones(n)
        z = (np.arange(n) + 0.5 - n / 2)[None, :] * np.ones((n - 8, 1))
        near = (abs(x) < n / 2 - 8) & (abs(z) < n / 2 - 8)
        return float((h * (x**4 + z**4 - 6 * x**2 * z**2) * near).sum() / (h * (x**2 + z**2) ** 2 * near).sum())

    plain, favoured = shape_of(0.0), shape_of(0.3)
    assert abs(plain) < 0.03
    assert favoured > plain + 0.05


def test_a_layer_slows_the_metal_that_grows_through_it():
    grid, physics, xi = square()
    share = above_layer(grid, xi, 0.5e-6, DX)
    film = LayerOnFront(3e-11, 0.01, exchange_factor=0.2, share=share)
    bare, covered = (last(grid, replace(physics, layer=one), xi, 0.5)[1].plated for one in (None, film))
    assert 0 < covered < 0.8 * bare


def test_a_layer_that_moves_keeps_its_thickness():
    grid, physics, xi = flat(64, 2e-6, drive=Driven(current=300, supply="counter"))
    film = LayerOnFront(3e-10, 0.1, thickness=0.6e-6)
    first, state = last(grid, replace(physics, layer=film), xi, 15.0)

    def outer(one):
        x = (np.arange(64) + 0.5) * DX
        return np.interp(-0.5, -one.layer[:, 0, 0], x) - one.tip(DX)

    assert state.tip(DX) - first.tip(DX) > 8 * DX
    assert outer(first) == pytest.approx(0.6e-6, abs=DX)
    assert outer(state) == pytest.approx(0.6e-6, abs=DX)


def test_the_reaction_of_the_literal_form_does_not_see_the_electrolyte():
    """Its potential in the front is that of the metal; that of the conserving form is that of the electrolyte."""
    metal = replace(METAL, conductivity=1e6)
    grid, physics, xi = square(metal=metal, drive=Driven(voltage=0.1))
    literal = replace(physics, formulation="literal", literal_uptake=42_000)
    printed, conserving = (begun(grid, one, xi) for one in (literal, physics))
    front = abs(xi - 0.5) < 0.2
    assert abs(printed.phi[front]).max() < 1e-3
    assert conserving.phi[front].min() > 0.09
    before = printed.first_balance
    for _ in range(5):
        done = printed.advance(0.005)
        printed.accept(0.005, done)
    kept = done.balance.total - before.total - done.balance.supplied
    assert abs(kept) < 1e-10 * abs(done.balance.metal - before.metal)


@pytest.mark.filterwarnings("ignore:the front is")
def test_electrolyte_that_curvature_traps_in_metal_does_not_stop_a_run():
    """A kink at the foot of a nucleus, with curvature a hundred times as fast as the reaction."""
    metal = FrontMetal.of_coefficients(
        well=2.64e18, gradient=3.3e5, mobility=6.3e-18, reaction=0.13, concentration=8e4, transfer=0.5, conductivity=1e7
    )
    grid = DepositGrid((64, 1, 32), 1e-6)
    xi = metal_of(grid, metal.steepness, 12e-6, [Nucleus(12e-6, (0, 0), 10e-6)])
    bath = replace(BATH, diffusivity=3.2e-10, conductivity=1.2)
    first, then = last(grid, DepositPhysics(metal, bath, Driven(voltage=0.2)), xi, 0.5, error=3e-3)
    assert then.plated > first.plated
    assert np.abs(then.potential).max() < 0.5


@pytest.mark.parametrize("sign", [1, -1])
def test_a_current_whose_voltage_leaves_the_range_of_the_solver_is_refused_with_the_limit(sign):
    poor = replace(BATH, conductivity=1e-4)
    grid, physics, xi = flat(64, 1e-6, bath=poor, drive=Driven(current=sign * 60, supply="counter"))
    with pytest.raises(ModelError) as refused:
        begun(grid, physics, xi).advance(1e-3)
    assert f"{poor.widest:.3g} V" in refused.value.what


@pytest.mark.parametrize(
    "wrong",
    [
        Driven,
        lambda: Driven(current=1, voltage=1),
        lambda: Driven(current=float("nan")),
        lambda: Disturbance(noise=0.9),
        lambda: Disturbance(anisotropy=0.7),
        lambda: replace(METAL, steepness=-1),
        lambda: replace(BATH, temperature=0),
        lambda: replace(METAL, transfer=1.2),
        lambda: LayerOnFront(1e-10, 1.0),
        lambda: DepositSettings(error=1),
        lambda: DepositSettings(threads=0),
        lambda: DepositGrid((100, 1, 101), DX),
        lambda: DepositGrid((64, 1, 64), 0),
        lambda: replace(square()[1], formulation="literal", drive=Driven(current=1)),
        lambda: replace(square()[1], drive=Driven(voltage=3.0)),
        lambda: replace(square()[1], drive=Driven(voltage=-3.0)),
        lambda: list(run(DepositSettings(), square()[1], square()[0], (square()[2], 1000.0), np.array([1.0, 0.5]))),
        lambda: begun(square()[0], square()[1], field_of((8, 1, 8))),
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ModelError):
        wrong()
