"""natria simulate: a run that can be killed, and a recording that is read as that of a cycler is."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from natria.design import load_case
from natria.studies import read_study
from natria.studies.simulation.plan import plan
from natria.studies.simulation.resume import Listener, simulate_design

QUICK = ("simulate", "kumar2020", "--cycles", 6, "--samples", 8)
EAGER = "import natria.models.cell.solvers.checkpoint as s; s.EVERY = 0.02; from natria.cli import main; main()"
LONG = ["simulate", "kumar2020", "--cycles", "300", "--samples", "4", "--json", "--out", "out"]


@pytest.fixture
def no_figures(monkeypatch):
    """They are tested elsewhere and take longer than everything else here."""
    monkeypatch.setattr("natria.report.simulation.files.simulation_pictures", lambda _: ())


def begun(folder: Path) -> subprocess.Popen:
    """A long run in a process of its own, in mid-run."""
    process = subprocess.Popen(
        [sys.executable, "-c", EAGER, *LONG],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "100"},
    )
    position = folder / "out" / "unfinished" / "position.json"
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        if position.exists() and json.loads(position.read_text())["cycle"] > 10:
            return process
        time.sleep(0.01)
    raise AssertionError((process.poll(), process.stderr.read()))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.usefixtures("no_figures")
def test_what_was_run_how_it_ended_and_what_it_rests_on(run):
    code, out, err = run(*QUICK)
    assert code == 0
    assert err == ""
    for part in (
        "kumar2020/bpi: symmetric cell, simulated",
        "6 cycles of 500",
        "J/J_lim = 0.0162",
        "area resistance",
        "cell overpotential",
        "Failure modes",
        "assumed: ",
    ):
        assert part in " ".join(out.split())
    assert str(Path("natria-out/simulate/kumar2020-bpi/index.html")) in out
    assert not Path("natria-out/simulate/kumar2020-bpi/unfinished").exists()


@pytest.mark.usefixtures("no_figures")
def test_a_simulation_is_read_as_a_measurement_and_stays_computed(run):
    """The round trip: the command that it prints gives the numbers that it printed, and none of them is measured."""
    code, out, _ = run(*QUICK, "--out", "out")
    assert code == 0
    simulated = read_study(json.loads(Path("out/findings.json").read_text()), "simulated")
    command = re.search(r"^analyse it again: natria (.*)$", out, re.MULTILINE)[1]
    assert command == ('measure out/recording.parquet --design kumar2020 --system kumar2020/bpi --area "1 cm^2"')
    code, out, _ = run(*shlex.split(command), "--json")
    document = json.loads(out)
    assert code == 0
    read = read_study(document, "measured")
    found = [read[name] for name in document["measurements"][0]["findings"]]
    assert {f.question.name for f in found} >= {"cell_overpotential", "hysteresis", "cycle_life"}
    assert {type(f.origin).__name__ for f in found} == {"Computed"}
    assert all(answer["standing"] != "measurement" for answer in document["answers"])
    before = {f.question.name: f.value for f in simulated.values()}
    assert {f.question.name: f.value for f in found} == {f.question.name: before[f.question.name] for f in found}


@pytest.mark.usefixtures("no_figures")
def test_killed_in_mid_run_it_goes_on_to_the_same_files(run, tmp_path):
    """SIGKILL leaves a process no moment to tidy up."""
    process = begun(tmp_path)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"unfinished"}
    code, _, err = run(*LONG)
    assert code == 0
    assert re.search(r"continuing in cycle \d\d+, where the run was stopped", err)
    code, _, err = run(*LONG[:-1], "undisturbed")
    assert code == 0
    assert "continuing" not in err
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.usefixtures("no_figures")
def test_stopped_by_ctrl_c_it_says_one_line_and_goes_on_later(run, tmp_path):
    process = begun(tmp_path)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert re.fullmatch(r"stopped after cycle \d+; run the same command again to continue\n", err)
    code, _, err = run(*LONG)
    assert code == 0, err
    assert "continuing in cycle" in err
    code, _, err = run(*LONG)
    assert code == 0, err
    assert "continuing" not in err  # a run that is done begins anew


def test_json_alone_writes_nothing(run, tmp_path):
    code, out, _ = run(*QUICK, "--json")
    assert code == 0
    document = json.loads(out)
    assert document["schema"] == "natria.study/1"
    assert document["simulation"]["of"] == "kumar2020/bpi"
    assert document["simulation"]["cycles"] == 6
    assert {a["standing"] for a in document["answers"]} == {"conditional"}
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_costs_no_result(tmp_path):
    command = [sys.executable, "-m", "natria", *map(str, QUICK), "--json", "--out", "out"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        process.stdout.close()
    assert process.returncode == 0
    assert {"index.html", "recording.parquet"} <= {p.name for p in (tmp_path / "out").iterdir()}


def test_an_end_before_its_time_is_said(run):
    given = ("--set", "protocol.current=100 mA/cm^2", "--set", "electrolyte.separator.thickness=250 um")
    code, out, _ = run(*QUICK, *given, "--json")
    said = json.loads(out)["simulation"]
    assert code == 0
    assert said["ended"]["event"] == "salt depleted"
    assert said["limiting_current_ratio"] > 1


def unfinished():
    """A folder with the beginning of a run."""
    made = plan(load_case("kumar2020"), cycles=6, samples=8)
    simulate_design(made, Path("out"), listener=Listener(stop=lambda: True))


@pytest.mark.usefixtures("no_figures")
def test_the_unfinished_run_of_other_settings_is_kept(run):
    unfinished()
    before = contents(Path("out"))
    code, _, err = run("simulate", "kumar2020", "--cycles", 7, "--samples", 8, "--out", "out")
    assert code == 2
    assert "unfinished run of something else (cycles: 6 there, 7 now" in err
    assert "--fresh" in err
    assert contents(Path("out")) == before
    code, _, _ = run("simulate", "kumar2020", "--cycles", 7, "--samples", 8, "--out", "out", "--fresh")
    assert code == 0


def test_a_folder_that_is_not_ours_is_left_alone(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("dear")
    code, _, err = run(*QUICK, "--out", "out")
    assert code == 2
    assert "did not write" in err
    assert contents(tmp_path / "out") == {"thesis.txt": b"dear"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("kumar2021",), "did you mean 'kumar2020'"),
        (("kumar2020", "--system", "kumar2020/bpl"), "did you mean"),
        (("chi2022", "--system", "chi2022/high-temperature"), "no electrolyte"),
        (("kumar2020", "--set", "protocol.current"), "PATH=VALUE"),
        (("kumar2020", "--set", "protocol.current=fast"), "protocol.current"),
        (("kumar2020", "--set", 'protocol.steps=["plate nothing for 1 h"]'), "nothing"),
        (("kumar2020", "--cycles", "0"), "--cycles"),
        (("kumar2020", "--samples", "1"), "--samples"),
        (("kumar2020", "--out", "/proc/nowhere"), "cannot write"),
    ],
)
def test_what_cannot_be_run_is_one_message(run, arguments, says):
    code, out, err = run("simulate", *arguments)
    assert code == 2
    assert out == ""
    assert says in err
    assert "Traceback" not in err


def test_a_design_with_problems_says_all_of_them(run, tmp_path):
    (tmp_path / "cell.toml").write_text('name = "a/b"\ncell = "symetric"\ntemperature = "25"\n')
    code, _, err = run("simulate", "cell.toml")
    assert code == 2
    assert "symmetric" in err
    assert "temperature" in err


@pytest.mark.usefixtures("no_figures")
def test_an_unfinished_run_is_shown_beside_it_and_marked(run):
    code, _, err = run(*QUICK, "--out", "out", "--partial")
    assert code == 2
    assert "Traceback" not in err
    unfinished()
    kept = contents(Path("out"))
    code, out, err = run(*QUICK, "--out", "out", "--partial")
    assert code == 0, err
    assert "incomplete" in out
    assert contents(Path("out")) == kept
    document = json.loads(Path("out-incomplete/findings.json").read_text())
    assert document["simulation"]["incomplete"] is True
    assert document["simulation"]["cycles"] == 1
    assert "incomplete" in Path("out-incomplete/index.html").read_text()


@pytest.mark.usefixtures("no_figures")
def test_a_large_run_is_announced_with_its_size(run, monkeypatch):
    monkeypatch.setattr("natria.cli.simulate.cell.LARGE", 1)
    code, _, err = run(*QUICK, "--json")
    assert code == 0
    assert re.search(r"6 cycles.* readings.* GB", err)
