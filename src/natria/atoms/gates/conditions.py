"""Conditions on a result, and the outcome that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ..calculators import Relaxed
from ..structures import SpaceGroup

Outcome = Literal["accepted", "not validated", "refused"]


@dataclass(frozen=True)
class GateCondition:
    """One condition: whether it is met (None: nothing is known), what was found and what was wanted.

    A condition that is not met refuses the result. One of which nothing is known leaves it without validation.
    """

    name: str
    met: bool | None
    found: str
    wanted: str

    @property
    def line(self) -> str:
        state = {True: "met", False: "NOT met", None: "not known"}[self.met]
        return f"{self.name}: {state}; {self.found} (wanted: {self.wanted})"

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "met": self.met, "found": self.found, "wanted": self.wanted}


@dataclass(frozen=True)
class GatedResult:
    """The conditions of a result; its outcome is derived from them and cannot be given."""

    conditions: tuple[GateCondition, ...]

    def __post_init__(self) -> None:
        if not self.conditions:
            raise ValueError("a result without a condition is not gated")

    @property
    def outcome(self) -> Outcome:
        met = [one.met for one in self.conditions]
        if False in met:
            return "refused"
        return "not validated" if None in met else "accepted"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the result is not accepted: what refuses it first, then what is not known."""
        wrong = [one for one in self.conditions if one.met is False]
        unknown = [one for one in self.conditions if one.met is None]
        return (
            *(f"{one.name}: {one.found} (wanted: {one.wanted})" for one in wrong),
            *(f"{one.name}, not known: {one.found} (wanted: {one.wanted})" for one in unknown),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "reasons": list(self.reasons),
            "conditions": [one.to_json() for one in self.conditions],
        }


# --- conditions that several results share


def relaxed_cell(found: Relaxed, name: str = "relaxed structure") -> GateCondition:
    """The condition that a cell was relaxed."""
    state = f"after {found.steps} steps" if found.converged else f"not after {found.steps} steps"
    return GateCondition(name, found.converged, state, "forces and stresses within the tolerance")


def relaxed_ions(unrelaxed: tuple[str, ...], each: str, every: str) -> GateCondition:
    """The condition that ions were relaxed everywhere; `each` and `every` name one place and all of them."""
    state = f"at {every}" if not unrelaxed else f"not at {each} {', '.join(unrelaxed)}"
    return GateCondition("relaxed ions", not unrelaxed, state, f"forces within the tolerance at {every}")


def kept_symmetry(given: SpaceGroup, relaxed: SpaceGroup) -> GateCondition:
    """The condition that the relaxation kept the space group."""
    return GateCondition(
        "symmetry of the structure",
        given.number == relaxed.number,
        f"{given.name} given, {relaxed.name} relaxed",
        "the same space group",
    )
