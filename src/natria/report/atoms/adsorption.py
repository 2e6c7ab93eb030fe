"""Output of adsorption on a surface: sentence, table, JSON and figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...atoms.calculators.evaluate import EV
from ...atoms.calculators.family import EvaluatorFamily
from ...atoms.gates import GatedResult
from ...atoms.migration import Hop
from ...atoms.surface import miller_name
from ...atoms.surface.adsorption import AdsorbateReference, Adsorption, CleanSlab, SiteEnergy
from ...laws.constants import AVOGADRO
from ...record.structure import ANGSTROM
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS
from .elastic import evaluations
from .path_figure import smooth_path
from .surface_figure import slab_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ADSORPTION = "adsorption.json"
SCHEMA = "natria.adsorption/1"
HEADS = ("start", "came to rest on", "height (Å)", "vs atom (eV)", "vs bulk (eV)", "relaxed")


@dataclass(frozen=True, eq=False)
class AdsorptionReport:
    """Adsorption on a face with its gate; `hop` joins neighbouring equal sites, where it was asked for.

    `hopless` says why a hop that was asked for is not computed.
    """

    title: str
    adsorption: Adsorption
    gated: GatedResult
    hop: Hop | None = None
    hop_gated: GatedResult | None = None
    hopless: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the adsorption or the hop is refused, or the hop is missing."""
        outcomes = [one.outcome for one in (self.gated, self.hop_gated) if one is not None]
        return "refused" in outcomes or bool(self.hopless)

    @property
    def name(self) -> str:
        """The face and the adsorbate."""
        one = self.adsorption
        return f"{one.reference.element} on {self.title}{miller_name(one.crystal.miller)}"

    @property
    def termination(self) -> str:
        """The number and the name of the termination."""
        plan = self.adsorption.plan
        return f"{plan.number} {plan.termination.name}"


def adsorption_summary(found: AdsorptionReport) -> str:
    """Return the sentence that a reader came for; a refused adsorption has no energy."""
    one = found.adsorption
    if found.gated.outcome == "refused":
        return f"{found.name}: refused. {'; '.join(found.gated.reasons)}."
    bulk = _bulk_binding(one, one.best)
    parts = [f"adsorption energy {_ev(one.energy)} eV against the isolated atom"]
    if bulk is not None:
        parts.append(f"{_ev(bulk)} eV against bulk {one.reference.element}")
    text = f"{found.name}: {', '.join(parts)}, on {one.best.ended.name}; positive binds"
    if found.hop is not None and found.hop_gated is not None:
        text += (
            f"; barrier {_ev(found.hop.barrier)} eV" if found.hop_gated.outcome != "refused" else "; barrier refused"
        )
    return f"{text}; {found.gated.outcome}."


def _bulk_binding(one: Adsorption, site: SiteEnergy) -> float | None:
    return None if one.reference.bulk is None else site.binding(one.reference.bulk)


def adsorption_rows(found: AdsorptionReport) -> list[tuple[str, ...]]:
    """Return a row for each start: where it came to rest, its height, both energies, whether it relaxed."""
    one = found.adsorption
    rows = []
    for site in one.sites:
        bulk = _bulk_binding(one, site)
        energies = [_ev(site.binding(one.reference.atom)), "-" if bulk is None else _ev(bulk)]
        if found.gated.outcome == "refused":
            energies = ["-", "-"]
        rest = f"{site.ended.name}{' (moved)' if site.moved else ''}" if not site.has_left else "left the surface"
        state = "yes" if site.relaxed.converged else "no"
        rows.append((site.site.name, rest, f"{site.height / ANGSTROM:.2f}", *energies, state))
    return rows


def adsorption_lines(found: AdsorptionReport) -> list[str]:
    """Return the reference, the convergence, the hop, and the conditions that are not met."""
    one, reference = found.adsorption, found.adsorption.reference
    x, y, _ = one.clean.counts
    planes = f"{len(one.clean.slab.planes)} planes, of which {one.settings.free_planes} move"
    cells = f"{x} x {y} cells ({one.clean.area / ANGSTROM**2:.3g} Å^2)"
    lines = [f"termination {found.termination}, one {reference.element} in {cells}, {planes}"]
    if reference.cohesive is not None:
        lines.append(
            f"the two references differ by the cohesive energy of {reference.element}: {_ev(reference.cohesive)} eV"
        )
    if found.gated.outcome != "refused":
        lines += [f"thickness {a / ANGSTROM:.3g} Å: {_ev(energy)} eV" for a, energy in one.by_thickness]
        lines += [f"area {a / ANGSTROM**2:.3g} Å^2: {_ev(energy)} eV" for a, energy in one.by_area]
    if found.hop is not None and found.hop_gated is not None:
        where = f"hop to the nearest equal {one.best.ended.name}"
        if found.hop_gated.outcome != "refused":
            lines.append(f"{where}: {_ev(found.hop.barrier)} eV, backward {_ev(found.hop.backward)} eV")
        lines += [f"{where}: {reason}" for reason in found.hop_gated.reasons]
    if found.hopless:
        lines.append(f"no hop: {found.hopless}")
    return lines + list(found.gated.reasons)


