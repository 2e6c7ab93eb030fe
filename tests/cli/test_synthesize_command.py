"""natria synthesize: a file with known truth, said in words."""

from __future__ import annotations

import pytest

from natria.lab.files.read import read_recording

LAYOUTS = ("neware", "neware-ma", "landt", "maccor", "arbin", "biologic", "basytec", "gamry", "bdf")


@pytest.mark.parametrize("kind", ["symmetric", "half", "reservoir", "ccd", "full"])
def test_each_kind_is_written_and_read_back(run, tmp_path, kind):
    code, out, err = run("synthesize", kind, "--out", "cell.parquet")
    assert (code, err) == (0, "")
    assert "half-cycles" in out
    found = read_recording(tmp_path / "cell.parquet")
    assert not found.is_measured
    assert f"{len(found)} readings" in out


def test_a_short_is_told_and_the_seed_repeats(run, tmp_path):
    arguments = ("synthesize", "symmetric", "--seed", 3, "--cycles", 10, "--soft-short", "30%", "--as", "neware")
    code, out, _ = run(*arguments, "--out", "a.csv")
    assert code == 0
    assert "soft short" in out
    assert "% of |V|" in out
    run(*arguments, "--out", "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_the_critical_current_is_told(run):
    _, out, _ = run("synthesize", "ccd", "--critical", "1.23 mA/cm^2", "--out", "a.csv")
    assert "1.2 mA/cm^2" in out
    assert "1.3 mA/cm^2" in out


@pytest.mark.parametrize("vendor", LAYOUTS)
def test_every_layout_has_a_name_here(run, vendor):
    assert run("synthesize", "symmetric", "--cycles", 2, "--as", vendor, "--out", "cell.csv")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ccd", "--soft-short", "30%"), "--soft-short is for symmetric, not for ccd"),
        (("symmetric", "--soft-short", "130%"), "a share between 0 and 1"),
        (("symmetric", "--as", "newar"), "did you mean 'neware'"),
        (("symmetric", "--cycles", "0"), "expected 1 to"),
        (("symmetric", "--cycles", "100000000"), "expected 1 to"),
        (("symmetric", "--noise", "5 ohm"), "ohm"),
        (("half", "--efficiency", "120%"), "above 0 to 1"),
        (("full", "--failing-from", "0"), "a cycle, from 1"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(run, tmp_path, arguments, said):
    code, _, err = run("synthesize", *arguments, "--out", "cell.csv")
    assert code == 2
    assert said in err
    assert not list(tmp_path.iterdir())
