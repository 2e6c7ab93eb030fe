"""The axes of a map: a term, a condition, or a word for several terms that mean the same axis."""

from __future__ import annotations

from dataclasses import dataclass

from ...quantity import CONDITIONS, TERMS, InputError, Problem, did_you_mean

WORDS: dict[str, tuple[str, ...]] = {  # the first name gives the unit
    "modulus": ("young_modulus",),
    "barrier": ("migration_barrier", "diffusion_barrier"),
    "life": ("cycling_time",),
    "cycles": ("cycle_life",),
    "capacity": ("areal_capacity",),
    "current": ("current", "current_density"),
    "energy": ("specific_energy",),
    "voltage": ("average_discharge_voltage", "reaction_voltage"),
}


@dataclass(frozen=True)
class MapAxis:
    """`names` are the terms and conditions that give a value; all have the unit of the first."""

    word: str
    names: tuple[str, ...]
    unit: str
    shown: str

    @property
    def label(self) -> str:
        """Return the axis with its unit: "Young's modulus (GPa)"."""
        words = (
            name.replace("young_", "Young's ").replace("_", " ") for name in self.names if name != "current_density"
        )
        name = " or ".join(words)
        return name if self.shown == "1" else f"{name} ({self.shown})"


def read_map_axis(word: str) -> MapAxis:
    """Return the axis of a word, a term or a condition."""
    names = WORDS.get(word, (word,))
    first = names[0]
    row = TERMS.get(first) or CONDITIONS.get(first)
    if row is None:
        known = [*WORDS, *TERMS, *CONDITIONS]
        fix = did_you_mean(word, known) or f"take {', '.join(WORDS)}, a term (natria terms) or a condition"
        raise InputError("map", [Problem(word, "is no quantity", fix)])
    return MapAxis(word, names, row.unit, row.shown)
