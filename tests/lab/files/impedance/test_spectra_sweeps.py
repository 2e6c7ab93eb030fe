"""Many sweeps in one file: loops, series, both directions, repeated and missing frequencies, aborted sweeps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spectra_by_hand import arc, csv, ladder, table, write

from natria.lab.files import SpectrumFile, read_spectra
from natria.lab.files.impedance.sweeps import split_sweeps


def codes(file: SpectrumFile) -> set[str]:
    return {note.code for note in file.notes} - {"columns-inferred"}


@given(
    counts=st.lists(st.integers(4, 40), min_size=1, max_size=8),
    falling=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_repeated_sweeps_are_parted_by_their_frequencies(counts: list[int], falling: bool, seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [ladder(count) * rng.uniform(0.999, 1.001) for count in counts]
    parts = parts if falling else [part[::-1] for part in parts]
    sweeps, notes = split_sweeps(np.concatenate(parts), None)
    assert [len(sweep) for sweep in sweeps] == counts
    np.testing.assert_array_equal(np.concatenate(sweeps), np.arange(sum(counts)))
    assert not notes


@given(st.lists(st.floats(1e-3, 1e7), min_size=1, max_size=60), st.booleans())
def test_no_row_is_lost_or_doubled(frequencies: list[float], with_blocks: bool) -> None:
    frequency = np.array(frequencies)
    block = np.arange(len(frequency)) // 7 if with_blocks else None
    sweeps, _ = split_sweeps(frequency, None if block is None else block.astype(float))
    assert sorted(np.concatenate(sweeps)) == list(range(len(frequency)))


def test_down_and_up_are_two_sweeps() -> None:
    down = ladder(30)
    sweeps, _ = split_sweeps(np.r_[down, down[-2::-1]], None)
    assert [len(sweep) for sweep in sweeps] == [30, 29]


def test_a_sweep_that_was_aborted_and_begun_again(tmp_path: Path) -> None:
    f = np.r_[ladder(25)[:8], ladder(25)]
    file = read_spectra(write(tmp_path, table(f, arc(f))))
    assert [len(sweep.spectrum) for sweep in file.sweeps] == [8, 25]
    assert "incomplete-sweep" in codes(file)


def test_one_step_back_is_no_new_sweep(tmp_path: Path) -> None:
    f = ladder(25).copy()
    f[[10, 11]] = f[[11, 10]]
    file = read_spectra(write(tmp_path, table(f, arc(f))))
    assert [len(sweep.spectrum) for sweep in file.sweeps] == [25]
    assert "unsorted-frequencies" in codes(file)
    np.testing.assert_array_equal(file.sweeps[0].spectrum.frequency, f)


def test_frequencies_in_no_order_are_sorted(tmp_path: Path) -> None:
    f = np.random.default_rng(1).permutation(ladder(25))
    file = read_spectra(write(tmp_path, table(f, arc(f))))
    (sweep,) = file.sweeps
    np.testing.assert_array_equal(sweep.spectrum.frequency, np.sort(f)[::-1])
    np.testing.assert_array_equal(sweep.spectrum.impedance, arc(np.sort(f)[::-1]))
    assert "unsorted-frequencies" in codes(file)


def test_few_frequencies_again_and_again_are_sweeps(tmp_path: Path) -> None:
    f = np.tile([1e4, 1e2, 1.0], 20)
    file = read_spectra(write(tmp_path, table(f, arc(f))))
    assert [len(sweep.spectrum) for sweep in file.sweeps] == [3] * 20
    assert "few-frequencies" in codes(file)


def test_a_series_over_temperature_and_time(tmp_path: Path) -> None:
    one = ladder(20)
    f = np.tile(one, 4)
    more = {
        "T/degC": np.repeat([-10.0, 0.0, 25.0, 60.0], 20),
        "t/h": np.arange(80) / 10,
        "Cycle": np.repeat([1.0, 1.0, 2.0, 2.0], 20),  # two sweeps in each cycle
    }
    file = read_spectra(write(tmp_path, table(f, arc(f), **more)))
    assert [sweep.temperature for sweep in file.sweeps] == pytest.approx([263.15, 273.15, 298.15, 333.15])
    assert [sweep.time for sweep in file.sweeps] == pytest.approx([0.0, 7200.0, 14400.0, 21600.0])
    assert not codes(file)


def test_a_number_of_the_point_is_no_number_of_a_sweep(tmp_path: Path) -> None:
    f = ladder(20)
    file = read_spectra(write(tmp_path, table(f, arc(f), Measurement=np.arange(20.0))))
    assert len(file) == 1


def test_sweeps_of_equal_frequencies_are_parted_by_their_number(tmp_path: Path) -> None:
    f = np.r_[ladder(12, 1e5, 1e3), ladder(12, 9e2, 1e0)]  # goes on downwards in the second cycle
    file = read_spectra(write(tmp_path, table(f, arc(f), **{"cycle number": np.repeat([1.0, 2.0], 12)})))
    assert [len(sweep.spectrum) for sweep in file.sweeps] == [12, 12]


def test_rows_of_a_rest_part_two_sweeps(tmp_path: Path) -> None:
    f = np.r_[ladder(12, 1e5, 1e3), 0, 0, 0, ladder(12, 9e2, 1e0)]
    z = np.where(f > 0, arc(np.where(f > 0, f, 1)), 0)
    file = read_spectra(write(tmp_path, table(f, z)))
    assert [len(sweep.spectrum) for sweep in file.sweeps] == [12, 12]
    assert "readings-between" in codes(file)


def test_repeated_rows_are_dropped_and_repeated_frequencies_kept(tmp_path: Path) -> None:
    f = np.repeat(ladder(20), 2)
    z = arc(f)
    file = read_spectra(write(tmp_path, table(f, z)))
    assert len(file.sweeps[0].spectrum) == 20
    assert codes(file) == {"repeated-rows"}
    file = read_spectra(write(tmp_path, table(f, z * np.tile([1.0, 1.001], 20))))
    assert len(file.sweeps[0].spectrum) == 40
    assert codes(file) == {"repeated-frequencies"}


def test_a_missing_frequency_is_named(tmp_path: Path) -> None:
    f = np.delete(ladder(25), [12, 13])
    file = read_spectra(write(tmp_path, table(f, arc(f))))
    assert codes(file) == {"missing-frequencies"}
    mixed = np.r_[ladder(30, 1e5, 1e2), ladder(10, 50, 0.1)]  # another spacing is no gap
    assert not codes(read_spectra(write(tmp_path, table(mixed, arc(mixed)))))


def test_rows_without_a_number_are_dropped(tmp_path: Path) -> None:
    lines = table(ladder(20), arc(ladder(20))).splitlines()
    lines[3], lines[7], lines[9] = "nan,1,2", "100,inf,3", "overload,,"
    lines[12] = lines[12].split(",")[0] + ",0,0"
    file = read_spectra(write(tmp_path, "\n".join(lines) + "\n"))
    assert len(file.sweeps[0].spectrum) == 16
    assert {"unreadable-rows", "zero-impedance"} <= codes(file)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.integers(1, 5), st.integers(5, 15))
def test_sweeps_side_by_side_are_not_mixed(tmp_path: Path, sweeps: int, points: int) -> None:
    """Each sweep of a file has its own impedance."""
    f = np.tile(ladder(points), sweeps)
    sizes = np.repeat(np.arange(1.0, sweeps + 1), points)
    z = 5 + sizes * (arc(f) - 5)
    file = read_spectra(write(tmp_path, csv({"f/Hz": f, "Z'/ohm": z.real, "-Z''/ohm": -z.imag})))
    assert len(file) == sweeps
    for number, sweep in enumerate(file.sweeps, 1):
        expected = 5 + number * (arc(ladder(points)) - 5)
        np.testing.assert_array_equal(sweep.spectrum.impedance, expected)
