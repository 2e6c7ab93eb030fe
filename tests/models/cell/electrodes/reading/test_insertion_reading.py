"""A design to particles that insert sodium: capacity and resistances by hand, what is said, what is refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from natria.answers import Reader, Record, Refuse, of_design
from natria.design import Design
from natria.models.cell.electrodes.reading.insertion import insertion_of


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


BASE: dict[str, Any] = {
    "name": "test/nvp",
    "cell": "full",
    "temperature": "298.15 K",
    "area": "1 cm^2",
    "working": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1.3, "mA/cm^2")},
    "electrolyte": {
        "separator": {
            "material": "NaPF6 in diglyme",
            "separator": "Celgard",
            "thickness": "25 um",
            "salt_concentration": "1 mol/L",
            "ionic_conductivity": known(5, "mS/cm"),
        }
    },
    "counter": {
        "material": "Na3V2(PO4)3",
        "mass_loading": "2 mg/cm^2",
        "exchange_current_density": known(0.01, "mA/cm^2"),
        "insertion": {
            "law": "fick",
            "why": "a test",
            "particle_size": known(1, "um"),
            "insertion_diffusivity": known(1e-11, "cm^2/s"),
        },
    },
    "reporting": {"as_assembled": "discharged"},
}
PORES = {"law": "front", "why": "a test", "porosity": known(40, "%"), "macmullin_number": known(4, "1")}


def read_from(**patch: Any):
    document = copy.deepcopy(BASE)
    for path, value in patch.items():
        table = document
        *way, last = path.split("__")
        for name in way:
            table = table[name]
        table[last] = value
    notes: list[Any] = []
    reader = Reader(of_design(Design("test/nvp", document)), Record(), by=("test", 1, ""))
    return insertion_of(reader, "counter", notes), {note.code for note in notes}


def test_capacity_and_surface_follow_from_mass_and_size():
    made, _ = read_from()
    assert made.capacity == pytest.approx(0.02 * 2 * 96485.332 / 0.45577, rel=1e-6)
    assert made.exchange == pytest.approx(0.1 * 6 * 0.02 / (3200 * 1e-6))  # 0.01 mA/cm^2 on 37.5 cm^2 a cm^2
    assert made.diffusion_time == pytest.approx(0.25e-12 / 1e-15)
    assert made.filled == 1.0


def test_a_share_of_the_mass_that_takes_part_scales_the_capacity_alone():
    whole, said = read_from()
    half, quiet = read_from(counter__insertion__usable_share=known(50, "%"))
    assert half.capacity == pytest.approx(0.5 * whole.capacity)
    assert half.exchange == whole.exchange
    assert "all-active-mass" in said - quiet


def test_pores_resist_by_the_thickness_of_the_composite():
    shares = {"Na3V2(PO4)3": "70 wt%", "PVDF": "20 wt%", "carbon black": "10 wt%"}
    made, said = read_from(counter__pores=PORES, counter__fractions=shares)
    dense = 0.02 / 0.7 * (0.7 / 3200 + 0.2 / 1780 + 0.1 / 1900)
    assert made.pores == pytest.approx(dense / 0.6 * 4 / 0.5)
    assert made.depth == "front"
    assert "no-pores" not in said


def test_a_given_thickness_is_taken_as_it_is():
    made, _ = read_from(counter__pores=PORES, counter__thickness="60 um")
    assert made.pores == pytest.approx(60e-6 * 4 / 0.5)


def test_what_a_design_does_not_give_is_said():
    made, said = read_from()
    assert (made.pores, made.contact) == (0.0, 0.0)
    assert {"all-active-mass", "no-pores", "no-composite-resistance", "no-temperature-dependence"} == said


@pytest.mark.parametrize(
    "patch",
    [{"reporting": {}}, {"reporting": {"as_assembled": "symmetric"}}, {"counter__pores": PORES}],
    ids=["state unknown", "no state of a cathode", "no thickness"],
)
def test_what_cannot_be_known_is_refused(patch):
    with pytest.raises(Refuse):
        read_from(**patch)
