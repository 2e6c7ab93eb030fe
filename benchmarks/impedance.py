"""How well circuits are fitted without a guess: spectra of known truth, from formulas of their own.

    python benchmarks/impedance.py [--spectra 1000] [--seed 1] [--peer PYTHON]
        [--tables times clean disturbed choice peer]

The spectra are those of `tests/lab/independent/spectra.py`: R0-p(R1,CPE1)-p(R2,CPE2)-CPE3 with decades of variation, 60
points, 0.5 % noise, 7 MHz to 0.1 Hz and 100 kHz to 0.1 Hz; then the same with a cable, drift, outliers, and truths that
the circuit does not describe. "Minimum": the sum of squares is within 1 % of that of a fit started at the truth.
"Within 5 %": all three resistances; "ceiling": those of the fit started at the truth. Coverage is over all parameters.
Times are of one process, CPU seconds.

`--peer` is the Python of an environment with impedance.py (it wants pandas and altair too), which starts from a guess
off by a decade in each parameter and is cut off after 10 s of CPU time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np
from tables import table

from natria.lab.impedance.fit import CircuitChoice, SpectrumFit, choose_circuit, fit_spectra

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "lab"))
from independent.spectra import CIRCUIT, DISTURBANCES_OF_SPECTRA, NAMES, SPANS, MadeSpectra, random_spectra

INDUCTIVE = f"L0-{CIRCUIT}"
RESISTANCES = ("R0", "R1", "R2")
SYSTEMATIC = frozenset({"misfit", "drift"})
OUT = frozenset({"outliers", "outliers-excluded"})
CLOSE = 1.01  # of the sum of squares at the best known minimum
BATCH = 20  # spectra of one reading of the clock
LADDER = (
    "R0-p(R1,CPE1)-CPE2",
    "R0-p(R1,CPE1)-p(R2,CPE2)",
    CIRCUIT,
    "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-CPE4",
)


@dataclass(frozen=True, eq=False)
class ScoredFits:
    """The fits of one set of spectra beside those from the truth."""

    made: MadeSpectra
    circuit: str
    fits: tuple[SpectrumFit, ...]
    from_truth: tuple[SpectrumFit, ...]
    milliseconds: float

    @property
    def truth(self) -> np.ndarray:
        """The true parameters in the order of the circuit."""
        return np.column_stack([self.made.extra, self.made.truth]) if self.circuit == INDUCTIVE else self.made.truth

    def minimum(self) -> float:
        pairs = zip(self.fits, self.from_truth, strict=True)
        return float(np.mean([a.chi2 <= CLOSE * b.chi2 for a, b in pairs]))

    def within(self, fits: tuple[SpectrumFit, ...]) -> float:
        places = [fits[0].names.index(name) for name in RESISTANCES]
        found = np.array([fit.values[places] for fit in fits])
        return float((np.abs(found / self.truth[:, places] - 1) < 0.05).all(1).mean())

    def coverage(self, level: int) -> np.ndarray:
        """For each parameter the share of intervals that hold the truth."""
        ends = np.array([fit.intervals_95 if level == 95 else fit.intervals_68 for fit in self.fits])
        return np.asarray(((ends[..., 0] <= self.truth) & (self.truth <= ends[..., 1])).mean(0))

    def flagged(self, codes: frozenset[str]) -> float:
        return float(np.mean([bool(fit.codes & codes) for fit in self.fits]))


def scored(made: MadeSpectra, circuit: str = CIRCUIT) -> ScoredFits:
    began = process_time()
    fits = fit_spectra((made.frequency, made.impedance), circuit)
    each = 1e3 * (process_time() - began) / len(fits)
    truths = np.column_stack([made.extra, made.truth]) if circuit == INDUCTIVE else made.truth
    names = fits[0].names
    from_truth = tuple(
        fit_spectra((made.frequency, z), circuit, start=dict(zip(names, truth, strict=True)))[0]
        for z, truth in zip(made.impedance, truths, strict=True)
    )
    return ScoredFits(made, circuit, fits, from_truth, each)


def share(value: float) -> str:
    return f"{100 * value:.1f} %"


def clean_rows(sets: list[ScoredFits]) -> Iterator[list[object]]:
    for s in sets:
        c68, c95 = s.coverage(68), s.coverage(95)
        yield [
            f"{s.made.span}-0.1 Hz" + (", cable, L0 in the circuit" if s.circuit == INDUCTIVE else ""),
            share(s.minimum()),
            share(s.within(s.fits)),
            share(s.within(s.from_truth)),
            share(float(c68.mean())),
            f"{share(float(c95.mean()))} ({share(float(c95.min()))} to {share(float(c95.max()))})",
            share(s.flagged(SYSTEMATIC | OUT)),
            f"{s.milliseconds:.1f} ms",
        ]


def parameter_rows(sets: list[ScoredFits]) -> Iterator[list[object]]:
    for p, name in enumerate(NAMES):
        row: list[object] = [name]
        for s in sets:
            profiled = np.mean([fit.methods[p] == "profile" for fit in s.fits])
            row += [share(float(s.coverage(68)[p])), share(float(s.coverage(95)[p])), share(float(profiled))]
        yield row


def disturbed_rows(sets: list[tuple[str, ScoredFits]]) -> Iterator[list[object]]:
    for name, s in sets:
        yield [
            name,
            share(s.flagged(frozenset({"misfit"}))),
            share(s.flagged(frozenset({"drift"}))),
            share(s.flagged(OUT)),
            share(s.flagged(SYSTEMATIC | OUT)),
            share(s.within(s.fits)),
            share(float(s.coverage(95).mean())),
            f"{s.milliseconds:.1f} ms",
        ]


def drift_rows(s: ScoredFits) -> Iterator[list[object]]:
    """Flagged and missed drifts by how far R2 was moved in units of its own interval."""
    r2 = s.fits[0].names.index("R2")
    moved = np.array(
        [abs(f.values[r2] / t[r2] - 1) / (f.std[r2] / f.values[r2]) for f, t in zip(s.fits, s.truth, strict=True)]
    )
    hit = np.array([bool(f.codes & SYSTEMATIC) for f in s.fits])
    for low, high in ((0, 2), (2, 4), (4, 8), (8, np.inf)):
        some = (moved >= low) & (moved < high)
        yield [f"{low} to {high} sigma", int(some.sum()), share(float(hit[some].mean())) if some.any() else "-"]


def choice_rows(count: int, seed: int) -> Iterator[list[object]]:
    for name, disturbance, expected in (
        ("two arcs", "none", CIRCUIT),
        ("two arcs, one bad point", "dip", CIRCUIT),
        ("three arcs", "third arc", LADDER[3]),
    ):
        made = random_spectra(count, seed, "7 MHz", disturbance)
        for criterion in ("bic", "aicc"):
            choices: tuple[CircuitChoice, ...] = choose_circuit(
                (made.frequency, made.impedance), LADDER, criterion="bic" if criterion == "bic" else "aicc"
            )
            right = np.mean([str(c.circuit) == expected for c in choices])
            larger = np.mean([len(c.circuit.names) > len(NAMES) for c in choices])
            open_ = np.mean([any(r.code == "circuit-open" for r in c.remarks) for c in choices])
            yield [name, criterion.upper(), share(float(right)), share(float(larger)), share(float(open_))]


def peer_row(python: Path, made: MadeSpectra, count: int, ours: ScoredFits) -> list[object]:
    """Run impedance.py on the first spectra, from a guess off by a decade."""
    with tempfile.TemporaryDirectory() as folder:
        given, got = Path(folder) / "given.npz", Path(folder) / "got.npz"
        guesses = _guesses(made.truth[:count])
        np.savez(given, frequency=made.frequency, impedance=made.impedance[:count], guesses=guesses, circuit=CIRCUIT)
        script = Path(__file__).with_name("impedance_peer.py")
        subprocess.run([python, "-P", script, given, got], check=True)
        found = np.load(got)
    values, spread, seconds = found["values"], found["spread"], found["seconds"]
    z = made.impedance[:count]  # peers weigh by |Z| of each point

    def squares(fitted: np.ndarray) -> np.ndarray:
        return np.asarray((np.abs((fitted - z) / np.abs(z)) ** 2).sum(1))

    best = squares(np.array([f.fitted for f in ours.from_truth[:count]]))
    chi = np.nan_to_num(squares(found["fitted"]), nan=np.inf)
    values, spread = _in_order(values, spread)
    truth = made.truth[:count]
    places = [NAMES.index(name) for name in RESISTANCES]
    near = (np.abs(values / truth - 1)[:, places] < 0.05).all(1)
    held = np.abs(values - truth) <= 1.96 * spread
    return [
        f"impedance.py {found['version']}, {count} spectra ({int((seconds >= 10).sum())} cut off)",
        share(float((chi <= CLOSE * best).mean())),
        share(float(near.mean())),
        share(float(held.mean())),
        f"{1e3 * seconds.mean():.0f} ms",
    ]


def _guesses(truth: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(5)
    guesses = truth * 10 ** rng.choice([-1.0, 1.0], truth.shape)
    exponents = [k for k, name in enumerate(NAMES) if name.endswith(".n")]
    guesses[:, exponents] = (0.85, 0.85, 0.7)
    return guesses


def _in_order(values: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The arcs of a peer in the order of their time constants."""
    values, spread = values.copy(), spread.copy()
    for row, other in zip(values, spread, strict=True):
        with np.errstate(all="ignore"):
            fast, slow = (np.log(row[k] * row[k + 1]) / row[k + 2] for k in (1, 4))
        if fast > slow:
            for one in (row, other):
                one[1:7] = np.concatenate([one[4:7], one[1:4]])
    return values, spread


