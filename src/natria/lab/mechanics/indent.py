"""One indent: drift, unloading, contact, pop-ins, with the random error of the record.

The drift of the instrument is the slope of the displacement over time in the hold of the unloading; it is taken off
the whole curve. Its error moves every reading alike, so the indent is evaluated again with the drift moved by one
standard deviation, and the difference is added to the error of the fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ...quantity import FitError
from ...record import Note
from ..kinetics.inputs import Vector, same_length, vector
from ..kinetics.line import straight_line
from .contact import IndentContact, contact_of
from .pop_ins import PopIn, pop_ins
from .segments import parts_of
from .tip import IndenterTip
from .unloading import UnloadingFit, fit_unloading

SETTLED = 0.5  # share of the hold that is left out at its start: recovery of the sample fades
WINDOW = (0.25, 0.97)  # of the full load: the unloading is fitted between these


@dataclass(frozen=True, eq=False)
class IndentResult:
    """An indent with its errors (standard deviations of one indent, of the record alone)."""

    load: Vector  # as recorded
    depth: Vector  # with the drift taken off
    unloading: UnloadingFit
    first: int  # reading at which the unloading begins
    contact: IndentContact
    hardness_std: float
    reduced_std: float
    drift_rate: float | None  # m/s
    drift_std: float
    pop_ins: tuple[PopIn, ...]
    notes: tuple[Note, ...]


def analyse_indent(load: Vector, depth: Vector, time: Vector | None, tip: IndenterTip) -> IndentResult:
    """Return what an indent shows: readings of load (N), displacement (m) and, for the drift, time (s)."""
    load, depth = vector(load, "load"), vector(depth, "displacement")
    same_length(load=load, displacement=depth)
    if time is not None:
        time = vector(time, "time")
        same_length(load=load, time=time)
        if (back := np.flatnonzero(np.diff(time) < 0)).size:
            what = f"the time goes back at reading {int(back[0]) + 2}"
            raise FitError(what, "give one indent in a file, or number them in a column 'indent'")
    parts = parts_of(load, time)
    rate, rate_std, notes = 0.0, 0.0, []
    if time is not None and parts.drift is not None:
        rate, rate_std = _drift(time, depth, parts.drift)
    else:
        why = "no column of the time" if time is None else "no hold of the load during the unloading"
        notes.append(Note("drift-unknown", f"Thermal drift not corrected: {why}."))
    clock = np.zeros_like(load) if time is None else time - time[0]
    full_load = float(np.median(load[parts.loaded : parts.full + 1]))

    def evaluated(with_rate: float) -> tuple[Vector, UnloadingFit, IndentContact]:
        corrected = depth - with_rate * clock
        unloading = slice(parts.full, parts.unloaded)
        fit = fit_unloading(load[unloading], corrected[unloading], full_load, WINDOW)
        return corrected, fit, contact_of(full_load, fit.depth, fit.stiffness, tip)

    corrected, fit, contact = evaluated(rate)
    moved = evaluated(rate + rate_std)[2] if rate_std > 0 else contact
    hardness_std, reduced_std = _errors(fit, contact, tip)
    loading = slice(0, parts.loaded)
    return IndentResult(
        load,
        corrected,
        fit,
        parts.full,
        contact,
        sqrt(hardness_std**2 + (moved.hardness - contact.hardness) ** 2),
        sqrt(reduced_std**2 + (moved.reduced_modulus - contact.reduced_modulus) ** 2),
        None if parts.drift is None else rate,
        rate_std,
        pop_ins(load[loading], corrected[loading], fit.noise),
        tuple(notes),
    )


def _drift(time: Vector, depth: Vector, hold: tuple[int, int]) -> tuple[float, float]:
    """Return the drift rate (m/s) over the later part of a hold, and its standard deviation."""
    first = hold[0] + int(SETTLED * (hold[1] - hold[0]))
    line = straight_line(time[first : hold[1]], depth[first : hold[1]])
    return line.slope, line.slope_std or 0.0


def _errors(fit: UnloadingFit, contact: IndentContact, tip: IndenterTip) -> tuple[float, float]:
    """Return the standard deviations of hardness and reduced modulus, from those of depth and stiffness."""
    p, s, h, area = contact.load, contact.stiffness, contact.contact_depth, contact.area
    of_contact = np.array([1.0, tip.sink_in * p / s**2])  # h_c over (h_max, S)
    of_area = tip.slope(h) * of_contact
    of_hardness = -contact.hardness / area * of_area
    of_reduced = contact.reduced_modulus * (np.array([0.0, 1 / s]) - 0.5 / area * of_area)
    return tuple(sqrt(max(float(row @ fit.covariance @ row), 0.0)) for row in (of_hardness, of_reduced))  # type: ignore[return-value]
