"""The commands `natria calibrate` and `natria identify`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..options import calibrated, papers


@click.command()
@click.argument("case_name", metavar="CASE")
@click.option(
    "--free", multiple=True, metavar="PATH[=LOW to HIGH]", help="Number of the design to calibrate; repeatable."
)
@click.option(
    "--data", multiple=True, metavar="FACT|[SYSTEM=]FILE", help="Fact or recording to calibrate on; repeatable."
)
@click.option("--cycles", default="1 to 5", show_default=True, help="Cycles of each recording to compare.")
@click.option(
    "--noise", default="", metavar="'0.5 mV'", help="Voltage noise of the recordings; default: estimated from them."
)
@click.option("--spread", default="", metavar="'5 %'", help="Standard deviation assumed for facts that give none.")
@click.option(
    "--charge-error", default="", metavar="'1 %'", help="Standard deviation of the charges of a full cell's recording."
)
@click.option(
    "--spectrum",
    "spectra",
    multiple=True,
    metavar="'FILE=40 % after 2 h'",
    help="Impedance of the full cell of the recording, after a share of its first discharge and a rest; repeatable.",
)
@click.option(
    "--impedance-error", default="", metavar="'1 %'", help="Standard deviation of both parts of a spectrum, over |Z|."
)
@click.option("--area", default="", metavar="'1.13 cm^2'", help="Area of one electrode, where the design gives none.")
@click.option("--system", default="", help="System whose numbers are free; default: the first one, with its variants.")
@click.option("--set", "given", multiple=True, metavar="PATH=VALUE", help="Override a value of the design; repeatable.")
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file that names the columns of a CSV.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="PATH",
    help="Compute the profile likelihood of this number; repeatable.",
)
@click.option(
    "--posterior",
    type=click.Choice(["mcmc", "laplace"]),
    help="Also sample the posterior of the free numbers: by an ensemble of walkers, or from the covariance.",
)
@click.option("--steps", type=click.IntRange(min=100), help="Steps of each walker of --posterior mcmc.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Seed of --posterior.")
@click.option("--leave-out", is_flag=True, help="Leave out each fact in turn and predict it by the others.")
@calibrated
@click.option("--name", default="", help="Name of the result; default: the name of the case.")
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the page and calibration.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.calibration/1) instead of tables.")
@papers
def calibrate(case_name: str, **options: Any) -> None:
    """Fit numbers of the design of CASE so that its simulated cell reproduces facts and recordings.

    The result lists which parameters the data identify and which they do not. PATH is a number of the design
    (working.exchange_current_density), FACT the id of a reported number, FILE the recording of a cell. Without --out
    the result goes to natria-out/calibrate/CASE; `natria study` and `natria simulate` take it with --calibrated. Where
    there is no unique solution there is no result, and the exit code is 2.
    """
    from .calibrate import run

    run(case_name, **options)


@click.command()
@click.argument("case_name", metavar="CASE")
@click.option("--system", default="", help="System of the case, a full cell; default: the first one.")
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="PATH=VALUE",
    help="Override a value of the design, or give one with its spread; repeatable.",
)
@click.option(
    "--vary", multiple=True, metavar="PATH", help="Input to look at; repeatable. Default: all that have a spread."
)
@click.option("--datum", "data", multiple=True, metavar="KIND", help="Kind of datum; repeatable. Default: all.")
@click.option(
    "--error",
    "errors",
    multiple=True,
    metavar="KIND=VALUE",
    help="Error of charge, voltage, peak or resistance, for example voltage='1 mV'; repeatable.",
)
@click.option("--second-current", type=float, metavar="RATIO", help="Second current over that of the protocol.")
@calibrated
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the page and identify.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.identify/1) instead of tables.")
@papers
def identify(case_name: str, **options: Any) -> None:
    """Show what each kind of datum would determine of the uncertain inputs of a full cell of CASE.

    The cell is simulated with each input moved. A table gives the share of the prior variance of each input that each
    datum leaves, which combinations of inputs it fixes, and which stay unknown after all of them. Kinds of data:
    capacity, discharge, charge, rest, impedance, peaks, second-capacity, second-discharge, without-sulfur. Without
    --out the page goes to natria-out/identify/SYSTEM. With --json and without --out nothing is written.
    """
    from .identify import run

    run(case_name, **options)
