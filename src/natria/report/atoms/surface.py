"""Output of surface energies: sentence, table and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...atoms.calculators.evaluate import EV
from ...atoms.calculators.family import EvaluatorFamily
from ...atoms.calculators.stored.families import StoredFamily, family_run
from ...atoms.gates import GatedResult
from ...atoms.surface import SurfaceEnergy, SurfaceSettings, Termination, WulffShape, miller_name
from ...atoms.surface.energies import Face, RelaxedBulk
from ...quantity import number as shown
from ...record.structure import ANGSTROM
from .elastic import EVALUATIONS, evaluations
from .surface_figure import convergence_picture, slab_picture, wulff_picture
from .surface_voltage import GatedLine, VoltageReport, voltage_document, voltage_picture

SURFACE = "surface.json"
SCHEMA = "natria.surface/1"
WORKFLOW = "surface"
WORST = ("refused", "not validated")
EV_A2 = EV / ANGSTROM**2  # J/m^2
HEADS = ("face", "termination", "Tasker", "J/m^2", "eV/A^2", "rigid (J/m^2)", "planes", "outcome")


@dataclass(frozen=True, eq=False)
class ComputedSurface:
    """A surface energy with its gate."""

    energy: SurfaceEnergy
    gated: GatedResult

    @property
    def is_refused(self) -> bool:
        return self.gated.outcome == "refused"


@dataclass(frozen=True, eq=False)
class ComputedFace:
    """A face with the surface energies of those of its terminations that have one.

    `asked` is the number, from 1, of the only termination that was asked for.
    """

    face: Face
    surfaces: tuple[ComputedSurface, ...]
    asked: int | None = None

    @property
    def name(self) -> str:
        return miller_name(self.face.crystal.miller)

    @property
    def best(self) -> ComputedSurface | None:
        """The surface of least energy that is not refused."""
        sound = [one for one in self.surfaces if not one.is_refused]
        return min(sound, key=lambda one: one.energy.energy) if sound else None

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the best surface may not be the stable one: refused ones of less energy, and those not computed."""
        best = self.best
        if best is None:
            return ()
        lower = [one for one in self.surfaces if one.is_refused and one.energy.energy < best.energy.energy]
        computed = {one.energy.termination.top for one in self.surfaces}
        missing = [one for one in self.face.computable if one.top not in computed]
        return (
            *(f"{self.label(one.energy.termination)} has less energy and is refused" for one in lower),
            *(f"{self.label(one)} is not computed" for one in missing),
        )

    def gate_of(self, one: Termination) -> GatedResult | None:
        """The gate of the surface energy of a termination; None where it has none."""
        return next((each.gated for each in self.surfaces if each.energy.termination.top == one.top), None)

    def number(self, one: Termination) -> int:
        """The number of a termination in the list, from 1, as the option --termination counts."""
        return 1 + next(place for place, other in enumerate(self.face.terminations) if other.top == one.top)

    def label(self, one: Termination) -> str:
        """The face with the number and the name of a termination."""
        return f"{self.name} termination {self.number(one)} {one.name}"


@dataclass(frozen=True, eq=False)
class SurfaceReport:
    """All faces of one call, with the equilibrium shape, or why there is none."""

    title: str
    bulk: RelaxedBulk
    faces: tuple[ComputedFace, ...]
    settings: SurfaceSettings
    shape: WulffShape | None = None
    shapeless: str = ""
    voltage: VoltageReport | None = None

    @property
    def is_refused(self) -> bool:
        """Whether a face has neither a surface energy nor, where it was asked for, one over the voltage.

        A face with a surface energy that is refused stays refused, whatever its other terminations give.
        """
        return any(one.best is None and not self.has_line(one) for one in self.faces) or (
            self.voltage is not None and self.voltage.is_refused
        )

    def has_line(self, face: ComputedFace) -> bool:
        """Whether a face without a defined surface energy has one over the voltage."""
        return not face.surfaces and bool(self.lines_of(face))

    def lines_of(self, face: ComputedFace) -> tuple[GatedLine, ...]:
        """The energies of a face over the voltage that are not refused."""
        lines = self.voltage.lines if self.voltage else ()
        mine = face.face.crystal.miller
        return tuple(one for one in lines if one.line.crystal.miller == mine and not one.is_refused)


def surface_summary(found: SurfaceReport) -> str:
    """Return the sentence that a reader came for; a refused surface has no energy."""
    parts = []
    for face in found.faces:
        best = face.best
        if best is None and found.has_line(face):
            moves = any(one.line.excess for one in found.lines_of(face))
            parts.append(f"{face.name} {'depends on the voltage' if moves else 'costs the same at every voltage'}")
        elif best is None:
            parts.append(f"{face.name}: refused. {_why(face)}")
        else:
            value = best.energy.energy
            state = "" if best.gated.outcome == "accepted" else "; not validated"
            parts.append(f"{face.name} {shown(value)} J/m^2 = {shown(value / EV_A2)} eV/A^2{state}")
    return f"{found.title}: {'. '.join(parts)}."


