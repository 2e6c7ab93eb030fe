"""What a cell must do over time where an equation can be solved by hand: salt used up, growth, heat, sodium, voids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from verified_cells import FAST, FOIL, KELVIN, PELLET, SEPARATOR, cell_of, limiting, milli, ran, relaxation
from verified_check import Check

from natria.laws import (
    adiabatic_heating_rate,
    arrhenius_factor,
    depletion_fraction,
    depletion_time,
    linear_growth,
    logarithmic_growth,
    parabolic_growth,
    power_growth,
    sand_time,
    self_limiting_growth,
    steady_temperature_rise,
    wagner_growth,
)
from natria.models.cell.cell import Electrode, Film, Growth, Heat, SolidLayer, Thermal, Voids
from natria.models.cell.equations.states import MONOLAYER
from natria.models.cell.failure.limits import DEPLETED

ROUNDING = 1e-12
FINE = 400  # volumes; where J/J_lim = 20 the salt is used up within the first hundredth of the gap


def depleted_after(ratio: float, volumes: int = FINE, rtol: float = 1e-8) -> float:
    """Time (s) until the salt at the plating face is used up, at J/J_lim; nan where that does not happen."""
    current = ratio * limiting(SEPARATOR)
    out = ran(
        cell_of(SEPARATOR, working=FAST),
        f"plate {milli(current)} for {40 * relaxation(SEPARATOR)!r} s",
        volumes=volumes,
        rtol=rtol,
        samples=4,
    )
    return out.done[-1].state.time if out.event == "salt depleted" else float("nan")


def sand() -> Iterator[Check]:
    """Far above J_lim, where the other electrode is not felt."""
    slowed = SEPARATOR.diffusivity / SEPARATOR.macmullin
    for ratio in (5.0, 10.0, 20.0):
        # D_eff times porosity: the pores slow the salt down and hold less of it
        exact = sand_time(
            ratio * limiting(SEPARATOR),
            slowed * SEPARATOR.porosity,
            SEPARATOR.concentration,
            1 - SEPARATOR.transference,
        )
        yield Check(
            f"Sand's time at {ratio:g} J_lim", "pi D (F c0/(2 J t_a))^2", depleted_after(ratio), exact, 0.01, "s"
        )


def depletion() -> Iterator[Check]:
    """The same in a finite gap, down to J_lim, to the share of the salt at which the engine says used up."""
    from scipy.optimize import brentq

    span = relaxation(SEPARATOR)
    for ratio in (1.05, 1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0):
        found = depleted_after(ratio)
        yield Check(
            f"salt used up at {ratio:g} J_lim",
            "laws.depletion_time",
            found,
            depletion_time(ratio, 1.0, span),
            0.01,
            "s",
        )
        left = (1 - DEPLETED) / ratio
        exact = brentq(lambda t, left=left: depletion_fraction(t, span) - left, 0.0, 10 * span, rtol=1e-12)
        yield Check(
            f"the same to a salt of {DEPLETED:g} c0",
            "ratio x depletion_fraction(t) = 1 - 1e-3",
            found,
            exact,
            3e-3 if ratio > 10 else 1e-3,
            "s",
        )
    yield Check(
        "salt used up at 0.95 J_lim within 40 L^2/D", "never", float(np.isfinite(depleted_after(0.95, 40))), 0.0, 0.0
    )


HOUR = 3600.0
LAWS = {
    # law: parameters, its curve, a thickness to start from (m); constants that give tens of nm in an hour
    "linear": ((2e-11,), linear_growth, 5e-9),
    "parabolic": ((1e-18,), parabolic_growth, 5e-9),
    "power": ((1e-9, 0.3), power_growth, 5e-9),
    "logarithmic": ((5e-9, 20.0), logarithmic_growth, 5e-9),
    "self-limiting": ((50e-9, 2000.0), self_limiting_growth, 5e-9),
    "wagner": ((1e-8, 1e-10, 1.4, 2.8e-5), wagner_growth, 5e-9),
}


def growth() -> Iterator[Check]:
    """Every law from a thickness on, at rest and while the cell is cycled: the thickness is its curve, later on."""
    from scipy.optimize import brentq

    for law, (parameters, curve, first) in LAWS.items():
        since = brentq(lambda t, c=curve, p=parameters, h=first: float(c(t, *p)) - h, 0.0, 1e9, xtol=1e-14, rtol=1e-14)
        film = Film("film", first, 1e-5, growth=Growth(law, parameters))
        cell = cell_of(PELLET, working=replace(FOIL, films=(film,)))
        for hours in (1, 100):
            rest = ran(cell, f"rest {hours} h")
            exact = float(curve(hours * HOUR + since, *parameters))
            yield Check(
                f"{law} growth, {hours} h of rest", "laws.growth", rest.last("thickness_working"), exact, 1e-5, "m"
            )
        cycled = ran(cell, "plate 1 mA/cm^2 for 30 min", "strip 1 mA/cm^2 for 30 min", "repeat 10")
        exact = float(curve(10 * HOUR + since, *parameters))
        yield Check(
            f"{law} growth, 10 cycles of 1 h", "laws.growth", cycled.last("thickness_counter"), exact, 5e-5, "m"
        )


def growth_through_many_legs() -> Iterator[Check]:
    """The solver starts anew with every leg; what it errs in each does not add up over a thousand cycles."""
    (constant,), curve, first = LAWS["parabolic"]
    film = Film("film", first, 1e-5, growth=Growth("parabolic", (constant,)))
    cell = cell_of(PELLET, working=replace(FOIL, films=(film,)))
    out = ran(cell, "plate 1 mA/cm^2 for 30 min", "strip 1 mA/cm^2 for 30 min", "repeat 1000", samples=2)
    exact = float(curve(1000 * HOUR + first**2 / constant, constant))
    yield Check("parabolic growth, 1000 cycles of 1 h", "laws.growth", out.last("thickness_working"), exact, 1e-4, "m")


def growth_on_bare_metal() -> Iterator[Check]:
    """From nothing: a rate over the thickness begins with a monolayer, which the curve does not have."""
    for law in ("linear", "parabolic", "logarithmic", "self-limiting"):
        parameters, curve, _ = LAWS[law]
        film = Film("film", 0.0, 1e-5, growth=Growth(law, parameters))
        out = ran(cell_of(PELLET, working=replace(FOIL, films=(film,))), "rest 1 h")
        exact = float(curve(HOUR, *parameters))
        yield Check(
            f"{law} growth of bare metal, 1 h",
            "laws.growth",
            out.last("thickness_working"),
            exact,
            1.01 * MONOLAYER / exact,
            "m",
        )


def heat() -> Iterator[Check]:
    """A cell of one temperature: how it starts to warm, where it comes to rest, and on the way."""
    layer = SolidLayer("pellet", 500e-6, 0.02)  # 250 ohm cm^2
    current = 50.0
    volts = current * 500e-6 / 0.02
    cell = cell_of(layer, working=FAST, heat=Heat(1500.0, 20.0))
    alone = ran(replace(cell, heat=Heat(1500.0, 0.0)), "plate 5 mA/cm^2 for 100 s")
    rate = (alone.last("temperature") - KELVIN) / 100.0
    yield Check(
        "warming without cooling", "i V/C", rate, float(adiabatic_heating_rate(current, volts, 1500.0)), 1e-9, "K/s"
    )
    out = ran(cell, "plate 5 mA/cm^2 for 1 h")
    rise = float(steady_temperature_rise(current, volts, 20.0, 1.0))
    yield Check("rise that stays", "i V/(n h)", out.last("temperature") - KELVIN, rise, 1e-5, "K")
    early = ran(cell, "plate 5 mA/cm^2 for 75 s", rtol=1e-9)
    exact = rise * (1 - np.exp(-75.0 * 20.0 / 1500.0))
    yield Check(
        "rise after one time constant", "rise (1 - exp(-t h/C))", early.last("temperature") - KELVIN, exact, 1e-5, "K"
    )


def heat_feeds_back() -> Iterator[Check]:
    """A conductor that warms conducts better: the steady state solves i^2 R(T) = h (T - T0)."""
    from scipy.optimize import brentq

    layer = SolidLayer("pellet", 500e-6, 0.02, Thermal(30e3, 0.0, KELVIN))
    out = ran(cell_of(layer, working=FAST, heat=Heat(1500.0, 20.0)), "plate 5 mA/cm^2 for 2 h")

    def volts(kelvin: float) -> float:
        return 50.0 * 500e-6 / (0.02 * float(arrhenius_factor(30e3, kelvin, KELVIN)))

    warm = brentq(lambda t: 50.0 * volts(t) - 20.0 * (t - KELVIN), KELVIN, 370.0, xtol=1e-12, rtol=1e-14)
    rise = out.last("temperature") - KELVIN
    yield Check("rise with feedback", "i^2 R(T) = h (T - T0)", rise, warm - KELVIN, 2e-5, "K")
    yield Check("voltage with feedback", "i R(T)", out.last("voltage"), volts(warm), 5e-6, "V")


COPPER = Electrode(exchange_current=20.0, is_host=True, coverage_charge=100.0, nucleation=0.02)


def efficiency() -> Iterator[Check]:
    """Na|Cu: of each charge that is stripped a share is parted and lost, so stripped/plated = 1 - dead."""
    for dead in (0.0, 0.03, 0.2):
        cell = cell_of(PELLET, working=replace(COPPER, dead=dead), counter=FOIL, kind="half")
        out = ran(cell, "plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 to 1 V")
        time = out.of("time")
        stripped = 10.0 * (time[-1] - time[0])
        yield Check(f"stripped/plated with {dead:g} dead", "1 - dead", stripped / (10.0 * HOUR), 1 - dead, 1e-8)
        yield Check(
            f"dead sodium with {dead:g} dead",
            "dead x plated",
            out.last("dead_working"),
            dead * 10.0 * HOUR,
            1e-8,
            "C/m^2",
        )


def voids() -> Iterator[Check]:
    """Contact that is lost while stripping, and comes back while plating and at rest."""
    face = replace(FOIL, voids=Voids(refill=2.0, depth=1e5))
    cell = cell_of(PELLET, working=face, counter=FOIL)
    out = ran(cell, "strip 1 mA/cm^2 for 1 h", "rest 1 h", "plate 1 mA/cm^2 for 10 min", "plate 1 mA/cm^2 for 1 h")
    left = 8.0 * HOUR
    yield Check(
        "contact after stripping", "1 - (J - refill) t/depth", out.last("contact_working", 0), 1 - left / 1e5, ROUNDING
    )
    left -= 2.0 * HOUR
    yield Check("contact after a rest", "1 - void/depth", out.last("contact_working", 1), 1 - left / 1e5, ROUNDING)
    left -= 12.0 * 600
    yield Check(
        "contact after some plating", "1 - void/depth", out.last("contact_working", 2), 1 - left / 1e5, ROUNDING
    )
    yield Check("contact after more plating", "1", out.last("contact_working", 3), 1.0, 1e-7)
    lost = ran(cell, "strip 1 mA/cm^2 for 10 h")
    yield Check(
        "time to the least contact",
        "(1 - least) depth/(J - refill)",
        lost.done[-1].state.time,
        0.9 * 1e5 / 8.0,
        1e-9,
        "s",
    )


TRANSIENTS = (
    sand,
    depletion,
    growth,
    growth_through_many_legs,
    growth_on_bare_metal,
    heat,
    heat_feeds_back,
    efficiency,
    voids,
)
