"""BibTeX that a bibliography accepts, of the papers whose numbers are used and of natria."""

import re
from pathlib import Path

import pytest

from natria import __version__
from natria.literature import Source, library
from natria.report import bibtex
from natria.report.common.cite import ABOUT, AUTHOR, LICENSE, natria_bibtex, numbers_used, sources_of, tex

ROOT = Path(__file__).parents[3]
CFF = (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def fields(entry):
    """The fields of an entry, and that its braces are balanced."""
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))


def source(**given):
    known = {"key": "k", "title": "T", "journal": "J", "year": 2020, "doi": ""}
    return Source(**{name: {**known, **given}.get(name, "") for name in Source.__dataclass_fields__})


def test_an_article():
    paper = source(
        key="yuan2025", title="Self-sacrifice", journal="Energy & Environmental Science 18, 4288", doi="10.1/x_y"
    )
    entry = bibtex(paper)
    assert entry.startswith("@article{yuan2025,\n")
    assert fields(entry) == {
        "title": "{Self-sacrifice}",
        "journal": r"Energy \& Environmental Science",
        "volume": "18",
        "pages": "4288",
        "year": "2020",
        "doi": "10.1/x_y",
    }


@pytest.mark.parametrize("journal", ["Cell Reports Physical Science", "Materials Today 2"])
def test_a_journal_without_a_volume_stays_as_it_comes(journal):
    assert fields(bibtex(source(journal=journal)))["journal"] == journal


def test_what_is_not_known_is_left_out():
    assert set(fields(bibtex(source(journal="", title="")))) == {"year"}
    assert bibtex(source(journal="")).startswith("@misc{")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50 % of A & B", r"50 \% of A \& B"),
        ("Na_3Sb #1 $", r"Na\_3Sb \#1 \$"),
        ("a{b}c", r"a\{b\}c"),
        ("x^2 ~ y\\z", r"x\textasciicircum{}2 \textasciitilde{} y\textbackslash{}z"),
        ("Müller, β-alumina", "Müller, β-alumina"),
        ("two\n lines", "two lines"),
    ],
)
def test_signs_of_tex(text, escaped):
    assert tex(text) == escaped


def test_every_paper_here_has_an_entry():
    for key, paper in library().papers.items():
        found = fields(bibtex(paper.source))
        assert bibtex(paper.source).startswith(f"@article{{{key},")
        assert {"title", "journal", "year"} <= set(found)


def test_natria_is_cited_as_in_its_citation_file():
    def cff(key):
        return re.search(rf"^{key}: (.*)$", CFF, re.MULTILINE)[1]

    assert cff("license") == LICENSE
    assert re.search(r"^  - name: (.*)$", CFF, re.MULTILINE)[1] == AUTHOR
    assert ABOUT in " ".join(CFF.split())
    found = fields(natria_bibtex(__version__))
    assert found["version"] == cff("version")
    assert found["title"] == f"{{{cff('title')}}}"


def test_papers_that_only_gave_an_input_are_cited_too(kumar_study):
    keys = [s.key for s in sources_of(kumar_study)]
    assert {"kumar2020", "yuan2025"} <= set(keys)
    assert keys == sorted(keys)
    used = numbers_used(kumar_study)
    assert used["kumar2020"] >= len(kumar_study.targets)
    assert used["yuan2025"] >= 1
