"""No run makes or loses sodium or salt: to 1e-10 over a thousand cycles of a cell in which everything moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from verified_cells import FOIL, PELLET, cell_of, ran
from verified_conserved import everything, kept, salts_of, sodium_of

from natria.models.cell.cell import Film, Growth
from natria.models.cell.equations.layout import pack

ENOUGH = 1e-10


def test_nothing_is_made_or_lost_over_fifty_cycles():
    found = kept(50)
    assert (found.cycles, found.ended) == (50, "protocol")
    assert found.sodium < ENOUGH
    assert found.salt < ENOUGH


@pytest.mark.slow
def test_nothing_is_made_or_lost_over_a_thousand_cycles():
    found = kept(1000)
    assert (found.cycles, found.ended) == (1000, "protocol")
    assert found.sodium < ENOUGH
    assert found.salt < ENOUGH


def test_the_count_sees_what_is_missing():
    """The sums that are compared hold every store: a coulomb or a mole less in any of them shows."""
    cell = everything()
    packed = pack(cell, 12)
    sodium, salt = sodium_of(packed, packed.start), salts_of(packed, cell, packed.start)
    assert len(salt) == 2  # a glass parts the salt of this cell
    for name in ("sodium_working", "sodium_counter", "dead_working", "dead_counter"):
        y = packed.start.copy()
        y[packed.places[name]] += 1.0
        assert sodium_of(packed, y) - sodium == pytest.approx(1.0, rel=1e-9)
    y = packed.start.copy()
    y[packed.n] += 1e-9
    assert sodium_of(packed, y) - sodium == pytest.approx(1.2, rel=1e-9)
    y = packed.start.copy()
    y[0] += 1.0
    assert salts_of(packed, cell, y)[0] > salt[0]
    assert salts_of(packed, cell, y)[1] == salt[1]


def test_a_growing_film_takes_its_sodium_from_the_metal():
    """At rest: what the metal lost is what the film holds, by the charge of sodium in its product."""
    film = Film("film", 5e-9, 1e-5, growth=Growth("parabolic", (1e-18,), sodium=1.5e9))
    out = ran(cell_of(PELLET, working=replace(FOIL, films=(film,)), counter=FOIL), "rest 10 h")
    grown = out.last("thickness_working") - 5e-9
    assert grown > 1e-7
    assert FOIL.inventory - out.state("sodium_working") == pytest.approx(1.5e9 * grown, rel=1e-7)
    assert out.state("sodium_counter") == FOIL.inventory
    assert out.state("dead_working") == 0.0


def test_dead_sodium_is_parted_only_while_stripping():
    out = ran(
        cell_of(PELLET, working=replace(FOIL, dead=0.1), counter=FOIL),
        "plate 1 mA/cm^2 for 1 h",
        "strip 1 mA/cm^2 for 1 h",
    )
    assert out.state("dead_working", 0) == 0.0
    assert out.state("dead_working") == pytest.approx(0.1 / 0.9 * 36000.0, rel=1e-12)
    assert out.state("sodium_working") == pytest.approx(FOIL.inventory - 0.1 / 0.9 * 36000.0, rel=1e-12)
    assert out.state("sodium_counter") == pytest.approx(FOIL.inventory, rel=1e-12)
