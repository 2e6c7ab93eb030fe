"""Shorts of full cells, and how long a cell lived."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.cycling.life import life
from natria.lab.cycling.shorts.full_cell import full_cell_shorts
from natria.lab.cycling.shorts.symmetric import shorts
from natria.lab.files.read import read_recording
from natria.lab.results import Cycling
from natria.lab.specimen import Specimen
from natria.lab.synthetic import (
    FullCell,
    FullTest,
    Instrument,
    Short,
    SymmetricTest,
    SyntheticSymmetricCell,
    full_cell,
    symmetric_cell,
)
from natria.record import CURRENT, TIME, VOLTAGE, Recording

FILES = Path(__file__).parents[5] / "shared" / "data" / "cycler"
MILLI = Instrument(noise=1e-3)


def cycling(recording: Recording) -> Cycling:
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    return Cycling(recording, halves, Specimen("cell"))


@pytest.mark.parametrize("jag", [0.0, 0.05])
@pytest.mark.parametrize("failing", [5, 17])
def test_a_charge_that_never_ends_is_a_short(failing: int, jag: float) -> None:
    made = full_cell(1, cell=FullCell(failing_from=failing, jag=jag), instrument=MILLI)
    cell = cycling(made.recording)
    (event,) = full_cell_shorts(cell).events
    assert (event.cycle, event.is_reversible) == (failing, False)
    codes = [e.code for e in event.evidence]
    assert codes[0] == "endless-charge"
    assert ("voltage-falls-back" in codes) == (jag > 0)
    (cycles,) = (f for f in life(cell, (event,)).findings if f.question.name == "cycle_life")
    assert cycles.value == failing - 1


@pytest.mark.parametrize("assembled", ["charged", "discharged"])
@pytest.mark.parametrize("noise", [0.0, 5e-3])
def test_rates_formation_and_fading_are_no_short(assembled: str, noise: float) -> None:
    cell = FullCell(as_assembled=assembled, fade=0.01, self_discharge=0.01)
    made = full_cell(3, cell=cell, test=FullTest(rates=(1.0, 5.0, 0.3)), instrument=Instrument(noise=noise, spikes=5))
    assert full_cell_shorts(cycling(made.recording)).events == ()


@pytest.mark.skipif(not FILES.is_dir(), reason="the real files lie beside the checkout, and are not here")
@pytest.mark.parametrize("name", ["nw4-120-1-6-53.ndax", "maccor_001.txt", "neware_uio.csv", "gcpl.issue_149.mpt"])
def test_real_cells_in_order_raise_no_alarm(name: str) -> None:
    cell = cycling(read_recording(FILES / name))
    assert len(cell.halves) > 1
    assert full_cell_shorts(cell).events == ()


def test_a_test_that_was_stopped_says_at_least() -> None:
    cell = cycling(symmetric_cell(1, instrument=MILLI).recording)
    part = life(cell, shorts(cell).events)
    found = {f.question.name: f for f in part.findings}
    assert (found["cycle_life"].value, found["cycle_life"].bound) == (50, "at least")
    assert found["cycling_time"].bound == "at least"
    assert [e.what for e in part.events] == ["test stopped"]


def test_a_short_ends_a_life_between_two_readings() -> None:
    made = symmetric_cell(1, shorts=(Short(41.37, drop=0.4),), instrument=MILLI)
    cell = cycling(made.recording)
    part = life(cell, shorts(cell).events)
    found = {f.question.name: f for f in part.findings}
    (truth,) = made.truth.shorts
    assert (found["cycle_life"].value, found["cycle_life"].bound) == (20, None)
    span = found["cycling_time"].bound
    assert isinstance(span, tuple)
    assert span[0] - 40 <= truth.time <= span[1] + 40
    assert part.events == ()


def test_a_healed_short_and_a_healthy_cell_go_on_living() -> None:
    made = symmetric_cell(1, shorts=(Short(41.37, drop=0.4, lasts=10.0),), instrument=MILLI)
    cell = cycling(made.recording)
    events = shorts(cell).events
    assert [e.is_reversible for e in events if "short" in e.what] == [True]
    assert {f.bound for f in life(cell, events).findings} == {"at least"}


def test_exhaustion_ends_a_life_too() -> None:
    made = symmetric_cell(2, cell=SyntheticSymmetricCell(exhausted_at=60), instrument=MILLI)
    cell = cycling(made.recording)
    (cycles,) = (f for f in life(cell, shorts(cell).events).findings if f.question.name == "cycle_life")
    assert cycles.value == 30
    assert isinstance(cycles.origin.settings, tuple)  # a simulated recording's number stays computed


@pytest.mark.parametrize("fails", [True, False])
def test_plating_without_a_break_gives_a_time_to_a_short(fails: bool) -> None:
    rng = np.random.default_rng(1)
    t = np.arange(0, 36000.0, 20.0)
    v = 0.06 - 0.01 * t / t[-1] + 5e-4 * rng.standard_normal(len(t))
    if fails:
        v[1000:] *= 0.4
    cell = cycling(Recording("plating", "0" * 64, {TIME: t, VOLTAGE: v, CURRENT: np.full(len(t), 1e-3)}))
    events = shorts(cell).events
    (found,) = (f for f in life(cell, events).findings if f.question.name == "time_to_short")
    if fails:
        assert found.value == pytest.approx(t[1000], abs=60)
        assert found.bound is None
    else:
        assert found.bound == "at least"


def test_an_empty_life_is_nothing() -> None:
    t = np.arange(10.0)
    cell = cycling(Recording("rest", "0" * 64, {TIME: t, VOLTAGE: 0 * t, CURRENT: 0 * t}))
    assert life(cell, ()).findings == ()


def test_a_last_half_cycle_that_was_cut_is_no_cycle() -> None:
    r = symmetric_cell(1, test=SymmetricTest(half_cycles=20), instrument=MILLI).recording
    keep = r.time < r.time[-1] - 1800
    cut = Recording("cut", "0" * 64, {name: c[keep] for name, c in r.columns.items()})
    (cycles,) = (f for f in life(cycling(cut), ()).findings if f.question.name == "cycle_life")
    assert cycles.value == 9
