"""Output of an elastic tensor: sentence, table, JSON and figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.calculators import EvaluationCount, Evaluator, StoredRun
from ...atoms.elastic import ElasticTensor, averages, extremes, stability_eigenvalues, young_modulus
from ...atoms.elastic.workflow import count_strained
from ...atoms.gates import GatedResult
from ...quantity import number as shown
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, LINES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ELASTIC = "elastic.json"
EVALUATIONS = "evaluations.json"
SCHEMA = "natria.elastic/1"
GPA = 1e9  # Pa
PLANES = ((0, 1), (1, 2), (0, 2))  # of the Cartesian axes
COMPONENTS = ("xx", "yy", "zz", "yz", "xz", "xy")


def elastic_summary(found: ElasticTensor, gated: GatedResult) -> str:
    """Return the sentence that a reader came for; a refused tensor has no moduli."""
    title = f"{found.reference.structure.title} ({found.relaxed_group.name})"
    if gated.outcome == "refused":
        return f"{title}: refused. {'; '.join(gated.reasons)}."
    mean, ends = averages(found.stiffness), extremes(found.stiffness)
    what = (
        f"{title}: Young's modulus {_gpa(mean.young)} GPa (Hill), "
        f"{_gpa(ends.least)} to {_gpa(ends.most)} GPa over all directions"
    )
    return f"{what}; {gated.outcome}." if gated.outcome == "accepted" else f"{what}; not validated."


def pressure_line(found: ElasticTensor) -> str:
    """Return the pressure that was added to the stress, and what is left of it."""
    one = found.pressure
    left = f", of which {one.left / GPA:.3g} GPa is left" if one.taken else ""
    return f"pressure that the calculator's stress lacks: {one.whole / GPA:.3g} GPa{left}"


def elastic_rows(found: ElasticTensor) -> list[tuple[str, str, str]]:
    """Return rows of quantity, value and comment."""
    mean, ends = averages(found.stiffness), extremes(found.stiffness)
    rows = [
        (f"C{i + 1}{j + 1}", f"{_gpa(found.stiffness[i, j])} GPa", f"± {found.std[i, j] / GPA:.2g} GPa")
        for i, j in independent(found.stiffness)
    ]
    return [
        *rows,
        ("bulk modulus K", f"{_gpa(mean.bulk)} GPa", _bounds(mean.bulk_voigt, mean.bulk_reuss)),
        ("shear modulus G", f"{_gpa(mean.shear)} GPa", _bounds(mean.shear_voigt, mean.shear_reuss)),
        ("Young's modulus", f"{_gpa(mean.young)} GPa", "of Hill's K and G"),
        ("least Young's modulus", f"{_gpa(ends.least)} GPa", f"along {_direction(ends.least_along)}"),
        ("largest Young's modulus", f"{_gpa(ends.most)} GPa", f"along {_direction(ends.most_along)}"),
        ("Poisson's ratio", f"{mean.poisson:.3f}", ""),
        ("G/K", f"{mean.pugh:.3f}", "low is ductile"),
        ("universal anisotropy", f"{mean.anisotropy:.3f}", "0 is isotropic"),
    ]


def independent(stiffness: np.ndarray) -> list[tuple[int, int]]:
    """Places of the elements that differ from zero and from those before them."""
    scale = np.abs(stiffness).max()
    seen: list[float] = []
    found: list[tuple[int, int]] = []
    for i in range(6):
        for j in range(i, 6):
            value = float(stiffness[i, j])
            if abs(value) > 1e-6 * scale and not any(abs(value - one) < 1e-6 * scale for one in seen):
                seen.append(value)
                found.append((i, j))
    return found


def elastic_document(found: ElasticTensor, gated: GatedResult, evaluate: Evaluator, version: str) -> dict[str, Any]:
    """Return the JSON document in SI.

    Moduli of a refused tensor are absent; the tensor stays for inspection.
    """
    settings = found.settings
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": elastic_summary(found, gated),
        "gate": gated.to_json(),
        "recipe": evaluate.recipe.to_json(),
        "settings": {
            "amplitudes": list(settings.amplitudes),
            "energies_at": settings.energies_at,
            "force": {"value": settings.force, "unit": "N"},
            "stress": {"value": settings.stress, "unit": "Pa"},
            "symmetry": {"value": settings.symmetry, "unit": "m"},
            "relax_cell": settings.relax_cell,
            "isotropic_strain": settings.pressure.strain,
            "missing_pressure_over_bulk_modulus": settings.pressure.share,
        },
        "structure": found.reference.structure.to_json(),
        "space_group": {"given": found.group.name, "relaxed": found.relaxed_group.name},
        "independent_constants": found.constants,
        "strains": [one.name for one in found.patterns],
        "strained_cells": count_strained(found.patterns, len(settings.all_amplitudes)),
        "evaluations": evaluations(evaluate),
        "stiffness": {"unit": "Pa", "order": list(COMPONENTS), "values": found.stiffness.tolist()},
        "stiffness_std": {"unit": "Pa", "values": found.std.tolist()},
        "stiffness_of_larger_amplitude": {"unit": "Pa", "values": found.coarse.tolist()},
        "amplitude_change": found.amplitude_change,
        "missing_pressure": {"value": found.pressure.whole, "left": found.pressure.left, "unit": "Pa"},
        "energies_against_stresses": {
            "stiffness": found.energies.stiffness,
            "equilibrium_strain": found.energies.strain,
        },
        "symmetry_misfit": found.fit.misfit,
        "stability_eigenvalues": {"unit": "Pa", "values": stability_eigenvalues(found.stiffness).tolist()},
        "moduli": None if gated.outcome == "refused" else _moduli(found),
    }


def _moduli(found: ElasticTensor) -> dict[str, Any]:
    mean, ends = averages(found.stiffness), extremes(found.stiffness)
    return {
        "bulk_modulus": {"voigt": mean.bulk_voigt, "reuss": mean.bulk_reuss, "hill": mean.bulk, "unit": "Pa"},
        "shear_modulus": {"voigt": mean.shear_voigt, "reuss": mean.shear_reuss, "hill": mean.shear, "unit": "Pa"},
        "young_modulus": {"hill": mean.young, "unit": "Pa"},
        "young_modulus_least": {"value": ends.least, "unit": "Pa", "along": ends.least_along.tolist()},
        "young_modulus_largest": {"value": ends.most, "unit": "Pa", "along": ends.most_along.tolist()},
        "poisson_ratio": mean.poisson,
        "pugh_ratio": mean.pugh,
        "universal_anisotropy": mean.anisotropy,
    }


def evaluations(evaluate: EvaluationCount) -> Mapping[str, float]:
    """Return how often the calculator ran, what the store had, and the seconds that it took."""
    return {"computed": evaluate.calls, "from_store": evaluate.found, "seconds": round(evaluate.seconds, 3)}


def elastic_files(found: ElasticTensor, gated: GatedResult, evaluate: Evaluator, version: str) -> dict[str, bytes]:
    """Return the JSON and the figures by file name."""
    document = elastic_document(found, gated, evaluate, version)
    run = StoredRun("", "elastic", found.reference.structure.title, evaluate.recipe, evaluate.evaluated, document)
    files = {ELASTIC: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(), EVALUATIONS: run.to_bytes()}
    pictures = [stress_picture(found)]
    if gated.outcome != "refused":
        pictures.append(young_picture(found))
    for picture in pictures:
        files |= {f"{picture.id}.svg": picture.svg, f"{picture.id}.png": picture.png}
    return files


def young_picture(found: ElasticTensor) -> Picture:
    """Return Young's modulus over the angle in three planes of the Cartesian axes."""
    angle = np.linspace(0, np.pi, 181)

    def draw() -> Figure:
        figure, axes = new_figure()
        for place, (i, j) in enumerate(PLANES):
            directions = np.zeros((len(angle), 3))
            directions[:, i], directions[:, j] = np.cos(angle), np.sin(angle)
            style: Any = {"color": COLOURS[place], "linestyle": LINES[place]}
            label = f"{'xyz'[i]} at 0°, {'xyz'[j]} at 90°"
            axes.plot(np.degrees(angle), young_modulus(found.stiffness, directions) / GPA, label=label, **style)
        axes.axhline(averages(found.stiffness).young / GPA, color="black", linewidth=0.6, label="polycrystal (Hill)")
        axes.set_xlim(0, 180)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("angle in the plane (°)")
        axes.set_ylabel("Young's modulus (GPa)")
        finish(figure, axes, title, 2.6)
        return figure

    title = f"Young's modulus of {found.reference.structure.title} along directions"
    svg, png = files_of(draw)
    return Picture("young_modulus", title, f"{title}, in the planes xy, yz and xz", svg, png)


