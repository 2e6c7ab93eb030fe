"""The activation energy of a resistance: of a step, of the faces, of a layer by its law or by its phases."""

from __future__ import annotations

from math import log

import pytest

from natria.design import Design, load_case
from natria.laws import linear_face_resistance
from natria.models.reading.conduction import Thermal

MODEL, TERM = "resistance_energy", "resistance_arrhenius_energy"
GAS = 8.31446261815324
BPI = "kumar2020/bpi"
EV = 96485.33212
ONE_T0 = {
    "interphase.bpi.conduction.vft_temperature_most": None,
    "interphase.bpi.conduction.vft_temperature": {"value": 150, "unit": "K", "std": 0, "why": "a test"},
}


def design_of(system: str) -> Design:
    return load_case(system.partition("/")[0]).design(system)


def kilojoule(value):
    return {"value": value, "unit": "kJ/mol", "std": 0, "why": "a test"}


def slope(resistance, temperature, step=1e-3):
    """-R d ln(T/R)/d(1/T), by a difference."""
    low, high = temperature - step, temperature + step
    rise = log(high / resistance(high)) - log(low / resistance(low))
    return -GAS * rise / (1 / high - 1 / low)


def test_a_step_shows_the_energy_that_it_was_given(value_of):
    assert value_of(MODEL, design_of("lu2026/sfc-na"), TERM, "sei") == pytest.approx(17830)


def test_faces_show_the_energy_of_their_exchange_current(value_of):
    design = design_of("lu2026/sfc-na").with_({"working.properties.exchange_arrhenius_energy": kilojoule(38)})
    law = Thermal(38e3, 0.0, 298.15)
    by_hand = slope(lambda t: float(linear_face_resistance(law.factor(t), t)), 298.15)
    assert value_of(MODEL, design, TERM, "faces") == pytest.approx(by_hand, rel=1e-6)


@pytest.mark.parametrize("temperature", [280.0, 320.0])
def test_a_layer_with_a_law_shows_the_slope_of_its_resistance(value_of, stands_for, temperature):
    law = Thermal(0.06 * EV, 150.0, 298.15)
    by_hand = slope(lambda t: 1 / law.factor(t), temperature)
    found = value_of(MODEL, stands_for(BPI, ONE_T0), TERM, "bpi", temperature=f"{temperature} K")
    assert found == pytest.approx(by_hand, rel=1e-6)


def test_a_layer_without_a_law_lies_between_the_barriers_of_its_phases(answer_of, stands_for):
    """0.35 eV of NaOH; sigma T is activated, so no RT is added."""
    found = answer_of(MODEL, stands_for("kumar2020/bpi/monophasic"), TERM, "bpi")
    assert found.value == pytest.approx(0.35 * EV, rel=1e-3)


def test_the_parameter_of_a_vft_law_is_that_of_a_layer(value_of, stands_for):
    assert value_of(MODEL, stands_for(BPI), "vft_energy", "bpi") == pytest.approx(0.06 * EV)


@pytest.mark.parametrize(
    ("system", "term", "part", "missing"),
    [
        (BPI, "vft_energy", "", "T0"),
        ("kumar2020/bpi/pristine", "vft_energy", "", "T0"),
        ("chi2022/trilayer", "vft_energy", "core", "no VFT law"),
        ("lu2026/sfc-na", TERM, "", "ask about a layer"),
        ("lu2026/sfc-na", TERM, "faces", "exchange_arrhenius_energy"),
        ("lu2026/sfc-na", TERM, "mci", "migration_barrier"),
    ],
)
def test_it_refuses_with_what_is_missing(refusal_of, system, term, part, missing):
    assert missing in refusal_of(MODEL, design_of(system), term, part)
