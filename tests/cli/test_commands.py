"""The commands as a person types them."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from natria.cli import main
from natria.models import models
from natria.quantity import load


def test_study_prints_a_table_and_writes_a_page(run, tmp_path):
    code, out, _ = run("study", "kumar2020")
    assert code == 0
    for word in ("kumar2020:eta-35um", "180 mV", "397 mV", "x 2.21", "conditional", "exchange current density"):
        assert word in out
    folder = tmp_path / "natria-out" / "kumar2020"
    assert {p.name for p in folder.iterdir()} == {
        "index.html",
        "findings.json",
        "natria-files.json",
        "tables",
        "figures",
    }
    document = json.loads((folder / "findings.json").read_text())
    assert document["schema"] == "natria.study/1"
    for table in document["tables"]:
        frame = pl.read_parquet(folder / table["file"])
        assert frame.columns == list(table["columns"])
    assert not [p for p in (tmp_path / "natria-out").iterdir() if p.name != "kumar2020"]


def test_study_replaces_an_older_study(run, tmp_path, small_design):
    out = tmp_path / "here"
    assert run("study", small_design, "--out", out)[0] == 0
    old, own = out / "tables" / "old.csv", out / "tables" / "of the user.csv"
    for file in (old, own):
        file.write_bytes(b"")
    manifest = json.loads((out / "natria-files.json").read_text())
    (out / "natria-files.json").write_text(json.dumps({**manifest, "files": [*manifest["files"], "tables/old.csv"]}))
    assert run("study", small_design, "--out", out)[0] == 0
    assert not old.exists()
    assert own.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["here"]


def test_json_is_all_that_is_printed_and_nothing_is_written(run, tmp_path, small_design):
    code, out, err = run("study", small_design, "--json")
    assert code == 0
    assert load(json.loads(out))
    assert err == ""
    assert list(tmp_path.iterdir()) == []


def test_without_spread_nothing_is_moved(run, small_design):
    code, out, _ = run("study", small_design, "--json", "--no-spread")
    assert code == 0
    document = json.loads(out)
    assert document["comparisons"]
    assert all(c["grade"] is None for c in (*document["comparisons"], *document["answers"]))


def test_json_and_a_folder_go_together(run, tmp_path, small_design):
    code, out, err = run("study", small_design, "--json", "--out", tmp_path / "x")
    assert code == 0
    assert json.loads(out) == json.loads((tmp_path / "x" / "findings.json").read_text())
    assert "index.html" in err


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    """The folder of a study as the command writes it; a test that changes it takes a copy."""
    folder = tmp_path_factory.mktemp("studied") / "kumar2020"
    with pytest.raises(SystemExit) as ended:
        main(["study", "kumar2020", "--out", str(folder)])
    assert ended.value.code == 0
    return folder


def test_trace_goes_down_to_papers_and_assumptions(run, studied):
    shutil.copytree(studied, "natria-out/kumar2020")
    document = json.loads(Path("natria-out/kumar2020/findings.json").read_text())
    answer = next(c["answer"] for c in document["comparisons"] if c["target"] == "kumar2020:eta-35um")
    code, out, _ = run("trace", answer)
    assert code == 0
    for word in (
        "kumar2020:eta-3um",
        "zhu2024:napf6-hysteresis",
        "assumed: 1 M sodium salts in glymes",
        "fitted with layered_cell",
        "held:",
    ):
        assert word in out
    assert models()["layered_cell"].objection in " ".join(out.split())  # below the tree, wrapped
    assert run("trace", answer[:-3])[1] == out
    assert run("trace", answer, "--from", "natria-out/kumar2020")[1] == out


@pytest.mark.parametrize("key", ["verdict", "why", "agreement"])
def test_an_edited_study_is_refused(run, studied, key):
    shutil.copytree(studied, "s")
    document = json.loads(Path("s/findings.json").read_text())
    document["comparisons"][0][key] = "prediction"
    Path("s/findings.json").write_text(json.dumps(document))
    code, _, err = run("trace", "kumar2020:eta-3um", "--from", "s")
    assert code == 2
    assert "was changed after it was written" in err


def test_trace_of_a_fact_needs_no_study(run):
    code, out, _ = run("trace", "kumar2020:eta-3um")
    assert code == 0
    assert "50 mV" in out
    assert "S11a" in out


def test_trace_of_an_unknown_id(run):
    code, _, err = run("trace", "nonsense")
    assert code == 2
    assert "no such finding" in err
    assert "natria study CASE" in err


def test_trace_says_did_you_mean(run):
    code, _, err = run("trace", "kumar2020:eta-3mu")
    assert code == 2
    assert "did you mean 'kumar2020:eta-3um'" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("kumar2020:", "doi:10.1016/j.xcrp.2020.100044")),
        (("--paper", "kumar2020"), ("kumar2020:life-50", "> 500 cycles", "in words:", "local heating")),
        (("--quantity", "cell_overpotential", "--paper", "kumar2020"), ("kumar2020:eta-35um", "180 mV", "2 facts")),
        (("--of", "NaOH"), ("band gap", "4.3 eV")),
        (("--kind", "fitted"), ("kumar2020:vft-bpi",)),
        (("kumar2020:vft-bpi",), ("about 0.06 eV", "VFT parameter", "T0 not given")),
        (("--class", "organic", "--cell", "Na|Na"), ("zhu2024:phs2na2", ">= 800 h", "organic, Na|Na")),
        (("--phase", "NaI", "--cell", "Na|Cu"), ("zhu2024:nai-na-cu: >= 525 h", "1 fact")),
        (("--phase", "NaBr"), ("in words:", "lowest interfacial diffusion barrier")),
        (("--at", "current=20 mA/cm^2", "--at", "areal_capacity=1 mAh/cm^2"), ("zhu2024:sp2c-cof:",)),
        (("--quantity", "cycling_time", "--between", "2600 to 3000 h", "--class", "hybrid"), ("zhu2024:bi-pvdf",)),
        (
            ("zhu2024:nai",),
            ("printed: 0.25, 0.75", "order: assumed as in the rows", "class: inorganic", "cell: Na|Na", "phases: NaI"),
        ),
        (("zhu2024:nabr",), ("printed: 1, 1", "order: the two numbers are the same", "remark: the text gives cycles")),
        (("zhu2024:alucone",), ("printed beside: ref. 109",)),
    ],
)
def test_literature(run, arguments, words):
    code, out, _ = run("literature", *arguments)
    assert code == 0
    for word in words:
        assert word in " ".join(out.split())


def test_literature_as_json(run):
    code, out, _ = run("literature", "--quantity", "cell_overpotential", "--paper", "kumar2020", "--json")
    assert code == 0
    assert sorted(load(json.loads(out))) == ["kumar2020:eta-35um", "kumar2020:eta-3um"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--quantity", "cell_overpotental"), "did you mean 'cell_overpotential'"),
        (("--paper", "kumar2021"), "did you mean 'kumar2020'"),
        (("kumar2020:eta-4um",), "did you mean 'kumar2020:eta-3um'"),
        (("--phase", "NaFl"), "did you mean 'NaF'"),
        (("--class", "hybird"), "did you mean 'hybrid'"),
        (("--cell", "Na-Na"), "did you mean 'Na|Na'"),
        (("--kind", "mesured"), "did you mean 'measured'"),
        (("--at", "curent=1 mA/cm^2"), "did you mean 'current'"),
    ],
)
def test_literature_says_did_you_mean(run, arguments, hint):
    code, _, err = run("literature", *arguments)
    assert code == 2
    assert hint in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--at", "current"), "is not KEY=VALUE"),
        (("--at", "current=1 V"), "'V' is not a unit of this kind"),
        (("--between", "1 to 2 h"), "--between needs --quantity"),
        (("--quantity", "cycling_time", "--between", "2 h"), "is not a range"),
        (("--quantity", "cycling_time", "--between", "2 to 1 h"), "goes from high to low"),
        (("--quantity", "cycling_time", "--between", "1 to 2 mV"), "'mV' is not a unit of this kind"),
        (("--json", "--csv"), "--json and --csv cannot be combined"),
        (("kumar2020:eta-3um", "--paper", "kumar2020"), "either an ID or search options"),
        (("--papers", "nowhere"), "there is no such file or folder"),
    ],
)
def test_literature_refuses_options_that_make_no_sense(run, arguments, words):
    code, out, err = run("literature", *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_wide_terminal_shows_class_and_cell_in_columns_of_their_own(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    lines = run("literature", "--paper", "zhu2024", "--quantity", "cycling_time")[1].splitlines()
    head = next(line for line in lines if "fact" in line)
    row = next(line for line in lines if "zhu2024:bi-pvdf" in line)
    for title, word in (("value", ">= 2700 h"), ("class", "hybrid"), ("cell", "Na|Na")):
        assert row.index(word) == head.index(title)
    assert "class" not in run("literature", "--of", "NH2-")[1]


def test_literature_as_csv_is_read_back_with_numbers_as_numbers(run):
    code, out, _ = run("literature", "--paper", "zhu2024", "--csv")
    assert code == 0
    table = pl.read_csv(io.StringIO(out), infer_schema_length=None)
    assert table.height == len(load(json.loads(run("literature", "--paper", "zhu2024", "--json")[1])))
    row = table.row(by_predicate=pl.col("fact") == "zhu2024:naf-snf2", named=True)
    assert (row["value"], row["unit"], row["bound"], row["low"], row["high"]) == (600, "h", "at least", 600, None)
    assert (row["si_value"], row["si_unit"]) == (2.16e6, "s")
    assert (row["at current [mA/cm^2]"], row["at areal capacity [mAh/cm^2]"]) == (0.25, 0.125)
    assert (row["class"], row["cell"], row["phases"]) == ("inorganic", "Na|Na", "NaF; NaxSny")
    assert (row["printed"], row["order"], row["ref"]) == ("0.25, 0.125", "the text names them", 70)


def test_one_fact_as_csv_is_one_row(run):
    assert len(run("literature", "kumar2020:eta-3um", "--csv")[1].splitlines()) == 2


def test_literature_as_bibtex_has_the_papers_of_what_is_found_once(run):
    code, out, _ = run("literature", "--quantity", "vft_energy", "--bibtex")
    assert code == 0
    assert out.count("@") == 1
    assert out.startswith("@article{kumar2020,")
    everything = run("literature", "--bibtex")[1]
    assert all(f"{{{key}," in everything for key in ("kumar2020", "zhu2024"))


MINE = """
[source]
key = "mine2025"
title = "A paper of mine"
year = 2025

