"""Messages of a command in the words of the page."""

import ast
import json
import re
from pathlib import Path

import pytest

import natria
from natria.app.measure.options import EVERY, given_of
from natria.app.views import write_stages
from natria.app.wording import FLAG, OF_TASK, fields_of, in_words_of_page, problem_of
from natria.lab import Specimen
from natria.literature import read_query
from natria.quantity import InputError, NatriaError, Problem
from natria.studies.modelling.table import runs

SOURCE = Path(natria.__file__).parent
NOT_ON_PAGE = ("cli", "atoms")  # commands that no page has
OPTION = re.compile(r"(?<![\w-])--[a-z]")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Set the area with --area or a design.", "Set the area with 'Area of one electrode' or a design."),
        ("give --tip-area", "give 'Area function of the tip'"),
        ("natria fit --area fits it", "'Area of one electrode' fits it"),
        ("give it: --area '1 cm^2'", "give it: 'Area of one electrode': 1 cm²"),
        ("such as --step 1=S.", "such as 'Steps of the mass': 1=S."),
        ("give --unknown, or -- nothing", "give the option 'unknown' of the command line, or -- nothing"),
        ("start it with natria app --memory 9000", "start it with natria app --memory 9000"),
    ],
)
def test_an_option_of_a_command_is_named_by_its_field(tmp_path: Path, said: str, shown: str) -> None:
    stages = [{"stage": "numbers", "headline": said, "remarks": [said]}]
    assert list(write_stages(tmp_path, "a file", stages)) == ["numbers"]
    view = json.loads((tmp_path / "view.json").read_text("utf-8"))
    assert (view["headline"], view["remarks"], view["sentences"]) == (shown, [shown], [])


def test_no_message_of_the_core_names_an_option_with_its_dashes():
    said = [
        text
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in NOT_ON_PAGE
        for text in _texts(path)
    ]
    assert len(said) > 100
    for text in said:
        shown = in_words_of_page(text)
        assert not OPTION.search(re.sub(r"natria app --[a-z-]+", "", shown)), shown


def test_the_words_are_the_labels_of_the_forms():
    labels = {option.label for run in runs().values() for option in run.options} | {one.label for one in EVERY}
    own = {text.strip("'") for text in ("'Changes of the design'", *OF_TASK["simulate"].values())} - {"a new run"}
    assert own <= labels
    assert fields_of("simulate")["cycles"] != fields_of("measure")["cycles"]


@pytest.mark.parametrize("option", ["area", "mass", "thickness"])
@pytest.mark.parametrize("text", ["five apples", "5", "1 s", "-1 cm^2"])
def test_a_wrong_number_names_its_field_its_unit_and_an_example(option: str, text: str):
    label = next(one.label for one in EVERY if one.name == option)
    given = given_of({"area": "1 cm^2", option: text}).cell
    with pytest.raises(NatriaError) as refused:
        given.applied(Specimen("cell"))
    problem = problem_of(refused.value)
    assert problem["what"].startswith(f"{label}: ")
    assert re.search(r"'\d[\d.]* (cm\^2|mg|um)'", problem["fix"])


def test_a_wrong_condition_names_it():
    with pytest.raises(InputError) as refused:
        read_query({"current": "five apples"})
    (one,) = refused.value.problems
    assert one.where == "current"
    assert "mA/cm^2" in one.fix


def test_an_error_of_a_command_has_the_words_of_the_page():
    bad = InputError("--mass", [Problem("", "is not above zero", "give --mass '2 mg'"), Problem("", "so is --area")])
    assert problem_of(bad) == {
        "what": "Active mass: is not above zero; so is 'Area of one electrode'",
        "fix": "give 'Active mass': 2 mg",
    }


def _texts(path: Path) -> list[str]:
    """Return the texts of a file with an option in them, without docstrings."""
    source = path.read_text(encoding="utf-8")
    if not FLAG.search(source):
        return []
    found = ast.parse(source)
    docs = {id(n.value) for n in ast.walk(found) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    texts = (n for n in ast.walk(found) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return [n.value for n in texts if id(n) not in docs and FLAG.search(n.value)]
