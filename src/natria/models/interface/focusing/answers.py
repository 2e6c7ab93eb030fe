"""The current at a defect as answerers: the field, and what is read off it.

The field has the potential and the current in the electrolyte; at nodes of the contact also the current through it and
the overpotential there, elsewhere nan, with the area and the current that each node stands for (of one metre of depth,
or of the whole turn). Each triangle has its share in the error of the focusing factor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ....answers import Answerer, NoOutcome, Reader, Refuse
from ....quantity import ModelError
from ....record import Field, FieldArray, Table, numbers
from ....record import Mesh as FieldMesh
from .reading import conductors, defect_asked, electrode_at, exchange_current, is_isolated, problem_of
from .result import Focusing, focus

FIELD = "focusing_field"
VALID = (
    "steady state; a single-ion conductor or no gradient of salt; a defect with sharp edges that does not move; "
    "films far thinner than the defect; an equipotential at the other electrode"
)


def _field(read: Reader) -> Field:
    """Return the field at the defect that is asked about."""
    cell, load, settings = problem_of(read)
    try:
        return field_of(focus(cell, load, settings), f"Current at a {cell.shape}")
    except ModelError as bad:
        raise NoOutcome(f"{bad.what}; {bad.fix}") from None


def field_of(found: Focusing, title: str) -> Field:
    """Return a solution as a field with arrays by name."""
    bulk, contact = found.electrolyte, found.profile
    points = np.column_stack([bulk.points, np.zeros(len(bulk.points))])
    density, eta, area, through = np.full((4, len(points)), np.nan)
    density[contact.nodes], eta[contact.nodes] = contact.current, contact.overpotential
    area[contact.nodes], through[contact.nodes] = contact.area, contact.through
    arrays = (
        FieldArray("potential", "V", bulk.potential),
        FieldArray("current_density", "A/m^2", bulk.current),
        FieldArray("contact_current", "A/m^2", density),
        FieldArray("contact_overpotential", "V", eta),
        FieldArray("contact_area", "m^2", area),
        FieldArray("contact_through", "A", through),
        FieldArray("factor_error", "1", bulk.error, "cells"),
    )
    return Field(FieldMesh(points, (("triangle", bulk.triangles),)), arrays, title)


def profile_of(field: Field) -> dict[str, np.ndarray]:
    """Return place, current, potential and overpotential along the contact, from the axis outwards."""
    through = field["contact_current"].values
    assert isinstance(field.support, FieldMesh)
    nodes = np.flatnonzero(np.isfinite(through))
    x, y = field.support.points[nodes, 0], field.support.points[nodes, 1]
    order = np.lexsort((x, -np.arctan2(y, x)))
    nodes, x, y = nodes[order], x[order], y[order]
    distance = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    found = {"distance": distance, "x": x, "y": y, "current_density": through[nodes]}
    return {
        **found,
        "potential": field["potential"].values[nodes],
        "overpotential": field["contact_overpotential"].values[nodes],
    }


UNITS = {"distance": "m", "x": "m", "y": "m", "current_density": "A/m^2", "potential": "V", "overpotential": "V"}


def _profile(read: Reader) -> Table:
    """Return the current along the contact as a table."""
    columns = {name: numbers(UNITS[name], values) for name, values in profile_of(_of(read)).items()}
    return Table("profile", "Current along the contact", columns)


def _number(read: Reader) -> float:
    """Return the number that is asked: read off the field, with the applied current."""
    field, applied = _of(read), abs(read("protocol.current"))
    lost = 1.0 if is_isolated(read, defect_asked(read)) else _mean(field, applied)
    return NUMBERS[read.term](field, applied, lost)


def _factor(field: Field, applied: float) -> float:
    profile = profile_of(field)
    return float(abs(profile["current_density"][_most(field)]) / applied)


def _most(field: Field) -> int:
    """Return the place along the contact at which most current flows in the direction of the whole."""
    through = profile_of(field)["current_density"]
    return int(np.argmax(through * np.sign(np.nansum(field["contact_through"].values))))


def _mean(field: Field, applied: float) -> float:
    """Return the mean current density at the contact over the applied one."""
    through, area = (abs(float(np.nansum(field[f"contact_{name}"].values))) for name in ("through", "area"))
    return through / area / applied


def _inner(field: Field, applied: float) -> float:
    """Return the current at the inner end of the contact over the applied one, below zero if opposed."""
    inner = profile_of(field)["current_density"][0]
    return float(inner * np.sign(np.nansum(field["contact_through"].values)) / applied)


NUMBERS: Mapping[str, Callable[[Field, float, float], float]] = {
    "focusing_factor": lambda field, applied, _: _factor(field, applied),
    "inner_current_factor": lambda field, applied, _: _inner(field, applied),
    "contact_focusing_factor": lambda field, applied, lost: _factor(field, applied) / lost,
    "lost_area_factor": lambda _, __, lost: lost,
    "focusing_error": lambda field, _, __: float(field["factor_error"].values.sum()),
    "local_overpotential": lambda field, _, __: float(profile_of(field)["overpotential"][_most(field)]),
}


def _of(read: Reader) -> Field:
    found = read.artefact()
    if not isinstance(found, Field):
        raise Refuse(f"{FIELD} is no field")
    return found


def _kinetic_length(read: Reader) -> float:
    """Return sigma RT/(F i0) of the first layer at the face of a defect, or at the working electrode."""
    from .kinetics import Kinetics

    face = read.word(f"{defect_asked(read)}.face") if read.part or read.names("defect") else "working"
    first = conductors(read, face)[0]
    half = Kinetics(exchange_current(read, electrode_at(read, face)), 1, 1, read("temperature"))
    return half.kinetic_length(first.conductivity)


OBJECTION = (
    "A defect is not measured: nobody knows its radius, height and spacing in this cell, and its edge is sharp here "
    "where a real one is rounded over some nanometres. The interphase is a film of the same resistance everywhere, "
    "also at the edge, and voids do not grow. A current that is uneven for an hour fills or empties the surface and "
    "becomes another geometry. To settle this, one would have to see the contact before and after a short pulse by "
    "tomography or by a section, and to measure how much of the area resistance scales with it."
)

CURRENT_FOCUSING = Answerer(
    "current_focusing", 3, (FIELD,), _field, VALID, ("areal_capacity",), cost="seconds", objection=OBJECTION
)
FOCUSING_NUMBERS = Answerer(
    "focusing_numbers",
    3,
    tuple(NUMBERS),
    _number,
    f"as {CURRENT_FOCUSING.name}",
    of_artefact=FIELD,
)
FOCUSING_PROFILE = Answerer(
    "focusing_profile", 2, ("interface_current_profile",), _profile, f"as {CURRENT_FOCUSING.name}", of_artefact=FIELD
)
KINETIC_LENGTH = Answerer("kinetic_length", 1, ("kinetic_length",), _kinetic_length, VALID)