def _why(face: ComputedFace) -> str:
    if face.surfaces:
        return "; ".join(reason for one in face.surfaces for reason in one.gated.reasons)
    asked = [one for one in face.face.terminations if face.asked in (None, face.number(one))]
    return "; ".join(f"termination {face.number(one)} {one.name}: {one.obstacle}" for one in asked)


def surface_rows(found: SurfaceReport) -> list[tuple[str, ...]]:
    """Return a row for each termination, also for those without a surface energy."""
    rows = []
    for face in found.faces:
        computed = {one.energy.termination.top: one for one in face.surfaces}
        for one in face.face.terminations:
            surface = computed.get(one.top)
            rows.append(
                (face.name, f"{face.number(one)} {one.name}", _tasker(one), *_numbers(surface), _outcome(one, surface))
            )
    return rows


def _tasker(one: Termination) -> str:
    return "not known" if one.tasker is None else str(one.tasker)


def _numbers(surface: ComputedSurface | None) -> tuple[str, ...]:
    if surface is None:
        return "-", "-", "-", "-"
    energy = surface.energy
    planes = ", ".join(str(len(row.slab.planes)) for row in energy.slabs)
    if surface.is_refused:
        return "-", "-", "-", planes
    return shown(energy.energy), shown(energy.energy / EV_A2), shown(float(energy.rigid[-1])), planes


def _outcome(one: Termination, surface: ComputedSurface | None) -> str:
    if surface:
        return surface.gated.outcome
    return "not defined" if one.obstacle else "not asked for"


def surface_lines(found: SurfaceReport) -> list[str]:
    """Return the convergence of each surface, what is not met or not known, and the equilibrium shape."""
    lines = []
    for face in found.faces:
        if face.best is not None:
            lines += [f"{face.label(one)}: {one.obstacle}" for one in face.face.terminations if one.obstacle]
            lines += [f"{face.name}: the stable termination is not certain, as {one}" for one in face.doubts]
        for one in face.surfaces:
            name = face.label(one.energy.termination)
            if not one.is_refused:
                lines.append(f"{name}: {_convergence(one.energy)}")
            lines += [f"{name}: {reason}" for reason in one.gated.reasons]
    if found.shape is not None:
        shares = ", ".join(f"{miller_name(one)} {100 * share:.3g} %" for one, share in found.shape.shares.items())
        lines.append(f"equilibrium shape: {shares} of the area; mean {shown(found.shape.mean)} J/m^2")
    elif found.shapeless:
        lines.append(f"no equilibrium shape: {found.shapeless}")
    return lines


def _convergence(energy: SurfaceEnergy) -> str:
    pairs = zip(energy.slabs, energy.by_thickness, strict=True)
    steps = ", ".join(f"{len(row.slab.planes)} planes {value:.4g}" for row, value in pairs)
    return f"{steps} J/m^2 by the bulk cell; {energy.line[1]:.4g} J/m^2 by the slope"


def surface_document(found: SurfaceReport, family: EvaluatorFamily, version: str) -> dict[str, Any]:
    """Return the JSON document in SI, surface energies also in eV/A^2."""
    settings = found.settings
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": surface_summary(found),
        "recipes": [one.recipe.to_json() for one in family.members],
        "evaluations": evaluations(family),
        "settings": {
            "thicknesses": {"unit": "m", "values": list(settings.thicknesses)},
            "vacuum": {"value": settings.vacuum, "unit": "m"},
            "force": {"value": settings.force, "unit": "N"},
            "stress": {"value": settings.stress, "unit": "Pa"},
            "symmetry": {"value": settings.symmetry, "unit": "m"},
            "relax_cell": settings.relax_cell,
            "relax_ions": settings.relax_ions,
        },
        "structure": found.bulk.relaxed.structure.to_json(),
        "faces": [_face(one) for one in found.faces],
        "equilibrium_shape": None if found.shape is None else _shape(found.shape),
        "no_equilibrium_shape_because": found.shapeless or None,
        "over_voltage": None if found.voltage is None else voltage_document(found.voltage),
    }


