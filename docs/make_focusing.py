"""Print and draw the current at defects of yuan2025's symmetric cells: NAS with and without its layer, and NPS."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from natria import load_case
from natria.answers import Answerer, Reader, ask
from natria.design import Design
from natria.models.interface.focusing.answers import FOCUSING_NUMBERS
from natria.models.interface.focusing.reading import problem_of
from natria.models.interface.focusing.result import focus
from natria.quantity import Question
from natria.record import Table, numbers
from natria.report.common.style import COLOURS, RC

FILE = Path(__file__).with_name("figures") / "focusing.png"
DOTS = 150  # per inch
BARE = {"interphase.interlayer.thickness": "0 nm"}
CELLS = (
    ("NAS, with its layer", "yuan2025/nas/symmetric", {}),
    ("NAS, no layer", "yuan2025/nas/symmetric", BARE),
    ("NPS, no layer", "yuan2025/nps/symmetric", {}),
)
DEFECTS = {  # what it is -> which of the case, and what is changed
    "pore": ("pore", {}),
    "lost contact": ("lost-contact", {}),
    "array of lost contact": ("lost-contact", {"defect.lost-contact.spacing": "15 um"}),  # three radii apart
}
CURRENTS = (5.0, 10.0)  # A/m^2
RADII = (1, 3, 10, 30, 100)  # um; the spacing of an array grows with them


def factors(design: Design, defect: str, current: float) -> np.ndarray:
    """Return the focusing factors over the radius."""

    def run(read: Reader) -> Table:
        cell, load, settings = problem_of(read)
        found = [focus(cell.scaled(radius * 1e-6), load, settings).factor for radius in RADII]
        return Table("sizes", "", {"factor": numbers("1", found)})

    answerer = Answerer("sizes", 1, ("focusing_by_size",), run, FOCUSING_NUMBERS.valid)
    table = ask(answerer, design, Question("focusing_by_size", f"{design.name}#{defect}", {"current": current}))
    return table.columns["factor"].numbers


def main() -> None:
    case = load_case("yuan2025")
    rows = {}
    for name, system, patch in CELLS:
        for title, (defect, more) in DEFECTS.items():
            design = case.design(system)
            design = design.with_({**patch, **more}) if patch or more else design
            for current in CURRENTS:
                rows[name, title, current] = factors(design, defect, current)
    lines = ["| cell | defect | mA/cm^2 | " + " | ".join(f"{radius} um" for radius in RADII) + " |"]
    lines.append("| --- " * (3 + len(RADII)) + "|")
    for (name, title, current), found in rows.items():
        shown = " | ".join(f"{one:.3f}" for one in found)
        lines.append(f"| {name} | {title} | {current / 10:g} | {shown} |")
    sys.stdout.write("\n".join(lines) + "\n")
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9, 3), layout="constrained")
        for axes, defect in zip(figure.subplots(1, 3, sharey=True), DEFECTS, strict=True):
            for place, (name, _, _) in enumerate(CELLS):
                for current, line in zip(CURRENTS, ("--", "-"), strict=True):
                    label = f"{name}, {current / 10:g} mA/cm\N{SUPERSCRIPT TWO}"
                    axes.plot(RADII, rows[name, defect, current], line, color=COLOURS[place], label=label)
            axes.set(xscale="log", yscale="log", xlabel="radius (\N{MICRO SIGN}m)", title=defect)
            axes.yaxis.set_major_formatter(mpl.ticker.FormatStrFormatter("%g"))
            axes.set_yticks([1, 1.2, 1.5, 2, 3, 4, 6])
            axes.yaxis.set_minor_formatter(mpl.ticker.NullFormatter())
        figure.axes[0].set_ylabel("largest over applied current")
        figure.axes[1].legend(fontsize=6, handlelength=3)
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
