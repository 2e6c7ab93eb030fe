"""How figures look: quiet, readable in print, safe for the colour-blind."""

from __future__ import annotations

from typing import Any

COLOURS = ("#0b5fa5", "#d1495b", "#2e8b57", "#8a5cb8", "#c77d0a", "#4d4d4d")  # told apart in grey as well
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))

RC: Any = {  # matplotlib types its keys one by one
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.8,
    "figure.figsize": (6.4, 4.2),
    "figure.constrained_layout.use": True,
    "savefig.dpi": 160,
    "svg.hashsalt": "natria",  # the same figure gives the same bytes
    "svg.fonttype": "path",
}
