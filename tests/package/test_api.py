"""measure, simulate and study from Python: one kind of result, with a table, figures and a page."""

from __future__ import annotations

import doctest
import json
import sys
from types import SimpleNamespace

import pytest

import natria
import natria.api
import natria.api_spectra
from natria.lab import Measurement
from natria.lab.synthetic import SymmetricTest, symmetric_cell
from natria.quantity import Finding, NatriaError
from natria.result import BRIEF, COLUMNS
from natria.studies import Studio, StudyResult
from natria.studies.simulation.outcome import Simulation

RECORDING = symmetric_cell(7, test=SymmetricTest(half_cycles=8, samples=20)).recording
MAKERS = {
    "measure": (Measurement, lambda: natria.measure(RECORDING, area="1 cm^2")),
    "simulate": (Simulation, lambda: natria.simulate("kumar2020", cycles=2, samples=8)),
    "study": (StudyResult, lambda: natria.study("zhu2024")),
}


@pytest.fixture(scope="module", params=MAKERS)
def made(request):
    kind, make = MAKERS[request.param]
    return kind, make()


def test_the_examples_of_the_functions_hold():
    failed, attempted = doctest.testmod(natria.api)
    assert doctest.testmod(natria.api_spectra).failed == 0
    assert attempted
    assert not failed


def test_a_result_holds_the_thing_itself(made):
    kind, result = made
    assert isinstance(result.value, kind)
    assert result.title
    assert result.sentences


def test_every_number_is_a_row(made):
    _, result = made
    table = result.to_polars()
    assert table.columns == list(COLUMNS)
    assert {f.id for f in result.findings} == {name for name in table["id"] if name}
    assert len(table) == len(result.comparisons) + len(result.answers)
    assert table.filter(table["value"].is_null())["why"].str.len_chars().min() != 0


def test_figures_are_figures_of_matplotlib(made):
    from matplotlib.figure import Figure

    _, result = made
    figures = result.plot()
    assert figures
    assert all(isinstance(figure, Figure) and figure.axes for figure in figures)
    assert len(figures) == len(result.pictures())


def test_a_notebook_gets_a_table_without_what_a_browser_would_run(made):
    _, result = made
    html = result._repr_html_()
    assert html.count("<th>") == len(BRIEF)
    assert "<script" not in html


def test_a_page_is_written_and_nothing_of_others_is_replaced(made, tmp_path):
    _, result = made
    page = result.write(tmp_path / "out")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    document = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert document["schema"] == "natria.study/1"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(NatriaError):
        result.write(tmp_path / "mine")


def test_without_pandas_the_message_says_what_to_do(made, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(NatriaError) as refused:
        made[1].to_pandas()
    assert "pip install pandas" in refused.value.fix


def test_pandas_gets_the_same_table(made, monkeypatch):
    frames = SimpleNamespace(DataFrame=lambda data, columns: (data, columns))
    monkeypatch.setitem(sys.modules, "pandas", frames)
    data, columns = made[1].to_pandas()
    assert columns == list(COLUMNS)
    assert data == made[1].to_polars().to_dict(as_series=False)


def test_a_recording_of_a_design_stands_beside_papers_and_models():
    simulated = natria.simulate("kumar2020", cycles=2, samples=8).value.recording
    result = natria.measure(simulated, design="kumar2020", area="1 cm^2")
    assert result.value.specimen.of == "kumar2020/bpi"
    assert result.comparisons
    assert {"cell_overpotential"} <= set(result.to_polars().filter(target="kumar2020:eta-3um")["name"])


def test_a_specimen_says_whose_cell_it_is():
    assert natria.measure(RECORDING, natria.Specimen("lab/cell-7")).value.specimen.of == "lab/cell-7"


def test_a_design_that_was_changed_can_be_simulated_and_changes_have_their_caller():
    design = Studio(natria.load_case("kumar2020")).design("kumar2020/bpi")
    warm = natria.simulate(design.with_({"temperature": "310 K"}), cycles=1, samples=4, changes={"area": "2 cm^2"})
    inputs = {f.question.of.partition("#")[2]: f for f in warm.value.prepared.origin.inputs}
    assert inputs["temperature"].value == 310
    assert inputs["area"].origin == natria.Chosen(natria.api.CALLER)


def test_papers_of_ones_own_come_from_the_call_and_from_the_environment(tmp_path, monkeypatch):
    paper = natria.library().papers["yuan2025"]
    assert isinstance(next(iter(paper.facts.values())), Finding)
    file = tmp_path / "mine2026.toml"
    file.write_text('[source]\nkey = "mine2026"\ntitle = "Mine"\nyear = 2026\n', encoding="utf-8")
    assert "mine2026" in natria.measure(RECORDING, design="kumar2020", area="1 cm^2", papers=[file]).papers.papers
    monkeypatch.setenv("NATRIA_PAPERS", str(file))
    assert "mine2026" in natria.measure(RECORDING, design="kumar2020", area="1 cm^2").papers.papers


@pytest.mark.parametrize(("given", "found"), [(None, "own"), ("other", "other"), ("none", None)])
def test_a_study_finds_the_stored_results_of_the_command_line(given, found, tmp_path, monkeypatch):
    """The folder of the environment, unless another one or none is named."""
    asked = []
    monkeypatch.setenv("NATRIA_STORE", str(tmp_path / "own"))
    known = natria.api.run_study

    def run(case, data, *, store, plugins, **_):
        asked.append(store.path)
        return known(case, data, spread=False, store=store, plugins=plugins)

    monkeypatch.setattr(natria.api, "run_study", run)
    natria.study("zhu2024", store=tmp_path / given if given == "other" else given)
    assert asked == [None if found is None else tmp_path / found]


def test_a_system_that_a_case_does_not_have_is_refused_with_the_nearest():
    with pytest.raises(NatriaError, match="kumar2020/bpi"):
        natria.simulate("kumar2020", system="kumar2020/bip")
