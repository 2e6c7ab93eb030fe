"""What full cells cost: cycles with their accuracy, members of a prediction, and a half cell in PyBaMM.

    python benchmarks/full_cells.py [--cycles 100] [--members 1000] [--peer PYTHON]

All times are CPU times of one thread, after one cycle that compiles and builds. The error of a cell is the largest
relative difference of the charge of a leg from a run with tolerances ten times tighter, over the first four legs.

An ensemble is the whole command `natria predict` for a specification of `predictions/specs` with so many members, in
one process. A further run of the fewest members gives what it costs without members.

PyBaMM runs in the Python of `--peer`, which needs PyBaMM alone; without one its rows are left out with the reason. Both
codes cycle particles of 20 shells at 5C, 500 s in each direction, and give the voltage every 10 s. Each gets the
loosest tolerance that keeps it under `--error` microvolts of its own run at a tight one.

Aims: 1000 members in five minutes on two cores; the half cell three times as fast.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from math import prod
from pathlib import Path

import numpy as np
from tables import table

from natria import load_case
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.cell import Cell, Electrode, SolidLayer
from natria.models.cell.electrodes.insertion import Insertion
from natria.models.cell.equations.layout import Packed
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.failure.limits import Limits
from natria.models.cell.prepare import Prepared
from natria.models.cell.solvers.adaptive import ATOL, MOST_STEPS, Adaptive, usual_rtol
from natria.models.cell.solvers.cvode import Integrator, integrator_of
from natria.models.cell.solvers.solution import Solution
from natria.models.cell.solvers.sundials import DirectCvode, library
from natria.studies import Studio
from natria.studies.predict.spec import read_spec
from natria.studies.predict.worlds import FEWEST

SYSTEMS = {
    "chi2022": ("chi2022/na-s", "chi2022/na-s/tafel-like"),
    "yuan2025": ("yuan2025/nas",),
    "kumar2020": ("kumar2020/bpi/na-s",),
    "lu2026": ("lu2026/sfc-na/nvp", "lu2026/f-na/nvp"),
}
WITHOUT_ANODE = "lu2026/sfc-na/nvp"  # that also runs with a bare foil in the place of its sodium
COMPARED, TIGHTER = 4, 0.1  # legs, and tolerances of the run with which they are compared
SPECS = Path(__file__).parents[1] / "predictions" / "specs"
PREDICTED = ("lu2026-nvp-5C", "chi2022-rates")
WANTED, CORES = 1000, 2
PEER = Path(__file__).with_name("full_cells_pybamm.py")
QUIET = {"PYBAMM_DISABLE_TELEMETRY": "true", "OMP_NUM_THREADS": "1"}
READINGS = 50


class Counting:
    """An integrator that counts its steps."""

    def __init__(self, inner: Integrator) -> None:
        self.inner, self.steps = inner, 0

    def solve(self, times: np.ndarray, y: np.ndarray, current: float, limits: np.ndarray) -> Solution:
        found = self.inner.solve(times, y, current, limits)
        reached, counter = ctypes.c_long(), library()
        if counter is not None and isinstance(self.inner, DirectCvode):
            ask, memory = counter.CVodeGetNumSteps, vars(self.inner)["_memory"]
            ask.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
            ask(memory, ctypes.byref(reached))
        self.steps += reached.value
        return found


@dataclass(frozen=True)
class Cycled:
    """CPU time (s), steps, and the charge (C/m^2) of each of the first legs."""

    seconds: float
    legs: int
    steps: int
    charges: tuple[float, ...]
    ended: str


def cycled(prepared: Prepared, cycles: int, tighter: float = 1.0) -> Cycled:
    packed = pack(prepared.cell)
    rtol, atol = tighter * usual_rtol(packed), tighter * ATOL
    solver = Adaptive(packed, rtol, atol)
    counting = Counting(integrator_of(packed, rtol, atol * packed.tolerance, MOST_STEPS))
    solver.__dict__["_integrator"] = counting
    for _ in run(packed, legs(prepared.blocks, prepared.cell.kind, 1), prepared.limits, solver=solver):
        pass
    counting.steps, many, charges, before, ended = 0, 0, [], 0.0, ""
    begun = time.process_time()
    for done in run(packed, legs(prepared.blocks, prepared.cell.kind, cycles), prepared.limits, solver=solver):
        many += 1
        ended = done.ending.event if done.ending else ""
        if len(charges) < COMPARED:
            charges.append(done.leg.current * (done.state.time - before))
            before = done.state.time
    return Cycled(time.process_time() - begun, many, counting.steps, tuple(charges), ended)


def cells() -> dict[str, Prepared]:
    found = {}
    for case, systems in SYSTEMS.items():
        studio = Studio(load_case(case))
        found |= {name: prepare(studio.design(name)) for name in systems}
    given = found[WITHOUT_ANODE]
    foil = replace(given.cell.working, is_host=True, coverage_charge=1.0, inventory=0.0)
    return found | {f"{WITHOUT_ANODE}, foil for sodium": replace(given, cell=replace(given.cell, working=foil))}


def cycling(cycles: int) -> None:
    lines = []
    for name, prepared in cells().items():
        usual, tight = cycled(prepared, cycles), cycled(prepared, COMPARED, TIGHTER)
        largest = max(map(abs, tight.charges))  # of a cell that is past its limit at once there is none
        off = max(abs(a - b) for a, b in zip(usual.charges, tight.charges, strict=True))
        error = off / largest if largest else 0.0
        each = f"{1e3 * usual.seconds / usual.legs:.1f}", f"{usual.steps / usual.legs:.0f}"
        lines.append((name, usual.legs, f"{usual.seconds:.2f}", *each, f"{error:.1e}", usual.ended or "protocol"))
    head = ("full cell", "legs", "CPU, s", "ms a leg", "steps a leg", "error of a charge", "ended by")
    print("\n".join(table(head, lines)))


def predicted(name: str, members: int, folder: Path) -> float:
    """CPU time (s) of the command with so many members."""
    text = (SPECS / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    spec = folder / f"{name}.toml"
    lines = [f"members = {members}" if line.startswith("members =") else line for line in text]
    spec.write_text("\n".join(lines), encoding="utf-8")
    to = ("--to", str(folder / f"{name}.json"), "--out", str(folder / "out"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "natria", "predict", str(spec), "--workers", "1", "--store", "none", *to]
    subprocess.run(command, check=False, capture_output=True, env=os.environ | QUIET)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    for path in folder.glob("*.json"):
        path.unlink()  # a prediction is never replaced
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ensembles(members: int) -> None:
    lines = []
    for name in PREDICTED:
        with tempfile.TemporaryDirectory() as folder:
            fewest = FEWEST * prod(len(group.option) for group in read_spec(SPECS / f"{name}.toml").groups)
            more = max(members, 2 * fewest)
            few, many = (predicted(name, number, Path(folder)) for number in (fewest, more))
        each = (many - few) / (more - fewest)
        alone = few - fewest * each
        minutes = (alone + WANTED * each / CORES) / 60
        lines.append(
            (name, more, f"{many:.0f}", f"{alone:.0f}", f"{1e3 * each:.0f}", f"{1 / each:.1f}", f"{minutes:.1f}")
        )
    head = ("prediction", "members", "CPU, s", "without members, s", "ms a member", "members a second")
    print("\n".join(table((*head, f"{WANTED} members on {CORES} cores, minutes (from these)"), lines)))


@dataclass(frozen=True)
class HalfCell:
    """Particles against sodium without overpotential; SI, per area."""

    loading: float = 0.02
    density: float = 3200.0
    molar_mass: float = 0.45577
    size: float = 1e-6
    diffusivity: float = 1e-15
    exchange: float = 0.1
    filled: float = 0.93
    plateau: float = 3.37
    solubility: float = 0.02
    temperature: float = 298.15
    current: float = 11.8  # A/m^2, 5C
    seconds: float = 500.0
    readings: int = READINGS


def half_cell(given: HalfCell) -> Packed:
    from natria.laws import FARADAY

    particles = Insertion(
        capacity=given.loading * 2 * FARADAY / given.molar_mass,
        plateau=given.plateau,
        diffusion_time=(given.size / 2) ** 2 / given.diffusivity,
        exchange=given.exchange * 6 * given.loading / (given.density * given.size),
        filled=given.filled,
        solubility=given.solubility,
    )
    sodium, glass = Electrode(exchange_current=1e7, inventory=1e7), SolidLayer("glass", 1e-9, 1.0)
    return pack(Cell("full", sodium, Electrode(chemistry=particles), (glass,), given.temperature, 1.0))


def ours(given: HalfCell, tolerance: float, cycles: int) -> tuple[float, np.ndarray]:
    """CPU time (s), and the voltage by leg and reading."""
    packed = half_cell(given)
    solver, bounds = Adaptive(packed, tolerance, tolerance), Limits().array(None)
    times = np.linspace(0.0, given.seconds, given.readings + 1)

    def go(number: int) -> list[np.ndarray]:
        y, volts = packed.start, []
        for k in range(2 * number):
            current = given.current * (-1) ** k
            path = solver.go(y, current, times, bounds)
            volts.append(rows(path.time, path.states, current, (1, 1), packed.shape, packed.p)[1:, PLACE["voltage"]])
            y = path.last
        return volts

    go(1)
    begun = time.process_time()
    volts = go(cycles)
    return time.process_time() - begun, np.array(volts)


def loosest(given: HalfCell, most: float) -> tuple[float, float]:
    """The tolerance that keeps the error under so many microvolts, and the error."""
    _, exact = ours(given, 1e-11, 2)
    for tolerance in 10.0 ** -np.arange(2.0, 10.5, 0.5):
        error = 1e6 * float(np.abs(ours(given, float(tolerance), 2)[1] - exact).max())
        if error < most:
            return float(tolerance), error
    raise RuntimeError("no tolerance is tight enough")


def beside_pybamm(cycles: int, most: float, peer: str) -> None:
    given = HalfCell()
    tolerance, error = loosest(given, most)
    mine = 1e3 * ours(given, tolerance, cycles)[0] / cycles
    lines = [("natria", f"{tolerance:.0e}", f"{error:.1f}", f"{mine:.2f}", "1")]
    found = None
    if not Path(peer).is_file():
        print(f"PyBaMM is left out: there is no Python at {peer or 'no path (--peer)'}\n")
    else:
        told = json.dumps({"cell": asdict(given), "cycles": cycles, "most": most})
        done = subprocess.run(
            [peer, str(PEER), told], check=False, capture_output=True, text=True, env=os.environ | QUIET
        )
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no message"])[-1]
            print(f"PyBaMM is left out: {why}\n")
        else:
            found = json.loads(done.stdout.splitlines()[-1])
    for one in found or ():
        theirs = 1e3 * one["seconds"] / cycles
        name = f"PyBaMM {one['version']}, {one['way']}"
        lines.append((name, f"{one['tolerance']:.0e}", f"{one['error']:.1f}", f"{theirs:.2f}", f"{theirs / mine:.1f}"))
    print("\n".join(table(("half cell", "tolerance", "error, uV", "CPU ms a cycle", "times as long"), lines)))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--cycles", type=int, default=100)
    ask.add_argument("--members", type=int, default=WANTED, help="0 leaves the predictions out")
    ask.add_argument("--error", type=float, default=5.0, help="microvolts that each code may be off")
    ask.add_argument("--peer", default="", help="a Python with PyBaMM")
    given = ask.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    cycling(given.cycles)
    if given.members:
        ensembles(given.members)
    beside_pybamm(given.cycles, given.error, given.peer)


if __name__ == "__main__":
    main()
