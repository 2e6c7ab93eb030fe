"""natria measure of material curves on the command line."""

import json

import pytest
from click.testing import CliRunner

from natria.cli.main import cli
from natria.lab.synthetic.ordering import make_order, write_order


def run(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("materials")
    write_order(make_order("indents", seed=3, given=["indents=2"]), folder / "indents.csv")
    write_order(make_order("compaction", seed=3), folder / "pressed.csv")
    return folder


def test_a_page_with_its_figures(place, tmp_path):
    done = run("measure", place / "indents.csv", "--poisson", "0.3", "--out", tmp_path / "page")
    assert done.exit_code == 0, done.output
    files = {p.relative_to(tmp_path / "page").as_posix() for p in (tmp_path / "page").rglob("*") if p.is_file()}
    assert {"index.html", "findings.json", "figures/indents.png", "figures/spread.svg", "tables/indents.csv"} <= files


def test_kinds_of_one_folder_have_a_page_each(place, tmp_path):
    done = run("measure", place, "--out", tmp_path / "pages")
    assert done.exit_code == 0, done.output
    assert {p.parent.name for p in (tmp_path / "pages").rglob("index.html")} == {"indentation", "compaction"}
    assert run("measure", place, "--json").exit_code == 2


def test_json_alone_writes_nothing(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("measure", place / "pressed.csv", "--json")
    assert json.loads(done.stdout)["schema"] == "natria.curves/1"
    assert list(tmp_path.iterdir()) == []


def test_options_without_a_curve_are_refused(tmp_path):
    file = tmp_path / "cell.csv"
    file.write_text("time [s],voltage [V],current [A]\n0,0,0\n", encoding="utf-8")
    done = run("measure", file, "--poisson", "0.3")
    assert done.exit_code == 2
    assert "--poisson" in done.output
