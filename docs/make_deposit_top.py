"""Draw the figure of docs/deposition.md on plating on top of a layer, and print its numbers.

    python docs/make_deposit_top.py [--charge 0.04]

The layer of SFC-Na of lu2026 stays in its place and conducts electrons; each row changes one thing. A front of 0.4 um
resolves the layer of 1 um, so the box is 8 um high, and the current is that of the protocol.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from natria.answers.reader import Reader, Record, of_design
from natria.design import load_case
from natria.models.deposit.inputs import FARADAY
from natria.models.deposit.of_design.case import DepositionCase, first_metal, grid_of, physics_of, settings_of
from natria.models.deposit.of_design.reading import deposition_case
from natria.models.deposit.run import DepositState, run
from natria.report.common.picture import files_of, new_figure
from natria.report.common.style import COLOURS, COLUMN, LINES
from natria.store import Store
from natria.studies.studio import Studio

FIGURE = Path(__file__).with_name("figures") / "deposit_top.png"
UM, MAH_PER_CM2, OUTPUTS = 1e6, 3.6e4, 16
BOX = {
    "height": "8 um",
    "width": "8 um",
    "front_width": "0.4 um",
    "first_front": "1 um",
    "time": "1000 s",
    "layer": {"law": "stays", "interphase": "mci", "why": "metal that grows below it goes through it"},
    "electrons": {"law": "field", "why": "a mixed conductor", "nucleation_sites": "3", "site_radius": "0.5 um"},
}
Change = Callable[[DepositionCase], DepositionCase]


def layer(*, ionic: float = 1.0, electronic: float = 1.0) -> Change:
    """Multiply the conductivities of the layer."""

    def changed(case: DepositionCase) -> DepositionCase:
        assert case.layer is not None
        assert case.electrons is not None
        made = replace(case.layer, conductivity=ionic * case.layer.conductivity)
        return replace(case, layer=made, electrons=replace(case.electrons, layer=electronic * case.electrons.layer))

    return changed


def electrons(**changes: float) -> Change:
    def changed(case: DepositionCase) -> DepositionCase:
        assert case.electrons is not None
        return replace(case, electrons=replace(case.electrons, **changes))

    return changed


def mobility(factor: float) -> Change:
    return lambda case: replace(case, metal=replace(case.metal, mobility=case.metal.mobility * factor))


def exchange(current: float) -> Change:
    return lambda case: replace(case, metal=replace(case.metal, exchange_current=current))


CHANGES: dict[str, Change] = {
    "as the design": lambda case: case,
    "electrons 100 times worse": layer(electronic=0.01),
    "no electrons in the layer": layer(electronic=1e-8),
    "electrons 100 times better": layer(electronic=100.0),
    "ions 1e-7 S/cm": layer(ionic=0.01),
    "barrier 200 mV": electrons(overpotential=0.2),
    "exchange current 1.3 mA/cm2": exchange(13.0),
    "nuclei of 0.3 um": electrons(radius=0.3e-6),
    "one site": electrons(sites=1),
    "mobility of the front / 3": lambda case: replace(
        case, metal=replace(case.metal, mobility=case.metal.mobility / 3)
    ),
}
DRAWN = ("as the design", "no electrons in the layer", "ions 1e-7 S/cm")


@dataclass(frozen=True, eq=False)
class Grown:
    """Charges (C/m^2), the sodium on top and below (as heights, m), and the last state."""

    charge: np.ndarray
    top: np.ndarray
    under: np.ndarray
    last: DepositState
    spacing: float


def case_of() -> DepositionCase:
    """Return the deposition on SFC-Na with the layer in the box."""
    design = Studio(load_case("lu2026"), store=Store(None)).design("lu2026/sfc-na")
    kept = {
        key: one
        for key, one in design.document["deposition"]["gel"].items()
        if key not in {"voltage", "nuclei", "nucleus_radius_least", "nucleus_radius_most"}
    }
    changed = design.with_({"deposition.gel": {**kept, **BOX}})
    return deposition_case(Reader(of_design(changed), Record(), "", "gel"))


def grown(case: DepositionCase, charge: float) -> Grown:
    """Return a run to a charge, C/m^2."""
    assert case.layer is not None
    assert case.current is not None
    grid = grid_of(case)
    physics = physics_of(case, grid)
    times = np.linspace(0, charge / case.current, OUTPUTS + 1)[1:]
    start = (first_metal(case, grid), physics.bath.concentration)
    states = list(run(settings_of(case, 1), physics, grid, start, times))
    above = round((case.start.front + case.layer.thickness) / grid.spacing)
    across = grid.spacing / (grid.shape[1] * grid.shape[2])
    top = np.array([one.share[above:].sum() * across for one in states])
    whole = np.array([one.plated / case.metal.concentration for one in states])
    passed = np.array([one.plated * FARADAY for one in states])
    return Grown(passed, top - top[0], whole - (top - top[0]), states[-1], grid.spacing)


def row_of(name: str, one: Grown) -> str:
    """Return a row of the table."""
    last = one.last
    share = one.top[-1] / (one.top[-1] + one.under[-1])
    half = len(one.charge) // 2
    later = (one.top[-1] - one.top[half]) / (one.top[-1] + one.under[-1] - one.top[half] - one.under[half])
    return (
        f"{name:<28}| {100 * share:6.1f} % | {100 * later:8.1f} % | {1e3 * one.last.potential[-1].mean():5.0f} mV | "
        f"{last.tip(one.spacing) * UM:5.2f} um | {last.steps:4d} | {abs(last.missing):.0e}"
    )


def figure_of(case: DepositionCase, made: dict[str, Grown]) -> Any:
    """Return metal and layer of three runs, and the sodium on top over the charge of all."""
    assert case.layer is not None
    figure, _ = new_figure()
    figure.clear()
    grid = figure.add_gridspec(2, 6, height_ratios=(1, 1.7))
    bottom = case.start.front * UM
    for n, name in enumerate(DRAWN):
        axes, last = figure.add_subplot(grid[0, 2 * n : 2 * n + 2]), made[name].last
        side = last.xi.shape[2] * made[name].spacing * UM
        axes.imshow(last.xi[:, 0], origin="lower", extent=(0, side, 0, side), cmap="Greys", vmin=0, vmax=1)
        for edge in (bottom, bottom + case.layer.thickness * UM):
            axes.axhline(edge, color="#d1495b", ls="--", lw=0.7)
        axes.set(title=name, xlabel="along the electrode (µm)", ylim=(0, side / 2))
        axes.set_anchor("N")
        axes.title.set_fontsize(8)
        axes.grid(visible=False)
        if n == 0:
            axes.set_ylabel("height (µm)")
    shares, under = figure.add_subplot(grid[1, :3]), figure.add_subplot(grid[1, 3:])
    styles = [(colour, line) for line in LINES[:2] for colour in COLOURS]
    for (name, one), (colour, line) in zip(made.items(), styles, strict=False):
        shares.plot(one.charge / MAH_PER_CM2, one.top * UM, color=colour, ls=line, label=name)
        under.plot(one.charge / MAH_PER_CM2, one.under * UM, color=colour, ls=line)
    shares.set(xlabel="plated charge (mAh/cm²)", ylabel="sodium on top (µm)")
    under.set(xlabel="plated charge (mAh/cm²)", ylabel="sodium below the layer (µm)")
    figure.legend(loc="outside lower center", ncols=3, fontsize=7)
    after = f"{made[DRAWN[0]].charge[-1] / MAH_PER_CM2:.2g} mAh/cm²"
    figure.suptitle(f"Metal (dark) and the layer (between the dashed lines) after {after}", x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 4.6)
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--charge", type=float, default=0.04, help="mAh/cm2")
    charge = parser.parse_args().charge * MAH_PER_CM2
    base = case_of()
    made = {}
    heads = f"{'changed':<28}| {'on top':>8} | {'2nd half':>10} | {'voltage':>8} | {'tip':>8} | steps| missing"
    sys.stdout.write(heads + "\n")
    for name, change in CHANGES.items():
        case = change(base)
        made[name] = grown(case, charge)
        sys.stdout.write(row_of(name, made[name]) + "\n")
        sys.stdout.flush()
    FIGURE.write_bytes(files_of(lambda: figure_of(base, made))[1])


if __name__ == "__main__":
    main()
