"""Exactly three sentences, read off the verdicts, in English for none, one and many."""

import re
from dataclasses import replace

import pytest
from made_by_hand import answer, fact, judged, refused, setting

from natria.quantity import Finding
from natria.report import summary
from natria.report.study.wording import count, listed


def test_of_a_real_study_the_numbers_are_those_of_its_verdicts(kumar_study):
    asked, worth, decides = summary(kumar_study)
    comparisons = kumar_study.base.comparisons
    answered = {c.target.id for c in comparisons if isinstance(c.answer, Finding)}
    apart = {c.target.id for c in comparisons if c.verdict == "not comparable"}
    refusals = len(kumar_study.targets) - len(answered)
    answered -= apart
    assert f"the {len(kumar_study.targets)} reported numbers of kumar2020" in asked
    assert f"{len(answered)} are answered" in asked
    assert f"{refusals} are refused" in asked
    assert not apart or f"{len(apart)} " in asked.partition("refused")[2]
    for verdict, noun in (("fit", "fit"), ("conditional", "conditional answer"), ("check", "consistency check")):
        number = sum(c.verdict == verdict for c in comparisons)
        assert number == 0 or f"{number} {noun}" in worth
    named = re.findall(r"\(kumar2020:([\w-]+)\)", worth)
    assert named
    assert set(named) <= {target.id.partition(":")[2] for target in kumar_study.targets}
    assert "exchange current density of fit 'faces'" in decides


def test_each_is_one_sentence(kumar_study, study_of):
    for study in (kumar_study, study_of(), study_of([(fact("a"), answer(0.2))])):
        said = summary(study)
        assert len(said) == 3
        assert all(s[0].isupper() and s.endswith(".") and ". " not in s for s in said)


def test_nothing_was_asked(study_of):
    assert summary(study_of()) == (
        "No reported number was asked for and no further question.",
        "There is no answer to judge.",
        "No answer, so no assumption decides; no question is unanswered.",
    )


def test_one_number_one_answer(study_of):
    asked, worth, decides = summary(study_of([(fact("a", 0.1), answer(0.2))]))
    assert asked == "The one reported number of paper is answered."
    assert worth.startswith("The one answer is conditional; ")
    assert "2.00 (paper:a)" in worth
    assert '"layer"' in decides


def test_one_number_no_answer(study_of):
    asked, worth, decides = summary(study_of([(fact("a"), refused())]))
    assert asked == "The one reported number of paper is refused."
    assert worth == "There is no answer to judge."
    assert decides.endswith('"no model answers this quantity yet".')


def test_many_that_are_all_alike(study_of):
    pairs = [(fact("a", 0.1), answer(0.2)), (fact("b", 0.1), answer(0.05)), (fact("c", 0.1), answer(0.12))]
    asked, worth, decides = summary(study_of(pairs))
    assert asked == "All 3 reported numbers of paper are answered."
    assert worth.startswith("All 3 answers are conditional, with no prediction among them; ")
    assert "1.20 (paper:c)" in worth
    assert "(all 3 answers)" in decides
    assert summary(study_of(pairs[:2]))[0] == "Both reported numbers of paper are answered."


def test_the_furthest_is_furthest_as_a_factor(study_of):
    pairs = [(fact("half", 0.1), answer(0.05)), (fact("more", 0.1), answer(0.15)), (fact("less", 0.1), answer(0.09))]
    worth = summary(study_of(pairs))[1]
    assert worth.index("0.90 (paper:less)") < worth.index("0.50 (paper:half)")


def test_what_is_mixed_is_counted_word_by_word(study_of):
    study = study_of(
        [
            judged(fact("a"), answer(0.1), "prediction", ratio=1.0),
            judged(fact("b"), answer(0.3), "prediction", ratio=3.0),
            judged(fact("c"), answer(0.1), "fit", ratio=1.0),
            judged(fact("d"), setting(0.1), "input", ratio=1.0),
            judged(fact("e"), answer(0.1, of="paper/other"), "not comparable", why="the subject differs"),
            judged(fact("f"), refused(), "refused"),
        ]
    )
    asked, worth, _ = summary(study)
    assert asked == "Of the 6 reported numbers of paper, 4 are answered, 1 is refused and 1 is not comparable."
    assert worth.startswith("The 4 answers are 2 predictions, 1 fit and 1 input; ")
    assert "no prediction" not in worth


def test_agreement_of_fits_and_inputs_is_no_agreement(study_of):
    study = study_of(
        [judged(fact("a"), answer(0.1), "fit", ratio=1.0), judged(fact("b"), setting(0.1), "input", ratio=1.0)]
    )
    worth = summary(study)[1]
    assert "no prediction" in worth
    assert "ratio" not in worth


