"""What a run shows while it runs, what stops it, and what is refused before it begins."""

from __future__ import annotations

import errno
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from small_deposition import SMALL
from test_deposit_checkpoint import Stopped, same, stopping

from natria.models.deposit.memory import Checkpoint
from natria.models.deposit.of_design import live as live_module
from natria.models.deposit.of_design.book import refuse_debt
from natria.models.deposit.of_design.case import grid_of
from natria.models.deposit.of_design.course import DepositionOrder, deposition_of, name_of_run, run_case
from natria.models.deposit.of_design.frames import MOST_NUMBERS, FramePlan
from natria.models.deposit.of_design.limits import refuse_limits
from natria.models.deposit.of_design.live import Live
from natria.models.deposit.start import Relief
from natria.models.deposit.stepping import Stepper
from natria.quantity import ModelError, OutputError
from natria.store import Unfinished


def test_rows_and_fields_appear_while_it_runs_and_a_stop_keeps_them(tmp_path):
    with pytest.raises(Stopped):
        run_case(SMALL, Checkpoint(tmp_path / "checkpoint.npz", every=0.0), stopping(25), Live(tmp_path))
    rows = pl.read_parquet(tmp_path / "course.parquet")
    assert 2 <= len(rows) < SMALL.outputs + 1
    assert rows["tip_height"].is_not_null().all()
    assert len(list((tmp_path / "fields").glob("*.npz"))) == len(rows)


def test_the_order_goes_on_in_another_folder_and_leaves_none(tmp_path):
    place = tmp_path / "one" / name_of_run(SMALL)
    with pytest.raises(Stopped):
        run_case(SMALL, Checkpoint(place / "checkpoint.npz", every=0.0), stopping(25), Live(place))
    told = []
    where = Unfinished(tmp_path / "two", earlier=tmp_path / "one")
    made = deposition_of(DepositionOrder(SMALL, lambda done, _: told.append(done), where))
    assert told[0] > 1
    same(made, run_case(SMALL, Checkpoint(None)))
    assert list(tmp_path.rglob("*.*")) == []


def test_a_run_that_is_to_go_on_is_not_begun(tmp_path):
    deposition_of.cache_clear()
    with pytest.raises(ModelError, match="no unfinished run"):
        deposition_of(DepositionOrder(SMALL, place=Unfinished(tmp_path, goes_on=True)))


@pytest.mark.parametrize(("full_after", "named"), [(0, True), (3, True), (3, False)])
def test_a_full_disk_stops_the_run_which_then_goes_on(tmp_path, monkeypatch, full_after, named):
    written = []
    plain = Path.write_bytes

    def until_full(path, content):
        if ".part" in path.suffix and len(written) >= full_after:
            raise OSError(errno.ENOSPC, "No space left on device", *([str(path)] if named else []))
        written.append(path)
        return plain(path, content)

    place = Checkpoint(tmp_path / "checkpoint.npz", every=0.0, must=True)
    with monkeypatch.context() as full:
        full.setattr(live_module.Path, "write_bytes", until_full)
        with pytest.raises(OutputError, match="No space left on device; the run stopped after") as stopped:
            run_case(SMALL, place, live=Live(tmp_path, must=True))
    assert str(tmp_path) in stopped.value.what
    assert ("goes on from" in stopped.value.fix) == (full_after > 0)
    again = Checkpoint(place.path, every=0.0, must=True)
    same(run_case(SMALL, again, live=Live(tmp_path, must=True)), run_case(SMALL, Checkpoint(None)))


def test_a_folder_that_cannot_be_written_is_told_where_the_run_need_not_keep(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.warns(UserWarning, match="shows nothing until its end"):
        run_case(replace(SMALL, time=1.0), Checkpoint(None), live=Live(tmp_path / "file"))


def test_a_number_that_is_none_ends_the_run_with_time_place_and_checkpoint(tmp_path, monkeypatch):
    plain = Stepper.accept

    def broken(self, dt, done):
        plain(self, dt, done)
        if self.steps == 12:
            self.fields.c[0][5, 0, 7] = np.nan

    monkeypatch.setattr(Stepper, "accept", broken)
    with pytest.raises(ModelError, match=r"no numbers at .* s, first in cell \(5, 0, 6\), at 2\.75 x") as bad:
        run_case(SMALL, Checkpoint(tmp_path / "checkpoint.npz", every=0.0), live=Live(tmp_path))
    assert "last good checkpoint is that of" in bad.value.what
    assert str(tmp_path) in bad.value.what
    kept = Checkpoint(tmp_path / "checkpoint.npz").found()
    assert kept is not None
    assert all(np.isfinite(kept[name]).all() for name in ("xi", "c", "phi"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cells": 100}, "multiple of 16"),
        ({"cells": 16, "front_width": 1.5e-6}, r"below 2 its speed is that of the grid.*43"),
        ({"start": replace(SMALL.start, front=1e-6)}, "1.5 um or more"),
        ({"start": replace(SMALL.start, front=13e-6)}, "height of 19 um"),
        ({"start": replace(SMALL.start, relief=Relief("wave", 4e-6, 0.5e-6))}, "period of 6 um"),
        ({"start": replace(SMALL.start, relief=Relief("ridges", 8e-6, 1e-6, 8e-6))}, "relief_width below 8 um"),
        ({"cells": 65536, "size": (16e-6, 16e-6, 16e-6)}, "GB of memory"),
    ],
)
def test_what_cannot_be_run_is_refused_with_its_limit(changes, words):
    case = replace(SMALL, **changes)
    with pytest.raises(ModelError) as bad:
        refuse_limits(case, grid_of(case))
    assert re.search(words, f"{bad.value.what} {bad.value.fix}")


def test_frames_are_bounded():
    for shape in ((32, 1, 32), (512, 1, 512), (2048, 1, 2048), (128, 128, 128)):
        plan = FramePlan.of(shape, 61)
        joined = np.prod([n // plan.coarse if n > 1 else 1 for n in shape])
        times = -(-61 // plan.every)
        assert 4 * joined * times <= MOST_NUMBERS
        assert times >= 16


def test_a_state_that_owes_more_salt_than_there_was_is_refused():
    refuse_debt(-0.5, 2.0)  # a step near depletion may leave this
    with pytest.raises(ModelError, match=r"-1\.5 of that of the bath at 2 s"):
        refuse_debt(-1.5, 2.0)
