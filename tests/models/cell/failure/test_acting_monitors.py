"""What of a design decides when a monitor acts: sign of the current, layers, and the limits that end a run."""

from __future__ import annotations

import pytest

from natria.answers import Reader, Record, of_design
from natria.laws import charge_of_sodium
from natria.models.cell.failure.monitors import limits_of, monitors_of, voids_of

VOLUME = 23.78e-6
PLATED, STRIPPED = {"working": (1,), "counter": (-1,)}, {"working": (-1,), "counter": (1,)}


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def reader(design):
    return Reader(of_design(design), Record(), "", "", {})


@pytest.mark.parametrize("electrode", ["working", "counter"])
def test_a_face_fails_under_the_current_that_causes_it(solid, electrode):
    acts = {(m.name, m.law): m.acts for m in monitors_of(solid("light"))[0]}
    assert acts[f"crack at the {electrode} electrode", "Porz: drop of the face"] == PLATED[electrode]
    for mode, law in (
        ("void", "vacancy diffusion: voids begin"),
        ("void", "measured pressure line: voids begin"),
        ("void", "creep: voids begin"),
        ("contact", "creep: contact lost"),
    ):
        assert acts[f"{mode} at the {electrode} electrode", law] == STRIPPED[electrode]
    assert acts[f"empty at the {electrode} electrode", "Faraday"] == ()


def test_the_cell_fails_under_either_current_and_a_layer_under_none(solid):
    acts = {m.law: m.acts for m in monitors_of(solid())[0]}
    assert acts["sodium melts"] == acts["J/J_lim, steady"] == (1, -1)
    assert acts["elastic: Monroe-Newman"] == ()


def test_the_utilisations_that_rise_evenly_can_be_extrapolated(solid, stands_for):
    """Creep slows as the foil is thinned, so its contact is not lost evenly."""
    of_solid = {m.law for m in monitors_of(solid("light"))[0] if m.evenly}
    assert of_solid == {"vacancy diffusion: contact lost", "measured pressure line: contact lost", "Faraday"}
    of_liquid = {m.law for m in monitors_of(stands_for("kumar2020/bpi/pristine"))[0] if m.evenly}
    assert of_liquid == {"Chazalviel: depleted, then across the gap", "Faraday"}


def test_each_layer_and_each_film_has_a_front(solid):
    fronts = {m.name for m in monitors_of(solid())[0] if m.law == "elastic: Monroe-Newman"}
    read = reader(solid())
    layers = [*read.names("electrolyte"), *read.names("interphase")]
    assert read.names("interphase")
    assert fronts == {f"unstable front at {layer}" for layer in layers}


def test_the_limits_of_a_run_are_those_of_the_design(solid):
    chosen = {"failure": {"void": {"law": "vacancies", "why": "a test"}}}
    usual = {"least_contact_share": number(25, "%"), "melting_temperature": number(360, "K")}
    limits = limits_of(reader(solid("", {**chosen, "usual": usual})))
    assert limits.contact == pytest.approx(0.25)
    assert limits.temperature == pytest.approx(360.0)
    watched = limits_of(reader(solid("", {"usual": usual})))  # no law of voids is chosen: its limit stays the default
    assert watched.contact != pytest.approx(0.25)
    none = {"failure": {"void": {"law": "none", "why": "a test"}}, "usual": usual}
    assert limits_of(reader(solid("", none))).contact == watched.contact


def test_a_short_that_is_not_chosen_sets_no_limit(solid):
    none = limits_of(reader(solid("", {"failure": {"short": {"law": "none", "why": "a test"}}})))
    assert none == limits_of(reader(solid()))


@pytest.mark.parametrize("law", ["vacancies", "pressure-line"])
def test_a_bare_foil_is_refilled_by_the_laws_that_need_no_height(solid, law):
    """The foil takes the properties of the sodium of the counter electrode, and only creep depends on its height."""
    counter = {"material": "Na", "thickness": "100 um"}
    failure = {"void": {"law": law, "why": "a test"}}
    read = reader(solid("light", {"cell": "half", "counter": counter, "failure": failure}))
    foil, sodium = voids_of(read, "working"), voids_of(read, "counter")
    assert foil.refill == pytest.approx(sodium.refill)
    assert foil.depth == pytest.approx(charge_of_sodium(1e-6, VOLUME), rel=1e-9)
