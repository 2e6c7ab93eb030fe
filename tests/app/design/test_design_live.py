"""What the kept process answers about a text of a design while it is edited."""

import json

import pytest

from natria.app.design.live import ASKED, answer, edit
from natria.app.quick import answer as quick
from natria.design.case import cases

FILE = str(cases()["lu2026"])
THICKNESS = "interphase.mci.thickness"


@pytest.fixture(scope="module")
def text():
    return cases()["lu2026"].read_text(encoding="utf-8")


def thickness_of(found):
    return next(one["value"] for one in found["described"]["fields"]["numbers"] if one["path"] == THICKNESS)


@pytest.mark.parametrize("asked", ["described", "checked", "limits", "answers", "curve"])
def test_each_answer_is_json_without_problems(text, asked):
    more = {"path": THICKNESS, "of": "limits"} if asked == "curve" else {}
    found = quick({"do": "design", "given": {"asked": asked, "text": text, "file": FILE, **more}})
    assert found["found"]["problems"] == []
    json.dumps(found, allow_nan=False)
    assert set(ASKED) >= {asked}


def test_an_edit_changes_text_and_picture_and_the_text_changes_the_picture(text):
    made = edit(text, FILE, "lu2026/sfc-na", THICKNESS, "5 um")
    assert 'thickness = "5 um"' in made["text"]
    assert thickness_of(made) == 5.0
    by_hand = made["text"].replace('thickness = "5 um"', 'thickness = "7 um" # by hand')
    assert thickness_of(answer("described", by_hand, FILE)) == 7.0
    again = edit(by_hand, FILE, "lu2026/sfc-na", THICKNESS, "8 um")
    assert 'thickness = "8 um" # by hand' in again["text"]


def test_limits_follow_the_text(text):
    def use(text):
        limits = answer("limits", text, FILE)["limits"]["limits"]
        return next(row["use"] for row in limits if row["name"] == "critical overpotential")

    thick = edit(text, FILE, "", THICKNESS, "100 um")["text"]
    assert use(text) < 1 < use(thick)


def test_a_text_that_is_no_design_has_problems_and_no_answers(text):
    wrong = text.replace('cell = "symmetric"', 'cell = "round"')
    for asked in ASKED:
        found = answer(asked, wrong, FILE, **({"path": THICKNESS, "of": "limits"} if asked == "curve" else {}))
        assert list(found) == ["problems"]
        assert found["problems"][0]["line"] == wrong.splitlines().index('cell = "round"') + 1


@pytest.mark.parametrize(("path", "value"), [(THICKNESS, "3 V"), (THICKNESS, "1 km"), ("nowhere.thickness", "1 um")])
def test_an_edit_that_leaves_no_design_is_refused_and_changes_nothing(text, path, value):
    given = {"text": text, "file": FILE, "system": "", "path": path, "value": value}
    found = quick({"do": "design_edit", "given": given})
    assert "found" not in found
    assert found.get("problems") or found.get("what")
    assert "bug" not in json.dumps(found)
