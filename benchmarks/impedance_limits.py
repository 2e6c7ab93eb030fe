"""What a detector could flag that knew the disturbance, beside the remarks of a fit.

    python benchmarks/impedance_limits.py [--spectra 1000] [--clean 2000] [--seed 1]

Spectra are those of `impedance.py` of this folder: a drift of R2 by 5 to 30 % during the sweep, and a third arc, in 7
MHz to 0.1 Hz with 0.5 % noise. The score of natria is the smaller probability by chance of its two tests, for a misfit
and for a drift; its threshold at a share of false alarms is that of clean spectra.

"All known" is the likelihood ratio of two simple hypotheses (Neyman and Pearson): the detector knows the noise, and
what the disturbance leaves of this very spectrum after a fit of the circuit, all but its sign being given. No test has
more power. "True circuit" is the likelihood ratio of the circuit with the third arc over the fitted one, with the known
noise and every parameter fitted; its threshold is that of clean spectra.

"Moved": the fit of the spectrum without noise. What noise alone moves is no fault of a drift.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import norm
from tables import table

from natria.lab.impedance.fit import SpectrumFit, fit_spectra

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "lab"))
from independent.spectra import CIRCUIT, NOISE, MadeSpectra, random_spectra

LARGER = "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-CPE4"
RESISTANCES = ("R0", "R1", "R2")
ALARMS = (0.005, 0.01, 0.05)
FAR = 0.05  # of a resistance
SYSTEMATIC = frozenset({"misfit", "drift"})


@dataclass(frozen=True, eq=False)
class Detected:
    """Spectra of one kind, their fits with noise and without, and the scores of detectors (higher: more suspect)."""

    made: MadeSpectra
    fits: tuple[SpectrumFit, ...]
    still: tuple[SpectrumFit, ...]  # of the spectra without noise
    known: np.ndarray  # standard normal under noise alone

    @property
    def own(self) -> np.ndarray:
        return own_scores(self.fits)

    def resistances(self, fits: tuple[SpectrumFit, ...]) -> np.ndarray:
        """The relative error of each resistance."""
        places = [fits[0].names.index(name) for name in RESISTANCES]
        found = np.array([fit.values[places] for fit in fits])
        return np.asarray(np.abs(found / self.made.truth[:, places] - 1))

    def outside(self) -> np.ndarray:
        """Whether the drift alone moves a resistance out of the 95 % interval of the fit around its own value."""
        found = np.zeros(len(self.fits), bool)
        for k, (fit, still) in enumerate(zip(self.fits, self.still, strict=True)):
            for name in RESISTANCES:
                p = fit.names.index(name)
                low, high = np.log(np.maximum(fit.interval(name), 1e-300))
                half = 0.5 * (high - low)
                found[k] |= abs(np.log(still.values[p] / self.made.truth[k, p])) > half
        return found


def own_scores(fits: tuple[SpectrumFit, ...]) -> np.ndarray:
    return -np.log(np.maximum([min(fit.p_misfit, fit.p_drift) for fit in fits], 1e-300))


def weighed(z: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Real and imaginary parts in units of the noise."""
    parts = z / (NOISE * np.abs(exact))
    return np.concatenate([parts.real, parts.imag])


def detected(kind: str, count: int, seed: int) -> Detected:
    made = random_spectra(count, seed, "7 MHz", kind)
    fits = fit_spectra((made.frequency, made.impedance), CIRCUIT)
    plain = fit_spectra((made.frequency, made.impedance), CIRCUIT, exclude_outliers=False)
    still = fit_spectra((made.frequency, made.exact), CIRCUIT, exclude_outliers=False)
    known = []
    for exact, there, fit in zip(made.exact, still, plain, strict=True):
        template = weighed(exact - there.fitted, exact)
        known.append(template @ weighed(fit.impedance - fit.fitted, exact) / np.linalg.norm(template))
    return Detected(made, fits, still, np.array(known))


def share(hit: np.ndarray) -> str:
    return f"{100 * hit.mean():.1f} %" if len(hit) else "-"


def curve(
    found: Detected, clean: tuple[SpectrumFit, ...], third: tuple[np.ndarray, np.ndarray] | None
) -> Iterator[list[object]]:
    """Power at each share of false alarms; `third` are the ratios of the larger circuit, clean and disturbed."""
    quiet = own_scores(clean)
    for alarms in ALARMS:
        row: list[object] = [f"{100 * alarms:g} %", share(found.own > np.quantile(quiet, 1 - alarms))]
        if third is not None:
            row.append(share(third[1] > np.quantile(third[0], 1 - alarms)))
        yield [*row, share(found.known > norm.isf(alarms))]


def kinds(found: Detected, alarms: float) -> Iterator[list[object]]:
    """The share flagged among spectra whose resistances are off."""
    flagged = np.array([bool(fit.codes & SYSTEMATIC) for fit in found.fits])
    known = found.known > norm.isf(alarms)
    off, moved = found.resistances(found.fits).max(1), found.resistances(found.still).max(1)
    rows = {
        "all": np.ones(len(flagged), bool),
        "a resistance off by more than 5 %, drift and noise": off > FAR,
        "moved by more than 5 % by the drift alone": moved > FAR,
        "moved out of its 95 % interval by the drift alone": found.outside(),
        "both of these": (moved > FAR) & found.outside(),
    }
    for name, some in rows.items():
        yield [name, int(some.sum()), share(flagged[some]), share(known[some])]


def ratios(made: MadeSpectra) -> np.ndarray:
    """The likelihood ratio (difference of chi square) of the circuit with a third arc over that without."""
    small, large = (
        fit_spectra((made.frequency, made.impedance), circuit, exclude_outliers=False) for circuit in (CIRCUIT, LARGER)
    )
    return np.array([(a.chi2 - b.chi2) / NOISE**2 for a, b in zip(small, large, strict=True)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spectra", type=int, default=1000)
    parser.add_argument("--clean", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    quiet = random_spectra(given.clean, given.seed + 1)
    clean = fit_spectra((quiet.frequency, quiet.impedance), CIRCUIT)
    alarms = float(np.mean([bool(fit.codes & SYSTEMATIC) for fit in clean]))
    print(f"False alarms of the remarks on {given.clean} clean spectra: {100 * alarms:.2f} %\n")
    drifting = detected("drift", given.spectra, given.seed)
    print("## Drift\n")
    print("\n".join(table(["false alarms", "natria", "all known"], curve(drifting, clean, None))))
    head = ["drifting spectra", "number", "flagged by a remark", "all known, same false alarms"]
    print("\n".join(table(head, kinds(drifting, alarms))))
    third = detected("third arc", given.spectra, given.seed)
    pair = ratios(quiet), ratios(third.made)
    print("## Third arc\n")
    print("\n".join(table(["false alarms", "natria", "true circuit", "all known"], curve(third, clean, pair))))


if __name__ == "__main__":
    main()
