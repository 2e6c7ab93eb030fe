"""Counts of reported numbers: each once, by the verdict that says most."""

from __future__ import annotations

from types import SimpleNamespace

from natria.literature import library
from natria.quantity import TERMS, Assumed, Computed, Finding, Question, Refused, Reported, ancestry
from natria.studies import blocked_by, count_targets
from natria.studies.blocked import MEANS
from natria.studies.counting import WORTH, verdict_of
from natria.studies.verdicts import VERDICTS, compare

KEY = "lab2026"


def fact(name: str, kind: str = "measured", value: float = 2.0, shares: tuple[str, ...] = ()) -> Finding:
    origin = Reported(f"{KEY}:{name}", kind, shares=tuple(f"{KEY}:{one}" for one in shares), resolution=0.1)
    return Finding(Question("cycling_time", f"{KEY}/cell"), value, origin)


def computed(*inputs: Finding, value: float = 2.0) -> Finding:
    return Finding(Question("cycling_time", f"{KEY}/cell"), value, Computed("lives", 1, inputs), 0.1)


def judged(target: Finding, answer: Finding) -> str:
    """The verdict where the library has the facts behind an answer, and its model is installed."""
    facts = {one.id: one for one in (target, *ancestry(answer)) if isinstance(one.origin, Reported)}
    return compare(target, answer, known=SimpleNamespace(facts=facts, entered={})).verdict


def refused() -> Refused:
    return Refused(Question("cycling_time", f"{KEY}/cell"), "none", "a test")


def test_a_number_with_two_rival_answers_counts_once():
    one, other = fact("a", "derived"), fact("b")
    rivals = [compare(one, computed(value=1.0)), compare(one, computed(value=2.0)), compare(other, refused())]
    counted = count_targets((one, other), rivals)
    assert (counted.reported, counted.answered) == (2, 1)
    assert sum(counted.verdicts.values()) == 2
    assert counted.blocked == {"life": 1}


def test_a_number_that_was_never_asked_counts_as_refused():
    counted = count_targets((fact("a"),), ())
    assert (counted.answered, counted.verdicts) == (0, {"refused": 1})


def test_the_order_of_worth_has_every_verdict_once():
    assert sorted(WORTH) == sorted(VERDICTS)
    found = [compare(fact("a", "derived"), answer) for answer in (refused(), computed(fact("c")))]
    assert verdict_of(found) == found[1].verdict != "refused"


def test_every_word_names_terms_of_the_vocabulary():
    assert {blocked_by(name) for name in TERMS} == set(MEANS)


def test_most_results_of_the_papers_have_a_word():
    results = [
        f
        for f in library().facts.values()
        if isinstance(f.origin, Reported) and f.origin.kind not in ("set", "assumed")
    ]
    other = {f.question.name for f in results if blocked_by(f.question.name) == "other"}
    assert not other & {"cycle_life", "raman_shift", "specific_capacity", "band_gap", "vft_energy"}
    assert len([f for f in results if f.question.name in other]) < len(results) / 5


# --- one reported number restates another


def test_arithmetic_on_a_number_that_restates_the_target_is_a_check():
    cycles, hours = fact("cycles"), fact("hours", "derived", shares=("cycles",))
    assert judged(hours, computed(cycles)) == "check"
    assert judged(cycles, computed(hours)) == "check"  # the other way round too


def test_an_assumption_in_the_arithmetic_of_the_paper_does_not_make_it_conditional():
    ratio = Finding(Question("poisson_ratio", "x"), 0.3, Reported(f"{KEY}:nu", "assumed", resolution=0.1))
    target = fact("g", "derived", shares=("e", "nu"))
    assert judged(target, computed(fact("e"), ratio)) == "check"
    own = Finding(Question("poisson_ratio", "x"), 0.3, Assumed("a guess", "guess"), 0.1)
    assert judged(target, computed(fact("e"), own)) == "conditional"


def test_a_fact_that_no_paper_has_is_no_check():
    cycles, hours = fact("cycles"), fact("hours", "derived", shares=("cycles",))
    assert compare(hours, computed(cycles)).verdict == "conditional"


def test_an_assumption_that_was_made_from_the_target_stays_a_fit():
    target = fact("hours")
    made = Finding(Question("poisson_ratio", "x"), 0.3, Assumed("typed in", facts=(target,)), 0.1)
    assert judged(target, computed(made)) == "fit"
    assert judged(target, computed(target)) == "fit"


def test_an_answer_from_definitions_alone_is_a_check_and_no_prediction():
    exact = Finding(Question("molar_mass", "x"), 0.1, Assumed("atomic masses", "definition"), 0.0)
    assert judged(fact("m"), computed(exact)) == "check"
