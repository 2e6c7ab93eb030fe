"""natria compute window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from .showing import CommandResult, TableRows, show

PER_ATOM = "/atom"
SAMPLES = 4000


@click.command()
@click.argument("formula", metavar="PHASE")
@click.option(
    "--energies", type=click.Path(path_type=Path), help="CSV, JSON, pymatgen entries, or a folder of outputs."
)
@click.option("--calculator", "name", default="", metavar="NAME", help="Compute the energies: see `compute energies`.")
@click.option(
    "--fill",
    type=click.Path(path_type=Path),
    help="Energies of a second source for the phases that the first lacks; both are shown.",
)
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="A setting of the calculator; repeatable.")
@click.option(
    "--store", "place", type=click.Path(path_type=Path), help="Folder of stored evaluations; `none` keeps nothing."
)
@click.option(
    "--error", default="", metavar="'10 meV/atom'", help="Standard deviation of each energy; default: of the entries."
)
@click.option("--against", default="", metavar="PHASE", help="A second phase in contact; needs --energies.")
@click.option("--at", default="", metavar="'2.4 V'", help="Voltage at which both phases in contact exchange sodium.")
@click.option("--without", multiple=True, metavar="PHASE", help="Leave a competing phase out; repeatable.")
@click.option("--from", "low", default="0 V", show_default=True, help="Lowest voltage against sodium.")
@click.option("--to", "high", default="5 V", show_default=True, help="Highest voltage against sodium.")
@click.option("--blocking-gap", default="", metavar="'1 eV'", help="Gap from which a product blocks electrons.")
@click.option("--samples", type=click.IntRange(100, 100_000), default=SAMPLES, show_default=True, help="Of the error.")
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same samples.")
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the figure and window.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.window/1) instead of tables.")
def window_command(formula: str, **options: Any) -> None:
    """Compute the stability window of PHASE against sodium, and its products outside the window.

    Without --energies the Gibbs energies of formation of the material cards are used (298.15 K). With --energies FILE
    they come from a table `formula,energy (eV),std (eV),name,source`, or from the entries of pymatgen. They are
    computed with --calculator NAME. Where the energy of the phase or of an element is missing, or where computed
    energies fail a condition, there is no result, and the exit code is 2.
    """
    run(formula, **options)


def run(
    formula: str,
    *,
    name: str,
    given: tuple[str, ...],
    place: Path | None,
    out: Path | None,
    as_json: bool,
    fill: Path | None = None,
    **asked: Any,
) -> None:
    """Compute, print, and write where a folder is given."""
    from ...atoms.stability.computed import compute_window
    from ...report import ensure_writable

    request = _request(formula, **asked)
    if out is not None:
        ensure_writable(out, "window", inputs=[one for one in (request.energies, fill) if one])
    if name:
        request = replace(request, energies=_calculated(request, name, given, place))
    if fill is None:
        _show(compute_window(request), None, out=out, as_json=as_json)
    else:
        beside = _filled(request, fill)
        _show(beside.both, beside, out=out, as_json=as_json)


def _filled(request: Any, fill: Path) -> Any:
    """Return the window by both sources, and by each alone or why there is none."""
    from ...atoms.stability.computed import compute_window
    from ...atoms.stability.energies.files import EnergyFile, read_energies
    from ...atoms.stability.energies.filled import filled_energies
    from ...quantity import ModelError
    from ...report.atoms.window_sources import WindowOfSources

    if request.energies is None:
        raise click.UsageError("--fill needs --energies or --calculator for the first source")
    first = request.energies if isinstance(request.energies, EnergyFile) else read_energies(request.energies)
    second = read_energies(fill)
    wanted = (request.formula, request.against) if request.against else (request.formula,)
    filled = filled_energies(first, second, wanted, request.error)

    def alone(energies: EnergyFile) -> Any:
        try:
            return compute_window(replace(request, energies=energies))
        except ModelError as no:
            return no.what

    both = compute_window(replace(request, energies=filled.file, error=None))
    return WindowOfSources(filled, (alone(first), alone(second)), both)


def _calculated(request: Any, name: str, given: tuple[str, ...], place: Path | None) -> Any:
    """Return the energies by a calculator; raises where they are refused."""
    from ...quantity import ModelError
    from .calculating import evaluators
    from .energies import gated_energies

    if request.energies is not None:
        raise click.UsageError("--energies and --calculator: give one of them")
    wanted = (request.formula, request.against) if request.against else (request.formula,)
    found, _, gated = gated_energies(wanted, evaluators(name, given, place))
    if gated.outcome == "refused":
        fix = "take another calculator or settings; `natria compute energies` shows the energies"
        raise ModelError(f"the energies are refused: {'; '.join(gated.reasons)}", fix)
    if gated.reasons:
        click.echo(f"warning: the energies are not validated: {'; '.join(gated.reasons)}", err=True)
    return found.as_file()


def _request(formula: str, *, low: str, high: str, error: str, at: str, blocking_gap: str, **plain: Any) -> Any:
    """Return the request in SI."""
    from ...atoms.stability.computed import WindowRequest

    return WindowRequest(
        formula,
        _si(low, "V", "from") or 0.0,
        _si(high, "V", "to") or 0.0,
        error=_si(error.strip().removesuffix(PER_ATOM), "J/mol", "error"),
        at=_si(at, "V", "at"),
        blocking_gap=_si(blocking_gap, "J", "blocking-gap"),
        **plain,
    )


def _si(text: str, unit: str, option: str) -> float | None:
    """Return an amount of an option in an SI unit; None where it is not given."""
    from ...quantity import NatriaError, parse_quantity

    if not text.strip():
        return None
    try:
        return parse_quantity(text, unit)[0]
    except NatriaError as bad:
        raise click.UsageError(f"--{option} {text!r}: {bad.what}") from None


def _show(found: Any, beside: Any, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import WINDOW, window_document, window_files, window_notes, window_rows, window_summary
    from ...report.atoms.window import HEADS
    from ...report.atoms.window_sources import HEADS as SOURCES
    from ...report.atoms.window_sources import sources_document, sources_lines, sources_picture, sources_rows

    extra = {} if beside is None else {"sources": sources_document(beside)}
    sources: list[str | TableRows] = []
    if beside is not None:
        sources = [TableRows(SOURCES, sources_rows(beside)), *sources_lines(beside)]
    result = CommandResult(
        lambda: window_document(found, __version__) | extra,
        lambda: [
            window_summary(found),
            TableRows(HEADS, window_rows(found), one_line=True),
            *sources,
            *window_notes(found),
        ],
        lambda: window_files(found, __version__, extra, () if beside is None else (sources_picture(beside),)),
        "window",
        {"figure": "window.png", "numbers": WINDOW},
    )
    show(result, out=out, as_json=as_json)
