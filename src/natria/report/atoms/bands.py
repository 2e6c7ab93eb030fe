"""Output of a band structure: sentence, table, JSON, and the figure with the density of states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.calculators import StoredStates
from ...atoms.calculators.evaluate import EV
from ...atoms.electronic import ElectronicBands, StatesEvaluator, TunnellingLayer
from ...atoms.gates import GatedResult
from ..common.picture import Picture, files_of
from ..common.style import COLOURS, COLUMN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BANDS, STATES = "bands.json", "states.json"
FOLLOWS = ("path", "density_of_states", "tunnelling")  # of the document, from the energies
SCHEMA = "natria.bands/1"
WINDOW = (-6.0, 10.0)  # eV about the valence edge that the figure shows
NM = 1e-9  # m


def bands_summary(found: ElectronicBands, gated: GatedResult) -> str:
    """Return the sentence that a reader came for; a refused band structure has no gap."""
    title = f"{found.structure.title} ({found.group.name})"
    if gated.outcome == "refused":
        return f"{title}: refused. {'; '.join(gated.reasons)}."
    gap, state = found.gap, "accepted" if gated.outcome == "accepted" else "not validated"
    if gap.is_metal:
        return f"{title}: metal, filled and empty bands overlap by {-gap.width / EV:.3f} eV; {state}."
    where = f"at {_name(found, gap.valence_at)}"
    if not gap.is_direct:
        where = f"from {_name(found, gap.valence_at)} to {_name(found, gap.conduction_at)}"
    kind = "direct" if gap.is_direct else "indirect"
    return f"{title}: gap {gap.width / EV:.3f} eV, {kind}, {where}; {state}."


def bands_rows(found: ElectronicBands) -> list[tuple[str, str, str]]:
    """Return rows of quantity, value and comment."""
    gap, moved = found.gap, found.convergence
    coarse = "" if moved.density is None else f"{moved.density / EV:+.3f} eV with {_mesh(moved.coarse)}"
    hybrid = []
    if found.hybrid is not None:
        where = f"on the mesh {_mesh(found.mesh)} alone, with the orbitals of the density"
        hybrid = [(f"gap of {found.settings.hybrid}", f"{found.hybrid.width / EV:.3f} eV", where)]
    coupling = "with spin-orbit coupling" if found.settings.spin_orbit else "without spin-orbit coupling"
    complete = f"{found.density.method}; all bands up to {(found.density.complete - gap.valence) / EV:.2f} eV"
    return [
        ("gap", f"{gap.width / EV:.3f} eV", coupling),
        *hybrid,
        ("least direct gap", f"{gap.direct / EV:.3f} eV", f"at {_name(found, gap.direct_at)}"),
        ("electrons", f"{found.electrons:g}", f"fill {found.along.filled} bands of {found.along.per_band}"),
        ("path", found.path.text.replace("G", "Γ"), f"{found.path.lattice}, {len(found.path.kpoints)} k-points"),
        ("mesh of the density", _mesh(found.mesh), coarse),
        ("mesh of the states", _mesh(found.dense), f"{len(found.on_mesh.kpoints)} irreducible k-points"),
        ("density of states", f"{found.settings.step / EV:g} eV a bin", complete),
    ]


def tunnelling_line(layer: TunnellingLayer) -> str:
    """Return the thickness that stops tunnelling, with all that it rests on."""
    return (
        f"tunnelling: {layer.thickness / NM:.2f} nm carry {layer.leakage:.3g} A/m^2 at {layer.voltage:g} V; barrier "
        f"{layer.barrier.height / EV:.3f} eV ({layer.barrier.ground}), mass {layer.mass_ratio:g} of the electron's, "
        f"decay {layer.decay * NM:.2f} 1/nm; a perfect layer (Simmons, intermediate voltage)"
    )


def bands_document(
    found: ElectronicBands,
    gated: GatedResult,
    evaluate: StatesEvaluator,
    version: str,
    layer: TunnellingLayer | None = None,
) -> dict[str, Any]:
    """Return the JSON document in SI; the gap of a refused band structure is absent."""
    settings, moved, density = found.settings, found.convergence, found.density
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": bands_summary(found, gated),
        "gate": gated.to_json(),
        "recipe": evaluate.recipe.to_json(),
        "settings": {
            "mesh": list(found.mesh),
            "mesh_of_states": list(found.dense),
            "coarse": settings.coarse,
            "refine": settings.refine,
            "points": settings.points,
            "path": settings.letters,
            "spin_orbit": settings.spin_orbit,
            "empty_bands": settings.empty,
        },
        "structure": found.structure.to_json(),
        "space_group": found.group.name,
        "electrons": found.electrons,
        "filled_bands": found.along.filled,
        "electrons_per_band": found.along.per_band,
        "evaluations": {
            "computed": evaluate.calls,
            "from_store": evaluate.found,
            "seconds": round(evaluate.seconds, 3),
        },
        "band_gap": None if gated.outcome == "refused" else _gap(found),
        "hybrid_gap": None if gated.outcome == "refused" else _hybrid(found),
        "convergence": {
            "unit": "J",
            "coarse_mesh": list(moved.coarse),
            "gap_of_coarse_density_less_gap": moved.density,
            "gap_lowered_by_points_about_the_edges": moved.edges,
            "energies_computed_twice": moved.solver,
            "energies_that_symmetry_makes_equal": moved.symmetry,
        },
        "fermi_level": {"value": found.fermi, "unit": "J"},
        "path": _path(found),
        "density_of_states": {
            "method": density.method,
            "energies": {"unit": "J", "values": density.energies.tolist()},
            "states": {"unit": "1/J, per cell", "values": density.values.tolist()},
            "complete_up_to": {"value": density.complete, "unit": "J"},
        },
        "tunnelling": None if layer is None else layer.to_json(),
    }


def _path(found: ElectronicBands) -> dict[str, Any]:
    """Return the path of the bands with its energies."""
    return {
        "lattice": found.path.lattice,
        "letters": found.path.text,
        "points": {name: place.tolist() for name, place in found.path.points.items()},
        "corners": [{"distance": x, "name": name} for x, name in found.path.corners],
        "distance": {"unit": "1/m", "values": found.path.distance.tolist()},
        "kpoints": found.along.kpoints.tolist(),
        "energies": {"unit": "J", "values": found.along.energies.tolist()},
    }


def _hybrid(found: ElectronicBands) -> dict[str, Any] | None:
    if found.hybrid is None:
        return None
    return {"functional": found.settings.hybrid, "value": max(found.hybrid.width, 0.0), "unit": "J"}


def _gap(found: ElectronicBands) -> dict[str, Any]:
    gap = found.gap
    return {
        "value": max(gap.width, 0.0),
        "unit": "J",
        "is_metal": gap.is_metal,
        "is_direct": gap.is_direct,
        "overlap": max(-gap.width, 0.0),
        "least_direct": gap.direct,
        "valence": {"energy": gap.valence, "at": gap.valence_at.tolist(), "name": _name(found, gap.valence_at)},
        "conduction": {
            "energy": gap.conduction,
            "at": gap.conduction_at.tolist(),
            "name": _name(found, gap.conduction_at),
        },
    }


def bands_files(document: dict[str, Any], found: ElectronicBands, evaluate: StatesEvaluator) -> dict[str, bytes]:
    """Return the JSON, the energies at all k-points with the recipe, and the figure by file name.

    A replay writes the stored run itself.
    """
    files = {BANDS: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()}
    files[STATES] = (evaluate.run or states_run(document, found, evaluate)).to_bytes()
    picture = bands_picture(found)
    return files | {f"{picture.id}.svg": picture.svg, f"{picture.id}.png": picture.png}


def states_run(document: dict[str, Any], found: ElectronicBands, evaluate: StatesEvaluator) -> StoredStates:
    """Return the run as natria stores it, without the bands that follow from it."""
    result = {key: value for key, value in document.items() if key not in FOLLOWS}
    title = found.structure.title or "structure"
    parts = tuple(evaluate.parts)
    return StoredStates(f"{title}-bands", found.structure, evaluate.recipe, evaluate.densities, parts, result)


def bands_picture(found: ElectronicBands) -> Picture:
    """Return the bands along the path beside the density of states.

    Zero is the valence edge, of a metal the Fermi level.
    """
    gap = found.gap
    zero = found.fermi if gap.is_metal else gap.valence
    low = max(WINDOW[0], (float(found.along.energies.min()) - zero) / EV - 1)
    high = min(max(WINDOW[1], gap.width / EV + 3), (found.density.complete - zero) / EV + 1)
    named = "Fermi level" if gap.is_metal else "valence edge"

    def draw() -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(1.6 * COLUMN, 2.9))
        FigureCanvasAgg(figure)
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(2.4, 1))
        _draw_path(left, found, zero)
        right.fill_betweenx(
            (found.density.energies - zero) / EV, found.density.values * EV, color=COLOURS[0], alpha=0.35, linewidth=0
        )
        right.plot(found.density.values * EV, (found.density.energies - zero) / EV, color=COLOURS[0], linewidth=0.8)
        shown = np.abs((found.density.energies - zero) / EV - (low + high) / 2) <= (high - low) / 2
        right.set_xlim(0, 1.1 * float(found.density.values[shown].max(initial=0.0)) * EV or 1)
        right.set_xlabel("states (1/(eV cell))")
        for axes in (left, right):
            if not gap.is_metal:
                axes.axhspan(0, gap.width / EV, color=COLOURS[4], alpha=0.18, linewidth=0)
            axes.axhline(0, color="black", linewidth=0.6, linestyle="--")
        left.set_ylim(low, high)
        left.set_ylabel(f"energy above the {named} (eV)")
        figure.suptitle(title, x=0.02, ha="left")
        return figure

    width = "metal" if gap.is_metal else f"gap {gap.width / EV:.2f} eV"
    title = f"Bands and density of states of {found.structure.title}: {width}"
    svg, png = files_of(draw)
    return Picture("bands", title, f"{title}; zero is the {named}", svg, png, wide=True)


def _draw_path(axes: Axes, found: ElectronicBands, zero: float) -> None:
    x = found.path.distance
    breaks = np.flatnonzero(np.diff(x) == 0) + 1  # two corners at one place: the path jumps
    for part in np.split(np.arange(len(x)), breaks):
        for band in range(found.along.energies.shape[1]):
            colour = COLOURS[0] if band < found.along.filled else COLOURS[1]
            axes.plot(x[part], (found.along.energies[part, band] - zero) / EV, color=colour, linewidth=0.9)
    for place, _ in found.path.corners:
        axes.axvline(place, color="#b0b0b0", linewidth=0.5)
    corners = _merged(found.path.corners)
    axes.set_xticks([place for place, _ in corners], [name for _, name in corners])
    axes.set_xlim(x[0], x[-1])
    axes.grid(visible=False, axis="x")
    gap = found.gap
    if not gap.is_metal:
        for energy, at, colour in (
            (gap.valence, found.along.top, COLOURS[0]),
            (gap.conduction, found.along.bottom, COLOURS[1]),
        ):
            near = np.abs(at - energy) < 1e-3 * EV
            axes.plot(x[near], (at[near] - zero) / EV, "o", color=colour, markersize=3)


def _merged(corners: tuple[tuple[float, str], ...]) -> list[tuple[float, str]]:
    """Corners at one place share a mark."""
    found: dict[float, str] = {}
    for place, name in corners:
        found[place] = f"{found[place]}|{name}" if place in found and found[place] != name else name
    return list(found.items())


def _name(found: ElectronicBands, kpoint: np.ndarray) -> str:
    return found.path.name(kpoint, found.group)


def _mesh(counts: tuple[int, int, int]) -> str:
    return " x ".join(map(str, counts))
