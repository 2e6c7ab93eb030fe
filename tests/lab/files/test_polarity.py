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
