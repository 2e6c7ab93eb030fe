"""When the salt runs out: limiting current, Sand's time and the finite gap, and where none of them is defined."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

FARADAY = 96485.33212331001  # C/mol
D, C0, T_ANION = 3e-10, 1000.0, 0.5  # m^2/s, mol/m^3, 1: the liquid of kumar2020
GAP, MACMULLIN, POROSITY = 25e-6, 7.5, 0.4  # m, 1, 1: its separator
OPTICAL_GAP = 2e-3  # m
MODEL = "salt_depletion"
OPTICAL = "kumar2020/bpi/optical"
BARE = "kumar2020/bpi/optical/pristine"


def test_sand_time_of_the_optical_cell_at_50_ma_per_cm2_is_35_s_beside_its_ratio(value_of, stands_for):
    at = {"current": "50 mA/cm^2"}
    assert value_of(MODEL, stands_for(OPTICAL), "sand_time", **at) == pytest.approx(35.1, abs=0.05)
    assert value_of(MODEL, stands_for(OPTICAL), "limiting_current_ratio", **at) == pytest.approx(8.64, abs=0.005)


def test_the_limiting_current_of_a_free_liquid(value_of, stands_for):
    by_hand = 2 * FARADAY * D * C0 / (T_ANION * OPTICAL_GAP)
    assert value_of(MODEL, stands_for(OPTICAL), "limiting_current_density") == pytest.approx(by_hand, rel=1e-9)


def test_a_separator_divides_the_limiting_current_by_its_macmullin_number(value_of, stands_for):
    by_hand = 2 * FARADAY * (D / MACMULLIN) * C0 / (T_ANION * GAP)
    assert value_of(MODEL, stands_for(), "limiting_current_density") == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize(("macmullin", "ma_per_cm2"), [(5, 93), (10, 46)])
def test_at_50_ma_per_cm2_the_verdict_hangs_on_the_separator(value_of, stands_for, macmullin, ma_per_cm2):
    number = {"electrolyte.separator.macmullin_number": {"value": macmullin, "unit": "1", "why": "a test"}}
    found = value_of(MODEL, stands_for("kumar2020/bpi", number), "limiting_current_density")
    assert int(found / 10) in {ma_per_cm2, ma_per_cm2 - 1}
    ratio = value_of(MODEL, stands_for("kumar2020/bpi", number), "limiting_current_ratio", current="50 mA/cm^2")
    assert (ratio > 1) is (macmullin == 10)


def test_the_ratio_is_the_current_over_the_limit(value_of, stands_for):
    limit = value_of(MODEL, stands_for(), "limiting_current_density")
    ratio = value_of(MODEL, stands_for(), "limiting_current_ratio", current="50 mA/cm^2")
    assert ratio == pytest.approx(500 / limit, rel=1e-12)


def test_sand_time_in_pores_uses_the_effective_diffusivity_times_the_porosity(value_of, stands_for):
    slow = POROSITY * D / MACMULLIN
    by_hand = pi * slow * (C0 * FARADAY / (2 * 1000.0 * T_ANION)) ** 2
    assert value_of(MODEL, stands_for(), "sand_time", current="100 mA/cm^2") == pytest.approx(by_hand, rel=1e-9)


def test_sand_time_falls_with_the_square_of_the_current(value_of, stands_for):
    one, two = (value_of(MODEL, stands_for(OPTICAL), "sand_time", current=f"{i} mA/cm^2") for i in (20, 40))
    assert one == pytest.approx(4 * two, rel=1e-9)


def test_far_above_the_limit_the_finite_gap_meets_sand(value_of, stands_for):
    sand, gap = (
        value_of(MODEL, stands_for(OPTICAL), term, current="50 mA/cm^2")
        for term in ("sand_time", "salt_depletion_time")
    )
    assert gap == pytest.approx(sand, rel=1e-6)


def drop_in_time(current, length, diffusivity, cells=200):
    """Time (s) to zero salt at the plating face, by explicit finite volumes with the same flux through both faces."""
    width = length / cells
    step = 0.4 * width**2 / diffusivity
    flux = current * T_ANION / FARADAY  # mol/(m^2 s)
    salt = np.full(cells, C0)
    time = 0.0
    while True:
        between = -diffusivity * np.diff(salt) / width
        flows = np.concatenate([[-flux], between, [-flux]])
        salt = salt - step / width * np.diff(flows)
        time += step
        face = salt[0] - flux / diffusivity * width / 2
        if face <= 0:
            return time


@pytest.mark.parametrize("times_the_limit", [1.2, 2.0])
def test_the_time_in_a_finite_gap_is_that_of_the_diffusion_equation(value_of, stands_for, times_the_limit):
    current = times_the_limit * 2 * FARADAY * D * C0 / (T_ANION * OPTICAL_GAP)
    found = value_of(MODEL, stands_for(OPTICAL), "salt_depletion_time", current=f"{current / 10!r} mA/cm^2")
    assert found == pytest.approx(drop_in_time(current, OPTICAL_GAP, D), rel=0.01)


def test_the_finite_gap_of_a_separator_relaxes_with_porosity_and_macmullin_number(value_of, stands_for):
    free = {"electrolyte.separator.thickness": "2 mm", "electrolyte.separator.separator": "Celgard"}
    in_pores, in_liquid = (
        stands_for(OPTICAL, {**free, "electrolyte.separator.separator": separator}) for separator in ("Celgard", None)
    )
    ratio = {"pores": "10 mA/cm^2", "liquid": "75 mA/cm^2"}  # the same multiple of the limit
    slow = value_of(MODEL, in_pores, "salt_depletion_time", current=ratio["pores"])
    fast = value_of(MODEL, in_liquid, "salt_depletion_time", current=ratio["liquid"])
    assert slow == pytest.approx(POROSITY * MACMULLIN * fast, rel=1e-6)


@pytest.mark.parametrize("term", ["sand_time", "salt_depletion_time"])
def test_below_the_limit_the_salt_is_never_used_up_and_the_ratio_is_in_the_reason(refusal_of, stands_for, term):
    assert "J/J_lim = 0.35" in refusal_of(MODEL, stands_for(BARE), term, current="2 mA/cm^2")
    assert "J/J_lim = 0.81" in refusal_of(MODEL, stands_for(), term, current="50 mA/cm^2")


TERMS = ["limiting_current_density", "limiting_current_ratio", "sand_time", "salt_depletion_time"]


@pytest.mark.parametrize("term", TERMS)
def test_a_single_ion_conductor_is_refused_and_never_infinite(refusal_of, stands_for, term):
    alone = {"electrolyte.separator.cation_transference_number": {"value": 1, "unit": "1", "why": "a single ion"}}
    at = {} if term == "limiting_current_density" else {"current": "50 mA/cm^2"}
    assert "single-ion" in refusal_of(MODEL, stands_for(OPTICAL, alone), term, **at)


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("layers", ["none", "two"])
def test_only_one_electrolyte_between_the_electrodes_is_answered(refusal_of, stands_for, term, layers):
    gel = {"material": "NaCF3SO3 in diglyme", "thickness": "10 um", "salt_concentration": "1 mol/L"}
    patch = {"electrolyte": {}} if layers == "none" else {"electrolyte.gel": gel}
    at = {} if term == "limiting_current_density" else {"current": "50 mA/cm^2"}
    why = refusal_of(MODEL, stands_for("kumar2020/bpi", patch), term, **at)
    assert why.endswith("this design has 0" if layers == "none" else "this design has 2")


@pytest.mark.parametrize("term", TERMS)
def test_a_gap_of_no_width_is_refused_and_never_an_error(refusal_of, stands_for, term):
    design = stands_for(OPTICAL).patched({"electrolyte.separator.thickness": "0 um"})
    at = {} if term == "limiting_current_density" else {"current": "50 mA/cm^2"}
    assert refusal_of(MODEL, design, term, **at)


def test_the_thickness_of_a_layer_on_the_sodium_does_not_matter_and_is_named_so(answer_of, stands_for):
    found = answer_of(MODEL, stands_for(BARE), "limiting_current_density", thickness="35 um")
    assert found.origin.ignores == ("thickness",)


def test_a_spread_that_reaches_below_the_limit_is_no_crash(answer_of, stands_for):
    patch = {
        "electrolyte.separator.cation_transference_number": {"value": 0.5, "unit": "1", "std": 0.2, "why": "a test"},
        "electrolyte.separator.salt_diffusivity": {"value": 3e-6, "unit": "cm^2/s", "std": 0, "why": "a test"},
    }
    found = answer_of(MODEL, stands_for(OPTICAL, patch), "sand_time", current="6.5 mA/cm^2")
    by_hand = pi * D * (C0 * FARADAY / (2 * 65.0 * T_ANION)) ** 2
    assert found.value == pytest.approx(by_hand, rel=1e-9)