def adsorption_document(found: AdsorptionReport, family: EvaluatorFamily, version: str) -> dict[str, Any]:
    """Return the JSON document in SI, an atom; adsorption energies also in J/mol and eV."""
    one = found.adsorption
    is_refused = found.gated.outcome == "refused"
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": adsorption_summary(found),
        "gate": found.gated.to_json(),
        "recipes": [member.recipe.to_json() for member in family.members],
        "evaluations": evaluations(family),
        "settings": _settings(one),
        "face": {
            "miller": list(one.crystal.miller),
            "name": miller_name(one.crystal.miller),
            "number": one.plan.number,
            "termination": one.plan.termination.name,
            "tasker": one.plan.termination.tasker,
        },
        "species": one.reference.element,
        "convention": "E_ads = (E_slab + n E_reference - E_total)/n; positive binds",
        "references": _references(one.reference),
        "clean_slab": _clean(one.clean),
        "best_site": None if is_refused else one.best.ended.name,
        "adsorption_energy": None if is_refused else _binding(one, one.best),
        "sites": [_site(one, site, is_refused) for site in one.sites],
        "by_thickness": None if is_refused else _series(one.by_thickness, "thickness", "m"),
        "by_coverage": None if is_refused else _series(one.by_area, "area", "m^2"),
        "change_with_more_vacuum": {"value": one.wider, "unit": "J"},
        "hop": _hop(found),
        "no_hop_because": found.hopless or None,
    }


def _settings(one: Adsorption) -> dict[str, Any]:
    settings = one.settings
    return {
        "thicknesses": {"unit": "m", "values": list(settings.surface.thicknesses)},
        "widths": {"unit": "m", "values": list(settings.widths)},
        "vacuum": {"value": settings.surface.vacuum, "unit": "m"},
        "force": {"value": settings.surface.force, "unit": "N"},
        "free_planes": settings.free_planes,
        "nudge": {"value": settings.nudge, "unit": "m"},
        "box_of_isolated_atom": {"value": settings.box, "unit": "m"},
        "relax_cell": settings.surface.relax_cell,
    }


def _references(reference: AdsorbateReference) -> dict[str, Any]:
    return {
        "unit": "J",
        "bulk": reference.bulk,
        "isolated_atom": reference.atom,
        "cohesive_energy": reference.cohesive,
        "change_with_larger_cell": reference.wider,
    }


def _clean(clean: CleanSlab) -> dict[str, Any]:
    return {
        "planes": len(clean.slab.planes),
        "thickness": {"value": clean.slab.thickness, "unit": "m"},
        "cells": list(clean.counts[:2]),
        "area": {"value": clean.area, "unit": "m^2"},
        "energy": {"value": clean.relaxed.evaluation.energy, "unit": "J"},
        "structure": clean.relaxed.structure.to_json(),
    }


def _binding(one: Adsorption, site: SiteEnergy) -> dict[str, Any]:
    bulk = _bulk_binding(one, site)
    return {
        "against_isolated_atom": _molar(site.binding(one.reference.atom)),
        "against_bulk": None if bulk is None else _molar(bulk),
    }


def _molar(energy: float) -> dict[str, Any]:
    return {"value": energy * AVOGADRO, "unit": "J/mol", "also": {"value": energy / EV, "unit": "eV"}}


def _site(one: Adsorption, site: SiteEnergy, is_refused: bool) -> dict[str, Any]:
    return {
        "start": site.site.name,
        "came_to_rest_on": site.ended.name,
        "moved": site.moved,
        "left_the_surface": site.has_left,
        "aside": {"value": site.aside, "unit": "m"},
        "height": {"value": site.height, "unit": "m"},
        "converged": site.relaxed.converged,
        "adsorption_energy": None if is_refused else _binding(one, site),
        "structure": site.relaxed.structure.to_json(),
    }


def _series(rows: tuple[tuple[float, float], ...], name: str, unit: str) -> dict[str, Any]:
    return {
        name: {"unit": unit, "values": [one for one, _ in rows]},
        "adsorption_energy_against_isolated_atom": {"unit": "J", "values": [energy for _, energy in rows]},
    }


