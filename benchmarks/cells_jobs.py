"""The jobs of `cells.py`, each for a process of its own: its name and its keywords in, a line of numbers out.

python benchmarks/cells_jobs.py "natria single" '{"way": "adaptive", "tolerance": 1e-4, "cycles": 100}'
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np

LADDER = tuple(c * 10.0**-k for k in range(3, 8) for c in (1.0, 0.3))  # tolerances
TIGHT = {"natria": 1e-11, "pybamm": 1e-10}  # PyBaMM does not get through at less
AWAY = 60.0  # s after a reversal
CHECKED = 2  # cycles


def protocol(cycles: int) -> Any:
    from natria.design.protocol import parse
    from natria.models.cell.solvers.legs import legs

    said = ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h", f"repeat {cycles}"]
    return legs(parse(said, {}), "symmetric", cycles)


def driver(way: str, tolerance: float) -> Any:
    """The solver of the example's cell: SUNDIALS, or the fixed steps of ensembles."""
    from natria.models.cell.equations.layout import pack
    from natria.models.cell.pybamm.values import SYMMETRIC
    from natria.models.cell.solvers.adaptive import Adaptive
    from natria.models.cell.solvers.fixed import Fixed

    packed = pack(SYMMETRIC)
    return Fixed(packed) if way == "fixed steps" else Adaptive(packed, tolerance, 0.1 * tolerance)


def loosest(error: Callable[[float], float], most: float) -> dict[str, float]:
    """The loosest tolerance at which a run is off by at most so many microvolts, and by how many."""
    for tolerance in LADDER:
        microvolts = 1e6 * error(tolerance)
        if microvolts <= most:
            return {"tolerance": tolerance, "microvolts": microvolts}
    raise RuntimeError(f"at no tolerance as accurate as {most} microvolts")


def natria_accuracy(way: str, most: float) -> dict[str, float]:
    from natria.models.cell.equations.observe import PLACE, rows
    from natria.models.cell.failure.limits import Limits

    tight, limits = driver("adaptive", TIGHT["natria"]), Limits().array(None)

    def error(tolerance: float) -> float:
        solver, worst = driver(way, tolerance), 0.0
        mine = true = solver.packed.start
        for leg in protocol(CHECKED):
            found = solver.go(mine, leg.current, np.linspace(0.0, leg.seconds, 41), limits)
            exact = tight.go(true, leg.current, found.time, limits)
            here = (leg.current, (1, 1), solver.packed.shape, solver.packed.p)
            volts = [rows(at.time, at.states, *here)[:, PLACE["voltage"]] for at in (found, exact)]
            worst = max(worst, float(np.abs(volts[0] - volts[1])[found.time >= AWAY].max()))
            mine, true = found.states[-1], exact.states[-1]
        return worst

    if way == "fixed steps":  # they have no tolerance
        return {"tolerance": 0.0, "microvolts": 1e6 * error(0.0)}
    return loosest(error, most)


def natria_single(way: str, tolerance: float, cycles: int) -> dict[str, float]:
    """Each half-cycle is read and dropped."""
    from natria.models.cell.solvers.run import run

    def go(number: int) -> int:
        return sum(len(done.rows) for done in run(solver.packed, protocol(number), solver=solver))

    solver = driver(way, tolerance)
    go(2)
    begun = time.process_time()
    readings = go(cycles)
    return {"seconds": time.process_time() - begun, "readings": readings / (2 * cycles), "megabytes": peak()}


def factors(designs: int) -> np.ndarray:
    """Of exchange current, film conductivity, conductivity and diffusivity of the gel."""
    return np.random.default_rng(7).uniform(0.7, 1.4, (designs, 4))


def natria_ensemble(designs: int, cycles: int, *, beside: bool) -> dict[str, float]:
    """Side by side or one by one; `digest` is a number of all results, equal where they are to the last bit."""
    from natria.models.cell.ensemble.batch import go_all
    from natria.models.cell.equations.layout import pack
    from natria.models.cell.failure.limits import Limits
    from natria.models.cell.pybamm.values import SYMMETRIC

    (gel,), face = SYMMETRIC.salts, SYMMETRIC.working
    cells = []
    for i0, sigma, kappa, diffusivity in factors(designs):
        film = replace(face.films[0], conductivity=face.films[0].conductivity * sigma)
        one = replace(face, films=(film,), exchange_current=face.exchange_current * i0)
        salt = replace(gel, conductivity=gel.conductivity * kappa, diffusivity=gel.diffusivity * diffusivity)
        cells.append(pack(replace(SYMMETRIC, working=one, counter=one, electrolyte=(salt,))))
    go_all(cells[:20], [protocol(1)], [Limits()], threads=1, beside=beside)
    begun = time.process_time()
    found = go_all(cells, [protocol(cycles)], [Limits()], threads=1, beside=beside)
    seconds = time.process_time() - begun
    if any(found.ended_by):
        raise RuntimeError("a design ended before its protocol did: the ensembles are not the same")
    return {"seconds": seconds, "megabytes": peak(), "digest": crc32(found.legs.tobytes())}


def pybamm_accuracy(way: str, most: float) -> dict[str, float]:
    import cells_pybamm

    first = int(np.ceil(AWAY / cells_pybamm.HALF * cells_pybamm.READINGS)) - 1
    solve = cells_pybamm.WAYS[way]
    _, true = solve(CHECKED, TIGHT["pybamm"], compile_c=False)

    def error(tolerance: float) -> float:
        _, mine = solve(CHECKED, tolerance, compile_c=False)
        return float(np.abs(mine - true)[:, first:].max())

    return loosest(error, most)


def pybamm_single(way: str, tolerance: float, cycles: int, *, compile_c: bool) -> dict[str, float]:
    import cells_pybamm

    seconds, volts = cells_pybamm.WAYS[way](cycles, tolerance, compile_c=compile_c)
    return {"seconds": seconds, "readings": volts.shape[1], "megabytes": peak()}


def pybamm_ensemble(way: str, designs: int, tolerance: float, cycles: int, *, compile_c: bool) -> dict[str, float]:
    import cells_pybamm

    asked = cells_pybamm.ENSEMBLES[way]
    seconds = asked(factors(designs), cycles, tolerance, compile_c=compile_c)
    return {"seconds": seconds, "megabytes": peak()}


def peak() -> float:
    """MB of this process at most so far."""
    unit = 1.0 if sys.platform == "darwin" else 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


JOBS: dict[str, Callable[..., dict[str, float]]] = {
    "natria accuracy": natria_accuracy,
    "natria single": natria_single,
    "natria ensemble": natria_ensemble,
    "pybamm accuracy": pybamm_accuracy,
    "pybamm single": pybamm_single,
    "pybamm ensemble": pybamm_ensemble,
}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](**json.loads(sys.argv[2]))))
