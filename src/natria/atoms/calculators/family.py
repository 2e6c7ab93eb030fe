"""One calculator for cells of several shapes: each shape has its own number of k-points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ...record import Structure
from .evaluate import Evaluator


@dataclass
class EvaluatorFamily:
    """Evaluators of one calculator by the cell that they are for.

    `of` makes the evaluator of a structure and of all structures in a cell like its own; `of_atom` that of one atom
    alone, which may need another treatment of its electrons.
    """

    make: Callable[[Structure], Evaluator]
    make_atom: Callable[[Structure], Evaluator]
    members: list[Evaluator] = field(default_factory=list)

    def of(self, structure: Structure) -> Evaluator:
        return self._kept(self.make(structure))

    def of_atom(self, structure: Structure) -> Evaluator:
        return self._kept(self.make_atom(structure))

    def _kept(self, made: Evaluator) -> Evaluator:
        """The member with the same recipe, which remembers its evaluations; else the new one."""
        for one in self.members:
            if one.recipe.digest == made.recipe.digest:
                return one
        self.members.append(made)
        return made

    @property
    def calls(self) -> int:
        return sum(one.calls for one in self.members)

    @property
    def found(self) -> int:
        return sum(one.found for one in self.members)

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.members)
