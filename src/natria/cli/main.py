"""The command `natria` with all its commands.

Heavy imports stand inside the commands, so that `natria --help` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from .. import __version__
from .app import app
from .atoms import atoms
from .calibration import calibrate, identify
from .compute import compute
from .design import design
from .doctor import doctor
from .errors import exit_code_of
from .explore.optimising import optimise
from .literature import literature, trace
from .measure.options import fitting, measuring, of_data
from .options import calibrated, group, papers
from .predict import predict, score
from .store import store

NAME = "natria"
CELL = "cell"
PAGE = "Output folder for the page, the tables and findings.json."
SYNTHETIC = (
    *("symmetric", "half", "reservoir", "ccd", "full"),
    *("impedance", "series", "tafel", "polarisation", "voltammetry"),
    *("indents", "compaction", "thermogravimetry", "calorimetry", "profile"),
    *("xps", "raman", "nmr"),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="natria")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Sodium-metal batteries with an engineered interphase: reported, measured and computed numbers.

    They are compared side by side, each with its provenance.

    Start with: natria study kumar2020
    """


@cli.command()
@click.argument("names", nargs=-1, metavar="[CASE]...")
@click.option("--all", "every", is_flag=True, help="Run all cases that come with natria.")
@click.option("--out", type=click.Path(path_type=Path), help=PAGE)
@click.option("--json", "as_json", is_flag=True, help="Print the study as JSON (natria.study/1) instead of tables.")
@click.option(
    "--data",
    multiple=True,
    metavar="[SYSTEM=]FILE",
    help="A recording of a cell of the case (cycling, a sweep, a polarisation), or a file or folder of its impedance "
    "spectra, to compare; repeatable.",
)
@click.option(
    "--area",
    default="",
    metavar="'1.13 cm^2'",
    help="Electrode area of the cell in --data, where the design gives none.",
)
@of_data
@click.option(
    "--with",
    "named",
    multiple=True,
    metavar="ANSWERER",
    help="Run an answerer that takes minutes where the store has no result of it, and make the fits by it; repeatable.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Folder of stored results (default: NATRIA_STORE); `none` uses only the results shipped with natria.",
)
@click.option("--all-curves", is_flag=True, help="Also draw the sweeps that a case keeps back because they take long.")
@click.option(
    "--spread/--no-spread",
    default=None,
    help="Vary the inputs of costly answers too: slow, kept in the store; or vary no input: faster, no intervals, "
    "verdicts from ancestry alone. Default: all inputs of cheap answers, and a few of those that take seconds.",
)
@calibrated
@papers
def study(names: tuple[str, ...], every: bool, out: Path | None, as_json: bool, **own: Any) -> None:
    """Answer every target of CASE, compare, and write a page.

    For several cases, write a page each and an index.

    CASE is a case of natria (see `natria cases`) or a design file. Without --out the page goes to natria-out/CASE, and
    the index of several to natria-out; with several cases --out is the folder above theirs. With --json and without
    --out nothing is written.
    """
    from .study import run

    run(names, every, out, as_json, **own)


@cli.command()
@click.argument("name", metavar="DESIGN")
@click.option("--system", default="", help="System of the design; default: the first one.")
@click.option(
    "--vary",
    "varied",
    multiple=True,
    metavar="PATH=LOW:HIGH:COUNT",
    help="A number and its values: equal steps, with ':log' behind it equal ratios; repeatable. Without COUNT the "
    "range of samples.",
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="TERM[,TERM...]",
    help="Answer terms in closed form instead of simulating; TERM#LAYER asks about a layer, TERM@ANSWERER one model.",
)
@click.option("--regimes", is_flag=True, help="Map which failure comes first over two numbers, in closed form.")
@click.option(
    "--uncertain", is_flag=True, help="Draw the inputs of the answers from their spreads, in place of --vary."
)
@click.option(
    "--samples",
    type=click.IntRange(min=1),
    help="Draw so many points in place of a grid; with --sensitivity base samples or trajectories (256, 20).",
)
@click.option("--how", type=click.Choice(["lhs", "sobol"]), default="lhs", help="How samples are drawn.")
@click.option(
    "--sensitivity",
    "method",
    type=click.Choice(["sobol", "morris"]),
    help="How much each number matters: first and total Sobol indices, or Morris screening.",
)
@click.option("--of", help="Result for --sensitivity: a column (default: voltage_mean), or one of the answers.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of samples.")
@click.option("--cycles", type=click.IntRange(min=1), help="At most so many cycles of the protocol.")
@click.option("--set", "given", multiple=True, metavar="PATH=VALUE", help="Change a number of all cells; repeatable.")
@click.option(
    "--on",
    metavar="WHERE",
    help="here, processes, dask (a cluster of this computer), or the address of a Dask scheduler. Default: processes, "
    "with --answer here.",
)
@click.option("--workers", type=click.IntRange(1, 1000), help="Local processes; default: all processors.")
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Folder that keeps finished parts (default: NATRIA_STORE); `none` keeps none.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the page, the table and sweep.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.sweep/1) instead of tables.")
@papers
def sweep(name: str, **options: Any) -> int:
    """Simulate the cell of DESIGN at many points, or answer terms there in closed form (--answer).

    A sweep that was stopped continues when the same command is run again. Without --out the page goes to
    natria-out/sweep/SYSTEM; with --json and without --out nothing is written.
    """
    from .explore.sweep import run

    return run(name, **options)