[[fact]]
id = "eta"
of = "mine2025/cell"
name = "cell_overpotential"
value = 42
unit = "mV"
at = { current = "1 mA/cm^2" }
kind = "measured"
where = "notebook [3], page 7"
"""


def test_literature_of_ones_own_folder(run, monkeypatch):
    Path("papers").mkdir()
    Path("papers/mine.toml").write_text(MINE)
    for more, folder in ((("--papers", "papers"), ""), ((), "papers")):
        monkeypatch.setenv("NATRIA_PAPERS", folder)
        assert "mine2025: A paper of mine" in run("literature", *more)[1]
        assert "42 mV" in run("literature", "mine2025:eta", *more)[1]
        assert "notebook [3], page 7" in " ".join(run("literature", "--paper", "mine2025", *more)[1].split())
        assert run("literature", "--paper", "mine2025", "--bibtex", *more)[1].startswith("@misc{mine2025,")
    assert run("trace", "mine2025:eta")[0] == 0
    monkeypatch.delenv("NATRIA_PAPERS")
    assert run("literature", "--paper", "mine2025")[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that closes is another error there")
@pytest.mark.parametrize("arguments", ["literature", "literature --paper kumar2020", "literature --csv", "--help"])
def test_a_reader_that_goes_away_is_no_error(arguments, tmp_path):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "natria", *arguments.split()]
    with os.fdopen(write, "w") as gone:
        ended = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_cases_lists_the_systems(run):
    code, out, _ = run("cases")
    assert code == 0
    assert "kumar2020/bpi/pristine: bare sodium" in out


def test_design_check_says_what_is_assumed(run, kumar):
    code, out, _ = run("design", "check", kumar.source)
    assert code == 0
    assert "no errors" in out
    assert "interphase.bpi.growth" in out
    assert "the common Celgard" in out


def test_design_schema_is_json_schema(run):
    import jsonschema

    code, out, _ = run("design", "schema")
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))


def test_help_and_version(run):
    code, out, _ = run("--help")
    assert code == 0
    for command in ("study", "trace", "literature", "design", "cases"):
        assert command in out
    assert run("--version")[1].startswith("natria, version")


def test_terms_lists_what_can_be_asked(run):
    code, out, _ = run("terms")
    assert code == 0
    assert "* sand_time [s]" in out
    assert "  migration_barrier [" in out  # no model answers it yet
    assert "areal_capacity [mAh/cm^2]" in out


def test_terms_explains_one(run):
    code, out, _ = run("terms", "hysteresis")
    assert code == 0
    assert "2 x cell_overpotential" in out
    assert "answered by: layered_cell" in out
    code, _, err = run("terms", "hystersis")
    assert code == 2
    assert "did you mean 'hysteresis'" in err
