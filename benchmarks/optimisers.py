"""Own search and samplers of Optuna on ZDT1 and DTLZ2: share of the ideal hypervolume.

Usage: python benchmarks/optimisers.py [--evaluations 1000] [--seed 1] [--methods surfaces,nsga2]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from natria.explore.optimise.peers import optuna_step
from natria.explore.optimise.space import SearchSpace
from natria.explore.optimise.steps import KnownPoints, SearchSettings, surrogate_step
from natria.explore.pareto import hypervolume


def zdt1(x: np.ndarray) -> np.ndarray:
    """E. Zitzler, K. Deb and L. Thiele, Evol. Comput. 8, 173 (2000)."""
    g = 1 + 9 * x[:, 1:].mean(axis=1)
    return np.stack([x[:, 0], g * (1 - np.sqrt(x[:, 0] / g))], axis=1)


def dtlz2(x: np.ndarray) -> np.ndarray:
    """K. Deb et al., CEC 2002, 825."""
    g, a, b = ((x[:, 2:] - 0.5) ** 2).sum(axis=1), x[:, 0] * np.pi / 2, x[:, 1] * np.pi / 2
    return (1 + g)[:, None] * np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)


PROBLEMS = {"ZDT1": (zdt1, 30, 2, 1.1**2 - 1 / 3), "DTLZ2": (dtlz2, 12, 3, 1.1**3 - np.pi / 6)}


def share(name: str, method: str, evaluations: int, seed: int) -> float:
    """Return the hypervolume that a method reaches, as a share of the ideal one."""
    function, variables, objectives, ideal = PROBLEMS[name]
    space, settings = SearchSpace((0,) * variables), SearchSettings(seed=seed)
    points = space.drawn(settings.first(space), np.random.default_rng(seed))
    other = None if method == "surfaces" else optuna_step(method, space, objectives, seed)
    while len(points) < evaluations:
        known = KnownPoints(points, function(points), np.zeros((len(points), 0)))
        count = min(settings.batch, evaluations - len(points))
        new = other(known, count) if other else surrogate_step(space, known, count, settings)
        points = np.vstack([points, new])
    return hypervolume(function(points), np.full(objectives, 1.1)) / ideal


def main() -> None:
    """Print a row for each problem and method."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--evaluations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--methods", default="surfaces,nsga2")
    asked = parser.parse_args()
    for name in PROBLEMS:
        for method in asked.methods.split(","):
            started = time.perf_counter()
            found = share(name, method, asked.evaluations, asked.seed)
            print(f"| {name} | {method} | {found:.3f} | {time.perf_counter() - started:.0f} s |")


if __name__ == "__main__":
    main()
