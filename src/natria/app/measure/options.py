"""What may be asked of a recording beside its file, as fields that the page draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...quantity import InputError, Problem, UnitError, parse_quantity

if TYPE_CHECKING:
    from ...api_files import FilesGiven

BY = "the app"
CYCLING, SPECTRA, KINETICS, MATERIALS = "cycling", "spectra", "kinetics", "materials"
MOST_TEXT, MOST_LINES = 500, 20_000  # letters of an option, and of one of several lines


@dataclass(frozen=True)
class AppOption:
    """A field of the form for the kinds of data `of`.

    It takes one of `choices` unless it is `free`, and several lines where it is `long`.
    """

    name: str
    label: str
    example: str
    of: tuple[str, ...]
    choices: tuple[str, ...] = ()
    free: bool = False
    says: str = ""
    long: bool = False


CIRCUITS = (
    "R0-p(R1,CPE1)",
    "R0-p(R1,CPE1)-W2",
    "R0-p(R1,CPE1)-p(R2,CPE2)",
    "R0-p(R1,CPE1)-p(R2,CPE2)-W3",
    "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)",
    "L0-R0-p(R1,CPE1)-p(R2,CPE2)",
    "R0-p(R1,CPE1)-CPE2",
)
PEAKS = """background = "shirley"
[[peak]]
name = "Na3Sb"
place = "527.1 eV"
width = "1.4 eV\""""
EVERY: tuple[AppOption, ...] = (
    AppOption("area", "Area of one electrode", "1.13 cm^2", (CYCLING, SPECTRA, KINETICS)),
    AppOption("mass", "Active mass", "2.5 mg", (CYCLING,), says="for capacities in mAh/g"),
    AppOption("cell", "Kind of cell", "", (CYCLING, KINETICS), ("symmetric", "half", "full"), says="as recognised"),
    AppOption("cycles", "Cycles to evaluate", "3:50", (CYCLING,)),
    AppOption("formation", "Formation cycles", "2", (CYCLING,), says="the first ones, left out of all means"),
    AppOption("current", "Current, if not in the file", "0.25 mA", (CYCLING,)),
    AppOption(
        "circuit", "Circuit", "R0-p(R1,CPE1)-W2", (SPECTRA,), CIRCUITS, free=True, says="empty: the best of a list"
    ),
    AppOption("thickness", "Thickness of the layer", "500 um", (SPECTRA, KINETICS), says="with the area: conductivity"),
    AppOption(
        "arcs", "Arcs that are parts", "2=interlayer; 3=electrode", (SPECTRA,), says="from the highest frequency"
    ),
    AppOption("technique", "Technique", "", (CYCLING, KINETICS), ("cycling", "tafel", "voltammetry", "polarisation")),
    AppOption("temperature", "Temperature", "25 degC", (KINETICS,)),
    AppOption("resistance", "Resistance in series", "12 ohm", (KINETICS,), says="of a Tafel sweep, held in the fit"),
    AppOption(
        "working_current", "Working current", "0.5 mA/cm^2", (KINETICS,), says="of the overpotential of a Tafel fit"
    ),
    AppOption("threshold", "Current at onset", "10 uA/cm^2", (KINETICS,), says="of a linear sweep"),
    AppOption("before", "Interfaces before", "80 ohm", (KINETICS,), says="of a polarisation, by impedance"),
    AppOption("after", "Interfaces after", "90 ohm", (KINETICS,), says="the same in the steady state"),
    AppOption("bulk", "Electrolyte", "50 ohm", (KINETICS,), says="its resistance"),
    AppOption("sample", "Sample", "Na3PS4", (MATERIALS,)),
    AppOption("poisson", "Poisson ratio", "0.30 +- 0.03", (MATERIALS,), says="of an indented sample"),
    AppOption("tip", "Tip", "berkovich", (MATERIALS,), ("berkovich", "vickers", "cube corner"), free=True),
    AppOption("tip_modulus", "Modulus of the tip", "1141 GPa", (MATERIALS,)),
    AppOption("tip_poisson", "Poisson ratio of the tip", "0.07", (MATERIALS,)),
    AppOption("tip_area", "Area function of the tip", "24.5, 1200", (MATERIALS,), says="C0, C1, ... for h in nm"),
    AppOption("true_density", "Density without pores", "2.28 g/cm^3", (MATERIALS,)),
    AppOption("dense", "Nearly dense", "95 %", (MATERIALS,)),
    AppOption("etch_rate", "Etch rate", "5.5 +- 0.5 nm/min", (MATERIALS,), says="for depths of a profile"),
    AppOption("steps", "Steps of the mass", "1=S; 2=H2O", (MATERIALS,), says="what each loses"),
    AppOption("peaks", "Peaks of a spectrum", PEAKS, (MATERIALS,), says="XPS, Raman, NMR: as TOML", long=True),
)
KNOWN: Mapping[str, AppOption] = {one.name: one for one in EVERY}
LABELS: Mapping[str, str] = {one.name: one.label for one in EVERY}
RESISTANCES = ("resistance", "before", "after")
OF_CELL = ("area", "mass", "cell", "current", "cycles", "thickness")
OF_KINETICS = ("technique", "temperature", "resistance", "working_current", "threshold", "before", "after", "bulk")
OF_MATERIALS = tuple(one.name for one in EVERY if one.of == (MATERIALS,) and one.name not in ("steps", "peaks"))


