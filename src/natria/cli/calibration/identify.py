"""natria identify."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ... import __version__
from ...quantity.errors import InputError, Problem

OUT = Path("natria-out") / "identify"


def run(
    case_name: str,
    *,
    system: str,
    given: tuple[str, ...],
    vary: tuple[str, ...],
    data: tuple[str, ...],
    errors: tuple[str, ...],
    second_current: float | None,
    calibrated: tuple[Path, ...],
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...] = (),
) -> None:
    from rich.console import Console

    from ...answers import Refuse
    from ...environment import stored_results
    from ...report import ensure_writable, write_folder
    from ...report.identify import identify_files, print_determination
    from ...studies import Studio
    from ...studies.identify import determine, experiment_settings
    from ...studies.identify.document import identify_document
    from ...studies.opening.case import open_case
    from ...studies.opening.overrides import read_given, with_given

    case = open_case(case_name, papers=papers, calibrated=calibrated, system=system)
    name = system or case.base.name
    settings = experiment_settings().with_errors(errors)
    if second_current is not None:
        settings = settings.with_second_current(second_current)
    design = with_given(Studio(case, store=stored_results()).design(name), read_given(given))
    folder = out if out is not None else None if as_json else OUT / name.replace("/", "-")
    if folder is not None:
        ensure_writable(folder, "identify", inputs=(Path(case_name), *calibrated))
    try:
        with Console(stderr=True).status(f"simulating {name}"):
            found = determine(design, vary, data, settings)
    except Refuse as no:
        raise InputError(case_name, [Problem(name, str(no), "give a full cell that natria simulate runs")]) from None
    if folder is not None:
        write_folder(identify_files(found, __version__), folder, "identify")
    if as_json:
        click.echo(json.dumps(identify_document(found, __version__), indent=1, allow_nan=False))
    else:
        print_determination(found, Console())
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
