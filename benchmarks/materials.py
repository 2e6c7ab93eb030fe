"""Indents of known modulus against micromechanics, and the coverage of the intervals of material curves.

    python benchmarks/materials.py [--indents 100]

The peer (`micromechanics`, extra `bench`) gets the same record, the same parts of it, the same share of the unloading
and the same perfect tip. It has no corner factor, so beta is 1 here for both, and the drift is taken off for it with
the true rate: what is compared is the fit of the unloading and the contact. Times are of one indent, the median.
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

E, H, NU = 20.9e9, 1.0e9, 0.3
PLANE = 1141e9 / (1 - 0.07**2)
Answer = tuple[float, float, float]  # reduced modulus, hardness (Pa), s


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indents", type=int, default=100, help="of each level")
    asked = parser.parse_args()
    answers = {"natria": ours}
    if importlib.util.find_spec("micromechanics") is not None:
        answers["micromechanics"] = peers
    else:
        print("micromechanics is not installed: pip install 'natria[bench]'")
    rows = [
        [level.name, name, *score(level, answer, asked.indents)] for level in LEVELS for name, answer in answers.items()
    ]
    heads = ["noise of the depth", "", "reduced modulus, bias (%)", "hardness, bias (%)", "ms"]
    print(*table(heads, rows), sep="\n")
    rows = [[level.name, *coverage(level, asked.indents)] for level in LEVELS[1:]]
    heads = ["noise of the depth", "modulus within 95 % (%)", "hardness within 95 % (%)"]
    print(*table(heads, rows), sep="\n")


if __name__ == "__main__":
    main()
