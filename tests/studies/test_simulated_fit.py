"""A fit by a costly model: few simulations, from the store or where the model is named, and no result without them."""

from contextlib import suppress
from dataclasses import replace
from math import exp

import pytest

from natria.answers import Answerer
from natria.design import FitTable, StudyTable, WhatIf, problems_of_case
from natria.literature import fact
from natria.quantity import Assumed, Finding, FitError, InputError, Question, Reported, assumptions, evidence
from natria.store import Store
from natria.studies import Studio, run_study
from natria.studies.fit import FitTask
from natria.studies.predict.draws import inputs_of
from natria.studies.rivals.laws import _exchanged
from natria.studies.simulated_fit import MET, MOST, Trials, fit_simulated
from natria.studies.simulation.full_cell import FULL_CELL
from natria.studies.simulation.plan import plan
from natria.studies.verdicts import Moves

RETENTION = "kumar2020:nas-retention"
BY_CYCLE, IN_TIME = "contact lost with each cycle", "polysulfide lost in time"
LOSS = {"term": "contact_loss_per_cycle", "start": "0.01 %/cycle"}
SYSTEM, PATH = "kumar2020/bpi/na-s", "counter.ageing"


class Toy:
    """A model that loses an equal share with each cycle, and counts how often it is run."""

    def __init__(self, least=0.0):
        self.runs, self.least = 0, least

    def __call__(self, read):
        self.runs += 1
        cycles = read.asked("cycle")
        for place in ("protocol.rate", "protocol.lower_voltage", "protocol.upper_voltage"):
            read(place)
        return self.least + (1 - self.least) * exp(-cycles * read("counter.ageing.contact_loss_per_cycle"))

    @property
    def answerer(self):
        ignores = ("mass_loading",)
        return Answerer(
            "toy", 1, ("capacity_retention",), self, "in this test", ignores, takes=("cycle",), cost="seconds"
        )


@pytest.fixture
def fitted(kumar):
    design = kumar.design(SYSTEM).with_({PATH: {"contact_loss_per_cycle": {"fit": "loss"}}})

    def made(toy, store=None, *, named=True, datum=None, start=LOSS["start"]):
        datum = datum or fact(RETENTION)
        table = FitTable(model="toy", data=[datum.id], parameters={"loss": {**LOSS, "start": start}})
        trials = Trials(store or Store(None), ("toy",) if named else ())
        return fit_simulated("fade", table, toy.answerer, (datum,), lambda _: design, trials=trials)["loss"]

    return made


@pytest.mark.parametrize("start", ["0.001 %/cycle", "0.1 %/cycle", "1 %/cycle"])
def test_the_rate_is_that_of_the_closed_form_after_few_simulations(fitted, start):
    """0.55 = exp(-500 k), so k = 0.001196 a cycle."""
    toy = Toy()
    found = fitted(toy, start=start)
    assert exp(-500 * found.value) == pytest.approx(0.55, rel=MET)
    assert found.value == pytest.approx(1.19567e-3, rel=3e-4)
    assert toy.runs <= 10


def test_the_result_is_a_fit_with_its_datum_and_what_it_held(fitted):
    found = fitted(Toy())
    assert evidence(found) >= {RETENTION}
    assert found.std is None
    assert not [h for h in found.origin.fit.held if isinstance(h.origin, Assumed) and "trial" in h.origin.why]
    assert [h for h in found.origin.fit.held if "lower_voltage" in h.question.of]
    assert not [a for a in assumptions(found) if "trial" in str(a)]


def test_a_datum_of_known_spread_gives_the_rate_its_own(fitted):
    """ln R = -500 k, so a relative spread s of R is one of s / 500 in k."""
    one = fact(RETENTION)
    sure = Finding(one.question, one.value, Reported(RETENTION, "measured"), std=0.01 * one.value)
    assert fitted(Toy(), datum=sure).std == pytest.approx(0.01 / 500, rel=0.02)


def test_a_fit_that_is_made_again_asks_the_store_alone(fitted, tmp_path):
    store, toy = Store(tmp_path), Toy()
    first = fitted(toy, store)
    known = Toy()
    again = fitted(known, store, named=False)
    assert (again.value, known.runs) == (first.value, 0)


def test_a_fit_that_is_neither_named_nor_stored_says_how_to_make_it(fitted):
    toy = Toy()
    with pytest.raises(FitError) as bad:
        fitted(toy, named=False)
    assert "--with toy --store" in str(bad.value)
    assert toy.runs == 0


@pytest.mark.parametrize(
    "opened", [lambda case, store: plan(case, store=store), lambda case, store: Studio(case, store=store).fits]
)
def test_a_simulation_finds_the_fit_in_the_store_that_it_is_given(kumar, monkeypatch, tmp_path, opened):
    seen, toy = [], Toy()

    def told(*_, trials):
        seen.append((trials.store.path, trials.named))
        raise FitError("asked")

    monkeypatch.setattr("natria.studies.fits.fit_simulated", told)
    monkeypatch.setattr("natria.studies.fits.find_answerer", lambda _: toy.answerer)
    base = kumar.design(SYSTEM).with_({PATH: {"contact_loss_per_cycle": {"fit": "loss"}}})
    study = StudyTable(fit={"fade": FitTable(model="toy", data=[RETENTION], parameters={"loss": LOSS})})
    case = replace(kumar, base=base, variants={}, study=study)
    with suppress(InputError):
        opened(case, Store(tmp_path))
    assert seen
    assert set(seen) == {(tmp_path, ())}


