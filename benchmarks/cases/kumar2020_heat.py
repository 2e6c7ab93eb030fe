"""kumar2020: can heat make 40 and 50 mA/cm^2 cost less than 25 mA/cm^2?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import numpy as np

from natria.design import load_case
from natria.laws import constriction_heating
from natria.models.cell import Cell
from natria.models.cell.cell import Thermal
from natria.models.cell.failure.limits import MELTS
from natria.quantity import number

from .running import EV, MA, NONE, Sheet, cycled, electrodes, prepared_of, reported, root, studio

BPI = "kumar2020/bpi"
LARGEST_RISING = 25  # mA/cm^2: up to here the paper sees the overpotential rise; at 40 and 50 it is smaller
FALLING = (40, 50)
MOLTEN = MELTS - 298.15 - 0.1  # K that a cell can warm without its sodium melting


def by_law(cell: Cell, law: Thermal, *, liquid: bool) -> Cell:
    """Layers and faces with one law of temperature, as the paper fits it to 1/Rct; the liquid too or not."""
    warm = electrodes(cell, lambda e: replace(e, thermal=law, films=tuple(replace(f, thermal=law) for f in e.films)))
    layers = tuple(replace(x, thermal=law) for x in cell.electrolyte) if liquid else cell.electrolyte
    return replace(warm, electrolyte=layers)


def vft(energy: float, vanishing: float) -> Thermal:
    """eV and K, known at the temperature of the design."""
    return Thermal(energy * EV, vanishing, 298.15)


def largest_vanishing() -> float:
    """The upper end of the band of T0 in the design, K: the steepest law that it allows."""
    return load_case("kumar2020").design(BPI).finding("interphase.bpi.conduction.vft_temperature_most").plain


def heat_laws() -> Mapping[str, Cell]:
    cell = prepared_of(BPI).cell
    bpi, bare = reported("kumar2020:vft-bpi") / EV, reported("kumar2020:vft-pristine") / EV
    most = largest_vanishing()
    at, layer, metal = f"T0 {number(most)} K", vft(bpi, most), vft(bare, most)
    return {
        "the layer only (design)": cell,
        f"layers and faces, VFT {number(bpi)} eV, {at}": by_law(cell, layer, liquid=False),
        f"layers and faces, {number(bpi)} eV read as Arrhenius": by_law(cell, vft(bpi, 0), liquid=False),
        f"layers, faces and liquid, VFT {number(bpi)} eV, {at}": by_law(cell, layer, liquid=True),
        f"layers and faces as bare sodium, VFT {number(bare)} eV, {at}": by_law(cell, metal, liquid=False),
        f"layers, faces and liquid as bare sodium, VFT {number(bare)} eV, {at}": by_law(cell, metal, liquid=True),
    }


@dataclass(frozen=True, eq=False)
class Warmed:
    """The overpotential of a cell at one current against its temperature, without heat of its own: a run for each
    temperature up to the melting point of sodium, and a smooth curve through them."""

    current: float  # mA/cm^2
    cell: Cell

    @cached_property
    def at(self) -> Callable[[float], float]:
        from scipy.interpolate import PchipInterpolator

        rises = np.linspace(0, MOLTEN, 13)
        cells = (replace(self.cell, temperature=self.cell.temperature + rise, heat=None) for rise in rises)
        volts = [cycled(prepared_of(BPI), self.current, 1, cell, 2).overpotential for cell in cells]
        return PchipInterpolator(rises, volts)

    def needed(self, volts: float) -> float:
        """K above the surroundings at which it shows an overpotential; nan where sodium melts before."""
        return root(lambda rise: float(self.at(rise)) - volts, 1e-2, MOLTEN)

    def own(self, share: float) -> float:
        """K at which it makes as much heat as goes away with a share of the usual cooling; nan where sodium melts."""
        assert self.cell.heat is not None
        cooling = share * self.cell.heat.transfer
        return root(lambda rise: self.current * MA * float(self.at(rise)) - cooling * rise, 1e-3, MOLTEN)


def cooling_needed(hot: Warmed, low: Warmed) -> float:
    """The share of the usual cooling with which heat alone makes the overpotential at one current as low as that at the
    other, cooled alike; nan where sodium melts before."""

    def beyond(share: float) -> float:
        return float(hot.at(hot.own(share))) - float(low.at(low.own(share)))

    before = 1.0
    for share in np.geomspace(1.0, 0.02, 80):
        here = beyond(float(share))
        if np.isnan(here):
            return nan
        if here <= 0:
            return root(beyond, float(share), before)
        before = float(share)
    return nan


def heat() -> Sheet:
    """Available is the most that a cell can warm which shows no more than what it shows at 25 mA/cm^2."""
    rows = []
    for name, cell in heat_laws().items():
        low = cycled(prepared_of(BPI), LARGEST_RISING, 1, cell).overpotential
        row: list[float | str] = [name, 1e3 * low]
        for current in FALLING:
            own = cycled(prepared_of(BPI), current, 1, cell)
            hot = Warmed(current, cell)
            assert cell.heat is not None
            available = current * MA * low / cell.heat.transfer
            answers = (hot.needed(low), cooling_needed(hot, Warmed(LARGEST_RISING, cell)))
            row += [1e3 * own.overpotential, own.warming, available, *(NONE if np.isnan(x) else x for x in answers)]
        rows.append(row)
    each = [(f"{j}: mV", "warms by, K", "available, K", "needed, K", "share of cooling") for j in FALLING]
    head = ("law of temperature", "25: mV", *(word for five in each for word in five))
    return Sheet("Heat: can it make 40 and 50 mA/cm^2 cost less than 25 mA/cm^2?", head, rows)


def heat_of_a_spot() -> Sheet:
    """Where the current is drawn together in the layer, were the drop of the whole cell over that spot alone."""
    design = studio("kumar2020").design(BPI)
    conducts = prepared_of(BPI).cell.working.films[0].conductivity
    volts = cycled(prepared_of(BPI), 50, 1).overpotential
    rise = float(constriction_heating(volts, conducts, design.finding("usual.thermal_conductivity").plain))
    return Sheet(
        "A hot spot in the layer at 50 mA/cm^2", ("drop over it, mV", "warmer by, mK"), [(1e3 * volts, 1e3 * rise)]
    )


def heat_by_vanishing() -> Sheet:
    """T0 stands in the paper's supplement only: the ends of its band, and what it would have to be."""
    energy, bare = reported("kumar2020:vft-bpi") / EV, reported("kumar2020:vft-pristine") / EV
    rows = []
    for vanishing in (0.0, largest_vanishing(), 150.0, 200.0, 220.0, 240.0):
        cell = by_law(prepared_of(BPI).cell, vft(energy, vanishing), liquid=False)
        low, high = (cycled(prepared_of(BPI), j, 1, cell) for j in (LARGEST_RISING, 50))
        slope = (298.15 / (298.15 - vanishing)) ** 2
        needed = Warmed(50, cell).needed(low.overpotential)
        row = (vanishing, energy * slope, bare * slope, 1e3 * low.overpotential, 1e3 * high.overpotential, high.warming)
        rows.append((*row, NONE if np.isnan(needed) else needed))
    head = (
        "T0, K",
        "apparent energy, eV",
        "of bare sodium, eV",
        "25 mA/cm^2: mV",
        "50 mA/cm^2: mV",
        "warming, K",
        "needed, K",
    )
    return Sheet("Layers and faces by the same VFT parameter, if T0 were another", head, rows)
