"""How often joint fits of series of spectra, jumps and growth times hold the truth.

    OMP_NUM_THREADS=1 python benchmarks/impedance_series.py [--runs 60] [--tables energies resistances jumps]

Spectra and growths are drawn by formulas of their own (`tests/lab/impedance/series_truth.py`), with independent normal
noise. Scored are the shares of 95 % intervals that hold the truth, and CPU times on one core.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np
from tables import percent, table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "lab" / "impedance"))
from series_truth import BAND, TrueSeries, over_temperature, over_time

from natria.lab.files.impedance import SpectrumFile
from natria.lab.impedance.fit import fit_spectra
from natria.lab.impedance.growth import EARLY, LATE, growth_of
from natria.lab.impedance.joined import JointFit, joint_fit, slices_of
from natria.lab.impedance.kramers_kronig import kramers_kronig_test
from natria.lab.impedance.measurement.joint_series import energies_of
from natria.lab.impedance.measurement.misfit import misfit_scale
from natria.lab.impedance.measurement.series import over_temperature as alone_over_temperature
from natria.lab.impedance.measurement.spectra import MeasuredSpectrum
from natria.quantity import Measured
from natria.record import Spectrum

ARCS = "R0-p(R1,CPE1)", "R0-p(R1,CPE1)-p(R2,CPE2)", "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)"
HOUR, Z = 3600.0, 1.959964


def names_of(joint: JointFit, arcs: int) -> list[str]:
    """The resistances, arcs in the order of their times over the series."""
    times = [joint.logs[:, joint.column(f"CPE{k}.Q")].mean() for k in range(1, arcs + 1)]
    return ["R0", *(f"R{k + 1}" for k in np.argsort(times))]


def energies(runs: int) -> Iterator[str]:
    kinds: list[tuple[str, int, int, Callable[[int], TrueSeries]]] = [
        ("two arcs, 6 temperatures", 2, 2, over_temperature),
        ("two arcs, 12 temperatures", 2, 2, lambda s: over_temperature(s, spectra=12)),
        ("three arcs", 3, 3, lambda s: over_temperature(s, arcs=3)),
        ("three arcs, half a decade apart or more", 3, 3, lambda s: over_temperature(s, arcs=3, apart=0.5)),
        ("first arc partly above the window", 2, 2, lambda s: over_temperature(s, fastest=-8.0)),
        ("R scatters by 5 %", 2, 2, lambda s: over_temperature(s, scatter=0.05)),
        ("two arcs, circuit with three", 2, 3, over_temperature),
    ]
    rows = []
    for kind, true, fitted, draw in kinds:
        joint_score, single_score = Hits(), Hits()
        for seed in range(runs):
            truth = draw(1000 + seed)
            fits = fit_spectra((BAND, truth.z), ARCS[fitted - 1])
            joint = joint_fit(fits, "temperature", truth.x)
            names = names_of(joint, fitted)
            for k, name in enumerate(names):
                line, _ = energies_of(joint, name)
                nearest = truth.energies[k] if true == fitted else None
                joint_score.add(None if line is None else (line.energy, line.energy_std), truth.energies, nearest)
            for k in range(fitted + 1):
                p = fits[0].names.index("R0" if not k else f"R{k}")
                values = np.array([fit.values[p] for fit in fits])
                std = np.array([fit.std[p] for fit in fits])
                std[std > 0.5 * values] = np.nan
                line, _ = alone_over_temperature(truth.x, values, std)
                nearest = truth.energies[k] if true == fitted else None
                single_score.add(None if line is None else (line.energy, line.energy_std), truth.energies, nearest)
        rows.append((kind, *joint_score.shown(), *single_score.shown()))
    head = ("series", "joint: 95 % intervals", "none", "std", "one by one: 95 % intervals", "none", "std")
    yield from table(head, rows)


def misfits(runs: int) -> Iterator[str]:
    """Skewed arcs, R/(1 + (s tau)^n)^skew, fitted by arcs that are not: with and without what the misfit adds."""
    rows = []
    for skew in (0.95, 0.85, 0.7, 0.5):
        plain, widened = Hits(), Hits()
        missed = 0
        for seed in range(runs):
            truth = over_temperature(1000 + seed, noise=0.003, skew=skew)
            joint = joint_fit(fit_spectra((BAND, truth.z), ARCS[1]), "temperature", truth.x)
            scales = scales_of(joint, truth.z)
            missed += int(scales.max() > 1)
            for k, name in enumerate(names_of(joint, 2)):
                for score, fit in ((plain, joint), (widened, replace(joint, widening=scales))):
                    line, _ = energies_of(fit, name)
                    found = None if line is None else (line.energy, line.energy_std)
                    score.add(found, truth.energies, truth.energies[k])
        rows.append((f"{skew:g}", percent(missed, runs), *plain.shown()[::2], *widened.shown()[::2]))
    head = ("skew", "series that misfit", "95 % intervals of the fit", "std", "with the misfit", "std")
    yield from table(head, rows)


def scales_of(joint: JointFit, z: np.ndarray) -> np.ndarray:
    """By what the misfit of each spectrum multiplies the spreads."""
    origin = Measured("a benchmark", "0" * 64, "drawn")
    spectra = [Spectrum(BAND, one, "ohm", "drawn", None, origin) for one in z]
    file = SpectrumFile("a benchmark", "0" * 64, "drawn", ())
    scales = []
    for spectrum, fit in zip(spectra, slices_of(joint, spectra, {}), strict=True):
        test = kramers_kronig_test(BAND, spectrum.impedance)
        scales.append(misfit_scale(MeasuredSpectrum("drawn", file, spectrum, None, None, test, None, fit)))
    return np.array(scales)


class Hits:
    """Intervals that hold the truth, numbers that are not given, and standard deviations."""

    def __init__(self) -> None:
        self.hits, self.many, self.none, self.spreads = 0, 0, 0, list[float]()

    def add(self, found: tuple[float, float | None] | None, all_true: np.ndarray, truth: float | None) -> None:
        """Without a `truth` of its own, an energy of a redundant circuit may be any of the true ones."""
        if found is None or found[1] is None:
            self.none += 1
            return
        value, std = found
        away = np.abs(value - (all_true if truth is None else np.array([truth]))).min()
        self.many += 1
        self.hits += int(away < Z * std)
        self.spreads.append(std)

    def shown(self) -> tuple[str, str, str]:
        spread = f"{np.median(self.spreads) / 1e3:.2f} kJ/mol" if self.spreads else "-"
        return percent(self.hits, self.many), percent(self.none, self.none + self.many), spread


COURSES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "constant": lambda t: np.full_like(t, 0.5),
    "linear": lambda t: np.clip((t - 3) / 9, 0, 1),
    "parabolic": lambda t: np.clip((t - 3) / 9, 0, 1) ** 0.5,
    "saturating": lambda t: 1 - np.exp(-np.maximum(t - 3, 0) / 3),
    "step": lambda t: np.where(t > 7.5, 1.0, 0.0),
}


def resistances(runs: int) -> Iterator[str]:
    rows = []
    for name, course in COURSES.items():
        z, alone = [], []
        for seed in range(max(runs // 3, 5)):
            truth = over_time(2000 + seed, course(np.arange(16.0)))
            fits = fit_spectra((BAND, truth.z), ARCS[1])
            joint = joint_fit(fits, "time", truth.x)
            k = [joint.column(one) for one in names_of(joint, 2)]
            std = np.sqrt(joint.covariance[:, k, k])
            z.append((joint.logs[:, k] - np.log(truth.resistance)) / std)
            alone.append(
                np.median(std / np.array([[np.sqrt(f.log_covariance[p, p]) for p in (0, 1, 4)] for f in fits]))
            )
        hits = np.abs(np.array(z)) < Z
        rows.append(
            (name, *(percent(int(hits[..., k].sum()), hits[..., k].size) for k in range(3)), f"{np.median(alone):.2f}")
        )
    yield from table(("course of arc 2", "R0", "arc 1", "arc 2", "std over that of single fits"), rows)


def jumps(runs: int) -> Iterator[str]:
    rows = []
    for size in (0.0, 0.01, 0.02, 0.05, 0.2):
        for name in ("constant", "linear"):
            found = right = 0
            for seed in range(max(runs // 2, 5)):
                step = np.where(np.arange(16) > 8, 1 + size, 1.0)
                share = 0.5 + 0 * step if name == "constant" else np.linspace(0.3, 0.8, 16)
                truth = over_time(3000 + seed, share, fast=step)
                joint = joint_fit(fit_spectra((BAND, truth.z), ARCS[1]), "time", truth.x)
                found, right = found + bool(joint.steps), right + (joint.steps == (8,))
            many = max(runs // 2, 5)
            rows.append((f"{size:.0%}", name, percent(found, many), percent(right, many)))
    yield from table(("step of arc 1", "course of arc 2", "any jump", "the right jump alone"), rows)


LAWS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda x: np.clip(x, 0, 1),
    "parabolic": lambda x: np.sqrt(np.clip(x, 0, 1)),
    "power 0.4": lambda x: np.clip(x, 0, 1) ** 0.4,
    "saturating": lambda x: 1 - np.exp(-3 * np.maximum(x, 0)),
    "Avrami 2.5": lambda x: 1 - np.exp(-3 * np.maximum(x, 0) ** 2.5),
    "logistic": lambda x: 1 / (1 + np.exp(-12 * (x - 0.5))),
}


def growths(runs: int) -> Iterator[str]:
    early, whole = ((0.0, 3.0), (8.0, 18.0)), "begins at 0 to 3 h, takes 8 to 18 h"
    rows = [
        (law, f"{noise:.1%}", whole, *_growth_row(shape, noise, early, runs))
        for law, shape in LAWS.items()
        for noise in (0.005, 0.02)
    ]
    for course, what in ((((-4.0, -1.0), (10.0, 18.0)), "begins before"), (((0.0, 3.0), (50.0, 80.0)), "does not end")):
        rows.append(("parabolic", "2.0%", what, *_growth_row(LAWS["parabolic"], 0.02, course, runs)))
    head = ("law", "noise", "growth", "onset holds", "as a limit", "width", "end holds", "as a limit", "width")
    yield from table(head, rows)


def _growth_row(
    shape: Callable[[np.ndarray], np.ndarray],
    noise: float,
    course: tuple[tuple[float, float], tuple[float, float]],
    runs: int,
) -> list[str]:
    """Score growths whose start and duration (h) are drawn from the two ranges of `course`."""
    hours, fine = np.linspace(0, 24, 25), np.linspace(-10, 100, 400_001)
    rng, seen = np.random.default_rng(4000), [[0, 0, []], [0, 0, []]]
    for _ in range(runs):
        start, lasts = (rng.uniform(*ends) for ends in course)

        def value(t: np.ndarray, start: float = start, lasts: float = lasts) -> np.ndarray:
            return np.asarray(0.1 + 0.9 * shape(np.clip((t - start) / lasts, -5.0, 50.0)))

        base, at_last, at_end = (float(value(np.array([t]))[0]) for t in (-1e6, 24.0, 1e6))
        std, course_of = noise * value(hours), value(fine)
        growth = growth_of(hours * HOUR, value(hours) + std * rng.standard_normal(25), np.diag(std**2))
        levels = (base + EARLY * (at_last - base), base + LATE * (at_end - base))
        for row, found, level in zip(seen, (growth.onset, growth.end), levels, strict=True):
            if found is None:
                continue
            truth, limit = float(fine[np.argmax(course_of >= level)]), found.bound is not None
            row[0] += (
                found.low <= truth * HOUR <= found.high if not limit else _kept(found.time, truth * HOUR, found.bound)
            )
            row[1] += limit
            row[2] += [] if limit else [(found.high - found.low) / HOUR]
    shown = []
    for hits, limits, widths in seen:
        shown += [percent(hits, runs), percent(limits, runs), f"{np.median(widths):.2f} h" if widths else "-"]
    return shown


def _kept(limit: float, truth: float, bound: object) -> bool:
    return truth <= limit if bound == "at most" else truth >= limit


def times(runs: int) -> Iterator[str]:
    rows = []
    warm = over_temperature(4999, arcs=2, spectra=6)  # compiled code is loaded before the clock runs
    energies_of(joint_fit(fit_spectra((BAND, warm.z), ARCS[1]), "temperature", warm.x), "R1")
    for arcs in (2, 3):
        for spectra in (6, 20, 40):
            spent = []
            for seed in range(max(runs // 20, 2)):
                truth = over_temperature(5000 + seed, arcs=arcs, spectra=spectra)
                fits = fit_spectra((BAND, truth.z), ARCS[arcs - 1])
                before = process_time()
                joint = joint_fit(fits, "temperature", truth.x)
                middle = process_time()
                for name in names_of(joint, arcs):
                    energies_of(joint, name)
                spent.append((middle - before, process_time() - middle))
            joint_time, energy_time = 1e3 * np.median(spent, 0) / spectra
            rows.append((arcs, spectra, f"{joint_time:.1f} ms", f"{energy_time:.1f} ms"))
    yield from table(("arcs", "spectra", "joint fit, a spectrum", "energies, a spectrum"), rows)


TABLES = {
    "energies": energies,
    "misfits": misfits,
    "resistances": resistances,
    "jumps": jumps,
    "growth": growths,
    "times": times,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=list(TABLES))
    given = parser.parse_args()
    for name in given.tables:
        print(f"## {name}\n", flush=True)
        for line in TABLES[name](given.runs):
            print(line, flush=True)
