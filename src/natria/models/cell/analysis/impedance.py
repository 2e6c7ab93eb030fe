"""Impedance of a cell: spectrum by part, arcs, limits at both ends, at rest or under current.

All follow from `linear`, so from the equations of a run in time. A capacitor has a negative imaginary part. SI
throughout; areas are divided out (ohm m^2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....laws import FARADAY, GAS
from ....quantity import Origin
from ....record import Column, Table, numbers, words
from ..cell import SaltLayer
from ..equations.charging import OF_FACE, OF_FILM, OF_SALT, OF_SOLID, Charging
from ..equations.layout import AT_SALTS, N_FILMS_W, N_SALTS, PART, SALT, Packed
from ..equations.linear import STEP, UNSEEN, Linear, linearise
from ..equations.voltage_parts import CONCENTRATION, ELECTROLYTE, FILMS_W, PARTS
from .finer import FINEST

HIGHEST, LOWEST, PER_DECADE = 7e6, 1e-3, 10  # 1/s
Arc = tuple[str, float, float, float]  # part, R, C, f
PARTS_OF_IMPEDANCE = PARTS[:-1]  # an equilibrium potential is no resistance


@dataclass(frozen=True)
class Resistance:
    """Small-signal resistance of one part (ohm m^2): at zero frequency, and at high frequency.

    At high frequency neither the salt nor a capacitor follows.
    """

    zero_frequency: float
    high_frequency: float


def frequencies(highest: float = HIGHEST, lowest: float = LOWEST, per_decade: int = PER_DECADE) -> np.ndarray:
    """Return frequencies in 1/s, from high to low as instruments use."""
    return np.geomspace(highest, lowest, round(per_decade * np.log10(highest / lowest)) + 1)


def spectrum(
    packed: Packed,
    y: np.ndarray,
    origin: Origin,
    current: float = 0.0,
    at: np.ndarray | None = None,
    finest: float | None = FINEST,
) -> Table:
    """Return a spectrum with the contribution of each part of the cell. The phase is in radians."""
    at = frequencies() if at is None else at
    parts = linearise(packed, y, current, finest).impedance(at)[:, : len(PARTS_OF_IMPEDANCE)]
    whole = parts.sum(axis=1)
    columns: dict[str, Column] = {
        "frequency": numbers("1/s", at),
        "z_real": numbers("ohm m^2", whole.real),
        "z_imaginary": numbers("ohm m^2", whole.imag),
        "phase": numbers("1", np.angle(whole)),
    }
    for name, z in zip(PARTS_OF_IMPEDANCE, parts.T, strict=True):
        if z.any():
            columns[f"{name}_real"] = numbers("ohm m^2", z.real)
            columns[f"{name}_imaginary"] = numbers("ohm m^2", z.imag)
    where = f"at {current / 10:.4g} mA/cm^2" if current else "at rest"
    return Table("impedance", f"Impedance of the cell {where}, by part", columns, origin)


def area_resistance_by_part(packed: Packed, y: np.ndarray, current: float = 0.0) -> dict[str, Resistance]:
    """Return the small-signal resistances of the parts of a cell at both ends of the spectrum."""
    linear = linearise(packed, y, current)
    pairs = zip(PARTS_OF_IMPEDANCE, linear.zero_frequency[:-1], linear.high_frequency[:-1], strict=True)
    return {name: Resistance(float(zero), float(high)) for name, zero, high in pairs}


def arcs(packed: Packed, y: np.ndarray, origin: Origin, current: float = 0.0) -> Table:
    """Return the arcs, from fast to slow: R, C and f = 1/(2 pi R C) of each element that stores charge.

    For the salt, R at zero frequency and f where its imaginary part is largest. They are those of the elements
    themselves: a path for electrons beside the cell makes all of them smaller, and lies in none.
    """
    cell, linear = Charging(packed), linearise(packed, y, current)
    ionic = cell.ionic(y, current)
    rows = [arc for kind, index in cell.storing if (arc := _arc(cell, y, ionic, kind, index))]
    if packed.n:
        rows.append(_diffusion(linear))
    rows.sort(key=lambda row: -row[3])
    names, resistances, capacitances, peaks = zip(*rows, strict=True) if rows else ((), (), (), ())
    columns = {
        "part": words(names),
        "area_resistance": numbers("ohm m^2", resistances),
        "areal_capacitance": numbers("F/m^2", capacitances),
        "frequency": numbers("1/s", peaks),
    }
    return Table("impedance_arcs", "Arcs of the impedance, by part", columns, origin)


def gap_warburg(at: np.ndarray, layer: SaltLayer, temperature: float) -> np.ndarray:
    """Return the exact impedance of one salt layer between two sodium faces at rest (ohm m^2).

        Z = Z(0) tanh(s)/s,   s = sqrt(i omega eps L^2/(4 D)),   Z(0) = 2 R T (1 - t+)^2 L/(F^2 c D)

    with D the free one over the MacMullin number: eps dc/dt = D c'' with D c' = (1 - t+) J/F at both faces is odd about
    the middle, so c - c0 = sinh(q x) (1 - t+) J/(F D q cosh(q L/2)), q^2 = i omega eps/D; and a face of sodium feels
    (2RT/F)(1 - t+) ln(c/c0), Nernst's potential and that of diffusion together. The exchange current depends on c too,
    but at rest nothing flows that it could change.
    """
    d = layer.diffusivity / layer.macmullin
    slow = 1 - layer.transference
    zero = 2 * GAS * temperature * slow**2 * layer.thickness / (FARADAY**2 * layer.concentration * d)
    s = np.sqrt(2j * np.pi * at * layer.porosity * layer.thickness**2 / (4 * d))
    return zero * np.tanh(s) / s


# --- arcs


def _arc(cell: Charging, y: np.ndarray, current: float, kind: int, index: int) -> Arc | None:
    """Return the arc of one element; None where it blocks, as a bare host does at rest."""
    packed, volts = cell.packed, cell.over(kind, index, current, y, current)
    step = STEP * GAS * float(y[packed.places["temperature"]]) / FARADAY
    up, down = (cell.through(kind, index, volts + s * step, y, current) for s in (1, -1))
    capacitance = cell.capacitance(kind, index, y)
    rate = (up - down) / (2 * step) / capacitance
    if rate < UNSEEN:
        return None
    return _name(packed, kind, index), 1 / (rate * capacitance), capacitance, rate / (2 * np.pi)


def _name(packed: Packed, kind: int, index: int) -> str:
    if kind == OF_SALT:
        return _salt_name(packed, index)
    films_w = int(packed.shape[N_FILMS_W])
    side = "working" if index < (1 if kind == OF_FACE else films_w) else "counter"
    return {
        OF_FACE: f"face, {side}",
        OF_FILM: f"film {index + 1 if side == 'working' else index - films_w + 1}, {side}",
        OF_SOLID: f"solid layer {index + 1}",
    }[kind]


def _salt_name(packed: Packed, index: int) -> str:
    """Return the name of a layer of salt, or of the pores of a film (from the metal outwards)."""
    at = int(packed.shape[AT_SALTS]) + PART
    parts = [int(packed.p[at + SALT * k]) for k in range(int(packed.shape[N_SALTS]))]
    mine, before = parts[index], parts[:index].count(parts[index])
    if mine == ELECTROLYTE:
        return f"salt layer {before + 1}"
    working = mine == FILMS_W
    return f"pores {before + 1 if working else parts.count(mine) - before}, {'working' if working else 'counter'}"


def _diffusion(linear: Linear) -> Arc:
    from scipy.optimize import minimize_scalar

    def imaginary(log: float) -> float:
        return float(linear.without_path(np.array([10.0**log]))[0, CONCENTRATION].imag)

    coarse = np.arange(-6.0, 6.0, 0.5)
    best = float(coarse[np.argmin([imaginary(x) for x in coarse])])
    peak = minimize_scalar(imaginary, bounds=(best - 0.5, best + 0.5), method="bounded", options={"xatol": 1e-4})
    return "diffusion", float(linear.settled[CONCENTRATION]), np.nan, 10.0 ** float(peak.x)
