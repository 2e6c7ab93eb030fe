"""A series from the joint fit of its spectra: fits, energies, growth, jumps, arcs that are lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ....quantity import FitError
from ...kinetics import ArrheniusFit, VftFit, fit_vft
from ..fit import SpectrumFit
from ..growth import ResistanceGrowth, growth_of
from ..joined import JointFit, joint_arrhenius, joint_fit, slices_of
from ..joined.energy import FORM
from .arcs import arcs_of_fit
from .spectra import MeasuredSpectrum, SeriesGrowth, SeriesJump

FEWEST = 3  # spectra, and temperatures of an energy
FEWEST_VFT = 4
LEAP = 8.0  # of a capacitance: with temperature or time it changes little from one spectrum to the next
UNKNOWN = 0.5  # of ln R: with a larger spread it enters no energy
PROVEN = 3.0  # standard deviations of a step in one parameter
TOTAL = "total"


def joint_of(
    spectra: Sequence[MeasuredSpectrum],
    over: str,
    order: Sequence[int],
    held: Mapping[str, float],
    thickness: float | None = None,
) -> tuple[JointFit, tuple[MeasuredSpectrum, ...]] | None:
    """Return the joint fit of a series and its spectra with the fits that it has; None without a series.

    Spectra without a fit stay as they are. The thickness (m) of a layer tells its processes apart. Raise where the
    joint fit is not possible.
    """
    places = [k for k in order if spectra[k].fit is not None]
    fits = [fit for k in places if (fit := spectra[k].fit) is not None]
    if over not in {"temperature", "time"} or len(fits) < FEWEST:
        return None
    x = np.array([spectra[k].temperature if over == "temperature" else spectra[k].time for k in places], float)
    joint = joint_fit(fits, "temperature" if over == "temperature" else "time", x, held)
    names = arc_order(joint, fits[0])
    found = list(spectra)
    for k, fit in zip(places, slices_of(joint, [spectra[k].spectrum for k in places], dict(held)), strict=True):
        found[k] = replace(spectra[k], fit=fit, arcs=arcs_of_fit(fit, thickness, names))
    return joint, tuple(found)


def arc_order(joint: JointFit, fit: SpectrumFit) -> tuple[str, ...]:
    """Return the elements of the arcs by their relaxation time over the whole series."""
    from ..fit.solve import arcs_of

    found = []
    for part, (_, second, _) in arcs_of(fit.circuit):
        column = joint.column(fit.names[second])
        found.append((float(np.mean(joint.logs[:, column])), part.name))
    return tuple(name for _, name in sorted(found))


def lost_arcs(joint: JointFit, spectra: Sequence[MeasuredSpectrum]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the arcs whose capacitance leaps, and those that another description would see differently."""
    leaping, open_ones = [], []
    for arc in spectra[0].arcs:
        r = joint.column(arc.resistance)
        capacitance = [next(a.capacitance for a in one.arcs if a.name == arc.name) for one in spectra]
        sigma = np.sqrt(joint.covariance[:, r, r])
        known = np.log(capacitance)[sigma < UNKNOWN]
        if len(known) > 1 and float(np.abs(np.diff(known)).max()) > np.log(LEAP):
            leaping.append(arc.name)
        elif any(_differs(joint, r, place) for place in range(len(joint.others))):
            open_ones.append(arc.name)
    return tuple(leaping), tuple(open_ones)


def _differs(joint: JointFit, column: int, place: int) -> bool:
    """Whether another description has the resistance of an arc outside of its 95 % interval anywhere."""
    other = joint.others[place].logs(joint.data)
    away = np.abs(other[:, column] - joint.logs[:, column])
    return bool((away > 1.96 * np.sqrt(joint.covariance[:, column, column])).any())


def energies_of(joint: JointFit, parameter: str) -> tuple[ArrheniusFit | None, VftFit | None]:
    """Return Arrhenius and VFT of a resistance that was not smoothed itself; None where not possible."""
    (logs,), whole = joint.unsmoothed([parameter])
    covariance = whole[0, :, 0]
    good = np.sqrt(np.maximum(np.diag(covariance), 0.0)) < UNKNOWN
    if good.sum() < FEWEST:
        return None, None
    kelvin, logs, covariance = joint.x[good], logs[good], covariance[np.ix_(good, good)]
    arrhenius = vft = None
    try:
        arrhenius = joint_arrhenius(kelvin, logs, covariance)
        curved = any(remark.code == "curved" for remark in arrhenius.remarks)
        if curved and len(np.unique(kelvin)) >= FEWEST_VFT:
            values = np.exp(logs)
            vft = fit_vft(kelvin, values, form=FORM, std=values * np.sqrt(np.diag(covariance)))
    except (FitError, np.linalg.LinAlgError):
        return arrhenius, None
    return arrhenius, vft


def growths_of(joint: JointFit, parameters: Sequence[str], names: Sequence[str]) -> tuple[SeriesGrowth, ...]:
    """Return the growth of each arc and of the sum of all resistances; empty over temperature."""
    if joint.over != "time":
        return ()
    logs, covariance = joint.unsmoothed(parameters)
    value = np.exp(logs)
    whole = covariance * value[:, :, None, None] * value[None, None]
    found = []
    for k, name in enumerate(names):
        if name.startswith("arc "):
            alone, of_alone = joint.unsmoothed([parameters[k]])
            y = np.exp(alone[0])
            found.append(_growth(joint, name, y, of_alone[0, :, 0] * np.outer(y, y)))
    found.append(_growth(joint, TOTAL, value.sum(0), whole.sum((0, 2))))
    return tuple(one for one in found if one is not None)


def _growth(joint: JointFit, name: str, value: np.ndarray, covariance: np.ndarray) -> SeriesGrowth | None:
    std = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    good = std < UNKNOWN * value
    try:
        growth = growth_of(joint.x[good], value[good], covariance[np.ix_(good, good)])
    except (FitError, np.linalg.LinAlgError):
        growth = ResistanceGrowth(joint.x, grows=False)
    return SeriesGrowth(name, value, std, growth)


def jumps_of(joint: JointFit, parameters: Sequence[str], names: Sequence[str]) -> tuple[SeriesJump, ...]:
    """Return the steps of the joint fit with the columns that they move."""
    sizes, spreads = joint.step_sizes
    found = []
    for step, (size, std) in enumerate(zip(sizes, spreads, strict=True)):
        moved = []
        for name, parameter in zip(names, parameters, strict=True):
            k = joint.column(parameter)
            if abs(size[k]) > PROVEN * std[k]:
                moved.append((name, float(np.exp(size[k]))))
        place = joint.steps[step]
        found.append(SeriesJump(float(joint.x[place]), float(joint.x[place + 1]), tuple(moved)))
    return tuple(found)
