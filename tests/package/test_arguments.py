"""No function of the package takes more than seven arguments by place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import natria

SOURCES = Path(natria.__file__).parent
MOST = 7
GIVEN = {("models/cell/solvers/sundials.py", "_slopes")}  # signatures that a library of C prescribes


def by_place(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def functions(source: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, by_place(node)


def test_what_is_counted() -> None:
    source = "class A:\n    def a(self, b, /, c, *, d): ...\ndef e(f, g): ...\nasync def h(*i, **j): ...\n"
    assert dict(functions(source)) == {"a": 2, "e": 2, "h": 0}


def test_functions_take_few_arguments_by_place() -> None:
    too_many = {
        (path.relative_to(SOURCES).as_posix(), name)
        for path in SOURCES.rglob("*.py")
        for name, count in functions(path.read_text(encoding="utf-8"))
        if count > MOST
    }
    assert too_many == GIVEN
