"""dQ/dV against a known truth, beside what people use, in one run: `python benchmarks/differential.py`.

Peers (extra `bench`): navani, cellpy, PyProBE-Data, each with its defaults; one that is not installed is left out.
scipy's Savitzky-Golay filter on V(Q) is the baseline of a script of one's own. Every cell of the table is

    root mean square error over the highest peak · largest error of a peak's position · invented peaks a curve

over the same noisy curves, scored by the same code: positions by a parabola through the top of the peak, up to 30 mV.
"fails" is an exception or a curve without a finite value.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np

Curve = tuple[np.ndarray, np.ndarray]
LOW, HIGH = 2.5, 4.0  # V
INSIDE = (2.6, 3.9)  # V that is scored: no method is to be judged by what it makes of its first reading
NEAR = 0.03  # V around a true peak
TOP = 0.7  # of a peak's height: what lies above it is fitted by a parabola for its position
INVENTED = 0.05  # of the highest true peak: a maximum more prominent than this is one
PATIENCE = 10.0  # s a row and method; a slow one is judged by fewer curves
TRUTHS = {  # V, width (V), share of the charge; the rest slopes
    "two peaks": ((3.30, 0.0057, 0.5), (3.45, 0.017, 0.4)),
    "three peaks and a slope": ((2.95, 0.008, 0.20), (3.12, 0.020, 0.25), (3.60, 0.012, 0.20)),
}
VOLTS = np.linspace(LOW, HIGH, 200_001)
GRID = np.arange(*INSIDE, 0.002)


def charge_below(volts: np.ndarray, steps: tuple) -> np.ndarray:
    slope = 1 - sum(a for *_, a in steps)
    return sum(a / (1 + np.exp(-(volts - c) / w)) for c, w, a in steps) + slope * (volts - LOW) / (HIGH - LOW)


def density(volts: np.ndarray, steps: tuple) -> np.ndarray:
    slope = 1 - sum(a for *_, a in steps)
    return sum(a / (4 * w) / np.cosh((volts - c) / (2 * w)) ** 2 for c, w, a in steps) + slope / (HIGH - LOW)


def by_time(steps: tuple, noise: float, rng: np.random.Generator) -> Curve:
    """720 readings at even intervals, to 0.1 mV."""
    below = charge_below(VOLTS, steps)
    charge = np.linspace(below[0], below[-1], 720)
    voltage = np.interp(charge, below, VOLTS) + rng.normal(0, noise, len(charge))
    return np.round(voltage, 4), charge - charge[0]


def by_voltage(steps: tuple, noise: float, rng: np.random.Generator) -> Curve:
    """A reading where the voltage has changed by 5 mV, or after 1/200 of the half-cycle."""
    below = charge_below(VOLTS, steps)
    charge = np.linspace(below[0], below[-1], 20_000)
    voltage = np.round(np.interp(charge, below, VOLTS) + rng.normal(0, noise, len(charge)), 4)
    kept = [0]
    for k in range(1, len(charge)):
        if abs(voltage[k] - voltage[kept[-1]]) >= 5e-3 or k - kept[-1] >= 100:
            kept.append(k)
    return voltage[kept], charge[kept] - charge[0]


def natria(voltage: np.ndarray, charge: np.ndarray) -> Curve:
    from natria.lab.cycling.full_cell.differential import dq_dv

    curve = dq_dv(voltage, charge)
    assert curve is not None
    return curve.voltage, curve.value


def savitzky_golay(voltage: np.ndarray, charge: np.ndarray) -> Curve:
    from scipy.signal import savgol_filter

    smooth = savgol_filter(voltage, 31, 3)
    return smooth, np.gradient(charge) / np.gradient(smooth)


def navani(voltage: np.ndarray, charge: np.ndarray) -> Curve:
    from navani.echem import dqdv_single_cycle

    volts, value, _ = dqdv_single_cycle(charge, voltage)
    return volts, value


def cellpy(voltage: np.ndarray, charge: np.ndarray) -> Curve:
    from cellpy.utils.ica import dqdv_np

    volts, value = dqdv_np(voltage, charge, post_normalization=False)
    return volts, value


def pyprobe(voltage: np.ndarray, charge: np.ndarray) -> Curve:
    import polars as pl
    from pyprobe.analysis.differentiation import differentiate_lean
    from pyprobe.result import Result

    table = Result(lf=pl.LazyFrame({"Q": charge, "V": voltage}), info={}, column_definitions={"Q": "", "V": ""})
    found = differentiate_lean(table, x="Q", y="V", gradient="dxdy")
    return found.get("V"), found.get("d(Q)/d(V)")


METHODS: dict[str, Callable[[np.ndarray, np.ndarray], Curve]] = {
    "natria": natria,
    "navani": navani,
    "cellpy": cellpy,
    "PyProBE": pyprobe,
    "Savitzky-Golay": savitzky_golay,
}


def score(volts: np.ndarray, value: np.ndarray, steps: tuple) -> tuple[float, float, int]:
    """Error over the highest peak, the largest error of a position (V), the number of invented peaks."""
    from scipy.signal import find_peaks

    volts, value = np.asarray(volts, float), np.abs(np.asarray(value, float))
    there = np.isfinite(volts) & np.isfinite(value)
    order = np.argsort(volts[there])
    seen = np.interp(GRID, volts[there][order], value[there][order])
    truth = density(GRID, steps)
    error = float(np.sqrt(np.mean((seen - truth) ** 2)) / truth.max())
    off = []
    for c, *_ in steps:
        near = np.flatnonzero(np.abs(GRID - c) < NEAR)
        top = near[seen[near] >= TOP * seen[near].max()]
        bend, slope, _ = np.polyfit(GRID[top] - c, seen[top], 2) if len(top) > 2 else (0.0, 0.0, 0.0)
        vertex = -slope / (2 * bend) if bend < 0 else NEAR
        off.append(min(abs(vertex), NEAR))
    peaks, _ = find_peaks(seen, prominence=INVENTED * truth.max())
    return error, max(off), max(len(peaks) - len(steps), 0)


def installed() -> list[str]:
    steps = TRUTHS["two peaks"]
    found = []
    for name, method in METHODS.items():
        try:
            with quiet():
                method(*by_time(steps, 1e-4, np.random.default_rng(0)))
        except ImportError:
            if name == "natria":
                raise
            print(f"{name} is not installed and left out")
            continue
        found.append(name)
    return found


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def judged(name: str, curves: list[Curve], steps: tuple) -> tuple[str, float]:
    """The cell of a table, and the median milliseconds."""
    scores, spent = [], []
    for voltage, charge in curves:
        if len(spent) > 2 and sum(spent) > PATIENCE:
            break
        begun = time.perf_counter()
        try:
            with quiet():
                found = METHODS[name](voltage, charge)
                spent.append(time.perf_counter() - begun)
                scores.append(score(*found, steps))
        except Exception:  # noqa: BLE001 -- a peer may fail in any way; it counts as a failure
            return "fails", float("nan")
    error, off, extra = (np.array(column) for column in zip(*scores, strict=True))
    cell = f"{np.median(error):.3f} · {1e3 * off.max():.0f} mV · {extra.mean():.1f}"
    return cell, 1e3 * float(np.median(spent))


def invented(number: int) -> Iterator[str]:
    """What natria calls a peak, over many curves: all that are true, none that is not."""
    from natria.lab.cycling.full_cell.differential import dq_dv
    from natria.lab.cycling.full_cell.peaks import find_peaks

    yield "| curves | noise | true peaks found | false peaks | largest error of position | pull of the stated spread |"
    yield "| --- | --- | --- | --- | --- | --- |"
    rng = np.random.default_rng(7)
    for title, steps in {**TRUTHS, "no peak, only a slope": ()}.items():
        for noise in (1e-4, 1e-3):
            hit = wrong = 0
            off, pull = [], []
            for n in range(number):
                voltage, charge = (by_time if n % 4 else by_voltage)(steps, noise, rng)
                peaks = find_peaks(dq_dv(voltage, charge), len(voltage))
                true = [(p, c) for c, *_ in steps for p in peaks if abs(p.voltage - c) < NEAR]
                hit += len(true)
                wrong += len(peaks) - len(true)
                off += [abs(p.voltage - c) for p, c in true]
                pull += [(p.voltage - c) / p.voltage_std for p, c in true]
            largest = f"{1e3 * max(off):.1f} mV" if off else "-"
            spread = f"{np.std(pull):.2f}" if pull else "-"
            yield (
                f"| {number} of {title} | {1e3 * noise:g} mV | {hit} of {number * len(steps)} | {wrong} | {largest} | "
                f"{spread} |"
            )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--repeat", type=int, default=20, help="noisy curves a row")
    asked.add_argument("--curves", type=int, default=500, help="curves for the count of invented peaks")
    given = asked.parse_args()
    names = installed()
    rng = np.random.default_rng(1)
    spent: dict[str, list[float]] = {name: [] for name in names}
    print(f"| truth | readings | noise | {' | '.join(names)} |")
    print("| --- " * (3 + len(names)) + "|")
    for title, steps in TRUTHS.items():
        for sampling in (by_time, by_voltage):
            for noise in (1e-4, 5e-4, 1e-3):
                curves = [sampling(steps, noise, rng) for _ in range(given.repeat)]
                row = {name: judged(name, curves, steps) for name in names}
                for name, (_, took) in row.items():
                    spent[name].append(took)
                kind = "by time" if sampling is by_time else "by voltage"
                print(f"| {title} | {kind} | {1e3 * noise:g} mV | {' | '.join(c for c, _ in row.values())} |")
    print(f"| median time | | | {' | '.join(f'{np.nanmedian(spent[n]):.3g} ms' for n in names)} |\n")
    print("\n".join(invented(given.curves)))


if __name__ == "__main__":
    main()