@cli.command()
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...", type=click.Path(path_type=Path))
@group
@click.option("--design", default="", help="A case or a design file that describes the cell (area, masses).")
@click.option("--system", default="", help="System of the design; default: the first one.")
@click.option("--out", type=click.Path(path_type=Path), help=PAGE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.study/1; of several files natria.groups/1).")
@measuring
@papers
def measure(files: tuple[Path, ...], **options: Any) -> int:
    """Analyse a recording of a cell, its impedance spectra, or a test of a material in FILE.

    Cycling gives the kind of test, shorts, overpotentials, capacities; spectra a Kramers-Kronig test, relaxation times,
    a circuit, energies; sweeps and direct current an exchange current, peaks, a capacitive or a current share. Tables
    of load and displacement, pressure and density, mass or heat flow over temperature give moduli and hardness, a
    densification pressure, mass losses, glass transitions; signals over the time of etching give boundaries; spectra of
    XPS, Raman and NMR give places, widths and shares of their peaks (--peaks).

    Each file gets a page; without --out it goes to natria-out/measure/FILE. With --design the results are compared with
    reported values and with the models. With --json and without --out nothing is written.

    A FOLDER is searched with its subfolders. Several files get a page above theirs. A stopped run goes on when the same
    command is run again. With --group, means, curves and lives of replicates are compared.
    """
    from .measure.files import run

    return run(files, **options)


@cli.command()
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER]...", type=click.Path(path_type=Path))
@fitting
def fit(files: tuple[Path, ...], held: tuple[str, ...], **options: Any) -> int:
    """Fit a CIRCUIT of your own ('-': series, p(a,b): parallel) to impedance spectra, without a guess."""
    from .measure.spectra import run_fit

    return run_fit(files, held, **options)


@cli.command()
@click.argument("name", metavar="DESIGN")
@click.option("--system", default="", help="System of the design; default: the first one.")
@click.option(
    "--cycles", type=click.IntRange(1, 1_000_000), help="Maximum number of cycles; default: as the protocol gives."
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="PATH=VALUE",
    help="Override a value of the design, for example protocol.current='2 mA/cm^2'; repeatable.",
)
@click.option(
    "--vary",
    "varied",
    default="",
    metavar="'PATH=VALUE, VALUE'",
    help="Simulate a cell for each value, such as protocol.rate='0.1C, 1C, 2C', and show all in the same figures.",
)
@click.option(
    "--model",
    default=CELL,
    show_default=True,
    help="What to simulate: the cell in time, or a model at the scale of a layer: interface, mixed, crack, deposit, "
    "or twophase, which takes minutes.",
)
@click.option("--part", default="", help="With --model: the layer, defect or deposition; default: all.")
@click.option(
    "--device", type=click.Choice(["cpu", "cuda"]), help="With --model deposit: where it computes; default: cpu."
)
@click.option(
    "--cells", type=click.IntRange(16, 65536), help="With --model deposit: cells along the height of the box."
)
@click.option(
    "--dim", type=click.Choice(["2", "3"]), help="With --model deposit: dimensions; 3 takes the width as the depth."
)
@click.option("--time", metavar="TIME", help="With --model deposit: time of the plating with its unit, such as 2s.")
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="With --model deposit: go on with the run that was stopped in this folder, and begin none anew.",
)
@click.option(
    "--spread",
    is_flag=True,
    help="With --model: the standard deviation of costly numbers too; two solves for each uncertain input.",
)
@click.option(
    "--samples", type=click.IntRange(2, 100_000), help="Readings per step, evenly spaced in time. Default: 40."
)
@click.option("--fresh", is_flag=True, help="Discard an unfinished run in --out and start again.")
@click.option(
    "--partial",
    is_flag=True,
    help="Run nothing; analyse the unfinished run in --out as far as it came, marked as incomplete.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Output folder for the page, the recording and findings.json."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.study/1) instead of tables.")
