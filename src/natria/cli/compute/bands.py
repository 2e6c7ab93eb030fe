"""natria compute bands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .calculating import ProgressLines, calculating, ensure_free, program, replaying_states, stored_option
from .showing import CommandResult, TableRows, show, si_option

if TYPE_CHECKING:
    from ...atoms.electronic import ElectronicBands, TunnellingLayer
    from ...quantity import NatriaError
    from ...record import Structure

REFUSED = 2
HALF = "half-gap"


@click.command()
@click.argument("file", metavar="STRUCTURE", type=click.Path(path_type=Path))
@calculating
@stored_option
@click.option(
    "--relaxed", is_flag=True, help="Take the relaxed cell of STRUCTURE that natria ships of this calculator."
)
@click.option("--mesh", metavar="N,N,N", help="K-points of the density (default: those of the calculator).")
@click.option("--refine", type=click.IntRange(1), default=2, show_default=True, help="Mesh of the states over --mesh.")
@click.option("--points", type=click.IntRange(2), default=100, show_default=True, help="K-points along the path.")
@click.option("--path", "letters", help="Letters of the path, such as GXWKGL (default: the whole path of the lattice).")
@click.option("--empty", type=click.IntRange(1), default=6, show_default=True, help="Empty bands to compute.")
@click.option("--spin-orbit", is_flag=True, help="Add spin-orbit coupling to the states, without self-consistency.")
@click.option("--hybrid", help="Gap of a hybrid functional on the mesh of the density, such as HSE06; needs libxc.")
@click.option("--width", help="Spread the density of states by Gaussians, such as '0.1 eV' (default: tetrahedra).")
@click.option("--barrier", help="Tunnelling barrier: half-gap, or an energy such as '2 eV'. Needs the four below.")
@click.option("--ground", help="On what the barrier rests, for a barrier that is an energy.")
@click.option("--leakage", help="Tunnelling current that counts as none, such as '1 nA/cm^2'.")
@click.option("--voltage", help="Voltage over the layer, such as '0.1 V'.")
@click.option("--mass", type=float, help="Effective mass of the electron in the barrier over that of the free one.")
def bands_command(file: Path, **options: Any) -> int:
    """Compute the band structure, the gap and the density of states of STRUCTURE.

    The gap follows from counting electrons over all k-points of a path and of a dense mesh. The smallest cell is
    computed, at the positions that are given: relax it first, or give --relaxed where natria ships its cell. Needs a
    calculator with electrons: gpaw, or module:function. Every calculation is stored, so a run that was killed goes on
    when the same command is run again. A gap that fails a condition is refused with the reason, and the exit code is 2.
    With --out the folder gets `states.json` too: the energies at all k-points and the recipe.
    """
    if options["stored"]:
        ensure_free(click.get_current_context(), "mesh", "refine", "points", "letters", "empty", "hybrid")
    return run(file, **options)


def run(file: Path, *, name: str, given: tuple[str, ...], place: Path | None, **options: Any) -> int:
    """Compute, print, and write where a folder is given; return the exit code."""
    from dataclasses import replace

    from ...atoms.calculators import read_structure
    from ...atoms.electronic import StatesSettings, electronic_bands
    from ...atoms.gates import bands_conditions
    from ...atoms.structures import primitive
    from ...report import ensure_writable

    asked = _layer_options(options)
    stated = _stated_layer(asked)
    settings = StatesSettings(
        mesh=_counts(options["mesh"]),
        refine=options["refine"],
        points=options["points"],
        letters=options["letters"],
        empty=options["empty"],
        spin_orbit=options["spin_orbit"],
        hybrid=options["hybrid"],
        width=_width(options["width"]),
    )
    structure = primitive(_relaxed(file, name) if options["relaxed"] else read_structure(file))
    if options["out"] is not None:
        ensure_writable(options["out"], "band structure", inputs=(file,))
    if options["stored"]:
        evaluate, asked_then = replaying_states(
            structure, name, given, spin_orbit=settings.spin_orbit, relaxed=options["relaxed"]
        )
        settings = replace(settings, **asked_then)
    else:
        evaluate = program(structure, name, given, place)
    if options["hybrid"] is not None:
        evaluate.ensure_hybrid(options["hybrid"])
    found = electronic_bands(structure, evaluate, settings, ProgressLines(evaluate).counted)
    gated = bands_conditions(found, evaluate.recipe)
    layer, failed = (None, None) if gated.outcome == "refused" else _layer(found, asked, stated)
    _show(found, gated, evaluate, layer, out=options["out"], as_json=options["as_json"])
    if failed is not None:  # the bands are shown and written; only the layer is missing
        raise failed
    return REFUSED if gated.outcome == "refused" else 0


def _relaxed(file: Path, name: str) -> Structure:
    """The relaxed cell of a stored run; the standard error says of which."""
    from ...atoms.calculators import read_structure, relaxed_by
    from ...atoms.structures import primitive

    structure, run = relaxed_by(primitive(read_structure(file)), name)
    click.echo(f"relaxed cell of the stored run {run.name}: {run.recipe}", err=True)
    return structure


def _counts(text: str | None) -> tuple[int, int, int] | None:
    if text is None:
        return None
    try:
        one, two, three = map(int, text.split(","))
    except ValueError:
        raise click.UsageError(f"--mesh {text!r}: expected three counts, such as 8,8,8") from None
    return one, two, three


def _width(text: str | None) -> float | None:
    from ...quantity import InputError, Problem

    width = None if text is None else si_option(text, "J", "--width")
    if width is not None and width <= 0:
        fix = "give a width above zero, or leave it out for tetrahedra"
        raise InputError("--width", [Problem("", f"{text!r} spreads no state", fix)])
    return width


def _layer_options(options: dict[str, Any]) -> dict[str, Any]:
    """The options of the tunnelling layer, all of them or none; read before anything is computed."""
    names = ("barrier", "leakage", "voltage", "mass")
    absent = [f"--{one}" for one in names if options[one] is None]
    if len(absent) == len(names):
        return {}
    if absent:
        raise click.UsageError(f"a tunnelling layer needs --{', --'.join(names)}; missing: {', '.join(absent)}")
    if options["barrier"] != HALF and not options["ground"]:
        raise click.UsageError("a barrier that is an energy needs --ground, such as 'work function less affinity'")
    return {
        "height": None if options["barrier"] == HALF else si_option(options["barrier"], "J", "--barrier"),
        "ground": options["ground"],
        "leakage": si_option(options["leakage"], "A/m^2", "--leakage"),
        "voltage": si_option(options["voltage"], "V", "--voltage"),
        "mass": options["mass"],
    }


def _stated_layer(asked: dict[str, Any]) -> TunnellingLayer | None:
    """The layer of a stated barrier; for half of the gap the other options are checked."""
    from ...atoms.electronic import TunnellingBarrier, blocking_layer, ensure_layer_asked

    if not asked:
        return None
    rest = (asked["leakage"], asked["voltage"], asked["mass"])
    if asked["height"] is None:
        ensure_layer_asked(*rest)
        return None
    return blocking_layer(TunnellingBarrier(asked["height"], asked["ground"]), *rest)


def _layer(
    found: ElectronicBands, asked: dict[str, Any], stated: TunnellingLayer | None
) -> tuple[TunnellingLayer | None, NatriaError | None]:
    """The layer that was asked for, or the reason why half of the gap gives none."""
    from ...atoms.electronic import blocking_layer, half_gap
    from ...quantity import InputError, Problem

    if not asked or stated is not None:
        return stated, None
    if found.gap.is_metal:
        what = "a metal has no gap, so no barrier follows from it"
        return None, InputError("--barrier", [Problem("", what, "give an energy with its ground")])
    try:
        return blocking_layer(half_gap(found.gap.width), asked["leakage"], asked["voltage"], asked["mass"]), None
    except InputError as bad:
        return None, bad


def _show(
    found: Any, gated: Any, evaluate: Any, layer: TunnellingLayer | None, *, out: Path | None, as_json: bool
) -> None:
    from ... import __version__
    from ...report.atoms import BANDS, bands_document, bands_files, bands_rows, bands_summary, tunnelling_line

    document = bands_document(found, gated, evaluate, __version__, layer)
    result = CommandResult(
        lambda: document,
        lambda: [
            bands_summary(found, gated),
            TableRows(("quantity", "value", ""), bands_rows(found) if gated.outcome != "refused" else ()),
            *(one.line for one in gated.conditions),
            *([] if layer is None else [tunnelling_line(layer)]),
            f"calculations: {evaluate.calls} computed, {evaluate.found} from the store",
        ],
        lambda: bands_files(document, found, evaluate),
        "band structure",
        {"figure": "bands.png", "numbers": BANDS},
    )
    show(result, out=out, as_json=as_json)
