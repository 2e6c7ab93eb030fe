"""Cells and protocols that end a leg or a run in every way, for the tests of batches."""

from __future__ import annotations

from dataclasses import replace

from verified_cells import FOIL, PELLET, SEPARATOR, cell_of

from natria.design.protocol import parse
from natria.models.cell.cell import Cell, Electrode, Film, Growth, Heat, Thermal, Voids
from natria.models.cell.failure.limits import Limits
from natria.models.cell.solvers.legs import Leg, legs

SEI = Film("sei", 20e-9, 1e-5, growth=Growth("parabolic", (2e-21,), sodium=1e9))
COATED = replace(FOIL, films=(SEI,))
HOST = Electrode((SEI,), 20.0, is_host=True, coverage_charge=100.0, nucleation=0.03, dead=0.02)
LOSING = replace(FOIL, voids=Voids(refill=5.0, depth=2e4))
WARM = replace(SEPARATOR, thermal=Thermal(3e4), diffusivity_exponent=0.7, transference_slope=0.1)
COPPER = cell_of(SEPARATOR, working=HOST, counter=COATED, kind="half")
CYCLE = ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h"]


def program(cell: Cell, *sentences: str, cycles: int = 20) -> tuple[Leg, ...]:
    return tuple(legs(parse(list(sentences), {}), cell.kind, cycles))


CASES: dict[str, tuple[Cell, tuple[str, ...], Limits]] = {
    "cycling": (cell_of(SEPARATOR, working=COATED), (*CYCLE, "rest 10 min", "repeat 3"), Limits()),
    "everything moves": (
        cell_of(WARM, PELLET, replace(SEPARATOR, thickness=1e-4), working=COATED, heat=Heat(2e3, 5.0), contact=1e-3),
        ("plate 3 mA/cm^2 for 1 h", "strip 3 mA/cm^2 for 1 h", "repeat 2"),
        Limits(),
    ),
    "to a voltage, on copper": (COPPER, (CYCLE[0], "strip 1 mA/cm^2 to 1 V", "repeat 3"), Limits()),
    "past the limiting current": (cell_of(SEPARATOR), ("plate 20 mA/cm^2 for 1 h",), Limits()),
    "an electrode is empty": (
        cell_of(SEPARATOR, working=FOIL, counter=replace(FOIL, inventory=5e4)),
        ("plate 1 mA/cm^2 for 1 h", "repeat 9"),
        Limits(),
    ),
    "voids": (cell_of(PELLET, working=LOSING), ("plate 2 mA/cm^2 for 1 h", "strip 2 mA/cm^2 for 1 h"), Limits()),
    "a crack": (
        cell_of(SEPARATOR, working=COATED),
        (
            "plate 0.1 mA/cm^2 for 1 h",
            "strip 0.1 mA/cm^2 for 1 h",
            "raise the current by 0.1 mA/cm^2 each cycle until short",
        ),
        Limits(crack_working=0.02, crack_counter=0.02),
    ),
    "molten": (
        cell_of(PELLET, heat=Heat(200.0, 1.0)),
        ("plate 30 mA/cm^2 for 1 h", "strip 30 mA/cm^2 for 1 h"),
        Limits(),
    ),
    "at once": (cell_of(SEPARATOR), ("plate 1 mA/cm^2 to 1 mV", "strip 1 mA/cm^2 to 1 mV", "repeat 3"), Limits()),
    "never": (
        cell_of(PELLET, working=replace(FOIL, inventory=1e12)),
        ("plate 1 mA/cm^2 to 5 V",),
        Limits(),
    ),
}
