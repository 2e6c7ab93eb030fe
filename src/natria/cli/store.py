"""natria store ls, show, gc and verify.

Heavy imports stand inside the functions, as `main` imports this file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..quantity.text.printable import printable

if TYPE_CHECKING:
    from ..answers.once import Value
    from ..quantity import Artefact, Finding, Span
    from ..store import Entry, Store

DISAGREES = 2
SHORT = 12  # digits of an id that are shown
DAY, KILO = 86_400.0, 1000.0


@click.group()
@click.option("--store", "place", type=click.Path(path_type=Path), help="Folder of the store (default: NATRIA_STORE).")
@click.pass_context
def store(context: click.Context, place: Path | None) -> None:
    """List, show, remove and verify the results of costly evaluations that are kept on disk.

    Without --store and NATRIA_STORE the folder is natria/store below XDG_DATA_HOME, or below ~/.local/share.
    """
    context.obj = place


@store.command("ls")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def ls_command(place: Path | None, as_json: bool) -> None:
    """List the entries of the store, and those shipped with natria."""
    ls(place, as_json)


@store.command("show")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.pass_obj
def show_command(place: Path | None, name: str, as_json: bool) -> None:
    """Show the entry ID with the provenance of its result. The beginning of an ID is enough."""
    show(place, name, as_json)


@store.command("gc")
@click.option(
    "--older-than", "days", type=click.FloatRange(min=0), metavar="DAYS", help="Remove results older than this."
)
@click.option(
    "--at-most",
    "megabytes",
    type=click.FloatRange(min=0),
    metavar="MB",
    help="Remove the oldest results above this total size.",
)
@click.option("--dry-run", "dry", is_flag=True, help="List what would be removed, without removing it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.pass_obj
def gc_command(place: Path | None, days: float | None, megabytes: float | None, dry: bool, as_json: bool) -> None:
    """Remove results of older versions and broken files; with options also old or large results."""
    gc(place, days, megabytes, dry=dry, as_json=as_json)


@store.command("verify")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.pass_obj
def verify_command(place: Path | None, name: str, as_json: bool) -> int:
    """Compute the entry ID again from its inputs and compare the result.

    Numbers agree within one part in a million; an artefact agrees where every array does, relative to its largest
    number. The exit code is 2 where the two differ.
    """
    return verify(place, name, as_json)


def ls(place: Path | None, as_json: bool) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ..store.tidy import age

    store = _store(place)
    entries = list(store.entries())
    if as_json:
        click.echo(json.dumps([_row(one) for one in entries], indent=1))
        return
    if not entries:
        click.echo(f"no entries in {store.path or 'a store of your own'}, and none shipped with natria")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("id", "computed by", "question", "value", "age", "size", "from"):
        table.add_column(head, no_wrap=head != "question")
    for one in entries:
        origin = "shipped" if one.shipped else "own"
        by = f"{one.name} {one.version}"
        table.add_row(one.id[:SHORT], by, _asked(one), _value(one), _age(age(one)), _size(one.size), origin)
    Console().print(table)


def show(place: Path | None, name: str, as_json: bool) -> None:
    from ..answers.kept import ancestor_of
    from ..quantity import trace

    entry = _store(place).find(name)
    if as_json:
        click.echo(json.dumps({**_row(entry), "key": entry.key, "content": entry.content}, indent=1))
        return
    content = entry.content
    lines = {
        "id": entry.id,
        "computed by": f"{entry.name} {entry.version}",
        "needs": ", ".join(content.get("needs", ())),
        "design": content.get("design", ""),
        "case": content.get("case", ""),
        "key": content.get("key", ""),
        "made": f"{entry.made} in {content.get('seconds', 0):g} s",
        "file": str(entry.path),
        "from": "shipped with natria" if entry.shipped else "own",
        "kind": content.get("is", ""),
    }
    lines |= {f"array {one['name']}": _array(one) for one in content.get("contents", ())}
    files = {f"file {one.name}": f"{_size(one.size)}, sha256 {one.sha256}" for one in entry.files}
    click.echo(printable("\n".join(f"{key}: {text}" for key, text in (lines | files).items() if text)))
    if entry.kind != "value":
        click.echo(printable("\n" + trace(ancestor_of(entry))))


def gc(place: Path | None, days: float | None, megabytes: float | None, *, dry: bool, as_json: bool) -> None:
    from ..answers.spread import METHOD
    from ..store import tidy
    from ..studies.answerers import answerers

    current = {name: one.version for name, one in answerers().items()}
    oldest = None if days is None else days * DAY
    most = None if megabytes is None else int(megabytes * KILO**2)
    removed = tidy(_store(place), current, oldest=oldest, most=most, dry=dry, method=METHOD)
    if as_json:
        rows = [{"file": str(one.path), "size": one.size, "why": one.why} for one in removed]
        click.echo(json.dumps({"dry_run": dry, "removed": rows}, indent=1))
        return
    for one in removed:
        click.echo(f"{one.path} ({_size(one.size)}): {one.why}")
    what = "would be removed" if dry else "removed"
    click.echo(f"{len(removed)} files {what}, {_size(sum(one.size for one in removed))}")


def verify(place: Path | None, name: str, as_json: bool) -> int:
    """Compute an entry again and return the exit code: 2 where the results differ."""
    from ..answers.again import SAME, apart, compute_again
    from ..answers.kept import value_of
    from ..quantity import InputError, Problem
    from ..studies.answerers import find_answerer

    store = _store(place)
    entry = store.find(name)
    if entry.kind == "value":
        what = f"is a result of map_stored ({entry.name}); only the program that made it can compute it again"
        raise InputError(entry.id[:SHORT], [Problem("", what, "run that program with an empty store and compare")])
    store.files(entry)
    before, after = value_of(entry), compute_again(find_answerer(entry.name), entry)
    difference = apart(before, after)
    agrees = difference <= SAME
    if as_json:
        row = {"id": entry.id, "agrees": agrees, "kept": _plain(before), "now": _plain(after)}
        click.echo(json.dumps({**row, "difference": difference if isfinite(difference) else None}, indent=1))
    else:
        how = "to the last digit" if not difference else f"relative difference {difference:.2g}, allowed {SAME:g}"
        how = how if isfinite(difference) else "the two differ in form: kind, names, units or shape"
        outcome = "agrees" if agrees else "does not agree"
        click.echo(f"{outcome} ({how}): kept {_plain(before)}, computed again {_plain(after)}")
    return 0 if agrees else DISAGREES


def _store(place: Path | None) -> Store:
    """Return the store that an option or the environment names; its warnings go to stderr."""
    from ..environment import results
    from ..quantity import InputError, Problem
    from ..store import Store

    folder = results(place)
    if folder is None:
        return Store(None, tell=_warn)
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), [Problem("", "is not a folder", "give the folder of a store")])
    if place is not None and not folder.exists():
        raise InputError(str(folder), [Problem("", "there is no such folder", "check the path of --store")])
    return Store(folder, tell=_warn)


def _warn(text: str) -> None:
    click.echo(f"warning: {text}", err=True)


def _row(entry: Entry) -> dict[str, Any]:
    from ..store.tidy import age

    return {
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name,
        "version": entry.version,
        "question": entry.content.get("question"),
        "value": _number(entry),
        "artefact": entry.content.get("is"),
        "key": entry.content.get("key"),
        "made": entry.made,
        "age": round(age(entry)),
        "size": entry.size,
        "files": [one.name for one in entry.files],
        "from": "shipped" if entry.shipped else "own",
    }


def _number(entry: Entry) -> float | Span | None:
    from ..quantity import Finding

    kept = _answer(entry)
    if not isinstance(kept, Finding):
        return None
    return kept.bound if isinstance(kept.bound, tuple) else kept.value


def _answer(entry: Entry) -> Finding | Artefact | None:
    """Return the answer of an entry without arrays.

    None for other values and for an older format of findings.
    """
    from ..answers.kept import ancestor_of
    from ..quantity import NatriaError

    try:
        return None if entry.kind == "value" else ancestor_of(entry)
    except NatriaError:
        return None


def _asked(entry: Entry) -> str:
    if entry.kind == "value":
        return str(entry.content.get("key", ""))
    from ..quantity import question_from_json, show_question

    moved = ", inputs moved" if entry.key.get("moved") else ""
    return f"{show_question(question_from_json(entry.content['question']))}{moved}"


def _value(entry: Entry) -> str:
    from ..quantity import Finding, show_value

    if entry.kind == "value":
        return "a value of map_stored"
    kept = _answer(entry)
    if isinstance(kept, Finding):
        return show_value(kept)
    return "written by another version of natria" if kept is None else f"a {kept.kind}"


def _array(row: Mapping[str, Any]) -> str:
    """Return unit and shape of an array of an artefact."""
    shape = " x ".join(map(str, row["shape"]))
    return f"{shape}, {row['unit']}" if row["unit"] else shape


def _plain(value: Value) -> float | Span | str:
    """Return a number or a range (SI) as it is, an artefact by its kind and the digest of its content."""
    from ..record import kind_of

    return value if isinstance(value, float | tuple) else f"{kind_of(value)} {value.digest}"


def _age(seconds: float) -> str:
    for unit, length in (("d", DAY), ("h", 3600.0), ("min", 60.0)):
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"


def _size(count: int) -> str:
    for unit, length in (("MB", KILO**2), ("kB", KILO)):
        if count >= length:
            return f"{count / length:.1f} {unit}"
    return f"{count} B"
