"""The figures of the model `crack`: one for each table that is there, each named by its layer."""

from __future__ import annotations

import pytest

from natria import load_case
from natria.report.interface.crack import PICTURES, drawn
from natria.studies.interface import MODELS, ask_model


@pytest.mark.slow
def test_each_table_has_its_figure() -> None:
    made = ask_model(MODELS["crack"], load_case("lu2026"), "lu2026/f-na")
    (part,) = made.parts
    pictures = drawn(made)
    assert len(pictures) == len(PICTURES.keys() & part.artefacts.keys())
    assert len({one.id for one in pictures}) == len(pictures)
    assert all(one.id.startswith("ici-") and one.png[:4] == b"\x89PNG" and one.says for one in pictures)
    refused = {one.question.name for one in made.refusals}  # readings of a refused course are not asked
    assert refused == {"channel_energy_release", "sunk_course"}