def test_a_consistency_check_is_no_prediction(study_of):
    study = study_of([judged(fact(key), answer(0.1), "check", ratio=1.0, within=True) for key in "ab"])
    worth = summary(study)[1]
    assert "consistency checks" in worth
    assert "no prediction" in worth
    assert "ratio" not in worth


def test_a_miss_whatever_is_assumed_is_named(study_of):
    missed = replace(judged(fact("a"), answer(0.3), "conditional", ratio=3.0, within=False), whatever=True)
    held = replace(judged(fact("b"), answer(0.1), "conditional", ratio=1.0, within=True), whatever=True)
    worth = summary(study_of([missed, held]))[1]
    assert "1 misses whatever is assumed (paper:a)" in worth


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ([None, None], "no bound or spread"),
        ([True, None], "1 of 1"),
        ([False, None], "0 of 1"),
        ([True, True], "2 of 2"),
        ([False] * 3, "0 of 3"),
        ([True, False, False], "1 of 3"),
    ],
)
def test_inside_and_outside(study_of, within, said):
    pairs = [judged(fact(f"f{i}"), answer(0.1), "conditional", ratio=1.0, within=w) for i, w in enumerate(within)]
    assert said in summary(study_of(pairs))[1]


def test_a_bound_is_judged_and_not_measured_by_its_ratio(study_of):
    worth = summary(study_of([(fact("a", 0.1, bound="at least"), answer(5.0)), (fact("b", 0.1), answer(0.2))]))[1]
    assert "50.00" not in worth
    assert "1 of 1" in worth


def test_several_models_for_one_number(study_of):
    target = fact("a", 0.1)
    asked, worth, _ = summary(study_of([(target, answer(0.2)), (target, answer(0.3, model="space_charge"))]))
    assert asked == "The one reported number of paper is answered."
    assert worth.startswith("Both answers to 1 number are conditional")


def test_questions_without_a_reported_number(study_of):
    one = summary(study_of(answers=[answer(0.1)]))
    assert one[0] == "The one question without a reported number is answered."
    assert one[1] == "The one answer is conditional, and it answers no reported number."
    many = summary(study_of(answers=[answer(0.1), answer(0.2), refused("too thin by 3 um", model="x")]))
    assert many[0] == "Of the 3 questions without a reported number, 2 are answered and 1 is refused."
    assert many[1] == "Both answers are conditional, and none of them answers a reported number."
    assert many[2].endswith('"too thin by … um".')


def test_the_assumption_behind_most_and_the_reason_of_most(study_of):
    pairs = [(fact("a"), answer(0.1)), (fact("b"), setting(0.1))]
    pairs += [(fact(f"r{i}"), refused(f"{i} um is too thin", model="x")) for i in range(3)]
    pairs += [(fact("s"), refused("no fit", model="x"))]
    decides = summary(study_of(pairs))[2]
    assert '"layer" (1 of 2 answers)' in decides
    assert decides.endswith('"… um is too thin" (3 of 4).')


def test_of_several_assumptions_those_that_most_share(study_of):
    pairs = [(fact("a"), answer(0.1, on="rare")), (fact("b"), answer(0.1)), (fact("c"), answer(0.2))]
    decides = summary(study_of(pairs))[2]
    assert '"layer" (2 of 3 answers)' in decides
    pairs += [(fact("d"), answer(0.3, on="rare"))]
    decides = summary(study_of(pairs))[2]
    assert '"rare" and "layer" (2 of 4 answers each)' in decides


def test_no_assumption_at_all(study_of):
    assert summary(study_of([(fact("a"), setting(0.1))]))[2].startswith("The one answer assumes nothing; ")
    two = summary(study_of([(fact("a"), setting(0.1)), (fact("b"), setting(0.2))]))[2]
    assert two.startswith("None of 2 answers rests on an assumption; ")


def test_no_sentence_says_1_of_many(kumar_study, study_of):
    studies = [kumar_study, study_of([(fact("a"), answer(0.2)), (fact("b"), refused())], [answer(0.3)])]
    for study in studies:
        assert not re.search(
            r"\b1 (\w+ )?(answers|fits|inputs|numbers|questions|predictions)\b", " ".join(summary(study))
        )
        assert not re.search(r"\b1 are\b", " ".join(summary(study)))


def test_counts_and_lists():
    assert [count(n, "study", "studies") for n in (0, 1, 2)] == ["no studies", "1 study", "2 studies"]
    assert [listed("abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
