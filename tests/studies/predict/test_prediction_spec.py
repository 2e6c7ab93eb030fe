"""Specs that cannot be used: each says where it is wrong and how to mend it."""

from __future__ import annotations

import pytest
from toy_predictions import FACE, GROWTH, LAWS, SPEC, predicted, write_toy

from natria.quantity import InputError, NatriaError
from natria.studies.predict import read_spec

TWICE = LAWS + LAWS.replace('"law of growth"', '"law again"')
BAD = {
    "a value": (SPEC + GROWTH + "value = 3\n", "question[1].value"),
    "a spread": (SPEC + GROWTH + 'unit = "um"\n', "question[1].unit"),
    "no training": (SPEC.replace("training", "train") + GROWTH, "train"),
    "an unknown fact": (SPEC.replace("a30", "a31") + GROWTH, "training[1]"),
    "no question": (SPEC, "question"),
    "an unknown term": (SPEC + GROWTH.replace("layer_thickness", "thickness_of_layer"), "question[1].name"),
    "an unknown condition": (SPEC + GROWTH.replace("time =", "moment ="), "question[1].at"),
    "a wrong unit": (SPEC + GROWTH.replace("300 s", "300 V"), "question[1].at"),
    "an unknown system": (SPEC + GROWTH.replace("toy2026/a", "toy2026/z"), "question[1].of"),
    "an unknown answerer": (SPEC + GROWTH + 'models = ["layer_grow"]\n', "question[1].models"),
    "another answerer": (SPEC + GROWTH + 'models = ["layered_cell"]\n', "question[1].models"),
    "a question twice": (SPEC + GROWTH + GROWTH, "question[2]"),
    "a baseline elsewhere": (SPEC + GROWTH + 'baseline = "toy2026:a300"\n', "question[1].baseline"),
    "an artefact": (SPEC + GROWTH.replace("layer_thickness", "impedance"), "question[1].name"),
    "too few members": (SPEC.replace("256", "3") + GROWTH, "members"),
    "one option": (SPEC + GROWTH + LAWS.partition("[alternative.option.parabolic]")[0], "alternative[1].option"),
    "an option without words": (SPEC + GROWTH + LAWS.replace('says = "a reaction at the face"', ""),
                                "alternative[1].option.linear"),
    "no reason": (SPEC + GROWTH + LAWS.replace('why = "one thickness does not tell the laws apart"', 'why = " "'),
                  "alternative[1].why"),
    "one weight": (SPEC + GROWTH + LAWS.replace('says = "diffusion"', 'says = "d"\nweight = 0.5'), "alternative[1]"),
    "a group twice": (SPEC + GROWTH + LAWS + LAWS, "alternative"),
    "a path twice": (SPEC + GROWTH + TWICE, "alternative"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "where"), BAD.values(), ids=BAD.keys())
def test_a_bad_spec_says_where_and_how_to_mend(tmp_path, text, where):
    with pytest.raises(InputError) as bad:
        read_spec(write_toy(tmp_path, text))
    (problem, *_) = [p for p in bad.value.problems if p.where == where]
    assert problem.what
    assert problem.fix or where in ("members", "question", "alternative[1].option")


@pytest.mark.parametrize(
    ("weights", "where"),
    [((0.5, 0.5), "alternative[1].weights"), ((0.5, 0.6), "alternative[1]")],
)
def test_weights_need_a_reason_and_a_sum_of_one(tmp_path, weights, where):
    text = LAWS.replace('says = "diffusion"', f'says = "d"\nweight = {weights[1]}')
    text = text.replace('says = "a reaction at the face"', f'says = "r"\nweight = {weights[0]}')
    text = text if where.endswith("weights") else text.replace('why = "one', 'weights = "counted"\nwhy = "one')
    with pytest.raises(InputError) as bad:
        read_spec(write_toy(tmp_path, SPEC + GROWTH + text))
    assert [p.where for p in bad.value.problems] == [where]


def test_an_option_that_no_asked_system_can_take_is_refused(tmp_path):
    nowhere = LAWS.replace('"interphase.glaze.growth"', '"interphase.other.growth"')
    with pytest.raises(InputError) as bad:
        predicted(tmp_path, SPEC + GROWTH + nowhere)
    assert "parabolic" in bad.value.problems[0].where


def test_an_invalid_option_names_itself(tmp_path):
    wrong = LAWS.replace('law = "parabolic"', 'law = "cubic"')
    with pytest.raises(NatriaError) as bad:
        predicted(tmp_path, SPEC + GROWTH + wrong)
    assert "parabolic" in str(bad.value)


def test_too_many_combinations_for_the_members_are_refused(tmp_path):
    groups = "".join(
        f'[[alternative]]\nname = "g{k}"\nwhy = "w"\n[alternative.option]\na = {{ says = "a" }}\nb = {{ says = "b" }}\n'
        for k in range(6)
    )
    with pytest.raises(InputError) as bad:
        predicted(tmp_path, SPEC + FACE + groups)
    assert bad.value.problems[0].where == "members"
    assert "512" in bad.value.problems[0].fix


def test_a_spec_is_named_by_its_file_or_by_itself(tmp_path):
    assert read_spec(write_toy(tmp_path, SPEC + GROWTH)).name == "toy"
    assert read_spec(write_toy(tmp_path, 'name = "other"\n' + SPEC + GROWTH)).name == "other"
