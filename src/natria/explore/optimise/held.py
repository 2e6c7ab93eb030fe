"""Numbers of a layer that stay while its phases are chosen.

What the design gives for a layer itself goes before the cards of its phases: a conductivity that was fitted to one
layer stays with every phase that is tried. So a search over phases compares only what their cards give.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...design import number_at, written_at
from ...design.paths import join, last, look, parent, split
from .problem import OptimisationProblem


def held_numbers(problem: OptimisationProblem) -> tuple[str, ...]:
    """Return the paths of numbers that stay: the design gives them for layers whose phases are chosen."""
    varied = {one.path for one in problem.variables}
    found: list[str] = []
    for one in problem.variables:
        if one.choices is None or last(one.path) != "phases":
            continue
        keys = split(parent(one.path))
        here = look(problem.design.document, keys)
        assert isinstance(here, Mapping)
        more = here.get("properties")
        written = (*here, *(more if isinstance(more, Mapping) else ()))
        paths = (join([*keys, key]) for key in written)
        found += [path for path in paths if number_at(written_at(path)) is not None and path not in varied]
    return tuple(dict.fromkeys(found))