def test_a_datum_that_cannot_be_reached_ends_the_fit(fitted):
    toy = Toy(least=0.8)
    with pytest.raises(FitError) as bad:
        fitted(toy)
    assert RETENTION in str(bad.value)
    assert toy.runs <= MOST


def test_two_parameters_are_refused(kumar):
    table = FitTable(model="toy", data=[RETENTION], parameters={"one": LOSS, "two": LOSS})
    with pytest.raises(FitError):
        fit_simulated("f", table, Toy().answerer, (fact(RETENTION),), kumar.design, trials=Trials(Store(None)))


def test_a_costly_fit_is_not_made_again_for_a_moved_input(fitted, kumar):
    toy = Toy()
    found = fitted(toy)
    table = FitTable(model="toy", data=[RETENTION], parameters={"loss": LOSS})
    moves = Moves((FitTask("fade", table, toy.answerer, (fact(RETENTION),), {"loss": found}),), kumar.design)
    runs = toy.runs
    with pytest.raises(FitError):
        moves.refitted(found, {fact(RETENTION).id: 0.5})
    assert toy.runs == runs
    assert moves.refitted(found, {"nothing of it": 1.0}) == {"nothing of it": 1.0}


def test_its_numbers_are_drawn_from_its_covariance(fitted):
    toy = Toy()
    one = fact(RETENTION)
    sure = Finding(one.question, one.value, Reported(RETENTION, "measured"), std=0.01 * one.value)
    found = fitted(toy, datum=sure)
    task = FitTask(
        "fade",
        FitTable(model="toy", data=[RETENTION], parameters={"loss": LOSS}),
        toy.answerer,
        (sure,),
        {"loss": found},
    )
    assert [block.findings for block in inputs_of(found, (task,), of_paper=True).blocks] == [(found,)]


def test_the_fits_that_a_question_waits_for_are_told_by_their_cost(kumar):
    asked = Question("areal_capacity", SYSTEM)
    assert Studio(kumar, BY_CYCLE).costly_fits(asked) == ("fade",)
    assert Studio(kumar, BY_CYCLE).costly_fits(Question("areal_capacity", "kumar2020/bpi")) == ()
    assert Studio(kumar).costly_fits(asked) == ()


# --- changes of one system, and the case


def test_a_what_if_changes_one_system_alone(kumar):
    designs = Studio(kumar, BY_CYCLE)._bare
    assert {name for name, design in designs.items() if design.get(PATH) is not None} == {SYSTEM}


def test_a_what_if_of_an_unknown_system_or_place_is_a_problem(kumar):
    document = dict(kumar.base.document)
    study = {"what_if": {"x": {"systems": {"nobody": {}, kumar.base.name: {"counter.ageing.speed": "1"}}}}}
    wheres = [p.where for p in problems_of_case({**document, "study": study})]
    assert any(where.endswith(("nobody", '"nobody"')) for where in wheres)
    assert any(where.endswith("counter.ageing.speed") for where in wheres)


def test_the_changes_of_one_system_are_checked_after_those_of_all(kumar):
    """A table stands where the what-if itself writes it, and what it removes is gone."""
    name, gap = kumar.base.name, {"material": "NaCF3SO3 in diglyme", "thickness": "25 um"}

    def wrong(own, alone):
        study = {"what_if": {"x": {"says": "x", **own, "systems": {name: alone}}}}
        found = problems_of_case({**kumar.base.document, "study": study})
        return [p.where for p in found if ".systems." in p.where]

    thicker = {"electrolyte.extra.thickness": "50 um"}
    assert wrong({}, thicker)
    assert not wrong({"patch": {"electrolyte.extra": gap}}, thicker)
    longer = {"interphase.bpi.growth.time": "3 h"}
    assert not wrong({}, longer)
    assert wrong({"remove": ["interphase.bpi.growth", "bind.time"]}, longer)


def test_an_exchanged_law_keeps_the_other_changes_of_a_system(kumar):
    """Both what-ifs change the same system at another path."""
    what_ifs = {
        "one": WhatIf(says="one", patch={"interphase.bpi.law": "a"}, systems={SYSTEM: {"temperature": "300 K"}}),
        "other": WhatIf(says="other", patch={"interphase.bpi.law": "b"}, systems={SYSTEM: {"area": "2 cm^2"}}),
    }
    case = replace(kumar, study=kumar.study.model_copy(update={"what_if": what_ifs}))
    base, one, other = (Studio(case, name) for name in ("", *what_ifs))
    assert _exchanged(one, other, "interphase.bpi.law", base).what_if.systems == {
        SYSTEM: {"temperature": "300 K", "area": "2 cm^2"}
    }


@pytest.mark.slow
def test_the_fade_of_kumar2020_is_a_fit_by_either_law(kumar):
    """Contact: 0.55 = exp(-500 k) but for the share that the first discharge has lost; 0.1196 % a cycle by hand."""
    alone = {name: kumar.study.what_if[name] for name in (BY_CYCLE, IN_TIME)}
    study = kumar.study.model_copy(update={"what_if": alone, "targets": [RETENTION], "ask": [], "sweep": [], "map": []})
    result = run_study(replace(kumar, study=study), named=(FULL_CELL.name,))
    rates = {}
    for run in result.what_ifs:
        assert not run.failed
        rates |= {name: one.value for name, one in run.fits.items() if "loss" in name}
        (by_cell,) = [c for c in run.comparisons if c.verdict == "fit"]
        assert by_cell.answer.value == pytest.approx(0.55, rel=MET)
    assert rates["contact loss"] == pytest.approx(1.196e-3, rel=0.01)
    assert rates["loss of polysulfide"] == pytest.approx(0.00173 / 3600, rel=0.01)
