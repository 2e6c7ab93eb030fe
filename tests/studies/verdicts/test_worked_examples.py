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


def of_yuan(study):
    """The comparison at 35 um with the exchange current that was borrowed before: an assumption of another paper."""
    run = next(run for run in study.what_ifs if run.name == "exchange current of yuan2025")
    return next(
        c for c in run.comparisons if c.target.id == "kumar2020:eta-35um" and c.answer.origin.model == "layered_cell"
    )


def test_the_overpotential_at_35_um_is_conditional_on_the_exchange_current(closed):
    c = closed["eta-35um"]
    leverage = c.grade.leverage
    assert (c.verdict, c.within, c.weak) == ("conditional", True, False)
    assert leverage.guessed > leverage.allowed(0.1)
    assert not leverage.is_refused
    assert leverage.allowed(0.1) == pytest.approx(min(0.1155, (leverage.known**2 + 0.01) ** 0.5 / 3), abs=1e-3)
    by = {e.root.finding.id: e.r for e in leverage.effects if e.root}
    i0 = next(e for e in leverage.effects if e.root and e.root.finding.question.name == "exchange_current_density")
    assert i0.r == pytest.approx(0.165, abs=0.005)
    assert by["zhu2024:napf6-hysteresis"] == pytest.approx(0.072, abs=0.005)
    assert c.grade.interval.method == "sampled"
    assert c.grade.interval.low < c.target.value < c.answer.value < c.grade.interval.high


def test_with_the_exchange_current_of_yuan2025_it_moves_by_0_64_and_has_no_answer_on_one_side(kumar_study):
    leverage = of_yuan(kumar_study).grade.leverage
    (face,) = [e for e in leverage.effects if e.root and e.root.finding.id == "yuan2025:i0"]
    assert face.r == pytest.approx(0.64, abs=0.01)
    assert face.down is None
    assert leverage.guessed >= 0.93
    by = {e.root.finding.question.name: e.r for e in leverage.effects if e.root}
    assert by["temperature"] == pytest.approx(0.05, abs=0.01)
    assert by["macmullin_number"] == pytest.approx(0.07, abs=0.01)


def test_the_exchange_current_that_would_meet_it_is_1_48(closed):
    root, value = closed["eta-35um"].grade.meets
    assert root.question.name == "exchange_current_density"
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
