"""The overpotential of a layered symmetric cell against hand arithmetic."""

from __future__ import annotations

from math import asinh, exp

import pytest

from natria.quantity import assumptions

FARADAY, GAS, BOLTZMANN_EV = 96485.33212331001, 8.31446261815324, 8.617333262e-5
T = 298.15  # K
I0 = 13.0  # A/m^2, yuan2025
SIGMA = 4.93e-3  # S/m
I = 10.0  # A/m^2  # noqa: E741
MODEL = "layered_cell"
AT = {"current": "1 mA/cm^2"}
BY_HAND = {"interphase.bpi.ionic_conductivity": {"value": 4.93e-5, "unit": "S/cm", "why": "typed in"}}


def face(current, temperature=T):
    return 2 * GAS * temperature / FARADAY * asinh(current / (2 * I0))


def layers(thickness, sides=2):
    return sides * thickness / SIGMA


SEPARATOR = 25e-6 * 7.5 / 0.5  # ohm m^2: thickness, MacMullin number, conductivity of the free liquid
BARE = "kumar2020/bpi/pristine"


@pytest.mark.parametrize("micrometres", [3, 35, 0])
@pytest.mark.parametrize("ma_per_cm2", [1, 50])
def test_the_cell_overpotential_is_ohm_and_two_faces(value_of, stands_for, micrometres, ma_per_cm2):
    at = {"current": f"{ma_per_cm2} mA/cm^2", "thickness": f"{micrometres} um"}
    found = value_of(MODEL, stands_for("kumar2020/bpi", BY_HAND), "cell_overpotential", **at)
    by_hand = 10 * ma_per_cm2 * (SEPARATOR + layers(micrometres * 1e-6)) + 2 * face(10 * ma_per_cm2)
    assert found == pytest.approx(by_hand, rel=1e-9)


def test_the_numbers_of_kumar2020_at_3_and_35_um(value_of, stands_for):
    thin, thick = (
        value_of(MODEL, stands_for("kumar2020/bpi", BY_HAND), "cell_overpotential", thickness=h, **AT)
        for h in ("3 um", "35 um")
    )
    assert (thick - thin) * 1e3 == pytest.approx(129.8, abs=0.05)  # 2 x 32 um at 1 mA/cm^2
    assert 2 * face(I) * 1e3 == pytest.approx(38.6, abs=0.05)


@pytest.mark.parametrize("current", ["0.1 mA/cm^2", "1 mA/cm^2", "25 mA/cm^2"])
@pytest.mark.parametrize("system", ["kumar2020/bpi", "kumar2020/bpi/35um", BARE])
def test_the_parts_add_up_to_the_cell(value_of, stands_for, system, current):
    design = stands_for(system, {"protocol.current": current})
    parts = [*design.names("electrolyte"), *design.names("interphase"), "faces"]
    total = sum(value_of(MODEL, design, "area_resistance", part) for part in parts)
    amperes = 10 * float(current.split()[0])
    assert total * amperes == pytest.approx(value_of(MODEL, design, "cell_overpotential", current=current), rel=1e-12)
    assert value_of(MODEL, design, "area_resistance", current=current) == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize(
    ("part", "by_hand"), [("separator", SEPARATOR), ("bpi", layers(3e-6)), ("faces", 2 * face(I) / I)]
)
def test_the_area_resistance_of_a_part_is_all_of_it(value_of, stands_for, part, by_hand):
    assert value_of(MODEL, stands_for(), "area_resistance", part) == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize("current", ["1 mA/cm^2", "50 mA/cm^2"])
@pytest.mark.parametrize("system", ["kumar2020/bpi", BARE])
def test_the_definitions_of_overpotential_belong_together(value_of, stands_for, system, current):
    def of(term):
        return value_of(MODEL, stands_for(system), term, current=current)

    amperes = 10 * float(current.split()[0])
    electrolyte = value_of(MODEL, stands_for(system), "area_resistance", "separator")
    assert of("hysteresis") == pytest.approx(2 * of("cell_overpotential"), rel=1e-12)
    assert of("cell_overpotential_ir_free") + amperes * electrolyte == pytest.approx(
        of("cell_overpotential"), rel=1e-12
    )
    assert of("electrode_overpotential") == pytest.approx(face(amperes), rel=1e-9)


def test_bare_sodium_without_an_electrolyte_is_two_faces(value_of, stands_for):
    design = stands_for(BARE, {"electrolyte": {}})
    assert value_of(MODEL, design, "cell_overpotential", **AT) == pytest.approx(2 * face(I), rel=1e-12)


