"""Distributions of relaxation times of known truth, beside peers: `python benchmarks/impedance_relaxation.py`.

Spectra: 60 points from 7 MHz to 0.1 Hz, 0.5 % noise, arcs with exponents from 0.75 to 1 whose resistances and time
constants vary over decades. Set OMP_NUM_THREADS=1 for the times. Scores, by the same code for all:

    relative L2 error of the density, median · share with the number of peaks that the truth has · CPU time, median

A peak counts if its prominence exceeds 2 % of the highest, in the result and in the truth. Peers run in virtual
environments of their own, `--peers FOLDER` with one each (hybrid, pyDRTtools, pyimpspec); a missing one is left out.
hybrid-drt is not on PyPI: its environment needs its checkout and that of mittag-leffler on the path.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from impedance_peers import TAU
from tables import table

from natria.lab.impedance.kramers_kronig import kramers_kronig_test
from natria.lab.impedance.relaxation import Relaxation, relaxation_times, zarc_density

FREQUENCY = np.logspace(np.log10(7e6), -1, 60)
OMEGA = 2 * np.pi * FREQUENCY
NOISE = 0.005
PROMINENCE = 0.02  # of the highest peak
PEERS = {"hybrid-drt": "hybrid", "pyDRTtools": "pyDRTtools", "pyimpspec TR-RBF": "pyimpspec"}
WORKER = Path(__file__).with_name("impedance_peers.py")


@dataclass(frozen=True, eq=False)
class Truth:
    """A spectrum with noise, its density at `TAU`, and its arcs: resistance, tau, series resistance."""

    impedance: np.ndarray
    density: np.ndarray
    resistances: np.ndarray
    taus: np.ndarray
    series: float


def noisy(z: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return z + NOISE * np.abs(z) * (rng.standard_normal(len(z)) + 1j * rng.standard_normal(len(z)))


def placed(rng: np.random.Generator, peaks: int) -> tuple[float, np.ndarray, np.ndarray]:
    series = 10 ** rng.uniform(0, 2)
    resistances = series * 10 ** rng.uniform(-0.3, 1.5, peaks)
    first = rng.uniform(-6.3, -3.5 if peaks == 2 else -5.0)
    gaps = rng.uniform(1.3, 3.0 if peaks == 2 else 2.2, peaks - 1)
    return series, resistances, 10 ** (first + np.concatenate([[0.0], np.cumsum(gaps)]))


def zarcs(rng: np.random.Generator, peaks: int, tail: str = "") -> Truth:
    series, resistances, taus = placed(rng, peaks)
    exponents = rng.uniform(0.75, 0.995, peaks)
    arcs = list(zip(resistances, taus, exponents, strict=True))
    z = series + sum(r / (1 + (1j * OMEGA * t) ** n) for r, t, n in arcs)
    size = resistances.sum() * 10 ** rng.uniform(-0.5, 0.7)
    if tail == "constant phase":
        z = z + size * (1j * OMEGA / np.pi) ** -rng.uniform(0.4, 0.95)  # |Z| = size at 0.5 Hz
    elif tail == "capacitor":
        z = z + size * np.pi / (1j * OMEGA)
    density = sum(zarc_density(np.log(TAU), *arc) for arc in arcs)
    return Truth(noisy(z, rng), density, resistances, taus, series)


def gaussians(rng: np.random.Generator, peaks: int) -> Truth:
    """Peaks that are no ZARCs: normal in ln tau, 0.4 to 1.2 wide."""
    series, resistances, taus = placed(rng, peaks)
    widths = rng.uniform(0.4, 1.2, peaks)
    log_tau = np.log(TAU)
    density = sum(
        r * np.exp(-0.5 * ((log_tau - np.log(t)) / s) ** 2) / (s * np.sqrt(2 * np.pi))
        for r, t, s in zip(resistances, taus, widths, strict=True)
    )
    z = series + np.trapezoid(density / (1 + 1j * OMEGA[:, None] * TAU), log_tau, axis=1)
    return Truth(noisy(z, rng), density, resistances, taus, series)


SETS: dict[str, Callable[[np.random.Generator], Truth]] = {
    "two ZARCs": lambda rng: zarcs(rng, 2),
    "three ZARCs": lambda rng: zarcs(rng, 3),
    "two Gaussians": lambda rng: gaussians(rng, 2),
}
TAILS: dict[str, Callable[[np.random.Generator], Truth]] = {
    "two ZARCs": SETS["two ZARCs"],
    "three ZARCs": SETS["three ZARCs"],
    "two Gaussians": SETS["two Gaussians"],
    "two ZARCs and a capacitor": lambda rng: zarcs(rng, 2, "capacitor"),
    "two ZARCs and a constant phase element": lambda rng: zarcs(rng, 2, "constant phase"),
}


def counted(density: np.ndarray) -> int:
    from scipy.signal import find_peaks

    framed = np.concatenate([[0.0], density, [0.0]])
    return len(find_peaks(framed, prominence=PROMINENCE * density.max())[0])


def error(density: np.ndarray, truth: Truth) -> float:
    return float(np.linalg.norm(density - truth.density) / np.linalg.norm(truth.density))


def by_natria(truths: list[Truth]) -> tuple[list[np.ndarray], list[float], list[float]]:
    relaxation_times(FREQUENCY, truths[0].impedance)  # the kernel of these frequencies, made once
    densities, spent, numbers = [], [], []
    for truth in truths:
        begun = time.process_time()
        found = relaxation_times(FREQUENCY, truth.impedance)
        spent.append(time.process_time() - begun)
        densities.append(on_grid(found))
        numbers.append(float(len(found.peaks)))
    return densities, numbers, spent


def by_peer(method: str, python: Path, truths: list[Truth]) -> tuple[list[np.ndarray], list[float], list[float]] | None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.npz"), Path(folder, "out.npz")
        np.savez(source, frequency=FREQUENCY, impedance=np.array([t.impedance for t in truths]))
        done = subprocess.run([python, WORKER, method, source, target], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{method} fails: {done.stderr.strip().splitlines()[-1:]}")
            return None
        found = np.load(target)
        return list(found["values"]), list(found["numbers"]), list(found["seconds"])


def cell(truths: list[Truth], found: tuple[list[np.ndarray], list[float], list[float]] | None) -> str:
    if found is None:
        return "fails"
    densities, _, spent = found
    there = [np.isfinite(d).all() for d in densities]
    errors = [error(d, t) if ok else 9.0 for d, t, ok in zip(densities, truths, there, strict=True)]
    right = [ok and counted(d) == counted(t.density) for d, t, ok in zip(densities, truths, there, strict=True)]
    return f"{np.median(errors):.2f} · {100 * np.mean(right):.0f} % · {1e3 * np.median(spent):.0f} ms"


def own_count(truths: list[Truth], found: tuple[list[np.ndarray], list[float], list[float]] | None) -> str:
    """Share of spectra for which a method's own count of peaks is the number of arcs."""
    if found is None or not np.isfinite(found[1]).any():
        return "-"
    return f"{100 * np.mean([n == len(t.taus) for n, t in zip(found[1], truths, strict=True)]):.0f} %"


