"""`natria literature` and `natria trace`: what papers report, and what a finding rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from ..options import papers


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
@click.argument("words", nargs=-1, metavar="[ID | check | lives | map Y X]")
@click.option("--quantity", default="", help="A term of the vocabulary, such as cell_overpotential.")
@click.option("--of", default="", help="A subject (system or material), or a part of its name.")
@click.option("--paper", default="", help="The key of a paper.")
@click.option("--kind", default="", help="Class of the number in its paper: measured, fitted, computed, ...")
@click.option("--phase", default="", help="A phase, also as a constituent of the layer, such as NaF.")
@click.option("--class", "layer_class", default="", help="A class of layers: inorganic, organic, hybrid, ...")
@click.option("--cell", default="", help="A kind of cell, such as 'Na|Na'; with lives also any (default: Na|Na).")
@click.option("--at", multiple=True, metavar="KEY=VALUE", help="A condition, such as current='1 mA/cm^2'; repeatable.")
@click.option("--between", default="", metavar="'LOW to HIGH UNIT'", help="Range of the values of --quantity.")
@papers
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.findings/1, natria.lives/1, natria.map/1).")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one row per fact.")
@click.option("--bibtex", "as_bibtex", is_flag=True, help="Print BibTeX entries of the papers found.")
@click.option("--passed", is_flag=True, help="With check: also show the checks that passed, with their arithmetic.")
@click.option(
    "--by",
    default="",
    metavar="NAME,NAME",
    help="With lives: covariates: current, capacity, temperature, class, layer, cell, phases, phase:NaF, or another "
    "condition; default: current,capacity,class.",
)
@click.option(
    "--design",
    "designs",
    multiple=True,
    metavar="DESIGN",
    help="With lives and map: a case or a design file to place beside; with map repeatable.",
)
@click.option("--system", default="", help="System of the design; default: the first one; with map also all.")
@click.option("--set", "given", multiple=True, metavar="PATH=VALUE", help="Change a number of the design; repeatable.")
@click.option("--out", type=click.Path(path_type=Path), help="With lives and map: output folder.")
def literature(words: tuple[str, ...], **options: Any) -> None:
    """Show what papers report: all papers, one fact by its ID, or the facts that match all options.

    `natria literature check` compares the facts with each other and with physics; --paper restricts it to one paper,
    --passed also shows the checks that passed.

    `natria literature lives` fits reported lives, most of them lower bounds: survival, effects of --by on the life with
    intervals, leave-one-out errors, and what so few rows cannot tell. The search options choose the rows. With --design
    it gives the life of cells like the design, and the bounds of physics.

    `natria literature map Y X` draws one reported quantity against another, such as `map young_modulus
    migration_barrier`, with the design of --design placed among them.

    Folders of your own papers may also be named in the environment variable NATRIA_PAPERS.
    """
    name, *more = words or ("",)
    if name not in ACTIONS:
        if more:
            raise click.UsageError(f"one ID at a time, not {' '.join(words)}", click.get_current_context())
        _refuse_others("a search", (*SEARCH, *FORMS), options)
        from .facts import run

        run(name=name, **{key: options[key] for key in (*SEARCH, *FORMS, "papers")})
        return
    run_action, known = ACTIONS[name]
    _refuse_others(name, known, options)
    run_action(tuple(more), {key: options[key] for key in (*known, "papers")})


SEARCH = ("quantity", "of", "paper", "kind", "phase", "layer_class", "cell", "at", "between")
FORMS = ("as_json", "as_csv", "as_bibtex")
DESIGN = ("designs", "system", "given", "out", "as_json")


def _refuse_others(name: str, known: tuple[str, ...], options: Mapping[str, Any]) -> None:
    """Refuse options that belong to another word."""
    if idle := [key for key, value in options.items() if value and key not in (*known, "papers")]:
        shown = {"layer_class": "class", "given": "set", "designs": "design"}
        given, takes = (", ".join(f"--{shown.get(k, k.removeprefix('as_'))}" for k in keys) for keys in (idle, known))
        raise click.UsageError(f"{name} does not know {given}; it takes {takes} and --papers")


def _check(more: tuple[str, ...], options: dict[str, Any]) -> None:
    from .check import run

    _ensure_no_more("check", more)
    run(options.pop("paper"), **options)


def _lives(more: tuple[str, ...], options: dict[str, Any]) -> None:
    from .lives import run

    _ensure_no_more("lives", more)
    designs = options.pop("designs")
    if len(designs) > 1:
        raise click.UsageError("lives takes one --design")
    run(name="".join(designs), **options)


def _map(more: tuple[str, ...], options: dict[str, Any]) -> None:
    from .maps import run

    if len(more) != AXES:
        raise click.UsageError("map takes two quantities: that of the upright axis, then that of the other")
    run(*more, **options)


def _ensure_no_more(name: str, more: tuple[str, ...]) -> None:
    if more:
        raise click.UsageError(f"{name} takes no further word: {' '.join(more)}")


AXES = 2
ACTIONS: Mapping[str, tuple[Callable[[tuple[str, ...], dict[str, Any]], None], tuple[str, ...]]] = {
    "check": (_check, ("paper", "passed", "as_json")),
    "lives": (_lives, (*(one for one in SEARCH if one != "between"), "by", *DESIGN)),
    "map": (_map, (*(one for one in SEARCH if one not in {"between", "quantity"}), *DESIGN)),
}
