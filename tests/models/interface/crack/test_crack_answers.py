"""The model `crack` asked about designs: what it reads, what it refuses, and that its answers agree with each other."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from natria import load_case
from natria.answers import ask, replay
from natria.design import Case
from natria.quantity import Finding, Question, Refused
from natria.record import Table
from natria.studies.answerers import find_answerer

LAYER = "kumar2020/bpi#bpi"


@cache
def case(name: str) -> Case:
    return load_case(name)


def asked(
    name: str,
    model: str,
    of: str = LAYER,
    through: str = "",
    patch: dict[str, Any] | None = None,
    *,
    spread: bool = False,
) -> Any:
    system = of.partition("#")[0]
    design = case(system.partition("/")[0]).design(system).with_(patch or {})
    through_one = find_answerer(through) if through else None
    return ask(find_answerer(model), design, Question(name, of), of=through_one, spread=spread)


def ends(found: Finding) -> tuple[float, float]:
    return found.bound if isinstance(found.bound, tuple) else (found.value, found.value)


def stress_of(megapascals: float) -> dict[str, Any]:
    """Return a layer with this stress of its own."""
    given = {"value": megapascals, "unit": "MPa", "std": 1, "why": "a test"}
    return {"interphase.bpi.adhesion.residual_stress": given}


def test_a_stiff_layer_cracks_where_a_composite_tolerates_more() -> None:
    stiff = ends(
        asked("strain_load", "layer_roughening", "lu2026/f-na#ici", patch={"interphase.ici.thickness": "1 um"})
    )
    both = ends(asked("strain_load", "layer_roughening", "lu2026/sfc-na#mci"))
    assert both[0] < min(stiff)
    assert min(both) > 1


def test_the_budget_has_the_strains_of_the_load() -> None:
    budget = asked("strain_budget", "strain_budget")
    assert isinstance(budget, Table)
    strains = dict(zip(budget.columns["what"].values, budget.columns["strain"].numbers, strict=True))
    load = ends(asked("strain_load", "layer_roughening"))
    tough = max(strains["NaNH2: a flaw starts a crack"], strains["NaNH2: a crack runs on"])
    assert load[0] == pytest.approx(strains["roughness"] / tough, rel=1e-9)
    assert strains["roughness"] == pytest.approx(asked("roughness_strain", "layer_roughening").value)


def flat(layer: str = "bpi") -> dict[str, Any]:
    """Return a face on which a half-cycle demands little strain."""
    why = {"std": 0.1, "why": "a test"}
    return {
        f"interphase.{layer}.adhesion.roughness_wavelength": {"value": 400, "unit": "um", **why},
        f"interphase.{layer}.properties.island_radius": {"value": 400, "unit": "um", **why},
    }


def test_both_strains_that_a_phase_tolerates_are_of_one_state_of_stress() -> None:
    """Over a flaw that starts a crack at the stress at which a channel runs, both strains are the same."""
    table, thickness = asked("strain_budget", "strain_budget"), 3e-6
    assert isinstance(table, Table)
    strains = dict(zip(table.columns["what"].values, table.columns["strain"].numbers, strict=True))
    flaw, ratio = 1e-6, 0.3  # sqrt(2 E gamma/(pi c)) over sqrt(2 gamma E/((1 - nu^2) Z h))
    expected = np.sqrt((1 - ratio**2) * 1.976 * thickness / (np.pi * flaw))
    for phase in ("NaOH", "NaNH2"):
        starts, runs = (strains[f"{phase}: {what}"] for what in ("a flaw starts a crack", "a crack runs on"))
        assert starts / runs == pytest.approx(expected, rel=1e-3)


def test_the_load_is_that_of_the_largest_strain_demanded() -> None:
    of = "zhu2024/al2o3-alucone/lifted#layer"
    budget = asked("strain_budget", "strain_budget", of)
    strains = dict(zip(budget.columns["what"].values, budget.columns["strain"].numbers, strict=True))
    assert strains["islands"] > strains["roughness"]
    load = ends(asked("strain_load", "layer_roughening", of))
    assert load[1] == pytest.approx(strains["islands"] / strains["alucone: it tears"], rel=1e-6)


def test_the_energy_of_a_channel_is_above_its_cost_where_the_strain_is() -> None:
    of = "kumar2020/bpi/monophasic#bpi"
    budget = asked("strain_budget", "strain_budget", of, patch=flat())
    strains = dict(zip(budget.columns["what"].values, budget.columns["strain"].numbers, strict=True))
    freed = asked("channel_energy_release", "layer_roughening", of, patch=flat()).value
    ratio = (max(strains["roughness"], strains["islands"]) / strains["NaOH: a crack runs on"]) ** 2
    assert freed == pytest.approx(ratio * 2 * 0.3, rel=1e-6)  # two surfaces of 0.3 J/m^2
    assert isinstance(asked("channel_energy_release", "layer_roughening", of), Refused)  # at 37 % nothing is elastic


def test_a_range_is_widened_by_the_spread_of_its_inputs() -> None:
    own, wide = (ends(asked("optimal_layer_thickness", "layer_holding", spread=spread)) for spread in (False, True))
    assert own[1] / own[0] < 1.1
    assert wide[0] < own[0] / 2
    assert wide[1] > own[1] * 2


def test_the_best_thickness_is_the_top_of_its_course() -> None:
    best = ends(asked("optimal_layer_thickness", "layer_holding"))
    course = asked("nucleation_length_course", "nucleation_length_course")
    h, cut, intact = (course.columns[name].numbers for name in ("thickness", "radius_cut", "radius_intact"))
    assert h[np.nanargmax(cut)] == pytest.approx(best[0], rel=0.15)
    assert np.all(np.diff(intact[np.isfinite(intact)]) > 0)  # an intact layer has none


def test_a_narrow_nucleus_is_no_plate() -> None:
    patch = {"interphase.bpi.adhesion.nucleus_radius": {"value": 1, "unit": "um", "std": 0.1, "why": "a test"}}
    assert isinstance(asked("delamination_course", "layer_delamination", patch=patch), Refused)
    thick = {"interphase.bpi.thickness": "0.5 mm", **stress_of(0)}
    assert isinstance(asked("nucleation_length", "layer_holding", patch=thick), Finding)


@pytest.mark.parametrize(("name", "value"), [("nucleus_height", 0.01), ("nucleus_radius", 1000)])
def test_a_pressure_that_still_rises_is_no_lifting_pressure(name: str, value: float) -> None:
    patch = {f"interphase.bpi.adhesion.{name}": {"value": value, "unit": "um", "std": 0.001, "why": "a test"}}
    for term in ("lifting_pressure", "lifting_margin", "delamination_length"):
        found = asked(term, "delamination_readings", through="layer_delamination", patch=patch)
        assert isinstance(found, Refused)
        assert found.of_run


def test_a_best_thickness_below_one_of_atoms_is_refused() -> None:
    patch = {"interphase.bpi.thickness": "0.01 nm", **stress_of(13000)}
    assert isinstance(asked("optimal_layer_thickness", "layer_holding", patch=patch), Refused)


def test_closed_form_and_elements_have_one_stress_where_none_is_given() -> None:
    of = "zhu2024/naf-treat-hf#layer"
    found = asked("nucleation_length", "layer_holding", of)
    assert {one.question.name: one.value for one in found.origin.inputs}["residual_stress"] == 0
    assert isinstance(asked("optimal_layer_thickness", "layer_holding", of), Refused)


def test_a_strong_bond_that_the_elements_do_not_resolve_is_refused_at_once() -> None:
    patch = {"interphase.bpi.adhesion.cohesive_strength": {"value": 2, "unit": "GPa", "std": 0.1, "why": "a test"}}
    found = asked("sunk_course", "sunk_nucleus", patch=patch)
    assert isinstance(found, Refused)
    assert "cohesive_strength" in found.why


def test_sodium_wants_a_thinner_layer_than_lithium() -> None:
    on_sodium, on_lithium = (
        ends(asked("optimal_layer_thickness", "layer_holding", f"zhu2024/al2o3-alucone{metal}/lifted#layer"))
        for metal in ("", "/li")
    )
    assert on_sodium[1] < on_lithium[0]


@pytest.mark.slow
@pytest.mark.parametrize("of", [LAYER, "lu2026/sfc-na#mci"])
def test_elements_lift_the_largest_nucleus_held_at_the_hardness(of: str) -> None:
    """From the radius of the closed form the elements need the pressure of the hardness; a short zone comes nearer."""
    bond = f"interphase.{of.partition('#')[2]}.adhesion"
    flat = {f"{bond}.residual_stress": {"value": 0, "unit": "MPa", "std": 1, "why": "a test"}}
    held = ends(asked("nucleation_length", "layer_holding", of, patch=flat))
    why = {"std": 0.1, "why": "a test"}
    flat[f"{bond}.nucleus_radius"] = {"value": 1e6 * sum(held) / 2, "unit": "um", **why}
    flat[f"{bond}.nucleus_height"] = {"value": 0.5, "unit": "um", **why}
    margins = []
    for strength in (20, 80):
        flat[f"{bond}.cohesive_strength"] = {"value": strength, "unit": "MPa", **why}
        margins.append(asked("lifting_margin", "delamination_readings", of, "layer_delamination", flat).value)
    assert margins[0] < margins[1] < 1
    assert margins[1] == pytest.approx(1, abs=0.13)


def test_a_layer_with_too_much_of_its_own_stress_comes_off() -> None:
    found = asked("nucleation_length_cut", "layer_holding", patch=stress_of(1000))
    assert isinstance(found, Refused)
    assert "comes off by itself" in found.why
    assert isinstance(asked("nucleation_length", "layer_holding", patch=stress_of(1000)), Finding)  # intact, it stays
    assert isinstance(asked("optimal_layer_thickness", "layer_holding", patch=stress_of(0)), Refused)


def test_readings_are_those_of_the_course() -> None:
    of = "zhu2024/al2o3-alucone/lifted#layer"
    course = asked("delamination_course", "layer_delamination", of)
    assert isinstance(course, Table)
    pressure = asked("lifting_pressure", "delamination_readings", of, "layer_delamination").value
    assert pressure == course.columns["pressure"].numbers.max()
    margin = asked("lifting_margin", "delamination_readings", of, "layer_delamination").value
    assert margin == pytest.approx(pressure / course.columns["hardness"].numbers[0])


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("strain_load", "layer_roughening"),
        ("strain_budget", "strain_budget"),
        ("nucleation_length", "layer_holding"),
        ("delamination_map", "delamination_map"),
        ("delamination_course", "layer_delamination"),
    ],
)
def test_nothing_reaches_an_answer_unrecorded(name: str, model: str) -> None:
    design = case("kumar2020").design("kumar2020/bpi")
    first, again = replay(find_answerer(model), design, Question(name, LAYER))
    if isinstance(first, Table):
        assert isinstance(again, Table)
        assert again.digest == first.digest
    else:
        assert again == first


@pytest.mark.parametrize(
    ("patch", "word"),
    [
        ({"interphase.bpi.thickness": "20 um"}, "nucleus_radius"),
        ({"interphase.bpi.thickness": "0.1 um"}, "nucleus_height"),
    ],
)
def test_a_nucleus_that_the_elements_do_not_resolve_is_refused(patch: dict[str, Any], word: str) -> None:
    found = asked("sunk_course", "sunk_nucleus", patch=patch)
    assert isinstance(found, Refused)
    assert word in found.why


def test_a_compressed_layer_is_not_lifted_from_flat() -> None:
    assert isinstance(asked("nucleation_length", "layer_holding", patch=stress_of(-20)), Refused)
    found = asked("delamination_course", "layer_delamination", patch=stress_of(-20))
    assert isinstance(found, Refused)
    assert "buckles" in found.why


@pytest.mark.parametrize(
    ("path", "given", "name", "model"),
    [
        ("thickness", "0 um", "nucleation_length", "layer_holding"),
        ("thickness", "0 um", "sunk_course", "sunk_nucleus"),
        ("adhesion.roughness_wavelength", "2 um", "roughness_strain", "layer_roughening"),
    ],
)
def test_what_is_no_layer_that_follows_its_face_is_refused(path: str, given: str, name: str, model: str) -> None:
    value, unit = given.split()
    patch = {f"interphase.bpi.{path}": {"value": float(value), "unit": unit, "std": 0.1, "why": "a test"}}
    found = asked(name, model, patch=patch)
    assert isinstance(found, Refused)
    assert path in found.why
