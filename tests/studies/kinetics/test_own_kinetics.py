"""Own sweeps and polarisations in a study: known numbers come back beside reported ones and the models."""

from __future__ import annotations

import json

import pytest
from test_kinetics_beside import DESIGN, FACTS
from toy_papers import case_with

from natria.cli.main import main
from natria.lab.kinetics.measurement import MeasuredKinetics
from natria.lab.synthetic import symmetric_cell
from natria.lab.synthetic.kinetics import electronic_polarisation, tafel_sweep
from natria.quantity import Finding, InputError, load
from natria.report.study.page import page
from natria.studies import Data, KineticsGiven, Studio, run_study, study_document, with_options
from natria.studies.own_kinds import measure_data

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


def test_a_tafel_sweep_answers_what_the_paper_reports(result):
    (m,) = result.kinetics
    assert (m.family, m.specimen.of) == ("tafel", "toy2026/a")
    assert not result.measurements
    assert not result.spectra
    first, *_ = beside(result, "i0")
    assert first.verdict == "measurement"
    truth = tafel_sweep(3).truth.exchange_current_density
    assert abs(first.answer.value - truth) < 4 * first.answer.std
    (hot,) = beside(result, "i0-hot")
    assert hot.verdict == "not comparable"
    assert not beside(result, "i0-other")


def test_the_models_answer_measured_kinetics_with_a_grade(result):
    measured = {f.id for f in result.kinetics[0].findings}
    modelled = [c for c in result.base.own if c.target.id in measured and isinstance(c.answer, Finding)]
    assert modelled
    assert all(c.grade is not None for c in modelled)
    assert {c.verdict for c in modelled} <= {"prediction", "conditional", "check", "fit"}


def test_the_document_and_the_page_have_them(result):
    document = json.loads(json.dumps(study_document(result, "1.0"), allow_nan=False))
    (entry,) = document["kinetics"]
    assert (entry["technique"], entry["of"]) == ("tafel", "toy2026/a")
    assert set(entry["findings"]) <= {row["id"] for row in document["findings"]}
    assert set(load(document, "a test")) >= set(entry["findings"])
    assert result.kinetics[0].title in page(result, (), "1.0")


def test_a_polarisation_takes_the_thickness_of_the_design(case, tmp_path):
    made = electronic_polarisation(4)
    result = run_study(case, [Data(written(made.recording, tmp_path / "dc.csv"))], spread=False)
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
