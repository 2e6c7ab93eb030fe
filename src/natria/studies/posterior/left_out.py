"""Cross-validation over facts: each is left out and predicted by a fit of the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...quantity import FitError
from ..calibration.calibrate import Calibration, solve
from ..calibration.data import Fact, Unreachable


@dataclass(frozen=True)
class LeftOut:
    """A fact that was left out: reported and predicted (SI), and their difference in units of its spread.

    `why_not` says why there is no prediction.
    """

    label: str
    term: str
    reported: float
    predicted: float | None
    off: float | None
    why_not: str = ""


def leave_one_out(c: Calibration) -> tuple[LeftOut, ...]:
    """Return the prediction of each fact by a calibration without it."""
    places = [n for n, one in enumerate(c.data) if isinstance(one, Fact)]
    return tuple(_without(c, place) for place in places)


def _without(c: Calibration, place: int) -> LeftOut:
    datum = c.data[place]
    name, reported = datum.finding.question.name, float(datum.target[0])
    others = tuple(one for n, one in enumerate(c.data) if n != place)
    if not others:
        return LeftOut(datum.label, name, reported, None, None, "it is the only datum")
    try:
        again = solve(replace(c.problem, data=others), c.name)
        again.ensure()
        asked = replace(c.problem, data=(datum,))
        predicted = float(asked.simulated(again.minimum.at)[0].values[0])
    except (FitError, Unreachable) as no:
        return LeftOut(datum.label, name, reported, None, None, str(no).partition("\n")[0])
    off = (predicted - reported) / float(datum.scale[0]) if datum.is_weighted else None
    return LeftOut(datum.label, name, reported, predicted, off)


def root_mean_square(found: tuple[LeftOut, ...]) -> float | None:
    """Return the root mean square of the differences in units of the spreads; None where there are none.

    About one says that spreads and model belong together, far above one that the model or the spreads are wrong.
    """
    offs = [one.off for one in found if one.off is not None]
    return float(np.sqrt(np.mean(np.square(offs)))) if offs else None
