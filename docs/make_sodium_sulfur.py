"""Draw discharges of two simulated Na-S cells: voltage, share of the electrolyte, dQ/dV by who takes the charge."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from natria import load_case
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.electrodes.dispatch import columns_of
from natria.models.cell.equations.observe import COLUMNS
from natria.report.common.style import RC

FILE = Path(__file__).with_name("figures") / "sodium_sulfur.png"
DOTS = 150  # per inch
SULFUR, ELECTROLYTE, RIVAL, INK = "#c9a227", "#4b6f91", "#a2543d", "#222222"
PER_GRAM = 3600.0  # C/kg in mAh/g
CELLS = (
    ("chi2022, 60 \N{DEGREE SIGN}C", "chi2022", "chi2022/na-s", "chi2022/na-s/tafel-like"),
    ("yuan2025, 25 \N{DEGREE SIGN}C", "yuan2025", "yuan2025/nas", ""),
)


def discharge(case: str, system: str) -> dict[str, np.ndarray]:
    """Return the columns of the first discharge, with charges in mAh per g of sulfur."""
    design = load_case(case).design(system)
    prepared = prepare(design)
    packed = pack(prepared.cell)
    names = [*COLUMNS, *columns_of(packed.shape)]
    first, *_ = run(packed, list(legs(prepared.blocks, "full", 1)), prepared.limits, samples=400)
    found = {name: first.rows[:, k] for k, name in enumerate(names)}
    scale = PER_GRAM * design.finding("counter.mass_loading").value
    for name, column in (("sulfur", "sulfur_current_counter"), ("electrolyte", "electrolyte_current_counter")):
        found[name] = np.append(0, np.cumsum(found[column][1:] * np.diff(found["time"]))) / scale
    found["all"] = found["sulfur"] + found["electrolyte"]
    return found


def slopes(volts: np.ndarray, charge: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return -dQ/dV in bins of 15 mV, from the highest voltage on: before it the first product is formed."""
    top = int(np.argmax(volts))
    volts, charge = volts[top:], charge[top:]
    edges = np.arange(volts.min(), volts.max(), 0.015)
    passed = np.interp(edges, volts[::-1], charge[::-1])
    return 0.5 * (edges[1:] + edges[:-1]), -np.diff(passed) / np.diff(edges)


def main() -> None:
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9, 6), layout="constrained")
        for (title, case, system, rival), (left, right) in zip(CELLS, figure.subplots(2, 2), strict=True):
            made = discharge(case, system)
            left.plot(made["all"], made["voltage"], color=INK, label="ohmic film")
            takers = [("sulfur", SULFUR), ("electrolyte", ELECTROLYTE)][: 2 if made["electrolyte"][-1] > 1 else 1]
            for name, colour in takers if len(takers) > 1 else []:
                left.plot(made[name], made["voltage"], color=colour, label=f"charge of {name}")
            if rival:
                other = discharge(case, rival)
                left.plot(other["all"], other["voltage"], color=RIVAL, ls="--", label="Tafel-like film")
            left.set(xlabel="charge (mAh/g of S)", ylabel="voltage (V)", title=title)
            for name, colour in takers:
                right.plot(*slopes(made["voltage"], made[name]), color=colour, label=name)
            right.set(xlabel="voltage (V)", ylabel="\N{MINUS SIGN}dQ/dV (mAh/g/V)", title="who takes the charge")
            for axes in (left, right):
                axes.legend(fontsize=7)
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
