"""The 95 % interval of a limit whose energies have errors of their own.

An answer from it is the interval, or for a bound the end of it at which the bound still holds: a reduction limit is at
least the lower end, an oxidation limit and a width are at most the upper one.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...quantity import ModelError, Span
from .phases import PhaseSet
from .uncertainty import window_spread

LIMITS = {"reduction_limit": "reduction", "oxidation_limit": "oxidation", "stability_window": "width"}


@dataclass(frozen=True)
class ScatterSettings:
    """How many samples are drawn, and from which seed."""

    samples: int = 4000
    seed: int = 7

    def __post_init__(self) -> None:
        if self.samples < 100:
            raise ModelError(f"{self.samples} samples", "draw at least 100: the ends of the interval are of 2.5 %")


def scattered_limit(term: str, phases: PhaseSet, formula: str, settings: ScatterSettings | None = None) -> Span:
    """Return the 95 % interval (V) of a limit.

    Raises where the errors of the energies leave open whether there is a window.
    """
    settings = settings or ScatterSettings()
    found = window_spread(phases, formula, per_atom=None, samples=settings.samples, seed=settings.seed)
    ends = found.interval(LIMITS[term])
    if ends is None or not found.resolved:
        what = f"the errors of the energies do not resolve the window: {found.stable:.0%} of samples have one"
        raise ModelError(what, "take energies with smaller errors")
    return ends
