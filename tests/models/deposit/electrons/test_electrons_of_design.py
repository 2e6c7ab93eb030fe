"""Electrons of a design: what is read from where, what is refused, a run that goes on after it was stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from small_deposition import SMALL, small

from natria.answers import ask
from natria.design import load_case
from natria.models.deposit.memory import Checkpoint
from natria.models.deposit.of_design.case import grid_of, physics_of
from natria.models.deposit.of_design.course import run_case
from natria.models.deposit.of_design.electrons import DepositionElectrons
from natria.quantity import DesignError, Question, Refused, ancestry
from natria.record import Table
from natria.store import Store
from natria.studies.answerers import find_answerer
from natria.studies.studio import Studio

PLACE = "deposition.gel"
STAYS = {"law": "stays", "interphase": "mci", "why": "for a test"}
FIELD = {"law": "field", "why": "for a test", "nucleation_sites": "2", "site_radius": "1 um"}
BOX = {
    "height": "16 um",
    "width": "16 um",
    "front_width": "1.5 um",
    "first_front": "3 um",
    "time": "1 s",
    "voltage": "0.5 V",
}


def answered(layer=STAYS, electrons=FIELD, **box):
    design = Studio(load_case("lu2026"), store=Store(None)).design("lu2026/sfc-na")
    thick = {"value": 4, "unit": "um", "why": "for a test"}
    outputs = {"value": 1, "unit": "1", "why": "for a test"}
    table = {**BOX, **box, "layer": layer, "electrons": electrons}
    changed = design.with_({PLACE: table, "interphase.mci.thickness": thick, "usual.deposition_outputs": outputs})
    return ask(find_answerer("deposition_course"), changed, Question("deposition_course", f"{changed.name}#gel"))


def test_the_layer_conducts_as_the_design_says():
    found = answered()
    assert isinstance(found, Table)
    behind = {one.question.name for one in ancestry(found)}
    assert {"electronic_conductivity", "nucleation_overpotential", "deposit_nucleus_radius"} <= behind


def test_without_sites_no_barrier_is_read():
    found = answered(electrons={"law": "field", "why": "for a test"})
    assert isinstance(found, Table)
    behind = {one.question.name for one in ancestry(found)}
    assert "electronic_conductivity" in behind
    assert "nucleation_overpotential" not in behind


@pytest.mark.parametrize(
    ("layer", "box"),
    [
        ({**STAYS, "law": "under"}, {}),
        ({**STAYS, "law": "moves"}, {}),
        (STAYS, {"front_width": "3 um"}),
    ],
    ids=["sites without a layer", "sites on a layer that moves", "a layer thinner than two fronts"],
)
def test_what_cannot_be_shown_is_refused(layer, box):
    assert isinstance(answered(layer, **box), Refused)


def test_sites_need_a_radius():
    with pytest.raises(DesignError, match="site_radius"):
        answered(electrons={key: one for key, one in FIELD.items() if key != "site_radius"})


def conducting():
    case = small(law="stays", thickness=6e-6)
    return replace(case, electrons=DepositionElectrons(1e-3, 2, 1.5e-6, 0.02), time=4.0)


def test_sites_lie_on_the_layer_and_follow_the_seed():
    case = conducting()
    one, same = (physics_of(case, grid_of(case)).electrons for _ in range(2))
    other = physics_of(replace(case, start=replace(case.start, seed=2)), grid_of(case)).electrons
    assert {site.height for site in one.nucleation.sites} == {case.start.front + 6e-6}
    assert one.nucleation == same.nucleation
    assert one.nucleation != other.nucleation


class Stopped(Exception):
    """Raised in place of a kill."""


def test_a_run_with_electrons_that_was_stopped_goes_on_to_the_identical_fields(tmp_path):
    case, heard = conducting(), []

    def tell(_, __):
        heard.append(1)
        if len(heard) > 6:
            raise Stopped

    place = Checkpoint(tmp_path / "state.npz", every=0.0)
    with pytest.raises(Stopped):
        run_case(case, place, tell)
    one, two = (run_case(case, at).last for at in (Checkpoint(place.path), Checkpoint(None)))
    for name in ("xi", "concentration", "potential", "electrons"):
        assert np.array_equal(getattr(one, name), getattr(two, name))


def test_the_metal_at_one_potential_has_no_field_of_electrons():
    assert physics_of(SMALL, grid_of(SMALL)).electrons is None
    assert replace(SMALL, electrons=DepositionElectrons()).key != SMALL.key
