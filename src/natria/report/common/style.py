"""Style of the figures: one journal column wide, readable in print and with colour vision deficiency."""

from __future__ import annotations

from typing import Any

COLUMN = 3.5  # inches: 89 mm, one column
COLOURS = ("#0b5fa5", "#d1495b", "#2e8b57", "#8a5cb8", "#c77d0a", "#4d4d4d")  # told apart in grey as well
CLASSES = ("bare", "inorganic", "organic", "hybrid", "solid electrolyte")  # of layers: their colours, in this order
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
VERDICTS = {  # colour and marker; each identifies the verdict alone
    "prediction": ("#1a7f37", "D"),
    "measurement": ("#6639a6", "^"),
    "conditional": ("#0b5fa5", "o"),
    "check": ("#0f7b74", "h"),
    "fit": ("#a86400", "s"),
    "input": ("#6b7178", "v"),
}


def class_colour(name: str) -> str:
    """Return the colour of a class of layers, the same in every figure; grey for any other class."""
    return COLOURS[CLASSES.index(name)] if name in CLASSES else COLOURS[-1]


RC: Any = {  # matplotlib types its keys one by one
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.titlesize": 8,
    "axes.labelsize": 7.5,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.5,
    "axes.axisbelow": True,
    "axes.formatter.useoffset": False,
    "legend.frameon": False,
    "legend.fontsize": 6.5,
    "legend.labelspacing": 0.3,
    "lines.linewidth": 1.2,
    "lines.markersize": 5,
    "figure.figsize": (COLUMN, 2.6),
    "figure.constrained_layout.use": True,
    "savefig.dpi": 300,
    "svg.hashsalt": "natria",  # the same figure gives the same bytes
    "svg.fonttype": "path",
}
