"""Draw the discharge of a sulfur electrode whose electrons conduct poorly: curves by law, reaction over the depth."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from natria import load_case
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.analysis.depth import profile
from natria.models.cell.equations.layout import Packed
from natria.models.cell.equations.observe import PLACE
from natria.models.cell.solvers.adaptive import Adaptive
from natria.report.common.style import RC

FILE = Path(__file__).with_name("figures") / "depth.png"
DOTS = 150  # per inch
PER_CHARGE = 36000.0  # C/m^2 in mAh/cm^2
POOR = {"value": 3e-5, "unit": "S/m", "why": "a thousand times less than ions"}
LAWS = (("", "#888888", "no depth"), ("even", "#a2543d", "even reaction"), ("conduction", "#222222", "conduction"))
SHARES, TINTS = (0.02, 0.25, 0.5, 0.75, 0.95), ("#cfd9e3", "#9db4cc", "#6b8fb4", "#3d6a95", "#1c3f63")


def electrode(law: str) -> tuple[Packed, list, object]:
    """Return the cell of yuan2025 with a law of its depth, its legs and its limits."""
    patch = {"counter.depth": {"law": law, "why": "to compare", "electronic_conductivity": POOR}} if law else {}
    prepared = prepare(load_case("yuan2025").design("yuan2025/nas").with_(patch))
    return pack(prepared.cell), list(legs(prepared.blocks, "full", 1)), prepared.limits


def main() -> None:
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9, 3.4), layout="constrained")
        left, right = figure.subplots(1, 2)
        for law, colour, name in LAWS:
            packed, program, limits = electrode(law)
            first, *_ = run(packed, program[:1], limits, samples=200)
            time, volts = first.rows[:, PLACE["time"]], first.rows[:, PLACE["voltage"]]
            left.plot(abs(program[0].current) * time / PER_CHARGE, volts, color=colour, label=name)
        left.set(
            xlabel="charge (mAh/cm\N{SUPERSCRIPT TWO})", ylabel="voltage (V)", title="discharge by law of the depth"
        )
        current, whole = program[0].current, time[-1]
        times = np.array([0.0, *SHARES]) * whole
        path = Adaptive(packed).go(packed.start, current, times, limits.array(None))
        for share, tint, y in zip(SHARES, TINTS, path.states[1:], strict=True):
            found = profile(packed, y, current)
            edges = np.linspace(0.0, 1.0, len(found.reaction) + 1)
            right.stairs(found.reaction / abs(current), edges, baseline=None, color=tint, label=f"{share:.0%}", lw=1.5)
        right.set(
            xlabel="depth, from electrolyte to collector", ylabel="reaction over its mean", title="where it reacts"
        )
        left.legend(fontsize=7)
        right.legend(fontsize=7, title="of the discharge", title_fontsize=7)
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