@pytest.mark.parametrize("side", ["working", "counter"])
def test_a_layer_on_one_electrode_costs_half(value_of, stands_for, side):
    both = value_of(MODEL, stands_for(), "area_resistance", "bpi")
    one = value_of(MODEL, stands_for("kumar2020/bpi", {"interphase.bpi.on": side}), "area_resistance", "bpi")
    assert one == pytest.approx(both / 2, rel=1e-12)


def test_layers_are_in_series(value_of, stands_for):
    outer = {
        "thickness": "2 um",
        "on": "working",
        "ionic_conductivity": {"value": 1e-4, "unit": "S/cm", "why": "a test"},
    }
    gel = {
        "material": "NaCF3SO3 in diglyme",
        "thickness": "100 um",
        "ionic_conductivity": {"value": 1, "unit": "mS/cm", "why": "a test"},
    }
    one = value_of(MODEL, stands_for(), "cell_overpotential", **AT)
    more = stands_for("kumar2020/bpi", {"interphase.outer": outer, "electrolyte.gel": gel})
    two = value_of(MODEL, more, "cell_overpotential", **AT)
    assert two - one == pytest.approx(I * (2e-6 / 1e-2 + 100e-6 / 0.1), rel=1e-9)


# --- temperature


def conduction(law, **numbers):
    table = {"law": law, "why": "a test", "reference_temperature": "298.15 K", **numbers}
    return {"interphase.bpi.conduction": table}


ARRHENIUS = conduction("arrhenius", arrhenius_energy={"value": 0.25, "unit": "eV", "why": "a test"})
VFT = conduction(
    "vft",
    vft_energy={"value": 0.06, "unit": "eV", "why": "a test"},
    vft_temperature={"value": 150, "unit": "K", "why": "a test"},
)


@pytest.mark.parametrize("kelvin", [280.0, 320.0, 337.15])
@pytest.mark.parametrize("law", [(ARRHENIUS, 0.25, 0.0), (VFT, 0.06, 150.0)], ids=["arrhenius", "vft"])
def test_the_conductivity_of_a_layer_follows_its_law(value_of, stands_for, law, kelvin):
    law, energy, vanishing = law
    design = stands_for("kumar2020/bpi", law)
    cold = value_of(MODEL, design, "area_resistance", "bpi")
    warm = value_of(MODEL, design, "area_resistance", "bpi", temperature=f"{kelvin} K")
    factor = exp(-energy / BOLTZMANN_EV * (1 / (kelvin - vanishing) - 1 / (T - vanishing)))
    assert cold / warm == pytest.approx(factor, rel=1e-7)


def test_the_faces_follow_the_temperature_too(value_of, stands_for):
    warm = stands_for("kumar2020/bpi", {"temperature": "330 K"})
    assert value_of(MODEL, warm, "electrode_overpotential", **AT) == pytest.approx(face(I, 330.0), rel=1e-9)


@pytest.mark.parametrize("term", ["cell_overpotential", "electrode_overpotential", "hysteresis"])
def test_another_temperature_than_that_of_the_design_is_refused_without_a_law(refusal_of, stands_for, term):
    why = refusal_of(MODEL, stands_for(), term, temperature="330 K", **AT)
    assert "temperature dependence" in why
    assert "298 K" in why
    assert "330 K" in why


def test_a_temperature_within_the_tolerance_is_the_same(value_of, stands_for):
    near = value_of(MODEL, stands_for(), "electrode_overpotential", temperature="299 K", **AT)
    assert near == pytest.approx(face(I, 299.0), rel=1e-9)


@pytest.mark.parametrize("law", [ARRHENIUS, VFT], ids=["arrhenius", "vft"])
def test_the_law_is_read_away_from_the_reference_temperature_and_not_at_it(answer_of, stands_for, law):
    design = stands_for("kumar2020/bpi", law)
    at_reference = answer_of(MODEL, design, "area_resistance", "bpi")
    away = answer_of(MODEL, design, "area_resistance", "bpi", temperature="320 K")
    energies = {"arrhenius_energy", "vft_energy", "vft_temperature"}
    assert not energies & {f.question.name for f in at_reference.origin.inputs}
    assert not [s for s in at_reference.origin.settings if s.why]
    assert energies & {f.question.name for f in away.origin.inputs}
    assert [(s.path, s.why) for s in away.origin.settings if s.why] == [("interphase.bpi.conduction.law", "a test")]


