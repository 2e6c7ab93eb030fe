"""Bad input: one clear message with what, where and how to mend it; exit code 2; nothing written; no traceback."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from natria.cli import main
from natria.report.common import folder

GOOD = """
name = "lab/cell"
cell = "symmetric"
temperature = "298.15 K"
working = { material = "Na", exchange_current_density = { fact = "yuan2025:i0" } }

[interphase.sei]
thickness = "3 um"
ionic_conductivity = { value = 1e-4, unit = "S/cm", why = "a guess" }
phases = { NaOH = { value = 60, unit = "%", why = "a guess" }, NaNH2 = { value = 40, unit = "%", why = "a guess" } }

[electrolyte.liquid]
material = "NaCF3SO3 in diglyme"
separator = "Celgard"
thickness = "25 um"
salt_concentration = "1 mol/L"

[protocol]
current = "1 mA/cm^2"
areal_capacity = "1 mAh/cm^2"
steps = ["plate current for areal_capacity", "strip current for areal_capacity", "repeat 10"]

[study]
targets = []
ask = [{ name = "cell_overpotential", of = "lab/cell" }]
"""

# what is replaced in the good design, by what, and what the message must say: the place, the reason, the way out
BAD = {
    "missing key": ('temperature = "298.15 K"\n', "", ("temperature", "is missing", "298.15 K")),
    "wrong unit": ('thickness = "3 um"', 'thickness = "3 mV"', ("interphase.sei.thickness", "'mV'", "'m'")),
    "unknown unit": ('thickness = "3 um"', 'thickness = "3 micron5"', ("interphase.sei.thickness", "micron5")),
    "no unit": ('thickness = "3 um"', "thickness = 3", ("interphase.sei.thickness", "has no unit", "3 um")),
    "negative thickness": (
        'thickness = "3 um"',
        'thickness = "-3 um"',
        ("interphase.sei.thickness", "must not be negative"),
    ),
    "fractions": ("value = 40", "value = 50", ("interphase.sei.phases", "110 %", "60 % + 50 %")),
    "unknown phase": (
        "NaNH2 =",
        "NaNH3 =",
        ("interphase.sei.phases.NaNH3", "no material 'NaNH3'", "did you mean 'NaNH2'"),
    ),
    "unknown word": ("plate current", "plat current", ("protocol.steps[1]", "'plat'", "did you mean 'plate'")),
    "no source": (
        'ionic_conductivity = { value = 1e-4, unit = "S/cm", why = "a guess" }',
        'ionic_conductivity = "1e-4 S/cm"',
        ("interphase.sei.ionic_conductivity", "no source", "why"),
    ),
    "unknown key": ("thickness =", "thicknes =", ("interphase.sei.thicknes", "did you mean 'thickness'")),
    "unknown fact": ("yuan2025:i0", "yuan2025:i1", ("working.exchange_current_density", "yuan2025:i1", "did you mean")),
    "unreadable": ('cell = "symmetric"', "cell = symmetric", ("not readable as TOML", "line 3")),
    "unknown term": (
        "cell_overpotential",
        "cel_overpotential",
        ("study.ask[1].name", "did you mean 'cell_overpotential'"),
    ),
    "unknown paper": ("targets = []", 'targets = ["kumar2002"]', ("study.targets[1]", "did you mean 'kumar2020'")),
}


def refused(result, *words):
    code, out, err = result
    assert code == 2, (out, err)
    assert "Traceback" not in out + err
    assert "pydantic" not in err.lower()
    assert "http" not in err
    for word in words:
        assert word in err, err


def test_the_good_design_is_good(run):
    Path("cell.toml").write_text(GOOD)
    assert run("design", "check", "cell.toml")[0] == 0
    assert run("study", "cell.toml", "--out", "out")[0] == 0


@pytest.mark.parametrize("command", [("design", "check"), ("study",)], ids=["check", "study"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_design_is_one_clear_message(run, tmp_path, command, kind):
    old, new, words = BAD[kind]
    assert old in GOOD
    Path("cell.toml").write_text(GOOD.replace(old, new, 1))
    refused(run(*command, "cell.toml"), "cell.toml", *words)
    assert [p.name for p in tmp_path.iterdir()] == ["cell.toml"]


def test_all_problems_come_at_once(run):
    text = (
        GOOD.replace('"3 um"', '"-3 um"')
        .replace("plate current", "plat current")
        .replace('cell = "symmetric"', 'cell = "round"')
    )
    Path("cell.toml").write_text(text)
    refused(
        run("design", "check", "cell.toml"),
        "3 problems",
        "interphase.sei.thickness",
        "protocol.steps[1]",
        "cell: 'round'",
    )


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\x81", bytes(range(256)), b"\x00" * 50, b""], ids=["bom", "all", "zeros", "empty"]
)
@pytest.mark.parametrize(
    "command", [("design", "check"), ("study",), ("trace", "x", "--from")], ids=["check", "study", "trace"]
)
def test_random_bytes(run, command, content):
    Path("cell.toml").write_bytes(content)
    refused(run(*command, "cell.toml"), "cell.toml")


@pytest.mark.parametrize(
    "command", [("design", "check"), ("study",), ("trace", "x", "--from")], ids=["check", "study", "trace"]
)
def test_a_missing_file(run, command):
    Path("cell.toml").write_text(GOOD)
    refused(run(*command, "cel.toml"), "cel.toml")


def test_a_missing_file_says_what_is_near(run):
    Path("cell.toml").write_text(GOOD)
    refused(run("study", "cel.toml"), "no such file", "did you mean 'cell.toml'")


def test_a_folder_instead_of_a_file(run):
    Path("folder.toml").mkdir()
    refused(run("study", "folder.toml"), "is a folder")


def test_an_unknown_case(run):
    refused(run("study", "kumar2002"), "neither a case", "did you mean 'kumar2020'")


def test_an_unknown_model_in_a_fit(run):
    fit = '\n[study.fit.s]\nmodel = "layerd_cell"\ndata = ["kumar2020:eta-3um"]\n'
    Path("cell.toml").write_text(
        GOOD + fit + 'parameters = { s = { term = "ionic_conductivity", start = "1e-4 S/cm" } }\n'
    )
    refused(run("study", "cell.toml"), "study.fit.s.model", "did you mean 'layered_cell'")
    refused(run("design", "check", "cell.toml"), "study.fit.s.model", "did you mean 'layered_cell'")


def test_a_file_where_the_folder_should_be(run):
    Path("out").write_text("mine")
    refused(run("study", "kumar2020", "--out", "out"), "out is not a folder", "--out")
    assert Path("out").read_text() == "mine"


def test_a_folder_with_other_files_is_left_alone(run):
    Path("out").mkdir()
    Path("out/thesis.tex").write_text("mine")
    refused(run("study", "kumar2020", "--out", "out"), "did not write", "--out")
    assert [p.name for p in Path("out").iterdir()] == ["thesis.tex"]


def test_a_folder_below_a_file_cannot_be_made(run):
    Path("file").write_text("mine")
    refused(run("study", "kumar2020", "--out", "file/out"), "cannot write to", "--out")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root and Windows may write everywhere")
def test_a_folder_that_may_not_be_written(run, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    refused(run("study", "kumar2020", "--out", locked / "out"), "cannot write to", "--out")


def test_a_full_disk_leaves_the_older_study(run, tmp_path, monkeypatch, small_design):
    assert run("study", small_design, "--out", "out")[0] == 0
    before = Path("out/findings.json").read_bytes()
    write = folder._write

    def full(path, content):
        if path.suffix == ".parquet":
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(folder, "_write", full)
    refused(run("study", small_design, "--out", "out"), "No space left on device")
    assert Path("out/findings.json").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    "arguments", [("studdy",), ("study",), ("study", "kumar2020", "--oot", "x"), ("design", "check")]
)
def test_a_wrong_command_line(run, arguments):
    refused(run(*arguments))


def test_debug_shows_the_traceback():
    from natria.quantity import DesignError

    with pytest.raises(DesignError):
        main(["study", "nowhere.toml", "--debug"])


def test_a_bug_of_ours_is_one_message_too(run, monkeypatch):
    import natria.cli.study

    def broken(*_, **__):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(natria.cli.study, "run", broken)
    code, out, err = run("study", "kumar2020")
    assert code == 1
    assert "ZeroDivisionError: oh" in err
    assert "--debug" in err
    assert "Traceback" not in out + err


def test_stopping_is_no_error_message(run, monkeypatch):
    import natria.cli.study

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(natria.cli.study, "run", stopped)
    assert run("study", "kumar2020")[0] == 130


def test_the_good_design_above_is_toml():
    assert tomllib.loads(GOOD)["name"] == "lab/cell"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_an_output_that_cannot_be_written_is_no_bug_of_natria():
    command = [sys.executable, "-m", "natria", "terms"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"--debug" not in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_pipe_as_a_design_is_refused_and_not_waited_for(tmp_path, run):
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    refused(run("design", "check", pipe), "pipe.toml", "regular file")


FLAT = {
    "no voltage": np.zeros(720),
    "one voltage": np.full(720, 0.05),
    "a voltage next to nothing": np.full(720, 1e-320),
    "one reading": np.array([0.05]),
    "two readings": np.array([0.05, -0.05]),
}


@pytest.mark.parametrize("kind", FLAT)
def test_a_degenerate_recording_gives_one_message_or_a_result_and_no_warning(run, kind):
    """Every warning is an error in these tests."""
    time = np.arange(0.0, 7200.0, 10.0)
    current = np.where(time // 1800 % 2 == 0, 1e-3, -1e-3)
    voltage = FLAT[kind]
    rows = np.stack([time[: len(voltage)], voltage, current[: len(voltage)]], axis=1)
    head = "test_time_second,voltage_volt,current_ampere"
    np.savetxt("cell.csv", rows, "%.8g", ",", header=head, comments="")
    code, out, err = run("measure", "cell.csv", "--area", "1 cm^2", "--json")
    assert code in (0, 2), err
    assert "internal error" not in err
    assert "Infinity" not in out
    assert "NaN" not in out
