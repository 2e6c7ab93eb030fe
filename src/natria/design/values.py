"""Numbers in a design: how they are written, and what makes them valid.

A *setting* is chosen by a person ("3 um"). A *property* is a property of a material or an interface, so it must give
its source: {fact = "kumar2020:eta-3um"}, {fit = "sigma"}, {measured = "findings.json#area_resistance"}, or
{value, unit, why}, which is an assumption and follows every result. A setting that is not known may be written as a
property.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any, Literal, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from ..literature import Library, library
from ..quantity import (
    TERMS,
    Assumed,
    Chosen,
    Finding,
    Ground,
    NatriaError,
    Problem,
    Question,
    VocabularyError,
    did_you_mean,
    outside,
    parse_quantity,
    spread_to_si,
    term,
    to_si,
)

Value = Any  # a text, a table or, in a patch made by code, a Finding; `Number` defines which are allowed
WRITTEN = ("value", "unit", "why", "std", "ground", "source", "from")
REFERENCES = ("fact", "fit", "measured")
GROUNDS: tuple[Ground, ...] = get_args(Ground)
CHECKED = "check"  # the path of a number that is only checked
PAPERS = "papers"  # key of the library in the context of a validation
SOURCE = "J. Chem. Thermodyn. 39 (2007) 44"  # the form of a citation: a DOI, or a work with volume, page or table
FORMS = '{fact = ".."}, {fit = ".."}, {measured = "FILE#FINDING"}, or'
MORE = {"std", "ground", "source", "from"}  # optional keys of an assumption


Limit = Literal["", "above zero", "one or more"]
LIMITS: Mapping[str, Limit] = {  # of terms in a design, beyond the domain of the term
    "porosity": "above zero",  # a solid without pores has no porosity to give
    "macmullin_number": "one or more",  # pores never conduct better than the free liquid
}


class Unanswerable(Exception):
    """The design lacks an input of the question; the message says which. Becomes a refusal."""


class Wrong(NatriaError):
    """A value that is not valid where it is written."""


@dataclass(frozen=True)
class Number:
    """A number of the schema: its term, whether it is a setting, its description, an example."""

    term: str
    role: Literal["setting", "property"]
    says: str
    example: str
    limit: Limit = ""

    def check(self, raw: Any, papers: Library) -> Any:
        """Return the value as it was written; raises where it cannot be read."""
        self.finding(raw, CHECKED, {}, papers)
        return raw

    def finding(self, raw: Any, path: str, fitted: Mapping[str, Finding], papers: Library) -> Finding | None:
        """Return the number at `path` with its provenance; None where it waits for a fit without a result."""
        found = self._read(raw, path, fitted, papers)
        if found is not None and (wrong := _outside_limit(found.value, self.limit or LIMITS.get(self.term, ""))):
            raise Wrong(wrong, f"expected something like {self.example}")
        return found

    def _read(self, raw: Any, path: str, fitted: Mapping[str, Finding], papers: Library) -> Finding | None:
        row = term(self.term)
        match raw:
            case Finding():
                if raw.question.name != self.term:
                    raise Wrong(f"is a {raw.question.name}, but {self.term} is expected here")
                if self.role == "property" and isinstance(raw.origin, Chosen):
                    raise Wrong(
                        f"{self.term} is a material property and cannot be chosen as a setting", "give its source"
                    )
                return raw
            case {"fact": str(name), **rest} if not rest:
                found = papers.fact(name)
                if found.question.name != self.term:
                    raise Wrong(
                        f"{name} is a {found.question.name}, but {self.term} is expected here",
                        f"expected a fact of {self.term}, in {row.shown}",
                    )
                _ = found.plain
                return found
            case {"fit": str(name), **rest} if not rest:
                waited = fitted.get(name)
                if waited is not None and isinstance(waited.origin, Chosen):
                    raise Wrong(f"the fit {name!r} was chosen, not fitted", "give its source")
                if waited is not None and waited.question.name != self.term:
                    raise Wrong(f"the fit {name!r} is a {waited.question.name}, but {self.term} is expected here")
                return waited
            case {"measured": _}:
                what = "is a measured value, which is looked up when a design file is opened"
                raise Wrong(what, "write it in a design file, or give the finding itself in its place")
            case {"value": _, "unit": str(), "why": str(), **rest} if set(rest) <= MORE:
                return self._assumed(raw, path, papers)
            case str() if self.role == "setting":
                return _chosen(self, raw, path)
            case str() | int() | float():
                if self.role == "setting":
                    raise Wrong(f"{raw!r} has no unit", f"expected a text with a unit, such as {self.example}")
                raise Wrong(
                    f"{raw!r} has no source: this is a material property",
                    f'write {FORMS} {{value = .., unit = "{row.shown}", why = ".."}}',
                )
            case dict():
                raise Wrong(*_table_problem(raw, row.shown))
            case _:
                raise Wrong(f"{raw!r} is not a number with a unit", f"expected something like {self.example}")

    def _assumed(self, raw: Mapping[str, Any], path: str, papers: Library) -> Finding:
        value, std, row = raw["value"], raw.get("std"), term(self.term)
        if not _is_number(value):
            raise Wrong(f"value must be a number, not {value!r}", f"expected a number in {row.shown}")
        if std is not None and not (_is_number(std) and std >= 0):
            raise Wrong(f"std must be a number of zero or above, not {std!r}", "leave it out where it is not known")
        if not raw["why"].strip():
            raise Wrong("why is empty", "give its source or reason in a few words")
        unit, ground = raw["unit"], _ground(raw)
        std = 0 if std is None and ground == "definition" else std  # a definition is exact
        spread = None if std is None else spread_to_si(float(std), unit, row.unit)
        origin = Assumed(raw["why"], ground, facts_from(raw.get("from", []), papers), _source(raw))
        return self.made_si(to_si(float(value), unit, row.unit), unit, path, origin, spread)

    def made_si(self, value: float, unit: str, path: str, origin: Assumed | Chosen, std: float | None) -> Finding:
        if wrong := outside(value, term(self.term).domain):
            raise Wrong(f"{wrong}", f"expected something like {self.example}")
        return Finding(Question(self.term, path), value, origin, std, unit=unit)

    # --- pydantic's two hooks

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def validate(raw: Any, info: core_schema.ValidationInfo) -> Any:
            try:
                return self.check(raw, papers_of(info))
            except NatriaError as bad:
                what, fix = bad.what, bad.fix
                problems = getattr(bad, "problems", ())
                if problems:
                    what, fix = f"{problems[0].where}: {problems[0].what}", problems[0].fix
                raise PydanticCustomError("natria", "{what}", {"what": what, "fix": fix}) from None

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        row = term(self.term)
        text = {"type": "string", "pattern": r"^\s*[-+]?[0-9.]", "examples": [self.example.strip('"')]}
        table = {
            "type": "object",
            "properties": {
                "value": {"type": "number"},
                "unit": {"type": "string", "examples": [row.shown]},
                "why": {"type": "string"},
                "std": {"type": "number"},
                "ground": {"type": "string", "enum": list(GROUNDS)},
                "source": {"type": "string"},
                "from": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["value", "unit", "why"],
            "additionalProperties": False,
        }
        reference = [
            {
                "type": "object",
                "properties": {key: {"type": "string"}},
                "required": [key],
                "additionalProperties": False,
            }
            for key in ("fact", "fit")
        ]
        reference.append(
            {
                "type": "object",
                "properties": {"measured": {"type": "string"}, "at": {"type": "object"}, "area": {"type": "string"}},
                "required": ["measured"],
                "additionalProperties": False,
            }
        )
        kinds = [*([text] if self.role == "setting" else []), *reference, table]
        return {
            "anyOf": kinds,
            "description": f"{self.says} ({self.role}; {row.shown}, or any unit that converts to {row.unit})",
        }


@lru_cache(maxsize=8192)
def _chosen(number: Number, text: str, path: str) -> Finding:
    """Return a setting as written; it is read once for each place, whatever the number of designs."""
    value, unit = parse_quantity(text, term(number.term).unit)
    return number.made_si(value, unit, path, Chosen(path.partition("#")[0]), 0.0)


def context_of(papers: Library) -> dict[str, Any]:
    """Return the validation context of a schema: the library in which facts are looked up."""
    return {PAPERS: papers}


def papers_of(info: core_schema.ValidationInfo) -> Library:
    """Return the library of a validation; by default the papers that come with natria."""
    given = (info.context or {}).get(PAPERS)
    return given if isinstance(given, Library) else library()


def _ground(raw: Mapping[str, Any]) -> Ground:
    """Return the ground of an assumption; without a citation it is an estimate."""
    given = raw.get("ground", "estimate")
    if given not in GROUNDS:
        raise Wrong(f"ground must be one of {', '.join(GROUNDS)}, not {given!r}", did_you_mean(str(given), GROUNDS))
    return given  # type: ignore[no-any-return]  # one of GROUNDS


def _source(raw: Mapping[str, Any]) -> str:
    """Return the work from which a number is cited; a handbook value needs one, and a spread."""
    given = raw.get("source", "")
    if not isinstance(given, str) or ("source" in raw and not re.search(r"\d", given)):
        raise Wrong(f"source must name a work that can be found, not {given!r}", f"expected {SOURCE}")
    if raw.get("ground") == "handbook":
        if not given:
            raise Wrong("ground handbook has no source", f'add source = "{SOURCE}", or write ground = "estimate"')
        if raw.get("std") is None:
            raise Wrong("ground handbook has no std", "add the spread that the source gives, in the unit of the value")
    return given


def definitions(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Return the keys of every number with the ground `definition`."""
    if isinstance(node, Mapping):
        if node.get("ground") == "definition":
            yield path
        for key, inner in node.items():
            yield from definitions(inner, (*path, str(key)))


