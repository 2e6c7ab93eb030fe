"""Draw the capacity over cycles of a simulated Na-S cell by two laws of loss, at two currents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from natria import load_case
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.solvers.ahead import run_ahead
from natria.models.cell.solvers.run import Done
from natria.report.common.style import RC

FILE = Path(__file__).with_name("figures") / "ageing.png"
DOTS, CYCLES = 150, 100
PER_AREA = 36000.0  # C/m^2 in mAh/cm^2
LAWS = (
    ("contact, 0.25 % with each cycle", "contact_loss_per_cycle", 0.25, "%/cycle", "#4b6f91"),
    ("polysulfide, 0.0009 1/h", "polysulfide_loss_rate", 0.0009, "1/h", "#a2543d"),
)


def capacities(done: Iterable[Done]) -> tuple[list[int], list[float]]:
    """Return the cycles that were simulated and their discharge capacities (mAh/cm^2)."""
    found = [(d.leg.cycle, -d.leg.current * (d.rows[-1, 0] - d.rows[0, 0])) for d in done if d.leg.current < 0]
    return [cycle for cycle, _ in found], [charge / PER_AREA for _, charge in found]


def main() -> None:
    nas = load_case("yuan2025").design("yuan2025/nas")
    with mpl.rc_context(RC):
        figure = Figure(figsize=(8, 3.2), layout="constrained")
        for axes, current in zip(figure.subplots(1, 2, sharey=True), (0.127, 0.41), strict=True):
            for label, key, value, unit, colour in LAWS:
                loss: dict[str, Any] = {"value": value, "unit": unit, "ground": "guess", "why": "for the figure"}
                patch = {"counter.ageing": {key: loss}, "protocol.current": f"{current} mA/cm^2"}
                prepared = prepare(nas.with_(patch))
                packed, program = pack(prepared.cell), list(legs(prepared.blocks, "full", CYCLES))
                axes.plot(*capacities(run(packed, program, prepared.limits)), color=colour, label=label)
                skipping = run_ahead(packed, program, [CYCLES], prepared.limits)
                axes.plot(*capacities(skipping), "o", ms=3, color=colour)
            axes.set(xlabel="cycle", title=f"{current} mA/cm\N{SUPERSCRIPT TWO}", ylim=(0, None))
            axes.legend(fontsize=7)
        figure.axes[0].set_ylabel("discharge capacity (mAh/cm\N{SUPERSCRIPT TWO})")
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
