"""Conductivity that the diffusion of a salt allows, and the cards of electrolytes held against it."""

from math import sqrt

import pytest

from natria.design.materials import material_property, materials
from natria.laws import FARADAY, GAS, ionicity, nernst_einstein_conductivity

ROOM = 298.15
CLASSES = {"liquid": (0.15, 1.0), "gel": (0.1, 0.8)}  # ionicities of 1 mol/L in ethers and carbonates
SALTS = [name for name, card in materials().items() if card["kind"] in CLASSES]
NEEDED = ("ionic_conductivity", "salt_diffusivity", "cation_transference_number", "thermodynamic_factor")


def test_ions_of_one_diffusivity_conduct_what_nernst_and_einstein_say():
    d, c = 2e-10, 1000.0
    salt = 2 * d * d / (d + d)
    found = nernst_einstein_conductivity(salt, 0.5, 1.0, c, ROOM)
    assert found == pytest.approx(FARADAY**2 * c * 2 * d / (GAS * ROOM), rel=1e-12)


@pytest.mark.parametrize(("plus", "minus", "factor"), [(1e-10, 3e-10, 1.0), (3e-10, 1e-10, 1.7), (1e-12, 9e-10, 0.6)])
def test_two_diffusivities_come_back_from_salt_transference_number_and_factor(plus, minus, factor):
    salt = 2 * plus * minus / (plus + minus) * factor
    found = nernst_einstein_conductivity(salt, plus / (plus + minus), factor, 500.0, 310.0)
    assert found == pytest.approx(FARADAY**2 * 500 * (plus + minus) / (GAS * 310), rel=1e-12)


def test_free_ions_have_an_ionicity_of_one():
    allowed = nernst_einstein_conductivity(3e-10, 0.4, 1.5, 1000.0, ROOM)
    assert ionicity(allowed, allowed) == 1
    assert ionicity(allowed / 4, allowed) == 0.25


def properties(name):
    return {term: material_property(materials()[name], term) for term in NEEDED}


def test_there_are_cards_of_common_electrolytes():
    common = {"NaPF6 in diglyme", "NaCF3SO3 in diglyme", "NaPF6 in DME", "NaPF6 in EC:PC", "NaPF6 in EC:DEC"}
    assert common | {"DOL gel", "PVDF-HFP gel"} <= set(SALTS)


@pytest.mark.parametrize("name", SALTS)
def test_the_transport_of_a_card_is_consistent(name):
    """Its ionicity is that of its class, and cannot exceed one within two of its spreads."""
    found = properties(name)
    assert not [term for term, value in found.items() if value is None]
    kappa, d, t, factor = (found[term].value for term in NEEDED)
    share = ionicity(kappa, nernst_einstein_conductivity(d, t, factor, 1000.0, ROOM))
    low, high = CLASSES[materials()[name]["kind"]]
    assert low <= share <= high
    spread = sqrt(sum((found[term].std / found[term].value) ** 2 for term in NEEDED if "number" not in term))
    assert share / (1 + 2 * spread) < 1


@pytest.mark.parametrize(
    ("kappa", "d", "t", "factor", "share"), [(1.182, 2.90e-10, 0.325, 2.20, 1.05), (0.913, 2.89e-10, 0.221, 2.18, 0.63)]
)
def test_measured_transport_of_lithium_salts_is_consistent(kappa, d, t, factor, share):
    """LiPF6 at 1 mol/L and 298 K in EC:DMC and EC:EMC: J. Electrochem. Soc. 166, A3079 (2019), its fitted laws."""
    allowed = nernst_einstein_conductivity(d, t, factor, 1000.0, ROOM)
    assert ionicity(kappa, allowed) == pytest.approx(share, abs=0.01)


def test_the_diffusivity_of_a_published_set_cannot_belong_to_its_conductivity():
    """Chayambuka2022: 0.883 S/m, 2.5e-11 m^2/s, 0.45, an ideal salt; why the card does not take its diffusivity."""
    allowed = nernst_einstein_conductivity(2.5e-11, 0.45, 1.0, 1000.0, ROOM)
    assert ionicity(0.883, allowed) == pytest.approx(4.7, abs=0.1)


def test_the_conductivity_of_a_carbonate_follows_casteel_and_amis():
    terms = ("conductivity_peak_concentration", "conductivity_exponent", "conductivity_curvature", "ionic_conductivity")
    peak, a, b, kappa = (material_property(materials()["NaPF6 in EC:PC"], term).value for term in terms)

    def law(c):
        x = c / peak
        return x**a * 2.718281828459045 ** (b * (x - 1) ** 2 - a * (x - 1))

    for c, measured in ((150, 0.404), (500, 0.720), (1500, 0.861), (2000, 0.760)):
        assert kappa * law(c) / law(1000) == pytest.approx(measured, rel=0.02)
