"""`natria`: the commands, and the one place where an error becomes a message and an exit code.

Heavy imports stand inside the commands, so that `natria --help` is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..quantity.errors import NatriaError
from .store import store

BAD_INPUT, BUG, INTERRUPTED = 2, 1, 130
NAME, COMPLETE = "natria", "_NATRIA_COMPLETE"


def _with_named(_: click.Context, __: click.Parameter, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """The papers of the option, and those that the environment names."""
    from ..environment import own_papers

    return own_papers(given)


papers = click.option(
    "--papers",
    multiple=True,
    type=click.Path(path_type=Path),
    callback=_with_named,
    help="A TOML file or a folder of papers of one's own; repeatable. Or name them in NATRIA_PAPERS.",
)

calibrated = click.option(
    "--calibrated",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A result of natria calibrate whose numbers the design has in place of its own; repeatable.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="natria")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Sodium-metal batteries with an engineered interphase: reported, measured, computed and simulated numbers side by
    side, each with what it rests on.

    Start with:  natria study kumar2020
    """


@cli.command()
@click.argument("names", nargs=-1, metavar="[CASE]...")
@click.option("--all", "every", is_flag=True, help="All cases that come with natria.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the page, the tables and findings.json.")
@click.option("--json", "as_json", is_flag=True, help="Print the study as JSON (natria.study/1) instead of tables.")
@click.option(
    "--data",
    multiple=True,
    metavar="[SYSTEM=]FILE",
    help="A recording of a cell of the case, put beside the other numbers; repeatable.",
)
@click.option(
    "--area", default="", metavar="'1.13 cm^2'", help="Of one electrode of the --data, where no design says it."
)
@click.option(
    "--with",
    "named",
    multiple=True,
    metavar="ANSWERER",
    help="Run an answerer that takes minutes where the store has no answer of it; repeatable.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="The folder of stored results; NATRIA_STORE names another, and `none` leaves only those that natria ships.",
)
@click.option("--no-spread", is_flag=True, help="Move no input: faster, without intervals; verdicts by ancestry alone.")
@calibrated
@papers
def study(names: tuple[str, ...], every: bool, out: Path | None, as_json: bool, **own: Any) -> None:
    """Ask every target of CASE, compare, and write a page; of several cases, a page each and an index over them.

    CASE is a case of natria (see `natria cases`) or a design file. Without --out the page goes to natria-out/CASE, and
    the index of several to natria-out; with several cases --out is the folder above theirs. With --json and without
    --out nothing is written.
    """
    from .study import run

    run(names, every, out, as_json, **own)


@cli.command()
@click.argument("files", nargs=-1, metavar="FILE...", required=True, type=click.Path(path_type=Path))
@click.option("--design", default="", help="A case or a design file: whose cell it is, its area, its mass.")
@click.option("--system", default="", help="Which cell of the design; the first one where none is named.")
@click.option("--area", default="", metavar="'1.13 cm^2'", help="Of one electrode, where no design says it.")
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file that names the columns of a CSV.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the page, the tables and findings.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.study/1) instead of tables.")
@papers
def measure(files: tuple[Path, ...], **options: Any) -> None:
    """Say what the recording of a cycler in FILE shows: which test it is, shorts, overpotentials, capacities.

    Each file gets a page; without --out it goes to natria-out/measure/FILE. With --design its numbers stand beside
    what is reported and what the models say. With --json and without --out nothing is written.
    """
    from .measure import run

    run(files, **options)


@cli.command()
@click.argument("name", metavar="DESIGN")
@click.option("--system", default="", help="Which cell of the design; the first one where none is named.")
@click.option("--cycles", type=click.IntRange(1, 1_000_000), help="At most so many; without it as the protocol says.")
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="PATH=VALUE",
    help="A value of one's own at a path of the design, as protocol.current='2 mA/cm^2'; repeatable.",
)
@click.option("--samples", type=click.IntRange(2, 100_000), help="Readings a step, evenly over its time. Default: 40.")
@click.option("--fresh", is_flag=True, help="Start anew where --out holds an unfinished run.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the page, the recording and findings.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.study/1) instead of tables.")
@calibrated
@papers
def simulate(name: str, **options: Any) -> int:
    """Run a cell of DESIGN through its protocol, and say how it ended and what a cycler would have shown.

    DESIGN is a case of natria (see `natria cases`) or a design file. Without --out the page goes to
    natria-out/simulate/SYSTEM. A run that was stopped or killed goes on where it was when the same command is run
    again. The recording is read by `natria measure` as that of a cycler is; its numbers stay computed. With --json and
    without --out nothing is written.
    """
    from .simulate import run

    return run(name, **options)


