"""Rivals of a chosen law: when one leaves, when one refuses the move, and what the rivals of a what-if are."""

from __future__ import annotations

from math import hypot, log

import pytest
from toy_papers import case_with, thickness

from natria.studies import Studio, run_study, study_document
from natria.studies.rivals import BASE, rivals_of

DESIGN = """
name = "toy2026/a"
cell = "symmetric"
temperature = "298.15 K"
working = { material = "Na" }

[bind]
time = "interphase.glaze.growth.time"

[interphase.glaze]
thickness = "3 um"
ionic_conductivity = { value = 1e-5, unit = "S/cm", why = "a guess for this test" }
growth = { law = "linear", why = "for a test", time = "30 s", growth_rate = { fit = "rate" } }

[variant."toy2026/b"]
says = "another cell with the same layer"
patch = { title = "b" }

[study]
targets = ["toy2026"]

[study.fit.growth]
model = "layer_growth"
data = ["toy2026:a30"]
parameters = { "rate" = { term = "growth_rate", start = "0.1 um/s" } }

[study.what_if."parabolic"]
says = "the layer grows by diffusion"
[study.what_if."parabolic".patch."interphase.glaze.growth"]
law = "parabolic"
why = "diffusion"
time = "30 s"
parabolic_constant = { fit = "constant" }
[study.what_if."parabolic".fit.growth]
model = "layer_growth"
data = ["toy2026:a30"]
[study.what_if."parabolic".fit.growth.parameters.constant]
term = "parabolic_constant"
start = "0.3 um^2/s"
"""
SILENT = """
[study.what_if."silent"]
says = "one fact cannot tell its two parameters apart"
[study.what_if."silent".patch."interphase.glaze.growth"]
law = "power"
why = "a description"
time = "30 s"
growth_prefactor = { fit = "factor" }
growth_exponent = { fit = "exponent" }
[study.what_if."silent".fit.growth]
model = "layer_growth"
data = ["toy2026:a30"]
[study.what_if."silent".fit.growth.parameters.factor]
term = "growth_prefactor"
start = "0.1 um"
[study.what_if."silent".fit.growth.parameters.exponent]
term = "growth_exponent"
start = "1"
"""
OTHER_DATA = """
[study.what_if."other data"]
says = "fitted to more than the law of the case"
[study.what_if."other data".patch."interphase.glaze.growth"]
law = "power"
why = "a description"
time = "30 s"
growth_prefactor = { fit = "factor" }
growth_exponent = { fit = "exponent" }
[study.what_if."other data".fit.growth]
model = "layer_growth"
data = ["toy2026:a30", "toy2026:a300"]
[study.what_if."other data".fit.growth.parameters.factor]
term = "growth_prefactor"
start = "0.1 um"
[study.what_if."other data".fit.growth.parameters.exponent]
term = "growth_exponent"
start = "1"
"""
THINNER = """
[study.what_if."another conductor"]
says = "the layer conducts worse"
patch = { "interphase.glaze.ionic_conductivity" = { value = 1e-6, unit = "S/cm", why = "a guess for this test" } }
"""

A30 = thickness("a30", "a", 30, "3.0", pm=0.03)
A300 = thickness("a300", "a", 300, "31.0", pm=0.3)  # as the linear law has it: 30 um; the parabolic one has 9.5 um


def b3000(value, **more):
    """Another cell: 300 um by the linear law, 30 um by the parabolic one."""
    return thickness("b3000", "b", 3000, value, pm=1, **more)


def studied(folder, *facts, design=DESIGN):
    return run_study(case_with(folder, [A30, *facts], design))


def law_of(result, fact="toy2026:a300"):
    """The comparison of a fact in the base run, and the effect of the law on it."""
    found = next(c for c in result.base.comparisons if c.target.id == fact)
    return found, next(e for e in found.grade.leverage.effects if e.root is None)


def test_a_rival_that_misses_no_fact_elsewhere_stays(tmp_path):
    found, law = law_of(studied(tmp_path, A300))
    assert law.r == pytest.approx(log(10) / 2, rel=1e-6)
    assert (law.left, law.missed, law.is_refused) == ((), None, False)
    assert found.verdict == "conditional"


def test_a_rival_leaves_by_a_fact_of_another_system_and_the_answer_is_no_longer_conditional(tmp_path):
    found, law = law_of(studied(tmp_path, A300, b3000("295.0")))
    assert [(name, miss.fact.id) for name, miss in law.left] == [("parabolic", "toy2026:b3000")]
    assert law.left[0][1].z < -3
    assert (law.r, law.is_refused, law.missed) == (0.0, False, None)
    assert (found.verdict, found.within) == ("check", True)  # no prediction, as all numbers are of one paper


