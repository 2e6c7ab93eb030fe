"""How well assumptions are known: what a design may claim, and what the cards and cases of natria claim."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from natria.design import Design, cases, load_case
from natria.design.check.case import problems_of_case, problems_of_design
from natria.design.document import Unanswerable, tables_of
from natria.design.materials import HERE, materials, properties_of
from natria.design.paths import join, split
from natria.design.places import number_at
from natria.design.values import Wrong
from natria.literature import fact, library, scatter
from natria.quantity import Assumed, Finding, Question, Reported, knowledge, to_si

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SHIPPED = [*sorted(HERE.glob("*.toml")), *cases().values(), *sorted(EXAMPLES.glob("*.toml"))]
CONDUCTIVITY = "interphase.bpi.ionic_conductivity"
MASSES = {  # standard atomic masses, abridged, in g/mol
    "H": 1.008,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "F": 18.998,
    "Na": 22.990,
    "Al": 26.982,
    "Si": 28.085,
    "P": 30.974,
    "S": 32.06,
    "Cl": 35.45,
    "K": 39.098,
    "V": 50.942,
    "Cu": 63.546,
    "Ga": 69.723,
    "Se": 78.971,
    "Br": 79.904,
    "Zr": 91.224,
    "Sn": 118.710,
    "Sb": 121.760,
    "I": 126.904,
    "Bi": 208.980,
}
FORMULAS = {"HT-Na3PS4": "Na3PS4", "NASICON": "Na3Zr2Si2PO12", "PhS2Na2": "C6H4S2Na2"}


def numbers(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every {value, unit, why} below a table."""
    if isinstance(node, dict):
        if "value" in node and "why" in node:
            yield path, node
        for key, inner in node.items():
            yield from numbers(inner, f"{path}.{key}")
    elif isinstance(node, list):
        for inner in node:
            yield from numbers(inner, path)


def laws(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "law" in node:
            yield node
        for inner in node.values():
            yield from laws(inner)


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def written(path, **more):
    raw = {"value": 5e-5, "unit": "S/cm", "why": "mine", **more}
    return number_at(path).finding(raw, "lab/cell", {}, library())


# --- what a design may claim


def test_a_handbook_value_needs_a_source_and_a_spread():
    cited = written(CONDUCTIVITY, ground="handbook", source="J. Some 39 (2007) 44", std=1e-6)
    assert isinstance(cited.origin, Assumed)
    assert cited.origin.source == "J. Some 39 (2007) 44"
    for more in ({"std": 1e-6}, {"source": "J. Some 39 (2007) 44"}, {"source": "a handbook", "std": 1e-6}):
        with pytest.raises(Wrong):
            written(CONDUCTIVITY, ground="handbook", **more)


def test_a_source_may_stand_beside_an_estimate_and_must_name_a_work():
    assert written(CONDUCTIVITY, source="doi 10.1/x").origin.source == "doi 10.1/x"
    with pytest.raises(Wrong):
        written(CONDUCTIVITY, source=3)


def test_a_definition_stands_on_natrias_own_cards_only():
    document = read(cases()["kumar2020"])
    document["interphase"]["bpi"]["ionic_conductivity"] = {
        "value": 5e-5,
        "unit": "S/cm",
        "why": "exact, of course",
        "ground": "definition",
    }
    wheres = {p.where for p in problems_of_case(document) if "definition" in p.what}
    assert "interphase.bpi.ionic_conductivity" in wheres


def test_a_card_of_the_designs_own_holds_no_definition_either():
    cell = {k: v for k, v in read(cases()["kumar2020"]).items() if k not in ("variant", "study")}
    mass = {"value": 10, "unit": "g/mol", "why": "exact", "ground": "definition"}
    cell["material"] = {"X": {"kind": "phase", "properties": {"molar_mass": mass}}}
    assert "material.X.properties.molar_mass" in {p.where for p in problems_of_design(cell)}


def test_facts_behind_a_number_are_its_evidence_and_leave_its_ground():
    found = written(CONDUCTIVITY, **{"from": ["kumar2020:eta-3um"]})
    assert (found.origin.ground, [f.id for f in found.origin.facts]) == ("estimate", ["kumar2020:eta-3um"])


# --- what natria's cards and cases claim


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_every_number_has_a_ground_and_a_spread(file):
    poor = [
        path
        for path, row in numbers(read(file))
        if "ground" not in row or (row["ground"] not in ("definition", "borrowed") and not row.get("std"))
    ]
    assert poor == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_what_is_borrowed_names_the_facts_that_it_is_borrowed_from(file):
    rows = [(path, row) for path, row in numbers(read(file)) if row["ground"] == "borrowed"]
    assert [path for path, row in rows if not row.get("from")] == []


@pytest.mark.parametrize("file", [f for f in SHIPPED if f.parent != HERE], ids=lambda f: f.stem)
def test_a_case_holds_no_definition(file):
    assert [path for path, row in numbers(read(file)) if row["ground"] == "definition"] == []


FORMULA = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)|\(([^()]*)\)(\d+)")


def mass_of(formula: str) -> float:
    total = 0.0
    for symbol, count, group, times in FORMULA.findall(formula):
        total += mass_of(group) * int(times) if group else MASSES[symbol] * float(count or 1)
    return total


MASSIVE = [name for name, card in materials().items() if "molar_mass" in properties_of(card)]