def stress_picture(found: ElasticTensor) -> Picture:
    """Return the stresses of the first strain over its amplitude, with the fitted lines."""
    amplitudes = np.array([amplitude for amplitude, _ in found.curve])
    stresses = np.array([stress for _, stress in found.curve])
    pattern = found.patterns[0]
    lines = found.stiffness @ pattern.vector
    rest = stresses[int(np.argmin(np.abs(amplitudes)))]

    def draw() -> Figure:
        figure, axes = new_figure()
        for place in range(6):
            colour = COLOURS[place % len(COLOURS)]
            axes.plot(100 * amplitudes, (stresses[:, place] - rest[place]) / GPA, "o", color=colour, markersize=3)
            ends = np.array([amplitudes[0], amplitudes[-1]])
            axes.plot(100 * ends, ends * lines[place] / GPA, color=colour, label=COMPONENTS[place])
        axes.set_xlabel(f"strain {pattern.name} (%)")
        axes.set_ylabel("stress (GPa)")
        finish(figure, axes, title, 2.6)
        return figure

    title = f"Stresses of {found.reference.structure.title} at strains {pattern.name}"
    svg, png = files_of(draw)
    return Picture("stress_strain", title, f"{title}, with the lines of the fitted tensor", svg, png)


def _gpa(value: float) -> str:
    return shown(float(value) / GPA)


def _bounds(voigt: float, reuss: float) -> str:
    return f"Voigt {_gpa(voigt)}, Reuss {_gpa(reuss)} GPa"


def _direction(vector: np.ndarray) -> str:
    sign = -1 if vector[int(np.argmax(np.abs(vector)))] < 0 else 1
    return "(" + ", ".join(f"{sign * part + 0.0:.2f}" for part in vector) + ") of x, y, z"
