"""BioLogic's binary file against its text twin; and what is said where galvani is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from natria.lab.files.formats.biologic_binary import MAGIC, mean_current
from natria.lab.files.read import read_recording
from natria.quantity import InputError

FILES = Path(__file__).parents[4] / "shared" / "data" / "cycler"
needs_files = pytest.mark.skipif(not FILES.is_dir(), reason="the instrument files are not beside this checkout")


@needs_files
def test_equals_its_text_twin():
    pytest.importorskip("galvani")
    binary, text = (read_recording(FILES / f"gcpl.issue_149.{suffix}") for suffix in ("mpr", "mpt"))
    assert len(binary) == len(text) == 132
    np.testing.assert_allclose(binary.time, text.time, rtol=0, atol=1e-12)
    np.testing.assert_allclose(binary.voltage, text.voltage, rtol=0, atol=1e-7)  # single precision there, 8 digits here
    np.testing.assert_allclose(binary.current, text.current, rtol=1e-6, atol=1e-12)
    assert "mean-current" in {note.code for note in binary.notes}


def test_without_galvani_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "galvani", None)
    file = tmp_path / "cell.mpr"
    file.write_bytes(MAGIC + bytes(100))
    with pytest.raises(InputError, match=r"pip install natria\[biologic\]"):
        read_recording(file)


def test_damaged_file_is_one_message(tmp_path):
    pytest.importorskip("galvani")
    file = tmp_path / "cell.mpr"
    file.write_bytes(MAGIC + b"\x1a" + bytes(200))
    with pytest.raises(InputError, match="galvani cannot read it"):
        read_recording(file)


def test_mean_current_is_charge_over_time_and_nothing_where_no_time_passed():
    current = mean_current(np.array([0.0, 10.0, 10.0, 30.0]), np.array([1.0, 0.01, 5.0, -0.02]))
    assert current == pytest.approx([0.0, 3.6, 0.0, -3.6])
