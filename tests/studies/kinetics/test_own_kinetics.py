"""Own sweeps and polarisations in a study: known numbers come back beside reported ones and the models."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from test_kinetics_beside import DESIGN, FACTS
from toy_papers import case_with

from natria.cli.main import main
from natria.lab.kinetics.measurement import MeasuredKinetics
from natria.lab.synthetic import symmetric_cell
from natria.lab.synthetic.kinetics import electronic_polarisation, tafel_sweep
from natria.quantity import InputError, Question, load
from natria.report.study.page import page
from natria.studies import (
    Data,
    KineticsGiven,
    Studio,
    measure_kinetics_recordings,
    run_study,
    study_document,
    with_options,
)
from natria.studies.own_kinds import compared_data, measure_data

AT_25 = KineticsGiven(temperature="25 degC")


def written(recording, path):
    rows = zip(recording.time, recording.voltage, recording.current, strict=True)
    path.write_text("t [s],U [V],I [A]\n" + "".join(f"{t!r},{v!r},{i!r}\n" for t, v, i in _plain(rows)))
    return path


def _plain(rows):
    return (tuple(map(float, row)) for row in rows)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_with(tmp_path_factory.mktemp("case"), FACTS, DESIGN)


@pytest.fixture(scope="module")
def tafel(tmp_path_factory):
    return written(tafel_sweep(3).recording, tmp_path_factory.mktemp("tafel") / "tafel.csv")


@pytest.fixture(scope="module")
def cycling(tmp_path_factory):
    return written(symmetric_cell(7).recording, tmp_path_factory.mktemp("cycling") / "cell.csv")


@pytest.fixture(scope="module")
def result(case, tafel):
    return run_study(case, with_options([Data(tafel)], AT_25))


def beside(result, name):
    return [c for c in result.base.own if c.target.id == f"toy2026:{name}"]


def test_a_tafel_sweep_answers_what_the_paper_reports(case, result):
    (m,) = result.kinetics
    assert (m.family, m.specimen.of) == ("tafel", "toy2026/a")
    assert not result.measurements
    assert not result.spectra
    found = beside(result, "i0")
    assert {c.verdict for c in found} == {"measurement"}
    alone = measure_kinetics_recordings([tafel_sweep(3).recording], Studio(case), kinetics=AT_25)
    expected = [f.value for f in alone.findings if f.question.name == "exchange_current_density"]
    assert [c.answer.value for c in found] == pytest.approx(expected, rel=1e-6)  # as natria measure gives them
    (hot,) = beside(result, "i0-hot")
    assert hot.verdict == "not comparable"
    assert not beside(result, "i0-other")


def test_the_grader_of_the_study_grades_what_the_models_answer(case, tafel):
    class Seen:
        def __init__(self):
            self.asked = []

        def compare(self, target, *_):
            self.asked.append(target.question.name)
            return ()

    studio, grader = Studio(case), Seen()
    m = measure_data(Data(tafel, kinetics=AT_25), studio)
    one = next(f for f in m.findings if f.question.name == "exchange_current_density")
    overpotential = replace(one, question=Question("cell_overpotential", one.question.of))
    compared_data(studio, replace(m, findings=(overpotential,)), (), grader)
    assert grader.asked == ["cell_overpotential"]


def test_the_document_and_the_page_have_them(result):
    document = json.loads(json.dumps(study_document(result, "1.0"), allow_nan=False))
    (entry,) = document["kinetics"]
    assert (entry["technique"], entry["of"]) == ("tafel", "toy2026/a")
    assert set(entry["findings"]) <= {row["id"] for row in document["findings"]}
    assert set(load(document, "a test")) >= set(entry["findings"])
    assert result.kinetics[0].title in page(result, (), "1.0")


def test_a_polarisation_takes_the_thickness_of_its_data(case, tmp_path):
    made = electronic_polarisation(4)
    data = Data(written(made.recording, tmp_path / "dc.csv"), thickness="1 mm")
    result = run_study(case, [data], spread=False)
    (found,) = beside(result, "sigma-e")
    assert found.answer.value == pytest.approx(made.truth.electronic_conductivity, rel=0.03)


def test_a_folder_holds_one_technique(case, tafel, cycling, tmp_path):
    for file in (tafel, tafel.with_name("again.csv")):
        (tmp_path / file.name).write_text(tafel.read_text())
    m = measure_data(Data(tmp_path, kinetics=AT_25), Studio(case))
    assert isinstance(m, MeasuredKinetics)
    assert len(m.tafel) == 2
    (tmp_path / "cell.csv").write_text(cycling.read_text())
    with pytest.raises(InputError):
        measure_data(Data(tmp_path, kinetics=AT_25), Studio(case))


def test_options_go_to_the_data_that_they_are_for(case, tafel, cycling):
    sweep, cell = with_options([Data(tafel), Data(cycling)], AT_25, thickness="1 mm")
    assert (sweep.kinetics, sweep.thickness) == (AT_25, "1 mm")
    assert (cell.kinetics, cell.thickness) == (KineticsGiven(), "")
    for options in ({"kinetics": AT_25}, {"thickness": "1 mm"}, {"circuit": "R0"}):
        with pytest.raises(InputError):
            with_options([Data(cycling)], **options)
    with pytest.raises(InputError):
        measure_data(Data(cycling, kinetics=AT_25), Studio(case))
    with pytest.raises(InputError):
        measure_data(Data(tafel, circuit="R0", kinetics=AT_25), Studio(case))


def test_a_stated_technique_overrules_the_data(case, tafel):
    stated = Data(tafel, kinetics=KineticsGiven(technique="cycling"))
    assert not isinstance(measure_data(stated, Studio(case)), MeasuredKinetics)


def test_the_command_takes_the_options(tafel, capsys):
    with pytest.raises(SystemExit) as done:
        main(["study", "lu2026", "--data", f"lu2026/f-na={tafel}", "--temperature", "25 degC", "--json", "--no-spread"])
    assert done.value.code in (0, None)
    document = json.loads(capsys.readouterr().out)
    assert [one["of"] for one in document["kinetics"]] == ["lu2026/f-na"]
    with pytest.raises(SystemExit) as wrong:
        main(["study", "lu2026", "--temperature", "25 degC"])
    assert wrong.value.code == 2
