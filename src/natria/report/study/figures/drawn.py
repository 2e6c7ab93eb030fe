"""All figures of a study: sweeps, maps, parity, budgets, own spectra, kinetics and material curves."""

from __future__ import annotations

from ....studies import StudyResult
from ...common.picture import Picture
from ...impedance.own import own_spectra_pictures
from ...kinetics.own import own_kinetics_pictures
from ...materials.own import own_curves_pictures
from .bars import budget_picture
from .contours import map_picture
from .curves import sweep_picture
from .parity import parity_pictures
from .profiles import profile_picture


def pictures(result: StudyResult) -> tuple[Picture, ...]:
    """The figures of a study in the order of the page."""
    sweeps = (draw(result, sweep) for sweep in result.case.study.sweep for draw in (profile_picture, sweep_picture))
    maps = (map_picture(result, map_) for map_ in result.case.study.map)
    own = (*own_spectra_pictures(result), *own_kinetics_pictures(result), *own_curves_pictures(result))
    drawn = (*sweeps, *maps, *parity_pictures(result), budget_picture(result), *own)
    return tuple(p for p in drawn if p is not None)
