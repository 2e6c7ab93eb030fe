"""Kramers-Kronig tests at matched false alarms, beside peers: `python benchmarks/impedance_kramers_kronig.py`.

Spectra: two depressed arcs with a finite diffusion or a constant phase tail, 60 points from 7 MHz to 0.1 Hz, 0.5 %
noise. Violations act on the two arcs: a drift of 20 % in time (three periods a point) or of 15 % along the points,
three outliers of 3 %, a step of 10 % at a random point. A method's scores on clean spectra give the threshold with 5 %
false alarms; the table shows the share of violations above it, and the area under the receiver-operating curve.

Peers give residuals, not a probability. Two scores are taken from them: their root mean square, and their correlation
between neighbouring frequencies; the table shows the better one for each violation. Peers run in virtual environments
of their own, `--peers FOLDER` with one each (impedance with numpy < 2, pyimpspec); a missing one is left out. Set
OMP_NUM_THREADS=1 for the times.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tables import percent, table

from natria.lab.impedance.kramers_kronig import KramersKronig, kramers_kronig_test

FREQUENCY = np.logspace(np.log10(7e6), -1, 60)
OMEGA = 2 * np.pi * FREQUENCY
NOISE = 0.005
FALSE_ALARMS = 0.05
ELAPSED = np.cumsum(3 / FREQUENCY) / np.sum(3 / FREQUENCY)
COURSE = np.linspace(0, 1, len(FREQUENCY))
PEERS = {"impedance.py linKK": "impedance", "pyimpspec KK": "pyimpspec"}
WORKER = Path(__file__).with_name("impedance_peers.py")
CODES = ("drift", "step", "outliers", "correlated-residuals")
TESTS = ("correlation", "drift", "step", "outlier", "z-hit")


def cell(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Parameters of two arcs (rows of R, Q, n), and the rest of the impedance."""
    series = 10 ** rng.uniform(0, 2)
    resistances = series * 10 ** rng.uniform(-0.3, 1.5, 2)
    exponents = rng.uniform(0.75, 1, 2)
    first = 10 ** rng.uniform(-6.3, -3.5)
    taus = np.array([first, first * 10 ** rng.uniform(1.3, 3)])
    size = resistances.sum() * 10 ** rng.uniform(-0.5, 0.7)
    if rng.random() < 0.5:
        root = np.sqrt(1j * OMEGA * 10 ** rng.uniform(-0.3, 1))
        tail = size / (root * np.tanh(root))
    else:
        tail = size * (1j * OMEGA / np.pi) ** -rng.uniform(0.4, 0.95)
    return np.array([resistances, taus**exponents / resistances, exponents]), series + tail


def impedance(arcs: np.ndarray, rest: np.ndarray, growth: np.ndarray) -> np.ndarray:
    """Capacitances stay, resistances grow."""
    return rest + sum(r * growth / (1 + r * growth * q * (1j * OMEGA) ** n) for r, q, n in arcs.T)


