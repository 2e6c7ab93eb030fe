"""The commands as a person types them."""

import json
from pathlib import Path

import polars as pl
import pytest

from natria.quantity import load


def test_study_prints_a_table_and_writes_a_page(run, tmp_path):
    code, out, _ = run("study", "kumar2020")
    assert code == 0
    for word in ("kumar2020:eta-35um", "180 mV", "131 mV", "x 0.73", "conditional", "exchange current density"):
        assert word in out
    folder = tmp_path / "natria-out" / "kumar2020"
    assert {p.name for p in folder.iterdir()} == {"index.html", "findings.json", "tables", "figures"}
    document = json.loads((folder / "findings.json").read_text())
    assert document["schema"] == "natria.study/1"
    for table in document["tables"]:
        frame = pl.read_parquet(folder / table["file"])
        assert frame.columns == list(table["columns"])
    assert not [p for p in (tmp_path / "natria-out").iterdir() if p.name != "kumar2020"]


def test_study_replaces_an_older_study(run, tmp_path):
    out = tmp_path / "here"
    assert run("study", "kumar2020", "--out", out)[0] == 0
    (out / "figures" / "left over.png").write_bytes(b"")
    assert run("study", "kumar2020", "--out", out)[0] == 0
    assert not (out / "figures" / "left over.png").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["here"]


def test_json_is_all_that_is_printed_and_nothing_is_written(run, tmp_path):
    code, out, err = run("study", "kumar2020", "--json")
    assert code == 0
    assert load(json.loads(out))
    assert err == ""
    assert list(tmp_path.iterdir()) == []


def test_json_and_a_folder_go_together(run, tmp_path):
    code, out, err = run("study", "kumar2020", "--json", "--out", tmp_path / "x")
    assert code == 0
    assert json.loads(out) == json.loads((tmp_path / "x" / "findings.json").read_text())
    assert "index.html" in err


def test_trace_goes_down_to_papers_and_assumptions(run):
    run("study", "kumar2020")
    document = json.loads(Path("natria-out/kumar2020/findings.json").read_text())
    answer = next(c["answer"] for c in document["comparisons"] if c["target"] == "kumar2020:eta-35um")
    code, out, _ = run("trace", answer)
    assert code == 0
    for word in (
        "kumar2020:eta-3um",
        "yuan2025:i0",
        "assumed: typical of 1 M sodium salts",
        "fitted with layered_cell",
        "held:",
    ):
        assert word in out
    assert run("trace", answer[:-3])[1] == out
    assert run("trace", answer, "--from", "natria-out/kumar2020")[1] == out


@pytest.mark.parametrize("key", ["verdict", "why", "agreement"])
def test_an_edited_study_is_refused(run, key):
    run("study", "kumar2020", "--out", "s")
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
        (("--quantity", "cell_overpotential"), ("kumar2020:eta-35um", "180 mV", "2 facts")),
        (("--of", "NaOH"), ("band gap", "4.3 eV")),
        (("--kind", "fitted"), ("kumar2020:vft-bpi",)),
        (("kumar2020:vft-bpi",), ("about 0.06 eV", "VFT parameter", "T0 not given")),
    ],
)
def test_literature(run, arguments, words):
    code, out, _ = run("literature", *arguments)
    assert code == 0
    for word in words:
        assert word in " ".join(out.split())


def test_literature_as_json(run):
    code, out, _ = run("literature", "--quantity", "cell_overpotential", "--json")
    assert code == 0
    assert sorted(load(json.loads(out))) == ["kumar2020:eta-35um", "kumar2020:eta-3um"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--quantity", "cell_overpotental"), "did you mean 'cell_overpotential'"),
        (("--paper", "kumar2021"), "did you mean 'kumar2020'"),
        (("kumar2020:eta-4um",), "did you mean 'kumar2020:eta-3um'"),
    ],
)
def test_literature_says_did_you_mean(run, arguments, hint):
    code, _, err = run("literature", *arguments)
    assert code == 2
    assert hint in err


def test_cases_lists_the_systems(run):
    code, out, _ = run("cases")
    assert code == 0
    assert "kumar2020/bpi/pristine: bare sodium" in out


def test_design_check_says_what_is_assumed(run, kumar):
    code, out, _ = run("design", "check", kumar.source)
    assert code == 0
    assert "good" in out
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
    assert "  cycle_life [cycles]" in out
    assert "areal_capacity [mAh/cm^2]" in out


def test_terms_explains_one(run):
    code, out, _ = run("terms", "hysteresis")
    assert code == 0
    assert "2 x cell_overpotential" in out
    assert "answered by: layered_cell" in out
    code, _, err = run("terms", "hystersis")
    assert code == 2
    assert "did you mean 'hysteresis'" in err
