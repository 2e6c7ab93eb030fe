"""One check of the engine: what it computed beside what an equation says. Tests assert it, the benchmark prints it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """`within` is the largest error that passes; relative to `exact`, or in `unit` where that is zero."""

    what: str
    equation: str
    computed: float
    exact: float
    within: float
    unit: str = ""

    @property
    def error(self) -> float:
        off = abs(self.computed - self.exact)
        return off / abs(self.exact) if self.exact else off

    @property
    def holds(self) -> bool:
        return self.error <= self.within

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.computed:.12g} {self.unit}, {self.equation} is {self.exact:.12g}, off {self.error:.2g}"
        )
