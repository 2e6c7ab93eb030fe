"""A current that is counted the other way than the voltage is turned, and the notes say so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab import read_recording
from natria.lab.files.current.polarity import against_voltage, is_reversed
from natria.lab.synthetic import HalfTest, SymmetricTest, full_cell, half_cell, symmetric_cell


def columns(offset: float, resistance: float, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Voltage and current of a cell with a resistance and a drift within each half-cycle."""
    current = np.repeat(np.tile([1e-3, 0.0, -1e-3, 0.0], 6), [40, 10, 40, 10] * 6)
    drift = np.sin(np.arange(len(current)) / 40.0) * 1e-3
    return offset + resistance * current + drift + np.random.default_rng(4).normal(0, noise, len(current)), current


def written(path: Path, voltage: np.ndarray, current: np.ndarray) -> Path:
    rows = "".join(f"{60 * k},{v:.7f},{1e3 * i:.6g}\n" for k, (v, i) in enumerate(zip(voltage, current, strict=True)))
    path.write_text(f"t [s],U [V],I [mA]\n{rows}")
    return path


@settings(max_examples=40, deadline=None)
@given(offset=st.floats(-4, 4), resistance=st.floats(30, 1e4), noise=st.floats(0, 1e-4))
def test_a_positive_resistance_is_found_whatever_the_voltage_of_the_cell(
    offset: float, resistance: float, noise: float
) -> None:
    voltage, current = columns(offset, resistance, noise)
    assert not is_reversed(*against_voltage(voltage, current))
    assert is_reversed(*against_voltage(voltage, -current))


@pytest.mark.parametrize("offset", [0.0, 3.3])
def test_a_current_counted_the_other_way_is_turned(offset: float, tmp_path: Path) -> None:
    voltage, current = columns(offset, 50.0, 1e-5)
    right = read_recording(written(tmp_path / "right.csv", voltage, current))
    turned = read_recording(written(tmp_path / "turned.csv", voltage, -current))
    np.testing.assert_array_equal(turned.current, right.current)
    assert "polarity-reversed" in {note.code for note in turned.notes}
    assert "polarity-reversed" not in {note.code for note in right.notes}


def test_noise_and_a_single_switch_decide_nothing() -> None:
    noise = np.random.default_rng(1).normal(0, 1e-3, 1000)
    current = np.repeat(np.tile([1e-3, -1e-3], 10), 50)
    assert not is_reversed(*against_voltage(noise, current))
    assert not is_reversed(*against_voltage(np.r_[np.ones(50), -np.ones(50)], np.r_[-np.ones(50), np.ones(50)]))
    assert against_voltage(noise, np.zeros(1000)) == (0, 0)
    assert against_voltage(np.ones(1), np.ones(1)) == (0, 0)


def test_synthetic_cells_of_every_kind_are_left_as_they_are() -> None:
    for made in (
        symmetric_cell(1, test=SymmetricTest(half_cycles=20)),
        half_cell(1, test=HalfTest(cycles=10)),
        full_cell(1),
    ):
        assert not is_reversed(*against_voltage(made.recording.voltage, made.recording.current))


def chi(path: Path, voltage: np.ndarray, current: np.ndarray) -> Path:
    """A text file of CH Instruments with the current as a column: its header has no setting of the sign."""
    head = "Mar. 3, 2026   10:00:00\nMulti-Current Steps\nInstrument Model:  CHI660E\n\n"
    head += "Time/sec, Potential/V, Current/A\n\n"
    rows = zip(voltage, current, strict=True)
    path.write_text(head + "".join(f"{60.0 * k:.3e}, {v:.6f}, {i:.3e}\n" for k, (v, i) in enumerate(rows)))
    return path


def gamry(path: Path, voltage: np.ndarray, current: np.ndarray, convention: int = 1) -> Path:
    """A .DTA file; the meaning of the number of its convention is not public."""
    head = (
        f"EXPLAIN\nTAG\tCHRONOP\nCONVENTION\tIQUANT\t{convention}\tCurrent Convention\nCURVE\tTABLE\t{len(voltage)}\n"
    )
    names = "\tPt\tT\tVf\tIm\n\t#\ts\tV vs. Ref.\tA\n"
    rows = zip(voltage, current, strict=True)
    path.write_text(head + names + "".join(f"\t{k}\t{60 * k}\t{v:.6f}\t{i:.6e}\n" for k, (v, i) in enumerate(rows)))
    return path


@pytest.mark.parametrize(("write", "name"), [(chi, "cell.txt"), (gamry, "cell.DTA")])
@pytest.mark.parametrize("cathodic_positive", [False, True])
def test_a_sign_setting_that_a_file_does_not_tell_is_covered_by_the_check(write, name, cathodic_positive, tmp_path):
    voltage, current = columns(0.0, 50.0, 1e-5)
    read = read_recording(write(tmp_path / name, voltage, -current if cathodic_positive else current))
    np.testing.assert_allclose(read.current, current, atol=1e-9)
    assert ("polarity-reversed" in {note.code for note in read.notes}) is cathodic_positive


def test_the_convention_of_a_gamry_file_is_shown_and_not_used(tmp_path):
    voltage, current = columns(0.0, 50.0, 1e-5)
    zero, one = (read_recording(gamry(tmp_path / f"{n}.DTA", voltage, current, n)) for n in (0, 1))
    np.testing.assert_array_equal(zero.current, one.current)
    assert zero.metadata["CONVENTION"] != one.metadata["CONVENTION"]
