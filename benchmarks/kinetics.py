"""How often the 95 % intervals of `natria.lab.kinetics` hold the truth: Monte Carlo over data of known truth.

    python benchmarks/kinetics.py [--runs 1000] [--only arrhenius vft papers tafel current voltammetry]

Every row is a law with known numbers, a noise and a count of points. Scored are the share of runs whose 95 % interval
holds the truth (aim: 93 to 97 %), the median relative error, and the median half width of the interval. The noise is
independent and normal, of the size that is stated; the analysis is not told it unless a row says "errors given". Tafel
sweeps have a tenth of the runs, decays and voltammograms a fifth.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from tables import percent, table

from natria.lab.kinetics import (
    KineticState,
    WithStd,
    analyse_tafel,
    analyse_voltammogram,
    capacitive_share,
    current_fraction,
    electronic_resistance,
    fit_arrhenius,
    fit_decay,
    fit_vft,
    kinetic_current,
    onset_voltage,
    scan_rate_exponent,
    split_sweeps,
)

GAS, FARADAY, ROOM = 8.31446261815324, 96485.33212331001, 298.15
F = FARADAY / (GAS * ROOM)
Z = 1.959963984540054
PAPERS = (  # kJ/mol, form, as printed
    ("lu2026 SEI, SFC-Na", 17.83, "T/R"),
    ("lu2026 SEI, F-Na", 31.18, "T/R"),
    ("lu2026 SEI, P-Na", 32.58, "T/R"),
    ("lu2026 charge transfer, SFC-Na", 38.39, "T/R"),
    ("lu2026 charge transfer, F-Na", 38.82, "T/R"),
    ("lu2026 charge transfer, P-Na", 38.89, "T/R"),
    ("chi2022 conduction", 41.5, "sigma"),
)


@dataclass
class Score:
    """Hits, errors and half widths of one number over all runs."""

    hits: int = 0
    errors: list[float] = field(default_factory=list)
    halves: list[float] = field(default_factory=list)

    def add(self, ends: tuple[float, float], truth: float, found: float) -> None:
        low, high = ends
        self.hits += low <= truth <= high
        self.errors.append(abs(found / truth - 1))
        self.halves.append((high - low) / 2 / abs(truth))

    def cells(self) -> tuple[str, str, str]:
        count = len(self.errors)
        if not count:
            return "-", "-", "-"
        return percent(self.hits, count), f"{np.median(self.errors):.2%}", f"{np.median(self.halves):.2%}"


def around(value: float, std: float) -> tuple[float, float]:
    return value - Z * std, value + Z * std


HEAD = ("case", "number", "coverage of 95 %", "median error", "median half width")


def rows(case: str, scores: dict[str, Score]) -> Iterator[tuple[str, ...]]:
    for name, score in scores.items():
        yield case, name, *score.cells()


def values(form: str, ordinate: np.ndarray, kelvin: np.ndarray) -> np.ndarray:
    return {
        "1/R": np.exp(-ordinate),
        "T/R": kelvin * np.exp(-ordinate),
        "sigma": np.exp(ordinate),
        "sigma T": np.exp(ordinate) / kelvin,
    }[form]


def arrhenius(runs: int) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(13_000)
    for form, count, noise, given in (
        ("1/R", 3, 0.02, False),
        ("1/R", 4, 0.02, False),
        ("T/R", 6, 0.02, False),
        ("sigma", 8, 0.05, False),
        ("sigma T", 12, 0.05, False),
        ("T/R", 4, 0.02, True),
        ("T/R", 8, 0.05, True),
    ):
        energy, ln_a = 38e3, 4.0
        kelvin = np.linspace(283.15, 337.15, count)
        exact = values(form, ln_a - energy / (GAS * kelvin), kelvin)
        scores = {"energy": Score(), "ln A": Score()}
        for _ in range(runs):
            data = exact * np.exp(rng.normal(0, noise, count))
            fit = fit_arrhenius(kelvin, data, form=form, std=noise * data if given else None)
            scores["energy"].add(fit.energy_95, energy, fit.energy)
            scores["ln A"].add(around(fit.ln_prefactor, fit.ln_prefactor_std), ln_a, fit.ln_prefactor)
        yield from rows(f"ln {form}, {count} temperatures, {noise:.0%}{', errors given' if given else ''}", scores)


def vft(runs: int) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(13_100)
    for t0, count, noise, given in (
        (200.0, 6, 0.01, False),
        (200.0, 6, 0.01, True),
        (150.0, 8, 0.03, False),
        (220.0, 12, 0.03, False),
        (0.0, 8, 0.02, False),
    ):
        energy, kelvin = 9.6e3, np.linspace(283.15, 337.15, count)
        exact = np.exp(energy / (GAS * (kelvin - t0)))
        scores = {"E of the law": Score(), "Ea at 310 K": Score()}
        if t0 > 0:
            scores["T0"] = Score()
        told = 0
        for _ in range(runs):
            data = exact * np.exp(rng.normal(0, noise, count))
            fit = fit_vft(kelvin, data, std=noise * data if given else None)
            apparent, ends = fit.apparent_energy(310.0)
            scores["E of the law"].add(fit.energy_95, energy, fit.energy)
            scores["Ea at 310 K"].add(ends, energy * (310 / (310 - t0)) ** 2, apparent)
            if t0 > 0:
                scores["T0"].add(fit.vanishing_95, t0, fit.vanishing)
            told += fit.is_told_from_arrhenius
        case = f"T0 = {t0:.0f} K, {count} temperatures, {noise:.0%}{', errors given' if given else ''}"
        yield from rows(case, scores)
        yield case, "told from Arrhenius", percent(told, runs), "", ""


def papers(runs: int) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(13_200)
    kelvin = np.linspace(298.15, 363.15, 6)
    for name, energy, form in PAPERS:
        exact = values(form, 5.0 - energy * 1e3 / (GAS * kelvin), kelvin)
        score = Score()
        for _ in range(runs):
            fit = fit_arrhenius(kelvin, exact * np.exp(rng.normal(0, 0.02, len(kelvin))), form=form)
            score.add(fit.energy_95, energy * 1e3, fit.energy)
        clean = fit_arrhenius(kelvin, exact, form=form).energy / 1e3
        yield from rows(f"{name}, ln {form}", {f"{energy} kJ/mol (without noise {clean:.2f})": score})


def tafel(runs: int) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(13_300)
    sweep = np.linspace(-0.25, 0.25, 251)
    for case, state, faces, given in (
        ("kinetics alone, alpha 0.4", KineticState(0.332, 0.4, 0.002), 1, None),
        ("symmetric cell", KineticState(0.332, 0.5, 0.0), 2, None),
        ("with 200 ohm cm^2, fitted", KineticState(0.332, 0.5, 0.0, 0.02), 1, None),
        ("with 200 ohm cm^2, given to 5 %", KineticState(0.332, 0.5, 0.0, 0.02), 1, 0.05),
        ("limiting current 0.5 mA/cm^2", KineticState(0.332, 0.5, 0.0, 0.0, 5.0), 1, None),
        ("limiting current half seen, behind 30 ohm cm^2", KineticState(10.0, 0.5, 0.0, 30e-4, 200.0), 1, None),
    ):
        scores = {k: Score() for k in ("i0", "alpha", "i0 of a Tafel line", "Tafel slope")}
        exact = kinetic_current(sweep, state, F, faces)
        for _ in range(max(runs // 10, 1)):
            current = exact + rng.normal(0, 1, len(sweep)) * np.hypot(1e-3, 0.01 * exact)
            held = None if given is None else float(state.resistance * (1 + rng.normal(0, given)))
            std = None if given is None else given * state.resistance
            found = analyse_tafel(sweep, current, temperature=ROOM, faces=faces, resistance=held, resistance_std=std)
            i0 = found.fit.state.exchange_current
            scores["i0"].add(found.fit.exchange_current_95, state.exchange_current, i0)
            if (alpha_std := found.fit.std("alpha")) is not None:
                alpha = found.fit.state.alpha
                scores["alpha"].add(around(alpha, alpha_std), state.alpha, alpha)
            for branch in found.branches:
                truth = np.log(10) / F / (state.alpha if branch.direction > 0 else 1 - state.alpha)
                line = scores["i0 of a Tafel line"]
                line.add(branch.exchange_current_95, state.exchange_current, branch.exchange_current)
                scores["Tafel slope"].add(around(branch.slope, branch.slope_std), truth, branch.slope)
        yield from rows(case, scores)


def current(runs: int) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(13_400)
    electronic = {"resistance": Score(), "conductivity": Score()}
    volts, true_sigma = np.linspace(0.1, 0.5, 5), 1e-3 / (1e-4 * 9e9)
    for _ in range(runs):
        thick, area = 1e-3 * (1 + rng.normal(0, 0.01)), 1e-4 * (1 + rng.normal(0, 0.02))
        flow = volts / 9e9 + 2e-12 + rng.normal(0, 5e-13, 5)
        found = electronic_resistance(volts, flow, thickness=WithStd(thick, 1e-5), area=WithStd(area, 2e-6))
        # the slope is normal, so the interval of R is that of 1/R turned round
        ends = tuple(sorted(1 / end for end in around(found.line.slope, found.line.slope_std)))
        electronic["resistance"].add(ends, 9e9, found.resistance)
        electronic["conductivity"].add(
            around(found.conductivity, found.conductivity_std), true_sigma, found.conductivity
        )
    yield from rows("I-V line, 5 voltages, 9 Gohm", electronic)
    for fraction in (0.2, 0.5):
        before, after, bulk, step = 100.0, 130.0, 200.0, 0.01
        truth = np.array([step, step / (bulk + before), step / (bulk / fraction + after), before, after, bulk])
        stds = truth * [0.001, 0.01, 0.01, 0.02, 0.02, 0.01]
        scores = {"Bruce-Vincent": Score(), "Watanabe": Score()}
        for _ in range(runs):
            given = [WithStd(float(v), float(s)) for v, s in zip(rng.normal(truth, stds), stds, strict=True)]
            made = current_fraction(*given[:5], bulk=given[5])
            for name, one in (("Bruce-Vincent", made.bruce_vincent), ("Watanabe", made.watanabe)):
                scores[name].add(around(one.value, one.std), fraction, one.value)
        yield from rows(f"current fraction {fraction}", scores)
    time = np.arange(1.0, 2001.0, 8.0)
    for case, second, last in (
        ("one exponential", 0.0, 2000),
        ("two", 6e-6, 2000),
        ("cut off at 2 time constants", 0.0, 800),
    ):
        score = Score()
        kept = time <= last
        exact = 8e-6 + 7e-6 * np.exp(-time / 400) + second * np.exp(-time / 20)
        for _ in range(max(runs // 5, 1)):
            found = fit_decay(time[kept], (exact + rng.normal(0, 3e-8, len(time)))[kept])
            score.add(around(found.steady, found.steady_std), 8e-6, found.steady)
        yield from rows(f"decay of a current, {case}", {"steady current": score})


def bells(rng: np.random.Generator, noise: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    up = np.linspace(0.0, 1.0, 1001)
    voltage = np.concatenate([up, up[-2::-1]])
    way = np.where(np.arange(len(voltage)) < 1001, 1.0, -1.0)
    bell = 1e-3 * 0.01 / (4 * 0.03) / np.cosh((voltage - np.where(way > 0, 0.55, 0.45)) / 0.06) ** 2
    return np.arange(len(voltage)) * 0.1, voltage, way * (bell + 1e-5) + rng.normal(0, noise, len(voltage))


def voltammetry(runs: int) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(13_500)
    for noise in (2e-7, 2e-6):
        names = ("anodic peak voltage", "peak separation", "peak current", "peak charge")
        scores = {name: Score() for name in names}
        for _ in range(max(runs // 5, 1)):
            for pair in analyse_voltammogram(*bells(rng, noise)).pairs[:1]:
                a = pair.anodic
                scores[names[0]].add(around(a.voltage, a.voltage_std), 0.55, a.voltage)
                scores[names[1]].add(around(pair.separation, pair.voltage_std), 0.1, pair.separation)
                scores[names[2]].add(around(a.height, a.height_std), 1e-5 / 0.12, a.height)
                scores[names[3]].add(around(a.charge, a.charge_std), 1e-3, a.charge)
        yield from rows(f"bells over a double layer, noise {noise / 8.3e-5:.1%} of the peak", scores)
    onset = Score()
    voltage = np.linspace(3.0, 4.3, 1301)
    for _ in range(runs):
        flow = 1e-6 * np.exp((voltage - 4.0) / 0.05) + 1e-6 + rng.normal(0, 5e-8, len(voltage))
        (sweep,) = split_sweeps(np.arange(1301) * 2.0, voltage, flow)
        found = onset_voltage(sweep, 11e-6)
        above = found.voltage - 4.0
        onset.add(around(above, found.std), 0.05 * np.log(10), above)
    yield from rows("onset at 11 uA of an exponential", {"onset voltage above 4 V": onset})
    rates = np.array([2e-4, 5e-4, 1e-3, 2e-3, 5e-3])
    exponent, share = Score(), Score()
    for _ in range(runs):
        found_b = scan_rate_exponent(rates, 2 * rates**0.8 * np.exp(rng.normal(0, 0.03, 5)))
        exponent.add(around(found_b.b, found_b.std), 0.8, found_b.b)
    yield from rows("peak currents of five scan rates, 3 %", {"exponent b": exponent})
    for _ in range(max(runs // 5, 1)):
        sweeps = []
        for rate in rates:
            shape = 1 + np.exp(-(((voltage - 3.6) / 0.1) ** 2))
            flow = shape * (0.6 * rate / 1e-3 + 0.4 * (rate / 1e-3) ** 0.5) * 1e-4 * np.exp(rng.normal(0, 0.03))
            sweeps += split_sweeps(np.arange(1301) * 1e-3 / rate, voltage, flow + rng.normal(0, 1e-7, 1301))
        made = capacitive_share(sweeps)
        at = int(np.argmin(np.abs(made.scan_rate - 1e-3)))
        share.add(around(made.share[at], made.share_std[at]), 0.6, made.share[at])
    yield from rows("sweeps of five scan rates, scale of each 3 %", {"capacitive share": share})


PARTS: dict[str, Callable[[int], Iterator[tuple[str, ...]]]] = {
    "arrhenius": arrhenius,
    "vft": vft,
    "papers": papers,
    "tafel": tafel,
    "current": current,
    "voltammetry": voltammetry,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    given = parser.parse_args()
    for name in given.only:
        print(f"## {name}\n", flush=True)
        for line in table(HEAD, PARTS[name](given.runs)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
