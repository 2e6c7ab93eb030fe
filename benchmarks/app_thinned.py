"""What the peers of `app_race.py` share: a table read by Polars, and its visible window as at most 4,000 points.

Needs numpy, polars and plotly, not natria. The thinning keeps the lowest and the highest reading of each stretch, as
natria does; the plot has voltage and current over one time axis.
"""

from __future__ import annotations

from typing import Any

import numpy as np

TITLE = "What does my cell show?"
POINTS = 4000
Table = tuple[np.ndarray, np.ndarray, np.ndarray]  # time in h, voltage in V, current in mA
Window = tuple[float, float] | None


def read(content: Any) -> Table:
    import polars as pl

    frame = pl.read_csv(content)
    seconds, volt, ampere = (frame.to_series(k).to_numpy() for k in range(3))
    return seconds / 3600, volt, ampere * 1e3


def thin(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest reading of each of POINTS / 2 stretches, in order."""
    stretch = -(-len(x) // (POINTS // 2))
    if stretch <= 2:
        return x, y
    whole = len(x) // stretch
    rows = y[: whole * stretch].reshape(whole, stretch)
    ends = np.sort(np.stack([rows.argmin(1), rows.argmax(1)], 1), 1) + stretch * np.arange(whole)[:, None]
    kept = np.r_[ends.ravel(), np.arange(whole * stretch, len(x))]
    return x[kept], y[kept]


def figure(table: Table, window: Window, drag: str) -> Any:
    """Return the plot of a window, as plotly draws it."""
    import plotly.graph_objects as go
    from plotly.subplots import make_subplots

    x, volt, ampere = table
    low, high = window or (float(x[0]), float(x[-1]))
    part = slice(max(int(np.searchsorted(x, low)) - 1, 0), int(np.searchsorted(x, high, "right")) + 1)
    made = make_subplots(rows=2, shared_xaxes=True)
    for row, (name, values) in enumerate((("Voltage (V)", volt), ("Current (mA)", ampere)), start=1):
        shown = thin(x[part], values[part])
        made.add_trace(go.Scatter(x=shown[0], y=shown[1], mode="lines", name=name), row=row, col=1)
        made.update_yaxes(title_text=name, row=row, col=1)
    made.update_xaxes(range=[low, high])
    made.update_layout(dragmode=drag, height=500, meta=f"{low:.6g} to {high:.6g}")
    return made
