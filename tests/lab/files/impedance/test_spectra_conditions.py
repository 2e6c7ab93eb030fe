"""Temperature and time of a spectrum from the name of its file, from a table, and from the header."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spectra_by_hand import arc, ladder, write
from spectra_by_hand import table as table_of

from natria.lab.files import Conditions, SpectrumFile, from_name, read_series_table, read_spectra, with_conditions
from natria.lab.files.impedance import placed
from natria.lab.files.impedance.conditions.stated import stated_temperature
from natria.quantity import InputError

STEMS = st.text(alphabet="abcxyz", min_size=1, max_size=8)
JOINTS = st.sampled_from(["_", " ", "__", ",", "(", "="])


@pytest.mark.parametrize(
    ("stem", "temperature", "time"),
    [
        ("cell_25degC", 298.15, None),
        ("25C", 298.15, None),
        ("-10C", 263.15, None),
        ("Na_-10C", 263.15, None),
        ("x(-10C)", 263.15, None),
        ("cell-25C", 298.15, None),  # a dash behind a word parts it
        ("run2-25C", 298.15, None),
        ("T=-10C", 263.15, None),
        ("T10C", 283.15, None),
        ("minus10C", 263.15, None),
        ("0C", 273.15, None),
        ("25°C_rest", 298.15, None),
        ("333K", 333.0, None),
        ("333K_15min", 333.0, 900.0),
        ("25C_298K", 298.15, None),
        ("t=5h", None, 18000.0),
        ("cell_t5h_60C", 333.15, 18000.0),
        ("15min", None, 900.0),
        ("1h30min", None, 5400.0),
        ("1h_30min", None, 5400.0),
        ("2.5h", None, 9000.0),
        ("2p5h", None, 9000.0),
        ("after_3d_-5degC", 268.15, 259200.0),
        ("rest10min_t=5h", None, 18000.0),
        ("0.5C_25C", 298.15, None),  # a rate and a temperature
        ("20240115_eis_100Hz", None, None),
        ("NaPF6_1M_C10", None, None),
        ("cycle5_3V_2mAh", None, None),
        ("5K", None, None),
        ("", None, None),
    ],
)
def test_a_name_gives_conditions(stem: str, temperature: float | None, time: float | None) -> None:
    found = from_name(stem)
    assert found.temperature == pytest.approx(temperature)
    assert found.time == pytest.approx(time)
    assert not found.notes


@pytest.mark.parametrize("stem", ["1C", "10C", "T-10C", "25C_35C", "2h_5h", "C10_5C"])
def test_an_ambiguous_name_gives_a_note_and_no_number(stem: str) -> None:
    found = from_name(stem)
    assert (found.temperature, found.time) == (None, None)
    assert [note.code for note in found.notes] == ["name-ambiguous"]


@given(STEMS, JOINTS, st.integers(-100, 300), st.sampled_from(["degC", "°C", "celsius"]))
def test_a_temperature_comes_back(stem: str, joint: str, celsius: int, unit: str) -> None:
    assert from_name(f"{stem}{joint}{celsius}{unit}").temperature == pytest.approx(celsius + 273.15)


@given(STEMS, JOINTS, st.integers(50, 2000))
def test_kelvins_come_back(stem: str, joint: str, kelvins: int) -> None:
    assert from_name(f"{stem}{joint}{kelvins}K").temperature == kelvins


@given(STEMS, JOINTS, st.floats(0.01, 999).map(lambda x: round(x, 2)), st.sampled_from(["s", "min", "h", "d"]))
def test_a_time_comes_back(stem: str, joint: str, size: float, unit: str) -> None:
    seconds = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}[unit]
    for number in (f"{size}", f"{size}".replace(".", "p")):
        assert from_name(f"{stem}{joint}{number}{unit}").time == pytest.approx(size * seconds)


@given(st.integers(0, 48), st.integers(1, 59))
def test_hours_and_minutes_are_one_time(hours: int, minutes: int) -> None:
    assert from_name(f"eis_{hours}h{minutes}min").time == pytest.approx(hours * 3600 + minutes * 60)


@given(st.text(max_size=80))
def test_any_name_is_read_or_gives_nothing(stem: str) -> None:
    found = from_name(stem)
    assert found.temperature is None or 0 < found.temperature < 1e4
    assert found.time is None or found.time >= 0


@given(st.text(alphabet="0123456789CKhdegmins_-.=pT t", max_size=40))
def test_names_of_such_letters_never_fail(stem: str) -> None:
    from_name(stem)


def test_a_table_gives_conditions_by_file(tmp_path: Path) -> None:
    text = "file;temperature [degC];time\na.dta;25;5 h\nsub/b.dta;-10;\nc;;30 min\n"
    table = read_series_table(write(tmp_path, text, "series.csv"))
    assert table.of(tmp_path / "a.dta") == Conditions(pytest.approx(298.15), 18000.0)
    assert table.of(Path("sub/b.dta")) == Conditions(pytest.approx(263.15), None)
    assert table.of(tmp_path / "c.mpt") == Conditions(None, 1800.0)
    assert table.of(tmp_path / "d.mpt") is None
    assert table.unused([Path("a.dta"), Path("c.mpt")]) == ("sub/b.dta",)


@given(st.dictionaries(STEMS, st.tuples(st.floats(1, 2000), st.floats(0, 1e7)), min_size=1, max_size=6))
def test_a_table_in_si_comes_back(rows: dict[str, tuple[float, float]]) -> None:
    import tempfile

    text = "file,T/K,t/s\n" + "".join(
        f"{name},{kelvins:.9f},{seconds:.9f}\n" for name, (kelvins, seconds) in rows.items()
    )
    with tempfile.TemporaryDirectory() as folder:
        table = read_series_table(write(Path(folder), text, "series.csv"))
    assert table.rows.keys() == rows.keys()
    for name, (kelvins, seconds) in rows.items():
        assert table.rows[name].temperature == pytest.approx(kelvins)
        assert table.rows[name].time == pytest.approx(seconds, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "file,temperature [degC]\n",
        "file,temperature\na,25\n",  # no unit
        "file,temperature [V]\na,25\n",
        "a,b\n1,2\n",
        "file,T/K\na,300\na,310\n",  # twice
        "file,T/K\na,-5\n",
        "file,T/K,t/h\na,300\n",  # a cell is missing
        "file,T/K\na,warm\n",
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_series_table(write(tmp_path, text, "series.csv"))
    assert all(problem.fix for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("entry", "kelvins"),
    [
        ({"Temperature": "25 °C"}, 298.15),
        ({"temperature (degC)": "-10"}, 263.15),
        ({"Temp": "333 K"}, 333.0),
        ({"Temperature": "25"}, None),  # no unit
        ({"Temperature": "-327 degC"}, None),  # no thermometer
        ({"Temperature range": "10 degC"}, None),
    ],
)
def test_a_temperature_of_the_header(entry: dict[str, str], kelvins: float | None) -> None:
    assert stated_temperature(entry) == pytest.approx(kelvins)


def series(folder: Path, name: str, sweeps: int = 1, **more: np.ndarray) -> SpectrumFile:
    f = np.tile(ladder(10), sweeps)
    return read_spectra(write(folder, table_of(f, arc(f), **more), name))


def codes(file: SpectrumFile) -> set[str]:
    return {note.code for note in file.notes} - {"columns-inferred"}


def test_the_name_fills_what_the_file_lacks(tmp_path: Path) -> None:
    file = with_conditions(series(tmp_path, "cell_25degC_t=5h.csv"))
    assert (file.sweeps[0].temperature, file.sweeps[0].time) == (pytest.approx(298.15), 18000.0)
    assert codes(file) == {"temperature-from-name", "time-from-name"}
    plain = series(tmp_path, "cell.csv")
    assert with_conditions(plain) == plain


def test_the_file_comes_before_its_name_and_a_difference_is_named(tmp_path: Path) -> None:
    file = with_conditions(series(tmp_path, "cell_25degC.csv", **{"T/degC": np.full(10, 40.0)}))
    assert file.sweeps[0].temperature == pytest.approx(313.15)
    assert codes(file) == {"temperatures-differ"}


def test_a_table_comes_before_both(tmp_path: Path) -> None:
    listed = read_series_table(write(tmp_path, "file,T/K,t/h\ncell_25degC_t=5h.csv,310,2\n", "series.csv"))
    file = with_conditions(series(tmp_path, "cell_25degC_t=5h.csv", **{"T/degC": np.full(10, 40.0)}), listed)
    assert (file.sweeps[0].temperature, file.sweeps[0].time) == (310.0, 7200.0)
    assert codes(file) == {"temperatures-differ", "temperature-from-table", "time-from-table"}


def test_the_sweeps_of_a_file_keep_their_distance_in_time(tmp_path: Path) -> None:
    file = with_conditions(series(tmp_path, "a_t=1h.csv", sweeps=3, **{"t/s": np.arange(30) * 60.0}))
    assert [sweep.time for sweep in file.sweeps] == [3600.0, 4200.0, 4800.0]
    file = with_conditions(series(tmp_path, "a_t=1h.csv", sweeps=3))
    assert [sweep.time for sweep in file.sweeps] == [3600.0, None, None]


def test_a_sweep_of_a_table_comes_before_its_file(tmp_path: Path) -> None:
    text = "file,sweep,T/K,t/h\na.csv,,300,1\na.csv,2,320,\na.csv,3,,9\n"
    listed = read_series_table(write(tmp_path, text, "series.csv"))
    file = with_conditions(series(tmp_path, "a.csv", sweeps=3, **{"t/s": np.arange(30) * 60.0}), listed)
    assert [sweep.temperature for sweep in file.sweeps] == [300.0, 320.0, 300.0]
    assert [sweep.time for sweep in file.sweeps] == [3600.0, 4200.0, 32400.0]


def test_a_table_with_quotes_and_a_delimiter_in_a_name(tmp_path: Path) -> None:
    text = '"file", "temperature [degC]"\n"a, first.csv", "25"\n"b ""x"".csv",30 degC\n'
    listed = read_series_table(write(tmp_path, text, "series.csv"))
    assert {name: round(row.temperature or 0, 2) for name, row in listed.rows.items()} == {
        "a, first.csv": 298.15,
        'b "x".csv': 303.15,
    }


def test_a_spectrum_that_a_table_leaves_out_is_named(tmp_path: Path) -> None:
    files = [series(tmp_path, name) for name in ("a.csv", "b_25degC.csv")]
    listed = read_series_table(write(tmp_path, "file,T/K\na.csv,310\n", "series.csv"))
    _, second = placed(files, listed)
    assert "not-in-table" in codes(second)
    assert second.sweeps[0].temperature == pytest.approx(298.15)
    files[1] = series(tmp_path, "b.csv")  # without a temperature of its own
    with pytest.raises(InputError, match=r"b\.csv"):
        placed(files, listed)
    empty = read_series_table(write(tmp_path, "file,T/K\na.csv,310\nb.csv,-\n", "series.csv"))
    assert [file.sweeps[0].temperature for file in placed(files, empty)] == [310.0, None]


@pytest.mark.parametrize("row", ["a.csv,4,300", "a.csv,one,300", "a.csv,1,300\na.csv,1,310"])
def test_a_row_for_no_sweep_is_refused(tmp_path: Path, row: str) -> None:
    file = series(tmp_path, "a.csv", sweeps=3)
    with pytest.raises(InputError) as caught:
        placed([file], read_series_table(write(tmp_path, f"file,sweep,T/K\n{row}\n", "series.csv")))
    assert all(problem.fix for problem in caught.value.problems)
