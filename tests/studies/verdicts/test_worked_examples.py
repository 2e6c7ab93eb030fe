"""Three answers of kumar2020 by the rule of verdicts: how far inputs move them, what that makes of them."""

from __future__ import annotations

from math import log

import pytest

CAP = log(2) / 2 / 3


@pytest.fixture(scope="module")
def closed(kumar_study):
    """The comparisons of closed forms in the base run, by target."""
    found = {}
    for c in kumar_study.base.comparisons:
        if c.grade is not None and c.answer.origin.model != "cell":
            found[c.target.id.partition(":")[2]] = c
    return found


def test_the_overpotential_at_35_um_is_conditional_on_the_exchange_current(closed):
    c = closed["eta-35um"]
    leverage = c.grade.leverage
    assert (c.verdict, c.within, c.weak) == ("conditional", True, True)
    assert leverage.guessed >= 0.93
    assert leverage.is_refused
    assert leverage.allowed(0.1) == pytest.approx(min(0.1155, (leverage.known**2 + 0.01) ** 0.5 / 3), abs=1e-3)
    by = {e.root.finding.question.name: e.r for e in leverage.effects if e.root}
    assert by["exchange_current_density"] == pytest.approx(0.64, abs=0.01)
    assert by["temperature"] == pytest.approx(0.05, abs=0.01)
    assert by["macmullin_number"] == pytest.approx(0.07, abs=0.01)


def test_its_interval_is_sampled_and_a_third_of_the_draws_find_no_fit(closed):
    interval = closed["eta-35um"].grade.interval
    assert interval.method == "sampled"
    assert interval.refused == pytest.approx(1 / 3, abs=0.05)
    assert interval.low < closed["eta-35um"].answer.value < closed["eta-35um"].target.value < interval.high


def test_the_exchange_current_that_would_meet_it_is_1_48(closed):
    root, value = closed["eta-35um"].grade.meets
    assert root.id == "yuan2025:i0"
    assert value == pytest.approx(14.8, abs=0.1)  # A/m^2


def test_the_thickness_after_300_s_is_conditional_on_the_law(closed):
    c = closed["thickness-300s"]
    assert (c.verdict, c.within) == ("conditional", True)
    assert c.grade.leverage.guessed == pytest.approx(1.15, abs=0.01)
    assert c.grade.leverage.effects[0].ground == "law"


def test_the_energy_at_room_temperature_is_a_check(closed):
    c = closed["energy-room-temperature"]
    assert (c.verdict, c.within) == ("check", True)
    assert c.grade.leverage.guessed < 0.0011
    assert c.grade.leverage.allowed(0.0) >= 0.001
    assert c.grade.leverage.allowed(None) == pytest.approx(CAP)
