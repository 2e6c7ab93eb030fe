"""kumar2020: a layer of 3 to 35 um on sodium in a liquid, up to 50 mA/cm^2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import nan

import numpy as np

from natria.laws import limiting_current_density
from natria.literature import fact
from natria.models.cell import Cell, prepare
from natria.models.cell.cell import Electrode, SaltLayer
from natria.quantity import show_value

from .hanging import hanging, hangs_on
from .kumar2020_heat import BPI, FALLING, LARGEST_RISING, heat, heat_by_vanishing, heat_of_a_spot
from .running import MA, NONE, OHM, Sheet, cycled, electrodes, part_sums, prepared_of, root, studio

CURRENTS = (1, 5, 10, 15, 20, 25, 40, 50)  # mA/cm^2 at which the paper cycled, and 5 and 10 between them


def by_thickness() -> Sheet:
    """At 1 mA/cm^2 and 1 mAh/cm^2, as reported."""
    columns = {
        "as designed, fitted at 3 um": "",
        "fitted at both": "fitted on both thicknesses",
        "faces fitted too": "faces fitted too",
        "faces of yuan2025, 1.3 mA/cm^2": "exchange current of yuan2025",
        "free electrolyte": "free electrolyte",
        "one layer": "one layer",
    }
    known = {3: "kumar2020:eta-3um", 35: "kumar2020:eta-35um"}

    def cost(what_if: str, microns: float) -> float:
        design = studio("kumar2020", what_if).design(BPI if microns else f"{BPI}/pristine")
        if microns:
            design = design.with_({"interphase.bpi.thickness": f"{microns} um"})
        return 1e3 * cycled(prepare(design), 1, 1, cycles=3).overpotential

    rows = [
        (f"{um} um", *(cost(w, um) for w in columns.values()), show_value(fact(known[um])) if um in known else "")
        for um in (0, 3, 10, 20, 35)
    ]
    alone = 1e3 * cycled(prepared_of(f"{BPI}/monophasic"), 1, 1, cycles=3).overpotential
    rows.append(("NaOH alone, 3 um", alone, *[""] * (len(columns) - 1), ""))
    return Sheet("Overpotential against thickness, mV at 1 mA/cm^2", ("layer", *columns, "reported"), rows)


def by_current() -> Sheet:
    """All at 1 mAh/cm^2, with the cell's own heat."""
    base, free = prepared_of(BPI), prepared_of(BPI, "free electrolyte")
    controls = (prepared_of(f"{BPI}/pristine"), free, prepared_of(f"{BPI}/35um"))
    rows = []
    for current in CURRENTS:
        done = cycled(base, current, 1)
        others = (1e3 * cycled(p, current, 1).overpotential for p in controls)
        parts = part_sums(done)
        names = ("layers on sodium", "faces", "electrolyte", "salt gradient")
        whole = 1e3 * done.overpotential
        rows.append((current, whole, *others, *(parts[n] for n in names), done.warming, done["least_salt"].min()))
    parts_head = ("layers", "faces", "liquid", "salt gradient")
    head = ("mA/cm^2", "3 um, mV", "bare", "free electrolyte", "35 um", *parts_head, "warming, K", "salt")
    return Sheet("Overpotential against current, mV; of the cell with 3 um by part", head, rows)


def separators() -> Sheet:
    """Whether 50 mA/cm^2 can be carried at all."""

    def with_number(macmullin: float) -> Cell:
        return _macmullin(prepared_of(BPI).cell, macmullin)

    rows = []
    for n in (5, 6, 7.5, 8, 9, 10):
        done = cycled(prepared_of(BPI), 50, 1, with_number(n))
        limit = limiting_current(with_number(n)) / MA
        share, least = 50 / limit, max(float(done["least_salt"].min()), 0.0)
        how = done.ending.event if done.ending else "none in ten cycles"
        gone = done.ending.time if done.ending else nan
        rows.append((n, limit, share, least, how, gone, 1e3 * done.overpotential))
    head = ("MacMullin number", "J_lim, mA/cm^2", "J/J_lim", "least salt", "ending", "after s", "overpotential, mV")
    return Sheet("The separator at 50 mA/cm^2, half-cycles of 72 s", head, rows)


