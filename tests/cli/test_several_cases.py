"""natria study with several cases: a folder each, an index over them, and bad names before any work."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cells(tmp_path):
    """Two small cells of one's own."""
    text = (ROOT / "docs" / "examples" / "my-cell.toml").read_text()
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(text)
    return ("one.toml", "two.toml")


def test_several_cases(run, cells, tmp_path):
    code, out, err = run("study", *cells)
    assert code == 0
    folder = tmp_path / "natria-out"
    assert {p.name for p in folder.iterdir()} == {"one", "two", "index.html"}
    assert {p.name for p in (folder / "one").iterdir()} == {
        *("index.html", "findings.json", "tables", "figures", "natria-files.json")
    }
    assert "[1/2] one" in err
    assert "[2/2] two" in err
    assert "index: natria-out/index.html" in out
    for sentence in json.loads((folder / "two" / "findings.json").read_text())["summary"]:
        assert sentence in " ".join(out.split())


def test_out_is_the_folder_above_and_an_earlier_study_is_listed(run, cells, tmp_path):
    out = tmp_path / "here"
    assert run("study", "one.toml", "--out", out / "before")[0] == 0
    assert run("study", *cells, "--out", out)[0] == 0
    html = (out / "index.html").read_text()
    for name in ("before", "one", "two"):
        assert f'href="{name}/index.html"' in html


def test_one_study_keeps_an_index_up_to_date_but_makes_none(run, cells, tmp_path):
    assert run("study", "one.toml")[0] == 0
    assert not (tmp_path / "natria-out" / "index.html").exists()
    assert run("study", *cells)[0] == 0
    (tmp_path / "three.toml").write_text((tmp_path / "one.toml").read_text())
    code, out, _ = run("study", "three.toml")
    assert code == 0
    assert "index: natria-out/index.html" in out
    assert "three/index.html" in (tmp_path / "natria-out" / "index.html").read_text()


def test_all_asks_every_case_that_comes_with_natria(run, monkeypatch):
    import natria.cli.study
    from natria.design import cases

    asked = []
    monkeypatch.setattr(natria.cli.study, "_several", lambda names, out, papers, _: asked.append((names, out, papers)))
    assert run("study", "--all")[0] == 0
    assert asked == [(tuple(cases()), Path("natria-out"), ())]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("one.toml", "nope"), "neither a case"),
        (("one.toml", "nope.toml"), "nope.toml"),
        (("one.toml", "one.toml"), "'one' is given twice"),
        (("one.toml", "two.toml", "--json"), "--json prints one study"),
        (("one.toml", "--all"), "not both"),
        ((), "name a case, or give --all"),
        (("--all", "--json"), "--json prints one study"),
    ],
)
def test_what_is_wrong_is_said_before_any_work(run, cells, monkeypatch, arguments, said):
    import natria.report.study.several

    monkeypatch.setattr(natria.report.study.several, "run_study", lambda _: pytest.fail("worked before it looked"))
    code, out, err = run("study", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("error:") == 1
    assert {p.name for p in Path().iterdir()} == set(cells)


@pytest.mark.parametrize("what", ["index.html", "one/thesis.tex", "findings.json"])
def test_what_is_not_ours_is_left_alone(run, cells, tmp_path, what):
    file = tmp_path / "natria-out" / what
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    code, _, err = run("study", *cells)
    assert code == 2
    assert "--out" in err
    assert file.read_text() == "mine"
    assert not (tmp_path / "natria-out" / "two").exists()
