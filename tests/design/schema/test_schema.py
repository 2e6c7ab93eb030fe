"""The schema as editors see it: JSON Schema that accepts a right design file and rejects a wrong one."""

from __future__ import annotations

import json
import tomllib

import pytest
from jsonschema import Draft202012Validator

from natria.design.case import cases
from natria.design.places import default_at, number_at
from natria.design.schema.document import CaseFile
from natria.design.schema.parts import Conduction, GrowthTable
from natria.laws import GROWTH_LAWS
from natria.quantity import TERMS


@pytest.fixture(scope="module")
def case_schema():
    return CaseFile.model_json_schema()


@pytest.fixture(scope="module")
def validator(case_schema):
    return Draft202012Validator(case_schema)


def test_the_schema_is_json_schema(case_schema):
    Draft202012Validator.check_schema(case_schema)
    assert json.loads(json.dumps(case_schema)) == case_schema


@pytest.mark.parametrize("name", sorted(cases()))
def test_the_schema_accepts_the_cases_of_natria_as_they_are_written(validator, name):
    document = tomllib.loads(cases()[name].read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(document)] == []


WRONG = [  # keys, value that stands there instead
    (("temprature",), "300 K"),
    (("interphase", "bpi", "thicknes"), "3 um"),
    (("interphase", "bpi", "growth", "tim"), "30 s"),
    (("working", "materal"), "Na"),
    (("study", "fit", "conductivity", "dat"), []),
    (("protocol", "curent"), "1 mA/cm^2"),
    (("cell",), "symetric"),
    (("name",), 3),
    (("interphase", "bpi", "thickness"), 3),
    (("interphase", "bpi", "thickness"), {"value": 3, "unit": "um"}),
    (("interphase", "bpi", "ionic_conductivity"), "5 S/cm"),
    (("interphase", "bpi", "ionic_conductivity"), {"value": 5, "unit": "S/cm", "why": "x", "whi": "y"}),
    (("interphase", "bpi", "ionic_conductivity"), {"fact": "kumar2020:eta-3um", "fit": "sigma"}),
    (("protocol", "steps"), "repeat 500"),
    (("interphase", "bpi", "thickness"), None),
    (("temperature",), None),
    (("working",), None),
]


@pytest.mark.parametrize(("keys", "value"), WRONG)
def test_the_schema_rejects_what_natria_rejects(validator, kumar_with, keys, value):
    document = kumar_with({keys: value})
    assert list(validator.iter_errors(document))


def numbers_in(node):
    if isinstance(node, dict):
        if "anyOf" in node and "description" in node:
            yield node
        for inner in node.values():
            yield from numbers_in(inner)


def test_every_number_of_the_schema_says_what_it_is_and_in_which_unit(case_schema):
    found = list(numbers_in(case_schema["$defs"])) + list(numbers_in(case_schema["properties"]))
    described = [n["description"] for n in found if "setting;" in n["description"] or "property;" in n["description"]]
    assert len(described) > 30
    assert all("converts to" in text for text in described)


def test_the_schema_knows_neither_verdicts_nor_inputs(case_schema):
    def keys(node):
        if isinstance(node, dict):
            yield from node
            for inner in node.values():
                yield from keys(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from keys(inner)

    assert not {"verdict", "inputs", "prediction"} & set(keys(case_schema))


NUMBERS = [  # path, term
    ("temperature", "temperature"),
    ("stack_pressure", "pressure"),
    ("area", "face_area"),
    ("working.thickness", "layer_thickness"),
    ("counter.mass_loading", "mass_loading"),
    ("interphase.bpi.thickness", "layer_thickness"),
    ("interphase.bpi.phases.NaOH", "volume_fraction"),
    ('interphase.bpi.phases."Na3PS3.85O0.15"', "volume_fraction"),
    ("interphase.bpi.conduction.vft_energy", "vft_energy"),
    ("interphase.bpi.growth.time", "duration"),
    ("electrolyte.separator.macmullin_number", "macmullin_number"),
    ('counter.fractions."carbon black"', "mass_fraction"),
    ("protocol.current", "current_density"),
]


@pytest.mark.parametrize(("path", "name"), NUMBERS)
def test_the_schema_knows_which_term_stands_at_a_path(path, name):
    assert number_at(path).term == name
    assert name in TERMS


@pytest.mark.parametrize(
    "path",
    [
        "name",
        "cell",
        "interphase",
        "interphase.bpi",
        "interphase.bpi.on",
        "interphase.bpi.phases",
        "interphase.bpi.growth.law",
        "interphase.bpi.nope",
        "nope",
        "nope.nope.nope",
        "protocol.steps",
        "bind.thickness",
        "",
    ],
)
def test_no_number_stands_at_other_paths(path):
    assert number_at(path) is None


@pytest.mark.parametrize(
    ("path", "given"),
    [("interphase.bpi.on", "both"), ("interphase.bpi.thickness", None), ("counter", None), ("nope", None)],
)
def test_what_the_schema_gives_where_a_design_is_silent(path, given):
    assert default_at(path) == given


@pytest.mark.parametrize("law", sorted(GROWTH_LAWS))
def test_the_parameters_of_every_growth_law_have_a_place(law):
    assert {*GROWTH_LAWS[law].parameters} <= set(GrowthTable.model_fields)
    assert law in GrowthTable.model_json_schema()["properties"]["law"]["enum"]


@pytest.mark.parametrize("energy", ["arrhenius_energy", "vft_energy", "vft_temperature"])
def test_the_parameters_of_conduction_have_a_place_of_their_own_term(energy):
    assert energy in Conduction.model_fields
    assert number_at(f"interphase.bpi.conduction.{energy}").term == energy
