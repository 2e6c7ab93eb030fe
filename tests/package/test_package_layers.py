"""The package as a whole: one-way imports, quick start, public names, files that belong to it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import natria

ROOT = Path(__file__).parents[2]
HEAVY = ("pint", "pydantic", "matplotlib", "scipy", "polars", "numpy", "rich", "starlette", "uvicorn")


def test_imports_run_one_way():
    linter = pytest.importorskip("importlinter.cli", reason="import-linter comes with `make lint`")
    assert linter.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("command", ["import natria", "from natria.cli.main import cli"])
def test_nothing_heavy_is_imported_to_start(command):
    code = f"import sys; {command}; print([m for m in {HEAVY!r} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_measurement_needs_no_compiler():
    """The kernels of the simulated cell take 65 MB; `natria measure` of a file without a design does not load them."""
    code = (
        "import sys, natria.studies, natria.studies.opening.case; "
        "print([m for m in ('numba', 'scipy.optimize', 'polars') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_public_name_is_there():
    for name in natria.__all__:
        assert getattr(natria, name) is not None


def test_public_names_do_not_hide_packages():
    packages = {p.stem for p in (ROOT / "src" / "natria").iterdir() if p.is_dir()}
    assert packages.isdisjoint(natria.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = natria.no_such_thing


def test_types_are_shipped():
    assert (Path(natria.__file__).with_name("py.typed")).exists()


def test_modules_stay_small():
    long = {p.name: n for p in (ROOT / "src").rglob("*.py") if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_only_the_asking_makes_a_computed_origin():
    """No model, reader or case lists its own inputs: the record does. Sweeps and budgets merge such records; a reader
    gives a simulated file back its origin, the synthetic cycler writes its own."""
    makers = {
        str(p.relative_to(ROOT / "src" / "natria"))
        for p in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Computed"
    }
    simulated = {"lab/files/read.py", "lab/synthetic/truth.py"}
    assert makers == {
        "answers/reader.py",
        "record/artefact.py",  # stands for an origin that is not known yet
        "studies/curves/sweep.py",
        "studies/budget.py",
        "quantity/book.py",
        *simulated,
    }


def test_only_the_comparison_makes_a_verdict():
    makers = {
        str(p.relative_to(ROOT / "src" / "natria"))
        for p in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Comparison"
    }
    assert makers == {"studies/verdicts/compare.py"}
