"""Rival values of an input: what each source makes of a target, and where two papers contradict each other."""

from natria.design import case_of
from natria.quantity import evidence
from natria.studies import run_study, study_document

PATH = "working.exchange_current_density"


def rows(study, path=PATH, target="kumar2020:eta-35um", model="layered_cell"):
    (found,) = [r for r in study.rival_values if (r.path, r.target.id, r.model) == (path, target, model)]
    return {a.run: a for a in found.answers}


def test_the_case_comes_first_and_each_source_has_its_answer(kumar_study):
    found = rows(kumar_study)
    assert list(found) == ["", "faces fitted too", "exchange current of yuan2025"]
    assert [a.compared.verdict for a in found.values()] == ["conditional", "fit", "conditional"]
    assert len({a.compared.answer.id for a in found.values()}) == 3


def test_an_assumed_value_is_no_rival(kumar_study):
    assert "slower faces" not in rows(kumar_study)
    assert not [r for r in kumar_study.rival_values if "macmullin" in r.path]


def test_only_facts_of_another_paper_contradict(kumar_study):
    contradicting = {
        (r.path, a.run, a.contradicts) for r in kumar_study.rival_values for a in r.answers if a.contradicts
    }
    assert contradicting == {(PATH, "", ("zhu2024:napf6-hysteresis",))}


def test_a_miss_within_the_spread_of_the_facts_is_no_contradiction(kumar):
    """A third of the hysteresis of the other paper would come from its spread: then both papers may hold."""
    document = {**kumar.base.document, "study": {"targets": ["kumar2020:eta-35um"]}}
    study = {
        "targets": ["kumar2020:eta-35um"],
        "fit": {"conductivity": kumar.study.fit["conductivity"].model_dump()},
        "what_if": {"other": {"patch": {PATH: {"fit": "zhu2024:exchange current in glyme"}}}},
    }
    document["working"] = {**document["working"], "exchange_current_density": {"fact": "yuan2025:i0"}}
    document["interphase"] = {"bpi": {k: v for k, v in document["interphase"]["bpi"].items() if k != "growth"}}
    document["bind"] = {"thickness": "interphase.bpi.thickness"}
    result = run_study(case_of({**document, "study": study}, "turned", "turned.toml"))
    found = rows(result)
    assert found[""].contradicts == ()  # an assumption of a paper contradicts nothing
    assert found["other"].contradicts == ("zhu2024:napf6-hysteresis",)


def test_they_stand_in_the_document(kumar_study):
    document = study_document(kumar_study, "0")
    (row,) = [r for r in document["rival_values"] if r["path"] == PATH and r["model"] == "layered_cell"]
    first = row["answers"][0]
    assert (row["target"], first["what_if"]) == ("kumar2020:eta-35um", "")
    assert first["contradicts"] == ["zhu2024:napf6-hysteresis"]
    assert 0.3 < first["alone"][0] < first["alone"][1] < 0.5
    assert {a["value"] for a in row["answers"]} <= {f["id"] for f in document["findings"]}


def test_every_value_rests_on_facts(natria_study):
    found = natria_study("chi2022").rival_values
    assert found
    assert all(evidence(a.value) for r in found for a in r.answers)
