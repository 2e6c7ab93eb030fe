"""The cell engine against PyBaMM's IDAKLU on the same equations, at the same measured accuracy, in one run.

    python benchmarks/cells.py [--cycles 1000] [--designs 1000] [--error 20]      (PyBaMM's side needs the extra)

A symmetric cell of 40 volumes at 1 mA/cm^2, 1 h + 1 h. Every job is a process of its own on one thread, its CPU time
counted after one or two cycles that compile and build. Accuracy is the largest difference of the voltage from the same
code's own run at a tight tolerance, a minute and more after a reversal, in the first four half-cycles. Each code gets
the loosest tolerance that keeps it under `--error` microvolts; fixed steps have none, and print what they are off by.

Aims: a single run four times faster, an ensemble thirty times, memory flat under 300 MB; of an ensemble side by side at
most 0.05 ms a cycle of a design, and five times less than one compiled solve of PyBaMM in the same run.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import natria

EACH = 100  # cycles of a design of an ensemble
PEERS_DESIGNS = 20  # of PyBaMM's ensembles, of which a thousand would take many minutes
Lines = list[tuple[object, ...]]
BATCHES = {False: "one by one", True: "side by side"}  # in the same fixed steps
OURS, THEIRS = ("adaptive", "fixed steps"), ("experiment", "steps", "one solve")
NAMES = {"natria": "natria", "pybamm": "PyBaMM"}
IMPORT = """
import time; begun = time.perf_counter()
import {module}; seconds = time.perf_counter() - begun
import resource; print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
"""
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
JOBS = Path(__file__).with_name("cells_jobs.py")
QUIET = {"PYBAMM_DISABLE_TELEMETRY": "true"}


def child(job: str, **told: object) -> dict[str, float]:
    command = [sys.executable, str(JOBS), job, json.dumps(told)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD | QUIET)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def installed(name: str, seen: set[str] | None = None) -> float:
    """MB of a package's files and of all that it needs."""
    seen = set() if seen is None else seen
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return 0.0
    seen.add(key)
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return 0.0  # of another system
    size = sum(path.stat().st_size for f in found.files or () if (path := f.locate()).is_file())
    if key == "natria" and size < 1e6:  # installed in place
        size = sum(path.stat().st_size for path in Path(natria.__file__).parent.rglob("*.py"))
    needs = [r for r in found.requires or () if "extra ==" not in r]
    return size / 1e6 + sum(installed(re.split(r"[^\w.-]", r, maxsplit=1)[0], seen) for r in needs)


def table(*lines: tuple[object, ...]) -> None:
    for k, line in enumerate(lines):
        print("| " + " | ".join(str(x) for x in line) + " |")
        if k == 0:
            print("|" + " --- |" * len(line))
    print()


def compilers() -> tuple[bool, ...]:
    """Whether PyBaMM's functions are compiled by the compiler of C: not, and then so where there is one."""
    return (False, True) if shutil.which("cc") else (False,)


def named(code: str, way: str, told: dict[str, object]) -> str:
    return f"{NAMES[code]}, {way}{', compiled' * bool(told.get('compile_c'))}"


def singles(cycles: int, most: float, *, peer: bool) -> tuple[dict[str, float], dict[str, float]]:
    """Prints the table of single runs; ms a cycle by name, and the tolerance of each way."""
    lines: Lines = [("single run", "tolerance", "error, uV", "readings", "CPU ms a cycle", "peak MB")]
    cost, tolerances = {}, {}
    jobs: list[tuple[str, str, tuple[dict[str, object], ...]]] = [("natria", way, ({},)) for way in OURS]
    jobs += [("pybamm", way, tuple({"compile_c": c} for c in compilers())) for way in THEIRS if peer]
    for code, way, kinds in jobs:
        found = child(f"{code} accuracy", way=way, most=most)
        tolerance, error = found["tolerance"], found["microvolts"]
        tolerances[way] = tolerance
        for kind in kinds:
            name = named(code, way, kind)
            found = child(f"{code} single", way=way, tolerance=tolerance, cycles=cycles, **kind)
            cost[name] = 1e3 * found["seconds"] / cycles
            more = (f"{found['readings']:.0f}", f"{cost[name]:.2f}", f"{found['megabytes']:.0f}")
            lines.append((name, f"{tolerance:.0e}" if tolerance else "none", f"{error:.1f}", *more))
    table(*lines)
    return cost, tolerances


