"""From the tables of a design to losses, contact, and an electrode without sulfur."""

from __future__ import annotations

from typing import Any

import pytest

from natria.answers import Refuse
from natria.design import load_case
from natria.models.cell import prepare
from natria.models.cell.cell import Ageing


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "ground": "guess", "why": "of the test"}


def nas(**patch: Any) -> Any:
    return load_case("yuan2025").design("yuan2025/nas").with_(patch)


LOSSES = {
    "contact_loss_per_cycle": known(0.3, "%/cycle"),
    "polysulfide_loss_rate": known(3.6, "1/h"),
    "irreversible_share": known(5, "%"),
}


def test_each_loss_is_read_in_its_unit_and_none_is_invented():
    assert prepare(nas()).cell.counter.ageing is None
    assert prepare(nas(**{"counter.ageing": LOSSES})).cell.counter.ageing == Ageing(
        pytest.approx(0.003), pytest.approx(1e-3), pytest.approx(0.05)
    )
    alone = {name: LOSSES[name] for name in ("irreversible_share",)}
    assert prepare(nas(**{"counter.ageing": alone})).cell.counter.ageing == Ageing(irreversible=pytest.approx(0.05))


@pytest.mark.parametrize(
    ("system", "loss"),
    [("chi2022/na-s", "irreversible_share"), ("yuan2025/nas-c", "polysulfide_loss_rate")],
)
def test_a_loss_of_what_is_not_there_is_refused_by_its_name(system, loss):
    design = load_case(system.split("/")[0]).design(system)
    with pytest.raises(Refuse, match=loss):
        prepare(design.with_({"counter.ageing": {loss: LOSSES[loss]}}))


def test_contact_over_pressure_scales_what_reacts():
    whole = prepare(nas()).cell.counter.chemistry
    law = {"law": "plastic", "why": "of the test", "full_contact_pressure": known(1000, "MPa")}
    part = prepare(nas(**{"counter.contact": law})).cell.counter.chemistry  # at 250 MPa
    for fresh, pressed in zip((*whole.sulfur, whole.electrolyte), (*part.sulfur, part.electrolyte), strict=True):
        assert pressed.charge == pytest.approx(0.25 * fresh.charge)
        assert pressed.exchange_current == pytest.approx(0.25 * fresh.exchange_current)
    assert part.film.conductance == pytest.approx(0.25 * whole.film.conductance)
    assert part.film.thickness_per_charge == pytest.approx(4.0 * whole.film.thickness_per_charge)


def test_an_electrode_without_sulfur_has_the_charge_of_its_electrolyte():
    chemistry = prepare(load_case("yuan2025").design("yuan2025/nas-c")).cell.counter.chemistry
    assert not chemistry.has_sulfur
    assert chemistry.whole == pytest.approx(34.1e-3 * 96485.33 / 0.31698, rel=0.01)  # one electron of Na3SbS4


def test_neither_sulfur_nor_electrolyte_is_refused():
    design = load_case("yuan2025").design("yuan2025/nas-c")
    with pytest.raises(Refuse, match="nothing reacts"):
        prepare(
            design.with_(
                {
                    "counter.conversion.electrolyte": None,
                    "counter.conversion.exchange_current_density": known(1, "mA/cm^2"),
                }
            )
        )
