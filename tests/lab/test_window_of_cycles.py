"""A window of cycles: what lies outside is neither evaluated nor searched, and every finding says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria.lab import Specimen, measure
from natria.lab.cycling.half_cycles import half_cycles
from natria.lab.specimen import Window
from natria.lab.synthetic import SymmetricTest, full_cell, half_cell, symmetric_cell
from natria.lab.window import cut, read_window
from natria.quantity import InputError, Measured
from natria.record import Recording

TEST = SymmetricTest(half_cycles=40, samples=40)
KEPT = ("voltage_mid", "charge", "duration", "start", "cycle")


def recorded(seed: int = 3) -> Recording:
    return replace(symmetric_cell(seed, test=TEST).recording, origin=Measured("cell.csv", "0" * 64, "read"))


@pytest.mark.parametrize(
    ("text", "first", "last"), [("3:", 3, None), (":50", 1, 50), ("3:50", 3, 50), (":", 1, None), (" 7 : 7 ", 7, 7)]
)
def test_a_window_is_read(text: str, first: int, last: int | None) -> None:
    assert read_window(text) == Window(first, last)


@pytest.mark.parametrize("text", ["", "3", "0:5", "5:3", "a:b", "-1:3", "1.5:3", "1:2:3"])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_window(text)
    assert caught.value.problems[0].fix


@pytest.mark.parametrize("window", [Window(1, None), Window(3, 7), Window(20, 20), Window(5, None)])
def test_half_cycles_of_a_window_are_those_of_the_recording(window: Window) -> None:
    recording = recorded()
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    part, inside, closed = cut(recording, halves, window)
    chosen = [k for k, cycle in enumerate(halves.cycle) if int(cycle) in window]
    for name in KEPT:
        np.testing.assert_array_equal(getattr(inside, name), getattr(halves, name)[chosen])
    for k, place in enumerate(chosen):
        np.testing.assert_array_equal(part.time[inside.rows(k)], recording.time[halves.rows(place)])
    assert closed == Window(window.first, int(halves.cycle[chosen[-1]]))


def test_a_window_beyond_the_recording_is_refused_with_the_cycles_there_are() -> None:
    with pytest.raises(InputError, match="20 cycles"):
        measure(recorded(), Specimen("cell", cycles=Window(30, None)))


def test_every_finding_of_a_window_carries_it() -> None:
    m = measure(recorded(), Specimen("cell", cycles=Window(3, 9)))
    assert m.findings
    for finding in m.findings:
        assert isinstance(finding.origin, Measured)
        assert "only cycles 3 to 9" in finding.origin.method
        cycle = finding.question.at["cycle"]
        low, high = cycle if isinstance(cycle, tuple) else (cycle, cycle)
        assert 3 <= low <= high <= 9
    assert "window" in {remark.code for remark in m.remarks}
    assert "window" in {note.code for note in m.recording.notes}


def test_a_short_outside_the_window_is_not_seen() -> None:
    cell = symmetric_cell(3, test=TEST)
    shorted = cell.recording.voltage.copy()
    late = cell.recording.time > 0.7 * cell.recording.time[-1]
    shorted[late] *= 0.05
    recording = replace(cell.recording, columns={**cell.recording.columns, "voltage_volt": shorted})
    whole = measure(recording)
    begin = measure(recording, Specimen("cell", cycles=Window(1, 10)))
    assert any("short" in event.what for event in whole.events)
    assert not any("short" in event.what for event in begin.events)


def test_the_kind_of_cell_is_that_of_the_whole_recording() -> None:
    whole = measure(half_cell(1).recording)
    part = measure(half_cell(1).recording, Specimen("cell", cycles=Window(2, 3)))
    assert part.kind.cell == whole.kind.cell
    assert part.kind.plating_sign == whole.kind.plating_sign


def test_cycles_of_a_full_cell_keep_their_numbers_and_their_order() -> None:
    recording = full_cell(2).recording
    whole = measure(recording).table("cycles")
    part = measure(recording, Specimen("cell", cycles=Window(4, 8))).table("cycles")
    assert whole is not None
    assert part is not None
    number = part.columns["cycle"].values
    for name in ("discharge_capacity", "coulombic_efficiency"):
        of_whole = dict(zip(whole.columns["cycle"].values.tolist(), whole.columns[name].values.tolist(), strict=True))
        wanted = [of_whole[n] for n in number.tolist()[:-1]]
        np.testing.assert_allclose(part.columns[name].values[:-1], wanted, rtol=1e-6)
    assert number.min() == 4


def test_given_formation_cycles_are_left_out_of_means_and_retention() -> None:
    recording = replace(full_cell(2).recording, origin=Measured("cell.csv", "0" * 64, "read"))
    m = measure(recording, Specimen("cell", formation=5))
    means = [f for f in m.findings if f.question.name.startswith("coulombic_efficiency")]
    assert means
    spans = [f.question.at["cycle"] for f in means if isinstance(f.question.at["cycle"], tuple)]
    assert spans
    assert min(low for low, _ in spans) == 6
    (retention,) = [f for f in m.findings if f.question.name == "capacity_retention"][-1:]
    assert isinstance(retention.origin, Measured)
    assert "cycle 6" in retention.origin.method
