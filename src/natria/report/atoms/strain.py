"""Output of stress-strain curves: sentence, tables, JSON and figure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ...atoms.calculators import Evaluator, StoredRun
from ...atoms.elastic import ElasticTensor, young_modulus
from ...atoms.gates import GateCondition, GatedResult
from ...atoms.strain import CurveFinding, StrainCurve, StrainResult, curve_findings
from ...atoms.strain.path import StrainJump
from ...atoms.strain.points import StrainPoint
from ...quantity import number as shown
from ..common.picture import Picture
from .elastic import EVALUATIONS, evaluations
from .strain_figure import strain_picture

STRAIN = "strain.json"
SCHEMA = "natria.strain/1"
WORKFLOW = "strain"
GPA = 1e9  # Pa
CONVENTIONS = {
    "strain": "engineering: length along the direction over its unloaded length, less 1; true strain is ln(1 + e)",
    "stress": "Cauchy, tension positive, along the direction; all other components relaxed to zero",
    "nominal_stress": "force over the unloaded area, V s/(V0 (1 + e)): the slope of the energy over V0",
    "critical_strain": "'critical strain' of a paper can be critical_strain where it plots the stress of the strained "
    "cell, strain_at_maximum_load where it plots the force over the unloaded area or the slope of the energy, or "
    "strain_at_loss_of_stability where it shears or breaks before; an engineering strain unless it says true",
}


@dataclass(frozen=True, eq=False)
class GatedCurve:
    """A curve with its gate."""

    curve: StrainCurve
    gated: GatedResult

    @property
    def name(self) -> str:
        """The direction, with those that symmetry makes equal to it."""
        return ", ".join((self.curve.kind.direction.name, *self.curve.kind.equivalent))

    @property
    def is_refused(self) -> bool:
        return self.gated.outcome == "refused"


@dataclass(frozen=True, eq=False)
class StrainReport:
    """All curves of one call, and the elastic tensor where one was computed that its gate does not refuse."""

    found: StrainResult
    curves: tuple[GatedCurve, ...]
    tensor: ElasticTensor | None = None

    @property
    def title(self) -> str:
        return f"{self.found.reference.structure.title} ({self.found.relaxed_group.name})"

    @property
    def is_refused(self) -> bool:
        return any(one.is_refused for one in self.curves)

    @property
    def gated(self) -> GatedResult:
        """The conditions of all curves together, each with its direction."""
        rows = [(one.name, condition) for one in self.curves for condition in one.gated.conditions]
        return GatedResult(tuple(GateCondition(f"{name}, {c.name}", c.met, c.found, c.wanted) for name, c in rows))


def strain_summary(report: StrainReport) -> str:
    """Return the sentence that a reader came for; a refused curve has no strength."""
    return f"{report.title}: " + " ".join(f"along {one.name} {_sentence(one)}." for one in report.curves)


def _sentence(one: GatedCurve) -> str:
    if one.is_refused:
        return f"refused: {'; '.join(one.gated.reasons)}"
    found = {finding.name: finding for finding in curve_findings(one.curve)}
    strength, strain = found["ideal_strength"], found["critical_strain"]
    least = "at least " if strength.bound else ""
    what = f"ideal strength {least}{value_text(strength)} at a strain of {least}{value_text(strain)}"
    return f"{what}, {one.gated.outcome}"


def value_text(finding: CurveFinding) -> str:
    """Return a value with its error, in GPa, % or GJ/m^3.

    The error has two digits, and the value ends where it does.
    """
    scale, unit = {"Pa": (1 / GPA, "GPa"), "1": (100.0, "%"), "J/m^3": (1 / GPA, "GJ/m³")}[finding.unit]
    value = finding.value * scale
    if not finding.std:
        return f"{shown(value)} {unit}"
    digits = min(max(1 - int(np.floor(np.log10(finding.std * scale))), 0), 4)
    return f"{value:.{digits}f} ± {finding.std * scale:.{digits}f} {unit}"


HEADS = ("direction", "quantity", "value", "definition")


def strain_rows(report: StrainReport) -> list[tuple[str, ...]]:
    """Return rows of direction, quantity, value and definition; a refused curve has the events alone."""
    rows: list[tuple[str, ...]] = []
    for one in report.curves:
        for finding in shown_findings(one):
            bound = f"{finding.bound} " if finding.bound else ""
            name = finding.name.replace("_", " ")
            rows.append((one.name, name, f"{bound}{value_text(finding)}", finding.definition))
    return rows


EVENTS = ("strain_at_loss_of_stability", "strain_of_jump")


def shown_findings(one: GatedCurve) -> tuple[CurveFinding, ...]:
    """Return the findings that stand.

    Of a curve that is refused for its stability alone, those that say where it is left.
    """
    found = curve_findings(one.curve)
    if not one.is_refused:
        return found
    wrong = {condition.name for condition in one.gated.conditions if condition.met is False}
    return tuple(finding for finding in found if finding.name in EVENTS) if wrong == {"stable path"} else ()


def strain_document(report: StrainReport, evaluate: Evaluator, version: str) -> dict[str, Any]:
    """Return the JSON document in SI.

    Findings of a refused curve are absent; its points stay for inspection.
    """
    found, settings = report.found, report.found.settings
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": strain_summary(report),
        "gate": report.gated.to_json(),
        "conventions": CONVENTIONS,
        "recipe": evaluate.recipe.to_json(),
        "settings": {
            "step": settings.step,
            "largest": settings.largest,
            "points_past_maximum": settings.past,
            "smallest_step": settings.least,
            "strain_error": settings.strain_error,
            "stress_error": settings.stress_error,
            "nudge": settings.nudge,
            "probe": settings.probe,
            "force": {"value": settings.force, "unit": "N"},
            "stress": {"value": settings.stress, "unit": "Pa"},
            "symmetry": {"value": settings.symmetry, "unit": "m"},
        },
        "structure": found.reference.structure.to_json(),
        "space_group": {"given": found.group.name, "relaxed": found.relaxed_group.name},
        "evaluations": evaluations(evaluate),
        "missing_pressure": {"value": found.pressure.whole, "left": found.pressure.left, "unit": "Pa"},
        "directions": [_direction(one, report.tensor) for one in report.curves],
    }


def _direction(one: GatedCurve, tensor: ElasticTensor | None) -> dict[str, Any]:
    curve = one.curve
    modulus = None if tensor is None else float(young_modulus(tensor.stiffness, curve.along[None])[0])
    return {
        "name": curve.kind.direction.name,
        "indices": list(curve.kind.direction.indices),
        "equivalent": list(curve.kind.equivalent),
        "along": curve.along.tolist(),
        "gate": one.gated.to_json(),
        "findings": {finding.name: _finding(finding) for finding in shown_findings(one)},
        "young_modulus_of_tensor": None if modulus is None else {"value": modulus, "unit": "Pa"},
        "end": curve.path.end,
        "jump": None if curve.path.jump is None else _jump(curve.path.jump),
        "symmetry": {
            "operations_left_by_tension": curve.operations,
            "lost_at": curve.symmetry_lost,
            "changes": _changes(curve.points),
        },
        "stability": None
        if curve.probe is None
        else {"returns_at": curve.probe.stable, "leaves_at": curve.probe.lost, "energy_lost": curve.probe.loss},
        "work_against_energy": {
            "difference": _number(curve.work.difference),
            "integration": _number(curve.work.integration),
        },
        "points": {
            "strain": curve.strains.tolist(),
            "stress": {"unit": "Pa", "values": curve.stresses.tolist()},
            "nominal_stress": {"unit": "Pa", "values": curve.nominal.tolist()},
            "energy": {"unit": "J/m^3", "values": curve.energies.tolist()},
            "largest_other_stress": {"unit": "Pa", "values": curve.residuals.tolist()},
            "largest_force": {"unit": "N", "values": [point.stretched.largest_force for point in curve.points]},
            "steps": [point.stretched.steps for point in curve.points],
            "space_group": [point.group for point in curve.points],
            "coordination": [point.coordination for point in curve.points],
            "volume": {"unit": "m^3", "values": [point.stretched.structure.volume for point in curve.points]},
        },
        "structure_at_largest_stress": curve.points[curve.top].stretched.structure.to_json(),
    }


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _finding(finding: CurveFinding) -> dict[str, Any]:
    row: dict[str, Any] = {
        "value": finding.value,
        "std": finding.std,
        "unit": finding.unit,
        "definition": finding.definition,
        "term": finding.term or None,
        "bound": finding.bound or None,
    }
    if finding.unit == "1":
        row["true_strain"] = float(np.log1p(finding.value))
    if finding.interval is not None:
        row["interval"] = list(finding.interval)
    return row


def _jump(jump: StrainJump) -> dict[str, Any]:
    return {
        "strains": [jump.before.strain, jump.after.strain],
        "stress": {"unit": "Pa", "values": [jump.before.stress, jump.after.stress]},
        "energy_released": {"value": jump.released, "unit": "J/m^3"},
        "relaxed_back": {
            "converged": jump.back.stretched.converged,
            "energy_lost": {"value": jump.lost, "unit": "J/m^3"},
            "differs": list(jump.differs),
        },
        "space_group": [jump.before.group, jump.after.group],
        "coordination": [jump.before.coordination, jump.after.coordination],
    }


def _changes(points: tuple[StrainPoint, ...]) -> list[dict[str, Any]]:
    """Return the strains between which the space group of a loaded cell changes."""
    pairs = pairwise(points[1:])
    return [
        {"strains": [a.strain, b.strain], "space_group": [a.group, b.group]} for a, b in pairs if a.group != b.group
    ]


def strain_files(report: StrainReport, evaluate: Evaluator, version: str) -> dict[str, bytes]:
    """Return the JSON, every evaluation, and the figure by file name."""
    document = strain_document(report, evaluate, version)
    picture = picture_of(report)
    title = report.found.reference.structure.title
    run = StoredRun("", WORKFLOW, title, evaluate.recipe, evaluate.evaluated, document)
    return {
        EVALUATIONS: run.to_bytes(),
        STRAIN: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(),
        f"{picture.id}.svg": picture.svg,
        f"{picture.id}.png": picture.png,
    }


def picture_of(report: StrainReport) -> Picture:
    """Return the figure of all curves."""
    labels = [
        one.name + ("" if one.gated.outcome == "accepted" else f" ({one.gated.outcome})") for one in report.curves
    ]
    peaks = [not one.is_refused and one.curve.maximum is not None for one in report.curves]
    return strain_picture(report.title, [one.curve for one in report.curves], labels, peaks)
