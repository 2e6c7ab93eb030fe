"""Volume of a layer against its sodium, and the stress that follows, with its sign."""

from __future__ import annotations

from math import sqrt

import pytest

from natria.answers import Refuse
from natria.models.reading.formulas import sodium_atoms

MODEL, RATIO, STRAIN, STRESS, LENGTH = (
    "growth_mismatch",
    "pilling_bedworth_ratio",
    "growth_strain",
    "growth_stress",
    "stress_transfer_length",
)
METAL = 23.78


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def layer_of(**shares):
    return {"interphase.bpi.phases": {name: number(share, "%") for name, share in shares.items()}}


@pytest.mark.parametrize(
    ("formula", "atoms"),
    [("NaOH", 1), ("Na3Sb", 3), ("Na15Sn4", 15), ("Na2S", 2), ("Na0.5CoO2", 0.5), ("Al2O3", 0), ("PVDF", 0)],
)
def test_sodium_of_a_formula(formula, atoms):
    assert sodium_atoms(formula) == atoms


def test_a_letter_is_no_number_of_atoms():
    with pytest.raises(Refuse, match="NaxSny"):
        sodium_atoms("NaxSny")


@pytest.mark.parametrize(("phase", "volume", "atoms"), [("NaOH", 18.78, 1), ("NaNH2", 28.06, 1), ("Na3Sb", 71.4, 3)])
def test_one_phase_by_hand(value_of, stands_for, phase, volume, atoms):
    design = stands_for("kumar2020/bpi", layer_of(**{phase: 100}))
    assert value_of(MODEL, design, RATIO, "bpi") == pytest.approx(volume / atoms / METAL, rel=1e-9)


def test_a_mixture_by_the_sodium_that_each_phase_holds(value_of, stands_for):
    held = 0.91 / 18.78 + 0.09 / 28.06
    design = stands_for("kumar2020/bpi", layer_of(NaOH=91, NaNH2=9))
    assert value_of(MODEL, design, RATIO, "bpi") == pytest.approx(1 / held / METAL, rel=1e-9)


def test_a_phase_without_sodium_takes_room_and_gives_none(value_of, stands_for):
    design = stands_for("kumar2020/bpi", layer_of(NaOH=50, Al2O3=50))
    assert value_of(MODEL, design, RATIO, "bpi") == pytest.approx(18.78 / 0.5 / METAL, rel=1e-9)


def test_small_products_are_stretched_and_large_ones_compressed(value_of, stands_for):
    small, large = (stands_for("kumar2020/bpi", layer_of(**{phase: 100})) for phase in ("NaOH", "NaNH2"))
    for design, sign in ((small, 1), (large, -1)):
        strain = value_of(MODEL, design, STRAIN, "bpi")
        assert strain * sign > 0
        assert (1 + strain) ** 3 * value_of(MODEL, design, RATIO, "bpi") == pytest.approx(1, rel=1e-9)
        assert value_of(MODEL, design, STRESS, "bpi") * sign > 0


def test_the_stress_is_the_strain_times_the_biaxial_modulus(value_of, stands_for):
    design = stands_for("kumar2020/bpi", layer_of(NaOH=100))
    strain, stress = (value_of(MODEL, design, term, "bpi") for term in (STRAIN, STRESS))
    young = design.finding("material.NaOH.properties.young_modulus").value
    assert stress == pytest.approx(young / 0.7 * strain, rel=1e-9)


def test_sodium_lets_go_of_the_stress_over_centimetres(value_of, stands_for):
    design = stands_for("kumar2020/bpi", layer_of(NaOH=100))
    stress = value_of(MODEL, design, STRESS, "bpi")
    assert value_of(MODEL, design, LENGTH, "bpi") == pytest.approx(sqrt(3) * stress * 3e-6 / 0.235e6, rel=1e-9)


def test_a_measured_stress_comes_before_the_bound(value_of, stands_for):
    own = {**layer_of(NaOH=100), "interphase.bpi.properties.residual_stress": number(-20, "MPa")}
    design = stands_for("kumar2020/bpi", own)
    assert value_of(MODEL, design, LENGTH, "bpi") == pytest.approx(sqrt(3) * 20e6 * 3e-6 / 0.235e6, rel=1e-9)


def test_a_layer_that_holds_no_sodium_did_not_grow_from_it(refusal_of, stands_for):
    design = stands_for("kumar2020/bpi", layer_of(Al2O3=100))
    assert "no phase of bpi has sodium" in refusal_of(MODEL, design, RATIO, "bpi")
