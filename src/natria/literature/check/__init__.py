"""Rules that find numbers which contradict each other or physics, and list what passed.

A rule knows terms, not papers: it finds the facts that it needs, does its arithmetic and yields what it looked at. To
add one, write a function of a library that yields a Look for each check and name it in RULES of its file.
"""

from __future__ import annotations

from ..library import Library
from . import capacities, cells, faces, pairs, physics, resistances, sums, tables, usual
from .look import Look as Look
from .look import Outcome as Outcome
from .look import Rule

FILES = (usual, physics, sums, capacities, cells, faces, resistances, pairs, tables)
RULES: tuple[Rule, ...] = tuple(rule for file in FILES for rule in file.RULES)


def check(library: Library) -> tuple[Look, ...]:
    """Everything that any rule looked at, rule by rule."""
    return tuple(look for rule in RULES for look in rule(library))