def times_rows(count: int, seed: int) -> Iterator[list[object]]:
    """The CPU time a spectrum in batches: a machine that is shared is slower than it is alone."""
    for span in SPANS:
        made = random_spectra(count, seed, span)
        each = []
        for first in range(0, count - BATCH + 1, BATCH):
            began = process_time()
            fit_spectra((made.frequency, made.impedance[first : first + BATCH]), CIRCUIT)
            each.append(1e3 * (process_time() - began) / BATCH)
        yield [span, f"{np.mean(each):.1f} ms", f"{np.median(each):.1f} ms", f"{min(each):.1f} ms"]


def print_clean(count: int, seed: int) -> None:
    clean = [scored(random_spectra(count, seed, span)) for span in SPANS]
    cable = scored(random_spectra(count, seed, "7 MHz", "wire"), INDUCTIVE)
    head = ["set", "minimum", "R within 5 %", "ceiling", "68 % intervals", "95 % intervals (worst to best parameter)"]
    print("\n".join(table([*head, "flagged", "CPU time"], clean_rows([*clean, cable]))))
    head = ["parameter", *(f"{s.made.span}: {c}" for s in clean for c in ("68 %", "95 %", "by profile"))]
    print("\n".join(table(head, parameter_rows(clean))))
    codes = Counter(code for fit in clean[0].fits for code in fit.codes)
    print("Remarks on the set of 7 MHz:", ", ".join(f"{c} {n}" for c, n in codes.most_common()), "\n")


