"""An extra exists when code behind it does."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = {"bench", "browser", "docs", "lint", "test"}  # for developers: nothing in the package imports them
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
MODULES = {
    "atoms": "ase",
    "biologic": "galvani",
    "cuda": "numba",
    "dask": "distributed",
    "dft": "gpaw",
    "optimise": "optuna",
    "peaks": "lmfit",
    "potentials": "chgnet",
    "pybamm": "pybamm",
}


def imported():
    """The top-level names of all modules that the package imports."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "imported" and node.args:
                yield ast.literal_eval(node.args[0]).partition(".")[0] if isinstance(node.args[0], ast.Constant) else ""


def test_every_extra_for_users_is_imported_somewhere():
    assert set(EXTRAS) - TOOLS == set(MODULES)
    assert set(MODULES.values()) <= set(imported())


def test_every_extra_for_users_is_named_where_it_is_needed():
    """In the message for a user without the package, or in the documentation."""
    texts = [*(ROOT / "src").rglob("*.py"), *(ROOT / "docs").glob("*.md")]
    written = "".join(path.read_text(encoding="utf-8") for path in texts)
    assert [extra for extra in MODULES if f"natria[{extra}]" not in written] == []
