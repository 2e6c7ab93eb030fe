"""How the order of the three anodes of lu2026 depends on what is assumed of their deposition.

    python benchmarks/deposit_ordering.py [--cells 64]

Each row changes one assumption and runs the three anodes on a small grid. The first three numbers are the tip velocity
(nm/s) over the same time; the next three the tip above the mean height of the metal (um) after the same charge. The
last columns sort the anodes from the least to the most. lu2026 reports SFC-Na < F-Na < P-Na.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np

from natria.answers.reader import Reader, Record, of_design
from natria.design import load_case
from natria.models.deposit.memory import Checkpoint
from natria.models.deposit.of_design.case import DepositionCase, DepositionLayer, flat_current
from natria.models.deposit.of_design.course import run_case
from natria.models.deposit.of_design.reading import deposition_case
from natria.quantity import ModelError
from natria.store import Store
from natria.studies.studio import Studio

ANODES = {"P": "lu2026/p-na", "F": "lu2026/f-na", "S": "lu2026/sfc-na"}
TIME, CHARGE, LONGEST = 60.0, 0.2 * 3.6e4, 4000.0  # s, C/m^2, s
PROTOCOL = 5.0  # A/m^2
MATCHED = 2e-8  # m/s
MCI = DepositionLayer("moves", 1e-6, 1e-3)

Change = Callable[[str, DepositionCase], DepositionCase]


def mobility(factor: float) -> Change:
    return lambda _, case: replace(case, metal=replace(case.metal, mobility=case.metal.mobility * factor))


def one_mobility(_: str, case: DepositionCase) -> DepositionCase:
    """Give the front of each anode the same mobility: three times as fast as a front that passes with 20 nm/s."""
    return replace(case, metal=replace(case.metal, mobility=MATCHED / case.metal.surface_energy))


def driven(*, voltage: float | None = None, current: float | None = None) -> Change:
    """Change the drive; the front keeps its relaxation over the current at the start."""

    def changed(_: str, case: DepositionCase) -> DepositionCase:
        was, now = first_current(case), first_current(replace(case, voltage=voltage, current=current))
        found = replace(case, voltage=voltage, current=current)
        return replace(found, metal=replace(case.metal, mobility=case.metal.mobility * now / was))

    return changed


def kinetics(exchange_current: float) -> Change:
    """Give all anodes one exchange current, with fronts that keep up."""

    def changed(_: str, case: DepositionCase) -> DepositionCase:
        found = replace(case, metal=replace(case.metal, exchange_current=exchange_current))
        factor = first_current(found) / first_current(case)
        return replace(found, metal=replace(found.metal, mobility=case.metal.mobility * factor))

    return changed


def first_current(case: DepositionCase) -> float:
    """Return the current density at the start of a flat front, A/m^2."""
    if case.current is not None:
        return case.current
    layer = case.layer
    behind = case.size[0] / case.salt.conductivity + (layer.thickness / layer.conductivity if layer else 0.0)
    one = case.metal
    return flat_current(case.voltage or 0.0, one.exchange_current, one.transfer, behind, case.salt.temperature)


def start(**changes: float) -> Change:
    return lambda _, case: replace(case, start=replace(case.start, **changes))


def salt(factor: float) -> Change:
    return lambda _, case: replace(case, salt=replace(case.salt, salt_diffusivity=case.salt.salt_diffusivity * factor))


def layer(factor: float) -> Change:
    def changed(_: str, case: DepositionCase) -> DepositionCase:
        return case if case.layer is None else replace(
            case, layer=replace(case.layer, conductivity=case.layer.conductivity * factor)
        )  # fmt: skip

    return changed


CHANGES: dict[str, Change] = {
    "as the case": lambda _, case: case,
    "mobility / 3": mobility(1 / 3),
    "mobility x 3": mobility(3.0),
    "one mobility": one_mobility,
    "0.3 V": driven(voltage=0.3),
    "0.7 V": driven(voltage=0.7),
    "0.5 mA/cm2": driven(current=PROTOCOL),
    "5 mA/cm2": driven(current=10 * PROTOCOL),
    "one exchange current": kinetics(0.332),
    "exchange current 1.3 mA/cm2": kinetics(13.0),
    "salt 5 times slower": salt(0.2),
    "NaF conducts 10 times better": layer(10.0),
    "MCI moves with the metal": lambda who, case: replace(case, layer=MCI) if who == "S" else case,
    "another seed": start(seed=2),
    "no nuclei": start(nuclei=0),
    "noise 40 %": lambda _, case: replace(case, noise=0.4),
}


def cases(cells: int) -> dict[str, DepositionCase]:
    """Return the three anodes on a grid of so many cells along an edge."""
    found = {}
    for name, system in ANODES.items():
        design = Studio(load_case("lu2026"), store=Store(None)).design(system)
        case = deposition_case(Reader(of_design(design), Record(), "", "gel"))
        width = case.cells_across * case.size[0] / cells
        found[name] = replace(case, front_width=width, outputs=60)
    return found


def measured(case: DepositionCase) -> tuple[float, float]:
    """Return the tip velocity over the time of the case (m/s), and the tip above the mean after the charge (m)."""
    found = run_case(replace(case, time=TIME, charge=inf), Checkpoint(None)).columns
    if found["plated_charge"][-1] < CHARGE:
        long = LONGEST if case.current is None else min(LONGEST, 1.05 * CHARGE / case.current)
        steps = 4 * case.outputs if case.current is None else case.outputs
        later = run_case(replace(case, time=long, charge=CHARGE, outputs=steps), Checkpoint(None)).columns
    else:
        later = found
    above = later["tip_height"] - later["mean_height"]
    reached = later["plated_charge"][-1] >= 0.97 * CHARGE
    speed = (found["tip_height"][-1] - found["tip_height"][0]) / found["time"][-1]
    return float(speed), float(np.interp(CHARGE, later["plated_charge"], above)) if reached else float("nan")


def ordered(values: dict[str, float], tie: float) -> str:
    """Return the names from the least to the most; `=` joins what differs by less than `tie`."""
    names = sorted(values, key=values.__getitem__)
    if not all(np.isfinite(one) for one in values.values()):
        return "-"
    text = names[0]
    for before, after in pairwise(names):
        text += (" = " if values[after] - values[before] < tie else " < ") + after
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=64)
    cells = parser.parse_args().cells
    warnings.simplefilter("ignore")
    base, begun, runs = cases(cells), time.perf_counter(), 0
    heads = [f"{one}-Na" for one in ("P", "F", "SFC")]
    print(
        f"{'changed':<28}|" + "".join(f"{one:>8}" for one in heads) + " |" + "".join(f"{one:>7}" for one in heads),
        end="",
    )
    print(" | by velocity | by height", flush=True)
    for name, change in CHANGES.items():
        found: dict[str, tuple[float, float]] = {}
        for who, case in base.items():
            try:
                found[who] = measured(change(who, case))
            except ModelError as bad:
                print(f"{name}, {who}: {bad.what}")
                found[who] = (float("nan"), float("nan"))
            runs += 1
        speeds, heights = ({who: one[at] for who, one in found.items()} for at in (0, 1))
        numbers = "".join(f"{one * 1e9:8.1f}" for one in speeds.values())
        numbers += " |" + "".join(f"{one * 1e6:7.2f}" for one in heights.values())
        print(f"{name:<28}|{numbers} | {ordered(speeds, 1e-9):<11} | {ordered(heights, 5e-8)}", flush=True)
    print(f"{runs} runs on {cells} x {cells} cells, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