def ensembles(designs: int, tolerances: dict[str, float], *, peer: bool) -> dict[str, float]:
    """Prints the table of ensembles; ms a cycle of a design by name."""
    lines: Lines = [(f"ensemble of {EACH} cycles", "designs", "CPU ms a cycle of a design", "peak MB")]
    cost, digests = {}, set()
    jobs: list[tuple[str, str, int, dict[str, object]]] = [
        ("natria", BATCHES[beside], designs, {"beside": beside}) for beside in (False, True)
    ]
    jobs += [
        ("pybamm", way, PEERS_DESIGNS, {"way": way, "tolerance": tolerances[way], "compile_c": compile_c})
        for way in THEIRS[1:] if peer
        for compile_c in compilers()
    ]  # fmt: skip
    for code, way, number, told in jobs:
        found, name = child(f"{code} ensemble", designs=number, cycles=EACH, **told), named(code, way, told)
        cost[name] = 1e3 * found["seconds"] / number / EACH
        lines.append((name, number, f"{cost[name]:.3f}", f"{found['megabytes']:.0f}"))
        digests |= {found["digest"]} if code == "natria" else set()
    table(*lines)
    print(f"The same results side by side and one by one, to the last bit: {'yes' if len(digests) == 1 else 'NO'}.\n")
    return cost


def memory(cycles: int, *, peer: bool) -> None:
    """Peaks at so many cycles and at ten times as many; PyBaMM keeps each step, so at a tenth of both."""
    jobs: list[tuple[str, str, int, dict[str, object]]] = [("natria", "adaptive", cycles, {})]
    if peer:
        jobs.append(("pybamm", "experiment", max(cycles // 10, 1), {"compile_c": False}))
    lines: Lines = [("memory", "cycles", "peak MB", "cycles", "peak MB")]
    for code, way, few, kind in jobs:
        cells: list[object] = []
        for number in (few, 10 * few):
            found = child(f"{code} single", way=way, tolerance=1e-4, cycles=number, **kind)
            cells += [number, f"{found['megabytes']:.0f}"]
        lines.append((f"{NAMES[code]}, {way}", *cells))
    table(*lines)


def imports(*, peer: bool) -> None:
    """The shortest of five imports in a new interpreter, and the files of a package with all that it needs."""
    lines: Lines = [("", "import, s", "peak MB after it", "installed with all it needs, MB")]
    for name, module in {"natria": "natria.models.cell.solvers.run", "pybamm": "pybamm"}.items():
        if name == "natria" or peer:
            command = [sys.executable, "-c", IMPORT.format(module=module)]
            tried = [
                subprocess.run(
                    command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | QUIET
                ).stdout.split()
                for _ in range(5)
            ]
            seconds, megabytes = min((float(s), float(m)) for s, m in tried)
            lines.append((NAMES[name], f"{seconds:.2f}", f"{megabytes:.0f}", f"{installed(name):.0f}"))
    table(*lines)


def ratios(title: str, cost: dict[str, float]) -> None:
    ours = [name for name in cost if name.startswith("natria")]
    lines = [(title, *ours)]
    lines += [(n, *(f"{cost[n] / cost[o]:.1f}" for o in ours)) for n in cost if n.startswith("PyBaMM")]
    table(*lines)


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--cycles", type=int, default=1000, help="of single runs")
    ask.add_argument("--designs", type=int, default=1000, help="of our ensemble")
    ask.add_argument("--error", type=float, default=20.0, help="microvolts that each code may be off")
    given = ask.parse_args()
    peer = importlib.util.find_spec("pybamm") is not None
    if not peer:
        print("PyBaMM is not installed (pip install natria[pybamm]): there is nothing to compare with", file=sys.stderr)
    cost, tolerances = singles(given.cycles, given.error, peer=peer)
    ratios("times as fast as, single", cost)
    of_designs = ensembles(given.designs, tolerances, peer=peer)
    alone = {f"{name}, a single run": ms for name, ms in cost.items() if name.startswith(NAMES["pybamm"])}
    ratios("times as fast as, a cycle of a design of an ensemble", of_designs | alone)
    memory(given.cycles, peer=peer)
    imports(peer=peer)


if __name__ == "__main__":
    main()
