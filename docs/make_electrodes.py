"""Draw which electrode is the working electrode, how it is wired, and what a positive current does there."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from natria.report.common.style import RC

FILE = Path(__file__).with_name("figures") / "electrodes.png"
DOTS = 150  # per inch
SODIUM, FOIL, HOST, INK = "#9aa7b5", "#c98a4b", "#5a6b7d", "#222222"

# cell: (title, name and colour of the electrode at the negative and at the positive terminal, what they are called)
CELLS = (
    ("symmetric cell", ("Na", SODIUM), ("Na", SODIUM), ("working", "counter")),
    ("half cell, foil at the positive terminal", ("Na", SODIUM), ("Cu", FOIL), ("counter", "working")),
    ("full cell", ("Na", SODIUM), ("host", HOST), ("working", "counter")),
)


def draw(axes: Axes, title: str, left: tuple[str, str], right: tuple[str, str], names: tuple[str, str]) -> None:
    """Draw one cell with its terminals, the direction of a positive current and where sodium is plated."""
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 10)
    axes.set_title(title, fontsize=9)
    for x, (metal, colour), name, terminal in ((1.5, left, names[0], "\N{MINUS SIGN}"), (7.3, right, names[1], "+")):
        axes.add_patch(mpl.patches.Rectangle((x, 2.6), 1.2, 3.6, color=colour))
        axes.text(x + 0.6, 4.4, metal, ha="center", va="center", color="white", fontsize=9)
        axes.text(x + 0.6, 1.9, name, ha="center", va="center", color=INK, fontsize=9, weight="bold")
        axes.plot([x + 0.6] * 2, [6.2, 8.2], color=INK, lw=1)
        axes.text(x + 0.6, 8.8, terminal, ha="center", va="center", color=INK, fontsize=12)
    axes.add_patch(mpl.patches.Rectangle((2.7, 2.6), 4.6, 3.6, color="#eef2f6"))
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.2}
    axes.annotate("", (7.9, 6.5), (7.9, 8.1), arrowprops=arrow)
    axes.text(8.3, 7.3, "I > 0", ha="left", va="center", color=INK, fontsize=9)
    axes.annotate("", (3.0, 4.4), (7.0, 4.4), arrowprops=arrow)
    axes.text(5.0, 4.9, "Na\N{SUPERSCRIPT PLUS SIGN}", ha="center", va="center", color=INK, fontsize=9)
    axes.text(2.1, 0.9, "Na is plated here", ha="center", va="center", color=INK, fontsize=8)


def main() -> None:
    with mpl.rc_context(RC):
        figure = Figure(figsize=(9, 2.9), layout="constrained")
        for axes, cell in zip(figure.subplots(1, len(CELLS)), CELLS, strict=True):
            draw(axes, *cell)
        figure.savefig(FILE, dpi=DOTS, metadata={"Software": None})


if __name__ == "__main__":
    main()