def _macmullin(cell: Cell, value: float) -> Cell:
    layers = tuple(replace(x, macmullin=value) if isinstance(x, SaltLayer) else x for x in cell.electrolyte)
    return replace(cell, electrolyte=layers)


def limiting_current(cell: Cell) -> float:
    """A/m^2, of the separator."""
    (salt,) = cell.salts
    diffusivity = salt.diffusivity / salt.macmullin
    return limiting_current_density(diffusivity, salt.concentration, 1 - salt.transference, salt.thickness)


def worst_separator() -> float:
    """The MacMullin number up to which 50 mA/cm^2 goes on."""

    def lives(value: float) -> float:
        return -1.0 if cycled(prepared_of(BPI), 50, 1, _macmullin(prepared_of(BPI).cell, value), 3).ending else 1.0

    return root(lives, 5, 20)


def spread_out(cell: Cell, factor: float, *, layers: bool) -> Cell:
    """Deposits with so many times the area: faces carry less current each, layers do where they cover the deposits."""

    def wider(e: Electrode) -> Electrode:
        films = tuple(replace(f, conductivity=f.conductivity * factor) for f in e.films) if layers else e.films
        return replace(e, exchange_current=e.exchange_current * factor, films=films)

    return electrodes(cell, wider)


def area_needed(current: float, target: float, *, layers: bool) -> float:
    """The area of the deposits over that of the foil; nan where no factor does."""
    base = prepared_of(BPI)

    def beyond(factor: float) -> float:
        return cycled(base, current, 1, spread_out(base.cell, factor, layers=layers)).overpotential - target

    return root(beyond, 1, 1e4)


def short_needed(current: float, target: float) -> float:
    """The share of the current that goes past the electrolyte, so that the rest shows the target (V)."""
    base = prepared_of(BPI)
    through = root(lambda j: cycled(base, j, j / current).overpotential - target, 1, current)
    return 1 - through / current


def area_and_shorts() -> Sheet:
    base = prepared_of(BPI)
    target = cycled(base, LARGEST_RISING, 1).overpotential
    least = cycled(base, 1, 1, cycles=3)
    rows = []
    for current in FALLING:
        share = short_needed(current, target)
        path = target / (share * current * MA)  # ohm m^2
        by_path = root(lambda j, r=path: _shunted(j, r) - 1.0, 1e-3, 1.0)  # of 1 mA/cm^2 through the electrolyte
        at_one = 1e3 * cycled(base, by_path, by_path, cycles=3).overpotential
        faces, both = (area_needed(current, target, layers=layers) for layers in (False, True))
        both_text = NONE if np.isnan(both) else both
        row = (current, 1e3 * target, NONE if np.isnan(faces) else faces, both_text, share, path / OHM)
        rows.append((*row, at_one, 1e3 * least.overpotential))
    head = (
        "mA/cm^2",
        "as low as, mV",
        "area factor, faces",
        "area factor, faces and layers",
        "share shorted",
        "path, ohm cm^2",
        "the same path at 1 mA/cm^2: mV",
        "without: mV",
    )
    return Sheet("Area growth and shorts: what each alone would need", head, rows)


def _shunted(through: float, path: float) -> float:
    """mA/cm^2 of cell and path together, where so much goes through the cell."""
    volts = cycled(prepared_of(BPI), through, through, cycles=2).overpotential
    return through + volts / path / MA


def sheets() -> Iterator[Sheet]:
    yield by_thickness()
    yield by_current()
    yield separators()
    yield Sheet("The tightest separator", ("MacMullin number up to which 50 mA/cm^2 goes on",), [(worst_separator(),)])
    yield heat()
    yield heat_by_vanishing()
    yield heat_of_a_spot()
    yield area_and_shorts()
    thick = hangs_on(f"{BPI}/35um", lambda p: cycled(p, 1, 1, cycles=2).overpotential)
    yield hanging("What 35 um at 1 mA/cm^2 hangs on", thick)
    fast = hangs_on(BPI, lambda p: cycled(p, 50, 1, cycles=4).overpotential)
    yield hanging("What 3 um at 50 mA/cm^2 hangs on", fast)
