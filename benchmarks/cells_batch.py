"""What the batch kernel costs and how exact it is: the symmetric cell of 40 volumes, 1 mA/cm^2, 1 h + 1 h.

Errors are those of the voltage after the second reversal against the adaptive solver at rtol 1e-9, at its own steps.
Times are processor time per cycle and thread, the best of some runs, and on the clock for the ensemble.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from natria.design.protocol import parse
from natria.models.cell import Cell, Limits, legs, pack, run
from natria.models.cell.cell import Electrode, Film, Growth, SaltLayer
from natria.models.cell.ensemble.patches import Ensemble, Member, simulate_all
from natria.models.cell.ensemble.sampling import Spread, hypercube
from natria.models.cell.equations.layout import Packed
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.fixed import PATTERN, Fixed, pattern
from natria.models.cell.solvers.legs import Leg

CURRENT, HOUR = "1 mA/cm^2", "1 h"
RUNS = 5
# growth from step to step, the largest over the first, so many of the largest
PATTERNS = ((2, 256, 8), (1.5, 1000, 4), (1.35, 1000, 8), (1.35, 1000, 30), (1.2, 1000, 15), (1.1, 4000, 30))
AT = {"1 s": 1.0, "10 s": 10.0, "60 s": 60.0, "middle": 1800.0, "end": 3600.0}


def cell(diffusivity_exponent: float = 0.0) -> Cell:
    salt = SaltLayer("separator", 250e-6, 1000.0, 0.6, 2e-10, 0.4, 2.0, 0.5, diffusivity_exponent=diffusivity_exponent)
    face = Electrode((Film("sei", 20e-9, 1e-5, growth=Growth("parabolic", (2e-21,))),), 20.0, inventory=1e6)
    return Cell("symmetric", face, face, (salt,), temperature=298.15, area=1e-4)


def program(cycles: int) -> tuple[Leg, ...]:
    steps = [f"plate {CURRENT} for {HOUR}", f"strip {CURRENT} for {HOUR}", f"repeat {cycles}"]
    return tuple(legs(parse(steps, {}), "symmetric"))


def errors(diffusivity_exponent: float, steps: np.ndarray) -> dict[str, float]:
    """mV against the adaptive solver, after the second reversal: at the step next to each time, and the largest."""
    packed = pack(cell(diffusivity_exponent))
    fixed, exact = Fixed(packed, steps), Adaptive(packed, 1e-9, 1e-10)
    bounds = Limits().array(None)
    mine = theirs = packed.start
    for current in (10.0, -10.0, 10.0):
        path = fixed.go(mine, current, np.array([0.0, 3600.0]), bounds)
        held = exact.go(theirs, current, path.time, bounds)
        mine, theirs = path.states[-1], held.states[-1]
    off = 1e3 * np.abs(_volts(packed, path.states) - _volts(packed, held.states))
    near = {name: float(off[int(np.argmin(np.abs(path.time - at)))]) for name, at in AT.items()}
    return {**near, "largest": float(off.max())}


def _volts(packed: Packed, states: np.ndarray) -> np.ndarray:
    return rows(np.zeros(len(states)), states, 10.0, (1, 1), packed.shape, packed.p)[:, PLACE["voltage"]]


def batched(diffusivity_exponent: float, cycles: int, threads: int) -> float:
    """ms of processor time per cycle, of eight equal cells."""
    members = [Member(cell(diffusivity_exponent), program(cycles))] * 8
    best = np.inf
    for _ in range(RUNS):
        begun = time.process_time()
        simulate_all(members, lambda leg: leg == 0, threads=threads)
        best = min(best, time.process_time() - begun)
    return 1e3 * best / (8 * cycles)


def single(diffusivity_exponent: float, cycles: int) -> float:
    """ms of processor time per cycle of the adaptive solver."""
    packed = pack(cell(diffusivity_exponent))
    solver = Adaptive(packed)
    best = np.inf
    for _ in range(RUNS):
        begun = time.process_time()
        for _done in run(packed, program(cycles), solver=solver):
            pass
        best = min(best, time.process_time() - begun)
    return 1e3 * best / cycles


def designs(many: int, cycles: int) -> list[Member]:
    """The cell with the numbers that decide its voltage drawn over a factor of two or so."""
    spreads = [
        Spread("thickness", "uniform", 100e-6, 500e-6),
        Spread("conductivity", "lognormal", 0.6, 1.5),
        Spread("diffusivity", "lognormal", 2e-10, 1.5),
        Spread("transference", "normal", 0.4, 0.1, 0.0, 1.0),
        Spread("film", "lognormal", 1e-5, 2.0),
        Spread("rate", "lognormal", 2e-21, 3.0),
        Spread("exchange", "lognormal", 20.0, 2.0),
    ]
    plain, whole = cell(), program(cycles)
    made = []
    for drawn in hypercube(spreads, many, seed=1):
        names = ("thickness", "conductivity", "diffusivity", "transference")
        salt = replace(plain.salts[0], **{name: drawn[name] for name in names})
        film = replace(plain.working.films[0], conductivity=drawn["film"], growth=Growth("parabolic", (drawn["rate"],)))
        face = replace(plain.working, films=(film,), exchange_current=drawn["exchange"])
        made.append(Member(replace(plain, working=face, counter=face, electrolyte=(salt,)), whole, drawn=drawn))
    return made


def ensemble(many: int, cycles: int) -> Iterator[str]:
    members = designs(many, cycles)
    found: list[Ensemble] = []
    alone = 0.0
    for threads in (1, 2):
        begun, clock = time.process_time(), time.perf_counter()
        found.append(simulate_all(members, threads=threads))
        cpu, wall = time.process_time() - begun, time.perf_counter() - clock
        alone = alone or wall
        yield (
            f"| {threads} | {cpu:.1f} s | {wall:.1f} s | {alone / wall:.2f} | "
            f"{1e3 * cpu / (many * cycles):.3f} ms | {sum(map(bool, found[-1].ended_by))} |"
        )
    same = found[0].legs.tobytes() == found[1].legs.tobytes()
    low, middle, high = found[0].quantiles("voltage_mean")[-1]
    yield f"\nSame bytes with one thread and with two: {'yes' if same else 'NO'}."
    yield f"|V| of the last leg, 5 % / median / 95 %: {1e3 * low:.1f} / {1e3 * middle:.1f} / {1e3 * high:.1f} mV."


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--designs", type=int, default=1000)
    ask.add_argument("--cycles", type=int, default=100)
    given = ask.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    kinds = {"constant": 0.0, "with c^0.7": 0.7}
    for kind, exponent in kinds.items():
        print(f"### Error of the voltage (mV), D {kind}\n")
        print("| steps a leg | first (s) | " + " | ".join((*AT, "largest")) + " |")
        print("|---|---|" + "---|" * (len(AT) + 1))
        for each in PATTERNS:
            steps = pattern(*each)
            shown = " | ".join(f"{off:.5f}" for off in errors(exponent, steps).values())
            chosen = " (chosen)" if np.array_equal(steps, PATTERN) else ""
            print(f"| {len(steps)}{chosen} | {3600 * steps[0]:.3f} | {shown} |")
        print()
    print("### Processor time per cycle\n\n| D | batch, one thread | adaptive | ratio |\n|---|---|---|---|")
    for kind, exponent in kinds.items():
        fast, slow = batched(exponent, 50, 1), single(exponent, 20)
        print(f"| {kind} | {fast:.3f} ms | {slow:.2f} ms | {slow / fast:.1f} |")
    print(f"\n### {given.designs} designs x {given.cycles} cycles\n")
    print("| threads | processor | clock | faster | per cycle and core | ended before their protocol |")
    print("|---|---|---|---|---|---|")
    for line in ensemble(given.designs, given.cycles):
        print(line)


if __name__ == "__main__":
    main()
