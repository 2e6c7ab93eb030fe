"""The ledger of paper numbers against the papers here: nothing is lost on the way, and nothing is added.

The ledger lies beside the checkout and not in it; where it is not, these tests are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isclose
from typing import Any

import pytest
from ledger_reading import (
    additions,
    comments,
    condition_sets,
    in_si,
    is_unit,
    ledger,
    multiples,
    numbers_in,
    prose,
    quantities_in,
    ratios_in,
    scalars,
    shares,
    texts,
)

from natria.literature import Paper, library
from natria.quantity import Finding, Reported, condition, from_si, parse_condition, same_condition, spread_to_si, term

each_paper = pytest.mark.parametrize("key", ["chi2022", "kumar2020", "lu2026", "yuan2025", "zhu2024"])

EXTRAS = {  # numbers beside a row of the review's tables, with their units
    "thickness_um": "um",
    "young_modulus_GPa": "GPa",
    "barrier_kJ_mol": "kJ/mol",
    "barrier_eV": "eV",
    "conductivity_mS_cm": "mS/cm",
    "overpotential_mV": "mV",
    "ce_percent": "%",
    "resistance_ohm": "ohm",
}
COLUMNS = ("cls", "phases", "how", "cell", "printed", "j", "cap", "order", "life_h", "ref", "text")
THEORY = {"na_theoretical_capacity_mAh_g": "mAh/g", "na_redox_potential_V_vs_SHE": "V"}
AS_A_WORD = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "nine": 9.0}


def close(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=1e-6)


def among(number: float, numbers: Iterable[float]) -> bool:
    return any(close(number, one) for one in numbers)


# --- facts


def ends(value: float | tuple[float, float]) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def sides(one: Finding) -> tuple[float, ...]:
    return ends(one.bound) if isinstance(one.bound, tuple) else (one.value,)


def as_written(one: Finding) -> set[float]:
    """The numbers of a fact in the unit that the paper writes."""
    return {from_si(value, one.unit, term(one.question.name).unit) for value in sides(one)}


def conditions_of(one: Finding) -> Iterator[tuple[float, str]]:
    """The numbers of the conditions, with their SI units."""
    for name, value in one.question.at.items():
        yield from ((end, condition(name).unit) for end in ends(value))


def is_number(one: Finding, number: float, unit: str) -> bool:
    """Whether a fact is this number, as written or converted."""
    if not is_unit(unit):
        return among(number, as_written(one))
    value = in_si(number, unit, term(one.question.name).unit)
    return value is not None and among(value, sides(one))


def has_spread(one: Finding, spread: float, unit: str) -> bool:
    return one.std is not None and close(one.std, spread_to_si(spread, unit, term(one.question.name).unit))


def is_under(one: Finding, number: float, unit: str) -> bool:
    """Whether this number is among the conditions of a fact."""
    return any(
        value is not None and close(value, end) for end, si in conditions_of(one) for value in [in_si(number, unit, si)]
    )


def holds(one: Finding, at: dict[str, float]) -> bool:
    """Whether the fact was found under these conditions; "500 cycles" may be the end of a range of cycles."""
    return all(key in one.question.at and same_condition(key, ends(one.question.at[key])[-1], at[key]) for key in at)


def origin(one: Finding) -> Reported:
    assert isinstance(one.origin, Reported)
    return one.origin


def is_about(one: Finding, row: dict[str, Any], key: str) -> bool:
    """Whether a fact is about the system of a record. Phases go by other names here and there."""
    system = str(row.get("system", "all")).split("/")[0]
    return system == "all" or "phase" in row or f"{key}/{system}" in one.question.of or "/" not in one.question.of


def is_kind(one: Finding, kind: str) -> bool:
    """As in the ledger. What it calls assumed is often a setting here, and what follows from others is derived."""
    return kind == "assumed" or origin(one).kind in (kind, "derived", "set")


# --- a paper


@dataclass(frozen=True)
class Here:
    """What there is of a paper, in the forms in which it is looked up."""

    paper: Paper

    @property
    def facts(self) -> list[Finding]:
        return list(self.paper.facts.values())

    def claims(self) -> str:
        return " ; ".join(claim.says for claim in self.paper.claims)

    def claimed(self, number: float, unit: str) -> bool:
        """In a claim, with the same unit where it is one."""
        if not is_unit(unit):
            return among(number, numbers_in(self.claims()))
        return among(number, (one for one, of in quantities_in(self.claims()) if f"{of}/".startswith(f"{unit}/")))

    def beside(self) -> str:
        """What is said beside facts, and what systems are."""
        where = [f"{origin(one).where} ; {origin(one).method}" for one in self.facts]
        return " ; ".join([*where, *(system.says for system in self.paper.systems.values())])

    def has(self, number: float, unit: str) -> bool:
        """A number with its unit: a fact, a condition, in a claim, or of a method."""
        methods = " ; ".join(origin(one).method for one in self.facts)
        return (
            any(is_number(one, number, unit) or is_under(one, number, unit) for one in self.facts)
            or self.claimed(number, unit)
            or (number, unit) in quantities_in(methods)
        )

    def has_plain(self, number: float) -> bool:
        """A number without unit: as one is written anywhere."""
        written = set().union(*(as_written(one) for one in self.facts))
        shown = {
            from_si(end, condition(k).shown, condition(k).unit)
            for one in self.facts
            for k, v in one.question.at.items()
            for end in ends(v)
        }
        return among(number, {*numbers_in(self.claims()), *map(abs, written), *shown, *numbers_in(self.beside())})

    def has_ratio(self, ratio: str) -> bool:
        """A ratio: in a claim, or its shares or multiples as facts."""
        written = {number for one in self.facts for number in as_written(one)}
        return ratio in self.claims() or any(
            all(among(part, written) for part in parts) for parts in (shares(ratio), multiples(ratio))
        )


# --- forward: what the ledger has is here


def lost(key: str) -> Iterator[str]:
    """Every number of the ledger that is not here, with its record."""
    here, book = Here(library().papers[key]), ledger(key)
    for row in book.get("value", []):
        name = f"{row.get('system') or row.get('phase') or ''} {row['quantity']}"
        if not isinstance(row["value"], str):
            yield from (f"{name}: {what}" for what in lost_of_record(row, here))
        said = " ; ".join([prose(row), row["value"] if isinstance(row["value"], str) else ""])
        yield from (f"{name}: {what}" for what in lost_words(said, here))
    for row in book.get("layer", []):
        name = f"layer {row['phases']} {row['cell']} [{row['ref']}]"
        yield from (f"{name}: {what}" for what in lost_of_layer(row, here))
    for row in book.get("note", []):
        yield from (f"note {row['who']}: {what}" for what in lost_words(row["what"], here))
    for name, value in book.get("theory", {}).items():
        if isinstance(value, float | int):
            if not here.has(value, THEORY[name]):
                yield f"theory {name}: {value}"
        else:
            yield from (f"theory {name}: {what}" for what in lost_words(" ; ".join(texts(value)), here))
    for name, system in book.get("system", {}).items():
        yield from (f"system {name}: {what}" for what in lost_words(" ; ".join(texts(system)), here))
    yield from (f"comment: {what}" for what in lost_words(comments(key), here))


def lost_words(text: str, here: Here) -> Iterator[str]:
    with_unit = quantities_in(text)
    for number, unit in sorted(with_unit):
        if not here.has(number, unit):
            yield f"{number:g} {unit} of {text!r}"
    for number in sorted(numbers_in(text) - {number for number, _ in with_unit}):
        if not here.has_plain(number):
            yield f"{number:g} of {text!r}"
    yield from (f"{ratio} of {text!r}" for ratio in sorted(ratios_in(text)) if not here.has_ratio(ratio))


def lost_of_record(row: dict[str, Any], here: Here) -> Iterator[str]:
    key, unit = here.paper.source.key, row["unit"]
    facts = [one for one in here.facts if is_kind(one, row["kind"]) and is_about(one, row, key)]
    for number in scalars(row["value"]):
        for at in condition_sets(row.get("at", {})):
            found = any(
                is_number(one, number, unit)
                and holds(one, at)
                and origin(one).approx >= row.get("approx", False)  # "about" in the paper, not here
                and (isinstance(one.bound, tuple) or one.bound == row.get("bound", one.bound))
                for one in facts
            )
            if not found and not here.claimed(number, unit):
                yield f"{row.get('bound', '')} {number:g} {unit}, {row.get('at', {})}"
    if "pm" in row and not any(
        is_number(one, row["value"], unit) and has_spread(one, row["pm"], unit) for one in facts
    ):
        yield f"+/- {row['pm']} {unit}"


def lost_of_layer(row: dict[str, Any], here: Here) -> Iterator[str]:
    """Of a row of a review's tables: what is printed, the life and its conditions, and what stands beside."""
    wanted = (row["ref"], row["cls"], row["cell"], tuple(row["phases"]))
    for layer in here.paper.layers:
        system, life = here.paper.systems[layer.system], here.paper.facts[layer.fact]
        if (layer.ref, system.kind, system.cell, system.phases) == wanted:
            break
    else:
        yield "the row itself"
        return
    if list(layer.printed) != row.get("printed", []):
        yield f"printed {row['printed']}"
    if not is_number(life, row["life_h"], "h"):
        yield f"{row['life_h']} h"
    for column, name, unit in (("j", "current", "mA/cm^2"), ("cap", "areal_capacity", "mAh/cm^2")):
        by_mass = isinstance(row[column], str)
        at = ("specific_current", row[column]) if by_mass else (name, f"{row[column]} {unit}")
        if not holds(life, {at[0]: parse_condition(*at)}):
            yield f"{column} = {row[column]}"
    for extra in row.keys() & EXTRAS.keys():
        for number in scalars(row[extra]):
            if not any(is_number(one, number, EXTRAS[extra]) or is_under(one, number, "cycles") for one in here.facts):
                yield f"{number:g} of {extra}"
        yield from lost_words(" ; ".join(texts(row[extra])), here)
    yield from lost_words(" ; ".join([row["how"], row.get("text", ""), row.get("order", "")]), here)
    yield from (f"{key}, which this test does not read" for key in sorted(row.keys() - {*EXTRAS, *COLUMNS}))