def noisy(z: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return z + NOISE * np.abs(z) * (rng.standard_normal(len(z)) + 1j * rng.standard_normal(len(z)))


def sets(number: int, seed: int) -> dict[str, list[np.ndarray]]:
    rng = np.random.default_rng(seed)
    still = np.ones(len(FREQUENCY))
    out: dict[str, list[np.ndarray]] = {}
    for _ in range(number):
        arcs, rest = cell(rng)
        step = still + 0.1 * (np.arange(len(FREQUENCY)) >= rng.integers(12, 48))
        growths = {
            "clean": still,
            "drift 20 % in time": 1 + 0.2 * ELAPSED,
            "drift 15 % along points": 1 + 0.15 * COURSE,
        }
        for title, growth in {**growths, "three outliers of 3 %": still, "step of 10 %": step}.items():
            z = noisy(impedance(arcs, rest, growth), rng)
            if title.startswith("three"):
                z[rng.choice(len(z), 3, replace=False)] *= 1 + 0.03 * np.exp(2j * np.pi * rng.random(3))
            out.setdefault(title, []).append(z)
    return out


def scores_of(residuals: np.ndarray) -> dict[str, np.ndarray]:
    """Root mean square and lag-1 correlation of complex residuals, higher where they are worse; nan is the worst."""
    r = np.asarray(residuals)
    squares = np.sum(np.abs(r) ** 2, axis=1)
    neighbours = np.sum((r[:, 1:] * r[:, :-1].conj()).real, axis=1)
    found = {"size": squares, "correlation": neighbours / squares}
    return {name: np.where(np.isfinite(score), score, np.inf) for name, score in found.items()}


def by_peer(method: str, python: Path, spectra: list[np.ndarray]) -> tuple[np.ndarray, float] | None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.npz"), Path(folder, "out.npz")
        np.savez(source, frequency=FREQUENCY, impedance=np.array(spectra))
        done = subprocess.run(
            [python, "-P", WORKER, method, source, target], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{method} fails: {done.stderr.strip().splitlines()[-1:]}")
            return None
        found = np.load(target)
        return found["values"], float(np.median(found["seconds"]))


def judged(clean: np.ndarray, bad: np.ndarray) -> tuple[float, float]:
    """Power at the threshold of the clean ones, and the area under the curve."""
    threshold = np.quantile(clean, 1 - FALSE_ALARMS)
    area = np.mean([np.mean(b > clean) + 0.5 * np.mean(b == clean) for b in bad])
    return float(np.mean(bad > threshold)), float(area)


def row_of(scores: dict[str, dict[str, np.ndarray]], title: str) -> str:
    """The better of a method's scores for one violation."""
    best = max(((*judged(s["clean"], s[title]), name) for name, s in scores.items()), key=lambda one: one[:2])
    label = f" ({best[2]})" if len(scores) > 1 else ""
    return f"{100 * best[0]:.0f} % · {best[1]:.3f}{label}"


def against_peers(number: int, slow: int, peers: Path) -> Iterator[str]:
    spectra = sets(number, 11)
    columns: dict[str, dict[str, dict[str, np.ndarray]]] = {}
    spent, counts = {}, {}
    begun = time.process_time()
    found = {title: [kramers_kronig_test(FREQUENCY, z) for z in some] for title, some in spectra.items()}
    spent["natria"], counts["natria"] = (time.process_time() - begun) / (number * len(spectra)), number
    columns["natria"] = {"p": {t: -np.log([max(r.p_value, 1e-300) for r in some]) for t, some in found.items()}}
    for name, folder in PEERS.items():
        python = peers / folder / "bin" / "python"
        if not python.exists():
            print(f"{name} is not installed and left out")
            continue
        counts[name] = slow if name == "pyimpspec KK" else number
        scored: dict[str, dict[str, np.ndarray]] = {"size": {}, "correlation": {}}
        for title, some in spectra.items():
            result = by_peer(name, python, some[: counts[name]])
            if result is None:
                break
            spent[name] = result[1]
            for score, values in scores_of(result[0]).items():
                scored[score][title] = values
        else:
            columns[name] = scored
    heads = ("violation", *(f"{name} ({counts[name]})" for name in columns))
    rows = [(t, *(row_of(s, t) for s in columns.values())) for t in spectra if t != "clean"]
    rows.append(("CPU time", *(f"{1e3 * spent[name]:.0f} ms" for name in columns)))
    yield from table(heads, rows)
    yield from of_natria(found)


def of_natria(found: dict[str, list[KramersKronig]]) -> Iterator[str]:
    """Verdicts at the stated level, remarks, and the p-values of each test on clean spectra."""
    rows = [
        (
            title,
            percent(sum(not r.consistent for r in some), len(some)),
            *(f"{100 * np.mean([r.has(code) for r in some]):.0f} %" for code in (*CODES, "z-hit")),
        )
        for title, some in found.items()
    ]
    yield from table(("spectra", "inconsistent at 1 %", *CODES, "z-hit"), rows)
    clean = found["clean"]
    p_values = {"all": [r.p_value for r in clean], **{t: [r.p_of(t) for r in clean] for t in TESTS}}
    levels = (0.1, 0.05, 0.01)
    alarms = [(name, *(f"{100 * np.mean(np.array(p) < a):.1f} %" for a in levels)) for name, p in p_values.items()]
    yield from table(("false alarms of", *(f"at {100 * a:g} %" for a in levels)), alarms)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--number", type=int, default=200, help="spectra of each kind")
    asked.add_argument("--slow", type=int, default=40, help="spectra of each kind for a method that takes seconds")
    asked.add_argument(
        "--peers", type=Path, default=Path("peers"), help="folder with the virtual environments of peers"
    )
    given = asked.parse_args()
    print("\n".join(against_peers(given.number, given.slow, given.peers)))


if __name__ == "__main__":
    main()
