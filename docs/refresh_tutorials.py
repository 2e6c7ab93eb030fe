"""Run what the tutorials show, in order, and write what is printed into their pages; count anew for the README.

A page is run in an empty folder of its own. These blocks take part:

- ```toml whose first line is `# NAME.toml`: the file is written. `# NAME.toml, continued`: it is added to the file.
  `# NAME.toml, below WORD`: it is put below the line that begins with the word.
- ```console with one line `$ COMMAND`: the command is run by the shell, and what it prints stands below it.
- `<!-- shows: "A" to "B"; "C" -->` above a console block: of the output only the lines from one with A up to the next
  blank one, or up to the next one with B; `...` stands for what is left out. Above a ```text block: other lines of the
  latest study. `<!-- answer of MODEL to FACT in FOLDER -->`: the id of a finding in the command below is that of this
  answer.

    python docs/refresh_tutorials.py [PAGE]..  write the pages and the table in the README
    python docs/refresh_tutorials.py --check   say which pages are not what the commands print
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

sys.path.insert(0, str(Path(__file__).parent))

from generate import cases_table

FOLDER = Path(__file__).with_name("tutorials")
BLOCK = re.compile(
    r"(?P<notes>(?:<!--[^\n]*-->\n)*)```(?P<kind>toml|console|text)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
NOTE = "<!-- shows: "
SHOWS = re.compile(r'"([^"]+)"(?: to "([^"]+)")?')
ANSWER = re.compile(r"<!-- answer of (\S+) to (\S+) in (\S+) -->")
ID = re.compile(r"\b[a-z_]+\.[0-9a-f]{10}\b")
FILE = re.compile(r"# (?P<name>[\w-]+\.toml)(?:, (?P<more>continued)|, below (?P<below>.+))?$")
README = FOLDER.parents[1] / "README.md"
TABLE = re.compile(r"(<!-- counted by docs/refresh_tutorials\.py -->).*?(<!-- so far -->)", re.DOTALL)
LEFT_OUT = "..."
TIMEOUT = 600  # seconds; a study of a paper takes less than half a minute


class Untrue(Exception):
    """A page asks for something that does not work."""


def pages() -> list[Path]:
    return sorted(p for p in FOLDER.glob("*.md") if BLOCK.search(p.read_text(encoding="utf-8")))


def refreshed(text: str, folder: Path) -> str:
    """The page with what its commands print now, run in this folder."""
    made, done, study = [], 0, []
    for found in BLOCK.finditer(text):
        made.append(text[done : found.start("body")])
        body, notes = found["body"], found["notes"]
        match found["kind"]:
            case "toml":
                _write(body, folder)
            case "text" if NOTE in notes:
                body = _lines(_excerpt(study, notes))
            case "console":
                command = _command(body, notes, folder)
                output = _run(command, folder)
                study = output if command.startswith("natria study ") else study
                body = _lines([f"$ {command}", *_excerpt(output, notes)])
        made.append(body)
        done = found.end("body")
    return "".join([*made, text[done:]])


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _write(body: str, folder: Path) -> None:
    first, _, rest = body.partition("\n")
    named = FILE.match(first)
    if named is None:
        return
    file = folder / named["name"]
    if named["more"]:
        body = f"{file.read_text(encoding='utf-8')}\n{rest}"
    elif named["below"]:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        place = next((n for n, line in enumerate(lines) if line.startswith(named["below"])), None)
        if place is None:
            raise Untrue(f"{file.name} has no line that begins with {named['below']!r}")
        body = "".join([*lines[: place + 1], rest, *lines[place + 1 :]])
    file.write_text(body, encoding="utf-8")


def _command(body: str, notes: str, folder: Path) -> str:
    first = body.partition("\n")[0]
    if not first.startswith("$ ") or "\n$ " in body:
        raise Untrue(f"a console block has one command, in its first line: {first}")
    command = first.removeprefix("$ ")
    if asked := ANSWER.search(notes):
        model, target, study = asked.groups()
        command = ID.sub(_answer(model, target, folder / study), command)
    return command


def _answer(model: str, target: str, study: Path) -> str:
    """The id of the answer of a model to a fact, in a study that an earlier command has written."""
    document = json.loads((study / "findings.json").read_text(encoding="utf-8"))
    by_id = {f["id"]: f["origin"] for f in document["findings"]}
    answers = [c["answer"] for c in document["comparisons"] if c["target"] == target and not c["what_if"]]
    for name in answers:
        if name and by_id[name].get("model") == model:
            return str(name)
    raise Untrue(f"{model} does not answer {target} in {study}")


def _run(command: str, folder: Path) -> list[str]:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    away = ("FORCE_COLOR", "TTY_COMPATIBLE", "NATRIA_PAPERS")
    plain = {key: value for key, value in os.environ.items() if key not in away}
    done = subprocess.run(  # noqa: S602 - the commands are those of our own pages
        command,
        shell=True,
        cwd=folder,
        env={**plain, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1", "PATH": programs},
        timeout=TIMEOUT,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    if done.returncode and not (lines and lines[0].startswith("error: ")):
        raise Untrue(f"{command!r} ended with {done.returncode}: {done.stdout[-2000:]}")
    return lines


def _excerpt(lines: list[str], notes: str) -> Iterator[str]:
    """The parts of an output that a page wants to show; all of it where it says nothing."""
    wanted = next((n for n in notes.splitlines() if n.startswith(NOTE)), None)
    if wanted is None:
        yield from _trimmed(lines)
        return
    done = 0
    for start, end in SHOWS.findall(wanted):
        first = next((n for n in range(done, len(lines)) if start in lines[n]), None)
        if first is None:
            raise Untrue(f"nothing printed here has {start!r} in it:\n" + _lines(lines[-5:]))
        stops = (n for n in range(first + 1, len(lines)) if (end in lines[n] if end else not lines[n]))
        last = next(stops, len(lines))
        if any(lines[done:first]):
            yield LEFT_OUT
        elif 0 < done < first:
            yield ""
        yield from _trimmed(lines[first:last])
        done = last
    if any(lines[done:]):
        yield LEFT_OUT


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at either end."""
    full = [n for n, line in enumerate(lines) if line]
    return lines[full[0] : full[-1] + 1] if full else []


def counted(readme: str) -> str:
    """The README with the table of the cases as it comes out now."""
    return TABLE.sub(lambda found: f"{found[1]}\n\n{cases_table()}\n{found[2]}", readme)


def refresh(page: Path) -> str:
    """The text of a page, or of the README, as it should be."""
    text = page.read_text(encoding="utf-8")
    if page == README:
        return counted(text)
    with TemporaryDirectory() as folder:
        return refreshed(text, Path(folder))


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    wanted = [a for a in arguments if a != "--check"]
    stale = []
    for page in (p for p in (*pages(), README) if not wanted or p.stem in wanted):
        now = refresh(page)
        if now != page.read_text(encoding="utf-8"):
            stale.append(page.name)
            if not check:
                page.write_text(now, encoding="utf-8")
    for name in stale:
        click.echo(f"{name}: {'not what the commands print' if check else 'refreshed'}")
    return int(bool(stale) and check)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