def _face(found: ComputedFace) -> dict[str, Any]:
    crystal = found.face.crystal
    return {
        "miller": list(crystal.miller),
        "name": found.name,
        "repeat": {"value": crystal.repeat, "unit": "m"},
        "area": {"value": crystal.area, "unit": "m^2"},
        "terminations": [
            {
                "number": found.number(one),
                "name": one.name,
                "symmetric": one.is_symmetric,
                "excess": dict(one.excess),
                "tasker": one.tasker,
                "polar": one.is_polar,
                "no_surface_energy_because": one.obstacle or None,
            }
            for one in found.face.terminations
        ],
        "stable_termination_is_not_certain_because": list(found.doubts),
        "surfaces": [_surface(one, found.number(one.energy.termination)) for one in found.surfaces],
    }


def _surface(one: ComputedSurface, number: int) -> dict[str, Any]:
    """A surface; every value that follows from its energy is null where it is refused."""
    energy = one.energy
    slope, intercept = energy.line
    spread = max(abs(energy.thickness_change), abs(intercept - energy.energy), abs(energy.wider))
    return {
        "number": number,
        "termination": energy.termination.name,
        "gate": one.gated.to_json(),
        "surface_energy": None if one.is_refused else both_units(energy.energy, spread),
        "bulk_energy_of_formula": {
            "of_bulk_cell": energy.bulk,
            "of_slope": None if one.is_refused else slope,
            "unit": "J",
        },
        "by_slope": None if one.is_refused else {"value": intercept, "unit": "J/m^2"},
        "by_thickness": None if one.is_refused else _series(energy.by_thickness),
        "rigid_by_thickness": None if one.is_refused else _series(energy.rigid),
        "change_with_more_vacuum": {"value": energy.wider, "unit": "J/m^2"},
        "slabs": [
            {
                "planes": len(row.slab.planes),
                "formula_units": row.slab.units,
                "thickness": {"value": row.slab.thickness, "unit": "m"},
                "energy": {"value": row.relaxed.evaluation.energy, "unit": "J"},
                "largest_force": {"value": row.relaxed.largest_force, "unit": "N"},
                "structure": row.relaxed.structure.to_json(),
            }
            for row in energy.slabs
        ],
    }


def _series(values: np.ndarray) -> dict[str, Any]:
    return {"unit": "J/m^2", "values": values.tolist()}


def both_units(value: float, spread: float) -> dict[str, Any]:
    """Return a surface energy in J/m^2 and in eV/A^2, with what the numerics change."""
    return {
        "value": value,
        "unit": "J/m^2",
        "numerical_spread": spread,
        "also": {"value": value / EV_A2, "unit": "eV/A^2"},
    }


def _shape(shape: WulffShape) -> dict[str, Any]:
    return {
        "mean_surface_energy": {"value": shape.mean, "unit": "J/m^2"},
        "area_shares": [{"miller": list(one), "share": share} for one, share in shape.shares.items()],
        "faces": [
            {"miller": list(face.family), "normal": face.normal.tolist(), "corners": face.corners.tolist()}
            for face in shape.faces
        ],
    }


def stored_surface(found: SurfaceReport, family: EvaluatorFamily, document: Mapping[str, Any]) -> StoredFamily:
    """Return the run as natria stores it; its gate is the first of a surface or line that is not accepted."""
    gates = [one.gated for face in found.faces for one in ([face.best] if face.best else face.surfaces)]
    gates += [one.gated for one in (found.voltage.lines if found.voltage else ())]
    worst = next((one for state in WORST for one in gates if one.outcome == state), gates[0])
    return family_run(WORKFLOW, found.title, family, {**document, "gate": worst.to_json()})


def surface_files(found: SurfaceReport, family: EvaluatorFamily, version: str) -> Mapping[str, bytes]:
    """Return the JSON and the figures by file name."""
    document = surface_document(found, family, version)
    files = {SURFACE: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()}
    if any(face.surfaces for face in found.faces) or (found.voltage is not None and found.voltage.lines):
        files[EVALUATIONS] = stored_surface(found, family, document).to_bytes()
    pictures = []
    surfaces = [
        (face.label(one.energy.termination), one.energy, one.gated.outcome)
        for face in found.faces
        for one in face.surfaces
        if not one.is_refused
    ]
    if surfaces:
        pictures.append(convergence_picture(found.title, surfaces))
    for face in found.faces:
        for one in face.surfaces:
            slab, kind = one.energy.slabs[0], one.energy.termination
            indices = miller_name(face.face.crystal.miller).strip("()").replace("-", "m").replace(",", "_")
            name = f"slab_{indices}_{face.number(kind)}_{kind.name.replace('+', '')}"
            pictures.append(slab_picture(name, slab.slab, slab.relaxed.structure))
    if found.shape is not None:
        pictures.append(wulff_picture(found.title, found.shape))
    if found.voltage is not None and (drawn := voltage_picture(found.title, found.voltage)):
        pictures.append(drawn)
    for picture in pictures:
        files |= {f"{picture.id}.svg": picture.svg, f"{picture.id}.png": picture.png}
    return files
