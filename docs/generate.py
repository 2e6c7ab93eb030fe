"""Make the parts of the documentation that would otherwise be copies: tables from the code, output from the commands.

`write` puts them into one folder, as Markdown tables and as plain text, and the pages include them from there.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from natria.cli.main import cli
from natria.models import models
from natria.quantity import CONDITIONS, TERMS, Condition

HERE = Path(__file__).parent
FOLDER = HERE / "_generated"
EXAMPLE = "docs/examples/my-cell.toml"
TRACED = "kumar2020:eta-35um"  # the fact whose answer the page on the architecture follows
COLUMNS = "80"  # the width of a terminal, so that the output is the same everywhere


def escape(text: str) -> str:
    """Plain text as it must stand in a cell of a Markdown table."""
    return "".join(f"\\{sign}" if sign in "|*_<>[]\\`$" else sign for sign in text)


def code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def terms_table() -> str:
    """Every term of the vocabulary."""
    heads = ("name", "SI unit", "shown in", "meaning", "convention", "needs", "compared by", "values")
    rows = (
        (
            f"`{row.name}`",
            escape(row.unit),
            escape(row.shown),
            escape(row.meaning),
            escape(row.convention),
            code(row.needs),
            row.compare,
            row.domain,
        )
        for row in TERMS.values()
    )
    return table(heads, rows)


def tolerance(row: Condition) -> str:
    """How far two values of a condition may lie apart and still be the same."""
    if row.abs:
        return f"{row.abs:g} {row.unit}"
    return f"{100 * row.rel:g} %" if row.rel > 1e-6 else "none: exactly the same"


def conditions_table() -> str:
    """Every condition, and when two values of it are the same."""
    heads = ("name", "SI unit", "shown in", "meaning", "tolerance")
    rows = (
        (f"`{row.name}`", escape(row.unit), escape(row.shown), escape(row.meaning), tolerance(row))
        for row in CONDITIONS.values()
    )
    return table(heads, rows)


def models_table() -> str:
    """Every model that is installed."""
    heads = ("model", "version", "answers", "valid", "ignores")
    rows = (
        (f"`{row.name}`", str(row.version), code(row.answers), escape(row.valid), code(row.ignores))
        for row in models().values()
    )
    return table(heads, rows)


def console(command: str) -> str:
    """What a command prints, below the command itself."""
    program, *arguments = shlex.split(command)
    if program != "natria":
        raise ValueError(f"only commands of natria are run here, not {program!r}")
    plain = {"COLUMNS": COLUMNS, "FORCE_COLOR": None, "TTY_COMPATIBLE": None}
    result = CliRunner().invoke(cli, arguments, env=plain, catch_exceptions=False)
    if result.exit_code:
        raise RuntimeError(f"{command!r} ended with {result.exit_code}: {result.output}")
    lines = (line.rstrip() for line in [f"$ {command}", *result.output.splitlines()])
    return "\n".join(lines).rstrip() + "\n"


def answer_to(target: str, findings: Path) -> str:
    """The id of the answer to a target in the findings.json of a study."""
    document = json.loads(findings.read_text(encoding="utf-8"))
    return next(str(c["answer"]) for c in document["comparisons"] if c["target"] == target and not c["what_if"])


def outputs() -> dict[str, str]:
    """The output of every command that a page shows, by file name; run in a folder that is thrown away."""
    with TemporaryDirectory() as away, chdir(away):
        example = Path(EXAMPLE)
        example.parent.mkdir(parents=True)
        example.write_bytes((HERE / "examples" / example.name).read_bytes())
        made = {
            "literature.txt": console("natria literature kumar2020:eta-35um"),
            "study-kumar2020.txt": console("natria study kumar2020"),
            "check-my-cell.txt": console(f"natria design check {EXAMPLE}"),
            "study-my-cell.txt": console(f"natria study {EXAMPLE}"),
        }
        traced = answer_to(TRACED, Path("natria-out/kumar2020/findings.json"))
        return {**made, "trace.txt": console(f"natria trace {traced}")}


def write(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Make everything, and say which files there are."""
    files = {
        "terms.md": terms_table(),
        "conditions.md": conditions_table(),
        "models.md": models_table(),
        **outputs(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in files)


if __name__ == "__main__":
    write()
