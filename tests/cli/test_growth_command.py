"""natria growth: which law a layer follows, and whether its points can tell."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

HEAD = "time (h),thickness (um)"
SPREAD = "time (h),thickness (um),std (um)"
HOURS = np.array([1, 2, 4, 8, 15, 30, 60])


@pytest.fixture
def points(tmp_path):
    def made(head, rows):
        file = tmp_path / "points.csv"
        lines = [head, *(",".join(f"{value:.6g}" for value in row) for row in rows)]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    return made


def many(thickness, std=0.02):
    noise = np.random.default_rng(1).normal(0, std, HOURS.size)
    return [(t, h, std) for t, h in zip(HOURS, thickness + noise, strict=True)]


def test_parabolic_points_are_told_from_the_other_laws(run, points, tmp_path):
    code, out, err = run("growth", points(SPREAD, many(np.sqrt(0.27 * HOURS))), "--out", tmp_path / "g")
    assert (code, err) == (0, "")
    assert "The points follow the parabolic law" in out
    document = json.loads((tmp_path / "g" / "growth.json").read_text(encoding="utf-8"))
    best = document["laws"][0]
    assert document["schema"] == "natria.growth/1"
    assert document["decided"]
    assert best["law"] == "parabolic"
    assert best["parameters"]["parabolic_constant"]["unit"] == "m^2/s"
    assert best["parameters"]["parabolic_constant"]["value"] == pytest.approx(0.27e-12 / 3600, rel=0.05)
    assert best["weight"] > 0.9
    assert len(document["points"]["time"]) == 7
    assert document["file"]["units"] == {"time": "h", "thickness": "um", "std": "um"}
    assert len(document["file"]["sha256"]) == 64


def test_the_figure_is_written_in_both_formats_and_is_the_same_again(run, points, tmp_path):
    file = points(SPREAD, many(1 - np.exp(-HOURS / 5)))
    for folder in ("a", "b"):
        assert run("growth", file, "--out", tmp_path / folder)[0] == 0
    for name, start in (("growth.svg", b"<?xml"), ("growth.png", b"\x89PNG")):
        first, second = ((tmp_path / folder / name).read_bytes() for folder in ("a", "b"))
        assert first.startswith(start)
        assert first == second


def test_the_layer_of_kumar2020_cannot_tell_its_law(run, points, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    code, out, _ = run("growth", points("time (s),thickness (um)", [(30, 3), (300, 35)]))
    assert code == 0
    assert "Best fit: linear" in out
    assert "parabolic, power, logarithmic, self-limiting." in out
    assert "growth rate 0.117 um/s" in out
    assert "pass through 2 different times whatever they say" in out


def test_four_points_leave_laws_open_that_fit_as_well(run, points, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    out = run("growth", points(HEAD, [(1, 1), (2, 1.6), (4, 2), (8, 3.1)]))[1]
    assert "not distinguishable from parabolic: too few points" in out
    assert "less likely than parabolic" in out


def test_parameters_come_in_the_units_of_the_file(run, points, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    out = run("growth", points("time (min),thickness (nm)", [(t, 12 * t) for t in range(1, 8)]))[1]
    assert "growth rate 12 nm/min" in out


def test_one_point_is_no_growth_law(run, points):
    code, out, _ = run("growth", points(HEAD, [(1, 1)]))
    assert code == 0
    assert "do not determine a growth law" in out


BAD = [
    ("time (h),thickness (um)\n-1,2\n", ["line 2", "time is negative"]),
    ("time (h),thickness (um)\n1,-2\n2,1\n", ["line 2", "thickness is negative"]),
    ("time (h),thickness (um)\n0,2\n1,0\n", ["no thickness above zero"]),
    ("time (h),thickness (um),std (um)\n1,2,0\n", ["line 2", "standard deviation"]),
    ("thickness (um)\n1\n", ["line 1", "no column 'time'"]),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_bad_files_end_with_code_2_and_name_file_and_line(run, tmp_path, text, words):
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    code, out, err = run("growth", "bad.csv", "--out", "made")
    assert (code, out) == (2, "")
    for word in ("bad.csv", "fix:", *words):
        assert word in err
    assert not Path("made").exists()


def test_a_folder_of_something_else_is_left_alone(run, points, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, err = run("growth", points(HEAD, [(1, 1), (2, 2)]), "--out", kept)
    assert code == 2
    assert "not" in err
    assert [p.name for p in kept.iterdir()] == ["mine.txt"]
