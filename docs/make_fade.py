"""Draw how the Na-S cell of kumar2020 fades by two laws of loss, each fitted to the capacity left after 500 cycles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from natria import load_case
from natria.literature import fact
from natria.models.cell import legs, pack, prepare
from natria.models.cell.equations.observe import TIME
from natria.models.cell.solvers.ahead import run_ahead
from natria.quantity import show_value
from natria.report.common.style import RC
from natria.studies.simulation.full_cell import FULL_CELL
from natria.studies.studio import Studio

FILE = Path(__file__).with_name("figures") / "fade.png"
SYSTEM, RETENTION, EFFICIENCY = "kumar2020/bpi/na-s", "kumar2020:nas-retention", "kumar2020:nas-efficiency"
LAWS = (("contact lost with each cycle", "#4b6f91", "-"), ("polysulfide lost in time", "#c0504d", "--"))
CURVE = (1, 25, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500)
SHOWN, LATE = (100, 250, 500), 250
DISCHARGE = -1  # sign of its current


def studio_of(what_if: str) -> Studio:
    """Return a what-if of kumar2020 with its fit made."""
    return Studio(load_case("kumar2020"), what_if, named=(FULL_CELL.name,))


def charges(studio: Studio) -> dict[tuple[int, int], float]:
    """Return the charge (C/m^2) of each simulated half-cycle, by the cycle and the sign of the current."""
    prepared = prepare(studio.design(SYSTEM))
    wanted = [*CURVE, LATE, LATE + 1]
    program = list(legs(prepared.blocks, "full", max(wanted)))
    done = run_ahead(pack(prepared.cell), program, wanted, prepared.limits)
    rows = ((one.leg, float(one.rows[-1, TIME] - one.rows[0, TIME])) for one in done)
    return {(leg.cycle, int(np.sign(leg.current))): abs(leg.current) * seconds for leg, seconds in rows}


def draw() -> None:
    reported: Any = fact(RETENTION)
    mpl.rcParams.update(RC)
    figure = Figure(figsize=(3.5, 2.5), layout="constrained")
    axes = figure.add_subplot()
    for law, colour, line in LAWS:
        studio = studio_of(law)
        (fitted,) = (one for name, one in studio.fits.items() if "loss" in name)
        found = charges(studio)
        share = {cycle: found[cycle, DISCHARGE] / found[1, DISCHARGE] for cycle in CURVE}
        axes.plot(list(share), [100 * kept for kept in share.values()], line, color=colour, label=law)
        kept = ", ".join(f"{share[cycle]:.1%} at {cycle}" for cycle in SHOWN)
        efficiency = found[LATE + 1, DISCHARGE] / found[LATE, -DISCHARGE]
        click.echo(f"{law}: {show_value(fitted)}; kept {kept}; Coulombic efficiency {efficiency:.2%} at {LATE}")
    axes.plot(500, 100 * reported.value, "s", color="black", label="reported, both were fitted to it")
    axes.set_xlabel("cycle")
    axes.set_ylabel("capacity over the first (%)")
    axes.set_ylim(0, 105)
    axes.legend(loc="lower left", fontsize=7)
    figure.savefig(FILE, dpi=200, metadata={"Software": None})
    click.echo(f"reported: {show_value(reported)} at 500; {show_value(fact(EFFICIENCY))} on average")


if __name__ == "__main__":
    draw()