def names_for(kinds: Iterable[str]) -> list[str]:
    """Return the names of the options that are for some kinds of data, in order.

    Of none, those of recordings.
    """
    wanted = set(kinds) or {CYCLING}
    return [one.name for one in EVERY if wanted.intersection(one.of)]


def read_options(document: Any) -> dict[str, str]:
    """Return the options of a measurement; raises InputError for what is not one."""
    if not isinstance(document, dict):
        raise InputError("the request", [Problem("", "is no object of options", 'send for example {"area": "1 cm^2"}')])
    problems = [
        Problem(str(key)[:MOST_TEXT], "is no option of the app", f"known: {', '.join(KNOWN)}")
        for key in document
        if key not in KNOWN
    ]
    problems += [
        Problem(key, "is no short text", "write a value with its unit, such as '1 cm^2'")
        for key, value in document.items()
        if not (isinstance(value, str) and len(value) <= _most(key))
    ]
    if problems:
        raise InputError("the request", problems)
    return {key: value.strip() for key, value in document.items() if value.strip()}


def _most(name: str) -> int:
    return MOST_LINES if name in KNOWN and KNOWN[name].long else MOST_TEXT


def given_of(options: Mapping[str, str]) -> FilesGiven:
    """Return options as what is given with files; raises InputError for a wrong one."""
    from ...api_files import FilesGiven
    from ...studies import CurvesGiven, Given, KineticsGiven

    def of(names: Iterable[str]) -> dict[str, Any]:
        return {name: options[name] for name in names if name in options}

    _ensure_resistances(options)
    formation = options.get("formation")
    if formation is not None and not formation.isdecimal():
        raise InputError(BY, [Problem("formation", f"{formation!r} is no number of cycles", "write 0 or more")])
    return FilesGiven(
        Given(
            **of(OF_CELL),
            formation=None if formation is None else int(formation),
            arcs=_listed(options.get("arcs", "")),
            by=BY,
        ),
        options.get("circuit", ""),
        None,
        KineticsGiven(**of(OF_KINETICS)),
        CurvesGiven(
            **of(OF_MATERIALS), steps=_listed(options.get("steps", "")), peaks=_lines(options.get("peaks", ""))
        ),
    )


def _ensure_resistances(options: Mapping[str, str]) -> None:
    """Raise InputError where a resistance is none.

    On the command line such a text names a file, which that of a page may not.
    """
    for name in RESISTANCES:
        text = options.get(name, "")
        if text and not any(_converts(text, unit) for unit in ("ohm", "ohm m^2")):
            fix = f"write for example '{KNOWN[name].example}'"
            raise InputError(BY, [Problem(name, f"{text!r} is no resistance with its unit", fix)])


def _converts(text: str, unit: str) -> bool:
    try:
        parse_quantity(text, unit)
    except UnitError:
        return False
    return True


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _lines(text: str) -> str:
    """Return what was typed as lines: never the name of a file."""
    return f"{text}\n" if text else ""
