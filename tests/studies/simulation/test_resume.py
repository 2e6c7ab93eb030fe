"""A simulation that is stopped goes on where it was, and comes to the same result."""

from __future__ import annotations

import numpy as np
import pytest

from natria.design import load_case
from natria.quantity import OutputError
from natria.studies.simulation.outcome import Simulation
from natria.studies.simulation.plan import plan
from natria.studies.simulation.resume import UNFINISHED, Listener, Stopped, simulate_design, unfinished_in


@pytest.fixture(scope="module")
def todo():
    return plan(load_case("kumar2020"), cycles=3, samples=4)


def test_a_run_that_was_stopped_goes_on_and_is_the_same(todo, tmp_path):
    cycles, resumed, read = [], [], []
    stopped = simulate_design(todo, tmp_path, listener=Listener(in_cycle=cycles.append, stop=lambda: len(cycles) == 3))
    assert isinstance(stopped, Stopped)
    assert stopped.cycle == cycles[-1] == 2
    assert (tmp_path / unfinished_in(tmp_path)).is_dir()
    assert unfinished_in(tmp_path)
    made = simulate_design(todo, tmp_path, listener=Listener(resumed=resumed.append, reading=read.append))
    whole = simulate_design(todo)
    assert isinstance(made, Simulation)
    assert resumed == [2]
    assert read == [len(whole.recording)]
    assert all(np.array_equal(made.recording.columns[k], v) for k, v in whole.recording.columns.items())


def test_whoever_keeps_the_result_gets_it_while_its_store_is_there(todo, tmp_path):
    kept = []
    made = simulate_design(todo, tmp_path, keep=lambda s: kept.append((s, bool(unfinished_in(tmp_path)))))
    assert kept == [(made, True)]
    assert not list(tmp_path.iterdir())  # it goes once the result is kept


def test_a_fresh_run_forgets_the_earlier_one(todo, tmp_path):
    simulate_design(todo, tmp_path, listener=Listener(stop=lambda: True))
    resumed = []
    simulate_design(todo, tmp_path, fresh=True, listener=Listener(resumed=resumed.append))
    assert resumed == []


def test_without_a_folder_nothing_is_kept(todo, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert isinstance(simulate_design(todo), Simulation)
    assert list(tmp_path.iterdir()) == []
    assert unfinished_in(tmp_path) == ""


def test_an_unfinished_run_behind_a_link_is_refused(todo, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / UNFINISHED).symlink_to(elsewhere)
    with pytest.raises(OutputError):
        simulate_design(todo, tmp_path / "out")
    assert not list(elsewhere.iterdir())
