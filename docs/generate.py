"""Make the parts of the documentation that would otherwise be copies: tables from the code, output from the commands.

`write` puts them into one folder, as Markdown tables and as plain text, and the pages include them from there.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from contextlib import chdir
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from natria.cli.main import cli
from natria.design import cases, load_case
from natria.lab import all_formats, all_spectra_formats
from natria.lab.synthetic.ordering import ORDERS
from natria.models import models
from natria.quantity import CONDITIONS, TERMS, Condition
from natria.studies import VERDICTS, StudyResult, count_targets, run_study, totals
from natria.studies.blocked import MEANS

HERE = Path(__file__).parent
FOLDER = HERE / "_generated"
EXAMPLE = "docs/examples/my-cell.toml"
TRACED = "kumar2020:eta-35um"  # the fact whose answer the page on the architecture follows
SPECTRUM = "natria synthesize impedance --set 'drift=20 %' --set 'inductance=200 nH' --set missing=2 --out cell.csv"
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


def formats_table() -> str:
    """Every format of a file that is read."""
    rows = ((escape(f.name), escape(f.says), code([f"natria[{f.needs}]"] if f.needs else [])) for f in all_formats())
    return table(("format", "from", "needs"), rows)


def spectra_formats_table() -> str:
    """Every format of an impedance file that is read."""
    found = all_spectra_formats()
    rows = ((escape(f.name), escape(f.says), code([f"natria[{f.needs}]"] if f.needs else [])) for f in found)
    return table(("format", "from", "needs"), rows)


def settings_table(kind: str) -> str:
    """Every setting of a kind of `natria synthesize`."""
    rows = (
        (f"`{one.name}`", escape(one.usual), escape(one.says) + (f": {code(one.words)}" if one.words else ""))
        for one in ORDERS[kind].settings
    )
    return table(("setting", "usual", "meaning"), rows)


@cache
def base_study(name: str) -> StudyResult:
    """The reported numbers of a case, asked under its own assumptions: all that totals need."""
    case = load_case(name)
    no_more = {"ask": [], "what_if": {}, "sweep": [], "map": [], "budget": []}
    return run_study(replace(case, study=case.study.model_copy(update=no_more)))


def verdicts_table() -> str:
    """Of every case: verdicts, apart for what the numbers are in their papers."""
    counted = {name: totals(base_study(name).base.comparisons) for name in cases()}
    used = [v for v in VERDICTS if any(row[v] for kinds in counted.values() for row in kinds.values())]
    rows = (
        (f"`{name}`", kind, *(str(row[v]) for v in used))
        for name, kinds in counted.items()
        for kind, row in kinds.items()
    )
    return table(("case", "in the paper", *used), rows)


def cases_table() -> str:
    """Of every case: what it is, how many numbers are reported and answered, and what the answers are.

    A number counts once, however many models answer it.
    """
    found = {name: base_study(name) for name in cases()}
    counted = {name: count_targets(one.targets, one.base.comparisons) for name, one in found.items()}
    given = {verdict for one in counted.values() for verdict in one.verdicts}
    used = [v for v in VERDICTS if v in given or v == "prediction"]  # that there is none is worth saying
    return table(
        ("case", "", "reported numbers", "answered", *used),
        (
            (
                f"`{name}`",
                escape(str(found[name].case.base.document["title"]).removesuffix(f" ({name})")),
                str(one.reported),
                str(one.answered),
                *(str(one.verdicts.get(v, 0)) for v in used),
            )
            for name, one in counted.items()
        ),
    )


def blocked_table() -> str:
    """Of every case: what would answer the reported numbers that no model answers."""
    found = {name: base_study(name) for name in cases()}
    counted = {name: count_targets(one.targets, one.base.comparisons).blocked for name, one in found.items()}
    rows = ((means, *(str(one.get(means, 0)) for one in counted.values())) for means in MEANS)
    return table(("what would answer them", *(f"`{name}`" for name in counted)), rows)


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
            "literature-check.txt": console("natria literature check"),
            "study-kumar2020.txt": console("natria study kumar2020"),
            "check-my-cell.txt": console(f"natria design check {EXAMPLE}"),
            "study-my-cell.txt": console(f"natria study {EXAMPLE}"),
            "synthesize-impedance.txt": console(SPECTRUM),
            "atoms-results.txt": console("natria atoms results"),
            "atoms-validate.txt": console("natria atoms validate"),
            "window-NaOH.txt": console("natria compute window NaOH"),
        }
        traced = answer_to(TRACED, Path("natria-out/kumar2020/findings.json"))
        return {**made, "trace.txt": console(f"natria trace {traced}")}


def write(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Make everything, and say which files there are."""
    files = {
        "terms.md": terms_table(),
        "conditions.md": conditions_table(),
        "models.md": models_table(),
        "formats.md": formats_table(),
        "spectra_formats.md": spectra_formats_table(),
        "verdicts.md": verdicts_table(),
        "blocked.md": blocked_table(),
        "cases.md": cases_table(),
        **{f"settings-{kind}.md": settings_table(kind) for kind in ORDERS},
        **outputs(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in files)


if __name__ == "__main__":
    write()
