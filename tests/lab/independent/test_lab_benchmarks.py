"""The benchmarks of shorts and of CE run with few cells, and score what they should."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from independent import AurbachSettings, InstrumentSettings, aurbach_recording, random_healthy, random_short

BENCHMARKS = str(Path(__file__).parents[3] / "benchmarks")


@pytest.fixture
def benchmark(monkeypatch):
    """A benchmark by its name; the path is as before afterwards."""
    monkeypatch.setattr(sys, "path", [BENCHMARKS, *sys.path])
    return importlib.import_module


def rows(lines: list[str]) -> dict[str, list[str]]:
    """The rows of all tables by their first cell."""
    cells = [[c.strip() for c in line.strip("| ").split(" | ")] for line in lines if line.startswith("| ")]
    return {row[0]: row[1:] for row in cells}


def test_tables_of_shorts_have_a_row_for_each_fall_and_each_disturbance(benchmark):
    shorts = benchmark("shorts_independent")
    lines = list(shorts.independent_tables(1, len(shorts.KINDS) - 1, 1, with_misses=True, shares=(0.4,)))
    found = rows(lines)
    assert {*shorts.ROWS, *shorts.KINDS} <= {*found}
    assert found["all cells that are cycled"][0] == str(len(shorts.KINDS) - 1)


def test_a_sudden_short_is_scored_as_found_with_its_onset(benchmark):
    shorts = benchmark("shorts_independent")
    scored = shorts.score(random_short(1, 0.6, 0.0, "none"), "at once", 0.6, 1)
    assert scored.claims
    assert scored.is_onset_right
    assert not scored.early


@pytest.mark.parametrize("at", [-3.0, 0.5, 8.0])
def test_a_sign_counts_by_its_time(benchmark, monkeypatch, at):
    shorts = benchmark("shorts_independent")
    made = random_short(1, 0.6, 5.0, "none")
    time = made.truth.path.onset + at * made.truth.half_cycle
    monkeypatch.setattr(shorts, "signs_of", lambda _: (shorts.Sign("gradual", time),))
    scored = shorts.score(made, "5 half-cycles", 0.6, 1)
    assert (scored.is_found, bool(scored.early)) == {-3.0: (False, True), 0.5: (True, False), 8.0: (False, False)}[at]
    assert scored.is_onset_right == (at == 0.5)


def test_any_sign_in_a_healthy_cell_is_a_false_alarm(benchmark, monkeypatch):
    shorts = benchmark("shorts_independent")
    monkeypatch.setattr(shorts, "signs_of", lambda _: (shorts.Sign("gradual", 5.0),))
    assert shorts.score(random_healthy(1, "none"), "none", 0.0, 1).early == ("gradual",)


def test_sets_of_cells_for_development_share_no_seed_with_the_published_one(benchmark, monkeypatch):
    shorts = benchmark("shorts_independent")
    seeds: dict[int, set[int]] = {0: set(), 1: set()}
    for others in seeds:
        monkeypatch.setattr(shorts, "spread", lambda _, jobs, __, o=others: seeds[o].update(j[-1] for j in jobs) or [])
        list(shorts.independent_tables(50, 1000, 1, others=others))
    assert len(seeds[0]) == len(seeds[1]) > 2000
    assert not seeds[0] & seeds[1]


def test_tables_of_efficiency_have_a_row_for_each_sampling_and_each_offset(benchmark, capsys, monkeypatch):
    efficiency = benchmark("efficiency")
    monkeypatch.setattr(sys, "argv", ["efficiency.py", "--cells", "2", "--workers", "1", "--misses"])
    efficiency.main()
    found = rows(capsys.readouterr().out.splitlines())
    assert found["all"][0] == "2"
    assert sum(name.startswith("a reading every") for name in found) == len(efficiency.INTERVALS)


def test_the_error_of_an_efficiency_is_found_less_true(benchmark):
    efficiency = benchmark("efficiency")
    settings = AurbachSettings(0.99, 0.95)
    instrument = InstrumentSettings(1.0)
    scored = efficiency.score(aurbach_recording(settings, instrument), settings, instrument, efficiency.AURBACH, 0)
    assert abs(scored.error) < 1e-3
    assert np.isnan(scored.low) or scored.low <= scored.error <= scored.high


def test_the_tables_of_synthetic_cells_run(benchmark):
    shorts = benchmark("shorts")
    one = shorts.one_shorted((11_000_001, 1e-3))
    assert one.drop > 0
    assert len(list(shorts.by_noise([one]))) == len(shorts.NOISES) + 3
    assert shorts.one_healthy((21_000_001, 1e-3)).drop == 0
    assert shorts.one_worn((31_000_000, "counter exhausted"))[1]
    assert shorts.one_full((41_000_000, True))[0]


def test_no_detector_beats_the_one_that_knows_all(benchmark):
    limits = benchmark("impedance_limits")
    third = limits.detected("third arc", 6, 5)
    assert np.median(third.known) > 2  # most third arcs leave more than two standard deviations
    clean = limits.detected("none", 6, 5)
    assert np.abs(clean.resistances(clean.still)).max() < 1e-3  # without noise the truth comes back
    (first, *_) = limits.curve(third, clean.fits, (np.zeros(6), np.ones(6)))
    assert first[0] == "0.5 %"
    assert first[2] == "100.0 %"