def facts_from(raw: Any, papers: Library) -> tuple[Finding, ...]:
    """Return the ids of the facts from which a number or a law was derived."""
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        raise Wrong(f"from must be a list of facts, not {raw!r}", 'write from = ["kumar2020:eta-3um"]')
    return tuple(map(papers.fact, raw))


def _is_number(raw: Any) -> bool:
    """Whether a value is a finite int or float; true does not count as 1."""
    try:
        return isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw)
    except OverflowError:  # TOML takes whole numbers of any length
        return False


def _table_problem(raw: Mapping[str, Any], unit: str) -> tuple[str, str]:
    written = f'write {FORMS} {{value = .., unit = "{unit}", why = ".."}}'
    unknown = [k for k in raw if k not in (*WRITTEN, *REFERENCES)]
    if unknown:
        return (
            f"has the unknown key {unknown[0]!r}",
            f"{did_you_mean(unknown[0], (*WRITTEN, *REFERENCES))} {written}".strip(),
        )
    if "fact" in raw or "fit" in raw:
        return "must contain one reference and nothing else, as a text", written
    missing = [k for k in ("value", "unit", "why") if k not in raw]
    if missing:
        return f"has no {' and no '.join(missing)}", written
    return "has a value of the wrong kind", written


def _outside_limit(value: float, limit: Limit) -> str:
    if limit == "above zero" and value <= 0:
        return "must be above zero"
    return "must be 1 or more" if limit == "one or more" and value < 1 else ""


def is_fit(raw: Any) -> bool:
    """Whether a number is to be fitted: {fit = "name"}."""
    return isinstance(raw, Mapping) and set(raw) == {"fit"} and isinstance(raw["fit"], str)


def property_number(name: str) -> Number:
    """Return the schema number of a property that is named by its term."""
    row = term(name)
    return Number(row.name, "property", row.meaning, '{fact = ".."}')


def problems_of_properties(properties: Mapping[str, Any], papers: Library) -> Iterator[Problem]:
    """Return the problems of a table of properties by term."""
    for name, raw in properties.items():
        try:
            property_number(name).check(raw, papers)
        except VocabularyError:
            yield Problem(name, "is not a term", did_you_mean(name, TERMS))
        except NatriaError as bad:
            yield Problem(name, bad.what, bad.fix)
