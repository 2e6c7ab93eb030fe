"""Shorts in cells of an independent simulator: PyBaMM's lithium-metal half cell as both halves of a symmetric cell.

    python benchmarks/shorts_pybamm.py [--cells 60]      (needs the extra `pybamm`; says so and stops without it)

PyBaMM simulates stripping and plating of a metal electrode against a porous one. The overpotential of its metal
electrode and its electrolyte, eta(t) = V - (U of the porous electrode), is taken at both signs of the current, so the
voltage of a symmetric cell is

    V_sym(t) = eta(t, +I) - eta(t, -I),

with the diffusion in the electrolyte, the kinetics and their memory from one half-cycle to the next from PyBaMM and
nothing from natria. A short is a resistance beside it from a random moment on: with V_sym(x) linear in x about I, the
voltage is that of the current divider, V = V_sym R_p/(R_p + V_sym/I). Noise is white; a slow growth of the film (none
in PyBaMM here) is multiplied on.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from dataclasses import dataclass

import numpy as np
from shorts import Judged, cycling
from tables import percent, row, upper_bound

from natria.lab.cycling.shorts.symmetric import shorts
from natria.record import CURRENT, TIME, VOLTAGE, Recording

HALF_CYCLES, READINGS = 30, 120
REPEATS = 3  # PyBaMM's cycles follow one another this many times in a test
DROPS = (0.1, 0.15, 0.2, 0.3, 0.5)
NOISES = (0.1e-3, 1e-3, 5e-3)  # V


@dataclass(frozen=True)
class Base:
    """A cell to simulate: the separator is a thick one, as symmetric cells have, and the metal is filmed."""

    hours: float
    amperes: float
    exchange: float  # A/m^2
    separator: float  # m
    slower: float  # diffusion in the electrolyte over that of the parameter set


BASES = (
    Base(0.5, 1e-3, 5.0, 300e-6, 1.0),
    Base(1.0, 1e-3, 2.0, 600e-6, 0.5),
    Base(1.0, 0.5e-3, 1.0, 300e-6, 0.2),
    Base(2.0, 0.5e-3, 10.0, 1000e-6, 0.3),
    Base(0.5, 2e-3, 20.0, 600e-6, 0.5),
    Base(1.0, 1e-3, 0.5, 100e-6, 1.0),
)


def simulate(base: Base) -> np.ndarray:
    """Overpotential (V) by half-cycle and reading."""
    import pybamm

    hours, amperes = base.hours, base.amperes

    model = pybamm.lithium_ion.DFN({"working electrode": "positive"})
    values = pybamm.ParameterValues("Xu2019")
    diffusivity = values["Electrolyte diffusivity [m2.s-1]"]
    values.update(
        {
            "Exchange-current density for lithium metal electrode [A.m-2]": base.exchange,
            "Separator thickness [m]": base.separator,
            "Electrolyte diffusivity [m2.s-1]": lambda c, t: base.slower * diffusivity(c, t),
            "Lower voltage cut-off [V]": 2.0,
            "Upper voltage cut-off [V]": 5.0,
        },
        check_already_exists=False,
    )
    step = f"for {hours} hours"
    cycle = (f"Discharge at {amperes} A {step}", f"Charge at {amperes} A {step}")
    experiment = pybamm.Experiment([cycle] * (HALF_CYCLES // 2), period=f"{hours * 3600 / READINGS} seconds")
    solution = pybamm.Simulation(model, experiment=experiment, parameter_values=values).solve(initial_soc=0.6)
    wanted = ("Lithium metal interface reaction overpotential [V]", "X-averaged electrolyte overpotential [V]")
    halves = []
    for cycle_ in solution.cycles:
        for one in cycle_.steps:
            eta = sum(np.asarray(one[name].entries, float).reshape(-1) for name in wanted)
            at = np.linspace(0, len(eta) - 1, READINGS + 1)[1:]
            halves.append(np.interp(at, np.arange(len(eta)), eta))
    return np.array(halves)


def symmetric(eta: np.ndarray) -> np.ndarray:
    """V along the current of two metal electrodes, of which one strips while the other plates; it may begin below zero
    while the salt still lies as the half-cycle before left it."""
    other = np.roll(eta, 1, axis=0)
    other[0] = eta[1]
    both = eta - other
    return np.asarray(both * np.sign(np.median(both, axis=1))[:, None])


def made(
    base: Base, size: np.ndarray, rng: np.random.Generator, drop: float, noise: float
) -> tuple[Recording, float, float]:
    """A recording, the time of its short, and its overpotential."""
    hours, amperes = base.hours, base.amperes
    whole = np.concatenate([size] * REPEATS)
    number = len(whole)
    growth = 1 + rng.uniform(-0.2, 0.5) * np.arange(number)[:, None] / number
    v = (whole * growth).ravel()
    time = (np.arange(len(v)) + 1) * hours * 3600 / READINGS
    onset = int(rng.integers(int(0.1 * len(v)), int(0.95 * len(v)))) if drop else len(v)
    if drop:
        beside = float(np.median(v)) / amperes * (1 - drop) / drop  # takes `drop` of the median |V|
        v[onset:] *= beside / (beside + v[onset:] / amperes)
    sign = np.repeat((-1.0) ** np.arange(number), READINGS)
    seen = sign * v + noise * rng.standard_normal(len(v))
    columns = {TIME: np.r_[0.0, time], VOLTAGE: np.r_[0.0, seen], CURRENT: np.r_[0.0, sign * amperes]}
    short = (time[onset - 1] + time[onset]) / 2 if drop else float("nan")
    return Recording("pybamm", "0" * 64, columns, format="pybamm"), short, float(np.median(size))


def judge(base: Base, size: np.ndarray, seed: int, drop: float, noise: float) -> Judged:
    recording, onset, eta = made(base, size, np.random.default_rng(seed), drop, noise)
    length, sample = base.hours * 3600, base.hours * 3600 / READINGS
    events = [e for e in shorts(cycling(recording)).events if "short" in e.what]
    near = [e for e in events if abs(e.time - onset) <= length]
    late = near[0].time - onset if near else float("nan")
    return Judged(noise, eta, drop, bool(near), len(events) - len(near[:1]), late, length, sample)


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--cells", type=int, default=60, help="cells for each drop and noise")
    given = ask.parse_args()
    if importlib.util.find_spec("pybamm") is None:
        print("PyBaMM is not installed (pip install natria[pybamm]): nothing was judged", file=sys.stderr)
        return
    sizes = [symmetric(simulate(base)) for base in BASES]
    jobs = [(seed, noise, drop) for seed in range(given.cells) for noise in NOISES for drop in (0.0, *DROPS)]
    found = [judge(BASES[s % len(BASES)], sizes[s % len(BASES)], s, drop, noise) for s, noise, drop in jobs]
    span = ", ".join(f"{1e3 * np.median(size):.0f}" for size in sizes)
    print(f"Median |V| of the {len(BASES)} simulated cells: {span} mV\n")
    names = ["noise, mV", *(f"recall, drop {d:.0%}" for d in DROPS), "within 2 % or two samples", "wrong events",
             "healthy with an alarm", "alarms in less than (95 %)"]  # fmt: skip
    print(row(*names))
    print(row(*("---" for _ in names)))
    for noise in NOISES:
        these = [c for c in found if c.noise == noise]
        hit = [[c.found for c in these if c.drop == d] for d in DROPS]
        hits = [c for c in these if c.found]
        good = sum(abs(c.late) <= max(0.02 * c.half_cycle, 2 * c.sample) for c in hits)
        sound = [c for c in these if not c.drop]
        alarms = sum(c.wrong > 0 for c in sound)
        wrong = sum(c.wrong for c in these if c.drop)
        each = [percent(sum(s), len(s)) for s in hit]
        bound = f"{100 * upper_bound(alarms, len(sound)):.1f} % of cells"
        print(row(f"{1e3 * noise:g}", *each, percent(good, len(hits)), wrong, f"{alarms} of {len(sound)}", bound))


if __name__ == "__main__":
    main()
