"""The numbers of a cell for PyBaMM, which need no PyBaMM: they are those of the engine, and other cells are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.answers import Refuse
from natria.models.cell.cell import Electrode, Film, Growth, SolidLayer, Thermal, Voids
from natria.models.cell.equations.layout import AT_SALTS, GROWTH_CODES, pack
from natria.models.cell.equations.properties import growth_rate
from natria.models.cell.equations.salt_properties import at_temperature, conductivity, transport
from natria.models.cell.pybamm.values import HALF, RATES, SYMMETRIC, WORKING, values

PARAMETERS = {
    "linear": (3e-14,),
    "parabolic": (2e-21,),
    "power": (4e-10, 0.4),
    "logarithmic": (5e-9, 3e3),
    "self-limiting": (4e-8, 7e3),
}


def test_every_law_of_growth_of_the_engine_is_there() -> None:
    assert set(RATES) == set(PARAMETERS) == set(GROWTH_CODES) - {"wagner"}


@given(law=st.sampled_from(sorted(PARAMETERS)), thickness=st.floats(1e-9, 3e-8))
def test_films_grow_as_in_the_engine(law: str, thickness: float) -> None:
    a, b = (*PARAMETERS[law], 0.0)[:2]
    film = Film("film", 2e-8, 1e-5, growth=Growth(law, PARAMETERS[law]))
    rate = values(replace(SYMMETRIC, working=Electrode((film,))))[f"{WORKING} film growth rate [m.s-1]"]
    assert rate(thickness) == pytest.approx(growth_rate(GROWTH_CODES[law], a, b, thickness), rel=1e-12)


@pytest.mark.parametrize("own", [None, Thermal(20e3, 0.0)], ids=["Nernst-Einstein", "of its own"])
@given(share=st.floats(0.01, 3.0), a=st.floats(0.0, 3.0), b=st.floats(-1.0, 2.0), kelvin=st.floats(273.0, 340.0))
def test_the_salt_moves_as_in_the_engine(own: Thermal | None, share: float, a: float, b: float, kelvin: float) -> None:
    law = Thermal(8e3, 180.0)  # Vogel-Fulcher-Tammann
    gel = replace(SYMMETRIC.salts[0], conductivity_exponent=a, diffusivity_exponent=b, thermal=law)
    gel = replace(gel, diffusivity_thermal=own)
    cell = replace(SYMMETRIC, electrolyte=(gel,), temperature=kelvin)
    found, packed = values(cell), pack(cell)
    c, at = share * gel.concentration, int(packed.shape[AT_SALTS])
    warm = at_temperature(at, kelvin, packed.p)
    assert warm[0] == pytest.approx(law.factor(kelvin), rel=1e-12)
    moves = {
        "conductivity [S.m-1]": conductivity(c, warm, at, 1.0, packed.p),
        "diffusivity [m2.s-1]": transport(c, warm, at, 1.0, packed.p)[0],
    }
    for name, exact in moves.items():
        told = found[f"Electrolyte {name}"]
        assert (told(c, kelvin) if callable(told) else told) == pytest.approx(exact, rel=1e-12)


REFUSED = {
    "one layer with a salt": replace(SYMMETRIC, electrolyte=(SolidLayer("glass", 1e-4, 0.1),)),
    "at most one film": replace(SYMMETRIC, working=replace(SYMMETRIC.working, films=SYMMETRIC.working.films * 2)),
    "no voids": replace(SYMMETRIC, counter=replace(SYMMETRIC.counter, voids=Voids(1.0, 1e3))),
    "counter electrode of sodium": replace(SYMMETRIC, counter=HALF.working),
    "a symmetric or a half cell": replace(SYMMETRIC, kind="full"),
    "no path for electrons": replace(SYMMETRIC, electronic_conductance=1.0),
    "an ideal salt": replace(SYMMETRIC, electrolyte=(replace(SYMMETRIC.salts[0], thermodynamic_factor=2.0),)),
    "a power of the salt": replace(SYMMETRIC, electrolyte=(replace(SYMMETRIC.salts[0], conductivity_peak=900.0),)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_other_cells_are_refused_with_the_reason(what: str) -> None:
    with pytest.raises(Refuse, match=what):
        values(REFUSED[what])
