"""Profile and course of a mixed conductor as tables."""

from __future__ import annotations

import numpy as np

from ....record import Table, numbers, words
from .course import PlatingCourse

PROFILE, COURSE, MAP = "mixed_conductor_profile", "mixed_conductor_course", "mixed_conductor_map"
STAGES = ("start", "end")
PLACES = ("top", "within", "under")


def profile_table(course: PlatingCourse) -> Table:
    """Return the profiles at the start and at the end of a half-cycle, one below the other."""
    both = (course.start, course.end)

    def column(of: str, unit: str) -> object:
        return numbers(unit, np.concatenate([getattr(one, of) for one in both]))

    stage = [name for name, one in zip(STAGES, both, strict=True) for _ in one.z]
    columns = {"stage": words(stage), "position": column("z", "m")}
    columns |= {name: column(name, "V") for name in ("ionic_potential", "electronic_potential", "overpotential")}
    columns |= {name: column(name, "A/m^2") for name in ("ionic_current", "electronic_current")}
    columns["reaction_current"] = column("rate", "A/m^3")
    return Table(PROFILE, "Potentials, currents and reaction over the depth of the layer", columns)  # type: ignore[arg-type]


def course_table(course: PlatingCourse, volume: float) -> Table:
    """Return charges, shares, deposits and voltage over time.

    `volume` is that of sodium per charge (m^3/C).
    """
    charges = course.charges
    whole = charges.sum(axis=0)
    shares = np.where(whole > 0, charges / np.where(whole > 0, whole, 1.0), np.array(course.start.shares)[:, None])
    columns = {"time": numbers("s", course.time), "areal_capacity": numbers("C/m^2", whole)}
    columns |= {f"share_{place}": numbers("1", one) for place, one in zip(PLACES, shares, strict=True)}
    columns |= {f"thickness_{place}": numbers("m", one * volume) for place, one in zip(PLACES, charges, strict=True)}
    columns["voltage"] = numbers("V", course.voltage)
    return Table(COURSE, "Where the sodium of one half-cycle lies", columns)


def shares_of(table: Table) -> dict[str, float]:
    """Return the shares at the end of a course by place; rounding leaves none below zero or above one."""
    return {place: float(np.clip(table.columns[f"share_{place}"].numbers[-1], 0.0, 1.0)) for place in PLACES}


def profiles_of(table: Table) -> dict[str, dict[str, np.ndarray]]:
    """Return the columns of a profile table by stage."""
    stage = np.array(table.columns["stage"].values)
    rest = {name: one.numbers for name, one in table.columns.items() if not one.is_text}
    return {name: {key: one[stage == name] for key, one in rest.items()} for name in STAGES}
