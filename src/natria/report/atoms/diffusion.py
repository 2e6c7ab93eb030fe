"""Output of a diffusivity: sentence, table, JSON, and the figure of displacements and of Arrhenius."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.calculators import Evaluator
from ...atoms.calculators.evaluate import EV
from ...atoms.dynamics import Diffusion, DiffusionAt
from ...atoms.gates import GatedResult
from ...laws import AVOGADRO
from ...record.structure import ANGSTROM
from ..common.picture import Picture, files_of
from ..common.style import COLOURS, COLUMN
from .elastic import evaluations

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DIFFUSION = "diffusion.json"
SCHEMA = "natria.diffusion/1"
CM2 = 1e-4  # m^2
PS = 1e-12  # s
HEADS = ("T (K)", "D (cm²/s)", "hops", "time (ps)", "lag (ps)", "")


def diffusion_summary(found: Diffusion, gated: GatedResult) -> str:
    """Return the sentence that a reader came for; a refused run has no diffusivity."""
    title = f"{found.species} in {found.structure.title} ({len(found.structure)} atoms)"
    if gated.outcome == "refused":
        return f"{title}: refused. {'; '.join(gated.reasons)}."
    state = "accepted" if gated.outcome == "accepted" else "not validated"
    values = ", ".join(f"{_value(one)} cm²/s at {one.asked:g} K" for one in found.at)
    line = ""
    if found.line is not None:
        line = f"; energy {_ev(found.line.energy):.3f} ± {_ev(found.line.energy_std):.3f} eV"
    return f"{title}: D {values}{line}; {state}."


def _value(one: DiffusionAt) -> str:
    if one.is_bound:
        return f"at most {one.bound / CM2:.2g}"
    return f"{one.fit.value / CM2:.3g} ± {one.fit.std / CM2:.1g}"


def _ev(energy: float) -> float:
    """An energy of a mole (J/mol) as that of one atom in eV."""
    return energy / AVOGADRO / EV


def diffusion_rows(found: Diffusion) -> list[tuple[str, ...]]:
    """Return rows of temperature, diffusivity, hops, time, unit of the lags and comment."""
    return [
        (
            f"{one.asked:g}",
            _value(one),
            str(one.hops),
            f"{one.duration / PS:.4g}",
            f"{one.fit.lag / PS:.3g}",
            "too few hops: an upper bound at 95 %" if one.is_bound else "",
        )
        for one in found.at
    ]


def diffusion_notes(found: Diffusion) -> tuple[str, ...]:
    """Return what the numbers rest on."""
    heat = found.settings.run.thermostat
    apart = f"{found.hop / ANGSTROM:.2f} to {found.longest / ANGSTROM:.2f} Å"
    held = f"thermostat {heat.kind}, relaxation {heat.relaxation / PS:g} ps, time step {heat.step / PS * 1e3:g} fs"
    size = (
        f"finite size: {len(found.structure)} atoms, least width {found.width / ANGSTROM:.1f} Å; no correction is made"
    )
    return (
        f"{held}; the first {found.settings.equilibration / PS:g} ps are left out",
        f"{size}, and displacements are relative to the other atoms",
        f"hops are counted between sites of the species; neighbours are {apart} apart",
        "tracer diffusivity: correlated motion of several atoms is not in it",
    )


def diffusion_document(found: Diffusion, gated: GatedResult, evaluate: Evaluator, version: str) -> dict[str, Any]:
    """Return the JSON document in SI; diffusivities of a refused run are absent."""
    run, refused = found.settings.run, gated.outcome == "refused"
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": diffusion_summary(found, gated),
        "gate": gated.to_json(),
        "recipe": evaluate.recipe.to_json(),
        "settings": {
            "thermostat": run.thermostat.kind,
            "relaxation": {"value": run.thermostat.relaxation, "unit": "s"},
            "step": {"value": run.thermostat.step, "unit": "s"},
            "interval": {"value": run.interval, "unit": "s"},
            "samples": run.samples * found.settings.chunks,
            "equilibration": {"value": found.settings.equilibration, "unit": "s"},
            "seed": run.seed,
        },
        "structure": found.structure.to_json(),
        "species": found.species,
        "hop_length": {"value": found.hop, "unit": "m"},
        "least_width": {"value": found.width, "unit": "m"},
        "evaluations": evaluations(evaluate),
        "notes": list(diffusion_notes(found)),
        "temperatures": [_row(one, refused=refused) for one in found.at],
        "arrhenius": None if refused or found.line is None else _line(found.line),
    }


def _row(one: DiffusionAt, *, refused: bool) -> dict[str, Any]:
    fit = one.fit
    value = {"value": fit.value, "std": fit.std, "unit": "m^2/s", "bound": None}
    if one.is_bound:
        value = {"value": one.bound, "std": None, "unit": "m^2/s", "bound": "at most"}
    return {
        "temperature": {"value": one.asked, "unit": "K"},
        "tracer_diffusivity": None if refused else value,
        "std_of_fit": fit.std_fit,
        "std_of_blocks": None if np.isnan(fit.std_blocks) else fit.std_blocks,
        "hops": one.hops,
        "duration": {"value": one.duration, "unit": "s"},
        "mean_squared_displacement": {
            "unit": "m^2",
            "lags": fit.lags.tolist(),
            "values": fit.displacement.tolist(),
            "std": fit.error.tolist(),
            "offset": fit.offset,
            "misfit_probability": fit.misfit,
        },
        "lindemann_ratio": one.rattle,
        "energy_drift_per_atom": {"value": one.drift, "unit": "W"},
        "kinetic_temperature": {"value": one.temperature, "std": one.temperature_std, "unit": "K"},
    }


def _line(line: Any) -> dict[str, Any]:
    return {
        "energy": {"value": line.energy, "std": line.energy_std, "unit": "J/mol"},
        "log_prefactor": {"value": line.log_prefactor, "std": line.log_prefactor_std, "of": "m^2/s"},
        "chi_square": line.chi_square,
        "freedom": line.freedom,
    }


def diffusion_files(document: dict[str, Any], found: Diffusion) -> dict[str, bytes]:
    """Return the JSON and the figure by file name."""
    files = {DIFFUSION: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode()}
    picture = diffusion_picture(found)
    return files | {f"{picture.id}.svg": picture.svg, f"{picture.id}.png": picture.png}


def diffusion_picture(found: Diffusion) -> Picture:
    """Return the displacements with the fitted lines, beside the diffusivities over temperature."""

    def draw() -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(1.8 * COLUMN, 2.8))
        FigureCanvasAgg(figure)
        left, right = figure.subplots(1, 2)
        _draw_displacements(left, found)
        _draw_arrhenius(right, found)
        figure.suptitle(title, x=0.02, ha="left")
        return figure

    title = f"Diffusion of {found.species} in {found.structure.title}"
    svg, png = files_of(draw)
    return Picture("diffusion", title, f"{title}: mean-squared displacements and diffusivities", svg, png, wide=True)


def _draw_displacements(axes: Axes, found: Diffusion) -> None:
    for place, one in enumerate(found.at):
        colour, fit = COLOURS[place % len(COLOURS)], one.fit
        axes.errorbar(
            fit.lags / PS,
            fit.displacement / ANGSTROM**2,
            fit.error / ANGSTROM**2,
            fmt="o",
            markersize=3,
            color=colour,
            label=f"{one.asked:g} K" + (" (bound)" if one.is_bound else ""),
        )
        if not one.is_bound:  # a bound follows from hops and not from a line
            ends = np.array([0, fit.lags[-1]])
            axes.plot(ends / PS, (fit.offset + 6 * fit.value * ends) / ANGSTROM**2, color=colour, linewidth=0.9)
    axes.set_xlabel("lag (ps)")
    axes.set_ylabel("mean-squared displacement (Å²)")
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.legend(loc="upper left")


def _draw_arrhenius(axes: Axes, found: Diffusion) -> None:
    for place, one in enumerate(found.at):
        colour, x = COLOURS[place % len(COLOURS)], 1000 / one.asked
        if one.is_bound:
            axes.errorbar(x, one.bound / CM2, 0.4 * one.bound / CM2, uplims=True, fmt="_", color=colour)
        else:
            axes.errorbar(x, one.fit.value / CM2, one.fit.std / CM2, fmt="o", markersize=3, color=colour)
    if found.line is not None:
        kelvin = np.linspace(min(one.asked for one in found.at), max(one.asked for one in found.at), 50)
        axes.plot(1000 / kelvin, [found.line.at(t) / CM2 for t in kelvin], color="black", linewidth=0.8)
    axes.set_yscale("log")
    axes.set_ylim(*_whole_decades([one.bound if one.is_bound else one.fit.value for one in found.at]))
    axes.margins(x=0.1)
    axes.set_xlabel("1000 K / temperature")
    axes.set_ylabel("diffusivity (cm²/s)")


def _whole_decades(values: Sequence[float]) -> tuple[float, float]:
    """Whole decades (cm^2/s) about diffusivities (m^2/s) that are above zero."""
    known = [one / CM2 for one in values if one > 0] or [1.0]
    low, high = (int(np.floor(np.log10(one))) for one in (min(known) / 2, max(known) * 2))
    return 10.0**low, 10.0 ** (high + 1)
