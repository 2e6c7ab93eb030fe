"""A question about a phase is answered from its material card, and reaches a structure by the name of the phase."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria.answers import Answerer
from natria.design import case_of, phase_design
from natria.quantity import Finding, Question, Refused, ancestry, conditions
from natria.record import Structure
from natria.store import Store
from natria.studies import Studio, run_study
from natria.studies import studio as studio_module
from natria.studies.answerers import shipped

EDGE = 4.6e-10  # m, made up
AVOGADRO = 6.02214076e23
CELL = {
    "name": "lab/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "working": {"material": "Na"},
    "material": {"NaF": {"properties": {"band_gap": {"value": EDGE * 1e10, "unit": "eV", "std": 0.01, "why": "edge"}}}},
}
SITES = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])


def rock_salt(read):
    """The edge stands under a term at hand: a test brings no terms."""
    assert read.word("phase.material") == "NaF"
    edge = read("phase.band_gap") / 1.602176634e-19 * 1e-10
    species = ["Na"] * 4 + ["F"] * 4
    return Structure(np.eye(3) * edge, species, np.vstack([SITES, SITES + 0.5]))


def density(read):
    crystal = read.artefact()
    return len(crystal) / 2 * read("phase.molar_mass") / (AVOGADRO * crystal.volume)


CRYSTAL = Answerer("rock_salt", 1, ("structure",), rock_salt, "rock salt", of_phase=True)
DENSITY = Answerer("cell_density", 1, ("density",), density, "no pores", of_artefact="structure", of_phase=True)
CRYSTAL_OF_CARD = shipped()["crystal_density"]
ASKED = Question("density", "NaF")
MASS = 41.99e-3  # kg/mol, as the card says


@pytest.fixture
def studio(monkeypatch):
    """A studio in which these answerers are asked."""

    def made(*more, **settings):
        others = {name: one for name, one in shipped().items() if "density" not in one.answers}
        known = {**others, **{one.name: one for one in more}}
        monkeypatch.setattr(studio_module, "shipped", lambda: known)
        monkeypatch.setattr(studio_module, "find_answerer", known.__getitem__)
        return Studio(case_of(CELL, "lab", "a test"), **settings)

    return made


def test_the_design_of_a_phase_has_its_card_and_nothing_of_a_cell():
    base = case_of(CELL, "lab", "a test").base
    design = phase_design(base, "NaF")
    assert design.name == "NaF"
    assert design.word("phase.material") == "NaF"
    assert design.finding("phase.molar_mass").value == pytest.approx(MASS)
    assert design.finding("phase.molar_mass").question.of == "NaF"
    assert design.finding("phase.band_gap").value == pytest.approx(EDGE * 1e10 * 1.602176634e-19)  # the case's own card
    assert not design.has("working.thickness")
    assert phase_design(base, "NaQ") is None


def test_a_density_comes_from_the_structure_of_the_phase(studio):
    (found,) = studio(CRYSTAL, DENSITY).answers(ASKED)
    assert isinstance(found, Finding)
    assert found.value == pytest.approx(4 * MASS / (AVOGADRO * EDGE**3))
    assert found.std == pytest.approx(3 * 0.01 / (EDGE * 1e10) * found.value, rel=1e-3)  # d ln rho = -3 d ln a
    (seen,) = found.origin.artefacts
    assert (seen.question.name, seen.question.of, seen.origin.model) == ("structure", "NaF", "rock_salt")
    assert {one.question.of for one in ancestry(found)} == {"NaF"}


def test_a_structure_that_took_minutes_is_found_in_the_store(studio, tmp_path):
    costly = replace(CRYSTAL, cost="minutes")
    store = Store(tmp_path, None)
    (none,) = studio(costly, DENSITY, store=store).answers(ASKED)
    assert isinstance(none, Refused)
    assert "--with rock_salt" in none.why
    (named,) = studio(costly, DENSITY, store=store, named=("rock_salt",)).answers(ASKED)
    (stored,) = studio(replace(costly, needs=("no_such_package",)), DENSITY, store=store).answers(ASKED)
    assert stored == named
    assert [entry.kind for entry in store.entries()] == ["artefact"]


def test_what_takes_minutes_is_named_beside_what_refuses(studio, tmp_path):
    cheap = replace(CRYSTAL_OF_CARD, needs=())
    found = studio(replace(CRYSTAL, cost="minutes"), DENSITY, cheap, store=Store(tmp_path, None)).answers(ASKED)
    assert {one.model for one in found} == {studio_module.NO_MODEL, "crystal_density"}
    assert any("--with rock_salt" in one.why for one in found)


@pytest.mark.parametrize(
    ("of", "more", "missing"),
    [
        ("NaF", (DENSITY,), "no answerer here gives one"),
        ("NaQ", (CRYSTAL, DENSITY), "no material card"),
        ("Na2S3", (CRYSTAL, DENSITY), "phase.band_gap"),
    ],
)
def test_what_is_missing_is_named(studio, of, more, missing):
    asks = (replace(one, run=_any_phase) if one is CRYSTAL else one for one in more)
    (refused,) = studio(*asks).answers(replace(ASKED, of=of))
    assert isinstance(refused, Refused)
    assert missing in refused.why


def _any_phase(read):
    return Structure(np.eye(3) * read("phase.band_gap"), ("Na",), [[0, 0, 0]])


def test_a_cell_is_asked_of_answerers_of_cells_and_a_phase_of_those_of_phases(studio):
    own = studio(CRYSTAL, DENSITY)
    (refused,) = own.answers(Question("density", "lab/cell"))
    assert isinstance(refused, Refused)
    assert "cell_density" in refused.why
    (refused,) = own.answers(Question("half_cycle_time", "NaF"))
    assert "no design" in refused.why


def test_a_condition_that_nothing_reads_refuses_here_too(studio):
    (refused,) = studio(CRYSTAL, DENSITY).answers(replace(ASKED, at=conditions(temperature="310 K")))
    assert isinstance(refused, Refused)
    assert "temperature" in refused.why


def test_a_study_asks_about_a_phase_and_grades_the_answer_through_its_structure(studio):
    studio(CRYSTAL, DENSITY)
    ask = {"ask": [{"name": "density", "of": "NaF"}]}
    result = run_study(case_of({**CELL, "study": ask}, "lab", "a test"))
    (found,) = result.base.answers
    assert "NaF" in result.entries.cards
    (effect,) = result.base.grades[found.id].leverage.effects
    moved = [effect.root.at(sign) / effect.root.finding.value for sign in (1, -1)]
    assert [effect.up, effect.down] == pytest.approx([-3 * np.log(one) for one in moved])
