"""The table of facts: filters as described, order, pages, one fact, checks; user papers; the time of a page."""

import time

import pytest
from asgi import app_of, call

from natria.app.literature.facts import fact_document, facts_page
from natria.app.literature.filters import describe_filters, read_asked
from natria.app.literature.library import papers_now
from natria.literature import library, query
from natria.quantity import NatriaError

PAPER = """
[source]
key = "own{n}"
title = "Sodium under {n} layers"
year = 2026
"""
FACT = """
[[fact]]
id = "eta-{n}"
of = "own{k}/cell-{n}"
name = "cell_overpotential"
value = {n}
unit = "mV"
at = {{ current = "1 mA/cm^2" }}
kind = "measured"
where = "Fig. {n}"
"""


@pytest.fixture
def app(tmp_path):
    return app_of(tmp_path / "w")


def page(pairs, here=None, offset=0, limit=100):
    here = here or library()
    return facts_page(read_asked(pairs), here, offset, limit)


def test_every_choice_of_a_filter_finds_as_many_facts_as_it_says():
    here = library()
    for one in describe_filters(here)["filters"]:
        if one.kind != "choice":
            continue
        for choice in one.choices:
            found = page([(one.name, choice.value)])["found"]
            assert found >= choice.count if one.name == "phase" else found == choice.count, (one.name, choice.value)


def test_a_search_and_conditions_and_a_range_find_what_the_query_finds():
    wanted = {f.id for f in query("cell_overpotential") if f.value >= 0.05}
    found = page([("quantity", "cell_overpotential"), ("low", "50")])
    assert {row["id"] for row in found["rows"]} == wanted
    assert page([("quantity", "cell_overpotential"), ("low", "0.05 V")])["rows"] == found["rows"]
    stated = page([("at", "current=1"), ("quantity", "cell_overpotential")])
    assert stated["found"] == page([("at", "current=1 mA/cm^2"), ("quantity", "cell_overpotential")])["found"] > 0
    words = page([("q", "BIPHASIC naoh")])
    assert words["found"] > 0
    assert all(row["id"].startswith("kumar2020:") for row in words["rows"])


def test_rows_are_sorted_by_any_column_and_empty_cells_come_last():
    here = library()
    columns = [column["id"] for column in describe_filters(here)["columns"]]
    for place, name in enumerate(columns):
        for sign in ("", "-"):
            rows = page([("sort", f"{sign}{name}")], limit=500)["rows"]
            cells = [row["cells"][place] for row in rows]
            full = [cell for cell in cells if cell]
            assert len(rows) == len(here.facts)
            assert cells == [*full, *[""] * (len(cells) - len(full))]
    values = page([("quantity", "cell_overpotential"), ("sort", "-value")])["rows"]
    numbers = [here.facts[row["id"]].value for row in values]
    assert numbers == sorted(numbers, reverse=True)


def test_pages_follow_each_other_without_gap():
    whole = [row["id"] for row in page([], limit=500)["rows"]]
    parts = [row["id"] for start in range(0, len(whole), 100) for row in page([], offset=start)["rows"]]
    assert parts == whole == list(library().facts)


def test_a_fact_has_its_source_its_checks_its_neighbours_and_its_trace():
    found = fact_document("kumar2020:eta-3um", library())
    lines = {row["label"]: row["text"] for row in found["rows"]}
    assert lines["kind of number"] == "measured"
    assert lines["in the paper"] == "S11a"
    assert found["paper"]["doi"]
    assert all("kumar2020:eta-3um" in one["facts"] for one in found["checks"])
    assert {one["outcome"] for one in found["checks"]} >= {"passed"}
    assert "kumar2020:eta-35um" in [one["id"] for one in found["near"]]
    assert "kumar2020:eta-3um" in found["trace"]


@pytest.mark.parametrize(
    "query_", ["quantity=nope", "low=3", "quantity=cell_overpotential&low=3 kg", "at=current", "paper=x", "nope=1"]
)
def test_what_cannot_be_asked_is_refused_with_a_reason(app, query_):
    answer = call(app, "GET", "/api/literature/facts", query=query_)
    assert answer.status == 400
    assert answer.json["what"]


@pytest.mark.parametrize("name", ["nope", "../x", "kumar2020:%00"])
def test_a_fact_that_is_not_there_is_refused(app, name):
    assert call(app, "GET", f"/api/literature/fact/{name}").status == 400


def test_contradictions_come_with_arithmetic_and_what_passed_on_demand(app):
    found = call(app, "GET", "/api/literature/checks").json
    assert {one["outcome"] for one in found["looks"]} == {"contradiction", "caution"}
    assert all(one["arithmetic"] and one["facts"] for one in found["looks"])
    every = call(app, "GET", "/api/literature/checks", query="passed=1").json
    assert len(every["looks"]) == sum(every["totals"]) == sum(sum(row["counts"]) for row in every["rules"])
    of_one = call(app, "GET", "/api/literature/checks", query="paper=zhu2024").json
    assert all(any(f.startswith("zhu2024:") for f in one["facts"]) for one in of_one["looks"])


def own_papers(folder, papers, facts):
    for k in range(papers):
        rows = "".join(FACT.format(n=n + 1, k=k) for n in range(facts))
        (folder / f"own{k}.toml").write_text(PAPER.format(n=k) + rows, encoding="utf-8")


def test_own_papers_are_in_the_table_and_a_change_is_seen(tmp_path, monkeypatch):
    own_papers(tmp_path, 1, 3)
    monkeypatch.setenv("NATRIA_PAPERS", str(tmp_path))
    assert page([("paper", "own0")], papers_now())["found"] == 3
    own_papers(tmp_path, 1, 5)
    assert page([("paper", "own0")], papers_now())["found"] == 5
    (tmp_path / "bad.toml").write_text("[source", encoding="utf-8")
    with pytest.raises(NatriaError):
        papers_now()


@pytest.mark.slow
def test_the_first_page_of_thousands_of_facts_is_there_at_once(tmp_path, monkeypatch):
    own_papers(tmp_path, 10, 500)
    monkeypatch.setenv("NATRIA_PAPERS", str(tmp_path))
    app = app_of(tmp_path / "w")
    assert call(app, "GET", "/api/literature/facts").json["of"] > 5000
    times = []
    for query_ in ("", "sort=-value", "q=fig", "quantity=cell_overpotential&low=100", "sort=where&offset=3000"):
        began = time.perf_counter()
        assert call(app, "GET", "/api/literature/facts", query=query_).status == 200
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.2, times
