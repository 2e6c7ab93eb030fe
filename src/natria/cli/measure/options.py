"""Options of natria measure that describe the file and the measured cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ...studies import CurvesGiven, KineticsGiven

CELLS = ("symmetric", "half", "full")
OPTIONS = (
    click.option("--area", default="", metavar="'1.13 cm^2'", help="Area of one electrode, if not in the design."),
    click.option("--columns", type=click.Path(path_type=Path), help="A TOML file that names the columns of a CSV."),
    click.option(
        "--current",
        default="",
        metavar="'0.25 mA'",
        help="Current of a file without a current column. Its direction is that of the voltage; or '0.25 mA every 1 h' "
        "or 'plate 0.25 mA for 1 h; rest 10 min; strip 0.25 mA for 1 h; repeat'.",
    ),
    click.option("--cell", default="", type=click.Choice(("", *CELLS)), metavar="|".join(CELLS), help="Kind of cell."),
    click.option("--mass", default="", metavar="'2.5 mg'", help="Active mass, for capacities per mass."),
    click.option("--cycles", default="", metavar="3:50", help="First and last cycle to evaluate: 3:50, 3: or :50."),
    click.option("--formation", type=click.IntRange(min=0), help="Number of formation cycles, left out of all means."),
)
CIRCUIT = "'R0-p(R1,CPE1)-W2'"
THICKNESS = click.option(
    "--thickness",
    default="",
    metavar="'500 um'",
    help="Thickness of the layer between the electrodes: conductivities from spectra or direct current, with --area.",
)
SERIES = click.option(
    "--series",
    type=click.Path(path_type=Path),
    help="A CSV with the temperature or the time of impedance files or sweeps: file,sweep,temperature [degC],time [h].",
)
ARC = click.option(
    "--arc",
    "arcs",
    multiple=True,
    metavar="NUMBER=PART",
    help="Part of the cell that an arc of its spectra is, such as 2=interlayer; repeatable.",
)
CIRCUIT_OF_SPECTRA = click.option(
    "--circuit", default="", metavar=CIRCUIT, help="Circuit of impedance spectra; default: the best of a list."
)
OF_SPECTRA = (
    CIRCUIT_OF_SPECTRA,
    SERIES,
    ARC,
    THICKNESS,
)
TECHNIQUES = ("auto", "cycling", "tafel", "voltammetry", "polarisation")
OF_KINETICS = (
    click.option(
        "--technique",
        default="auto",
        type=click.Choice(TECHNIQUES),
        metavar="|".join(TECHNIQUES),
        help="Technique of a recording, in place of what its data say.",
    ),
    click.option("--temperature", default="", metavar="'25 degC'", help="Temperature of a sweep or a polarisation."),
    click.option(
        "--resistance",
        default="",
        metavar="'12 ohm'",
        help="Tafel: resistance in series, held in the fit; also '30 ohm cm^2', or the file of a spectrum.",
    ),
    click.option(
        "--working-current",
        default="",
        metavar="'0.5 mA/cm^2'",
        help="Tafel: current of the overpotential that the exchange current would imply.",
    ),
    click.option("--threshold", default="", metavar="'10 uA/cm^2'", help="Linear sweep: current that counts as onset."),
    click.option(
        "--before",
        default="",
        metavar="'80 ohm'",
        help="Polarisation: resistance of the interfaces before the step, or the file of their spectrum.",
    ),
    click.option("--after", default="", metavar="'90 ohm'", help="The same in the steady state."),
    click.option("--bulk", default="", metavar="'50 ohm'", help="Resistance of the electrolyte; else of the spectrum."),
)
OF_MATERIALS = (
    click.option("--sample", default="", metavar="NAME", help="Material curves: the sample, such as Na3PS4."),
    click.option("--poisson", default="", metavar="'0.30 +- 0.03'", help="Indents: Poisson ratio of the sample."),
    click.option("--tip", default="", metavar="berkovich|vickers|...", help="Indents: shape of the tip."),
    click.option("--tip-modulus", default="", metavar="'1141 GPa'", help="Indents: Young's modulus of the tip."),
    click.option("--tip-poisson", default="", metavar="0.07", help="Indents: Poisson ratio of the tip."),
    click.option(
        "--tip-area", default="", metavar="C0,C1,...", help="Indents: area function C0 h^2 + C1 h + ..., h in nm."
    ),
    click.option("--true-density", default="", metavar="'2.28 g/cm^3'", help="Pressed powders: density without pores."),
    click.option("--dense", default="", metavar="'95 %'", help="Pressed powders: what counts as nearly dense."),
    click.option(
        "--etch-rate", default="", metavar="'5.5 +- 0.5 nm/min'", help="Depth profiles: etch rate, for depths."
    ),
    click.option(
        "--step",
        "steps",
        multiple=True,
        metavar="NUMBER=PART",
        help="Mass over temperature: what a step loses, such as 1=S; repeatable.",
    ),
    click.option(
        "--peaks", default="", metavar="FILE.toml", help="XPS, Raman, NMR: peaks with assignments, background, range."
    ),
)
OF_FIT = (
    click.option("--circuit", required=True, metavar=CIRCUIT, help="R, C, L, CPE, ZARC, W, Ws, Wo, G, TL."),
    click.option("--hold", "held", multiple=True, metavar="NAME=VALUE", help="A parameter to hold, in SI; repeatable."),
    click.option("--area", default="", metavar="'1.13 cm^2'", help="Area of one face; parameters are then per area."),
    THICKNESS,
    click.option("--columns", type=click.Path(path_type=Path), help="A TOML file that names the columns of a table."),
    SERIES,
    click.option("--out", type=click.Path(path_type=Path), help="Output folder for page, tables and findings.json."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.spectra/1)."),
)


def measuring(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command with these options.

    Those of the cell and the current come as one keyword, `given`, those of kinetics as `kinetics`, those of material
    curves as `materials`.
    """

    @wraps(command)
    def with_given(*args: Any, formation: int | None, **options: Any) -> Any:
        from ...studies import Given

        texts = {name: options.pop(name) for name in ("current", "cell", "mass", "cycles", "thickness", "arcs")}
        kinetics = _kinetics(options)
        materials = _materials(options)
        given = Given(formation=formation, **texts)
        return command(*args, given=given, kinetics=kinetics, materials=materials, **options)

    for option in reversed((*OPTIONS, *OF_SPECTRA, *OF_KINETICS, *OF_MATERIALS)):
        with_given = option(with_given)
    return with_given


def of_data(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command with the options of impedance spectra and of kinetics, which come as `kinetics`."""

    @wraps(command)
    def with_kinetics(*args: Any, **options: Any) -> Any:
        return command(*args, kinetics=_kinetics(options), **options)

    for option in reversed((*OF_SPECTRA, *OF_KINETICS)):
        with_kinetics = option(with_kinetics)
    return with_kinetics


def _kinetics(options: dict[str, Any]) -> KineticsGiven:
    """Return the options of kinetics, which are taken out of `options`."""
    from dataclasses import fields

    from ...studies import KineticsGiven

    return KineticsGiven(**{field.name: options.pop(field.name) for field in fields(KineticsGiven)})


def _materials(options: dict[str, Any]) -> CurvesGiven:
    """Return the options of material curves, which are taken out of `options`."""
    from dataclasses import fields

    from ...studies import CurvesGiven

    return CurvesGiven(**{field.name: options.pop(field.name) for field in fields(CurvesGiven)})


def fitting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command with the options of a fit of a given circuit."""
    for option in reversed(OF_FIT):
        command = option(command)
    return command
