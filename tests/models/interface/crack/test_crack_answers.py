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


def asked(name: str, model: str, of: str = LAYER, through: str = "", patch: dict[str, Any] | None = None) -> Any:
    system = of.partition("#")[0]
    design = case(system.partition("/")[0]).design(system).with_(patch or {})
    return ask(find_answerer(model), design, Question(name, of), of=find_answerer(through) if through else None)


def ends(found: Finding) -> tuple[float, float]:
    return found.bound if isinstance(found.bound, tuple) else (found.value, found.value)


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


def test_the_energy_of_a_channel_is_above_its_cost_where_the_strain_is() -> None:
    budget = asked("strain_budget", "strain_budget", "kumar2020/bpi/monophasic#bpi")
    strains = dict(zip(budget.columns["what"].values, budget.columns["strain"].numbers, strict=True))
    freed = asked("channel_energy_release", "layer_roughening", "kumar2020/bpi/monophasic#bpi").value
    ratio = (strains["roughness"] / strains["NaOH: a crack runs on"]) ** 2
    assert freed == pytest.approx(ratio * 2 * 0.3, rel=1e-6)  # two surfaces of 0.3 J/m^2


def test_the_best_thickness_is_the_top_of_its_course() -> None:
    best = ends(asked("optimal_layer_thickness", "layer_holding"))
    course = asked("nucleation_length_course", "nucleation_length_course")
    h, radius = (course.columns[name].numbers for name in ("thickness", "radius_most_stress"))
    assert h[np.argmax(radius)] == pytest.approx(best[0], rel=0.15)


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
    strained = {"interphase.bpi.adhesion.residual_stress": {"value": 1, "unit": "GPa", "std": 0.1, "why": "a test"}}
    found = asked("nucleation_length", "layer_holding", patch=strained)
    assert isinstance(found, Refused)
    assert "comes off by itself" in found.why
    flat = {"interphase.bpi.adhesion.residual_stress": {"value": 0, "unit": "MPa", "std": 1, "why": "a test"}}
    assert isinstance(asked("optimal_layer_thickness", "layer_holding", patch=flat), Refused)


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
        ({"interphase.bpi.thickness": "20 um"}, "too coarse"),
        ({"interphase.bpi.thickness": "0.1 um"}, "small strains"),
    ],
)
def test_a_nucleus_that_the_elements_do_not_resolve_is_refused(patch: dict[str, Any], word: str) -> None:
    found = asked("sunk_course", "sunk_nucleus", patch=patch)
    assert isinstance(found, Refused)
    assert word in found.why


def test_a_compressed_layer_is_not_lifted_from_flat() -> None:
    pressed = {"interphase.bpi.adhesion.residual_stress": {"value": -20, "unit": "MPa", "std": 1, "why": "a test"}}
    found = asked("delamination_course", "layer_delamination", patch=pressed)
    assert isinstance(found, Refused)
    assert "buckles" in found.why
