"""The page has everything in it: every number of the study, where it comes from, and nothing from elsewhere."""

import re
from html import unescape

import pytest

from natria.quantity import Finding
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
    assert html.count("all that it rests on") > 10


def test_every_assumption_says_why(html):
    text = unescape(html)
    assert "typical of a glyme; the literature here has no value" in text
    assert "assumed in yuan2025:i0" in text


def test_the_page_needs_nothing_from_elsewhere(html):
    outside = [u for u in re.findall(r'(?:src|href)="([^"]+)"', html) if not u.startswith("data:")]
    assert all(u.startswith("https://doi.org/") for u in outside)
    assert "<script" not in html


def test_text_of_a_design_cannot_break_the_page(kumar, kumar_study):
    from dataclasses import replace

    base = replace(kumar.base, document={**kumar.base.document, "title": "<b>&\"'</b><script>alert(1)</script>"})
    found = page(replace(kumar_study, case=replace(kumar, base=base)), (), "0")
    assert "<script" not in found
    assert "&lt;script&gt;" in found


def test_the_files_of_a_study(kumar_study):
    files = study_files(kumar_study, "0")
    assert {"index.html", "findings.json", "figures/budget.png", "figures/budget.svg"} <= set(files)
    assert len([f for f in files if f.startswith("tables/")]) == len(kumar_study.tables)


def test_figures_are_the_same_bytes_each_time(kumar_study, kumar_pictures):
    first, second = kumar_pictures, pictures(kumar_study)
    assert [p.svg for p in first] == [p.svg for p in second]
    assert [p.png for p in first] == [p.png for p in second]
