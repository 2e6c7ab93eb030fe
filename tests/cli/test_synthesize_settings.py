"""natria synthesize of spectra and of kinetics: settings, the truth beside the recording, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natria.cli.main import SYNTHETIC, cli
from natria.cli.synthesize import KINDS
from natria.lab.synthetic.ordering import ORDERS

PAGE = Path(__file__).parents[2] / "docs" / "synthesizing.md"


def test_the_command_knows_all_kinds():
    assert tuple(SYNTHETIC) == (*KINDS, *ORDERS)
    said = cli.commands["synthesize"].help
    assert all(kind in said for kind in ORDERS)


@pytest.mark.parametrize("kind", ORDERS)
def test_the_page_includes_every_setting_and_the_command_lists_them(run, kind):
    assert f"```{{include}} _generated/settings-{kind}.md" in PAGE.read_text(encoding="utf-8")
    code, out, _ = run("synthesize", kind, "--settings")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == [one.name for one in ORDERS[kind].settings]


def test_a_cell_on_a_cycler_has_no_settings_and_a_recording_needs_a_file(run):
    code, _, err = run("synthesize", "symmetric", "--settings")
    assert code == 2
    assert "impedance" in err
    code, _, err = run("synthesize", "impedance")
    assert code == 2
    assert "--out" in err


@pytest.mark.parametrize("kind", ORDERS)
def test_each_kind_is_written_with_its_truth(run, tmp_path, kind):
    code, out, err = run("synthesize", kind, "--out", "x.csv")
    assert (code, err) == (0, "")
    truth = json.loads((tmp_path / "x.truth.json").read_text(encoding="utf-8"))
    assert truth["kind"] == kind
    assert "x.truth.json" in out
    assert all((tmp_path / name).exists() for name in truth["recordings"].values())


def test_settings_and_noise_reach_the_recording(run, tmp_path):
    more = ("--set", "drift=20 %", "--set", "points=30", "--noise", "1 %", "--seed", 3)
    assert run("synthesize", "impedance", *more, "--as", "zplot", "--out", "x.z")[0] == 0
    settings = json.loads((tmp_path / "x.truth.json").read_text(encoding="utf-8"))["settings"]
    assert (settings["seed"], settings["analyser.noise"], settings["sweep.points"]) == ("3", "0.01", "30")
    assert (tmp_path / "x.z").read_text(encoding="utf-8").startswith("ZPLOT2 ASCII")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("impedance", "--set", "dritf=3 %"), "did you mean 'drift'"),
        (("impedance", "--set", "cell=soild"), "expected one of solid, liquid, blocking"),
        (("impedance", "--set", "drift"), "NAME=VALUE"),
        (("impedance", "--cycles", "3"), "--cycles is for symmetric"),
        (("impedance", "--noise", "1 mV"), "mV"),
        (("impedance", "--as", "neware"), "is not a known layout"),
        (("symmetric", "--set", "drift=3 %"), "--set is for impedance"),
        (("tafel", "--as", "zplot"), "known layout"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(run, tmp_path, arguments, said):
    code, _, err = run("synthesize", *arguments, "--out", "x.csv")
    assert code == 2
    assert said in err
    assert not list(tmp_path.iterdir())
