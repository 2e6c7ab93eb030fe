"""Sentences of a command in the words of the page."""

import json
from pathlib import Path

import pytest

from natria.app.views import write_stages

LABELS = {"area": "Area of one electrode", "tip_area": "Area function of the tip"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Set the area with --area or a design.", "Set the area with 'Area of one electrode' or a design."),
        ("give --tip-area", "give 'Area function of the tip'"),
        ("natria fit --area fits it", "'Area of one electrode' fits it"),
        ("give --unknown, or -- nothing", "give --unknown, or -- nothing"),
    ],
)
def test_an_option_of_a_command_is_named_by_its_field(tmp_path: Path, said: str, shown: str) -> None:
    stages = [{"stage": "numbers", "headline": said, "remarks": [said]}]
    assert list(write_stages(tmp_path, "a file", stages, LABELS)) == ["numbers"]
    view = json.loads((tmp_path / "view.json").read_text("utf-8"))
    assert (view["headline"], view["remarks"], view["sentences"]) == (shown, [shown], [])