def print_disturbed(count: int, seed: int) -> None:
    names = {"wire": "cable, no L in the circuit", "dip": "one reading far too small"}
    kinds = [kind for kind in DISTURBANCES_OF_SPECTRA if kind != "none"]
    sets = {kind: scored(random_spectra(count, seed, "7 MHz", kind)) for kind in kinds}
    head = ["set", "misfit", "drift", "outliers", "any flag", "R within 5 %", "95 % intervals", "CPU time"]
    print("\n".join(table(head, disturbed_rows([(names.get(kind, kind), s) for kind, s in sets.items()]))))
    print("Drift by what it does to R2 (deviation in standard deviations as stated):\n")
    print("\n".join(table(["deviation of R2", "spectra", "flagged"], drift_rows(sets["drift"]))))


def print_choice(count: int, seed: int) -> None:
    head = ["truth", "criterion", "chosen", "more parameters than two arcs", "not decided"]
    print("\n".join(table(head, choice_rows(count, seed))))


def print_peer(count: int, seed: int, peer: Path) -> None:
    if not peer.exists():
        print(f"impedance.py: not found ({peer})\n")
        return
    ours = scored(random_spectra(count, seed))
    own = [
        "natria, no guess",
        share(ours.minimum()),
        share(ours.within(ours.fits)),
        share(float(ours.coverage(95).mean())),
        f"{ours.milliseconds:.1f} ms",
    ]
    head = ["fit", "minimum", "R within 5 %", "95 % intervals", "time"]
    try:
        print("\n".join(table(head, [own, peer_row(peer, ours.made, count, ours)])))
    except subprocess.CalledProcessError as failed:
        print(f"impedance.py: does not run ({failed})\n")


def print_times(count: int, seed: int) -> None:
    print("\n".join(table(["span", "mean", "median batch", "fastest batch"], times_rows(count, seed))))


TABLES = {
    "times": ("CPU time a spectrum", print_times),
    "clean": ("The circuit is the truth", print_clean),
    "disturbed": ("Disturbed spectra, and truths that are not the circuit", print_disturbed),
    "choice": ("Choice of the circuit", print_choice),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spectra", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tables", nargs="+", choices=[*TABLES, "peer"], default=[*TABLES, "peer"])
    parser.add_argument("--peer", type=Path, default=Path("peer/bin/python"))
    args = parser.parse_args()
    warm = random_spectra(BATCH, 99)
    for circuit in (CIRCUIT, INDUCTIVE, *LADDER):  # compiled code is loaded before the clock runs
        fit_spectra((warm.frequency, warm.impedance), circuit)
    for name in args.tables:
        if name == "peer":
            print("## Beside a peer\n")
            print_peer(args.spectra, args.seed, args.peer)
        else:
            title, show = TABLES[name]
            print(f"## {title}\n", flush=True)
            show(args.spectra, args.seed)


if __name__ == "__main__":
    main()
