"""A file without a current column: the current is given, and its direction follows the voltage or given times."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.lab import measure, read_current, read_recording
from natria.lab.files.current.directions import current_of
from natria.quantity import Chosen, Finding, InputError, Measured, Question
from natria.record import CURRENT, TIME, VOLTAGE

REAL = Path(__file__).parents[4] / "shared" / "data" / "cycler"
needs_files = pytest.mark.skipif(not REAL.is_dir(), reason="files of cyclers lie beside the checkout and are not here")
HALF = 3600.0
STEP = 60.0


def square(
    halves: int = 12, late: float = 0.0, eta: float = 0.05, noise: float = 2e-4
) -> tuple[np.ndarray, np.ndarray]:
    """Time and voltage of a symmetric cell, an hour a half-cycle, each begun `late` seconds after the one before."""
    per = int(HALF / STEP)
    time = np.concatenate([k * (HALF + late) + STEP * np.arange(1, per + 1) for k in range(halves)])
    sign = np.repeat(np.where(np.arange(halves) % 2, -1.0, 1.0), per)
    return time, eta * sign + np.random.default_rng(5).normal(0, noise, len(sign))


def written(path: Path, time: np.ndarray, voltage: np.ndarray) -> Path:
    path.write_text(
        "Time (s),Voltage (V)\n" + "".join(f"{t:.2f},{v:.6f}\n" for t, v in zip(time, voltage, strict=True))
    )
    return path


def area(cm2: float = 1.0) -> Finding:
    return Finding(Question("face_area", "cell"), cm2 * 1e-4, Chosen("the test"), 0.0)


def problems(path: Path, current: str, **more: Finding) -> str:
    with pytest.raises(InputError) as caught:
        read_recording(path, current=current, **more)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].fix
    return str(caught.value)


# --- direction


@pytest.mark.parametrize(
    "text", ["0.25 mA", "0.25 mA every 1 h", "plate 250 uA for 60 min; strip 0.25 mA for 1 h; repeat"]
)
def test_each_way_to_give_the_direction_gives_the_same_current(text: str, tmp_path: Path) -> None:
    time, voltage = square()
    recording = read_recording(written(tmp_path / "cell.csv", time, voltage), current=text)
    np.testing.assert_array_equal(recording.current, 2.5e-4 * np.sign(voltage))


def test_small_delays_of_an_instrument_do_not_add_up(tmp_path: Path) -> None:
    """Each half-cycle begins 40 s late: after 100 of them the times are off by more than an hour."""
    time, voltage = square(halves=100, late=40.0)
    recording = read_recording(written(tmp_path / "cell.csv", time, voltage), current="1 mA every 1 h")
    np.testing.assert_array_equal(np.sign(recording.current), np.sign(voltage))
    assert "steps-moved" in {note.code for note in recording.notes}


def test_given_times_hold_through_a_short_where_the_voltage_shows_nothing(tmp_path: Path) -> None:
    time, voltage = square(halves=40)
    direction = np.sign(voltage)
    voltage[len(voltage) // 2 :] = np.random.default_rng(1).normal(0, 1e-4, len(voltage) // 2)
    file = written(tmp_path / "cell.csv", time, voltage)
    np.testing.assert_array_equal(np.sign(read_recording(file, current="1 mA every 1 h").current), direction)
    by_voltage = read_recording(file, current="1 mA")
    assert "direction-unclear" in {note.code for note in by_voltage.notes}
    assert any("1 h" in note.text for note in by_voltage.notes)


def test_noise_after_a_short_of_most_of_the_record_is_no_change_of_direction(tmp_path: Path) -> None:
    time, voltage = square(halves=40)
    healthy = int(0.4 * len(voltage))
    voltage[healthy:] = np.random.default_rng(1).normal(0, 1e-4, len(voltage) - healthy)
    recording = read_recording(written(tmp_path / "cell.csv", time, voltage), current="1 mA")
    assert np.count_nonzero(np.diff(np.sign(recording.current))) == 15


def test_rests_are_steps_without_current(tmp_path: Path) -> None:
    time = STEP * np.arange(1, 1 + 4 * 80)
    on = np.tile(np.r_[np.ones(60), np.zeros(20), -np.ones(60), np.zeros(20)], 2)
    text = "0.5 mA for 1 h; rest 20 min; -0.5 mA for 1 h; rest 20 min; repeat 2"
    recording = read_recording(written(tmp_path / "cell.csv", time, 0.03 * on), current=text)
    np.testing.assert_array_equal(recording.current, 5e-4 * on)


def test_after_the_last_step_no_current_flows_and_the_notes_say_so(tmp_path: Path) -> None:
    time, voltage = square(halves=4)
    recording = read_recording(written(tmp_path / "cell.csv", time, voltage), current="1 mA for 1 h; -1 mA for 1 h")
    assert set(np.sign(recording.current[:120])) == {1.0, -1.0}
    np.testing.assert_array_equal(recording.current[120:], 0)
    assert "steps-end" in {note.code for note in recording.notes}


@settings(max_examples=60, deadline=None)
@given(
    amount=st.floats(1e-3, 50.0),
    unit=st.sampled_from(["mA", "uA", "A"]),
    minutes=st.integers(1, 300),
    halves=st.integers(1, 30),
    first=st.sampled_from([1, -1]),
)
def test_a_reversal_every_interval_alternates_whatever_the_voltage(
    amount: float, unit: str, minutes: int, halves: int, first: int
) -> None:
    per = 12
    time = minutes * 60.0 / per * np.arange(1, per * halves + 1)
    current, _ = current_of(
        read_current(f"{first * amount:.6g} {unit} every {minutes} min"), time, np.full(len(time), 3.3)
    )
    turns = np.repeat(np.where(np.arange(halves) % 2, -first, first), per)
    np.testing.assert_array_equal(np.sign(current), turns)
    assert len({float(one) for one in np.abs(current)}) == 1


# --- where it comes from


def test_a_given_current_is_no_measured_one(tmp_path: Path) -> None:
    file = written(tmp_path / "cell.csv", *square())
    recording = read_recording(file, current="0.25 mA")
    assert isinstance(recording.origin, Measured)
    (current,) = recording.origin.inputs
    assert current.origin == Chosen("the command line")
    assert current.value == pytest.approx(2.5e-4)
    assert "given by the command line" in recording.origin.method
    findings = measure(recording).findings
    assert findings
    assert all(current in f.origin.inputs for f in findings if isinstance(f.origin, Measured))


def test_a_current_per_area_needs_the_area_and_names_it(tmp_path: Path) -> None:
    file = written(tmp_path / "cell.csv", *square())
    recording = read_recording(file, current="0.5 mA/cm2", area=area(2.0))
    np.testing.assert_allclose(np.abs(recording.current), 1e-3)
    assert isinstance(recording.origin, Measured)
    assert {f.question.name for f in recording.origin.inputs} == {"current_density", "face_area"}
    assert "area" in problems(file, "0.5 mA/cm2")


# --- mistakes


@pytest.mark.parametrize(
    "text",
    [
        *("0.25", "0.25 V", "much", "0 mA", "0.25 mA every", "0.25 mA every 0 h", "0.25 mA every 1 V", "rest 1 h", ";"),
        *(
            "1 mA for 1 h; 2 mA/cm^2 for 1 h",
            "repeat; 1 mA for 1 h",
            "1 mA for 1 h; then",
            "plate -1 mA for 1 h; repeat",
        ),
    ],
)
def test_a_text_that_gives_no_current_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_current(text)
    assert caught.value.source == "--current"
    assert caught.value.problems[0].fix


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(max_size=40)
    | st.lists(st.sampled_from(["1 mA", " for ", "1 h", ";", "rest ", "repeat", " every ", "/cm2"])).map("".join)
)
def test_any_text_is_a_current_or_an_input_error(text: str) -> None:
    try:
        read = read_current(text)
    except InputError:
        return
    assert any(step.amount for step in read.steps)
    assert all(step.seconds > 0 for step in read.steps)


def test_a_file_with_a_current_of_its_own_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cell.csv"
    rows = "".join(f"{60 * k},0.05,0.001\n" for k in range(1, 9))
    for names in ("t [s],U [V],I [mA]", "t [s],U [V],I", "test_time_second,voltage_volt,current_ampere"):
        file.write_text(f"{names}\n{rows}")
        assert "a current is given" in problems(file, "1 mA")


def test_a_file_without_a_current_says_how_to_give_it(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_recording(written(tmp_path / "cell.csv", *square()))
    assert "--current" in str(caught.value)


def test_decreasing_times_have_no_steps(tmp_path: Path) -> None:
    time, voltage = square(halves=4)
    again = written(tmp_path / "cell.csv", np.r_[time, time], np.r_[voltage, voltage])
    assert "time decreases" in problems(again, "1 mA every 1 h")
    assert len(read_recording(again, current="1 mA")) == 2 * len(time)  # the voltage still shows the direction


def test_the_sign_of_the_voltage_of_a_full_cell_is_no_direction(tmp_path: Path) -> None:
    time, voltage = square()
    assert "does not give the direction" in problems(written(tmp_path / "cell.csv", time, voltage + 3.3), "1 mA")


def test_steps_shorter_than_the_readings_are_refused(tmp_path: Path) -> None:
    assert "interval between readings" in problems(written(tmp_path / "cell.csv", *square()), "1 mA every 1 s")


# --- column maps

MAP = '[columns]\ntest_time_second = "Time (s)"\nvoltage_volt = "Voltage (V)"\n'


@pytest.mark.parametrize(
    "entry",
    [
        '{constant = "0.25 mA"}',
        '{constant = "0.25 mA", every = "1 h"}',
        '{steps = ["plate 0.25 mA for 1 h", "strip 0.25 mA for 1 h", "repeat"]}',
    ],
)
def test_a_column_map_gives_the_current_too(entry: str, tmp_path: Path) -> None:
    time, voltage = square()
    (tmp_path / "map.toml").write_text(f"{MAP}current_ampere = {entry}\n")
    recording = read_recording(written(tmp_path / "cell.csv", time, voltage), tmp_path / "map.toml")
    np.testing.assert_array_equal(recording.current, 2.5e-4 * np.sign(voltage))
    assert isinstance(recording.origin, Measured)
    assert recording.origin.inputs[0].origin == Chosen("map.toml")


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        ("{constant = 3}", "columns.current_ampere"),
        ('{constant = "3"}', "columns.current_ampere"),
        ('{constant = "3 mA", evry = "1 h"}', "columns.current_ampere.evry"),
        ('{constant = "3 mA", column = "I"}', "columns.current_ampere.column"),
        ("{steps = []}", "columns.current_ampere"),
        ('{steps = ["1 mA"]}', "columns.current_ampere"),
        ('{every = "1 h"}', "columns.current_ampere"),
    ],
)
def test_a_wrong_current_in_a_map_is_one_problem(entry: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(f"{MAP}current_ampere = {entry}\n")
    with pytest.raises(InputError) as caught:
        read_recording(written(tmp_path / "cell.csv", *square()), tmp_path / "map.toml")
    assert [p.where for p in caught.value.problems] == [where]


def test_a_current_beside_a_map_fills_what_the_map_leaves_open(tmp_path: Path) -> None:
    file = written(tmp_path / "cell.csv", *square())
    (tmp_path / "map.toml").write_text(MAP)
    assert np.abs(read_recording(file, tmp_path / "map.toml", current="1 mA").current).min() == pytest.approx(1e-3)
    (tmp_path / "map.toml").write_text(f'{MAP}current_ampere = {{constant = "2 mA"}}\n')
    with pytest.raises(InputError) as caught:
        read_recording(file, tmp_path / "map.toml", current="1 mA")
    assert [p.where for p in caught.value.problems] == ["columns.current_ampere"]


# --- real files, their current column taken out


def steps_of(time: np.ndarray, current: np.ndarray) -> str:
    """The steps of a recording as a user would give them: constant currents and rests with their times."""
    rounded = np.where(np.abs(current) < 0.02 * np.abs(current).max(), 0.0, np.sign(current))
    edges = np.flatnonzero(np.diff(rounded)) + 1
    first, stop = np.r_[0, edges], np.r_[edges, len(time)]
    begin = 0.0
    steps = []
    for a, b in zip(first, stop, strict=True):
        size = float(np.median(np.abs(current[a:b]))) * 1e3
        lasts = float(time[b - 1]) - begin
        if lasts > 0:
            word = {1.0: f"charge {size:.6g} mA for", -1.0: f"discharge {size:.6g} mA for", 0.0: "rest"}[
                float(rounded[a])
            ]
            steps.append(f"{word} {lasts:.3f} s")
            begin = float(time[b - 1])
    return "; ".join(steps)


@needs_files
@pytest.mark.parametrize("name", ["cp.mpt", "SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv"])
def test_a_real_recording_without_its_current_gives_the_same_numbers(name: str, tmp_path: Path) -> None:
    read = read_recording(REAL / name)
    kept = {key: read.columns[key] for key in (TIME, VOLTAGE, CURRENT)}  # a counter of the charge would be used
    whole = replace(read, columns=kept)
    file = tmp_path / "cell.csv"
    rows = "".join(f"{t!r},{v!r}\n" for t, v in zip(whole.time.tolist(), whole.voltage.tolist(), strict=True))
    file.write_text(f"Time (s),Voltage (V)\n{rows}")
    given_ = read_recording(file, current=steps_of(whole.time, whole.current))
    assert len(given_) == len(whole)
    wanted, found = measure(whole), measure(given_)
    assert (found.kind.cell, found.kind.test) == (wanted.kind.cell, wanted.kind.test)
    assert len(found.halves) == len(wanted.halves)
    np.testing.assert_allclose(found.halves.charge, wanted.halves.charge, rtol=1e-3)
    np.testing.assert_allclose(found.halves.voltage_mid, wanted.halves.voltage_mid, rtol=1e-4)
    numbers = {(f.question.name, f.question.at.get("cycle")): f.value for f in wanted.findings if f.bound is None}
    again = {(f.question.name, f.question.at.get("cycle")): f.value for f in found.findings if f.bound is None}
    assert again.keys() == numbers.keys()
    for key, value in numbers.items():
        assert again[key] == pytest.approx(value, rel=1e-3, abs=1e-9), key
