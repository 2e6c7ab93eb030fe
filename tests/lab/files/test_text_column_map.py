"""A column map says which column is which; without one, columns are inferred, or refused with what was found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from natria.lab.files import read_recording
from natria.quantity import InputError

TABLE = "my lab\nt;U;I;T\n0,0;12,5;0,0;25\n0,5;31,5;0,5;25\n1,0;-30,0;-0,5;25\n"
MAP = """
[file]
delimiter = ";"
decimal = ","
skip = 1
[columns]
test_time_second = {column = "t", unit = "h"}
voltage_volt = {column = "U", unit = "mV"}
current_ampere = {column = "I", unit = "mA", sign = "reversed"}
temperature_t1_celsius = {column = "T", unit = "degC"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cell.csv").write_text(TABLE)
    (tmp_path / "map.toml").write_text(MAP)
    return tmp_path


def refusal(folder: Path, text: str) -> InputError:
    (folder / "map.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        read_recording(folder / "cell.csv", folder / "map.toml")
    return caught.value


def test_the_map_says_it_all(folder: Path) -> None:
    recording = read_recording(folder / "cell.csv", folder / "map.toml")
    np.testing.assert_array_equal(recording.time, [0, 1800, 3600])
    np.testing.assert_array_equal(recording.voltage, [0.0125, 0.0315, -0.03])
    np.testing.assert_array_equal(recording.current, [0, -0.0005, 0.0005])
    np.testing.assert_array_equal(recording.columns["temperature_t1_celsius"], 25)
    assert "sign-reversed" in {note.code for note in recording.notes}
    assert "column map" in recording.format


def test_of_t_and_capital_t_each_is_taken_as_written(folder: Path) -> None:
    (folder / "cell.csv").write_text(TABLE.replace("t;U;I;T", "T;U;I;t").replace("25", "0,25"))
    swapped = MAP.replace('"t", unit = "h"', '"t", unit = "min"').replace('{column = "T"', '{column = "T"')
    (folder / "map.toml").write_text(swapped.replace("temperature_t1_celsius", "ambient_temperature_celsius"))
    recording = read_recording(folder / "cell.csv", folder / "map.toml")
    np.testing.assert_array_equal(recording.time, 15)
    np.testing.assert_array_equal(recording.columns["ambient_temperature_celsius"], [0, 0.5, 1])


def test_units_may_stand_in_the_names_and_columns_may_be_numbers(folder: Path) -> None:
    (folder / "cell.csv").write_text("0 12.5 0\n10 31.5 0.5\n20 -30 -0.5\n")
    (folder / "map.toml").write_text(
        "[columns]\n"
        'test_time_second = {column = 1, unit = "s"}\n'
        'voltage_volt = {column = 2, unit = "mV"}\n'
        'current_ampere = {column = 3, unit = "mA"}\n'
    )
    np.testing.assert_array_equal(read_recording(folder / "cell.csv", folder / "map.toml").time, [0, 10, 20])
    (folder / "cell.csv").write_text("Zeit [min],Spannung [mV],Strom/uA\n0,12.5,0\n10,31.5,500\n20,-30,-500\n")
    names = 'test_time_second = "Zeit [min]"\nvoltage_volt = "Spannung [mV]"\ncurrent_ampere = "Strom/uA"\n'
    (folder / "map.toml").write_text("[columns]\n" + names)
    recording = read_recording(folder / "cell.csv", folder / "map.toml")
    np.testing.assert_array_equal(recording.time, [0, 600, 1200])
    np.testing.assert_array_equal(recording.current, [0, 0.0005, -0.0005])


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("[file]", "[files]", "files"),
        ("delimiter =", "delimeter =", "file.delimeter"),
        ('delimiter = ";"', 'delimiter = "abc"', "file.delimiter"),
        ('decimal = ","', 'decimal = "x"', "file.decimal"),
        ("skip = 1", "skip = -1", "file.skip"),
        ("skip = 1", 'encoding = "klingon"', "file.encoding"),
        ("voltage_volt", "voltage_vlt", "columns.voltage_vlt"),
        ('unit = "mV"', 'unit = "mA"', "columns.voltage_volt.unit"),
        (', unit = "mV"', "", "columns.voltage_volt.unit"),
        ('unit = "mV"', 'units = "mV"', "columns.voltage_volt.units"),
        ('unit = "mV"', "unit = 3", "columns.voltage_volt.unit"),
        ('{column = "U", unit = "mV"}', "3.5", "columns.voltage_volt"),
        ('column = "U"', 'column = ""', "columns.voltage_volt.column"),
        ('column = "U"', "column = 0", "columns.voltage_volt.column"),
        ('column = "U"', "column = 2", "columns"),
        ('"reversed"', '"backwards"', "columns.current_ampere.sign"),
        ('unit = "h"}', 'unit = "h", sign = "reversed"}', "columns.test_time_second.sign"),
        ('current_ampere = {column = "I", unit = "mA", sign = "reversed"}', "", "columns.current_ampere"),
    ],
)
def test_each_wrong_key_has_a_message_of_its_own(old: str, new: str, where: str, folder: Path) -> None:
    assert old in MAP
    problems = refusal(folder, MAP.replace(old, new)).problems
    assert where in [p.where for p in problems]
    assert all(p.what for p in problems)


