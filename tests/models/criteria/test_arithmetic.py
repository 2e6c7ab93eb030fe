"""Numbers that follow from others by a definition: values worked out here, limits, and what refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.answers import ask
from natria.design import load_case, phase_design
from natria.laws import bulk_and_shear, cubic_spacing, mass_to_charge, young_and_poisson
from natria.models import find_model, models
from natria.quantity import Finding, Question, Refused, conditions

CURRENT = {"current": "1 mA/cm^2", "areal_capacity": "1 mAh/cm^2"}
HOUR = 3600.0


def asked(model: str, case: str, term: str, of: str, patch=None, **at: str) -> Finding | Refused:
    found = load_case(case)
    design = found.design(of.partition("#")[0], patch)
    return ask(find_model(model), design, Question(term, of, conditions(**at)))


def of_phase(model: str, case: str, term: str, phase: str) -> Finding | Refused:
    design = phase_design(load_case(case).base, phase)
    assert design is not None
    return ask(find_model(model), design, Question(term, phase))


def number(answer: Finding | Refused) -> float:
    assert isinstance(answer, Finding), answer.why
    return answer.value


# --- hours and cycles


def test_hours_are_cycles_of_two_hours_and_keep_their_bound():
    hours = asked("lives", "kumar2020", "cycling_time", "kumar2020/bpi", **CURRENT)
    assert number(hours) == pytest.approx(500 * 2 * HOUR)
    assert hours.bound == "at least"
    bare = asked("lives", "kumar2020", "cycle_life", "kumar2020/bpi/pristine", **CURRENT)
    assert (number(bare), bare.bound) == (pytest.approx(200), None)


@pytest.mark.parametrize(
    "at", [{}, {"current": "15 mA/cm^2", "areal_capacity": "1 mAh/cm^2"}, {**CURRENT, "areal_capacity": "2 mAh/cm^2"}]
)
def test_a_life_of_another_current_or_charge_is_not_taken(at):
    assert isinstance(asked("lives", "kumar2020", "cycling_time", "kumar2020/bpi", **at), Refused)


def test_a_cell_without_listed_numbers_is_refused():
    answer = asked("lives", "kumar2020", "cycling_time", "kumar2020/bpi", {"reporting.facts": []}, **CURRENT)
    assert isinstance(answer, Refused)


# --- capacities


def test_the_reported_loss_per_cycle_leaves_the_reported_capacity():
    of = "kumar2020/bpi/na-s"
    assert number(asked("fading", "kumar2020", "capacity_decay", of, cycle="1 to 500")) == pytest.approx(0.45 / 500)
    assert number(asked("fading", "kumar2020", "capacity_retention", of, cycle="500")) == pytest.approx(0.55)


def test_a_utilisation_belongs_to_its_cycle():
    of = "lu2026/sfc-na/nvp"
    late = number(asked("fading", "lu2026", "utilisation", of, cycle="9000"))
    fresh = number(asked("specific_energy", "lu2026", "utilisation", of))
    assert (round(late, 3), round(fresh, 3)) == (0.577, 0.779)
    assert late / fresh == pytest.approx(0.741, rel=1e-3)
    assert isinstance(asked("fading", "lu2026", "utilisation", of, cycle="100"), Refused)
    assert isinstance(asked("fading", "lu2026", "utilisation", of), Refused)


def test_a_retention_is_the_later_over_the_first_capacity():
    kept = asked("fading", "chi2022", "capacity_retention", "chi2022/na-s", cycle="40")
    assert number(kept) == pytest.approx(1000 / 1280)
    later = asked("fading", "chi2022", "specific_capacity", "chi2022/na-s", cycle="40")
    assert (number(later), later.bound) == (pytest.approx(1280 * 0.8 * 3600), "over")


def test_a_number_of_another_temperature_is_not_taken():
    at = {"cycle": "1", "temperature": "25 degC"}
    assert isinstance(asked("fading", "chi2022", "utilisation", "chi2022/na-s", **at), Refused)


def test_two_readings_of_a_mass_have_two_inventories():
    each, in_all = (
        number(asked("alloy_inventory", "yuan2025", "sodium_inventory", f"yuan2025/nas/symmetric{more}"))
        for more in ("", "/40mg-in-all")
    )
    assert each == pytest.approx(2 * in_all)


def test_one_c_implies_a_loading():
    assert number(asked("rate_loading", "yuan2025", "mass_loading", "yuan2025/nas")) == pytest.approx(8.2 / 1675)


def test_a_first_plateau_of_a_quarter_weighs_a_quarter():
    voltage = number(asked("plateau_mean", "chi2022", "average_discharge_voltage", "chi2022/na-s"))
    assert voltage == pytest.approx(0.25 * 1.9 + 0.75 * 1.25)


# --- atoms


def element(name: str, patch=None) -> Finding | Refused:
    """Return the share of an element in the layer of kumar2020, as a uniform mixture."""
    mixed = {"interphase.bpi.arrangement": "isotropic", **(patch or {})}
    return asked("composition", "kumar2020", "atomic_fraction", f"kumar2020/bpi#{name}", mixed)


@pytest.mark.parametrize("phase", ["NaOH", "NaNH2"])
def test_half_of_the_visible_atoms_of_either_phase_is_sodium(phase):
    other = {"NaOH": "NaNH2", "NaNH2": "NaOH"}[phase]
    shares = {
        name: {"value": value, "unit": "%", "std": 0, "why": "a test"} for name, value in ((phase, 99), (other, 1))
    }
    answer = element("Na", {"interphase.bpi.phases": shares})
    assert number(answer) == pytest.approx(0.5)


def test_the_shares_of_the_elements_add_up_to_one():
    parts = [number(element(e)) for e in ("Na", "N", "O")]
    assert sum(parts) == pytest.approx(1)
    assert number(element("F")) == 0


def test_sheets_have_no_composition_of_their_own():
    assert isinstance(asked("composition", "kumar2020", "atomic_fraction", "kumar2020/bpi#N"), Refused)


@pytest.mark.parametrize(
    ("ion", "mass"), [("NaS-", 54.9624), ("Na3P4-", 192.8650), ("P2O7-", 173.9126), ("Na2PS4-", 204.8422)]
)
def test_the_mass_of_an_ion_is_that_of_its_isotopes(ion, mass):
    answer = asked("ion_mass", "chi2022", "mass_to_charge", f"chi2022/npso/x-0.60#{ion}")
    assert number(answer) == pytest.approx(mass, abs=2e-3)


@pytest.mark.parametrize("part", ["NaS", "NaF-", "pellet", "Xy-"])
def test_what_is_no_ion_of_the_electrolyte_is_refused(part):
    assert isinstance(asked("ion_mass", "chi2022", "mass_to_charge", f"chi2022/npso/x-0.60#{part}"), Refused)


@given(st.integers(1, 3))
def test_an_anion_is_heavier_than_its_cation_by_two_electrons(charge):
    one, other = mass_to_charge("NaS", -charge), mass_to_charge("NaS", charge)
    assert one - other == pytest.approx(2 * 5.48579909e-4, rel=1e-6)


@pytest.mark.parametrize(("formula", "charge"), [("Xy", 1), ("NaS", 0)])
def test_an_ion_needs_a_formula_and_a_charge(formula, charge):
    with pytest.raises(ValueError, match=r"formula|charge"):
        mass_to_charge(formula, charge)


def test_planes_of_a_cubic_crystal():
    assert number(asked("lattice_plane", "kumar2020", "lattice_spacing", "kumar2020/bpi#200")) == pytest.approx(
        2.1453e-10
    )
    assert cubic_spacing(1.0, 1, 1, 0) / cubic_spacing(1.0, 2, 0, 0) == pytest.approx(2**0.5)
    for part in ("bpi", "000", "20"):
        assert isinstance(asked("lattice_plane", "kumar2020", "lattice_spacing", f"kumar2020/bpi#{part}"), Refused)


def test_a_crystal_weighs_its_formulas_over_its_cell():
    density = number(of_phase("crystal_density", "chi2022", "density", "Na3PS4"))
    assert density == pytest.approx(2 * 0.22818 / (6.02214076e23 * 6.956e-10**2 * 7.088e-10))


# --- moduli


@pytest.mark.parametrize(("term", "value"), [("young_modulus", 20.8e9), ("shear_modulus", 20.9e9 / 2.6)])
def test_moduli_of_a_glass_from_each_other(term, value):
    answer = of_phase("isotropic_moduli", "chi2022", term, "Na3PS3.4O0.6")
    assert number(answer) == pytest.approx(value)
    assert term not in {one.question.name for one in answer.origin.inputs}


@given(st.floats(1e8, 1e12), st.floats(0.01, 0.49))
def test_two_moduli_give_the_other_two(young, poisson):
    bulk, shear = bulk_and_shear(young, poisson)
    assert young_and_poisson(bulk, shear) == (pytest.approx(young), pytest.approx(poisson))
    assert shear / bulk == pytest.approx(3 * (1 - 2 * poisson) / (2 * (1 + poisson)))


def test_a_layer_of_two_phases_is_not_one_phase():
    assert isinstance(asked("one_phase", "kumar2020", "young_modulus", "kumar2020/bpi#bpi"), Refused)
    found = asked("one_phase", "zhu2024", "bulk_modulus", "zhu2024/naf-treat-hf#layer")
    assert number(found) == pytest.approx(77e9 / (3 * (1 - 2 * 0.24)))


# --- ratios and sums


def test_ratios_and_sums():
    assert number(asked("intensities", "chi2022", "intensity_ratio", "chi2022/npso/x-0.60")) == pytest.approx(1000)
    assert number(asked("energies", "kumar2020", "energy_ratio", "kumar2020/bpi/pristine")) == pytest.approx(0.24)
    done = asked("completion", "yuan2025", "layer_completion_time", "yuan2025/nas/symmetric#interlayer")
    assert number(done) == pytest.approx(15 * HOUR)
    assert number(of_phase("window_width", "yuan2025", "stability_window", "Na3PS4")) == pytest.approx(1.06)
    assert number(asked("aqueous_potential", "zhu2024", "standard_potential", "zhu2024/nabr")) == pytest.approx(
        -2.714, abs=1e-3
    )


def test_depth_and_rate_of_etching():
    assert number(asked("etched_depth", "kumar2020", "length", "kumar2020/bpi#bpi", time="15 min")) == pytest.approx(
        82.5e-9
    )
    assert number(asked("etched_depth", "kumar2020", "etch_rate", "kumar2020/bpi#bpi")) == pytest.approx(82e-9 / 900)
    assert isinstance(asked("etched_depth", "kumar2020", "length", "kumar2020/bpi#bpi"), Refused)


def test_faces():
    half = asked("double_layer", "chi2022", "capacitance", "chi2022/npso/x-0.60", {"area": "2 cm^2"})
    whole = asked("double_layer", "chi2022", "capacitance", "chi2022/npso/x-0.60", {"area": "4 cm^2"})
    assert number(whole) == pytest.approx(2 * number(half))
    assert isinstance(asked("double_layer", "chi2022", "capacitance", "chi2022/na-s"), Refused)
    answer = asked("charge_transfer", "chi2022", "charge_transfer_area_resistance", "chi2022/trilayer")
    assert number(answer) == pytest.approx(1e-3, rel=0.01)


def test_the_folder_of_arithmetic_is_found():
    assert {"lives", "fading", "ion_mass", "isotropic_moduli"} <= set(models())
