"""A parquet file may declare far more rows than it has bytes: too many are refused before any is read."""

import polars as pl
import pytest

from natria.lab import read_recording
from natria.lab.files.formats import bdf_parquet
from natria.quantity import InputError


def test_more_rows_than_a_recording_has_are_refused_before_they_are_read(tmp_path, monkeypatch):
    file = tmp_path / "cell.parquet"
    columns = {"test_time_second": [0.0, 1.0, 2.0], "voltage_volt": [0.1] * 3, "current_ampere": [1e-3] * 3}
    pl.DataFrame(columns).write_parquet(file)
    monkeypatch.setattr(bdf_parquet, "LONGEST", 3)
    assert len(read_recording(file)) == 3
    monkeypatch.setattr(bdf_parquet, "LONGEST", 2)
    monkeypatch.setattr(pl, "read_parquet", lambda *_, **__: pytest.fail("it was read"))
    with pytest.raises(InputError) as no:
        read_recording(file)
    assert "3 rows" in no.value.problems[0].what


def test_the_limit_holds_years_of_readings_and_little_memory():
    assert 365 * 86_400 < bdf_parquet.LONGEST < 1e8
