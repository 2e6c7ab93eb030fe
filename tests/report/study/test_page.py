"""The page has everything in it: every number of the study, where it comes from, and nothing from elsewhere."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

import pytest

from natria.quantity import BookError, Finding, typeset
from natria.report import page, pictures, study_files


@pytest.fixture(scope="module")
def html(kumar_study, kumar_pictures):
    return page(kumar_study, kumar_pictures, "0")


def test_every_target_stands_on_the_page(html, kumar_study):
    for target in (*kumar_study.targets, *kumar_study.taken):
        assert target.id in html


def test_every_answer_stands_on_the_page_with_its_ancestry(html, kumar_study):
    for run in kumar_study.runs:
        for c in run.comparisons:
            if isinstance(c.answer, Finding):
                assert c.answer.id in html
    assert html.count('<details class="trace">') > 10


def test_every_assumption_says_why(html):
    text = unescape(html)
    assert "anion and solvated cation move alike in an ether" in text
    assert "yuan2025:i0, assumed there" in text


def test_the_page_needs_nothing_from_elsewhere(html):
    outside = [u for u in re.findall(r'(?:src|href)="([^"]+)"', html) if not u.startswith("data:")]
    assert all(u.startswith(("https://doi.org/", "#")) for u in outside)
    assert html.count("<script") == 1


def test_the_browser_is_told_to_load_nothing(html):
    script = re.search(r"<script>(.*)</script>", html, re.DOTALL)[1]
    code = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{code}'" in html
    assert "default-src 'none'" in html


def test_the_page_begins_with_three_sentences(html, kumar_study):
    from natria.report import summary

    found = re.findall(r'<p class="summary">(.*?)</p>', html)
    assert [unescape(re.sub(r"<.*?>", "", s)) for s in found] == [typeset(s) for s in summary(kumar_study)]
    assert html.index(found[0]) < html.index("<h2>")
    assert 'href="#kumar2020:E-Na"' in found[1]  # the answer that is farthest from its number


def test_every_link_on_the_page_leads_somewhere_and_ids_are_given_once(html):
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_every_number_says_what_it_is(html):
    cards = re.findall(r'<details class="n"><summary title="([^"]+)">', html)
    assert len(cards) > 100
    assert all(len(c) > 15 for c in cards)
    notes = re.findall(r'<sup class="note">\[(\d+)\]</sup>', html)
    assert len(notes) == len(cards)
    listed = html.partition('<section class="notes">')[2].count("<li>")
    assert {int(n) for n in notes} == set(range(1, listed + 1))


def test_how_to_cite(html):
    text = unescape(html)
    for entry in ("@software{natria,", "@article{kumar2020,", "@article{yuan2025,"):
        assert entry in text


def test_text_of_a_design_cannot_break_the_page(kumar, kumar_study):
    from dataclasses import replace

    base = replace(kumar.base, document={**kumar.base.document, "title": "<b>&\"'</b><script>alert(1)</script>"})
    found = page(replace(kumar_study, case=replace(kumar, base=base)), (), "0")
    assert found.count("<script") == 1
    assert "<script>alert" not in found
    assert "&lt;script&gt;" in found


def test_the_files_of_a_study(kumar_study):
    files = study_files(kumar_study, "0")
    assert {"index.html", "findings.json", "figures/budget.png", "figures/budget.svg"} <= set(files)
    assert len([f for f in files if f.startswith("tables/")]) == len(kumar_study.tables)


def test_the_document_holds_the_summary_and_is_whole(kumar_study):
    from natria.report import report_document, summary
    from natria.studies import read_study

    document = json.loads(json.dumps(report_document(kumar_study, "0")))
    assert document["summary"] == list(summary(kumar_study))
    assert read_study(document, "it")
    document["summary"][0] = "All is well."
    with pytest.raises(BookError, match="changed after it was written"):
        read_study(document, "it")


def test_figures_are_the_same_bytes_each_time(kumar_study, kumar_pictures):
    first, second = kumar_pictures, pictures(kumar_study)
    assert [p.svg for p in first] == [p.svg for p in second]
    assert [p.png for p in first] == [p.png for p in second]


def test_every_answer_to_a_target_has_its_sentence_and_what_moves_it(html, kumar_study):
    rows = [c for run in kumar_study.runs for c in run.comparisons if isinstance(c.answer, Finding)]
    assert html.count('<p class="sentence">') == len(rows)
    assert html.count('<details class="effects">') >= sum(c.grade is not None for c in rows)
    assert 'data-ground="guess"' in html
    assert 'data-ground="law"' in html
    assert '<span class="badge weak">' in html


def test_the_list_of_what_moves_an_answer_is_short(html):
    for found in re.findall(r'<details class="effects">.*?<ol>(.*?)</ol>', html, re.DOTALL):
        assert found.count("<li") <= 8
