"""Kept machine code has one name for one function, also where two processes compile side by side.

Numba names a function by its module and qualified name, and numbers those of one name in each process anew. Two
functions that a factory makes have one qualified name: the number of one in a process can be that of the other in the
next, and what links kept code of both takes the first for both, without a word. Functions of a module are alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import natria

COMPILES = {
    "compiled", "compiled_without_lock", "inlined", "summing", "machine_code", "njit", "jit", "cfunc", "vectorize",
    "guvectorize", "numba_overload",
}  # fmt: skip
NAMED = {"compile_subroutine", "compile_internal"}  # calls that give a name of their own to a function
APART = {"team_kernels.py": "name_on_rows"}  # file -> how it names the functions that it makes
FOLDER = Path(natria.__file__).parent
FILES = sorted(path for path in FOLDER.rglob("*.py") if any(name in path.read_text() for name in ("compiled", "numba")))


def name_of(node: ast.expr) -> str:
    """The last part of the name of what is called."""
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def made_inside(tree: ast.AST, depth: int = 0) -> Iterator[str]:
    """Functions that are compiled inside of another, and calls that compile a function of another name."""
    for node in ast.iter_child_nodes(tree):
        function = isinstance(node, ast.FunctionDef)
        if function and depth and any(name_of(d) in COMPILES for d in node.decorator_list):
            yield node.name
        if isinstance(node, ast.Call) and name_of(node) in NAMED:
            yield name_of(node)
        if function:
            inner = {one.name for one in ast.walk(node) if isinstance(one, ast.FunctionDef) and one is not node}
            calls = (one for one in ast.walk(node) if isinstance(one, ast.Call) and name_of(one) in COMPILES)
            yield from (a.id for call in calls for a in call.args if isinstance(a, ast.Name) and a.id in inner)
        yield from made_inside(node, depth + function)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_compiled_function_shares_its_name(path):
    found = list(made_inside(ast.parse(path.read_text())))
    assert not found or APART.get(path.name, "no way to name them") in path.read_text()


@pytest.mark.parametrize(("above", "returned"), [("    @compiled\n", "kernel"), ("", "compiled(kernel)")])
def test_a_function_made_by_another_is_found(above, returned):
    made = f"def factory(n):\n{above}    def kernel(x):\n        return x * n\n    return {returned}\n"
    assert list(made_inside(ast.parse(made))) == ["kernel"]


def test_functions_for_sundials_have_names_of_their_own():
    from natria.models.cell.solvers.sundials import _addresses

    assert len({one.native_name for one in _addresses()}) == len(_addresses())
