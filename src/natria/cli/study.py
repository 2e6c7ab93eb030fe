"""natria study and natria cases."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import __version__
from ..quantity.text.printable import printable

if TYPE_CHECKING:
    from ..store import Store
    from ..studies import KineticsGiven

OUT = Path("natria-out")
OF_DATA = "the options of spectra and of kinetics are for --data; give it"


def run(
    names: tuple[str, ...],
    every: bool,
    out: Path | None,
    as_json: bool,
    *,
    data: tuple[str, ...] = (),
    area: str = "",
    calibrated: tuple[Path, ...] = (),
    papers: tuple[Path, ...] = (),
    spread: bool | None = None,
    all_curves: bool = False,
    named: tuple[str, ...] = (),
    store: Path | None = None,
    kinetics: KineticsGiven | None = None,
    **of_spectra: Any,
) -> None:
    if every and names:
        raise click.UsageError("give cases or --all, not both", click.get_current_context(silent=True))
    if not (every or names):
        raise click.UsageError("name a case, or give --all", click.get_current_context(silent=True))
    if data and (every or len(names) > 1):
        raise click.UsageError("--data belongs to one case; name one", click.get_current_context(silent=True))
    if (any(of_spectra.values()) or _asked(kinetics)) and not data:
        raise click.UsageError(OF_DATA, click.get_current_context(silent=True))
    if calibrated and (every or len(names) > 1):
        raise click.UsageError("--calibrated belongs to one case; name one", click.get_current_context(silent=True))
    from ..environment import asks_plugins

    say = partial(click.echo, err=True) if spread else None
    costs = Costs(spread is not False, _results(store), named, asks_plugins(), all_curves, say)
    if len(names) == 1:
        own = (data, area, {"kinetics": kinetics, **of_spectra})
        _one(names[0], out, as_json, own=own, calibrated=calibrated, papers=papers, costs=costs)
    elif as_json:
        raise click.UsageError("--json prints one study; name one case", click.get_current_context(silent=True))
    else:
        from ..design import cases

        _several(names or tuple(cases()), out or OUT, papers, costs)


def _asked(kinetics: KineticsGiven | None) -> bool:
    """Whether an option of kinetics is given."""
    return kinetics is not None and vars(kinetics) != vars(type(kinetics)())


@dataclass(frozen=True)
class Costs:
    """Options on the costs of a study.

    They say whether inputs are varied, which store, slow answerers and plug-ins are used, and whether costly curves are
    drawn. With `vary` inputs of costly answers are varied too.
    """

    spread: bool
    store: Store
    named: tuple[str, ...]
    plugins: bool
    all_curves: bool
    vary: Callable[[str], None] | None = None


def _results(place: Path | None) -> Store:
    """Return the store that an option or the environment names."""
    from ..environment import results
    from ..store import Store

    return Store(results(place), tell=lambda text: click.echo(text, err=True))


def _one(
    name: str,
    out: Path | None,
    as_json: bool,
    *,
    own: tuple[tuple[str, ...], str, Mapping[str, Any]],
    calibrated: tuple[Path, ...],
    papers: tuple[Path, ...],
    costs: Costs,
) -> None:
    from rich.console import Console

    from ..report import ensure_writable, has_index, print_study, report_document, write_index, write_study
    from ..studies import read_data, run_study, with_options
    from ..studies.opening.case import open_case

    case = open_case(name, papers=papers, calibrated=calibrated)
    data, area, options = own
    recordings = with_options([read_data(one, case, area) for one in data], **options)
    folder = out if out is not None else None if as_json else OUT / case.name
    if folder is not None:
        files = (Path(name), *(one.file for one in recordings), *calibrated)
        ensure_writable(folder, "study", inputs=files)
    with Console(stderr=True).status(f"asking {case.name}") as status:

        def hear(what: str, done: int, total: int) -> None:
            status.update(f"asking {case.name}: {done} of {total}, {printable(what)}")

        result = run_study(case, recordings, **vars(costs), hear=hear)
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


def _several(names: tuple[str, ...], out: Path, papers: tuple[Path, ...], costs: Costs) -> None:
    """Write each case into its own folder, and an index. Problems are reported before any work."""
    from rich.console import Console

    from ..design import load_case
    from ..report import ensure_studies, print_summary, write_index, write_studies
    from ..studies import run_study
    from ..studies.opening.measured_values import measured_findings

    wanted = [load_case(name, papers, measured_findings) for name in names]
    ensure_studies(wanted, out)
    pages = []
    headings = (f"[{place}/{len(wanted)}] {case.name}" for place, case in enumerate(wanted, 1))
    click.echo(printable(next(headings)), err=True)
    for result, page in write_studies(wanted, out, __version__, partial(run_study, **vars(costs))):
        pages.append(page)
        print_summary(result, Console())
        if following := next(headings, ""):
            click.echo(printable(following), err=True)
    click.echo("")
    for page in pages:
        click.echo(f"page: {page}")
    click.echo(f"index: {write_index(out, __version__)}")


def list_cases() -> None:
    from ..design import cases, load_case

    for name in cases():
        case = load_case(name)
        click.echo(printable(f"{name}: {case.base.document.get('title', '')}"))
        for system in case.systems:
            says = case.variants[system].words if system in case.variants else "as designed"
            click.echo(printable(f"    {system}: {says}"))
