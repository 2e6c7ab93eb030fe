"""The first line of each docstring has at most 100 characters: tables of the reference and editors show it alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import natria

SOURCES = Path(natria.__file__).parent
MOST = 100

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def first_lines(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Documented) and (text := ast.get_docstring(node)):
            yield getattr(node, "name", "module"), text.splitlines()[0]


def test_what_is_read() -> None:
    source = (
        '"""A.\n\nmore"""\nclass B:\n    """B."""\n    async def c(self):\n        """C\n        d."""\ndef e(): ...\n'
    )
    assert dict(first_lines(source)) == {"module": "A.", "B": "B.", "c": "C"}


def test_first_lines_are_short() -> None:
    too_long = [
        f"{path.relative_to(SOURCES).as_posix()}: {name} ({len(line)})"
        for path in sorted(SOURCES.rglob("*.py"))
        for name, line in first_lines(path.read_text(encoding="utf-8"))
        if len(line) > MOST
    ]
    assert too_long == []
