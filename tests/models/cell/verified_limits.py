"""What a cell must do where an equation can be solved by hand: resistances, faces, salt that has come to rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from verified_cells import (
    FAST,
    FOIL,
    KELVIN,
    PELLET,
    SEPARATOR,
    cell_of,
    limiting,
    middles,
    milli,
    ran,
    relaxation,
    salt_in,
)
from verified_check import Check

from natria.laws import (
    FARADAY,
    GAS,
    arrhenius_factor,
    butler_volmer_overpotential,
    depletion_fraction,
    layer_area_resistance,
    linear_face_resistance,
    vft_factor,
)
from natria.models.cell.cell import Electrode, Film, SaltLayer, SolidLayer, Thermal

ROUNDING = 1e-12
THERMAL = GAS * KELVIN / FARADAY  # V


def ohmic() -> Iterator[Check]:
    """Solids, films and contacts alone, with their laws of temperature."""
    kelvin = 330.0
    stiff = Thermal(40e3, 0.0, 298.15)
    soft = Thermal(5e3, 180.0, 298.15)
    layers = (PELLET, SolidLayer("gel", 80e-6, 0.02, soft), SolidLayer("glass", 1e-6, 1e-4, stiff))
    films = (Film("inner", 5e-9, 1e-7, stiff), Film("outer", 60e-9, 3e-6))
    faces = replace(FAST, films=films)
    cell = cell_of(*layers, working=faces, counter=replace(FAST, films=films[:1]), temperature=kelvin, contact=2e-4)
    parts = [
        layer_area_resistance(500e-6, 0.05),
        layer_area_resistance(80e-6, 0.02 * vft_factor(5e3, 180.0, kelvin, 298.15)),
        layer_area_resistance(1e-6, 1e-4 * arrhenius_factor(40e3, kelvin, 298.15)),
        2 * layer_area_resistance(5e-9, 1e-7 * arrhenius_factor(40e3, kelvin, 298.15)),
        layer_area_resistance(60e-9, 3e-6),
        2e-4,
    ]
    for current in (1.0, -30.0):
        verb = "plate" if current > 0 else "strip"
        out = ran(cell, f"{verb} {milli(abs(current))} for 10 s")
        exact = current * float(sum(parts))
        yield Check(f"ohmic cell at {current:g} A/m^2", "V = J sum(R)", out.last("voltage"), exact, ROUNDING, "V")


def linear() -> Iterator[Check]:
    """Two faces far below their exchange current."""
    out = ran(cell_of(working=FOIL), f"plate {milli(1e-6 * FOIL.exchange_current)} for 10 s")
    exact = 2e-6 * FOIL.exchange_current * float(linear_face_resistance(FOIL.exchange_current, KELVIN))
    yield Check("two faces at J = 1e-6 i0", "V = 2 J RT/(F i0)", out.last("voltage"), exact, ROUNDING, "V")


def butler_volmer() -> Iterator[Check]:
    """Faces at currents of the order of their exchange current, with two exchange currents."""
    slow = replace(FOIL, exchange_current=0.3)
    out = ran(cell_of(working=FOIL, counter=slow), "plate 2 mA/cm^2 for 10 s")
    exact = float(np.sum(butler_volmer_overpotential(20.0, np.array([20.0, 0.3]), KELVIN)))
    yield Check(
        "faces of 20 and 0.3 A/m^2 at 20", "V = sum (2RT/F) asinh(J/2 i0)", out.last("voltage"), exact, ROUNDING, "V"
    )


def tafel() -> Iterator[Check]:
    """The slope over a decade far above the exchange current; each face has the slope of its own branch."""
    for alpha in (0.5, 0.3):
        face = Electrode(exchange_current=1e-6, plating_transfer=alpha, inventory=1e6)
        ends = [ran(cell_of(working=face), f"plate {milli(j)} for 1 s") for j in (10.0, 100.0)]
        per_decade = [ends[1].last(part) - ends[0].last(part) for part in ("face_working", "face_counter")]
        for slope, share, which in zip(per_decade, (alpha, 1 - alpha), ("plating", "stripping"), strict=True):
            exact = THERMAL * np.log(10) / share
            yield Check(f"Tafel slope, {which}, alpha {alpha:g}", "RT ln(10)/(alpha F)", slope, exact, 1e-9, "V")


def plating_overpotential(current: float, i0: float, alpha: float) -> float:
    """-eta (V) of a face that plates at a current, the root of Butler-Volmer by SciPy."""
    from scipy.optimize import brentq

    def missing(f: float) -> float:
        return i0 * (np.exp(alpha * f) - np.exp((alpha - 1) * f)) - current

    return THERMAL * float(brentq(missing, -90, 90, xtol=1e-15, rtol=1e-15))


def other_transfer() -> Iterator[Check]:
    """alpha other than 1/2; the stripping face has the other branch."""
    for alpha in (0.2, 0.35, 0.8):
        face = Electrode(exchange_current=3.0, plating_transfer=alpha, inventory=1e6)
        out = ran(cell_of(working=face), "plate 4 mA/cm^2 for 1 s")
        exact = plating_overpotential(40.0, 3.0, alpha) + plating_overpotential(40.0, 3.0, 1 - alpha)
        yield Check(
            f"two faces, alpha {alpha:g}", "root of Butler-Volmer (SciPy)", out.last("voltage"), exact, 1e-12, "V"
        )


def concentration_of_exchange() -> Iterator[Check]:
    """i0 goes with (c/c_ref)^(1 - alpha), of the salt that touches the face."""
    current = 0.5 * limiting(SEPARATOR)
    for alpha in (0.5, 0.3):
        face = Electrode(exchange_current=5.0, plating_transfer=alpha, inventory=1e6)
        out = ran(cell_of(SEPARATOR, working=face), f"plate {milli(current)} for 20 h")
        exact = plating_overpotential(current, 5.0 * 0.5 ** (1 - alpha), alpha)
        yield Check(
            f"plating face at half its salt, alpha {alpha:g}",
            "i0 (c/c_ref)^(1-alpha)",
            out.last("face_working"),
            exact,
            1e-10,
            "V",
        )


def steady_profile() -> Iterator[Check]:
    """A salt that has come to rest under a current: a straight line, whose mean is the salt at the start."""
    current = 0.95 * limiting(SEPARATOR)
    out = ran(
        cell_of(SEPARATOR, working=FAST), f"plate {milli(current)} for {20 * relaxation(SEPARATOR)!r} s", rtol=1e-8
    )
    anions, slowed = 1 - SEPARATOR.transference, SEPARATOR.diffusivity / SEPARATOR.macmullin
    slope = anions * current / (FARADAY * slowed)
    x, c = middles(out.packed), out.salt()
    exact = SEPARATOR.concentration + slope * (x - SEPARATOR.thickness / 2)
    yield Check(
        "slope of the steady profile", "dc/dx = t_a J/(F D_eff)", float(np.polyfit(x, c, 1)[0]), slope, 1e-10, "mol/m^4"
    )
    off = float(np.max(np.abs(c - exact)) / SEPARATOR.concentration)
    yield Check("steady profile, furthest from its line", "c0 + slope (x - L/2)", off, 0.0, 1e-10, "c0")
    yield Check("least salt at 0.95 J_lim, 20 L^2/D", "1 - J/J_lim", out.last("least_salt"), 0.05, 1e-9)
    low, high = 0.05, 1.95
    gradient = 2 * THERMAL * anions * np.log(high / low)
    yield Check("concentration overpotential", "(2RT/F) t_a ln(c2/c1)", out.last("concentration"), gradient, 1e-9, "V")


def falls_as_the_series() -> Iterator[Check]:
    """How the salt at the face falls on the way there."""
    current = 0.95 * limiting(SEPARATOR)
    for share in (0.03, 0.1, 0.3):
        time = share * relaxation(SEPARATOR)
        out = ran(cell_of(SEPARATOR, working=FAST), f"plate {milli(current)} for {time!r} s", rtol=1e-8, volumes=200)
        exact = 1 - 0.95 * depletion_fraction(time, relaxation(SEPARATOR))
        yield Check(
            f"salt at the face after {share:g} L^2/D",
            "series of Carslaw and Jaeger",
            out.last("least_salt"),
            exact,
            1e-4,
        )


def rest() -> Iterator[Check]:
    """After the current: the voltage of the gradient that is left, and then nothing."""
    current = 0.5 * limiting(SEPARATOR)
    settles = f"{20 * relaxation(SEPARATOR)!r} s"
    exact = 2 * THERMAL * (1 - SEPARATOR.transference) * np.log(1.5 / 0.5)
    first = []
    for volumes in (100, 200):
        out = ran(
            cell_of(SEPARATOR, working=FOIL),
            f"plate {milli(current)} for {settles}",
            f"rest {settles}",
            rtol=1e-8,
            volumes=volumes,
        )
        first.append(float(out.of("voltage")[0]))
    # the first moment of a rest takes the middle of the last volumes for their walls: first order, so extrapolated
    yield Check(
        "voltage as the current is switched off", "(2RT/F) t_a ln(c2/c1)", 2 * first[1] - first[0], exact, 1e-4, "V"
    )
    yield Check("voltage after 20 L^2/D of rest", "0", out.last("voltage"), 0.0, 1e-12, "V")
    spread = float(np.ptp(out.salt()) / SEPARATOR.concentration)
    yield Check("salt after 20 L^2/D of rest, highest less lowest", "0", spread, 0.0, 1e-10, "c0")


def two_salts() -> Iterator[Check]:
    """Two layers in contact with other D, t+ and pores: each has its own slope and they meet."""
    left = SaltLayer("left", 100e-6, 1000.0, 0.6, 2e-10, 0.4, macmullin=3.0, porosity=0.4)
    right = SaltLayer("right", 60e-6, 1000.0, 0.2, 5e-11, 0.7)
    current = 10.0
    out = ran(cell_of(left, right, working=FAST), f"plate {milli(current)} for 40 h", rtol=1e-8)
    slopes = [(1 - s.transference) * current * s.macmullin / (FARADAY * s.diffusivity) for s in (left, right)]
    x, c = middles(out.packed), out.salt()
    here = x < left.thickness
    for name, part, slope in (("left", here, slopes[0]), ("right", ~here, slopes[1])):
        found = float(np.polyfit(x[part], c[part], 1)[0])
        yield Check(
            f"two salts in contact, slope on the {name}", "dc/dx = t_a J/(F D_eff)", found, slope, 1e-10, "mol/m^4"
        )
    ends = [float(np.polyval(np.polyfit(x[part], c[part], 1), left.thickness)) for part in (here, ~here)]
    yield Check("two salts in contact, step where they meet", "0", (ends[1] - ends[0]) / 1000.0, 0.0, 1e-12, "c0")
    meets = ends[0]
    low, high = meets - slopes[0] * left.thickness, meets + slopes[1] * right.thickness
    exact = 2 * THERMAL * (0.6 * np.log(meets / low) + 0.3 * np.log(high / meets))
    yield Check(
        "two salts in contact, concentration overpotential",
        "sum (2RT/F) t_a ln(c2/c1)",
        out.last("concentration"),
        exact,
        1e-10,
        "V",
    )
    yield Check(
        "two salts in contact, salt in all",
        "as at the start",
        salt_in(out.packed, out.done[-1].state.y),
        salt_in(out.packed, out.packed.start),
        ROUNDING,
        "mol/m^2",
    )


def parted_salts() -> Iterator[Check]:
    """Two salts with a solid between them keep their own, and their own gradients."""
    cell = cell_of(SEPARATOR, PELLET, replace(SEPARATOR, thickness=80e-6), working=FAST)
    out = ran(cell, "plate 1 mA/cm^2 for 20 h", rtol=1e-8)
    x, c = middles(out.packed), out.salt()
    widths = (SEPARATOR.thickness, 80e-6)
    slope = 0.6 * 10.0 * 2.0 / (FARADAY * 2e-10)
    for name, part in (("left", x < widths[0]), ("right", x > widths[0])):
        yield Check(
            f"salts parted by a solid, mean on the {name}", "c0", float(np.mean(c[part])), 1000.0, ROUNDING, "mol/m^3"
        )
        yield Check(
            f"salts parted by a solid, slope on the {name}",
            "dc/dx = t_a J/(F D_eff)",
            float(np.polyfit(x[part], c[part], 1)[0]),
            slope,
            1e-9,
            "mol/m^4",
        )
    drops = [2 * THERMAL * 0.6 * np.log((1000 + slope * w / 2) / (1000 - slope * w / 2)) for w in widths]
    yield Check(
        "salts parted by a solid, concentration overpotential",
        "sum (2RT/F) t_a ln(c2/c1)",
        out.last("concentration"),
        float(sum(drops)),
        1e-9,
        "V",
    )


def solid_at_the_face() -> Iterator[Check]:
    """A face against a solid does not see the salt behind it."""
    thin = SolidLayer("glass", 1e-6, 1e-4)
    current = 0.9 * limiting(SEPARATOR)
    out = ran(cell_of(thin, SEPARATOR, thin, working=FOIL), f"plate {milli(current)} for 20 h")
    exact = float(butler_volmer_overpotential(current, FOIL.exchange_current, KELVIN))
    for part in ("face_working", "face_counter"):
        yield Check(
            f"{part.replace('_', ' ')} behind a solid", "(2RT/F) asinh(J/2 i0)", out.last(part), exact, ROUNDING, "V"
        )


LIMITS = (
    ohmic,
    linear,
    butler_volmer,
    tafel,
    other_transfer,
    concentration_of_exchange,
    steady_profile,
    falls_as_the_series,
    rest,
    two_salts,
    parted_salts,
    solid_at_the_face,
)
