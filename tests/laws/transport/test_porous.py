"""Pores of a film: conductivity and limiting currents, against salt that diffuses on a grid until it stands still."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import (
    SaltSection,
    film_limiting_current,
    limiting_current_density,
    macmullin_of_pores,
    porous_film_conductivity,
    stack_limiting_current,
)

FARADAY = 96485.33212331001  # C/mol
D, C0, T_ANION = 3e-10, 1000.0, 0.5  # m^2/s, mol/m^3, 1
SEPARATOR = SaltSection(25e-6, 7.5, 0.4)
FILM = SaltSection(3e-6, 63.0, 0.06)

sections = st.lists(
    st.builds(SaltSection, st.floats(1e-7, 1e-3), st.floats(1, 1e3), st.floats(1e-3, 1)), min_size=1, max_size=5
)


def on_a_grid(stack, n=400):
    """Limiting current by volumes: the steady profile at one current, and the current that takes it to zero."""
    width = np.concatenate([np.full(n, s.thickness / n) for s in stack])
    slow = np.concatenate([np.full(n, s.macmullin) for s in stack])
    room = np.concatenate([np.full(n, s.porosity) for s in stack]) * width
    current = 1.0
    resistance = width * slow / D
    between = (resistance[:-1] + resistance[1:]) / 2
    size = width.size
    system, right = np.zeros((size + 1, size + 1)), np.zeros(size + 1)
    flux = current * T_ANION / FARADAY
    for k, r in enumerate(between):  # the same flux through every face between two volumes
        system[k, k], system[k, k + 1], right[k] = -1.0, 1.0, flux * r
    system[size - 1, :size], right[size - 1] = room, 0.0  # the salt is kept: its mean does not change
    system[size, 0], system[size, size], right[size] = 1.0, -1.0, flux * resistance[0] / 2  # down to the face
    return -C0 / np.linalg.solve(system, right)[-1] * current


def test_the_profile_on_a_grid_gives_the_limit_of_film_and_separator():
    for stack in ([FILM, SEPARATOR, FILM], [FILM, SEPARATOR], [SEPARATOR, FILM], [SEPARATOR]):
        assert stack_limiting_current(D, C0, T_ANION, stack) == pytest.approx(on_a_grid(stack), rel=2e-5)


@given(st.floats(1e-7, 1e-2), st.floats(1, 1e4), st.floats(1e-3, 1))
def test_one_section_is_a_gap_whatever_its_porosity(thickness, macmullin, porosity):
    one = stack_limiting_current(D, C0, T_ANION, [SaltSection(thickness, macmullin, porosity)])
    assert one == pytest.approx(limiting_current_density(D / macmullin, C0, T_ANION, thickness), rel=1e-12)


@given(sections)
def test_a_stack_that_is_alike_on_both_sides_forgets_its_porosities(half):
    stack = [*half, *reversed(half)]
    whole = sum(s.thickness * s.macmullin for s in stack)
    assert stack_limiting_current(D, C0, T_ANION, stack) == pytest.approx(
        2 * FARADAY * D * C0 / (T_ANION * whole), rel=1e-9
    )


@given(sections)
def test_a_section_cut_in_two_is_the_same_section(stack):
    halves = [SaltSection(s.thickness / 2, s.macmullin, s.porosity) for s in stack for _ in range(2)]
    assert stack_limiting_current(D, C0, T_ANION, halves) == pytest.approx(
        stack_limiting_current(D, C0, T_ANION, stack), rel=1e-9
    )


def test_before_a_reservoir_the_film_alone_limits():
    reservoir = SaltSection(1.0, 1e-9, 1.0)  # much salt that mixes at once
    alone = film_limiting_current(D, C0, T_ANION, FILM.thickness, FILM.macmullin)
    assert stack_limiting_current(D, C0, T_ANION, [FILM, reservoir]) == pytest.approx(alone, rel=1e-4)
    assert alone == pytest.approx(FARADAY * (D / 63) * C0 / (0.5 * 3e-6))


def test_kumar2020_by_hand_20_at_3_um_and_2_5_at_35_um():
    """The liquid that makes 7.9e-5 S/cm of 5e-3 has N_M = 63; 2 F D c0 over t_a and the sum of N_M L."""
    thick = SaltSection(35e-6, 63.0, 0.06)
    at_3 = stack_limiting_current(D, C0, T_ANION, [FILM, SEPARATOR, FILM])
    at_35 = stack_limiting_current(D, C0, T_ANION, [thick, SEPARATOR, thick])
    assert at_3 == pytest.approx(57891.2e-6 / (0.5 * 565.5e-6), rel=1e-4)  # A/m^2
    assert (at_3 / 10, at_35 / 10) == (pytest.approx(20.5, abs=0.05), pytest.approx(2.52, abs=0.005))


@given(st.floats(1e-9, 10), st.floats(1e-3, 1), st.floats(1, 4))
def test_liquid_conducts_between_nothing_and_all_of_it(solid, porosity, exponent):
    macmullin = macmullin_of_pores(porosity, exponent)
    assert macmullin >= 1
    found = porous_film_conductivity(0.5, macmullin, solid)
    assert solid <= found <= 0.5 * porosity * (1 + 1e-12) + solid


def test_without_pores_the_solid_and_without_solid_the_electrolyte():
    assert porous_film_conductivity(0.5, np.inf, 1e-3) == 1e-3
    assert porous_film_conductivity(0.5, macmullin_of_pores(1.0, 1.5), 0.0) == 0.5


def test_straight_pores_conduct_by_their_share():
    assert 1 / macmullin_of_pores(0.06, 1.0) == pytest.approx(0.06)
    assert macmullin_of_pores(0.0628, 1.5) == pytest.approx(63.5, abs=0.1)


@pytest.mark.parametrize(
    "call",
    [
        lambda: macmullin_of_pores(0.0, 1.5),
        lambda: macmullin_of_pores(0.5, 0.9),
        lambda: porous_film_conductivity(1.0, 0.5, 0.0),
        lambda: porous_film_conductivity(1.0, 2.0, -1.0),
        lambda: stack_limiting_current(D, C0, T_ANION, []),
        lambda: stack_limiting_current(D, C0, 0.0, [FILM]),
        lambda: film_limiting_current(D, C0, 0.0, 1e-6, 2.0),
    ],
)
def test_what_no_film_is_raises(call):
    with pytest.raises(ValueError, match=r"."):
        call()
