"""How many steps a leg other implicit methods would need: the symmetric cell of 40 volumes, 1 mA/cm^2, 1 h + 1 h.

Salt of constant transport is linear, so a step of a method is its stability function R(h A), and the exact step is
exp(h A): both by the eigenvectors of A. The error is that of the voltage in four half-cycles, from a minute after a
reversal on and over all; steps grow by a factor. For each method the pattern of fewest steps is printed that is below
20 uV from a minute on, and over all not worse than the pattern in use. A complex solve counts as four real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from natria.laws import FARADAY, GAS
from natria.models.cell.pybamm.values import SYMMETRIC
from natria.models.cell.solvers.fixed import PATTERN, pattern

VOLUMES, HALF, CURRENT, AWAY, MOST = 40, 3600.0, 10.0, 60.0, 20.0
(GEL,), FACE = SYMMETRIC.salts, SYMMETRIC.working
WIDTH, ANIONS = GEL.thickness / VOLUMES, 1.0 - GEL.transference
RESISTANCE = WIDTH * GEL.macmullin / GEL.diffusivity  # of a volume against diffusion
STORE = GEL.porosity * WIDTH
SDIRK2, SDIRK3 = 1.0 - np.sqrt(0.5), 0.4358665215084590
Numbers = np.ndarray


def second(z: Numbers) -> Numbers:
    return (1 + (1 - 2 * SDIRK2) * z) / (1 - SDIRK2 * z) ** 2


def third(z: Numbers) -> Numbers:
    a = SDIRK3
    return (1 + (1 - 3 * a) * z + (0.5 - 3 * a + 3 * a * a) * z * z) / (1 - a * z) ** 3


def radau_third(z: Numbers) -> Numbers:
    return (1 + z / 3) / (1 - 2 * z / 3 + z * z / 6)


def radau_fifth(z: Numbers) -> Numbers:
    return (1 + 2 * z / 5 + z * z / 20) / (1 - 3 * z / 5 + 3 * z * z / 20 - z**3 / 60)


METHODS: dict[str, tuple[Callable[[Numbers], Numbers], int]] = {  # name -> R, real solves a step
    "SDIRK2 (TR-BDF2 has the same R)": (second, 2),
    "SDIRK3": (third, 3),
    "Radau IIA of order 3": (radau_third, 4),
    "Radau IIA of order 5": (radau_fifth, 5),
}


def modes() -> tuple[Numbers, Numbers, Numbers]:
    """Eigenvalues and eigenvectors of A, and what one A/m^2 does to each mode."""
    a = np.diag(np.full(VOLUMES - 1, 1.0), 1)
    a += a.T
    a -= np.diag(a.sum(axis=1))
    values, vectors = np.linalg.eigh(a / (RESISTANCE * STORE))
    push = np.zeros(VOLUMES)
    push[0], push[-1] = -ANIONS / FARADAY / STORE, ANIONS / FARADAY / STORE
    return values, vectors, vectors.T @ push


def volts(c: Numbers, current: float) -> float:
    """The voltage without films."""
    driven = 0.5 * RESISTANCE * ANIONS * current / FARADAY
    edges = np.concatenate([[c[0] - driven], 0.5 * (c[1:] + c[:-1]), [c[-1] + driven]])
    rise = np.where(np.diff(edges) == 0.0, 1.0, np.diff(edges))
    inverse = np.where(np.diff(edges) == 0.0, 1.0 / edges[1:], np.log(edges[1:] / edges[:-1]) / rise)
    ohmic = current * WIDTH * inverse.sum() * GEL.macmullin * GEL.concentration / GEL.conductivity
    thermal = 2.0 * GAS * SYMMETRIC.temperature / FARADAY
    shares = np.sqrt(edges[[0, -1]] / GEL.concentration)
    faces = np.arcsinh(0.5 * current / FACE.exchange_current / shares).sum()
    return float(ohmic + thermal * (ANIONS * np.log(edges[-1] / edges[0]) + faces))


def errors(r: Callable[[Numbers], Numbers], steps: Numbers) -> tuple[float, float]:
    """uV from a minute after a reversal on, and over all."""
    values, vectors, push = modes()
    still = np.abs(values) * HALF < 1e-9  # the salt as a whole
    late = whole = 0.0
    mine = true = vectors.T @ np.full(VOLUMES, GEL.concentration)
    for current in (CURRENT, -CURRENT) * 2:
        time = 0.0
        for h in HALF * steps:
            for exact in (False, True):
                grown = np.exp(h * values) if exact else r(h * values)
                forced = np.where(still, h, (grown - 1.0) / np.where(still, 1.0, values)) * push * current
                if exact:
                    true = grown * true + forced
                else:
                    mine = grown * mine + forced
            time += h
            off = 1e6 * abs(volts(vectors @ mine, current) - volts(vectors @ true, current))
            late, whole = max(late, off if time >= AWAY else 0.0), max(whole, off)
    return late, whole


def main() -> None:
    late, usual = errors(second, PATTERN)
    print(f"In use: {len(PATTERN)} steps of SDIRK2, {late:.1f} uV from a minute on, {usual:.1f} uV over all.\n")
    print("| method | steps a leg | real solves a leg | growth | error after a minute, uV | over all, uV |")
    print("|---|---|---|---|---|---|")
    tried = product(np.arange(1.2, 4.0, 0.1), (300.0, 1000.0, 3000.0), (1, 2, 4, 8))
    patterns = sorted(((pattern(*each), each[0]) for each in tried), key=lambda one: len(one[0]))
    for name, (r, solves) in METHODS.items():
        for steps, growth in patterns:
            late, whole = errors(r, steps)
            if late <= MOST and whole <= 1.05 * usual:
                shown = f"{len(steps)} | {solves * len(steps)} | {growth:.1f} | {late:.1f} | {whole:.1f}"
                print(f"| {name} | {shown} |", flush=True)
                break


if __name__ == "__main__":
    main()
