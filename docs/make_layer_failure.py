"""Draw the largest nucleus that layers hold down, intact and cut, and a nucleus below kumar2020's."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from natria import load_case
from natria.record import Table
from natria.report.common.picture import log_ticks
from natria.report.common.style import COLOURS, RC
from natria.studies.interface import MODELS, PartAnswers, ask_model

FOLDER = Path(__file__).with_name("figures")
DOTS = 150  # per inch
SHOWN = (  # system, name, reported best thickness
    ("zhu2024/al2o3-alucone/lifted", "Al2O3 + alucone on Na, 300 MPa", 4e-9),
    ("zhu2024/al2o3-alucone/li/lifted", "the same on Li", 20e-9),
    ("kumar2020/bpi", "NaOH + NaNH2 on Na, 20 MPa", 3e-6),
)


def answers(system: str) -> PartAnswers:
    """Return what the model `crack` answers about the layer of a system."""
    made = ask_model(MODELS["crack"], load_case(system.partition("/")[0]), system)
    return made.parts[0]


def column(part: PartAnswers, term: str, name: str) -> np.ndarray:
    """Return a column of a table."""
    table = part.artefacts[term]
    assert isinstance(table, Table)
    return table.columns[name].numbers


def main() -> None:
    parts = [answers(system) for system, _, _ in SHOWN]
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9, 3.4), layout="constrained")
        left, right = figure.subplots(1, 2)
        for part, (_, name, reported), colour in zip(parts, SHOWN, COLOURS, strict=False):
            h = 1e9 * column(part, "nucleation_length_course", "thickness")
            intact, cut = (
                1e6 * column(part, "nucleation_length_course", f"radius_{state}") for state in ("intact", "cut")
            )
            left.plot(h, intact, color=colour, label=name)
            left.plot(h, np.where(cut > 0, cut, np.nan), color=colour, linestyle=":", linewidth=1.2)
            left.axvline(1e9 * reported, color=colour, linestyle="--", linewidth=0.8)
        left.plot([], [], color="black", label="intact")
        left.plot([], [], color="black", linestyle=":", label="cut at the rim")
        left.plot([], [], color="black", linestyle="--", label="reported as best (Al2O3), or used")
        left.set(xscale="log", yscale="log", xlabel="layer thickness (nm)", ylabel="largest nucleus held, radius (µm)")
        left.legend(fontsize=6.5, loc="upper center", bbox_to_anchor=(0.5, 1.24), ncols=2)
        here = parts[-1]
        for term, name, colour in (
            ("delamination_course", "stiff metal: the layer comes off", COLOURS[0]),
            ("sunk_course", "metal that flows: the nucleus sinks in", COLOURS[1]),
        ):
            height = 1e6 * column(here, term, "height")
            right.plot(height, 1e-6 * column(here, term, "pressure"), color=colour, label=name)
        hardness = 1e-6 * column(here, "delamination_course", "hardness")[0]
        right.axhline(hardness, color="black", linestyle=":", linewidth=0.8, label="hardness of sodium")
        right.set(yscale="log", xlabel="height of the nucleus (µm)", ylabel="pressure (MPa)")
        log_ticks(right.yaxis, *right.get_ylim())
        right.set_title("10 µm patch below 3 µm of NaOH + NaNH2")
        right.legend(fontsize=6.5)
        figure.savefig(FOLDER / "layer_failure.png", dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
