"""The command `natria optimise`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..options import papers


@click.command()
@click.argument("name", metavar="DESIGN")
@click.option("--system", default="", help="System of the design; default: the first one.")
@click.option(
    "--objective",
    "objectives",
    multiple=True,
    required=True,
    metavar="TERM:min|max",
    help="An answer that is wanted low or high; TERM#LAYER of a layer, TERM@ANSWERER by one model; repeatable.",
)
@click.option(
    "--vary",
    "varied",
    multiple=True,
    required=True,
    metavar="PATH=LOW:HIGH[:log]|PATH=A|B",
    help="The range of a number, or choices (materials, laws) between bars; repeatable.",
)
@click.option(
    "--subject-to",
    "constraints",
    multiple=True,
    metavar="TERM>=VALUE|TERM<=VALUE",
    help="An answer that must be at least or at most a value; repeatable.",
)
@click.option("--evaluations", type=click.IntRange(min=1), default=300, show_default=True, help="Designs to evaluate.")
@click.option(
    "--method",
    type=click.Choice(["surfaces", "nsga2", "tpe"]),
    default="surfaces",
    show_default=True,
    help="How the next designs are chosen; nsga2 and tpe are those of Optuna (extra optimise).",
)
@click.option("--batch", type=click.IntRange(1, 1000), default=20, show_default=True, help="Designs of a step.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of the search.")
@click.option("--set", "given", multiple=True, metavar="PATH=VALUE", help="Change a number of all designs; repeatable.")
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Folder that keeps the answers (default: NATRIA_STORE); `none` keeps none.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the page, the table and the designs.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.optimise/1) instead of tables.")
@papers
def optimise(name: str, **options: Any) -> int:
    """Search for the designs of DESIGN that are best in several answers at once (the Pareto front).

    Answers are those of closed forms. Each best design is written as a design file. A search that was stopped continues
    when the same command is run again. Without --out the page goes to natria-out/optimise/SYSTEM; with --json and
    without --out nothing is written.
    """
    from .optimise import run

    return run(name, **options)
