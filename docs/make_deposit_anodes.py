"""Draw the figure of docs/deposition.md, the three anodes of lu2026 side by side, and print its numbers.

python docs/make_deposit_anodes.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from natria.answers import ask
from natria.design import load_case
from natria.quantity import Question
from natria.record import Field, Table
from natria.report.common.picture import files_of, new_figure
from natria.report.common.style import COLOURS, COLUMN, LINES
from natria.report.interface.deposit import MAH_PER_CM2, SHOWN, UM, draw_field
from natria.store import Store
from natria.studies.answerers import find_answerer
from natria.studies.studio import Studio

FIGURE = Path(__file__).with_name("figures") / "deposit_anodes.png"
ANODES = {"P-Na": "lu2026/p-na", "F-Na": "lu2026/f-na", "SFC-Na": "lu2026/sfc-na"}
Made = tuple[Table, Field]


def made_of(system: str) -> Made:
    """Return course and last state of the deposition on an anode."""
    design = Studio(load_case("lu2026"), store=Store(None)).design(system)
    course, state = (
        ask(find_answerer(name), design, Question(name, f"{system}#gel"))
        for name in ("deposition_course", "deposition_state")
    )
    assert isinstance(course, Table), course
    assert isinstance(state, Field), state
    return course, state


def figure_of(made: dict[str, Made]) -> Any:
    """Return the order parameter and the concentration of each anode, and their tips over time and charge."""
    figure, _ = new_figure()
    figure.clear()
    grid = figure.add_gridspec(3, 6)
    for row, (name, label, factor, colours) in enumerate(SHOWN[:2]):
        axes = [figure.add_subplot(grid[row, 2 * n : 2 * n + 2]) for n in range(3)]
        for one, (anode, (_, state)) in zip(axes, made.items(), strict=True):
            image = draw_field(one, state, (name, "", factor, colours))
            if row == 1:
                image.set_clim(0, 1.1)
                one.set_xlabel("along the electrode (µm)")
            else:
                one.set_title(anode, fontsize=8)
        axes[0].set_ylabel("height (µm)")
        figure.colorbar(image, ax=axes, label=label, shrink=0.8)
    times, charges = figure.add_subplot(grid[2, :3]), figure.add_subplot(grid[2, 3:])
    for (anode, (course, _)), colour, line in zip(made.items(), COLOURS, LINES, strict=False):
        found = {name: one.numbers for name, one in course.columns.items() if not one.is_text}
        times.plot(found["time"], found["tip_height"] * UM, color=colour, ls=line, label=anode)
        above, plated = (found["tip_height"] - found["mean_height"]) * UM, found["plated_charge"] / MAH_PER_CM2
        below = -plated[-1]  # a short curve lies on those that go further
        charges.plot(plated, above, color=colour, ls=line, zorder=3 + below)
        charges.plot(plated[-1], above[-1], "o", ms=4, color=colour, label=f"{anode}, after 60 s", zorder=4)
    times.set(xlabel="time (s)", ylabel="height of the tip (µm)")
    charges.set(xlabel="plated charge (mAh/cm²)", ylabel="tip above the mean (µm)")
    times.legend()
    charges.legend()
    figure.suptitle("Deposits on the three anodes of lu2026 at 0.5 V, with assumed parameters", x=0.02, ha="left")
    figure.set_size_inches(2 * COLUMN, 6.6)
    return figure


def main() -> None:
    made = {}
    for anode, system in ANODES.items():
        begun = time.perf_counter()
        made[anode] = made_of(system)
        took = time.perf_counter() - begun
        found = {name: one.numbers for name, one in made[anode][0].columns.items() if not one.is_text}
        text = (
            f"{anode:<7} {found['time'][-1]:.0f} s: {found['plated_charge'][-1] / MAH_PER_CM2:.3f} mAh/cm2, tip "
            f"{found['tip_height'][-1] * UM:.2f} um, mean {found['mean_height'][-1] * UM:.2f} um, roughness factor "
            f"{found['roughness_factor'][-1]:.3f}, least c {found['least_concentration'][-1]:.0f} mol/m3, "
            f"{found['steps'][-1]:.0f} steps, missing {abs(found['missing_sodium']).max():.0e}, {took:.0f} s"
        )
        sys.stdout.write(text + "\n")
    FIGURE.write_bytes(files_of(lambda: figure_of(made))[1])


if __name__ == "__main__":
    main()
