"""Limits of one design: by hand, against the map of regimes, and their range over the draws."""

import numpy as np
import pytest

from natria.design import load_case
from natria.explore.regimes import RegimeSettings, limits_of, regime_map
from natria.explore.sweeps import SweepPoints
from natria.studies import Studio

FARADAY = 96485.33212
FEW = RegimeSettings(members=32)


@pytest.fixture(scope="module", params=["kumar2020", "chi2022", "lu2026"])
def design(request):
    case = load_case(request.param)
    return Studio(case).design(case.base.name)


@pytest.fixture(scope="module")
def limits(design):
    return limits_of(design, FEW)


def test_limits_are_those_of_a_map_at_the_point_of_the_design(design, limits):
    current = design.finding("protocol.current").value
    mapped = regime_map(design, SweepPoints(("protocol.current",), np.array([[current], [2 * current]])), FEW)
    here = {(one.criterion.mode, one.criterion.law, one.of): one.values.value[0] for one in mapped.uses}
    known = {(one.criterion.mode, one.criterion.law, one.of): one.use for one in limits if one.use is not None}
    assert known == pytest.approx(here, rel=1e-9)


def test_the_share_of_the_sodium_is_that_by_hand():
    case = load_case("kumar2020")
    design = Studio(case).design(case.base.name)
    moles = design.finding("working.thickness").value / design.finding("working.molar_volume").value
    charge = design.finding("protocol.areal_capacity").value
    (empty,) = (one for one in limits_of(design) if one.criterion.mode == "empty electrode")
    assert empty.use == pytest.approx(charge / (moles * FARADAY), rel=1e-3)


def test_what_ends_a_run_comes_before_warnings_and_refusals_come_last(limits):
    order = [2 if one.use is None else 1 if one.criterion.kind == "warns" else 0 for one in limits]
    assert order == sorted(order)
    uses = [one.use for one in limits if one.use is not None and one.criterion.kind != "warns"]
    assert uses == sorted(uses, reverse=True)
    assert all(one.why for one in limits if one.use is None)


def test_ranges_hold_the_draws_and_need_settings(design, limits):
    ranged = [one for one in limits if one.low is not None]
    assert ranged
    for one in ranged:
        assert one.low <= one.high
        assert 0 <= one.failing <= 1
        if one.high < 1:
            assert one.failing <= 0.05 + 1 / FEW.members
    assert all(one.low is None for one in limits_of(design))
