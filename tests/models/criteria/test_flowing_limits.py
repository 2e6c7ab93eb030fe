"""Critical currents of electrolytes that flow: salt of a half-cycle, voltage over films and face, steps."""

from __future__ import annotations

from math import asinh, exp, sqrt

import pytest

from natria.answers import ask
from natria.design import load_case
from natria.laws import FARADAY, GAS, depletion_fraction
from natria.models import models
from natria.quantity import Finding, Question, Refused, conditions

CCD = "critical_current_density"
LAWS = ["depletion_limit", "polarisation_limit", "step_limit"]
P, SFC = "lu2026/p-na", "lu2026/sfc-na"
THERMAL = 2 * GAS * 298.15 / FARADAY
LIMIT, RELAXATION = 2 * FARADAY * 1e-10 / 1.2 * 1000 / (0.5 * 5e-4), (5e-4) ** 2 * 0.9 * 1.2 / 1e-10


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


VOLTAGES = {"critical_overpotential": number(300, "mV"), "critical_step_drop": number(20, "mV")}
FAILS = {f"working.properties.{name}": value for name, value in VOLTAGES.items()} | {
    "step.sei.step_prefactor": number(1.6e-7, "ohm cm^2/K"),
    "step.charge-transfer.step_prefactor": number(1.26e-8, "ohm cm^2/K"),
}


@pytest.fixture(scope="module")
def gel():
    case = load_case("lu2026")

    def made(system, patch=None):
        design = case.design(system).with_(FAILS)
        return design.with_(patch) if patch else design

    return made


def answer(model, design, **at):
    return ask(models()[model], design, Question(CCD, design.name, conditions(**at)))


def value(model, design, **at):
    found = answer(model, design, **at)
    assert isinstance(found, Finding), found
    return found.value


def refusal(model, design, **at):
    found = answer(model, design, **at)
    assert isinstance(found, Refused)
    return found.why


def test_an_hour_gives_the_limiting_current_and_a_charge_more(gel):
    hour = value("depletion_limit", gel(SFC), half_cycle_time="1 h")
    assert hour == pytest.approx(LIMIT / depletion_fraction(3600, RELAXATION), rel=1e-9)
    charge = value("depletion_limit", gel(SFC))
    assert charge > hour
    assert charge * depletion_fraction(1800 * 10 / charge, RELAXATION) == pytest.approx(LIMIT, rel=1e-9)


def test_the_salt_does_not_know_the_anode(gel):
    assert value("depletion_limit", gel(P)) == value("depletion_limit", gel(SFC))


def test_the_voltage_at_the_critical_current_is_the_critical_one(gel):
    """With the film of 1 um and 1e-5 S/cm, 10 ohm cm^2, and the salt left after an hour."""
    current = value("polarisation_limit", gel(SFC), half_cycle_time="1 h")
    left = 1 - current / LIMIT * depletion_fraction(3600, RELAXATION)
    assert 0 < left < 1
    assert current * 1e-3 + THERMAL * asinh(current / (2 * 0.332 * sqrt(left))) == pytest.approx(0.3, rel=1e-6)


def test_a_film_on_the_other_electrode_alone_is_not_plated_through(gel):
    film = value("polarisation_limit", gel(SFC))
    assert value("polarisation_limit", gel(SFC, {"interphase.mci.on": "counter"})) > film
    assert value("polarisation_limit", gel(SFC, {"interphase.mci.on": "working"})) == film


def test_steps_compare_by_their_energies(gel):
    """By hand: R = B T exp(E/RT) of each step."""
    for system, energies in ((P, (32580, 38890)), (SFC, (17830, 38390))):
        ohm = sum(b * 298.15 * exp(e / (GAS * 298.15)) for b, e in zip((1.6e-11, 1.26e-12), energies, strict=True))
        assert value("step_limit", gel(system)) == pytest.approx(0.02 / ohm, rel=1e-9)


def test_a_step_has_a_resistance_of_its_own_or_a_prefactor(gel):
    own = {f"step.{name}.step_area_resistance": number(20, "ohm cm^2") for name in ("sei", "charge-transfer")}
    without = {path: value for path, value in FAILS.items() if not path.startswith("step.")}
    alone = load_case("lu2026").design(SFC).with_({**without, **own})
    assert value("step_limit", alone) == pytest.approx(0.02 / 40e-4, rel=1e-9)
    why = refusal("step_limit", gel(SFC, own))
    assert "step_area_resistance" in why
    assert "step_prefactor" in why


@pytest.mark.parametrize("law", LAWS[1:])
def test_no_cell_bears_more_than_its_salt(gel, law):
    high = {path: number(100, "V") for path in list(FAILS)[:2]} | {
        "interphase.mci.ionic_conductivity": number(1, "S/cm")
    }
    assert value(law, gel(SFC, high)) == pytest.approx(value("depletion_limit", gel(SFC)), rel=1e-6)


@pytest.mark.parametrize(("law", "path"), list(zip(LAWS[1:], list(FAILS)[:2], strict=True)))
def test_without_its_constant_a_law_asks_for_a_fit(law, path):
    design = load_case("kumar2020").design("kumar2020/bpi")
    assert path.rpartition(".")[2] in refusal(law, design)


@pytest.mark.parametrize("law", LAWS)
def test_a_solid_a_full_cell_and_a_ramp_without_length_are_refused(gel, solid, law):
    one = {"electrolyte": {"core": {"material": "Na3PS4", "thickness": "50 um"}}, "working.properties": VOLTAGES}
    assert "solid" in refusal(law, solid("", one))
    assert "symmetric" in refusal(law, gel("lu2026/sfc-na/nvp"))
    bare = gel(SFC, {"protocol": {"current": "0.5 mA/cm^2"}})
    assert "protocol.half_cycle_time" in refusal(law, bare)


@pytest.mark.parametrize("law", LAWS)
def test_what_came_before_the_ramp_changes_no_law_and_its_half_cycle_is_read(gel, law):
    found = answer(law, gel(SFC), conditioning_current="0.1 mA/cm^2", conditioning_cycles="50")
    assert set(found.origin.ignores) == {"conditioning_current", "conditioning_cycles"}
    assert any("areal_capacity" in one.question.name for one in found.origin.inputs)


def test_steps_without_any_are_refused(gel):
    assert "step" in refusal("step_limit", gel(SFC, {"step": {}}))
