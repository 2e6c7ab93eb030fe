"""Reading a defect of a design: its geometry, the electrolyte above it, the law of its face."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, pi, sqrt

from ....answers import Reader, Refuse
from ....quantity import ModelError
from ...criteria.layered_cell import electrolyte_resistance
from ...reading.conduction import at_reference
from ...reading.films import film_conductivity
from ...reading.layers import layer_thickness, own_or_usual
from .geometry import FAR_RADII, FLAT, Conductor, DefectCell, isolated_cell
from .kinetics import Kinetics, Stress
from .mesh import MeshSettings
from .system import Load

SIGNS = {"plating": 1.0, "stripping": -1.0}
SODIUM = "Na"


@dataclass(frozen=True)
class FilmLimit:
    """The largest voltage over a film that is computed (V).

    No answer depends on it below the limit: it separates an input in a wrong unit from a film. An electrolyte is
    oxidised or reduced within some 5 V, so a cell that gives a film twice that is none.
    """

    volts: float = 10.0

    def __post_init__(self) -> None:
        if not 0 < self.volts < inf:
            raise ModelError(f"a limit of {self.volts:g} V over a film", "give a limit above zero")


def defect_asked(read: Reader) -> str:
    """Return the path of the defect that the question names, or of the only one."""
    names = read.names("defect")
    if read.part in names:
        return f"defect.{read.part}"
    if not read.part and len(names) == 1:
        return f"defect.{names[0]}"
    known = f"; here: {', '.join(names)}" if names else ": add [defect.NAME] to the design"
    raise Refuse(f"ask about a defect, as in 'SYSTEM#DEFECT'{known}")


def electrode_at(read: Reader, face: str) -> str:
    """Return the table of the electrode at a face; both are one where no counter is described."""
    return face if face == "working" or read.has("counter") else "working"


def conductors(read: Reader, face: str) -> tuple[Conductor, ...]:
    """Return the electrolyte layers from a face outwards, in pores with their MacMullin number."""
    names = read.names("electrolyte")
    if not names:
        raise Refuse("the design has no [electrolyte.NAME] in which the current could spread")
    made = []
    for name in names if face == "working" else reversed(names):
        thickness = layer_thickness(read, f"electrolyte.{name}")
        made.append(Conductor(thickness, thickness / electrolyte_resistance(read, name)))
    return tuple(made)


def film_resistance(read: Reader, face: str, limit: FilmLimit | None = None) -> float:
    """Return the area resistance (ohm m^2) of all interphase layers of an electrode, taken as films.

    Refuses a film that would take more volts of the applied current than the limit.
    """
    most = (limit or FilmLimit()).volts
    layers = [f"interphase.{name}" for name in read.names("interphase")]
    on = [path for path in layers if read.word(f"{path}.on") in ("both", face)]
    films = {path: layer_thickness(read, path) / film_conductivity(read, path) for path in on}
    current = abs(read("protocol.current"))
    for path, resistance in films.items():
        if not resistance * current <= most:
            what = (
                f"the film {path} of {resistance * 1e4:.3g} ohm cm^2 takes {resistance * current:.3g} V of the applied"
            )
            fix = "look at its thickness and conductivity, or give a lower current"
            raise Refuse(f"{what} current, and no film stands more than {most:g} V; {fix}")
    return float(sum(films.values()))


def exchange_current(read: Reader, electrode: str) -> float:
    """Return the exchange current density of an electrode, which is known at the reference temperature."""
    at_reference(read, "the exchange current")
    return read(f"{electrode}.exchange_current_density")


def kinetics_at(read: Reader, face: str) -> Kinetics:
    """Return the law of a face behind its films; both transfer coefficients sum to one."""
    electrode = electrode_at(read, face)
    cathodic = own_or_usual(read, electrode, "transfer_coefficient")
    exchange = exchange_current(read, electrode)
    return Kinetics(exchange, 1 - cathodic, cathodic, read("temperature"), film_resistance(read, face))


def cell_of_defect(read: Reader, path: str, layers: tuple[Conductor, ...]) -> DefectCell:
    """Return the geometry of a defect: isolated without a spacing, half a ball without a height.

    The face is a disc of the area of the design, where it gives one.
    """
    shape, radius = read.word(f"{path}.shape"), read(f"{path}.radius")
    height = 0.0 if shape in FLAT else read(f"{path}.height") if read.has(f"{path}.height") else radius
    turns = read.word(f"{path}.symmetry") == "axisymmetric"
    largest = face_half_width(read)
    if not read.has(f"{path}.spacing"):
        return isolated_cell(shape, radius, layers, height, turns=turns, largest=largest)  # type: ignore[arg-type]
    spacing = read(f"{path}.spacing")
    return DefectCell(shape, radius, spacing / 2, layers, height, turns, largest=largest)  # type: ignore[arg-type]


def face_half_width(read: Reader) -> float:
    """Return the radius of a disc of the area of the design (m); without a bound where it gives none."""
    return sqrt(read("area") / pi) if read.has("area") else inf


def is_isolated(read: Reader, path: str) -> bool:
    """Return whether a defect is alone, and small beside the face."""
    return not read.has(f"{path}.spacing") and FAR_RADII * read(f"{path}.radius") <= face_half_width(read)


def stress_of(read: Reader, path: str, electrode: str) -> Stress:
    """Return how the pressure of the metal at a defect acts; none without a law."""
    table = f"{path}.stress"
    law = read.law(table) if read.has(table) else "none"
    if law == "none":
        return Stress("none")
    reach = read(f"{table}.stress_reach") if read.has(f"{table}.stress_reach") else 0.0
    if not reach and read.word(f"{path}.shape") != "bump":
        raise Refuse(f"the pressure at {path} acts nowhere: give {table}.stress_reach, along the flat contact")
    volume = sodium_volume(read, table, electrode)
    return Stress(law, read(f"{table}.defect_pressure"), volume, reach)  # type: ignore[arg-type]


def sodium_volume(read: Reader, table: str, electrode: str) -> float:
    """Return the partial molar volume of sodium in an electrode (m^3/mol)."""
    path, material = f"{table}.partial_molar_volume", read.word(f"{electrode}.material")
    if read.has(path):
        return read(path)
    if material != SODIUM:
        what = f"the pressure acts by the volume that sodium adds to {material}, and the volume of a mole of {material}"
        raise Refuse(f"{what} is another; give {path}")
    return read(f"{electrode}.molar_volume")


def problem_of(read: Reader) -> tuple[DefectCell, Load, MeshSettings]:
    """Return geometry, load and settings of the defect in question; no geometry is refused."""
    path = defect_asked(read)
    face = read.word(f"{path}.face")
    try:
        cell = cell_of_defect(read, path, conductors(read, face))
        kinetics = kinetics_at(read, face)
        current = SIGNS[read.word(f"{path}.direction")] * abs(read("protocol.current"))
        load = Load(current, kinetics, stress_of(read, path, electrode_at(read, face)), kinetics.temperature)
        return cell, load, MeshSettings(tolerance=read("usual.focusing_tolerance"))
    except ModelError as bad:
        raise Refuse(f"{bad.what}; {bad.fix}") from None
