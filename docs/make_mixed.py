"""Draw where sodium plates in the layers of lu2026: the map of each layer with draws of what is not known."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from natria import ask, load_case
from natria.models.interface.mixed.answers import MIXED_MAP
from natria.quantity import Question
from natria.report.common.style import RC
from natria.report.interface.mixed import draw_cloud, draw_map
from natria.studies.interface.mixed_draws import DRAWS, MIXED_DRAWS, draws_of

FILE = Path(__file__).with_name("figures") / "mixed_conductor.png"
DOTS = 150  # per inch
LAYERS = (
    ("NaF/Na3Sb", "lu2026/sfc-na", "mci"),
    ("Na3Sb", "lu2026/na3sb", "antimonide"),
    ("NaF", "lu2026/f-na", "ici"),
)


def main() -> None:
    case = load_case("lu2026")
    with mpl.rc_context(RC):
        figure = Figure(figsize=(10, 3.9), layout="constrained")
        every = figure.subplots(1, len(LAYERS))
        for axes, (name, system, part) in zip(every, LAYERS, strict=True):
            design = case.design(system)
            draws = draws_of(ask(MIXED_DRAWS, design, Question(DRAWS, f"{system}#{part}")))
            draw_map(axes, ask(MIXED_MAP, design, Question("mixed_conductor_map", f"{system}#{part}")))
            draw_cloud(axes, draws)
            axes.set_title(f"{name}: mostly on top in {100 * draws.probability(0):.0f} % of draws", fontsize=8)
        named = {label: one for axes in every for one, label in zip(*axes.get_legend_handles_labels(), strict=True)}
        figure.legend(named.values(), named.keys(), loc="outside lower center", ncols=5)
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