def test_all_that_is_wrong_is_said_at_once(folder: Path) -> None:
    text = MAP.replace('unit = "mV"', 'unit = "mA"').replace("skip = 1", "skip = 1.5").replace("T1", "t1")
    assert len(refusal(folder, text.replace("temperature_t1", "temprature_t1")).problems) == 3


def test_what_is_no_map_is_said(folder: Path) -> None:
    assert "not TOML" in str(refusal(folder, "[columns\n"))
    assert "must be a table" in str(refusal(folder, "columns = 3"))
    with pytest.raises(InputError, match="cannot be read"):
        read_recording(folder / "cell.csv", folder / "no.toml")


def test_a_name_that_the_file_does_not_have_is_said(folder: Path) -> None:
    message = str(refusal(folder, MAP.replace('"U"', '"V"')))
    assert "'V'" in message
    assert "t;U;I;T" in message


def test_a_map_serves_a_parquet_too(tmp_path: Path) -> None:
    pl.DataFrame({"when": [0, 1, 2], "how much": [1.0, 2.0, 3.0], "I": [0.0, 1.0, -1.0]}).write_parquet(
        tmp_path / "cell.parquet"
    )
    (tmp_path / "map.toml").write_text(
        "[columns]\n"
        'test_time_second = {column = "when", unit = "min"}\n'
        'voltage_volt = {column = "how much", unit = "mV"}\n'
        'current_ampere = {column = "I", unit = "A"}\n'
    )
    recording = read_recording(tmp_path / "cell.parquet", tmp_path / "map.toml")
    np.testing.assert_array_equal(recording.time, [0, 60, 120])
    np.testing.assert_array_equal(recording.voltage, [0.001, 0.002, 0.003])


# --- guessing


@pytest.mark.parametrize(
    ("names", "time"),
    [
        ("t [s],U [mV],I [mA]", [0, 10, 20]),
        ("Time (min),Potential (mV),Current (mA)", [0, 600, 1200]),
        ("elapsed time/h,E/mV,i/mA", [0, 36000, 72000]),
        ("time_s,voltage_mV,current_mA", [0, 10, 20]),
        ("Zeit [s];Spannung [mV];Strom [mA]", [0, 10, 20]),
        ("Test Time (s),Step Time (s),Cell Voltage (mV),Set Current (A),Current (mA)", [0, 10, 20]),
        ("T [degC],t [s],E [Wh],E [mV],I [mA]", [0, 10, 20]),  # the unit tells them apart
    ],
)
def test_a_table_with_names_and_units_is_guessed_and_shown(names: str, time: list[float], tmp_path: Path) -> None:
    sign = ";" if ";" in names else ","
    cells = {"m": ["12.5", "31.5", "-30"], "i": ["0", "0.5", "-0.5"], "t": ["0", "10", "20"]}
    rows = []
    for k in range(3):
        row = []
        for name in names.split(sign):
            voltage = "mV" in name
            current = "mA" in name
            time_ = name.lower().startswith(("t [s", "time", "elapsed", "zeit", "test"))
            kind = "m" if voltage else "i" if current else "t" if time_ else ""
            row.append(cells[kind][k] if kind else "7")
        rows.append(sign.join(row))
    path = tmp_path / "cell.csv"
    path.write_text("a comment\n" + names + "\n" + "\n".join(rows) + "\n")
    recording = read_recording(path)
    np.testing.assert_array_equal(recording.time, time)
    np.testing.assert_array_equal(recording.voltage, [0.0125, 0.0315, -0.03])
    np.testing.assert_array_equal(recording.current, [0, 0.0005, -0.0005])
    (note,) = [note.text for note in recording.notes if note.code == "columns-inferred"]
    assert all(name in note for name in ("time", "voltage", "current"))


