"""The ledger of paper numbers against the papers here: nothing is lost on the way, and nothing is added.

The ledger lies beside the checkout and not in it; where it is not, these tests are skipped.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from natria.literature import Paper, library
from natria.quantity import (
    TERMS,
    Finding,
    Reported,
    UnitError,
    condition,
    from_si,
    parse_condition,
    same_condition,
    spread_to_si,
    term,
    to_si,
)

FOLDER = Path(__file__).parents[2].parent / "shared" / "ledger"
KEYS = ("chi2022", "kumar2020", "lu2026", "yuan2025", "zhu2024")
each_paper = pytest.mark.parametrize("key", KEYS)


@cache
def written(key: str) -> str:
    files = sorted(FOLDER.glob(f"{key}_*.toml"))
    if not files:
        pytest.skip(f"the ledger of paper numbers lies beside the checkout, and {key} is not there")
    return files[0].read_text(encoding="utf-8")


def ledger(key: str) -> dict[str, Any]:
    return tomllib.loads(written(key))


def comments(key: str) -> str:
    """What the ledger says of several records at once."""
    return " ; ".join(line.partition("# ")[2] for line in written(key).splitlines() if line.lstrip().startswith("#"))


# --- what the ledger has

# Conditions of its records in our words, with the unit where the name of the key has it.
AT = {
    "current": ("current", ""),
    "capacity": ("areal_capacity", ""),
    "loading": ("mass_loading", ""),
    "rate": ("rate", ""),
    "cycle": ("cycle", ""),
    "cycles": ("cycle", ""),
    "thickness_um": ("thickness", "um"),
    "reaction_time_s": ("time", "s"),
    "temperature_C": ("temperature", "degC"),
    "stack_pressure_MPa": ("pressure", "MPa"),
}
IN_THE_TERM = ("continuous",)  # part of the meaning of our term
EXTRAS = {  # numbers of a row of the review's tables that have a place of their own, with the unit that they go without
    "thickness_um": "um",
    "young_modulus_GPa": "GPa",
    "barrier_kJ_mol": "kJ/mol",
    "barrier_eV": "eV",
    "conductivity_mS_cm": "mS/cm",
    "overpotential_mV": "mV",
    "ce_percent": "%",
    "resistance_ohm": "ohm",
}
THEORY = {"na_theoretical_capacity_mAh_g": "mAh/g", "na_redox_potential_V_vs_SHE": "V"}
PROSE = ("where", "method", "note", "text", "what")  # keys that hold words, with numbers among them


def scalars(value: Any) -> Iterator[float]:
    """The numbers in a value of the ledger: one, a list, or a table."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from scalars(inner)
    elif not isinstance(value, str | bool):
        yield float(value)


