"""The environment of the process is read in one place; papers of one's own reach the rest as a value of a case."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import natria
from natria.environment import PAPERS, PLUGINS, asks_plugins, own_papers, results

ROOT = Path(natria.__file__).parent
READS = ("environ", "environb", "getenv", "getenvb")


def reads_of(file):
    """The uses of the environment in a file, but for that of the shell's completion."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in READS and ast.unparse(node.value) == "os":
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (node.lineno for alias in node.names if alias.name in READS)


def mentions_of(file, name):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Constant) and n.value == name]


def files_where(holds):
    return {str(file.relative_to(ROOT)) for file in sorted(ROOT.rglob("*.py")) if holds(file)}


def test_the_variable_of_papers_is_named_and_read_in_one_file():
    assert files_where(lambda file: mentions_of(file, PAPERS)) == {"environment.py"}
    assert len(list(reads_of(ROOT / "environment.py"))) == 4  # papers, plug-ins, the store, a key


def test_only_the_border_asks_the_environment():
    def asks(file):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        return any(isinstance(n, ast.ImportFrom) and (n.module or "").endswith("environment") for n in ast.walk(tree))

    assert files_where(asks) == {
        "api.py",
        "api_explore.py",
        "api_interface.py",
        "api_materials.py",
        "api_spectra.py",
        "app/literature/library.py",
        "app/literature/maps.py",
        "app/study/studying.py",
        *(
            f"cli/{name}.py"
            for name in (
                *("calibration/calibrate", "calibration/identify", "compute/calculating", "compute/fetch"),
                *("explore/optimise", "explore/sweep", "options", "predict/predict", "store", "study"),
                *("measure/files", "measure/kinetics", "measure/materials", "measure/spectra"),
                *("simulate/cell", "simulate/model"),
            )
        ),
    }


def test_folders_of_the_environment_come_before_those_that_are_given(monkeypatch, tmp_path):
    monkeypatch.setenv(PAPERS, os.pathsep.join([str(tmp_path / "a"), "", str(tmp_path / "b")]))
    assert own_papers([tmp_path / "c", tmp_path / "a"]) == tuple(tmp_path / name for name in "abc")
    monkeypatch.delenv(PAPERS)
    assert own_papers() == ()


def test_plug_ins_and_stored_results_are_switched_off_by_the_word_none(monkeypatch, tmp_path):
    monkeypatch.setenv(PLUGINS, "none")
    monkeypatch.setenv("NATRIA_STORE", "none")
    assert (asks_plugins(), results(), results(tmp_path)) == (False, None, tmp_path)
    assert results(Path("none")) is None
    monkeypatch.delenv(PLUGINS)
    monkeypatch.setenv("NATRIA_STORE", str(tmp_path))
    assert (asks_plugins(), results()) == (True, tmp_path)
