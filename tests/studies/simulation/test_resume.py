"""A simulation that is stopped goes on where it was, and comes to the same result."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from natria.design import load_case
from natria.models.cell.solvers.adaptive import Adaptive, SolveError
from natria.models.cell.solvers.checkpoint import RunFolder
from natria.quantity import OutputError
from natria.studies.simulation import resume
from natria.studies.simulation.outcome import STOPPED, Simulation, simulation_document
from natria.studies.simulation.plan import plan
from natria.studies.simulation.resume import (
    UNFINISHED,
    Listener,
    Stopped,
    simulate_design,
    unfinished_in,
    unfinished_result,
)


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


# --- a run that fails


def failing_in(monkeypatch, leg):
    """The solver gives up in this leg."""
    go = Adaptive.go

    def failing(self, y, *rest):
        calls.append(1)
        if len(calls) > leg:
            raise SolveError("the equations could not be solved", "change the design")
        return go(self, y, *rest)

    calls: list[int] = []
    monkeypatch.setattr(Adaptive, "go", failing)


def test_the_cycles_before_a_failure_can_be_looked_at_and_are_marked(todo, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        failing_in(patched, 4)
        with pytest.raises(SolveError) as failed:
            simulate_design(todo, tmp_path)
    assert "--partial" in failed.value.fix
    before = sorted(p.name for p in (tmp_path / UNFINISHED).iterdir())
    part = unfinished_result(todo, tmp_path)
    whole = simulate_design(todo)
    assert part.is_incomplete
    assert not whole.is_incomplete
    assert (part.cycles, whole.cycles) == (2, 3)
    assert 0 < len(part.recording) < len(whole.recording)
    assert np.array_equal(part.recording.time, whole.recording.time[: len(part.recording)])
    assert any(note.code == "incomplete" for note in part.recording.notes)
    assert any(note.code == "incomplete" for note in part.notes)
    assert not [f for f in part.measurement.findings if f.question.name in STOPPED]
    assert simulation_document(part, "0")["simulation"]["incomplete"] is True
    assert simulation_document(whole, "0")["simulation"]["incomplete"] is False
    assert sorted(p.name for p in (tmp_path / UNFINISHED).iterdir()) == before  # it can still be continued
    assert isinstance(simulate_design(todo, tmp_path), Simulation)


def test_a_run_that_fails_at_once_leaves_nothing_that_blocks_another(todo, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        failing_in(patched, 0)
        with pytest.raises(SolveError) as failed:
            simulate_design(todo, tmp_path)
    assert "--partial" not in failed.value.fix
    assert unfinished_in(tmp_path) == ""
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]
    with pytest.raises(OutputError):
        unfinished_result(todo, tmp_path)


def test_a_run_without_readings_blocks_no_run_of_another_design(todo, tmp_path):
    with RunFolder(tmp_path / UNFINISHED, {"system": "another"}) as store:
        store.save()
    made = simulate_design(todo, tmp_path, listener=Listener(stop=lambda: True))
    assert isinstance(made, Stopped)


def test_a_run_that_cannot_fit_on_its_disk_is_refused_before_it_begins(todo, tmp_path, monkeypatch):
    monkeypatch.setattr(resume, "disk_usage", lambda _: SimpleNamespace(free=todo.bytes - 1))
    with pytest.raises(OutputError):
        simulate_design(todo, tmp_path)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(resume, "disk_usage", lambda _: SimpleNamespace(free=todo.bytes))
    made = simulate_design(todo, tmp_path)
    assert isinstance(made, Simulation)
    assert len(made.recording) <= todo.most_readings
