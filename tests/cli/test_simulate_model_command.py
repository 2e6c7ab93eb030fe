"""natria simulate --model: the options, the files, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natria.cli.main import main
from natria.studies.interface import MODELS


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        main(["simulate", *arguments])
    return int(done.value.code or 0)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run."""
    out = tmp_path_factory.mktemp("model") / "out"
    assert run("yuan2025", "--model", "interface", "--part", "pore", "--out", str(out)) == 0
    return out


def test_a_model_writes_a_page_with_its_numbers(simulated: Path) -> None:
    written = json.loads((simulated / "findings.json").read_text(encoding="utf-8"))
    assert written["schema"] == "natria.interface/1"
    assert written["model"] == "interface"
    assert [part["part"] for part in written["parts"]] == ["pore"]
    answered = [one for part in written["parts"] for one in part["answers"]]
    assert answered
    assert {row["id"] for row in written["findings"]} >= set(answered)
    page = (simulated / "index.html").read_text(encoding="utf-8")
    assert all(label in page for label in ("Numbers", "Assumptions", "findings.json"))


def test_artefacts_are_files_of_the_folder(simulated: Path) -> None:
    document = json.loads((simulated / "findings.json").read_text(encoding="utf-8"))
    named = {file for part in document["parts"] for file in part["files"].values()}
    assert named
    assert named == {path.name for path in simulated.iterdir() if path.suffix in {".parquet", ".nc"}}


def test_as_json_nothing_is_written(capsys: pytest.CaptureFixture[str], monkeypatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("yuan2025", "--model", "interface", "--part", "pore", "--json") == 0
    assert json.loads(capsys.readouterr().out)["model"] == "interface"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("lu2026", "--model", "mixd"), "mixed"),
        (("lu2026", "--model", "mixed", "--cycles", "2"), "--cycles"),
        (("lu2026", "--model", "mixed", "--part", "nothing"), "mci"),
        (("lu2026", "--model", "mixed", "--system", "lu2026/p-na"), "interphase"),
        (("lu2026", "--part", "mci"), "--model"),
        (("lu2026", "--spread"), "--model"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    arguments: tuple[str, ...], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--out", str(tmp_path / "out")) == 2
    assert word in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


LARGE = "defect.pore.radius=5 mm"


def test_a_part_whose_field_is_refused_is_refused_once_by_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("yuan2025", "--model", "interface", "--part", "pore", "--set", LARGE, "--json") == 2
    said = capsys.readouterr().err
    assert said.count("larger than the face") == 1
    assert f"--set {LARGE.partition('=')[0]}" in said


def test_parts_that_are_answered_are_printed_beside_those_that_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("yuan2025", "--model", "interface", "--set", LARGE, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert {one["of"] for one in document["refused"]} == {"yuan2025/nas#pore"}
    assert len({one["why"] for one in document["refused"]}) == 1
    assert {one["of"] for one in document["findings"] if one["name"] == "focusing_factor"} == {
        "yuan2025/nas#lost-contact"
    }


def test_every_model_asks_answerers_that_exist() -> None:
    from natria.studies.answerers import find_answerer

    for model in MODELS.values():
        for name, terms in model.asks:
            assert set(terms) <= set(find_answerer(name).answers)


def test_every_picture_belongs_to_a_model() -> None:
    from importlib import import_module

    from natria.report.interface.pictures import DRAWN

    assert DRAWN.keys() <= MODELS.keys()
    for module in DRAWN.values():
        assert callable(import_module(f"natria.report.interface.{module}").drawn)


def test_a_device_belongs_to_a_deposition(capsys: pytest.CaptureFixture[str]) -> None:
    from numba import cuda

    assert run("lu2026", "--model", "mixed", "--device", "cuda") == 2
    if cuda.is_available():
        pytest.skip("a GPU is here")
    capsys.readouterr()
    assert run("lu2026", "--model", "deposit", "--device", "cuda", "--json") == 2
    assert "natria[cuda]" in capsys.readouterr().err
