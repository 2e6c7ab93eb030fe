"""What is to be fitted: peaks with first places and what binds them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PeakGuess:
    """A peak or a doublet before the fit, in the unit of the axis.

    `within` is how far its place may move. A doublet has a second line at `splitting` from the first with `ratio` of
    its area, both fixed, and the same width and shape. Peaks of one `width_group` share their width.
    """

    name: str
    place: float
    within: float
    width: float  # full width at half maximum, to start from
    splitting: float = 0.0
    ratio: float = 0.0  # 0: a single line
    width_group: str = ""

    @property
    def is_doublet(self) -> bool:
        return self.ratio > 0
