"""Delamination of a layer over a growing nucleus, by finite elements, as answerers.

The course is an artefact (a table); pressure, length and zone are read off it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....answers import Answerer, NoOutcome, Reader, Refuse
from ....laws import THINNEST, blister_radius, is_thin, plate_cohesive_length
from ....quantity import ModelError
from ....record import Table, numbers
from ...reading.layers import layer_asked
from . import said
from .course import LiftedCourse, lift
from .film import BondedFilm
from .fine import ensure_fine
from .reading import bond_of, flow_pressure_of_nucleus, of_bond, sheet_of


@dataclass(frozen=True)
class LiftSettings:
    """Elements in a cohesive zone and the least of them, steps, finer ones at the peak, most elements.

    The zone of `plate_cohesive_length` is an estimate: the one that forms is two thirds of it.
    """

    in_zone: int = 8
    least_in_zone: int = 4
    steps: int = 40
    at_peak: int = 16
    most_elements: int = 4000
    beyond: float = 1.1  # of the mesh, over the radius at which a sharp front would stop
    margin: int = 15  # cohesive zones added to that

    def __post_init__(self) -> None:
        if self.in_zone < self.least_in_zone or self.least_in_zone < 2:
            raise ValueError("at least two elements lie in a cohesive zone")
        if self.steps < 2 or self.at_peak < 2 or self.beyond < 1 or self.margin < 1 or self.most_elements < 10:
            raise ValueError("a course has at least two steps on a mesh that holds it")


SETTINGS = LiftSettings()


def nodes_of(inner: float, outer: float, size: float, most: int) -> np.ndarray:
    """Return nodes of this spacing between two radii, and coarser ones inwards to the centre."""
    fine = np.linspace(inner, outer, int(np.ceil((outer - inner) / size)) + 1)
    if len(fine) > most:
        raise ModelError(
            f"the mesh is too coarse for its layer: {most} elements over {said.length(outer - inner)} are longer than "
            f"{said.length(size)}, a part of the cohesive zone",
            "lower the strength of the bond or the height of the nucleus; both make the zone longer against the front",
        )
    inwards, step = [inner], size
    while inwards[-1] - 2 * step > 0 and step < inner / 10:
        inwards.append(inwards[-1] - step)
        step *= 1.2
    rest = np.linspace(0.0, inwards[-1], max(2, int(np.ceil(inwards[-1] / step)) + 1))
    return np.concatenate([rest[:-1], np.array(inwards[::-1]), fine[1:]])


def film_over_nucleus(read: Reader, layer: str, settings: LiftSettings = SETTINGS) -> tuple[BondedFilm, float]:
    """Return the layer on its bond, on a mesh for its cohesive zone, and the height of the nucleus."""
    sheet, bond = sheet_of(read, layer), bond_of(read, layer)
    start, height = of_bond(read, layer, "nucleus_radius"), of_bond(read, layer, "nucleus_height")
    if not is_thin(sheet, start):
        raise Refuse(
            f"plate theory does not hold: the patch of {said.length(start)} is narrower than three times the thickness "
            f"of the layer, {said.length(sheet.thickness)}; give adhesion.nucleus_radius of at least "
            f"{said.length(THINNEST * sheet.thickness)}"
        )
    if sheet.stress < 0:
        raise Refuse("a compressed layer buckles by itself: the course begins from a flat layer, give no compression")
    zone = plate_cohesive_length(sheet, bond.strength, bond.energy)
    end = settings.beyond * max(start, blister_radius(sheet, height, bond.energy)) + settings.margin * zone
    return BondedFilm(sheet, bond, nodes_of(start, end, zone / settings.in_zone, settings.most_elements), start), height


def run_lift(read: Reader, layer: str, settings: LiftSettings = SETTINGS) -> tuple[BondedFilm, LiftedCourse]:
    """Return the film and its course up to the height of the nucleus of the design."""
    film, height = film_over_nucleus(read, layer, settings)
    heights = height * (np.arange(1, settings.steps + 1) / settings.steps) ** 1.5
    course = lift(film, heights, at_peak=settings.at_peak)
    if (course.zone > 0).any() and course.front[-1] > film.start:
        ensure_fine(float(np.diff(film.nodes).min()), float(course.zone[-1]), settings.least_in_zone)
    return film, course


def _course(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    film, course = run_lift(read, layer)
    hardness = np.full(len(course.height), flow_pressure_of_nucleus(read, layer))
    columns = {
        "height": numbers("m", course.height),
        "pressure": numbers("Pa", course.load),
        "patch": numbers("m", np.full(len(course.height), film.start)),
        "radius": numbers("m", course.front),
        "zone": numbers("m", course.zone),
        "volume": numbers("m^3", course.volume),
        "work": numbers("J", course.work),
        "bending": numbers("J", course.bending),
        "stretching": numbers("J", course.stretching),
        "bond": numbers("J", course.bond),
        "dissipated": numbers("J", course.dissipated),
        "hardness": numbers("Pa", hardness),
    }
    return Table("delamination", "A nucleus lifts the layer", columns)


def _profile(read: Reader) -> Table:
    film, course = run_lift(read, layer_asked(read, "interphase"))
    bonds = film.pulls(course.x, course.largest)
    place = film.line.place
    traction = np.where(place > film.start, bonds.traction, 0.0)
    columns = {
        "radius": numbers("m", place.ravel()),
        "opening": numbers("m", film.opening(course.x).ravel()),
        "traction": numbers("Pa", traction.ravel()),
    }
    return Table("blister", "Opening and traction below the layer, at the height of the nucleus", columns)


def _read_off(read: Reader) -> float:
    table = read.artefact()
    if not isinstance(table, Table):
        raise Refuse("delamination_course is no table")
    return READINGS[read.term](table)


def _column(table: Table, name: str) -> np.ndarray:
    return table.columns[name].numbers


def _length(table: Table) -> float:
    if not _has_moved(table):
        raise NoOutcome(_stays(table))
    return float(_column(table, "radius")[-1])


def _has_moved(table: Table) -> bool:
    return bool(_column(table, "radius")[-1] > _column(table, "patch")[-1])


def _stays(table: Table) -> str:
    """Return what a nucleus has done that did not move the front."""
    height, pressure = (float(_column(table, name)[-1]) for name in ("height", "pressure"))
    return (
        f"the layer has not come off beyond the first patch at a height of {said.length(height)} and "
        f"{said.stress(pressure)}"
    )


def _peak(table: Table) -> float:
    """Return the largest pressure, where it fell afterwards and the front has moved."""
    pressure, larger = _column(table, "pressure"), "give a larger adhesion.nucleus_height"
    if not _has_moved(table):
        raise NoOutcome(f"{_stays(table)}, so the pressure that lifts it is not reached; {larger}")
    if np.argmax(pressure) == len(pressure) - 1:
        raise NoOutcome(
            f"the pressure still rises at the full height, {said.stress(float(pressure[-1]))}: its maximum is not "
            f"reached; {larger}"
        )
    return float(pressure.max())


def _zone(table: Table) -> float:
    zone = float(_column(table, "zone")[-1])
    if zone <= 0:
        raise NoOutcome("the bond is not damaged at this height: no cohesive zone has formed")
    return zone


READINGS = {
    "delamination_length": _length,
    "lifting_pressure": _peak,
    "lifting_margin": lambda table: _peak(table) / float(_column(table, "hardness")[0]),
    "cohesive_zone_length": _zone,
}
OBJECTION = (
    "The metal below is stiff and the nucleus a fluid at one pressure; in truth both are sodium that flows at 0.2 to "
    "0.3 MPa, so a nucleus whose pressure passes its hardness spreads and sinks in instead of lifting. Adhesion and "
    "strength of the bond are guesses, and sodium may draw out at a few times its yield strength before a stronger "
    "bond opens. A plate holds for patches several times as wide as the layer is thick. To settle this, one would "
    "have to press a liquid through a hole below a layer on sodium and measure its height and radius (a blister test)."
)
VALID = (
    "von Karman plate on a stiff base, opening normal to the face, round nucleus, its pressure even; own stress of "
    "the layer as given, else none, kept by the intact layer; patch at least three thicknesses in radius"
)

LAYER_DELAMINATION = Answerer(
    "layer_delamination",
    4,
    ("delamination_course",),
    _course,
    VALID,
    ("current", "areal_capacity", "pressure"),
    cost="seconds",
    objection=OBJECTION,
)
BLISTER_PROFILE = Answerer(
    "blister_profile",
    4,
    ("blister_profile",),
    _profile,
    VALID,
    LAYER_DELAMINATION.ignores,
    cost="seconds",
    objection=OBJECTION,
)
DELAMINATION_READINGS = Answerer(
    "delamination_readings",
    3,
    tuple(READINGS),
    _read_off,
    "as the course",
    cost="seconds",
    of_artefact="delamination_course",
    objection=OBJECTION,
)