@cli.command()
@click.argument("case_name", metavar="CASE")
@click.option("--free", multiple=True, metavar="PATH[=LOW to HIGH]", help="A number of the design; repeatable.")
@click.option("--data", multiple=True, metavar="FACT|[SYSTEM=]FILE", help="What the cell must meet; repeatable.")
@click.option("--cycles", default="1 to 5", show_default=True, help="Of each recording, that are compared.")
@click.option("--noise", default="", metavar="'0.5 mV'", help="Of the recordings; without it, as they show it.")
@click.option("--spread", default="", metavar="'5 %'", help="Assumed for facts that give none.")
@click.option("--area", default="", metavar="'1.13 cm^2'", help="Of one electrode, where no design says it.")
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file that names the columns of a CSV.")
@click.option("--profile", "profiles", multiple=True, metavar="PATH", help="Follow how far this can go; repeatable.")
@calibrated
@click.option("--name", default="", help="Of the result; without it that of the case.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the page and calibration.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.calibration/1) instead of tables.")
@papers
def calibrate(case_name: str, **options: Any) -> None:
    """Find numbers of the design of CASE such that its simulated cell meets facts and recordings, and say what these
    cannot tell.

    PATH is a number of the design (working.exchange_current_density), FACT the id of a reported number, FILE the
    recording of a cell. Without --out the result goes to natria-out/calibrate/CASE; `natria study` and `natria
    simulate` take it with --calibrated. Where there is no one answer there is no result, and the exit code is 2.
    """
    from .calibrate import run

    run(case_name, **options)


@cli.command()
def cases() -> None:
    """List the cases that come with natria."""
    from .study import list_cases

    list_cases()


@cli.command()
@click.argument("name", metavar="ID")
@click.option("--from", "source", type=click.Path(path_type=Path), help="A findings.json, or the folder of a study.")
@papers
def trace(name: str, source: Path | None, papers: tuple[Path, ...]) -> None:
    """Show what the finding ID rests on, down to papers, choices and assumptions.

    ID is the id of a fact (kumar2020:eta-3um) or of a finding of a study, or the beginning of one. Without --from the
    facts are searched first, then the studies under natria-out.
    """
    from .trace import run

    run(name, source, papers)


