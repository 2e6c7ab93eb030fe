"""Numbers that could reach an answer from code, found in the source: literals, fallbacks, defaults, constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator

FREE = (0, 1, 2)  # coefficients of mathematics: a half, a double, a difference from one
DEFAULTED = ("get", "getattr", "next", "pop", "setdefault")


def numbers_in(source: str) -> list[tuple[int, str]]:
    """What a source holds that is, or could stand in for, a physical value: line and what it is, in order.

    A compiled kernel knows arrays and no design, so it is left out.
    """
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not _is_kernel(node)]
    found = {*_literals(tree), *_constants(tree), *_defaults(tree), *_arguments(tree)}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.Lambda) and _asks(function):
            found |= set(_fallbacks(function))
    for handler in ast.walk(tree):
        if isinstance(handler, ast.ExceptHandler):
            found |= {(line, f"a fallback to {what}") for node in handler.body for line, what in _ends(node)}
    return sorted(found)


def _is_kernel(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and "compiled" in map(ast.unparse, node.decorator_list)


def _number(node: ast.AST | None) -> float | None:
    """The value of a numeric literal, with its sign."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return None if (value := _number(inner)) is None else -value
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as value):
            return value
    return None


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Any number that is no coefficient, also as a text that is made a number."""
    for node in ast.walk(tree):
        value = _number(node) if isinstance(node, ast.Constant) else None
        if value is not None and value not in FREE:
            yield node.lineno, f"the number {value:g}"
        match node:
            case ast.Call(func=ast.Name(id="float" | "int"), args=[ast.Constant(value=str(text))]):
                yield node.lineno, f"the number {text!r} as a text"


def _constants(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Names of the module, and fields of its classes, that are numbers or tables of numbers."""
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    for statement in (one for body in bodies for one in body):
        match statement:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                if _is_plain(value) and any(_number(node) is not None for node in ast.walk(value)):
                    yield statement.lineno, f"the constant {ast.unparse(target)}"


def _is_plain(value: ast.AST) -> bool:
    """Made of literals alone: arithmetic, tuples and tables of them."""
    kinds = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.operator, ast.unaryop)
    return all(isinstance(node, (*kinds, ast.expr_context)) for node in ast.walk(value))


def _defaults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Numbers that an argument has where it is left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            for default in (*node.defaults, *node.kw_defaults):
                if _number(default) is not None and default is not None:
                    yield default.lineno, f"the default {_number(default):g}"


def _arguments(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """A number handed on together with the reader, or as what a look-up falls back to."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        with_reader = any(isinstance(one, ast.Name) and one.id == "read" for one in given)
        last = node.args[-1:] if name in DEFAULTED and len(node.args) > 1 else []
        last += [keyword.value for keyword in node.keywords if keyword.arg == "default"]
        for one in given if with_reader else last:
            if (value := _number(one)) is not None:
                yield one.lineno, f"a fallback to {value:g}"


def _asks(function: ast.AST) -> bool:
    """Whether a function asks if the design gives something."""
    return any(isinstance(node, ast.Attribute) and node.attr == "has" for node in ast.walk(function))


def _fallbacks(function: ast.AST) -> Iterator[tuple[int, str]]:
    """Numbers and constants in a function that asks: what it gives back, or takes, instead of what is read."""
    for node in ast.walk(function):
        if isinstance(node, ast.IfExp | ast.Return | ast.Assign | ast.BoolOp | ast.Lambda):
            for line, what in _ends(node):
                yield line, f"a fallback to {what}"


def _ends(node: ast.AST | None) -> Iterator[tuple[int, str]]:
    """The numbers and constants that a statement or an expression may come to."""
    match node:
        case ast.Return(value=value) | ast.Assign(value=value) | ast.Expr(value=value):
            yield from _ends(value)
        case ast.IfExp(body=body, orelse=other):
            yield from _ends(body)
            yield from _ends(other)
        case ast.BoolOp(values=values) | ast.Tuple(elts=values):
            for value in values:
                yield from _ends(value)
        case ast.Lambda(body=body):
            yield from _ends(body)
        case ast.Name(id=name) if name.isupper():
            yield node.lineno, name
        case ast.AST():
            if (value := _number(node)) is not None:
                yield node.lineno, f"{value:g}"