def test_z_is_that_of_the_agreement(tmp_path):
    """30 um against 295 um: both facts scatter by 10 % between cells, and the constant is a guess for another cell."""
    _, law = law_of(studied(tmp_path, A300, b3000("295.0")))
    fitted, missed = hypot(0.03 / 3, 0.1), hypot(1 / 295, 0.1)
    assert law.left[0][1].z == pytest.approx(log(30 / 295) / hypot(fitted, 0.35 / 2, missed), rel=1e-3)


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (thickness("a3000", "a", 3000, "295.0", pm=1), "the same series: paper, system and term"),
        (b3000("295.0", kind="derived"), "it is itself derived"),
        (b3000("295.0", shares=["toy2026:a300"]), "it restates the target"),
        (b3000("295.0", shares=["toy2026:a30"]), "the law was fitted to it"),
        (b3000("25.0"), "the rival meets it"),
    ],
)
def test_a_fact_that_does_not_count_lets_the_rival_stay(tmp_path, fact, why):
    _, law = law_of(studied(tmp_path, A300, fact))
    assert (law.left, law.r) == ((), pytest.approx(log(10) / 2, rel=1e-6)), why


def test_the_law_of_the_case_is_not_exempt_and_stays(tmp_path):
    found, law = law_of(studied(tmp_path, A300, b3000("28.0")))
    assert law.left == ()
    assert (law.missed.fact.id, law.missed.is_missed) == ("toy2026:b3000", True)
    assert found.verdict == "conditional"


def test_where_all_rivals_left_the_law_has_to_meet_the_facts_on_which_they_failed(tmp_path):
    found, law = law_of(studied(tmp_path, A300, b3000("90.0")))
    assert (len(law.left), law.missed.fact.id, law.is_refused) == (1, "toy2026:b3000", True)
    assert found.verdict == "conditional"


def test_a_rival_without_an_answer_refuses_the_move_though_another_answers(tmp_path):
    found, law = law_of(studied(tmp_path, A300, design=DESIGN + SILENT))
    assert law.r == pytest.approx(log(10) / 2, rel=1e-6)  # of the one that answers
    assert law.is_refused
    assert "silent" in law.why
    assert found.verdict == "conditional"


def test_a_rival_without_an_answer_stays_where_the_other_left(tmp_path):
    _, law = law_of(studied(tmp_path, A300, b3000("295.0"), design=DESIGN + SILENT))
    assert ([name for name, _ in law.left], law.is_refused) == (["parabolic"], True)


def test_what_left_is_in_the_document(tmp_path):
    document = study_document(studied(tmp_path, A300, b3000("90.0")), "0")
    one = next(c for c in document["comparisons"] if c["target"] == "toy2026:a300" and not c["what_if"])
    law = next(e for e in one["grade"]["effects"] if e["ground"] == "law")
    assert [(row["rival"], row["fact"]) for row in law["left"]] == [("parabolic", "toy2026:b3000")]
    assert law["missed"]["fact"] == "toy2026:b3000"
    assert law["left"][0]["z"] < -3 < 3 < law["missed"]["z"]


# --- the rivals of a what-if


def studios(folder, design):
    case = case_with(folder, [A30, A300], design)
    return {name: Studio(case, name) for name in ("", *case.study.what_if)}


PATH = "interphase.glaze.growth.law"


@pytest.mark.parametrize(
    ("what_if", "names"),
    [("", ["parabolic"]), ("parabolic", [BASE]), ("other data", []), ("another conductor", ["parabolic"])],
)
def test_the_rivals_of_a_law_rest_on_the_same_data(tmp_path, what_if, names):
    known = studios(tmp_path, DESIGN + OTHER_DATA + THINNER)
    found = rivals_of(known[what_if], tuple(known.values()))
    assert [one.name for one in found.get(PATH, ())] == names


def test_a_what_if_without_a_law_of_its_own_keeps_its_change_under_a_rival(tmp_path):
    known = studios(tmp_path, DESIGN + THINNER)
    (rival,) = rivals_of(known["another conductor"], tuple(known.values()))[PATH]
    document = rival.studio.design("toy2026/a").document["interphase"]["glaze"]
    assert document["growth"]["law"] == "parabolic"
    assert document["ionic_conductivity"]["value"] == 1e-6
    assert "constant" in rival.studio.fits


def test_the_law_of_the_case_is_a_rival_of_a_what_if(tmp_path):
    (run,) = studied(tmp_path, A300).what_ifs
    found = next(c for c in run.comparisons if c.target.id == "toy2026:a300")
    (law,) = [e for e in found.grade.leverage.effects if e.root is None]
    assert (law.r, law.is_refused) == (pytest.approx(log(10) / 2, rel=1e-6), False)
    assert BASE in law.why


def test_the_law_of_the_case_leaves_a_what_if_by_the_same_rule(tmp_path):
    (run,) = studied(tmp_path, A300, b3000("29.0")).what_ifs
    found = next(c for c in run.comparisons if c.target.id == "toy2026:a300")
    (law,) = [e for e in found.grade.leverage.effects if e.root is None]
    assert [name for name, _ in law.left] == [BASE]
    assert (found.verdict, found.within) == ("check", False)