@each_paper
def test_every_number_of_the_ledger_is_a_fact_or_in_a_claim(key):
    missing = list(lost(key))
    assert not missing, "\n".join(missing)


def lost_additions(key: str) -> Iterator[str]:
    """Every number that was found after the ledger, and is not here."""
    here = Here(library().papers[key])
    for name, value in additions(key).items():
        for number in scalars(value):
            if not here.has_plain(abs(number)):
                yield f"{name}: {number:g}"
        said = RATIO_WORD.sub(" ", " ; ".join(texts(value)))
        for number, unit in sorted(quantities_in(said)):
            if not here.has(number, unit):
                yield f"{name}: {number:g} {unit} of {said!r}"
        for number in sorted(numbers_in(said)):
            if not here.has_plain(number):
                yield f"{name}: {number:g} of {said!r}"


RATIO_WORD = re.compile(r"\d+(?:x\d+)+")  # a mesh or a supercell, 4x4x4: in a claim as a word


@each_paper
def test_every_number_of_the_additions_is_a_fact_or_in_a_claim(key):
    missing = list(lost_additions(key))
    assert not missing, "\n".join(missing)


@each_paper
def test_every_mesh_of_the_additions_is_in_a_claim(key):
    said = Here(library().papers[key]).claims()
    meshes = RATIO_WORD.findall(" ; ".join(texts(additions(key))))
    assert [mesh for mesh in meshes if mesh not in said] == []


