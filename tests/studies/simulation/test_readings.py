"""What is kept of a run does not depend on the pieces in which its readings come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.design import load_case
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.observe import PLACE
from natria.models.cell.failure.monitors import monitors_of
from natria.models.cell.failure.utilisation import Watching
from natria.models.cell.solvers.legs import legs
from natria.models.cell.solvers.run import run
from natria.studies.simulation.plan import plan
from natria.studies.simulation.readings import RunReadings


@pytest.fixture(scope="module")
def todo():
    return plan(load_case("kumar2020"), cycles=3, samples=4)


@pytest.fixture(scope="module")
def rows(todo):
    program = legs(todo.prepared.blocks, todo.prepared.cell.kind, 3)
    return np.concatenate([done.rows for done in run(pack(todo.prepared.cell), program, samples=4)])


def taken(todo, rows, pieces):
    made = RunReadings(todo.prepared, len(rows), 3, Watching(monitors_of(todo.design)[0]))
    made.take(pieces)
    return made


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, 77), max_size=6))
def test_pieces_of_any_length_give_the_same(todo, rows, cuts):
    whole = taken(todo, rows, [rows])
    pieced = taken(todo, rows, [piece for piece in np.split(rows, sorted(set(cuts))) if len(piece)])
    for name, values in whole.recording().columns.items():
        assert np.array_equal(pieced.recording().columns[name], values)
    origin = todo.prepared.origin
    for table, other in ((whole.inside(), pieced.inside()), (whole.utilisation(origin), pieced.utilisation(origin))):
        assert table.parquet == other.parquet
    assert pieced.highest == whole.highest == pytest.approx(10.0)
    assert repr(pieced.watching.watches()) == repr(whole.watching.watches())


def test_the_recording_has_every_reading(todo, rows):
    recording = taken(todo, rows, [rows]).recording()
    assert np.array_equal(recording.time, rows[:, PLACE["time"]])
    assert np.array_equal(recording.columns["cycle_count"], rows[:, PLACE["cycle"]])
    assert recording.origin == todo.prepared.origin


def test_a_run_without_a_reading_has_empty_tables(todo):
    made = taken(todo, np.zeros((0, 1)), [])
    assert len(made.recording()) == len(made.inside()) == len(made.utilisation(todo.prepared.origin)) == 0
