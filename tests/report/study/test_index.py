"""The index is read off what lies in a folder: this run's studies, those of earlier ones, and what cannot be read."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from natria.quantity import OutputError
from natria.report import has_index, summary, write_index, write_study
from natria.report.study.index import read_entries


@pytest.fixture(scope="module")
def made(kumar_study, tmp_path_factory):
    """A study, written once."""
    folder = tmp_path_factory.mktemp("made") / "kumar2020"
    write_study(kumar_study, folder, "0")
    return folder


@pytest.fixture
def parent(made, tmp_path):
    import shutil

    shutil.copytree(made, tmp_path / "kumar2020")
    return tmp_path


def edit(folder, **more):
    """Another findings.json with a digest that fits."""
    from natria.studies.document import digest_of_document

    file = folder / "findings.json"
    document = {**json.loads(file.read_text()), **more}
    document = {k: v for k, v in document.items() if v is not None}
    file.write_text(json.dumps({**document, "digest": digest_of_document(document)}))


def text_of(page):
    return unescape(re.sub(r"<[^>]+>", " ", page.read_text()))


def test_a_study_is_listed_with_sentences_verdicts_figure_and_links(parent, kumar_study):
    page = write_index(parent, "0")
    html, text = page.read_text(), " ".join(text_of(page).split())
    assert "1 study in this folder" in text
    for sentence in summary(kumar_study):
        assert sentence in text
    verdicts = [c.verdict for c in kumar_study.base.comparisons]
    for verdict in set(verdicts):
        assert f"{verdict} {verdicts.count(verdict)}" in text
    for target in re.findall(r'(?:href|src)="([^"]+)"', html):
        assert target.startswith("data:") or (parent / target).is_file()
    first = kumar_study.case.study.sweep[0].id
    assert f'src="kumar2020/figures/{first}.svg"' in html


def test_a_study_of_an_earlier_version_is_listed_too(parent):
    edit(parent / "kumar2020", summary=None, natria="0.0.9", title="An <old> one")
    (entry,), unread = read_entries(parent)
    assert (entry.title, entry.summary, unread) == ("An <old> one", (), {})
    html = write_index(parent, "0").read_text()
    assert "Written by natria 0.0.9, without a summary" in html
    assert "An &lt;old&gt; one" in html
    assert "<old>" not in html


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "Expecting property name"),
        ("[]", "list indices"),
        ('{"schema": "other/2"}', "its schema is &#x27;other/2&#x27;"),
        ('{"schema": "natria.study/1", "digest": "0"}', "it was changed after it was written"),
        ("{}", "schema"),
    ],
)
def test_what_cannot_be_read_is_named(parent, content, why):
    (parent / "bad").mkdir()
    (parent / "bad" / "findings.json").write_text(content)
    html = write_index(parent, "0").read_text()
    assert "1 study in this folder" in html
    assert "Not readable" in html
    assert why in html


def test_other_folders_and_files_are_not_its_business(parent):
    (parent / "papers").mkdir()
    (parent / "papers" / "thesis.tex").write_text("mine")
    (parent / "data.csv").write_text("mine")
    html = write_index(parent, "0").read_text()
    assert "papers" not in html
    assert "Not readable" not in html


def test_an_index_is_replaced_and_nothing_is_left_beside_it(parent):
    assert not has_index(parent)
    write_index(parent, "0")
    write_index(parent, "1")
    assert has_index(parent)
    assert "natria 1" in (parent / "index.html").read_text()
    assert {p.name for p in parent.iterdir()} == {"kumar2020", "index.html"}


def test_a_page_of_somebody_else_is_left_alone(parent):
    (parent / "index.html").write_text("<title>my thesis</title>")
    with pytest.raises(OutputError, match="was not written by natria"):
        write_index(parent, "0")
    assert (parent / "index.html").read_text() == "<title>my thesis</title>"


def test_a_study_is_no_place_for_an_index(parent):
    with pytest.raises(OutputError, match="is a study itself"):
        write_index(parent / "kumar2020", "0")


def test_a_full_disk_leaves_the_older_index(parent, monkeypatch):
    write_index(parent, "old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OutputError, match="No space left"):
        write_index(parent, "new")
    assert "natria old" in (parent / "index.html").read_text()
    assert {p.name for p in parent.iterdir()} == {"kumar2020", "index.html"}


def test_a_nested_document_beside_the_index_is_listed_as_unread(parent):
    (parent / "deep").mkdir()
    (parent / "deep" / "findings.json").write_text("[" * 100_000)
    entries, unread = read_entries(parent)
    assert [e.folder for e in entries] == ["kumar2020"]
    assert set(unread) == {"deep"}
