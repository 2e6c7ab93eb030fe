"""Where sodium begins and ends: on a bare foil nothing grows, and all that was plated can be stripped again."""

from __future__ import annotations

import pytest

from natria.design.protocol import parse
from natria.models.cell import Cell, Limits, legs, pack, run
from natria.models.cell.cell import Electrode, Film, Growth, SaltLayer
from natria.models.cell.ensemble.batch import go_all
from natria.models.cell.equations.layout import SELF_LIMITING
from natria.models.cell.equations.observe import PLACE
from natria.models.cell.equations.properties import growth_rate

SALT = SaltLayer("separator", 25e-6, 1000.0, 0.5, 3e-10, 0.5, macmullin=7.5, porosity=0.4)
SODIUM = Electrode(exchange_current=10.0, inventory=1e6)
BACK = ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h", "repeat 3"]


def on_a_foil(*films: Film) -> Cell:
    foil = Electrode(films, exchange_current=10.0, is_host=True, coverage_charge=360.0)
    return Cell("half", foil, SODIUM, (SALT,), 298.15, 1e-4)


def program(steps: list[str]):
    return tuple(legs(parse(steps, {}), "half"))


def test_what_was_plated_can_be_stripped_by_its_charge_again_and_again():
    done = list(run(pack(on_a_foil()), program(BACK)))
    assert len(done) == 6
    assert done[-1].ending is None


def test_a_batch_strips_it_too():
    assert go_all([pack(on_a_foil())], [program(BACK)], [Limits()]).ended_by == ("",)


def test_stripping_more_than_was_plated_ends_the_run():
    (*_, last) = run(pack(on_a_foil()), program(["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 2 h"]))
    assert last.ending is not None
    assert last.ending.event == "working electrode empty"
    assert last.ending.time == pytest.approx(7200, rel=1e-6)


def test_a_film_needs_sodium_to_grow():
    film = Film("sei", 0.0, 1e-6, growth=Growth("parabolic", (1e-18,), sodium=3e9))
    (rest,) = run(pack(on_a_foil(film)), program(["rest 1 h"]))
    assert rest.rows[-1, PLACE["thickness_working"]] == pytest.approx(rest.rows[0, PLACE["thickness_working"]])
    assert rest.rows[-1, PLACE["sodium_working"]] == pytest.approx(0, abs=1e-6)


def test_a_self_limiting_film_that_is_thicker_than_its_end_stays():
    assert growth_rate(SELF_LIMITING, 1e-8, 3600.0, 2e-8) == 0.0
    assert growth_rate(SELF_LIMITING, 1e-8, 3600.0, 0.5e-8) == pytest.approx(0.5e-8 / 3600)
