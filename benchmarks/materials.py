"""Indents of known modulus against micromechanics, peaks against bare lmfit, and the coverage of their intervals.

    python benchmarks/materials.py [--indents 100] [--spectra 100]

The peer (`micromechanics`, extra `bench`) gets the same record, the same parts of it, the same share of the unloading
and the same perfect tip. It has no corner factor, so beta is 1 here for both, and the drift is taken off for it with
the true rate: what is compared is the fit of the unloading and the contact. Times are of one indent, the median.

Bare lmfit (its composite of `PseudoVoigtModel` and `LinearModel`, bound by expressions as a user would write them) gets
the same spectrum, the same starts and bounds.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from time import perf_counter
from typing import Any

import numpy as np
from tables import table

from natria.lab.mechanics import IndenterTip, analyse_indent, reduced_of, tip_of
from natria.lab.mechanics.indent import WINDOW
from natria.lab.mechanics.segments import parts_of
from natria.lab.synthetic.materials.indents import IndentSample, IndentTest, SyntheticIndent, synthetic_indent
from natria.lab.synthetic.materials.sheet import CurveSheet
from natria.lab.synthetic.ordering import make_order

E, H, NU = 20.9e9, 1.0e9, 0.3
PLANE = 1141e9 / (1 - 0.07**2)
Answer = tuple[float, float, float]  # reduced modulus, hardness (Pa), s
Vector = np.ndarray
SpectrumAnswer = tuple[float, float, float]  # share of the first peak, its standard deviation, s
PLACES = {"a": 380.0, "b": 420.0, "c": 470.0}  # 1/cm
NOISES = ("0.3 %", "1 %", "3 %")


@dataclass(frozen=True)
class Level:
    name: str
    test: IndentTest


LEVELS = (
    Level("no noise", IndentTest(depth_noise=0.0, load_noise=0.0)),
    Level("0.1 nm", IndentTest(depth_noise=0.1e-9)),
    Level("0.3 nm, pop-in", IndentTest(depth_noise=0.3e-9, pop_ins=(0.4,))),
    Level("1 nm", IndentTest(depth_noise=1e-9)),
)


def ours(one: SyntheticIndent, tip: IndenterTip, _: float) -> Answer:
    """Return natria's answer."""
    start = perf_counter()
    contact = analyse_indent(one.load, one.depth, one.time, tip).contact
    return contact.reduced_modulus, contact.hardness, perf_counter() - start


def peers(one: SyntheticIndent, _: IndenterTip, drift: float) -> Answer:
    """Return the answer of micromechanics, in its units (um, mN, GPa).

    It takes depth and load from single readings, so it is told the last one at full load.
    """
    from micromechanics.indentation.definitions import Method

    test = _peer()
    start = perf_counter()
    parts, usual = parts_of(one.load, one.time), IndentTest()
    last = int((usual.ramp + usual.dwell) * usual.rate) - 1
    depth, load = 1e6 * (one.depth - drift * one.time), 1e3 * one.load
    test.method = Method.ISO
    test.model.update({"unloadPMin": WINDOW[0], "unloadPMax": WINDOW[1], "evaluateSAtMax": True})
    test.iLHU = [[0, parts.loaded, last, parts.unloaded - 1]]
    stiffness = np.asarray(test.stiffnessFromUnloading(load, depth)[0])
    full = slice(last, last + 1)
    modulus, area, _ = test.OliverPharrMethod(stiffness, load[full], depth[full])
    return float(modulus[0]) * 1e9, float(load[full][0] / area[0]) * 1e9, perf_counter() - start


@cache
def _peer() -> Any:
    """Return an analysis of the peer: making one reads its example file, which is none of the time of an indent."""
    from micromechanics.indentation import Indentation

    return Indentation()


def score(level: Level, answer: Callable[[SyntheticIndent, IndenterTip, float], Answer], count: int) -> list[str]:
    """Return bias and scatter of modulus and hardness in per cent, and the time."""
    tip = replace(tip_of("berkovich", PLANE), corners=1.0)
    found = []
    for seed in range(count):
        one = synthetic_indent(np.random.default_rng(seed), IndentSample(E, H, NU), tip, level.test)
        found.append(answer(one, tip, level.test.drift))
    rows = np.array(found)
    truth = np.array([reduced_of(E, NU, tip), H])
    off = 100 * (rows[:, :2] / truth - 1)
    cells = [f"{off[:, k].mean():+.3f} +/- {off[:, k].std():.3f}" for k in (0, 1)]
    return [*cells, f"{1e3 * np.median(rows[:, 2]):.2f}"]


