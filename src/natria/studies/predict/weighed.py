"""A forecast with what the conditions did: effective members, weights, facts that no member meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .conditions import FactCondition
from .forecast import Forecast, RefusedShare
from .weighing import ENOUGH, Met, condition_shares, contradiction, effective, world_shares


def weighed(forecast: Forecast, conditions: Sequence[FactCondition], met: Sequence[Met]) -> Forecast:
    """Return a forecast with how its members met the conditions; without intervals where too few count."""
    weights = [branch.weight for branch in forecast.branches]
    options = [branch.options for branch in forecast.branches]
    count = effective(np.concatenate([branch.w[branch.counts] for branch in forecast.branches]))
    told = replace(
        forecast,
        effective=count,
        worlds=world_shares(options, met, weights),
        conditions=condition_shares(conditions, met, weights),
    )
    if why := contradiction(conditions, met):
        return _silenced(told, why)
    return _silenced(told, why) if told.is_answered and (why := _too_few(told)) else told


def _too_few(forecast: Forecast) -> str:
    count = forecast.effective or 0.0
    if count >= ENOUGH:
        return ""
    members = sum(len(branch.y) for branch in forecast.branches)
    need = members * ENOUGH / max(count, 1.0)
    return (
        f"the conditions leave {count:.1f} effective members of {members}, and {ENOUGH} are needed: give some "
        f"{float(f'{need:.1g}'):.0f} members, or wider spreads of the inputs that the facts move"
    )


def _silenced(forecast: Forecast, why: str) -> Forecast:
    """A forecast without numbers, and the reason."""
    reasons = (RefusedShare(why, 1.0),)
    return replace(
        forecast, refused=1.0, reasons=reasons, median=None, interval_68=None, interval_95=None,
        between=0.0, between_groups={}, alternatives=(), inputs=(), unexplained=0.0,
    )  # fmt: skip