def texts(value: Any) -> Iterator[str]:
    """All words in a value of the ledger."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


PLACE = re.compile(  # where something stands in a paper, faces of crystals, numbers in formulas
    r"^\d\.\d(?:\.\d)?(?=$| ?[;,])|\((?:\d{3}|\d-x)\)|\b(?:Figs?\.|Tables?|refs?\.|eqs?\.?) ?S?\d\w*(?:(?:-|, ?| and )S?\d\w*)*|\bS\d+\w?(?:-\w+)?|\[\d+\]"
)
RATIO = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+")
NUMBER = re.compile(r"(?<![A-Za-z\d._^])\d+(?:\.\d+)?(?:e-?\d+)?(?![\d.]*[A-Z(]\w)")  # not those of a formula


def shares(ratio: str) -> set[float]:
    """7:2:1 as shares in per cent, and as multiples of the last one."""
    parts = [float(part) for part in ratio.split(":")]
    return {100 * part / sum(parts) for part in parts} | {part / parts[-1] for part in parts[:-1]}


def numbers_in(text: str) -> set[float]:
    """The numbers of a text without signs (2-3 is a range) and without those of ratios."""
    return {float(n) for n in NUMBER.findall(RATIO.sub(" ", PLACE.sub(" ", text)))}


def ratios_in(text: str) -> set[str]:
    return set(RATIO.findall(PLACE.sub(" ", text)))


def condition_sets(at: dict[str, Any]) -> list[dict[str, float]]:
    """The conditions of a record in our words; a list of currents stands for as many results."""
    choices = []
    for key, given in at.items():
        if key in IN_THE_TERM:
            continue
        name, unit = AT[key]
        many = [str(one) for one in (given if isinstance(given, list) else [given])]
        behind = unit or many[-1].lstrip("0123456789.")
        choices.append([(name, parse_condition(name, f"{one.removesuffix(behind)} {behind}")) for one in many])
    return [dict(chosen) for chosen in product(*choices)]


# --- what we have of it


def close(a: float, b: float) -> bool:
    return a == pytest.approx(b, rel=1e-6)


def sides(one: Finding) -> tuple[float, ...]:
    return one.bound if isinstance(one.bound, tuple) else (one.value,)


def as_written(one: Finding) -> list[float]:
    """The numbers of a fact in the unit that the paper writes."""
    return [from_si(value, one.unit, term(one.question.name).unit) for value in sides(one)]


@cache
def is_unit(unit: str) -> bool:
    """Whether natria can read a unit of the ledger; some have words that only a person can read."""
    return any(_converts(unit, si) for si in {row.unit for row in TERMS.values()})


def _converts(unit: str, si: str) -> bool:
    try:
        to_si(1.0, unit, si)
    except UnitError:
        return False
    return True


def has(one: Finding, number: float, unit: str) -> bool:
    """Whether a fact is this number, as written or converted."""
    si = term(one.question.name).unit
    if is_unit(unit):
        return _converts(unit, si) and any(close(side, to_si(number, unit, si)) for side in sides(one))
    return any(close(side, number) for side in as_written(one))


def has_spread(one: Finding, spread: float, unit: str) -> bool:
    return one.std is not None and close(one.std, spread_to_si(spread, unit, term(one.question.name).unit))


def holds(one: Finding, at: dict[str, float]) -> bool:
    """Whether the fact was found under these conditions; "500 cycles" may be the end of a range of cycles."""
    for key, value in at.items():
        ours = one.question.at.get(key)
        if ours is None or not same_condition(key, ours[1] if isinstance(ours, tuple) else ours, value):
            return False
    return True


def conditions_of(one: Finding) -> set[float]:
    """The numbers of the conditions, in the units that people write."""
    found = set()
    for name, value in one.question.at.items():
        row = condition(name)
        ends = value if isinstance(value, tuple) else (value,)
        found |= {from_si(end, "degC" if row.unit == "K" else row.shown, row.unit) for end in ends}
    return found


def is_about(one: Finding, row: dict[str, Any], key: str) -> bool:
    """Whether a fact is about the system of a record; phases go by other names here and there."""
    system = str(row.get("system", "all")).split("/")[0]
    return system == "all" or "phase" in row or f"{key}/{system}" in one.question.of or "/" not in one.question.of


def is_kind(one: Finding, kind: str) -> bool:
    """As in the ledger, where what was done is `assumed`; here a setting is one, and arithmetic is called derived."""
    assert isinstance(one.origin, Reported)
    return one.origin.kind in (kind, "derived") or kind == "assumed" or one.origin.kind == "set"


def said(paper: Paper) -> set[float]:
    """The numbers of all claims."""
    return set().union(*(numbers_in(claim.says) for claim in paper.claims))


def words(paper: Paper) -> str:
    """All that is said of and beside the facts, and the claims."""
    beside = [f"{one.origin.where} ; {one.origin.method}" for one in paper.facts.values()]  # type: ignore[union-attr]
    says = [*(claim.says for claim in paper.claims), *(system.says for system in paper.systems.values())]
    return " ; ".join([*beside, *says])


def known(paper: Paper) -> set[float]:
    """Every number of a paper here: of facts and their conditions, of claims, of all that is said beside them."""
    found = numbers_in(words(paper))
    return found.union(*({*map(abs, as_written(one)), *conditions_of(one)} for one in paper.facts.values()))


def among(number: float, numbers: set[float]) -> bool:
    return any(close(number, one) for one in numbers)


# --- forward: what the ledger has is here


def lost(key: str) -> Iterator[str]:
    """Every number of the ledger that is not here, with its record."""
    paper, book = library().papers[key], ledger(key)
    for row in book.get("value", []):
        name = f"{row.get('system') or row.get('phase') or ''} {row['quantity']}"
        if isinstance(row["value"], str):
            yield from (f"{name}: {what}" for what in lost_words(row["value"], paper))
        else:
            yield from (f"{name}: {what}" for what in lost_of_record(row, paper))
        yield from (f"{name}: {what}" for what in lost_words(prose(row), paper))
    for row in book.get("layer", []):
        name = f"layer {row['phases']} {row['cell']} [{row['ref']}]"
        yield from (f"{name}: {what}" for what in lost_of_layer(row, paper))
    for row in book.get("note", []):
        yield from (f"note {row['who']}: {what}" for what in lost_words(row["what"], paper))
    for name, value in book.get("theory", {}).items():
        if isinstance(value, float | int):
            if not any(has(one, value, THEORY[name]) for one in paper.facts.values()):
                yield f"theory {name}: {value}"
        else:
            yield from (f"theory {name}: {what}" for what in lost_words(" ; ".join(texts(value)), paper))
    yield from (f"comment: {what}" for what in lost_words(comments(key), paper))
    for name, system in book.get("system", {}).items():
        yield from (f"system {name}: {what}" for what in lost_words(" ; ".join(texts(system)), paper))


def prose(row: dict[str, Any]) -> str:
    return " ; ".join(str(row[key]) for key in PROSE if isinstance(row.get(key), str))


def lost_words(text: str, paper: Paper) -> Iterator[str]:
    here = known(paper)
    yield from (f"{number:g} of {text!r}" for number in sorted(numbers_in(text)) if not among(number, here))
    for ratio in ratios_in(text):
        if ratio not in words(paper) and not all(among(share, here) for share in shares(ratio)):
            yield f"{ratio} of {text!r}"


def lost_of_record(row: dict[str, Any], paper: Paper) -> Iterator[str]:
    facts = [one for one in paper.facts.values() if is_kind(one, row["kind"]) and is_about(one, row, paper.source.key)]
    for number in scalars(row["value"]):
        for at in condition_sets(row.get("at", {})):
            if not any(
                has(one, number, row["unit"])
                and holds(one, at)
                and one.origin.approx == row.get("approx", False)
                and (isinstance(one.bound, tuple) or one.bound == row.get("bound", one.bound))
                for one in facts
            ) and not among(number, said(paper)):
                yield f"{number:g} {row['unit']} {row.get('bound', '')} {row.get('at', '')}"
    if "pm" in row and not any(
        has(one, row["value"], row["unit"]) and has_spread(one, row["pm"], row["unit"]) for one in facts
    ):
        yield f"+/- {row['pm']} {row['unit']}"


def lost_of_layer(row: dict[str, Any], paper: Paper) -> Iterator[str]:
    """Of a row of a review's table: what is printed, the life and its conditions, and what stands beside."""
    rows = [
        (layer, paper.facts[layer.fact], paper.systems[layer.system])
        for layer in paper.layers
        if layer.ref == row["ref"]
    ]
    ours = [
        (layer, life)
        for layer, life, system in rows
        if system.cell == row["cell"] and system.kind == row["cls"] and list(system.phases) == row["phases"]
    ]
    if not ours:
        yield "the row itself"
        return
    layer, life = ours[0]
    if list(layer.printed) != row.get("printed", []):
        yield f"printed {row.get('printed')}"
    if not has(life, row["life_h"], "h"):
        yield f"{row['life_h']} h"
    for key, unit in (("j", "mA/cm^2"), ("cap", "mAh/cm^2")):
        if isinstance(row[key], str):
            at = {"specific_current": parse_condition("specific_current", row[key])}
        else:
            name = {"j": "current", "cap": "areal_capacity"}[key]
            at = {name: parse_condition(name, f"{row[key]} {unit}")}
        if not holds(life, at):
            yield f"{key} = {row[key]}"
    for key in row.keys() & EXTRAS.keys():
        for number in scalars(row[key]):
            facts = paper.facts.values()
            if not any(has(one, number, EXTRAS[key]) or among(number, conditions_of(one)) for one in facts):
                yield f"{number:g} of {key}"
    yield from lost_words(" ; ".join([row["how"], row.get("text", ""), row.get("order", "")]), paper)
    unread = row.keys() - {
        *EXTRAS,
        "cls",
        "phases",
        "how",
        "cell",
        "printed",
        "j",
        "cap",
        "order",
        "life_h",
        "ref",
        "text",
    }
    yield from (f"{key}, which this test does not read" for key in sorted(unread))


