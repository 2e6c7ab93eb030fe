"""What the documentation says exists, passes and is complete."""

from __future__ import annotations

import doctest
import re
import runpy
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

import natria
from natria.cli.main import cli
from natria.design import CaseFile
from natria.laws import GROWTH_LAWS
from natria.models import criteria, models
from natria.quantity import CONDITIONS, TERMS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GENERATED = DOCS / "_generated"
EXAMPLE = DOCS / "examples" / "my-cell.toml"
PAGES = sorted(p for p in DOCS.rglob("*.md") if not {"_generated", "_build"} & set(p.parts))
TEXTS = [*PAGES, *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))]
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def called(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(text: str, *kinds: str) -> Iterator[str]:
    return (found["body"] for found in FENCE.finditer(text) if found["kind"].strip() in kinds)


# --- the generated parts


def rows_of(table: str) -> list[str]:
    """The names in the first column; no cell may break its row."""
    lines = table.splitlines()
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
    return [line.split("`")[1] for line in lines[2:]]


def included(page: Path, generated: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What each include of a page looks for, and the text in which it must be."""
    for found in FENCE.finditer(page.read_text(encoding="utf-8")):
        if directive := re.fullmatch(r"\{(?:literal)?include\} (\S+)", found["kind"]):
            target = (page.parent / directive[1]).resolve()
            text = generated[target.name] if target.parent == GENERATED else target.read_text(encoding="utf-8")
            options = re.findall(
                r'^:(?:start-at|start-after|end-before|end-at): "?(.*?)"?$', found["body"], re.MULTILINE
            )
            yield from ((option, text) for option in options)


def test_generated_tables_have_a_row_for_each_name():
    parts = runpy.run_path(str(DOCS / "generate.py"))
    assert rows_of(parts["terms_table"]()) == list(TERMS)
    assert rows_of(parts["conditions_table"]()) == list(CONDITIONS)
    assert rows_of(parts["models_table"]()) == list(models())


@pytest.mark.slow
def test_generated_parts_are_whole_and_hold_what_the_pages_include(tmp_path):
    """Slow, because it runs a study of every case.

    The build of the documentation makes the same parts, and ends where an include does not find its text.
    """
    made = runpy.run_path(str(DOCS / "generate.py"))["write"](tmp_path)
    generated = {path.name: path.read_text(encoding="utf-8") for path in made}
    assert all(text.startswith("$ natria ") for name, text in generated.items() if name.endswith(".txt"))
    for page in TEXTS:
        for wanted, text in included(page, generated):
            assert wanted in text, f"{called(page)} looks for {wanted!r}"


# --- models


def test_every_model_has_a_section():
    """On the page of its file; of a file in a folder of criteria, on the page of the folder."""
    for model in models().values():
        if model.run.__module__.startswith(f"{criteria.__name__}."):
            file = model.run.__module__.removeprefix(f"{criteria.__name__}.").partition(".")[0]
            page = (DOCS / "criteria" / f"{file}.md").read_text(encoding="utf-8")
            assert len(re.findall(rf"^## {model.name}$", page, re.MULTILINE)) == 1, model.name


def test_every_page_of_criteria_is_in_the_overview():
    linked = set(re.findall(r"\]\(criteria/(\w+\.md)\)", (DOCS / "models.md").read_text(encoding="utf-8")))
    assert linked == {page.name for page in (DOCS / "criteria").glob("*.md")}


def objection_on(page: str) -> str:
    """The last section of a page of criteria as one line, without the signs of Markdown."""
    text = (DOCS / "criteria" / f"{page}.md").read_text(encoding="utf-8")
    return " ".join(text.partition("## What an expert would object to\n")[2].split())


def page_of(model: str) -> str:
    """The page of the file of criteria that has the model, or of the folder with that file."""
    return models()[model].run.__module__.removeprefix(f"{criteria.__name__}.").partition(".")[0]


def test_every_criterion_has_an_objection_that_stands_in_its_page():
    lack = [name for name, model in models().items() if not model.objection]
    assert lack == [], "models without an objection"
    differ = [name for name, model in models().items() if model.objection not in objection_on(page_of(name))]
    assert differ == [], "models whose page has another objection, or none"


def test_every_page_of_criteria_ends_in_objections_and_a_measurement():
    pages = sorted(page.stem for page in (DOCS / "criteria").glob("*.md"))
    lack = [page for page in pages if "one would have to" not in objection_on(page).rpartition(". ")[2]]
    assert lack == [], "pages that do not say what would have to be measured"
    assert [page for page in pages if not len(re.findall(r"[.)](?: |$)", objection_on(page))) >= 2] == []


# --- the example


def test_example_is_good_and_its_study_answers():
    case = natria.load_case(str(EXAMPLE))
    from natria.studies import check_study

    check_study(case)
    result = natria.run_study(case)
    assert result.base.answers
    assert all(isinstance(a, natria.Finding) for run in result.runs for a in run.answers)
    assert result.tables
    assert not result.refused_tables


# --- designs.md and the schema


def schema_keys() -> Iterator[tuple[str, str]]:
    """Every key of a design file with the table that has it; names that people give are not among them."""
    schema = CaseFile.model_json_schema()
    for table, node in {"a case": schema, **schema["$defs"]}.items():
        yield from ((table, key) for key in node.get("properties", ()))


def test_every_key_of_a_design_is_explained():
    text = (DOCS / "designs.md").read_text(encoding="utf-8")
    written = "\n".join([*re.findall(r"`([^`\n]+)`", text), *blocks(text, "toml"), EXAMPLE.read_text(encoding="utf-8")])
    assert [(table, key) for table, key in schema_keys() if not re.search(rf"\b{key}\b", written)] == []


def test_every_growth_law_is_explained():
    text = (DOCS / "designs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| h[^|]* \| ([^|]*) \|$", text, re.MULTILINE)
    said = {law: tuple(re.findall(r"`(\w+)`", needs)) for law, needs in rows}
    assert said == {law: row.parameters for law, row in GROWTH_LAWS.items()}


@pytest.mark.parametrize("page", PAGES, ids=called)
def test_toml_can_be_read(page):
    for block in blocks(page.read_text(encoding="utf-8"), "toml"):
        tomllib.loads(block)


# --- studies.md and the JSON


def keys(node: object) -> Iterator[str]:
    """Keys of the schema; the names that people gave to what-ifs, verdicts and columns are not among them."""
    if isinstance(node, Mapping):
        for key, inner in node.items():
            yield key
            if key not in ("what_if", "totals", "conditions", "columns", "at", "parts", "whole"):
                yield from keys(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from keys(inner)


def test_every_key_of_the_study_is_explained(kumar_study):
    document = natria.study_document(kumar_study, natria.__version__)
    text = FENCE.sub("", (DOCS / "studies.md").read_text(encoding="utf-8"))
    said = set(re.findall(r"`([^`]+)`", text))
    assert set(keys(document)) <= said


def test_every_verdict_is_explained():
    from natria.studies import VERDICTS

    section = (DOCS / "studies.md").read_text(encoding="utf-8").partition("\n## Verdicts\n")[2]
    table = re.split(r"^#", section, maxsplit=1, flags=re.MULTILINE)[0]
    assert set(re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)) == set(VERDICTS)


# --- commands


def commands() -> Iterator[str]:
    for page in TEXTS:
        for block in blocks(page.read_text(encoding="utf-8"), "bash", "console", "sh", "shell"):
            for line in block.splitlines():
                command = line.removeprefix("$ ").strip()
                if command.startswith(("natria ", "make ")):
                    yield command


@pytest.mark.parametrize("line", sorted(set(commands())))
def test_commands_exist(line):
    words = shlex.split(line, comments=True)
    words = words[: words.index(">")] if ">" in words else words
    words = words[: words.index("|")] if "|" in words else words
    program, *arguments = words
    if program == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert {a for a in arguments if "=" not in a} <= set(targets)
        return
    command: click.Command = cli
    context = click.Context(cli, info_name="natria", resilient_parsing=True)
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        name = arguments.pop(0)
        found = command.get_command(context, name)
        assert found is not None, f"natria has no command {name!r}"
        command, context = found, click.Context(found, info_name=name, parent=context, resilient_parsing=True)
    _, rest, _ = command.make_parser(context).parse_args(arguments)  # an unknown option raises
    assert not rest


def test_there_are_commands_to_look_at():
    assert {"natria study kumar2020", "make study CASE=chi2022", "make studies", "make test"} <= set(commands())


# --- examples in the text


@pytest.mark.parametrize("page", PAGES, ids=called)
def test_interactive_examples_hold(page):
    text = "\n".join(blocks(page.read_text(encoding="utf-8"), "pycon"))
    test = doctest.DocTestParser().get_doctest(text, {}, called(page), called(page), 0)
    failed, _ = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert not failed


# --- links


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors(page: Path) -> set[str]:
    """Anchors of the headings, as GitHub and MyST make them."""
    heads = re.findall(r"^#{1,6} (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", TEXTS, ids=called)
def test_internal_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_a_toctree():
    listed = {
        one
        for page in PAGES
        for block in blocks(page.read_text(encoding="utf-8"), "{toctree}")
        for entry in block.splitlines()
        if entry and not entry.startswith(":")
        for one in (page.parent.glob(f"{entry}.md") if "*" in entry else [page.parent / f"{entry}.md"])
    }
    assert all(page.is_file() for page in listed)
    assert listed == set(PAGES) - {DOCS / "index.md"}


# --- versions


def test_version_is_the_same_everywhere():
    version = re.escape(natria.__version__)
    assert re.search(rf"^version: {version}$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.search(rf"^## {version} - ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