@calibrated
@papers
def simulate(name: str, **options: Any) -> int:
    """Simulate a cell of DESIGN through its protocol and analyse the simulated recording.

    DESIGN is a case of natria (see `natria cases`) or a design file. Without --out the page goes to
    natria-out/simulate/SYSTEM. A run that was stopped or killed continues when the same command is run again. `natria
    measure` reads the recording like that of a cycler; its numbers stay computed. With --json and without --out nothing
    is written. With --vary each value is a new cell of two cycles, or of --cycles.

    With --model the current at a defect, the place where sodium plates, a layer of two phases, a layer that cracks or
    comes off, or a deposit that grows is computed, and the page goes to natria-out/simulate/SYSTEM-MODEL.
    """
    model, part, spread = (options.pop(name) for name in ("model", "part", "spread"))
    box = {name: options.pop(name) for name in ("cells", "dim", "time", "device", "resume")}
    if model != CELL:
        from .simulate.model import run as run_model

        return run_model(name, model, part=part, spread=spread, box=box, **options)
    if wrong := [one for one, value in box.items() if value is not None]:
        raise click.UsageError(f"--{wrong[0]} belongs to --model deposit")
    if part or spread:
        raise click.UsageError(f"--{'part' if part else 'spread'} belongs to --model")
    from .simulate.cell import run

    return run(name, **options)


@cli.command()
def cases() -> None:
    """List the cases that come with natria."""
    from .study import list_cases

    list_cases()


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the figure and growth.json.")
def growth(file: Path, out: Path | None) -> None:
    """Fit growth laws to the thickness of a layer in FILE, and tell whether the points identify one.

    FILE is a CSV with a header such as `time (h),thickness (um)` and, where it is known, a column `std (um)`: the
    standard deviation of each thickness.
    """
    from .simulate.growth import run

    run(file, out)


@cli.command()
@click.argument("kind", type=click.Choice(SYNTHETIC))
@click.option("--seed", default=7, show_default=True, help="The same seed and options give the same file.")
@click.option("--noise", default="", help="Noise of the voltage, 0.5 mV if not given; of |Z|, 0.5 %.")
@click.option("--cycles", type=int, help="How many.")
@click.option("--soft-short", default="", metavar="'30 %'", help="symmetric: share of |V| lost at a short.")
@click.option(
    "--critical", default="", metavar="'0.8 mA/cm^2'", help="ccd: current density above which the cell fails."
)
@click.option(
    "--efficiency", default="", metavar="'98 %'", help="half, reservoir: Coulombic efficiency of plating and stripping."
)
@click.option("--failing-from", type=int, help="full: cycle from which a soft short keeps charging from ending.")
@click.option(
    "--set", "given", multiple=True, metavar="NAME=VALUE", help="A setting, for kinds with settings; repeatable."
)
@click.option("--settings", "listed", is_flag=True, help="List the settings of KIND with their usual values, and stop.")
@click.option("--as", "vendor", default="", help="neware, landt, maccor, arbin, biologic, basytec, gamry, bdf, zplot.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Output file, or folder of a series; .parquet or .csv without --as."
)
def synthesize(kind: str, listed: bool, **options: Any) -> None:
    """Simulate a KIND of recording, write it, and print the parameters used.

    For tests and for teaching: the file states that it was simulated, and what is determined from it stays computed.

    impedance, series (spectra over temperature or time), tafel, polarisation, voltammetry, indents, compaction,
    thermogravimetry, calorimetry, profile, xps, raman and nmr take settings by name with --set, and write their truth
    to a JSON file beside the recording. List the settings of one kind with: natria synthesize impedance --settings
    """
    from .synthesize import run
    from .synthesize.order import list_settings

    if listed:
        list_settings(kind)
    elif options["out"] is None:
        raise click.UsageError("Missing option '--out': the file of the recording.")
    else:
        run(kind, **options)


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--to", type=click.Choice(["parquet", "csv", "bdf"]), default="parquet", help="Default: parquet.")
@click.option("--out", type=click.Path(path_type=Path), help="Output folder; default: beside each file.")
@click.option("--columns", type=click.Path(path_type=Path), help="A column map (TOML) for files of an unknown format.")
def convert(files: tuple[Path, ...], to: str, out: Path | None, columns: Path | None) -> int:
    """Convert each FILE of a cycler to an open format, with all known provenance.

    FILE may be a folder; it is searched with its subfolders. Files that are converted already and unchanged are
    skipped, so a run that was stopped can be run again. Files that natria did not write are never overwritten.
    """
    from .convert import run

    return run(files, to, out, columns)


@cli.command()
@click.argument("name", default="")
def terms(name: str) -> None:
    """List the quantities that can be asked for and their conditions, or explain the term NAME."""
    from .terms import run

    run(name)


OTHERS = (
    *(app, atoms, calibrate, compute, design, doctor, identify),
    *(literature, optimise, predict, score, store, trace),
)
for command in OTHERS:
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; every error becomes a message and an exit code."""
    sys.exit(exit_code_of(cli, NAME, sys.argv[1:] if arguments is None else arguments))
