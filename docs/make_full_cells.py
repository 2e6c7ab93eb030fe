"""Draw what limits the rate of a Na|NVP cell, and the energy of five cells over their areal capacity."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from natria import Finding, ask, load_case
from natria.models.cell import legs, pack, prepare, run
from natria.quantity import Question, conditions
from natria.report.common.picture import log_ticks
from natria.report.common.style import COLOURS, RC
from natria.studies import Studio
from natria.studies.simulation.energy import FULL_CELL_ENERGY
from natria.studies.simulation.full_cell import FULL_CELL

HERE = Path(__file__).with_name("figures")
DOTS = 150  # per inch
PER_AREA, PER_MASS = 3.6e4, 3.6e3  # C/m^2 in mAh/cm^2, J/kg in Wh/kg
RATES = ("0.1C", "0.2C", "0.5C", "1C", "1.5C", "2C", "2.5C", "3C", "4C", "5C")
QUICK = {"value": 10, "unit": "mA/cm^2", "why": "a quick face, so that the cathode is seen"}
HALVES = {
    "charge": ["charge rate to 3.6 V", "discharge 0.1C to 2.5 V"],
    "discharge": ["charge 0.1C to 3.6 V", "discharge rate to 2.5 V"],
}
CELLS = {
    "kumar2020/bpi/na-s": ("rate", ("0.1C", "0.5C", "2C", "3C")),
    "yuan2025/nas": ("current", ("0.064 mA/cm^2", "0.127 mA/cm^2", "0.41 mA/cm^2", "0.82 mA/cm^2")),
    "chi2022/na-s": ("current", ("0.05 mA/cm^2", "0.1 mA/cm^2", "0.2 mA/cm^2", "0.35 mA/cm^2")),
    "lu2026/sfc-na/nvp": ("rate", ("0.1C", "1C", "2C", "2.5C")),
    "lu2026/sfc-na/nvp/pouch": ("rate", ("0.05C", "0.1C", "0.2C")),
}


def share(rate: str, half: str, patch: dict[str, object]) -> float:
    """Return the share of the plateau that one half-cycle takes at a rate; the other one is slow."""
    design = load_case("lu2026").design("lu2026/sfc-na/nvp")
    prepared = prepare(design.with_({"protocol.rate": rate, "protocol.steps": [*HALVES[half], "repeat 1"], **patch}))
    done = list(run(pack(prepared.cell), legs(prepared.blocks, "full", 1), prepared.limits))
    place = list(HALVES).index(half)
    if place >= len(done):
        return 0.0
    one = done[place]
    return abs(one.leg.current) * (one.rows[-1, 0] - one.rows[0, 0]) / prepared.cell.counter.chemistry.capacity


def limits() -> None:
    """Draw charge and discharge over the rate, with the reported and with a quick face of sodium."""
    figure = Figure(figsize=(6, 3), layout="constrained")
    axes = figure.subplots()
    faces = {
        "reported exchange current of sodium": {},
        "10 mA/cm\N{SUPERSCRIPT TWO}": {"working.exchange_current_density": QUICK},
    }
    x = [float(rate[:-1]) for rate in RATES]
    for (name, patch), line in zip(faces.items(), ("-", "--"), strict=True):
        for half, colour in zip(HALVES, COLOURS, strict=False):
            y = [100 * share(rate, half, patch) for rate in RATES]
            axes.plot(x, y, line, marker=".", color=colour, label=f"{half} at the rate, {name}")
    axes.set(xlabel="C-rate of the half-cycle (C)", ylabel="capacity (% of the plateau)", ylim=(0, 105), xscale="log")
    axes.set_xticks(x, [f"{one:g}" for one in x])
    axes.minorticks_off()
    axes.legend(loc="lower left")
    figure.savefig(HERE / "charge_limited.png", dpi=DOTS, metadata={"Software": None})


def energies() -> None:
    """Draw energy per mass of the stack over the areal capacity, a line for each cell over its currents."""
    figure = Figure(figsize=(6, 3.4), layout="constrained")
    axes = figure.subplots()
    for (system, (key, values)), colour in zip(CELLS.items(), COLOURS, strict=False):
        design = Studio(load_case(system.split("/")[0])).design(system)
        points = []
        for value in values:
            at = conditions(**{key: value})
            asked = ((FULL_CELL, "areal_capacity"), (FULL_CELL_ENERGY, "stack_discharge_energy"))
            found = [ask(model, design, Question(name, system, at), spread=False) for model, name in asked]
            if all(isinstance(one, Finding) for one in found):
                points.append((found[0].value / PER_AREA, found[1].value / PER_MASS))
        label = f"{system}, {values[0]} to {values[-1]}".replace("mA/cm^2", "mA/cm\N{SUPERSCRIPT TWO}")
        axes.plot(*zip(*points, strict=True), marker="o", markersize=4, color=colour, label=label)
    axes.set(xlabel="areal capacity of the first discharge (mAh/cm\N{SUPERSCRIPT TWO})", xscale="log", yscale="log")
    axes.set_ylabel("energy per mass of the stack (Wh/kg)")
    axes.set(xlim=(0.15, 4), ylim=(1, 150))
    log_ticks(axes.xaxis, *axes.get_xlim())
    log_ticks(axes.yaxis, *axes.get_ylim())
    axes.legend(fontsize=6, loc="upper left")
    figure.savefig(HERE / "energy_of_cells.png", dpi=DOTS, metadata={"Software": None})


def main() -> None:
    with mpl.rc_context(RC):
        limits()
        energies()


if __name__ == "__main__":
    main()
