"""Members of costly answerers: kept one by one, continued after a stop, and the same as without a store."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from toy_predictions import DESIGN, predicted

from natria.design import load_case
from natria.quantity import Question
from natria.store import Store
from natria.studies.answerers import find_answerer
from natria.studies.curves import task as tasks
from natria.studies.curves.task import Task
from natria.studies.predict import members
from natria.studies.predict.members import KEPT, MemberKey, MemberTask, value_of

SIMULATED = """
case = "case.toml"
training = ["toy2026:a30"]
members = 16

[[question]]
name = "cell_overpotential"
of = "toy2026/a"
at = { current = "1 mA/cm^2" }
models = ["cell"]
"""


class Stop(Exception):
    """Stands for a kill of the main process."""


@pytest.fixture(scope="module")
def design():
    return DESIGN.replace('temperature = "298.15 K"', 'temperature = "298.15 K"\narea = "1 cm^2"').replace(
        'thickness = "3 um"', 'thickness = "3 um"', 1
    ).replace('material = "Na"', 'material = "Na"\nthickness = "400 um"', 1)  # fmt: skip


def test_a_stopped_run_continues_and_gives_the_same_members(tmp_path, design):
    store = Store(tmp_path / "store")
    told = []

    def stop_after_three(progress):
        told.append(progress)
        if progress.done >= 3:
            raise Stop

    with pytest.raises(Stop):
        predicted(tmp_path, SIMULATED, design=design, store=store, workers=1, tell=stop_after_three)
    kept = [one for one in store.entries() if one.name == KEPT]
    assert 3 <= len(kept) < 16

    told.clear()
    resumed = predicted(tmp_path, SIMULATED, design=design, store=store, workers=1, tell=told.append)
    assert told[0].done >= 3
    assert told[-1].done == 16
    assert any(one.seconds_left is not None for one in told)
    here = predicted(tmp_path, SIMULATED, design=design)
    assert np.array_equal(resumed.forecasts[0].branches[0].y, here.forecasts[0].branches[0].y, equal_nan=True)

    told.clear()
    predicted(tmp_path, SIMULATED, design=design, store=store, tell=told.append)
    assert [(one.done, one.total) for one in told] == [(16, 16)]


def test_a_key_of_a_member_has_the_moved_values():
    assert MemberKey("t", (("a", 1.0),)) != MemberKey("t", (("a", 1.1),))
    assert callable(value_of)


@pytest.mark.parametrize("raised", ["spectrum_arcs", "cell_impedance"])
def test_a_member_of_an_older_version_is_not_found(monkeypatch, raised):
    """Neither of the answerer nor of that of the artefact which it reads."""
    design = load_case("kumar2020").design("kumar2020/bpi")
    question = Question("arc_area_resistance", design.name, {"peak": 1.0})

    def key():
        return MemberTask(Task(design, question, "spectrum_arcs"), "cell_impedance").key

    def later(name):
        found = find_answerer(name)
        return replace(found, version=found.version + 1) if name == raised else found

    before = key()
    assert key() == before
    for module in (members, tasks):
        monkeypatch.setattr(module, "find_answerer", later)
    assert key() != before