def test_a_number_that_is_nowhere_is_found_missing(monkeypatch):
    monkeypatch.setitem(globals(), "additions", lambda _: {"made_up": {"times_min": [0, 987.5]}, "words": "at 654.5 C"})
    assert list(lost_additions("kumar2020")) == [
        "made_up: 987.5",
        "words: 654.5 C of 'at 654.5 C'",
        "words: 654.5 of 'at 654.5 C'",
    ]


# --- back: what is here is in the ledger


def of_the_ledger(key: str) -> set[float]:
    """All its numbers, also those of comments, of ratios, and those that are written as words."""
    book = {**ledger(key), "found later": additions(key)}
    said = " ; ".join([*texts(book), comments(key)])
    found = {abs(number) for number in scalars(book)} | numbers_in(said)
    found |= {abs(number) for text in texts(book) for number in map(float, re.findall(r"-?\d+(?:\.\d+)?", text))}
    found |= {number for word, number in AS_A_WORD.items() if re.search(rf"\b{word}\b", said)}
    return found.union(*(shares(ratio) | multiples(ratio) for ratio in ratios_in(said)))


@each_paper
def test_every_number_of_a_fact_is_in_the_ledger(key):
    numbers = of_the_ledger(key)
    extra = [
        f"{name}: {number:g} {one.unit}"
        for name, one in library().papers[key].facts.items()
        for number in as_written(one)
        if not among(abs(number), numbers)
    ]
    assert not extra, "\n".join(extra)


@each_paper
def test_the_paper_is_the_one_of_the_ledger(key):
    source = library().papers[key].source
    assert {name: getattr(source, name) for name in ("key", "title", "journal", "year", "doi")} == ledger(key)["source"]
