"""The numbers of a cell for PyBaMM, which need no PyBaMM: they are those of the engine, and other cells are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.answers import Refuse
from natria.laws import GAS
from natria.models.cell.cell import Electrode, Film, Growth, SolidLayer, Thermal, Voids
from natria.models.cell.equations.layout import AT_SALTS, GROWTH_CODES, pack
from natria.models.cell.equations.properties import conductivity, diffusivity, growth_rate
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


@given(share=st.floats(0.01, 3.0), a=st.floats(0.0, 3.0), b=st.floats(-1.0, 2.0), kelvin=st.floats(273.0, 340.0))
def test_the_salt_moves_as_in_the_engine(share: float, a: float, b: float, kelvin: float) -> None:
    gel = replace(SYMMETRIC.salts[0], conductivity_exponent=a, diffusivity_exponent=b, thermal=Thermal(8e3, 180.0))
    cell = replace(SYMMETRIC, electrolyte=(gel,), temperature=kelvin)
    found, packed = values(cell), pack(cell)
    c, at = share * gel.concentration, int(packed.shape[AT_SALTS])
    factor = np.exp(-8e3 / GAS * (1 / (kelvin - 180.0) - 1 / (298.15 - 180.0)))  # Vogel-Fulcher-Tammann
    for name, law in (("conductivity [S.m-1]", conductivity), ("diffusivity [m2.s-1]", diffusivity)):
        told = found[f"Electrolyte {name}"]
        assert (told(c, kelvin) if callable(told) else told) == pytest.approx(
            law(c, factor, at, 1.0, packed.p), rel=1e-12
        )


REFUSED = {
    "one layer with a salt": replace(SYMMETRIC, electrolyte=(SolidLayer("glass", 1e-4, 0.1),)),
    "at most one film": replace(SYMMETRIC, working=replace(SYMMETRIC.working, films=SYMMETRIC.working.films * 2)),
    "no voids": replace(SYMMETRIC, counter=replace(SYMMETRIC.counter, voids=Voids(1.0, 1e3))),
    "counter electrode of sodium": replace(SYMMETRIC, counter=HALF.working),
    "a symmetric or a half cell": replace(SYMMETRIC, kind="full"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_other_cells_are_refused_with_the_reason(what: str) -> None:
    with pytest.raises(Refuse, match=what):
        values(REFUSED[what])