def against_peers(number: int, peers: Path) -> Iterator[str]:
    pythons = {name: peers / folder / "bin" / "python" for name, folder in PEERS.items()}
    there = {name: python for name, python in pythons.items() if python.exists()}
    for name in pythons.keys() - there.keys():
        print(f"{name} is not installed and left out")
    rows, counts = [], []
    for title, made in SETS.items():
        rng = np.random.default_rng(5)
        truths = [made(rng) for _ in range(number)]
        results = {"natria": by_natria(truths), **{n: by_peer(n, p, truths) for n, p in there.items()}}
        rows.append((f"{number} of {title}", *(cell(truths, found) for found in results.values())))
        counts.append((f"{number} of {title}", *(own_count(truths, found) for found in results.values())))
    yield from table(("truth", "natria", *there), rows)
    yield "The method's own count of peaks is the number of arcs:"
    yield ""
    yield from table(("truth", "natria", *there), counts)


def dipped(z: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One reading of 3 to 30 % of its |Z|, as the mains can make it."""
    out = z.copy()
    out[rng.integers(0, len(z))] *= 10 ** rng.uniform(np.log10(0.03), np.log10(0.3))
    return out


def smooth(z: np.ndarray) -> np.ndarray:
    """The impedance as `natria measure` gives it: nan where the Kramers-Kronig test names an outlier."""
    return np.where(kramers_kronig_test(FREQUENCY, z).without_outliers, z, np.nan)


def of_outliers(number: int) -> Iterator[str]:
    """Peaks of spectra with one reading far too small, with and without the outliers of the Kramers-Kronig test."""
    rows = []
    for title, made in SETS.items():
        rng = np.random.default_rng(7)
        truths = [made(rng) for _ in range(number)]
        bad = [dipped(t.impedance, rng) for t in truths]
        kinds = {
            "no bad reading": [t.impedance for t in truths],
            "all readings": bad,
            "outliers left out": [smooth(z) for z in bad],
        }
        for kind, impedances in kinds.items():
            found = [relaxation_times(FREQUENCY, z) for z in impedances]
            errors = [error(on_grid(r), t) for t, r in zip(truths, found, strict=True)]
            right = [(t, r) for t, r in zip(truths, found, strict=True) if len(r.peaks) == len(t.taus)]
            shown = summary(right)[:2] if right else ("-", "-")
            rows.append((title, kind, f"{np.median(errors):.2f}", f"{100 * len(right) / number:.0f} %", *shown))
    yield from table(("truth", "used", "error of the density", "right number", "error of R", "R held"), rows)


def on_grid(found: Relaxation) -> np.ndarray:
    return np.interp(np.log(TAU), np.log(found.tau), found.density, left=0, right=0)


def of_peaks(number: int) -> Iterator[str]:
    """Resistances and positions of natria's peaks, and how often their 95 % intervals hold the truth."""
    rows = []
    for title, made in TAILS.items():
        rng = np.random.default_rng(6)
        truths = [made(rng) for _ in range(number)]
        found = [relaxation_times(FREQUENCY, t.impedance) for t in truths]
        right = [(t, r) for t, r in zip(truths, found, strict=True) if len(r.peaks) == len(t.taus)]
        rows.append((f"{number} of {title}", f"{100 * len(right) / number:.0f} %", *summary(right)))
    heads = ("truth", "right number", "error of R", "R held", "error of tau", "tau held", "R series held", "band held")
    yield from table(heads, rows)


def summary(right: list[tuple[Truth, Relaxation]]) -> tuple[str, ...]:
    pairs = [
        (p, r, t) for truth, found in right for p, r, t in zip(found.peaks, truth.resistances, truth.taus, strict=True)
    ]
    size = np.median([abs(p.resistance / r - 1) for p, r, _ in pairs])
    place = np.median([abs(np.log10(p.tau / t)) for p, _, t in pairs])
    held = np.mean([p.resistance_low <= r <= p.resistance_high for p, r, _ in pairs])
    kept = np.mean([p.tau_low <= t <= p.tau_high for p, _, t in pairs])
    band = np.mean([band_held(truth, found) for truth, found in right])
    series = np.mean([abs(f.series_resistance - t.series) < 1.96 * f.series_resistance_std for t, f in right])
    return (
        f"{100 * size:.1f} %",
        f"{100 * held:.0f} %",
        f"{place:.3f} decades",
        f"{100 * kept:.0f} %",
        f"{100 * series:.0f} %",
        f"{100 * band:.0f} %",
    )


def band_held(truth: Truth, found: Relaxation) -> float:
    """Share of the nodes at which the band holds the density, where that is above 5 % of its maximum."""
    density = np.interp(np.log(found.tau), np.log(TAU), truth.density)
    there = density > 0.05 * density.max()
    return float(np.mean(((found.low <= density) & (density <= found.high))[there]))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--number", type=int, default=60, help="spectra of each kind, for all methods; 0 leaves it out")
    asked.add_argument("--own", type=int, default=200, help="spectra of each kind, for natria's peaks; 0 leaves it out")
    asked.add_argument(
        "--peers", type=Path, default=Path("peers"), help="folder with the virtual environments of peers"
    )
    asked.add_argument("--bad", type=int, default=60, help="spectra of each kind with one bad reading; 0: none")
    given = asked.parse_args()
    if given.number:
        print("\n".join(against_peers(given.number, given.peers)))
    if given.own:
        print("\n".join(of_peaks(given.own)))
    if given.bad:
        print("\n".join(of_outliers(given.bad)))


if __name__ == "__main__":
    main()
