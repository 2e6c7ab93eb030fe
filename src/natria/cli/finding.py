"""`natria literature` and `natria trace`: what papers report, and what a finding rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .options import papers


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--from", "source", type=click.Path(path_type=Path), help="A findings.json, or the output folder of a study."
)
@papers
def trace(name: str, source: Path | None, papers: tuple[Path, ...]) -> None:
    """Show the provenance of the finding ID, down to papers, choices and assumptions.

    ID is the id of a fact (kumar2020:eta-3um) or of a finding of a study, or the beginning of one. Without --from the
    facts are searched first, then the studies under natria-out.
    """
    from .trace import run

    run(name, source, papers)


@click.command()
@click.argument("name", metavar="[ID]", default="")
@click.option("--quantity", default="", help="A term of the vocabulary, such as cell_overpotential.")
@click.option("--of", default="", help="A subject (system or material), or a part of its name.")
@click.option("--paper", default="", help="The key of a paper.")
@click.option("--kind", default="", help="Class of the number in its paper: measured, fitted, computed, ...")
@click.option("--phase", default="", help="A phase, also as a constituent of the layer, such as NaF.")
@click.option("--class", "layer_class", default="", help="A class of layers: inorganic, organic, hybrid, ...")
@click.option("--cell", default="", help="A kind of cell, such as 'Na|Na'.")
@click.option("--at", multiple=True, metavar="KEY=VALUE", help="A condition, such as current='1 mA/cm^2'; repeatable.")
@click.option("--between", default="", metavar="'LOW to HIGH UNIT'", help="Range of the values of --quantity.")
@papers
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.findings/1).")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one row per fact.")
@click.option("--passed", is_flag=True, help="With check: also show the checks that passed, with their arithmetic.")
@click.option("--bibtex", "as_bibtex", is_flag=True, help="Print BibTeX entries of the papers found.")
def literature(**options: Any) -> None:
    """Show what papers report: all papers, one fact by its ID, or the facts that match all options.

    `natria literature check` compares the facts with each other and with physics; --paper restricts it to one paper,
    --passed also shows the checks that passed.

    Folders of your own papers may also be named in the environment variable NATRIA_PAPERS.
    """
    passed = options.pop("passed")
    if options["name"] == "check":
        from .check import run as check

        if idle := [k for k, v in options.items() if v and k not in ("name", "paper", "papers", "as_json")]:
            names = ", ".join("--" + k.removeprefix("as_").replace("layer_class", "class") for k in idle)
            raise click.UsageError(f"check does not know {names}; it takes --paper, --papers, --passed and --json")
        check(options["paper"], passed=passed, as_json=options["as_json"], papers=options["papers"])
        return
    from .literature import run

    run(**options)
