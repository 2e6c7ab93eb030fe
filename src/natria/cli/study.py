"""natria study and natria cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import __version__

if TYPE_CHECKING:
    from ..design import Case

OUT = Path("natria-out")


def run(
    names: tuple[str, ...],
    every: bool,
    out: Path | None,
    as_json: bool,
    *,
    data: tuple[str, ...] = (),
    area: str = "",
    calibrated: tuple[Path, ...] = (),
) -> None:
    if every and names:
        raise click.UsageError("give cases or --all, not both", click.get_current_context(silent=True))
    if not (every or names):
        raise click.UsageError("name a case, or give --all", click.get_current_context(silent=True))
    if data and (every or len(names) > 1):
        raise click.UsageError("--data belongs to one case; name one", click.get_current_context(silent=True))
    if calibrated and (every or len(names) > 1):
        raise click.UsageError("--calibrated belongs to one case; name one", click.get_current_context(silent=True))
    if len(names) == 1:
        _one(names[0], out, as_json, tuple((one, area) for one in data), calibrated)
    elif as_json:
        raise click.UsageError("--json prints one study; name one case", click.get_current_context(silent=True))
    else:
        from ..design import cases

        _several(names or tuple(cases()), out or OUT)


def _one(
    name: str, out: Path | None, as_json: bool, data: tuple[tuple[str, str], ...], calibrated: tuple[Path, ...]
) -> None:
    from rich.console import Console

    from ..design import load_case
    from ..report import ensure_writable, has_index, print_study, report_document, write_index, write_study
    from ..studies import read_data, run_study

    case = load_case(name)
    if calibrated:
        from ..studies.calibration.file import with_calibrated

        case = with_calibrated(case, calibrated)
    recordings = tuple(read_data(one, case, area) for one, area in data)
    folder = out if out is not None else None if as_json else OUT / case.name
    if folder is not None:
        ensure_writable(folder)
    with Console(stderr=True).status(f"asking {case.name}"):
        result = run_study(case, recordings)
    page = write_study(result, folder, __version__) if folder is not None else None
    if as_json:
        click.echo(json.dumps(report_document(result, __version__), indent=1, allow_nan=False))
    else:
        print_study(result, Console())
    if folder is not None:
        click.echo(f"\npage: {page}", err=as_json)
        click.echo(f"what a number rests on: natria trace ID --from {folder}", err=as_json)
        if has_index(folder.parent):
            click.echo(f"index: {write_index(folder.parent, __version__)}", err=as_json)


def _several(names: tuple[str, ...], out: Path) -> None:
    """Each case into a folder of its own, and an index over them. What is wrong is said before any work."""
    from rich.console import Console

    from ..design import load_case
    from ..report import ensure_index, ensure_writable, print_summary, write_index, write_study
    from ..studies import check_study, run_study

    wanted = [load_case(name) for name in names]
    _ensure_apart(wanted)
    ensure_index(out)
    for case in wanted:
        check_study(case)
        ensure_writable(out / case.name)
    pages = []
    for place, case in enumerate(wanted, 1):
        click.echo(f"[{place}/{len(wanted)}] {case.name}", err=True)
        result = run_study(case)
        pages.append(write_study(result, out / case.name, __version__))
        print_summary(result, Console())
    click.echo("")
    for page in pages:
        click.echo(f"page: {page}")
    click.echo(f"index: {write_index(out, __version__)}")


def _ensure_apart(wanted: list[Case]) -> None:
    """Two cases of one name would share a folder."""
    from ..quantity import OutputError

    names = [case.name for case in wanted]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise OutputError(
            f"{twice[0]!r} is given twice", "a folder has the name of its case; run them apart, with --out"
        )


def list_cases() -> None:
    from ..design import cases, load_case

    for name in cases():
        case = load_case(name)
        click.echo(f"{name}: {case.base.document.get('title', '')}")
        for system in case.systems:
            says = case.variants[system].words if system in case.variants else "as designed"
            click.echo(f"    {system}: {says}")
