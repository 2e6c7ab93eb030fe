"""A run that is killed goes on to the identical fields; a file that is damaged or cannot be written stops nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from small_deposition import SMALL, small

from natria.models.deposit.memory import Checkpoint
from natria.models.deposit.of_design.course import DepositionOrder, deposition_of, run_case
from natria.store import Unfinished

FIELDS = ("xi", "concentration", "potential", "layer")


class Stopped(Exception):
    """Raised in place of a kill."""


def stopping(after):
    """Return a listener that stops a run after so many steps."""
    heard = []

    def tell(_, __):
        heard.append(1)
        if len(heard) > after:
            raise Stopped

    return tell


def same(one, two):
    assert all(np.array_equal(getattr(one.last, name), getattr(two.last, name)) for name in FIELDS)
    assert all(np.array_equal(one.columns[name], two.columns[name], equal_nan=True) for name in one.columns)
    assert (one.last.steps, one.last.missing) == (two.last.steps, two.last.missing)


@pytest.fixture(scope="module")
def whole():
    return run_case(SMALL, Checkpoint(None))


@pytest.mark.parametrize("after", [2, 11])
def test_a_run_that_was_stopped_goes_on_to_the_identical_fields(whole, tmp_path, after):
    place = Checkpoint(tmp_path / "state.npz", every=0.0)
    with pytest.raises(Stopped):
        run_case(SMALL, place, stopping(after))
    kept = place.found()
    assert kept is not None
    assert 0 < kept["clock"][0] < SMALL.time
    same(run_case(SMALL, Checkpoint(place.path)), whole)


def test_a_layer_goes_on_too(tmp_path):
    case = small(law="moves", thickness=4e-6)
    place = Checkpoint(tmp_path / "state.npz", every=0.0)
    with pytest.raises(Stopped):
        run_case(case, place, stopping(6))
    same(run_case(case, Checkpoint(place.path)), run_case(case, Checkpoint(None)))


@pytest.mark.slow
def test_kill_9_and_the_identical_fields(whole, tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from small_deposition import SMALL\n"
        "from natria.models.deposit.memory import Checkpoint\n"
        "from natria.models.deposit.of_design.course import run_case\n"
        "place = Checkpoint(Path(sys.argv[1]), every=0.0)\n"
        "run_case(SMALL, place, lambda *_: time.sleep(0.2))\n"
    )
    path = tmp_path / "state.npz"
    folders = [os.path.dirname(__file__), *filter(None, [os.environ.get("PYTHONPATH")])]  # noqa: PTH120
    ran = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
    )
    end = time.monotonic() + 120
    while not path.is_file() and ran.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    ran.send_signal(signal.SIGKILL)
    assert ran.wait() == -signal.SIGKILL
    kept = Checkpoint(path).found()
    assert kept is not None
    assert kept["clock"][0] < SMALL.time
    same(run_case(SMALL, Checkpoint(path)), whole)


def test_a_damaged_file_is_left_aside(whole, tmp_path):
    path = tmp_path / "state.npz"
    path.write_bytes(b"no checkpoint")
    with pytest.warns(UserWarning, match="begins anew"):
        same(run_case(SMALL, Checkpoint(path, every=1e9)), whole)


def test_a_place_that_cannot_be_written_is_told_and_stops_nothing(whole, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.warns(UserWarning, match="cannot be written"):
        same(run_case(SMALL, Checkpoint(tmp_path / "file" / "state.npz", every=0.0)), whole)


def test_the_order_of_a_finished_run_leaves_no_file(tmp_path):
    case = replace(SMALL, time=SMALL.time / 4)
    made = deposition_of(DepositionOrder(case, place=Unfinished(tmp_path)))
    assert not list(tmp_path.rglob("*"))
    assert deposition_of(DepositionOrder(case)) is made