def _hop(found: AdsorptionReport) -> dict[str, Any] | None:
    if found.hop is None or found.hop_gated is None:
        return None
    hop, is_refused = found.hop, found.hop_gated.outcome == "refused"
    return {
        "gate": found.hop_gated.to_json(),
        "barrier": None if is_refused else {"value": hop.barrier, "unit": "J"},
        "backward_barrier": None if is_refused else {"value": hop.backward, "unit": "J"},
        "path": {
            "distance": {"unit": "m", "values": hop.distance.tolist()},
            "energy": None if is_refused else {"unit": "J", "values": hop.energies.tolist()},
            "saddle": hop.path.saddle,
            "evaluations": hop.path.calls,
            "converged": hop.path.converged,
        },
        "saddle": hop.saddle.to_json(),
    }


def adsorption_files(found: AdsorptionReport, family: EvaluatorFamily, version: str) -> Mapping[str, bytes]:
    """Return the JSON and the figures by file name."""
    document = adsorption_document(found, family, version)
    files = {ADSORPTION: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()}
    one = found.adsorption
    held = range(len(one.clean.slab.planes) - one.settings.free_planes)
    pictures = [
        slab_picture("adsorbed", one.clean.slab, one.best.relaxed.structure, held, one.reference.element),
        sites_picture(found),
    ]
    if found.hop is not None and found.hop_gated is not None and found.hop_gated.outcome != "refused":
        pictures.append(_hop_picture(found.name, found.hop))
    for picture in pictures:
        files |= {f"{picture.id}.svg": picture.svg, f"{picture.id}.png": picture.png}
    return files


def sites_picture(found: AdsorptionReport) -> Picture:
    """Return the upper face from above with its sites."""

    def draw() -> Figure:
        from matplotlib.patches import Circle, Polygon

        figure, axes = new_figure()
        one = found.adsorption.clean
        flat = one.cell.cell[:2, :2] / ANGSTROM
        shifts = [x * flat[0] + y * flat[1] for x in range(-1, 3) for y in range(-1, 3)]
        kinds = sorted(set(one.cell.species))
        depth = (one.cell.positions[:, 2].max() - one.cell.positions[:, 2]) / ANGSTROM
        for atom in sorted(range(len(depth)), key=lambda k: -depth[k]):
            if depth[atom] < SHOWN:
                colour = COLOURS[kinds.index(one.cell.species[atom]) % len(COLOURS)]
                style: Any = {
                    "facecolor": colour,
                    "edgecolor": "black",
                    "linewidth": 0.4,
                    "alpha": 0.6 / (1 + depth[atom]),
                }
                for shift in shifts:
                    axes.add_patch(Circle(one.cell.positions[atom, :2] / ANGSTROM + shift, 0.8, **style))
        corners = [[0, 0], flat[0], flat[0] + flat[1], flat[1]]
        axes.add_patch(Polygon(corners, fill=False, edgecolor="black", linewidth=0.6))
        for place, site in enumerate(one.sites):
            points = site.images / ANGSTROM
            mark = MARKS[place % len(MARKS)]
            axes.plot(points[:, 0], points[:, 1], mark, markersize=4, color="black", label=site.name)
        for kind in kinds:
            axes.plot([], [], "o", color=COLOURS[kinds.index(kind) % len(COLOURS)], label=kind)
        low, high = flat.clip(max=0).sum(axis=0) - 1.5, flat.clip(min=0).sum(axis=0) + 1.5
        axes.set_xlim(low[0], high[0])
        axes.set_ylim(low[1], high[1])
        axes.set_aspect("equal")
        axes.grid(visible=False)
        axes.set_xlabel("x (Å)")
        axes.set_ylabel("y (Å)")
        finish(figure, axes, title, 2.8, columns=3)
        return figure

    title = f"Sites of {found.name}"
    svg, png = files_of(draw)
    return Picture("sites", title, f"{title} from above, one cell outlined", svg, png)


MARKS = ("x", "+", "^", "s", "D", "v", "<", ">", "*", "p", "h", "1", "2", "3", "4", "|")
SHOWN = 2.5  # Å below the highest atom


def _hop_picture(name: str, hop: Hop) -> Picture:
    def draw() -> Figure:
        figure, axes = new_figure()
        x, y = hop.distance / ANGSTROM, hop.energies / EV
        axes.plot(x, y, "o", color=COLOURS[0], markersize=3)
        axes.plot(*smooth_path(x, y), color=COLOURS[0])
        axes.set_xlabel("length of the path (Å)")
        axes.set_ylabel("energy (eV)")
        finish(figure, axes, title, 2.6)
        return figure

    title = f"Hop of {name} between neighbouring equal sites"
    svg, png = files_of(draw)
    return Picture("surface_path", title, f"{title}, the images as points", svg, png)


def _ev(energy: float) -> str:
    return f"{energy / EV:.3f}"
