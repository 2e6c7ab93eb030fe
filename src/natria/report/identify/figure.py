"""The heat map of a determination: inputs by data, share of the prior variance that is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...studies.identify.determine import Determination
from ...studies.identify.wording import named
from ..common.picture import Picture, files_of, new_figure
from ..common.style import COLUMN
from .rows import ALL

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW = 0.17  # inches
AROUND = 1.4  # inches
DARK = 0.45  # of the variance: below, numbers are white


def heat_map(found: Determination) -> Picture:
    title = f"{found.system}: share of the prior variance that is left (%)"
    names = [named(one) for one in found.inputs]
    kinds = [*(one.kind for one in found.data), ALL]

    def draw() -> Figure:
        figure, axes = new_figure()
        axes.grid(visible=False)
        drawn = axes.imshow(found.left, cmap="cividis", vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(len(kinds)), kinds, rotation=35, ha="right", rotation_mode="anchor")
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.axvline(len(kinds) - 1.5, color="white", linewidth=2)
        for (row, column), left in np.ndenumerate(found.left):
            colour = "white" if left < DARK else "black"
            axes.text(column, row, f"{100 * left:.0f}", ha="center", va="center", fontsize=6, color=colour)
        bar = figure.colorbar(drawn, ax=axes, ticks=(0, 0.5, 1), fraction=0.03, pad=0.02)
        bar.ax.set_yticklabels(["0: determined", "50", "100: as before"])
        bar.outline.set_visible(False)
        figure.suptitle(title, x=0.02, ha="left")
        figure.set_size_inches(2 * COLUMN, AROUND + ROW * len(names))
        return figure

    svg, png = files_of(draw)
    best = names[int(np.argmin(found.left[:, -1]))] if names else "none"
    says = f"{title}: {len(names)} inputs by {len(kinds) - 1} kinds of data; best determined by all of them: {best}"
    return Picture("left", title, says, svg, png, wide=True)
