"""natria compute diffusion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .calculating import ProgressLines, calculating, evaluator
from .showing import CommandResult, TableRows, show, si_option

REFUSED = 2


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@click.option("--species", required=True, help="The element whose atoms diffuse.")
@click.option("--temperature", "temperatures", multiple=True, required=True, help="Such as '600 K'; repeatable.")
@click.option("--time", "duration", required=True, help="Length of each run, such as '50 ps'.")
@click.option("--equilibration", required=True, help="Time at its begin that is left out, such as '5 ps'.")
@click.option("--thermostat", required=True, help="langevin or bussi.")
@click.option("--relaxation", required=True, help="Relaxation time of the thermostat, such as '0.1 ps'.")
@click.option("--step", required=True, help="Time step, such as '1 fs'.")
@click.option("--every", type=click.IntRange(1), default=20, show_default=True, help="Steps between two samples.")
@click.option("--chunk", type=click.IntRange(1), default=50, show_default=True, help="Samples that are kept at once.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the random numbers.")
@click.option("--width", type=float, default=8.0, show_default=True, help="Least width of the supercell, in Å.")
@click.option("--as-given", is_flag=True, help="Move the cell that is given, with its vacancies.")
def diffusion_command(file: Path, **options: Any) -> int:
    """Compute the tracer diffusivity of a species in STRUCTURE by molecular dynamics at each temperature.

    A perfect crystal seldom moves: give a supercell with vacancies and --as-given. Each chunk of a run is stored, so a
    run that was killed goes on from the last one when the same command is run again, and a longer --time goes on from
    a shorter one. With too few hops the diffusivity is an upper bound. A run that fails a condition is refused with
    the reason, and the exit code is 2.
    """
    return run(file, **options)


def run(file: Path, *, name: str, given: tuple[str, ...], place: Path | None, **options: Any) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from math import inf

    from ...atoms.calculators import read_structure
    from ...atoms.dynamics import diffusion
    from ...atoms.gates import diffusion_conditions
    from ...atoms.migration.hop import counts_for, supercell
    from ...record.structure import ANGSTROM
    from ...report import ensure_writable

    if not 0 < options["width"] < inf:
        raise click.UsageError(f"--width {options['width']:g}: expected a finite number of Å above zero")
    structure = read_structure(file)
    if not options["as_given"]:
        structure = supercell(structure, counts_for(structure, options["width"] * ANGSTROM))
    temperatures = [si_option(one, "K", "--temperature") for one in options["temperatures"]]
    settings = _settings(options, temperatures[0])
    if options["out"] is not None:
        ensure_writable(options["out"], "diffusion", inputs=(file,))
    evaluate = evaluator(structure, name, given, place)
    tell = ProgressLines(evaluate).counted
    found = diffusion(structure, options["species"], evaluate, temperatures, settings, tell=tell)
    gated = diffusion_conditions(found, evaluate.recipe)
    _show(found, gated, evaluate, out=options["out"], as_json=options["as_json"])
    return REFUSED if gated.outcome == "refused" else 0


def _settings(options: dict[str, Any], temperature: float) -> Any:
    from math import ceil

    from ...atoms.dynamics import DiffusionSettings, RunSettings, ThermostatSettings

    step, relaxation = (si_option(options[name], "s", f"--{name}") for name in ("step", "relaxation"))
    duration, early = (
        si_option(options["duration"], "s", "--time"),
        si_option(options["equilibration"], "s", "--equilibration"),
    )
    heat = ThermostatSettings(options["thermostat"], temperature, step, relaxation)
    run = RunSettings(heat, options["every"], options["chunk"], options["seed"])
    if not duration > 0 or not step > 0:
        raise click.UsageError("--time and --step must be above zero")
    if early < 0:
        raise click.UsageError(f"--equilibration {options['equilibration']!r} is below zero")
    return DiffusionSettings(run, ceil(duration / (run.interval * run.samples) - 1e-9), early)


def _show(found: Any, gated: Any, evaluate: Any, *, out: Path | None, as_json: bool) -> None:
    from ... import __version__
    from ...report.atoms import DIFFUSION, diffusion_document, diffusion_files, diffusion_rows, diffusion_summary
    from ...report.atoms.diffusion import HEADS, diffusion_notes

    document = diffusion_document(found, gated, evaluate, __version__)
    result = CommandResult(
        lambda: document,
        lambda: [
            diffusion_summary(found, gated),
            TableRows(HEADS, diffusion_rows(found) if gated.outcome != "refused" else ()),
            *(one.line for one in gated.conditions),
            *diffusion_notes(found),
            f"forces: {evaluate.calls} computed; chunks from the store: {evaluate.found}",
        ],
        lambda: diffusion_files(document, found),
        "diffusion",
        {"figure": "diffusion.png", "numbers": DIFFUSION},
    )
    show(result, out=out, as_json=as_json)
