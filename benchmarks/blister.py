"""A bonded blister by elements against the closed form, with a cohesive zone that gets shorter."""

from __future__ import annotations

import numpy as np

from natria.laws import ElasticSheet, blister_pressure, blister_radius, plate_cohesive_length
from natria.models.interface.crack.cohesive import Bond
from natria.models.interface.crack.course import lift
from natria.models.interface.crack.delamination import nodes_of
from natria.models.interface.crack.film import BondedFilm

SHEET, ENERGY, HEIGHT = ElasticSheet(31e9, 0.3, 3e-6), 0.1, 1.5e-7
STRENGTHS = (1e8, 4e8, 1.6e9, 6.4e9, 2.56e10)  # Pa; the zone halves from one to the next
STEPS = HEIGHT * np.array([0.5, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0])


def compared(strength: float) -> tuple[float, float]:
    """Return the length of the zone over the radius, and the pressure over that of the closed form, less one."""
    radius, zone = blister_radius(SHEET, HEIGHT, ENERGY), plate_cohesive_length(SHEET, strength, ENERGY)
    patch = 0.88 * radius
    nodes = nodes_of(patch, 1.02 * radius + 5 * zone, zone / 6, 4000)
    course = lift(BondedFilm(SHEET, Bond(strength, ENERGY, "exponential"), nodes, patch), STEPS)
    return course.zone[-1] / radius, course.load[-1] / blister_pressure(SHEET, HEIGHT, radius) - 1


def main() -> None:
    found = np.array([compared(strength) for strength in STRENGTHS])
    print("| strength | zone over radius | pressure against the closed form |\n| --- | --- | --- |")
    for strength, (zone, off) in zip(STRENGTHS, found, strict=True):
        print(f"| {strength / 1e9:g} GPa | {100 * zone:.2f} % | {100 * off:+.2f} % |")
    limit = np.polyfit(found[-3:, 0], found[-3:, 1], 2)[-1]
    print(f"| parabola through the last three | 0 | {100 * limit:+.2f} % |")


if __name__ == "__main__":
    main()
