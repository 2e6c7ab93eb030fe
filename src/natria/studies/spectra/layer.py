"""What a design says of its layer and its faces, and the subjects that a cell answers."""

from __future__ import annotations

from dataclasses import replace

from ...design import Design, Unanswerable, join, split
from ...lab import Specimen
from ...literature import scatter
from ...quantity import Chosen, Finding, NatriaError, Question
from ...quantity.grounds import knowledge
from ..studio import Studio

LIQUIDS = ("liquid", "gel")  # kinds of materials without grain boundaries
DOUBLE_LAYER = ("working.double_layer_capacitance", "usual.double_layer_capacitance")


def with_layer(specimen: Specimen, design: Design) -> Specimen:
    """Return a specimen with the only electrolyte layer of a design, and the double layer of its faces.

    The conductivity of several layers in series is that of none of them: such a design gives no thickness.
    """
    layers = design.names("electrolyte")
    faces = next((path for path in DOUBLE_LAYER if design.has(path)), None)
    specimen = replace(specimen, face_capacitance=None if faces is None else _known(design, faces))
    if len(layers) != 1:
        return specimen
    table = join(["electrolyte", layers[0]])
    kind = design.word(join(["material", str(design.get(f"{table}.material")), "kind"]))
    thickness, behind = layer_thickness(design, table, specimen.area)
    return replace(
        specimen,
        thickness=thickness,
        thickness_from=behind,
        layer=f"{design.name}#{layers[0]}",
        has_grains=kind not in LIQUIDS,
    )


def subject_of(studio: Studio, specimen: Specimen, target: Finding) -> str:
    """Return the subject that answers a target: the cell, a part of it, or the layer of a phase; else ""."""
    question, of = target.question, specimen.of
    if studio.stands_for(question) == of:
        part = studio.case.study.stands_for.get(question.of, "").partition("#")[2] or question.part
        return f"{of}#{part}" if part else of
    return specimen.layer if question.of == _material(studio, specimen) else ""


def _material(studio: Studio, specimen: Specimen) -> str | None:
    """Return the material of the only layer between the electrodes; None where it is not dense."""
    layer = specimen.layer.partition("#")[2]
    if not layer:
        return None
    design, table = studio.design(specimen.of), join(["electrolyte", layer])
    return None if design.get(f"{table}.separator") else str(design.get(f"{table}.material"))


def layer_thickness(design: Design, table: str, area: Finding | None) -> tuple[Finding | None, tuple[Finding, ...]]:
    """Return the thickness of a layer, and the mass and density that it follows from, m/(rho A).

    A thickness that is given follows from nothing. None where neither is known.
    """
    if design.has(f"{table}.thickness"):
        return _known(design, f"{table}.thickness"), ()
    mass, density = _known(design, f"{table}.mass"), _known(design, f"{table}.density")
    if mass is None or density is None or area is None:
        return None, ()
    value = mass.plain / (density.plain * area.plain)
    spreads = [knowledge(one, scatter()).u for one in (mass, density)]  # of the logarithms, without that of the area
    std = None if None in spreads else value * sum((u or 0.0) ** 2 for u in spreads) ** 0.5
    question = Question("layer_thickness", f"{design.name}#{split(table)[-1]}")
    return Finding(question, value, Chosen(design.name), std), (mass, density)


def _known(design: Design, path: str) -> Finding | None:
    """Return a number of a design; None where it is missing, waits for a fit, or is a bound."""
    try:
        found = design.finding(path) if design.has(path) else None
    except (Unanswerable, NatriaError):
        return None
    return None if found is None or found.bound is not None else found