@cli.command()
@click.argument("name", metavar="[ID]", default="")
@click.option("--quantity", default="", help="A term of the vocabulary, such as cell_overpotential.")
@click.option("--of", default="", help="A subject, or a part of its name.")
@click.option("--paper", default="", help="The key of a paper.")
@click.option("--kind", default="", help="What the number is in its paper: measured, fitted, computed, ...")
@click.option("--phase", default="", help="A phase, or one that the layer is made of, such as NaF.")
@click.option("--class", "layer_class", default="", help="A class of layers: inorganic, organic, hybrid, ...")
@click.option("--cell", default="", help="A kind of cell, such as 'Na|Na'.")
@click.option("--at", multiple=True, metavar="KEY=VALUE", help="A condition, such as current='1 mA/cm^2'; repeatable.")
@click.option("--between", default="", metavar="'LOW to HIGH UNIT'", help="Where values of --quantity can lie.")
@papers
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.findings/1).")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets, a row a fact.")
@click.option("--passed", is_flag=True, help="With check: show what passed too, with its arithmetic.")
@click.option("--bibtex", "as_bibtex", is_flag=True, help="Print the entries of the papers of what is found.")
def literature(**options: Any) -> None:
    """Show what papers report: all papers, one fact by its ID, or the facts that fit all of the options.

    `natria literature check` holds the numbers against each other and against physics; --paper narrows it, --passed
    shows what was in order as well.

    Folders of papers of one's own may also stand in the environment variable NATRIA_PAPERS.
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


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the figure and growth.json.")
def growth(file: Path, out: Path | None) -> None:
    """Say which law the growth of a layer in FILE follows, and whether its points can tell.

    FILE is a CSV with a head such as `time (h),thickness (um)` and, where it is known, a column `std (um)`: the
    standard deviation of each thickness.
    """
    from .growth import run

    run(file, out)


@cli.command()
@click.argument("kind", type=click.Choice(["symmetric", "half", "reservoir", "ccd", "full"]))
@click.option("--seed", default=7, show_default=True, help="The same seed and options give the same file.")
@click.option("--noise", default="0.5 mV", show_default=True, help="Of the voltage.")
@click.option("--cycles", type=int, help="How many.")
@click.option("--soft-short", default="", metavar="'30 %'", help="symmetric: how much of |V| is lost at a short.")
@click.option("--critical", default="", metavar="'0.8 mA/cm^2'", help="ccd: above it the cell fails.")
@click.option("--efficiency", default="", metavar="'98 %'", help="half, reservoir: of plating and stripping.")
@click.option("--failing-from", type=int, help="full: the cycle from which charging never ends.")
@click.option("--as", "vendor", default="", help="neware, landt, maccor, arbin, biologic, basytec, gamry or bdf.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file; .parquet or .csv without --as.")
def synthesize(kind: str, **options: Any) -> None:
    """Simulate the recording of a KIND of cell on a cycler, write it as a file, and say what was put in.

    For tests and for teaching: the file says that it was simulated, and what is read off it stays computed.
    """
    from .synthesize import run

    run(kind, **options)


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--to", type=click.Choice(["parquet", "csv", "bdf"]), default="parquet", help="Default: parquet.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to; without it, beside each file.")
@click.option("--columns", type=click.Path(path_type=Path), help="A column map (TOML) for files that no reader knows.")
def convert(files: tuple[Path, ...], to: str, out: Path | None, columns: Path | None) -> int:
    """Write each FILE of a cycler in an open format, with all that is known of where it comes from.

    FILE may be a folder, which is gone through with the folders in it. What is converted already and unchanged is
    passed over, so a run that was stopped can be run again. Nothing that natria did not write is written over.
    """
    from .convert import run

    return run(files, to, out, columns)


@cli.command()
@click.argument("name", default="")
def terms(name: str) -> None:
    """List what can be asked and under which conditions, or say what the term NAME means."""
    from .terms import run

    run(name)


@cli.group()
def design() -> None:
    """Check design files, and get their schema."""


@design.command()
@click.argument("file", type=click.Path(path_type=Path))
@papers
def check(file: Path, papers: tuple[Path, ...]) -> None:
    """Say everything that is wrong with FILE, or what rests on assumptions in it."""
    from .design import check as run

    run(file, papers)


@design.command()
def materials() -> None:
    """List the material cards that come with natria."""
    from .design import materials as run

    run()


@design.command()
def schema() -> None:
    """Print the JSON Schema of design files, for editors."""
    from .design import schema as run

    run()


cli.add_command(store)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command. --debug may stand anywhere."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    try:
        code = _invoke([a for a in given if a != "--debug"])
        sys.stdout.flush()
    except NatriaError as bad:
        code = _fail(bad, str(bad), BAD_INPUT, debug)
    except click.ClickException as bad:
        code = _fail(bad, _usage(bad), bad.exit_code, debug)
    except (click.Abort, KeyboardInterrupt) as bad:
        code = _fail(bad, "stopped", INTERRUPTED, debug)
    except (BrokenPipeError, SystemExit) as bad:
        if not any(isinstance(one, BrokenPipeError) for one in (bad, bad.__context__)):
            raise
        code = _hang_up()  # rich turns a broken pipe into an exit of its own
    except Exception as bad:  # noqa: BLE001 - the last line of defence: a bug of ours becomes one message
        text = (
            f"natria failed with {type(bad).__name__}: {bad}\n    this is a bug; run again with --debug and report it"
        )
        code = _fail(bad, text, BUG, debug)
    sys.exit(code if isinstance(code, int) else 0)


def _invoke(arguments: list[str]) -> Any:
    """As click's own main, which would turn a broken pipe into exit code 1."""
    if COMPLETE in os.environ:
        return cli.main(prog_name=NAME, complete_var=COMPLETE)
    try:
        with cli.make_context(NAME, arguments) as context:
            return cli.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code


def _hang_up() -> int:
    """The reader went away (| head): nothing to say, and nothing more to write, not even at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _fail(bad: BaseException, text: str, code: int, debug: bool) -> int:
    if debug:
        raise bad
    click.echo(f"error: {text}", err=True)
    return code


def _usage(bad: click.ClickException) -> str:
    usage = f"\n{bad.ctx.get_usage()}" if isinstance(bad, click.UsageError) and bad.ctx else ""
    return bad.format_message() + usage
