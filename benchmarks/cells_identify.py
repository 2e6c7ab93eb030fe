"""Calibration of full cells on recordings of known truth, and the linear posterior of `natria identify` against draws.

    python benchmarks/cells_identify.py [RECORDINGS] [DRAWS]

The cell is chi2022/na-s with three numbers that are to be found: the share of the sulfur that reacts, the exchange
current density, the area of the reaction. Each recording has a noise of 2 mV and an error of 0.5 % of each charge. The
last part prints the tables of the pages on cells of sulfur and of a phosphate.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from rich.console import Console

from natria import load_case
from natria.models.cell import legs, pack, prepare, recording_of, run
from natria.report.identify import print_determination
from natria.studies.calibration.calibrate import calibrate
from natria.studies.identify import determine
from natria.studies.identify.sampled import sampled
from natria.studies.opening.overrides import with_given

SYSTEM = "chi2022/na-s"
SHARE, FASTNESS, FILM = (
    f"counter.conversion.{name}" for name in ("usable_share", "exchange_current_density", "reaction_area_ratio")
)
TRUE = {SHARE: "80 %", FASTNESS: "0.03 mA/cm^2", FILM: "15"}
TRUTH = {SHARE: 0.8, FASTNESS: 0.3, FILM: 15.0}  # SI
FIRST = {SHARE: "{ value = 85, unit = '%', std = 10, ground = 'guess', why = 'grains without carbon do not react' }"}
NOISE, CHARGE = 2e-3, 0.005  # V; relative
RECORDINGS, DRAWS = 24, 400
VARY = ("counter.mass", SHARE, FILM, FASTNESS)
DATA = ("capacity", "discharge", "second-discharge")
CELLS = (
    ("chi2022", "chi2022/na-s", "conversion"),
    ("yuan2025", "yuan2025/nas", "conversion"),
    ("lu2026", "lu2026/sfc-na/nvp", "insertion"),
)


def recordings(number: int, folder: Path) -> list[Path]:
    """Return files of the first cycle of the true cell, each with its own noise and errors of charge."""
    prepared = prepare(with_given(load_case("chi2022").design(SYSTEM), TRUE))
    rows = [one.rows for one in run(pack(prepared.cell), legs(prepared.blocks, "full", 1), prepared.limits)]
    made = recording_of(prepared, np.concatenate(rows))
    files = []
    for seed in range(number):
        random = np.random.default_rng(seed)
        down, up = 1 + CHARGE * random.standard_normal(2)
        current = made.current * np.where(made.current < 0, down, up)
        volts = made.voltage + NOISE * random.standard_normal(len(made))
        files.append(folder / f"cell-{seed}.csv")
        head = "test_time_second,voltage_volt,current_ampere"
        np.savetxt(files[-1], np.stack([made.time, volts, current], 1), "%.10g", ",", header=head, comments="")
    return files


def coverage(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        off, without = [], 0
        for file in recordings(number, Path(folder)):
            settings = {"cycles": (1, 1), "system": SYSTEM, "charge_error": CHARGE, "noise": NOISE, "given": FIRST}
            found = calibrate(load_case("chi2022"), list(TRUE), [str(file)], **settings)
            without += bool(found.why_not)
            if not found.why_not:
                off.append([(f.value - TRUTH[path]) / f.std for path, f in found.findings.items()])
    each = np.array(off)
    print(f"{number} recordings, {without} without a result; deviations in standard deviations")
    for path, z in zip(TRUE, each.T, strict=True):
        within = np.mean(np.abs(z) < 1.96)
        print(f"{path:45s} mean {z.mean():+.2f}, rms {np.sqrt(np.mean(z**2)):.2f}, within 95 %: {within:.0%}")


def draws(number: int) -> None:
    design = with_given(load_case("chi2022").design(SYSTEM), FIRST)
    found = determine(design, VARY, DATA)
    linear = np.sqrt(np.diag(np.linalg.inv(np.eye(len(VARY)) + found.whole.T @ found.whole)))
    drawn = sampled(design, found, number)
    print(f"\n{', '.join(DATA)}: {number} draws, {drawn.effective:.0f} effective; in prior spreads")
    for one, line, mean, std in zip(found.every, linear, drawn.mean, drawn.std, strict=True):
        print(f"{one.path:45s} linear {line:.3f}, drawn {std:.3f}, mean of draws {mean:+.3f}")


def tables() -> None:
    for case, system, table in CELLS:
        design = with_given(load_case(case).design(system), {f"counter.{table}.usable_share": FIRST[SHARE]})
        print_determination(determine(design), Console(width=110))


def main() -> None:
    given = [int(word) for word in sys.argv[1:]]
    number, many = (given + [RECORDINGS, DRAWS][len(given) :])[:2]
    coverage(number)
    draws(many)
    tables()


if __name__ == "__main__":
    main()
