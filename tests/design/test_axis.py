"""Axes of sweeps and maps: a condition or a number of a design, with ends of its kind; errors name the key."""

from __future__ import annotations

import numpy as np
import pytest

from natria.design import Axis, Sweep, problems_of_case, scale_of
from natria.quantity import Assumed, Chosen, DesignError


def axis(over="usual.flaw_size", start="0.1 um", stop="10 um", **more):
    return Axis.model_validate({"over": over, "start": start, "stop": stop, "points": 3, **more})


def test_a_path_has_the_unit_of_its_term_and_equal_ratios():
    scale = scale_of(axis())
    assert (scale.name, scale.unit, scale.shown, scale.is_condition) == ("flaw_size", "m", "um", False)
    np.testing.assert_allclose(scale.values, [1e-7, 1e-6, 1e-5])


def test_a_condition_has_its_own_unit_and_equal_steps():
    scale = scale_of(axis("temperature", "10 degC", "30 degC", scale="linear"))
    assert (scale.name, scale.unit, scale.is_condition) == ("temperature", "K", True)
    np.testing.assert_allclose(scale.values, [283.15, 293.15, 303.15])


def test_what_is_swept_of_nature_is_assumed_and_what_is_set_is_chosen():
    (nature,) = scale_of(axis("interphase.bpi.flaw_size")).patch(1e-6).items()
    assert (nature[0], nature[1].origin) == ("interphase.bpi.properties.flaw_size", Assumed("swept"))
    (setting,) = scale_of(axis("interphase.bpi.thickness")).patch(1e-6).items()
    assert (setting[0], setting[1].origin) == ("interphase.bpi.thickness", Chosen("the sweep"))


@pytest.mark.parametrize(
    ("changes", "key", "says"),
    [
        ({"over": "curent"}, "over", "neither a condition nor a number of a design"),
        ({"over": "protocol.density"}, "over", "neither a condition nor a number of a design"),
        ({"over": "interphase.bpi.on"}, "over", "neither a condition nor a number of a design"),
        ({"start": "1 V"}, "start", "not a unit of this kind"),
        ({"stop": "1"}, "stop", "has no unit"),
        ({"start": "0 um"}, "start", "must be above zero on a logarithmic scale"),
        ({"start": "0 um", "scale": "linear"}, "start", "must be above zero"),
        ({"over": "electrolyte.x.porosity", "start": "1 %", "stop": "200 %"}, "stop", "between 0 and 1"),
        ({"stop": "0.1 um"}, "stop", "is where it starts"),
        ({"over": "current", "start": "1 to 2 mA/cm^2", "stop": "3 mA/cm^2"}, "start", "is a range"),
    ],
)
def test_what_is_wrong_with_an_axis_is_named_with_its_key(changes, key, says):
    with pytest.raises(DesignError) as caught:
        scale_of(axis(**changes))
    (problem,) = caught.value.problems
    assert problem.where == key
    assert says in problem.what


# --- in a file

SWEEP = {"id": "s", "title": "t", "name": "cell_overpotential", "of": ["lab/cell"], "over": "usual.flaw_size"}
SWEEP |= {"start": "1 um", "stop": "2 um"}
MAP = {"id": "m", "title": "t", "name": "cell_overpotential", "of": "lab/cell"}
X = {"over": "interphase.film.thickness", "start": "1 um", "stop": "2 um"}
Y = {"over": "current", "start": "1 mA/cm^2", "stop": "2 mA/cm^2"}
CELL = {
    "name": "lab/cell",
    "cell": "symmetric",
    "temperature": "298 K",
    "working": {"material": "Na"},
    "interphase": {
        "film": {
            "thickness": "3 um",
            "ionic_conductivity": {"value": 1, "unit": "S/m", "why": "x"},
            "phases": {m: {"value": 50, "unit": "%", "why": "x"} for m in ("NaF", "NaCl")},
        }
    },
    "variant": {"lab/cell/bare": {"patch": {"interphase": {}}}},
}


def problems_with(**study):
    return [(p.where, p.what) for p in problems_of_case({**CELL, "study": study})]


def test_good_axes_are_no_problem():
    assert problems_with(sweep=[SWEEP], map=[{**MAP, "x": X, "y": Y}]) == []


@pytest.mark.parametrize(
    ("study", "where", "says"),
    [
        ({"sweep": [{**SWEEP, "start": "1 V"}]}, "study.sweep[1].start", "not a unit"),
        ({"map": [{**MAP, "x": X, "y": {**Y, "stop": "1 K"}}]}, "study.map[1].y.stop", "not a unit"),
        ({"map": [{**MAP, "x": X, "y": X}]}, "study.map[1].y.over", "is also the x axis"),
        ({"map": [{**MAP, "x": X, "y": Y}] * 2}, "study.map[2].id", "the id of an earlier map"),
        (
            {"sweep": [{**SWEEP, "of": ["lab/cell", "lab/cell/bare"], **X}]},
            "study.sweep[1].over",
            "has no table interphase.film",
        ),
        (
            {"sweep": [{**SWEEP, "over": "interphase.film.phases.NaF", "start": "10 %", "stop": "90 %"}]},
            "study.sweep[1].over",
            "the shares sum to 60 %",
        ),
        (
            {
                "sweep": [
                    {**SWEEP, "over": "protocol.current", "at": {"current": "1 mA/cm^2"}}
                    | {k: Y[k] for k in ("start", "stop")}
                ]
            },
            "study.sweep[1].over",
            "is fixed by the condition current",
        ),
        (
            {"map": [{**MAP, "x": X, "y": Y, "at": {"current": "1 mA/cm^2"}}]},
            "study.map[1].y.over",
            "is fixed by the condition current",
        ),
        (
            {"map": [{**MAP, "x": X, "y": {"over": "cycle", "start": "1", "stop": "9"}}]},
            "study.map[1].y.over",
            "has no place for the condition cycle",
        ),
    ],
)
def test_an_axis_without_a_place_is_a_problem(study, where, says):
    found = problems_with(**study)
    assert [w for w, _ in found] == [where]
    assert says in found[0][1]


RATE = {"id": "rate", "title": "t", "name": "specific_capacity", "of": ["lab/cell"], "over": "current"}


def test_a_sweep_may_list_its_points():
    scale = scale_of(Sweep(**RATE, values=["0.1 mA/cm^2", "4 A/m^2"]))
    assert scale.values == pytest.approx([1.0, 4.0])


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"values": ["1 A/m^2"]}, "values"),
        ({"values": ["2 A/m^2", "1 A/m^2"]}, "values"),
        ({"values": ["1 A/m^2", "2 V"]}, "values"),
        ({"values": ["1 A/m^2", "2 A/m^2"], "start": "1 A/m^2"}, "start"),
        ({"start": "1 A/m^2"}, "stop"),
    ],
)
def test_a_list_of_points_rises_and_stands_alone(given, key):
    with pytest.raises(DesignError) as no:
        scale_of(Sweep(**RATE, **given))
    assert no.value.problems[0].where == key