# Spellings of a name and of its unit: (time, voltage, current), each with a place for the unit.
NAMED = (
    ("t", "U", "I"),
    ("Time", "Voltage", "Current"),
    ("Test Time", "Cell Voltage", "Cell Current"),
    ("elapsed_time", "Ecell", "<I>"),
    ("Zeit", "Spannung", "Strom"),
    ("Temps", "Tension", "Courant"),
    ("时间", "电压", "电流"),
    ("時間", "電圧", "電流"),
)
UNIT_STYLES = (
    "{} [{}]",
    "{} ({})",
    "{}/{}",
    "{} / {}",
    "{}_{}",
    "{}.{}",
    "{}, {}",
    "{} in {}",
    "{} {}",
    "{}\uff08{}\uff09",
)
UNITS_OF = (
    {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0, "hours": 3600.0},
    {"V": 1.0, "mV": 1e-3, "volts": 1.0},
    {"A": 1.0, "mA": 1e-3, "uA": 1e-6, "µA": 1e-6, "μA": 1e-6, "amps": 1.0},
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_names_and_units_are_read_in_many_spellings(data: st.DataObject, tmp_path: Path) -> None:
    names, style = data.draw(st.sampled_from(NAMED)), data.draw(st.sampled_from(UNIT_STYLES))
    units = [data.draw(st.sampled_from(sorted(known))) for known in UNITS_OF]
    head = ";".join(style.format(name, unit) for name, unit in zip(names, units, strict=True))
    (tmp_path / "cell.csv").write_text(f"{head}\n1.0;0.5;-0.25\n2.0;0.5;-0.25\n3.0;0.5;-0.25\n", encoding="utf-8")
    recording = read_recording(tmp_path / "cell.csv")
    seconds, volts, amperes = (known[unit] for known, unit in zip(UNITS_OF, units, strict=True))
    np.testing.assert_allclose(recording.time, np.array([1.0, 2.0, 3.0]) * seconds)
    np.testing.assert_allclose(recording.voltage, 0.5 * volts)
    np.testing.assert_allclose(recording.current, -0.25 * amperes)
    assert recording.format == "Generic CSV"


@pytest.mark.parametrize(
    "names",
    ["Time/h;Ewe/V vs. Na;I/mA", "t (h);E (V vs Na/Na+);j (mA)", "Test Time;Volts;Current mA", "hours;volts;I [mA]"],
)
def test_references_clock_times_and_units_as_names_are_read(names: str, tmp_path: Path) -> None:
    times = ("1:00:00", "2:00:00", "3:00:00") if "Test Time" in names else ("1", "2", "3")
    (tmp_path / "cell.csv").write_text(names + "\n" + "".join(f"{t};0.5;-0.25\n" for t in times))
    recording = read_recording(tmp_path / "cell.csv")
    np.testing.assert_allclose(recording.time, [3600, 7200, 10800])
    np.testing.assert_allclose(recording.current, -2.5e-4)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("t,U,I", "'U' matches the voltage but has no unit"),
        ("t [s],U [mV],I [mA/cm2]", "has the unit 'mA/cm2', which is not a known unit of current"),
        ("t [s],U [mV],U2 [mV]", "no column name matches the current"),
        ("t [s],U [mV],E [mV],I [mA]", "the voltage is ambiguous"),
        ("t [s],U [mV],I [mA],U [mV],I [mA]", "'U [mV]' occurs 2 times"),
        ("t [s],U [parsec],I [mA]", "has the unit 'parsec'"),
    ],
)
def test_what_is_not_sure_is_refused_with_what_was_seen(names: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "cell.csv"
    row = ",".join("1.5" for _ in names.split(","))
    path.write_text(names + "\n" + (row + "\n") * 4)
    with pytest.raises(InputError) as caught:
        read_recording(path)
    assert says in str(caught.value)
    assert "--columns map.toml" in str(caught.value)
    assert names.split(",")[1] in str(caught.value)
