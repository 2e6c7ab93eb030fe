"""Plating, rest and stripping: the order, the ends, what is measured, and going on after a stop."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from small_deposition import SMALL
from test_deposit_checkpoint import Stopped, same, stopping

from natria.models.deposit.inputs import FARADAY
from natria.models.deposit.memory import Checkpoint
from natria.models.deposit.of_design.answers import NUMBERS, STRIPPED
from natria.models.deposit.of_design.course import run_case
from natria.models.deposit.of_design.live import Live
from natria.models.deposit.of_design.stages import DepositionStrip

STRIP = DepositionStrip(None, -0.3, 60.0, None, 1.0, 1)
CYCLED = replace(SMALL, time=4.0, strip=STRIP)
FLAT = replace(SMALL, start=replace(SMALL.start, nuclei=0), noise=0.0, size=(16e-6, 8e-6, 0.0))


@pytest.fixture(scope="module")
def cycled():
    return run_case(CYCLED, Checkpoint(None))


def columns_of(made, case):
    return {**made.columns, "drive": np.array([case.stages[int(one)].drive for one in made.columns["stage"]])}


def test_the_stages_follow_each_other(cycled):
    found = columns_of(cycled, CYCLED)
    assert list(dict.fromkeys(found["drive"])) == ["plate", "rest", "strip"]
    assert (np.diff(found["time"]) > 0).all()
    assert (found["current_density"][found["drive"] == "plate"] > 0).all()
    assert (found["current_density"][found["drive"] == "strip"] < 0).all()
    assert np.abs(found["current_density"][found["drive"] == "rest"]).max() < 1e-2 * found["current_density"].max()
    assert np.abs(found["missing_sodium"]).max() < 1e-10


def test_what_was_plated_is_stripped(cycled):
    found = columns_of(cycled, CYCLED)
    assert STRIPPED["stripped_charge"](found) == pytest.approx(NUMBERS["plated_charge"](found), rel=1e-3)
    assert STRIPPED["deposit_strip_efficiency"](found) == pytest.approx(1, rel=1e-3)
    assert abs(found["plated_charge"][-1]) < 1e-3 * found["plated_charge"].max()


def test_a_current_brings_its_charge_in_its_time():
    case = replace(
        FLAT, voltage=None, current=20.0, charge=30.0, strip=DepositionStrip(-10.0, None, 60.0, 12.0, 0.0, 2)
    )
    found = columns_of(made := run_case(case, Checkpoint(None)), case)
    assert NUMBERS["plated_charge"](found) == pytest.approx(60, rel=3e-3)
    assert STRIPPED["stripped_charge"](found) == pytest.approx(24, rel=3e-3)
    assert found["time"][-1] == pytest.approx(2 * (1.5 + 1.2), rel=1e-9)
    assert made.last.plated * FARADAY == pytest.approx(36, rel=3e-3)


def test_a_strip_ends_where_no_metal_holds_the_collector():
    strip = DepositionStrip(None, -0.3, 500.0, inf, 0.0, 3)
    case = replace(FLAT, time=1.0, start=replace(FLAT.start, front=2e-6), strip=strip)
    made = run_case(case, Checkpoint(None))
    assert made.columns["stage"][-1] == 1
    assert made.columns["time"][-1] < 500
    assert made.last.xi[0].max() < 0.5


@pytest.mark.parametrize("after", [14, 30, 45])
def test_a_run_that_was_stopped_in_any_stage_goes_on_identically(cycled, tmp_path, after):
    place, live = Checkpoint(tmp_path / "checkpoint.npz", every=0.0), Live(tmp_path)
    with pytest.raises(Stopped):
        run_case(CYCLED, place, stopping(after), live)
    assert 0 < place.found()["clock"][0] < cycled.columns["time"][-1]
    made = run_case(CYCLED, Checkpoint(place.path), live=live)
    same(made, cycled)
    assert np.array_equal(made.waves, cycled.waves)
    assert [one.time for one in made.frames] == [one.time for one in cycled.frames]
    assert all(np.array_equal(a.fields, b.fields) for a, b in zip(made.frames, cycled.frames, strict=True))


def test_many_cycles_keep_their_sodium():
    strip = DepositionStrip(-300.0, None, 60.0, None, 0.0, 8)
    case = replace(FLAT, voltage=None, current=300.0, time=0.2, strip=strip, outputs=2)
    found = run_case(case, Checkpoint(None)).columns
    assert found["stage"][-1] == 15
    assert np.abs(found["missing_sodium"]).max() < 1e-10