def coverage(level: Level, count: int) -> list[str]:
    """Return the shares of 95 % intervals that hold the truth."""
    tip = tip_of("berkovich", PLANE)
    truth = reduced_of(E, NU, tip)
    inside = np.zeros((count, 2), bool)
    for seed in range(count):
        one = synthetic_indent(np.random.default_rng(seed), IndentSample(E, H, NU), tip, level.test)
        result = analyse_indent(one.load, one.depth, one.time, tip)
        contact = result.contact
        inside[seed] = (
            abs(contact.reduced_modulus - truth) < 1.96 * result.reduced_std,
            abs(contact.hardness - H) < 1.96 * result.hardness_std,
        )
    return [f"{100 * share:.1f}" for share in inside.mean(axis=0)]


def peaks_of_ours(x: Vector, y: Vector) -> SpectrumAnswer:
    """Return the share of the first peak with its error, and the time."""
    from natria.lab.peaks import PeakGuess, active_background, fit_peaks, shares_of

    start = perf_counter()
    guesses = [PeakGuess(name, place, 10.0, 20.0, width_group="all") for name, place in PLACES.items()]
    shares, covariance = shares_of(fit_peaks(x, y, active_background("linear", x, y), guesses))
    return shares["a"], float(np.sqrt(covariance[0, 0])), perf_counter() - start


def peaks_of_lmfit(x: Vector, y: Vector) -> SpectrumAnswer:
    """Return the same of bare lmfit; the error of the share from the covariance of the amplitudes."""
    from lmfit.models import LinearModel, PseudoVoigtModel

    start = perf_counter()
    model = LinearModel(prefix="line_")
    for name in PLACES:
        model += PseudoVoigtModel(prefix=f"{name}_")
    given = model.make_params(line_slope=(y[-1] - y[0]) / (x[-1] - x[0]), line_intercept=float(y[0]))
    for name, place in PLACES.items():
        height = float(np.interp(place, x, y)) - float(y[0])
        given[f"{name}_center"].set(place, min=place - 10, max=place + 10)
        given[f"{name}_amplitude"].set(20 * height, min=0)
        given[f"{name}_sigma"].set(10.0, min=2.0, max=50.0)
        given[f"{name}_fraction"].set(0.3, min=0, max=1)
        if name != "a":
            given[f"{name}_sigma"].set(expr="a_sigma")
            given[f"{name}_fraction"].set(expr="a_fraction")
    done = model.fit(y, given, x=x)
    names = [f"{name}_amplitude" for name in PLACES]
    areas = np.array([done.params[name].value for name in names])
    at = [done.var_names.index(name) for name in names]
    slope = (np.eye(len(areas))[0] - areas[0] / areas.sum()) / areas.sum()
    std = float(np.sqrt(slope @ done.covar[np.ix_(at, at)] @ slope))
    return float(areas[0] / areas.sum()), std, perf_counter() - start


def score_peaks(noise: str, count: int) -> list[list[str]]:
    """Return bias, scatter over the stated error, coverage and time of both, in turns on the same spectra."""
    answers = {"natria": peaks_of_ours, "bare lmfit": peaks_of_lmfit}
    found: dict[str, list[SpectrumAnswer]] = {name: [] for name in answers}
    for seed in range(count):
        made = make_order("raman", seed=seed, noise=noise).parts[0].content
        assert isinstance(made, CurveSheet)
        x, y = made.columns.values()
        for name, answer in answers.items():
            found[name].append(answer(x, y))
    truth = 1 / 4.5
    rows = []
    base = np.median([one[2] for one in found["bare lmfit"]])
    for name, every in found.items():
        share, std, time = np.array(every).T
        inside = np.mean(np.abs(share - truth) <= 1.96 * std)
        rows.append(
            [
                *(noise, name, f"{100 * (share.mean() - truth):+.4f} +/- {100 * share.std():.4f}"),
                *(f"{100 * inside:.1f}", f"{1e3 * np.median(time):.1f}", f"{np.median(time) / base:.2f}"),
            ]
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indents", type=int, default=100, help="of each level")
    parser.add_argument("--spectra", type=int, default=100, help="of each level")
    asked = parser.parse_args()
    if asked.indents:
        indents(asked.indents)
    if asked.spectra:
        rows = [row for noise in NOISES for row in score_peaks(noise, asked.spectra)]
        heads = ["noise", "", "share of a peak, bias (%)", "within 95 % (%)", "ms", "time over lmfit's"]
        print(*table(heads, rows), sep="\n")


def indents(count: int) -> None:
    answers = {"natria": ours}
    if importlib.util.find_spec("micromechanics") is not None:
        answers["micromechanics"] = peers
    else:
        print("micromechanics is not installed: pip install 'natria[bench]'")
    rows = [[level.name, name, *score(level, answer, count)] for level in LEVELS for name, answer in answers.items()]
    heads = ["noise of the depth", "", "reduced modulus, bias (%)", "hardness, bias (%)", "ms"]
    print(*table(heads, rows), sep="\n")
    rows = [[level.name, *coverage(level, count)] for level in LEVELS[1:]]
    heads = ["noise of the depth", "modulus within 95 % (%)", "hardness within 95 % (%)"]
    print(*table(heads, rows), sep="\n")


if __name__ == "__main__":
    main()
