"""An electronic path through a cell: the share of the voltage that it takes, over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .truth import PathTruth

FLICKER_TIMES = 25  # correlation times of the flicker within one fall
STAIRS = 6  # necks that bridge one after another


@dataclass(frozen=True)
class PathSettings:
    """A path that takes `share` of the voltage of the healthy cell within `fall` seconds after `onset`.

    `shape`: "linear", "late" (with the power 1.5 of the time) or "stairs" (bridge after bridge). `flicker` is the
    standard deviation of the share while it grows, relative to the share. At `heals_at` the path gives back `healed` of
    its share within `healing` seconds.
    """

    onset: float
    share: float
    fall: float = 0.0
    shape: str = "linear"
    flicker: float = 0.0
    heals_at: float | None = None
    healed: float = 0.5
    healing: float = 0.0

    @property
    def truth(self) -> PathTruth:
        return PathTruth(self.onset, self.fall, self.share, self.heals_at, self.flicker)


def share_of(path: PathSettings | None, time: np.ndarray, seed: int = 0) -> np.ndarray:
    """The share of the voltage that the path takes at each time; 0 without a path."""
    if path is None:
        return np.zeros(len(time))
    grown = np.clip((time - path.onset) / path.fall, 0, 1) if path.fall else (time >= path.onset).astype(float)
    if path.shape == "late":
        grown = grown**1.5
    elif path.shape == "stairs" and path.fall:
        grown = np.where(grown > 0, np.minimum((np.floor(grown * STAIRS) + 1) / STAIRS, 1.0), 0.0)
    if path.flicker and path.fall:
        grown = grown * (1 + path.flicker * _coloured(time, path, seed))
    if path.heals_at is not None:
        back = np.clip((time - path.heals_at) / max(path.healing, 1e-9), 0, 1)
        grown = grown * (1 - path.healed * back)
    return np.clip(path.share * grown, 0, 0.99)


def _coloured(time: np.ndarray, path: PathSettings, seed: int) -> np.ndarray:
    """Noise of unit variance while the path grows, a tenth of it later: telegraph levels held for random times."""
    rng = np.random.default_rng([seed, 77])
    hold = path.fall / FLICKER_TIMES
    edges = path.onset + np.cumsum(rng.exponential(hold, 40 * FLICKER_TIMES))
    levels = rng.normal(size=len(edges) + 1)
    values = levels[np.searchsorted(edges, time)]
    return np.where(time < path.onset + path.fall, values, 0.1 * values)