@pytest.mark.parametrize("name", MASSIVE)
def test_a_molar_mass_by_definition_is_the_sum_of_the_atomic_masses(name):
    raw = properties_of(materials()[name])["molar_mass"]
    assert raw["ground"] == "definition"
    assert to_si(raw["value"], raw["unit"], "kg/mol") == pytest.approx(1e-3 * mass_of(FORMULAS.get(name, name)), 3e-4)


MADE_FROM = [  # case, what is typed in, and the facts that it was made from
    ("kumar2020", 4.93e-5, {"kumar2020:eta-3um", "kumar2020:eta-35um"}),
    ("chi2022", 2.87, {"chi2022:rct-x060"}),
    ("chi2022", 5.74, {"chi2022:rct-x060"}),
    ("yuan2025", 4.7, {"yuan2025:interlayer-growth"}),
    ("lu2026", 20, {"lu2026:eta-05"}),  # an overpotential and two resistances
    ("yuan2025", 0.13, {"yuan2025:i0"}),
]


@pytest.mark.parametrize(("case", "value", "facts"), MADE_FROM)
def test_a_number_that_was_made_from_facts_names_them(case, value, facts):
    rows = [
        row
        for _, row in numbers(read(cases()[case]))
        if row["value"] == value and "from" in row and row["ground"] != "borrowed"
    ]
    assert rows
    assert all(facts <= set(row["from"]) for row in rows)


@pytest.mark.parametrize("case", cases())
def test_facts_behind_laws_and_numbers_exist(case):
    document = read(cases()[case])
    named = [row.get("from", []) for _, row in numbers(document)] + [law.get("from", []) for law in laws(document)]
    assert all(isinstance(fact(name), Finding) for ids in named for name in ids)


def findings_of(design: Design) -> Iterator[Finding]:
    """Every number of a design and of the cards that its tables name, which waits for no fit."""
    for table in tables_of(design.document, []):
        cards = (properties_of(design.card(name)) for name in design.materials_at(table))
        keys = {*design.names(table), *(name for card in cards for name in card)}
        for path in (join([*split(table), key]) for key in keys):
            with suppress(Unanswerable):
                yield design.finding(path)


@pytest.mark.parametrize("case", cases())
def test_of_every_input_it_is_known_how_far_it_may_be_off(case):
    read_ = load_case(case)
    found = {f.digest: f for system in read_.systems for f in findings_of(read_.design(system))}
    assert len(found) > 20
    assert [f.id for f in found.values() if knowledge(f, scatter()).u is None and not f.bound] == []


# --- conditions travel with a fact


def reported(**at):
    return Finding(Question("specific_capacity", "lab/cell", at), 3.6e5, Reported("p:x", "measured"))


HERE_AT = {"name": "lab/cell", "temperature": "60 degC", "protocol": {"rate": "1C", "steps": ["discharge rate to 1 V"]}}


@pytest.mark.parametrize(
    ("at", "own"),
    [
        ({}, True),
        ({"temperature": 333.15}, True),
        ({"temperature": 298.15}, False),
        ({"temperature": (298.15, 363.15)}, True),
        ({"rate": 1 / 3600}, True),
        ({"rate": 5 / 3600}, False),
        ({"cycle": 1.0}, True),
        ({"cycle": 9000.0}, False),
        ({"cycle": (1.0, 500.0)}, True),
        ({"cycle": (5000.0, 9000.0)}, False),
        ({"pressure": 7e6}, True),  # the design does not say its own
    ],
)
def test_a_fact_that_was_found_under_other_conditions_is_borrowed(at, own):
    why = Design("lab/cell", HERE_AT).borrowed("counter.specific_capacity", reported(**at))
    assert (why == "") is own


def test_a_property_may_be_known_at_a_reference_temperature():
    design = Design("lab/cell", {**HERE_AT, "reference_temperature": "25 degC"})
    assert design.borrowed("counter.specific_capacity", reported(temperature=298.15)) == ""
    assert design.borrowed("counter.specific_capacity", reported(temperature=333.15)) != ""


@pytest.mark.parametrize(
    ("case", "system", "path"),
    [
        ("lu2026", "lu2026/sfc-na", "interphase.mci.properties.electronic_conductivity"),  # of pressed powder
        ("chi2022", "chi2022/trilayer", "working.thickness"),  # of the cells for chemical stability
    ],
)
def test_shipped_facts_of_other_cells_or_cycles_are_borrowed(case, system, path):
    design = load_case(case).design(system)
    written = path.replace("counter.", "counter.properties.")
    assert design.borrowed(written, design.finding(written)) != ""


@pytest.mark.parametrize(
    ("case", "system", "path"),
    [
        ("chi2022", "chi2022/npso/x-0.60", "electrolyte.pellet.mass"),
        ("lu2026", "lu2026/sfc-na", "area"),  # 14 mm are the NVP electrodes
        ("chi2022", "chi2022/trilayer", "area"),  # 13 mm are the conductivity pellets
        ("lu2026", "lu2026/sfc-na/nvp/pouch", 'counter.fractions."Na3V2(PO4)3"'),  # 70 % is the coin cell
        ("lu2026", "lu2026/sfc-na/nvp/pouch", "working.thickness"),
    ],
)
def test_a_subject_that_is_extended_counts_as_a_guess(case, system, path):
    found = load_case(case).design(system).finding(path)
    assert found.origin.ground == "borrowed"
    assert knowledge(found, scatter()).ground == "guess"
