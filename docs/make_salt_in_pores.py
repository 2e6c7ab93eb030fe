"""Draw what the salt in the pores of a thick cathode changes: discharge curves, and the salt over the depth."""

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
from natria.models.cell.prepare import Prepared
from natria.models.cell.solvers.adaptive import Adaptive
from natria.report.common.style import RC

FILE = Path(__file__).with_name("figures") / "salt_in_pores.png"
DOTS = 150  # per inch
PER_CHARGE = 36000.0  # C/m^2 in mAh/cm^2
MICRON = 1e6
WHY = "to compare"
LOADING, GEL = 20, 50  # mg/cm^2, um
RATES = (("0.5C", "#8fa9c4"), ("1C", "#3d6a95"), ("2C", "#222222"))
SHARES, TINTS = (0.02, 0.1, 0.25, 0.5, 0.95), ("#cfd9e3", "#9db4cc", "#6b8fb4", "#3d6a95", "#1c3f63")


def known(value: float, unit: str) -> dict[str, object]:
    return {"value": value, "unit": unit, "why": WHY}


def nvp(rate: str, *, filled: bool) -> Prepared:
    """Return NVP in a thin layer of the gel of lu2026, with voltages that do not end it early."""
    patch = {
        "protocol.rate": rate,
        "protocol.upper_voltage": "4.3 V",
        "protocol.lower_voltage": "1.5 V",
        "working.exchange_current_density": known(10, "mA/cm^2"),
        "counter.mass_loading": known(LOADING, "mg/cm^2"),
        "counter.depth": {"law": "conduction", "why": WHY, "electronic_conductivity": known(1, "S/m")},
        "electrolyte.gel.thickness": known(GEL, "um"),
    } | ({"counter.pores.filled_by": "gel"} if filled else {})
    return prepare(load_case("lu2026").design("lu2026/sfc-na/nvp").with_(patch))


def discharge(prepared: Prepared) -> tuple[Packed, np.ndarray, float, np.ndarray]:
    """Return the charged cell, its state, the current, and the readings of its discharge."""
    packed = pack(prepared.cell)
    program = list(legs(prepared.blocks, "full", 1))
    charged, done = run(packed, program, prepared.limits, samples=200)
    return packed, charged.state.y, program[1].current, done.rows


def main() -> None:
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9, 3.4), layout="constrained")
        left, right = figure.subplots(1, 2)
        for rate, colour in RATES:
            for filled in (False, True):
                prepared = nvp(rate, filled=filled)
                packed, charged, current, read = discharge(prepared)
                charge = abs(current) * (read[:, PLACE["time"]] - read[0, PLACE["time"]]) / PER_CHARGE
                style = {"color": colour, "ls": "-" if filled else ":", "label": rate if filled else None}
                left.plot(charge, read[:, PLACE["voltage"]], **style)
        left.plot([], [], color="#888888", ls=":", label="salt as at the face")
        left.set(
            xlabel="charge (mAh/cm\N{SUPERSCRIPT TWO})",
            ylabel="voltage (V)",
            title="discharge, 20 mg/cm\N{SUPERSCRIPT TWO}",
        )
        whole = read[-1, PLACE["time"]] - read[0, PLACE["time"]]
        times = np.array([0.0, *SHARES]) * whole
        path = Adaptive(packed).go(charged, current, times, prepared.limits.array(None))
        depth = prepared.cell.counter.chemistry.salt.thickness * MICRON
        gel = (np.arange(packed.n) + 0.5) / packed.n * GEL
        for share, tint, y in zip(SHARES, TINTS, path.states[1:], strict=True):
            found = profile(packed, y, current)
            x, c = np.r_[gel, GEL + depth * found.place], np.r_[y[: packed.n], found.salt] / 1000.0
            right.plot(x, c, color=tint, label=f"{share:.0%}", lw=1.5)
        right.axvline(GEL, color="#888888", lw=0.8)
        right.set(
            xlabel="from sodium to the collector (\N{GREEK SMALL LETTER MU}m)",
            ylabel="salt (mol/L)",
            title=f"salt at {rate}",
        )
        right.set_ylim(bottom=0.0)
        left.legend(fontsize=7)
        right.legend(fontsize=7, title="of the discharge", title_fontsize=7)
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
