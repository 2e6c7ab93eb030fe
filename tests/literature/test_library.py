"""The papers that come with natria: every number of the ledger is a fact, and facts are found."""

import re
import tomllib
from itertools import combinations, product
from pathlib import Path

import pytest

from natria.literature import Library, fact, library, query
from natria.quantity import (
    LiteratureError,
    VocabularyError,
    dump,
    from_si,
    load,
    parse_condition,
    same_condition,
    show_conditions,
    split_basis,
    term,
)

FILE = Path(__file__).parents[2].parent / "shared" / "ledger" / "kumar2020_biphasic.toml"
needs_ledger = pytest.mark.skipif(
    not FILE.is_file(), reason="the ledger of paper numbers lies beside the checkout and is not here"
)


def ledger():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def facts_of_kumar():
    return library().papers["kumar2020"].facts.values()


# --- every number of the ledger


def scalars(value):
    """The numbers in a value of the ledger: one, a list, or a table by element or plane."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from scalars(inner)
    elif not isinstance(value, str):
        yield float(value)


def as_written(finding):
    """The numbers of a fact in the unit that the paper writes."""
    ends = finding.bound if isinstance(finding.bound, tuple) else (finding.value,)
    return [from_si(end, finding.unit, term(finding.question.name).unit) for end in ends]


def condition_sets(at):
    """The conditions of a record of the ledger in our words; a list of currents stands for as many results."""
    words = {"current": "current", "capacity": "areal_capacity", "rate": "rate", "cycles": "cycle"}
    units = {"reaction_time_s": ("time", "s"), "thickness_um": ("thickness", "um")}
    choices = []
    for key, given in at.items():
        values = given if isinstance(given, list) else [given]
        unit = str(values[-1]).lstrip("0123456789.")
        if key in units:
            name, behind = units[key]
            choices.append([(name, f"{value} {behind}") for value in values])
        else:
            choices.append([(words[key], f"{str(value).removesuffix(unit)}{unit}") for value in values])
    return [{name: parse_condition(name, text) for name, text in chosen} for chosen in product(*choices)]


def holds(finding, at):
    """Whether the fact was found under these conditions; "500 cycles" may be the end of a range of cycles."""
    for key, value in at.items():
        if key not in finding.question.at:
            return False
        ours = finding.question.at[key]
        if not same_condition(key, ours[1] if isinstance(ours, tuple) else ours, value):
            return False
    return True


@needs_ledger
def test_every_scalar_of_the_ledger_is_a_fact_with_its_unit_kind_bound_and_conditions():
    rows = [row for row in ledger()["value"] if "unit" in row]
    assert len(rows) > 30
    missing = [
        (row["quantity"], number, row["unit"], at)
        for row in rows
        for number in scalars(row["value"])
        for at in condition_sets(row.get("at", {}))
        if not any(
            number == pytest.approx(written, rel=1e-9)
            and split_basis(one.unit)[0] == row["unit"]
            and one.origin.kind == row["kind"]
            and one.origin.approx == row.get("approx", False)
            and (isinstance(one.bound, tuple) or one.bound == row.get("bound"))
            and holds(one, at)
            for one in facts_of_kumar()
            for written in as_written(one)
        )
    ]
    assert missing == []


NUMBER_IN_PROSE = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?:e\d+)?")


@needs_ledger
def test_every_number_in_the_prose_of_the_ledger_is_among_the_facts_or_the_claims():
    known = {round(number, 9) for one in facts_of_kumar() for number in as_written(one)}
    texts = [claim.says for claim in library().papers["kumar2020"].claims]
    texts += [f"{one.origin.where} {one.origin.method} {show_conditions(one.question.at)}" for one in facts_of_kumar()]
    known |= {float(number) for text in texts for number in NUMBER_IN_PROSE.findall(text)}
    prose = [row["value"] for row in ledger()["value"] if isinstance(row["value"], str)]
    assert len(prose) >= 5
    assert {float(number) for text in prose for number in NUMBER_IN_PROSE.findall(text)} - known == set()


@needs_ledger
def test_the_paper_is_the_one_of_the_ledger():
    source = library().papers["kumar2020"].source
    assert {key: getattr(source, key) for key in ("key", "title", "journal", "year", "doi")} == ledger()["source"]


# --- the library as a whole


def test_every_paper_is_read_and_every_id_names_its_paper():
    assert {"kumar2020", "yuan2025"} <= set(library().papers)
    for key, paper in library().papers.items():
        assert paper.source.key == key
        assert paper.facts
        assert all(name == one.id and name.startswith(f"{key}:") for name, one in paper.facts.items())
    assert len(library().facts) == sum(len(paper.facts) for paper in library().papers.values())


def test_claims_and_systems_of_all_papers_are_together():
    assert "kumar2020:overpotential-trend" in [claim.id for claim in library().claims]
    assert "kumar2020/bpi" in library().systems


def test_what_a_fact_shares_is_a_fact():
    shared = {other for one in library().facts.values() for other in one.origin.shares}
    assert shared
    assert shared <= set(library().facts)


def test_two_facts_of_one_paper_that_ask_the_same_restate_each_other_or_do_not_exist():
    pairs = [pair for paper in library().papers.values() for pair in combinations(paper.facts.values(), 2)]
    for one, other in pairs:
        if one.question == other.question and one.bound is None and other.bound is None:
            assert other.id in one.origin.shares or one.id in other.origin.shares, (one.id, other.id)


def test_all_facts_come_back_from_json():
    facts = library().facts
    assert load(dump(facts.values())) == facts


@pytest.mark.parametrize(
    ("name", "value", "unit", "bound"),
    [
        ("kumar2020:eta-3um", 50, "mV", None),
        ("kumar2020:eta-35um", 180, "mV", None),
        ("kumar2020:life-50", 500, "cycles", "over"),
        ("kumar2020:vft-bpi", 0.06, "eV", None),
        ("kumar2020:thickness-300s", 35, "um", None),
        ("kumar2020:nas-one-C", 1675, "mAh/g of S", None),
        ("yuan2025:i0", 1.3, "mA/cm^2", None),
    ],
)
def test_a_fact_is_what_its_paper_says(name, value, unit, bound):
    one = fact(name)
    assert as_written(one) == [pytest.approx(value, rel=1e-12)]
    assert (one.unit, one.bound) == (unit, bound)


def test_energies_of_the_vft_form_are_not_called_arrhenius():
    assert {one.question.name for one in query(paper="kumar2020") if "R(T - T0)" in one.origin.method} == {"vft_energy"}


# --- looking up


def test_an_unknown_fact_is_refused_with_the_nearest():
    with pytest.raises(LiteratureError, match="there is no such fact") as refused:
        fact("kumar2020:eta-3mu")
    assert "did you mean 'kumar2020:eta-3um'" in str(refused.value)


def ids(found):
    return {one.id for one in found}


def test_a_query_without_filter_gives_all_facts():
    assert ids(query()) == set(library().facts)


def test_a_query_filters_by_quantity_subject_paper_and_kind_and_all_that_is_given_holds():
    assert ids(query("cell_overpotential", paper="kumar2020")) == {"kumar2020:eta-3um", "kumar2020:eta-35um"}
    assert ids(query("young_modulus", of="NaOH")) == {"kumar2020:E-NaOH"}
    assert ids(query(paper="yuan2025")) == set(library().papers["yuan2025"].facts)
    assert ids(query(paper="kumar2020", kind="fitted")) == {"kumar2020:vft-bpi", "kumar2020:vft-pristine"}
    assert ids(query("exchange_current_density", paper="kumar2020")) == set()
    for one in query("cycle_life", of="monophasic", paper="kumar2020", kind="measured"):
        assert one.id == "kumar2020:life-monophasic"


@pytest.mark.parametrize("kind", ["measured", "fitted", "computed", "assumed", "derived", "set"])
def test_kinds_part_the_facts(kind):
    found = query(kind=kind)
    assert {one.origin.kind for one in found} == {kind}
    assert len(found) < len(library().facts)


def test_a_query_reads_the_library_that_it_is_given():
    small = Library({"yuan2025": library().papers["yuan2025"]})
    assert ids(query(within=small)) == set(library().papers["yuan2025"].facts)
    with pytest.raises(LiteratureError, match="no such paper here"):
        query(paper="kumar2020", within=small)


def test_an_empty_library_has_no_facts():
    assert query(within=Library({})) == ()


def test_a_mistyped_quantity_or_paper_is_refused_with_the_nearest():
    with pytest.raises(VocabularyError, match="did you mean 'cell_overpotential'"):
        query("cell_overpotental")
    with pytest.raises(LiteratureError, match="did you mean 'kumar2020'"):
        query(paper="kumar202")


def test_a_mistyped_kind_is_refused():
    with pytest.raises(LiteratureError):
        query(kind="mesured")