@each_paper
def test_every_number_of_the_ledger_is_a_fact_or_in_a_claim(key):
    missing = list(lost(key))
    assert not missing, "\n".join(missing)


# --- back: what is here is in the ledger


AS_A_WORD = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "nine": 9.0}


def of_the_ledger(key: str) -> set[float]:
    """All its numbers, also those of comments, of ratios, and those that are written as words."""
    book = ledger(key)
    said_there = " ; ".join([*texts(book), comments(key)])
    found = {abs(number) for number in scalars(book)} | numbers_in(said_there)
    found |= {number for word, number in AS_A_WORD.items() if re.search(rf"\b{word}\b", said_there)}
    return found.union(*(shares(ratio) for ratio in ratios_in(said_there)))


def added(key: str) -> Iterator[str]:
    numbers = of_the_ledger(key)
    for name, one in library().papers[key].facts.items():
        for number in as_written(one):
            if not among(abs(number), numbers):
                yield f"{name}: {number:g} {one.unit}"


@each_paper
def test_every_number_of_a_fact_is_in_the_ledger(key):
    extra = list(added(key))
    assert not extra, "\n".join(extra)


@each_paper
def test_the_paper_is_the_one_of_the_ledger(key):
    source = library().papers[key].source
    assert {name: getattr(source, name) for name in ("key", "title", "journal", "year", "doi")} == ledger(key)["source"]
