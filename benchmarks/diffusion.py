"""Errors of diffusivities from mean-squared displacements: how often their intervals hold the true value.

    python benchmarks/diffusion.py [--runs 400]

Each row is a kind of motion whose diffusivity is known: hops on a cubic lattice, with and without rattling, with few
and with many hops, and free particles in a Langevin bath. The intervals are those of `natria.atoms.dynamics`, from the
fit alone and with the scatter of blocks. "line" is an ordinary least-squares line through the same points.
"""

from __future__ import annotations

import argparse

import numpy as np

from natria.atoms.dynamics import diffusivity, squared_displacement


def hops(rng: np.random.Generator, samples: int, particles: int, rate: float, rattle: float) -> np.ndarray:
    """Positions of hopping particles, hop length 1: `rate` hops a sample, so D = rate/6 per sample."""
    counts = rng.poisson(rate, (samples, particles))
    steps = np.zeros((samples, particles, 3))
    for place in np.argwhere(counts):
        for _ in range(counts[tuple(place)]):
            steps[(*place, rng.integers(3))] += rng.choice((-1, 1))
    return np.cumsum(steps, axis=0) + rattle * rng.standard_normal(steps.shape)


def bath(rng: np.random.Generator, samples: int, particles: int, friction: float) -> np.ndarray:
    """Positions of free particles with kT/m = 1 in a bath of a friction per sample: D = 1/friction."""
    parts, v = 20, rng.standard_normal((particles, 3))
    dt = 1 / parts
    keep = np.exp(-friction * dt)
    x, rows = np.zeros((particles, 3)), []
    for step in range(samples * parts):
        new = keep * v + np.sqrt(1 - keep**2) * rng.standard_normal(v.shape)
        x = x + dt / 2 * (v + new)
        v = new
        if step % parts == parts - 1:
            rows.append(x)
    return np.array(rows)


def line_error(positions: np.ndarray) -> tuple[float, float]:
    """The slope of an ordinary line through ten points and the error that it states, as diffusivities."""
    points, lags = squared_displacement(positions, 10), np.arange(1, 11)
    (slope, _), covariance = np.polyfit(lags, points, 1, cov=True)
    return slope / 6, float(np.sqrt(covariance[0, 0])) / 6


CASES = {
    "hops, 4000 in all": (lambda rng: hops(rng, 400, 20, 0.5, 0.0), 0.5 / 6, 1.0),
    "hops, 400 in all": (lambda rng: hops(rng, 400, 20, 0.05, 0.0), 0.05 / 6, 1.0),
    "hops, 60 in all": (lambda rng: hops(rng, 300, 10, 0.02, 0.0), 0.02 / 6, 1.0),
    "hops and rattling, 400": (lambda rng: hops(rng, 400, 20, 0.05, 0.1), 0.05 / 6, 1.0),
    "bath, friction 0.5": (lambda rng: bath(rng, 400, 10, 0.5), 2.0, 0.0),
}


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--runs", type=int, default=400)
    runs = told.parse_args().runs
    heads = f"{'motion':24} {'mean/true':>9} {'std/true':>9} | {'fit 68':>6} {'95':>5} | {'+blocks 68':>10} {'95':>5}"
    print(f"{heads} | {'line 68':>7} {'95':>5}")
    for name, (make, true, hop) in CASES.items():
        rng = np.random.Generator(np.random.PCG64(1))
        rows = []
        for _ in range(runs):
            positions = make(rng)
            found = diffusivity(positions, 1.0, hop)
            slope, error = line_error(positions)
            rows.append((found.value, found.std_fit, found.std, slope, error))
        value, fit, std, slope, error = np.array(rows).T
        shares = [
            100 * np.mean(np.abs(one - true) <= times * spread)
            for one, spread in ((value, fit), (value, std), (slope, error))
            for times in (1.0, 1.96)
        ]
        a, b, c, d, e, f = shares
        print(
            f"{name:24} {value.mean() / true:9.3f} {value.std() / true:9.3f} | {a:6.0f} {b:5.0f} | "
            f"{c:10.0f} {d:5.0f} | {e:7.0f} {f:5.0f}"
        )


if __name__ == "__main__":
    main()
