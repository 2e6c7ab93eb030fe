"""Which Arrhenius energy a layer shows: of its law, of itself, or between those of its phases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws import vft_apparent_energy
from natria.quantity import Finding, evidence, factor

MODEL, TERM = "apparent_energy", "arrhenius_energy"
EV = factor("eV", "J/mol")
ARRHENIUS = {
    "law": "arrhenius",
    "why": "a test",
    "reference_temperature": "298.15 K",
    "arrhenius_energy": {"value": 0.4, "unit": "eV", "std": 0.01, "why": "a test"},
}


MOST = "interphase.bpi.conduction.vft_temperature_most"


def kelvin(value):
    return {"value": value, "unit": "K", "why": "a test"}


def test_a_parameter_whose_t0_is_a_band_shows_a_band(answer_of, stands_for):
    """0.06 eV as an Arrhenius energy at T0 = 0, and 0.14 eV at the upper end of 106 K."""
    found = answer_of(MODEL, stands_for(), TERM, "bpi")
    assert [end / EV for end in found.bound] == pytest.approx([0.06, 0.06 * (298.15 / 192.15) ** 2], rel=1e-6)
    assert round(found.bound[1] / EV, 2) == 0.14
    assert {"kumar2020:vft-bpi", "kumar2020:vft-pristine", "lu2026:Ea-ct-p"} <= evidence(found)


def test_the_band_ends_where_bare_sodium_would_show_six_tenths_of_an_electronvolt(stands_for):
    most = stands_for().finding(MOST).plain
    assert vft_apparent_energy(0.25, most, 298.15) == pytest.approx(0.6, abs=0.002)


def test_one_t0_shows_one_energy(value_of, stands_for):
    design = stands_for("kumar2020/bpi", {MOST: None, "interphase.bpi.conduction.vft_temperature": kelvin(150)})
    assert value_of(MODEL, design, TERM, "bpi") / EV == pytest.approx(0.06 * (298.15 / 148.15) ** 2, rel=1e-6)


def test_it_falls_towards_the_parameter_where_it_is_hot(answer_of, stands_for):
    cold, warm = (answer_of(MODEL, stands_for(), TERM, "bpi", temperature=t).bound for t in ("298.15 K", "2000 K"))
    assert cold[1] > warm[1] > warm[0] == pytest.approx(0.06 * EV)


@given(st.floats(1e3, 1e5), st.floats(0, 200), st.floats(250, 500))
def test_an_apparent_energy_is_never_below_its_parameter(energy, vanishing, temperature):
    assert vft_apparent_energy(energy, vanishing, temperature) >= energy


@pytest.mark.parametrize("at", [{}, {"temperature": "330 K"}])
def test_an_arrhenius_law_shows_its_own_energy_at_every_temperature(answer_of, stands_for, at):
    design = stands_for("kumar2020/bpi", {"interphase.bpi.conduction": ARRHENIUS})
    found = answer_of(MODEL, design, TERM, "bpi", **at)
    assert found.value / EV == pytest.approx(0.4, rel=1e-9)
    assert found.std / EV == pytest.approx(0.01, rel=1e-6)
    assert found.origin.ignores == tuple(at)


def test_below_its_vanishing_temperature_a_vft_law_has_no_energy(refusal_of, stands_for):
    assert "T0" in refusal_of(MODEL, stands_for(), TERM, "bpi", temperature="100 K")


def test_without_a_law_a_layer_lies_between_the_barriers_of_its_phases(answer_of, full):
    found = answer_of(MODEL, full(), TERM, "mixed")
    assert isinstance(found, Finding)
    assert [end / EV for end in found.bound] == pytest.approx([0.25, 0.5], rel=1e-9)


def test_one_phase_gives_a_number(answer_of, full):
    found = answer_of(MODEL, full(), TERM, "skin")
    assert found.bound is None
    assert found.value / EV == pytest.approx(0.5, rel=1e-9)


def test_a_card_that_knows_the_energy_is_enough(value_of, full):
    assert value_of(MODEL, full(), TERM, "glass") / EV == pytest.approx(0.25, rel=1e-9)


def test_a_layer_of_which_nothing_is_known_is_refused(refusal_of, full):
    assert "the conduction of electrolyte.soaked is unknown" in refusal_of(MODEL, full(), TERM, "soaked")


def test_a_cell_has_no_energy_of_its_own(refusal_of, full):
    assert "ask about a layer" in refusal_of(MODEL, full(), TERM)
