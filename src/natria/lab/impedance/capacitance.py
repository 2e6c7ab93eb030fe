"""Capacitances of arcs, the processes that have them, and conductivities from geometry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import InputError, Problem
from .fit.result import SpectrumFit
from .fit.solve import arcs_of

IRVINE = "Irvine, Sinclair and West, Adv. Mater. 2, 132 (1990), Table 1"
PLATE = "plate capacitor, relative permittivity 5 to 30, 5 nm to 10 um thick"
CM2, CM = 1e-4, 1e-2  # m^2, m


@dataclass(frozen=True)
class Process:
    """A process and the capacitance it has: F of a sample with 1 cm^2 of face and 1 cm of thickness.

    `per_area` says that the capacitance scales with the face alone: that of a surface does not fall with the thickness.
    """

    name: str
    low: float
    high: float
    per_area: bool
    source: str


PROCESSES: tuple[Process, ...] = (
    Process("bulk", 3e-13, 3e-12, False, IRVINE),  # 1e-12 in the table, half a decade to each side
    Process("minor second phase", 3e-12, 3e-11, False, IRVINE),  # 1e-11
    Process("grain boundary", 1e-11, 1e-8, False, IRVINE),
    Process("bulk near a ferroelectric transition", 1e-10, 1e-9, False, IRVINE),
    Process("surface layer", 1e-9, 1e-7, True, IRVINE),
    Process("interphase", 4e-10, 5e-6, True, PLATE),
    Process("electrode interface, charge transfer", 1e-7, 1e-5, True, IRVINE),
    Process("electrochemical reaction", 3e-5, 3e-4, True, IRVINE),  # 1e-4
)
"""What has a capacitance of which size. Ranges overlap: a capacitance alone does not name a process."""


def processes_of(capacitance: float, area: float, thickness: float | None = None) -> tuple[Process, ...]:
    """Return the processes with a capacitance (F) of that size, for a face area (m^2) and a thickness (m).

    Without a thickness only the processes that scale with the face are considered.
    """
    _above_zero(capacitance=capacitance, area=area, **({} if thickness is None else {"thickness": thickness}))
    of_face = capacitance * CM2 / area
    of_bulk = None if thickness is None else of_face * thickness / CM
    return tuple(
        process
        for process in PROCESSES
        if (size := of_face if process.per_area else of_bulk) is not None and process.low <= size <= process.high
    )


def film_capacitance(resistance: float, q: float, n: float) -> float:
    """Return the effective capacitance (R Q)^(1/n)/R of a CPE parallel to R: times vary in a film.

    The capacitor of the arc with the same summit. Hsu and Mansfeld, Corrosion 57, 747 (2001).
    """
    return float((resistance * q) ** (1 / n) / resistance)


def brug_capacitance(q: float, n: float, series: float, resistance: float = np.inf) -> float:
    """Return Brug's effective capacitance of a CPE: time constants vary along the electrode.

    C = Q^(1/n) (1/Re + 1/R)^((n - 1)/n).

    `series` is the resistance Re in series with the electrode. Brug et al., J. Electroanal. Chem. 176, 275 (1984).
    """
    return float(q ** (1 / n) * (1 / series + 1 / resistance) ** ((n - 1) / n))


def conductivity_from_geometry(
    resistance: float, thickness: float, area: float, relative: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> tuple[float, float]:
    """Return sigma = d/(R A) in S/m and its standard deviation.

    `relative` has the relative standard deviations of resistance (ohm), thickness (m) and area (m^2), independent.
    """
    _above_zero(resistance=resistance, thickness=thickness, area=area)
    sigma = thickness / (resistance * area)
    return sigma, sigma * float(np.sqrt(np.square(relative).sum()))


@dataclass(frozen=True, eq=False)
class FittedArc:
    """An arc in series of a fitted circuit; per area where the impedance is.

    `covariance` of ln(resistance, tau, film capacitance). `brug` is None where no resistor is in series.
    """

    name: str
    resistance: float
    tau: float
    n: float
    capacitance: float
    brug: float | None
    covariance: np.ndarray

    @property
    def relative_std(self) -> np.ndarray:
        """Relative standard deviations of resistance, tau and capacitance."""
        return np.sqrt(np.diag(self.covariance))


def fitted_arcs(fit: SpectrumFit) -> tuple[FittedArc, ...]:
    """Return the arcs in series of a fitted circuit, the fastest first, with effective capacitances."""
    series = _series_resistance(fit)
    found = []
    for part, places in arcs_of(fit.circuit):
        r, x, n = (float(fit.values[p]) for p in places)
        by_q = part.kind == "R"
        tau = (r * x) ** (1 / n) if by_q else x
        slopes = np.zeros((3, len(fit.values)))
        slopes[0, places[0]] = 1.0
        if by_q:
            slopes[1, list(places)] = 1 / n, 1 / n, -np.log(tau) / n
        else:
            slopes[1, places[1]] = 1.0
        slopes[2] = slopes[1] - slopes[0]
        q = x if by_q else tau**n / r
        brug = None if series is None else brug_capacitance(q, n, series, r)
        found.append(FittedArc(part.name, r, tau, n, tau / r, brug, slopes @ fit.log_covariance @ slopes.T))
    return tuple(sorted(found, key=lambda arc: arc.tau))


def _series_resistance(fit: SpectrumFit) -> float | None:
    arcs = {part.name for part, _ in arcs_of(fit.circuit)}
    names = [p.name for p in fit.circuit.parts if p.kind == "R" and p.name not in arcs]
    return fit.value(names[0]) if names else None


def _above_zero(**values: float) -> None:
    wrong = [
        Problem(name, f"is {value:g}", "give a number above zero") for name, value in values.items() if not value > 0
    ]
    if wrong:
        raise InputError("the geometry of a sample", wrong)