@pytest.mark.parametrize("temperature", ["150 K", "149 K"])
def test_below_its_vanishing_temperature_the_vft_law_is_refused(refusal_of, stands_for, temperature):
    why = refusal_of(MODEL, stands_for("kumar2020/bpi", VFT), "area_resistance", "bpi", temperature=temperature)
    assert "vanishing temperature" in why


def test_a_spread_of_the_temperature_counts_the_law_that_it_leans_on(answer_of, stands_for):
    warm = {"temperature": {"value": 298.15, "unit": "K", "std": 5, "why": "no thermostat"}}
    exact = {
        "interphase.bpi.ionic_conductivity": {"value": 4.93e-5, "unit": "S/cm", "std": 0, "why": "a test"},
        "interphase.bpi.conduction.arrhenius_energy": {"value": 0.25, "unit": "eV", "std": 0, "why": "an energy"},
    }
    found = answer_of(MODEL, stands_for("kumar2020/bpi", ARRHENIUS).with_({**warm, **exact}), "area_resistance", "bpi")
    slope = found.value * 0.25 / (BOLTZMANN_EV * T**2)
    assert found.std == pytest.approx(5 * slope, rel=0.02)  # third order of 5 K
    assert "an energy" in {a.why for a in assumptions(found)}


def test_a_layer_without_a_law_does_not_answer_for_another_temperature(refusal_of, stands_for):
    design = stands_for("kumar2020/bpi/monophasic")
    why = refusal_of(MODEL, design, "area_resistance", "bpi", temperature="330 K")
    assert "temperature" in why


# --- refusals


@pytest.mark.parametrize("system", ["kumar2020/bpi/na-s", "kumar2020/bpi/na-s/pristine"])
@pytest.mark.parametrize(
    "term", ["cell_overpotential", "cell_overpotential_ir_free", "electrode_overpotential", "hysteresis"]
)
def test_full_cells_are_refused_with_the_reason(refusal_of, stands_for, system, term):
    assert "holds for symmetric cells; this one is full" in refusal_of(MODEL, stands_for(system), term)


def test_a_counter_electrode_of_its_own_is_refused(refusal_of, stands_for):
    design = stands_for("kumar2020/bpi", {"counter": {"material": "Na"}})
    assert "two equal electrodes" in refusal_of(MODEL, design, "cell_overpotential", **AT)


def test_a_part_that_the_design_does_not_have_is_refused(refusal_of, stands_for):
    assert "no part 'separatr'" in refusal_of(MODEL, stands_for(), "area_resistance", "separatr")


@pytest.mark.parametrize("term", ["cell_overpotential", "hysteresis", "electrode_overpotential"])
def test_a_voltage_of_a_part_is_no_voltage_of_the_cell(refusal_of, stands_for, term):
    assert refusal_of(MODEL, stands_for(), term, "separator", **AT)


def test_a_layer_that_waits_for_its_fit_is_refused_with_the_name_of_the_fit(refusal_of, sodium_case):
    why = refusal_of(MODEL, sodium_case.base, "cell_overpotential", **AT)
    assert "waits for the fit 'layer conductivity'" in why


def test_the_resistance_of_a_layer_does_not_depend_on_the_current_and_says_so(refusal_of, stands_for):
    why = refusal_of(MODEL, stands_for(), "area_resistance", "bpi", **AT)
    assert "does not depend on the condition current" in why


def test_the_capacity_does_not_matter_and_is_named_so(answer_of, stands_for):
    found = answer_of(MODEL, stands_for(), "cell_overpotential", areal_capacity="7 mAh/cm^2", **AT)
    assert found.origin.ignores == ("areal_capacity",)


def test_a_macmullin_number_counts_without_a_card_for_the_separator(value_of, stands_for):
    free = stands_for("kumar2020/bpi/optical")
    number = {"value": 3, "unit": "1", "why": "a glass fibre"}
    filled = free.with_({"electrolyte.separator.macmullin_number": number})
    full, empty = (value_of(MODEL, design, "area_resistance", "separator") for design in (filled, free))
    assert full == pytest.approx(3 * empty, rel=1e-12)


def test_what_is_taken_over_from_another_cell_is_assumed_to_hold(answer_of, stands_for):
    design = stands_for(patch={"working.exchange_current_density": {"fact": "yuan2025:i0"}})
    found = answer_of(MODEL, design, "electrode_overpotential", **AT)
    borrowed = {s.path: s.why for s in found.origin.settings if "taken over" in s.why}
    assert borrowed == {"working.exchange_current_density": "taken over from yuan2025/nas"}
    assert "taken over from yuan2025/nas" in {a.why for a in assumptions(found)}
