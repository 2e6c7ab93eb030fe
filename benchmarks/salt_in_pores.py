"""What the salt in the pores of a cathode changes: NVP in the gel of lu2026, by mass loading and rate; beside PyBaMM.

    python benchmarks/salt_in_pores.py [--peer PYTHON]

Shares of the charge of the plateau in the first charge and discharge, with the salt in the pores as at the face and
with its profile. The exchange current of sodium is 10 mA/cm^2, so that the cathode and its electrolyte are seen, and
electrons have 1 S/m in the electrode. The drop is that over the depth at steady state where all of it reacts alike,
(1 - t+) i L N_M/(2 F D), over the concentration at the start.

PyBaMM's Newman model (DFN) of a half cell discharges in the Python of `--peer`, which needs PyBaMM alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tables import table

from natria import load_case
from natria.laws import FARADAY
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.cell import Cell, Electrode, SaltLayer
from natria.models.cell.electrodes.deep import FilledInsertion
from natria.models.cell.electrodes.insertion import Insertion
from natria.models.cell.equations.layout import STATES_AT
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.failure.limits import Limits
from natria.models.cell.prepare import Prepared
from natria.models.cell.solvers.adaptive import Adaptive

SYSTEM, GEL = "lu2026/sfc-na/nvp", "gel"
LOADINGS, RATES = (2, 5, 20), ("0.1C", "1C", "2C", "5C")
BLOCKS = ((500, 3.6, 2.5), (50, 3.6, 2.5))  # thickness of the gel (um), voltages of the ends
WHY = "to compare"
PEER = Path(__file__).with_name("salt_in_pores_pybamm.py")


def known(value: float, unit: str) -> dict[str, object]:
    return {"value": value, "unit": unit, "why": WHY}


def nvp(loading: float, rate: str, gel: float, upper: float, lower: float, *, filled: bool) -> Prepared:
    patch = {
        "protocol.rate": rate,
        "protocol.upper_voltage": f"{upper} V",
        "protocol.lower_voltage": f"{lower} V",
        "working.exchange_current_density": known(10, "mA/cm^2"),
        "counter.mass_loading": known(loading, "mg/cm^2"),
        "counter.depth": {"law": "conduction", "why": WHY, "electronic_conductivity": known(1, "S/m")},
        "electrolyte.gel.thickness": known(gel, "um"),
    } | ({"counter.pores.filled_by": GEL} if filled else {})
    return prepare(load_case("lu2026").design(SYSTEM).with_(patch))


def ran(prepared: Prepared) -> tuple[list[str], float]:
    """Shares of the charge by leg, and the least c/c0 of the discharge."""
    packed, shares, least = pack(prepared.cell), [], 1.0
    for done in run(packed, legs(prepared.blocks, "full", 1), prepared.limits):
        time = done.rows[:, PLACE["time"]]
        charge = abs(done.leg.current) * (time[-1] - time[0])
        shares.append(f"{charge / prepared.cell.counter.chemistry.capacity:.0%}")
        least = float(done.rows[:, PLACE["least_salt"]].min())
    return shares, least


def cases() -> None:
    lines = []
    for gel, upper, lower in BLOCKS:
        for loading in LOADINGS:
            for rate in RATES:
                plain, filled = (nvp(loading, rate, gel, upper, lower, filled=f) for f in (False, True))
                salt = filled.cell.counter.chemistry.salt
                current = abs(next(iter(legs(filled.blocks, "full", 1))).current)
                drop = (1 - salt.transference) * current * salt.thickness * salt.macmullin
                drop /= 2 * FARADAY * salt.diffusivity * salt.concentration
                (charge, discharge), _ = ran(plain)
                (charged, discharged), least = ran(filled)
                place = gel, loading, rate, f"{current / 10:.2f}", f"{drop:.3f}"
                lines.append((*place, charge, charged, discharge, discharged, f"{least:.2f}"))
    head = ("gel, um", "mg/cm^2", "rate", "mA/cm^2", "drop of c/c0", "charge", "with its salt")
    print("\n".join(table((*head, "discharge", "with its salt", "least c/c0 in it"), lines)))


@dataclass(frozen=True)
class HalfCell:
    """Particles against sodium without overpotential; SI, per area. The pores have Bruggeman's exponent 1.5."""

    loading: float = 0.2
    density: float = 3200.0
    molar_mass: float = 0.45577
    size: float = 1e-6
    insertion_diffusivity: float = 1e-15
    exchange: float = 0.1
    filled: float = 0.05
    plateau: float = 3.37
    solubility: float = 0.02
    temperature: float = 298.15
    length: float = 200e-6
    porosity: float = 0.35
    electronic: float = 10.0
    separator: float = 50e-6
    separator_porosity: float = 0.5
    concentration: float = 1000.0
    diffusivity: float = 2e-10
    conductivity: float = 0.4
    transference: float = 0.4
    current: float = 30.0
    seconds: float = 2400.0
    readings: int = 48
    points: int = 80


def half_cell(given: HalfCell, slices: int) -> Cell:
    particles = Insertion(
        capacity=given.loading * 2 * FARADAY / given.molar_mass,
        plateau=given.plateau,
        diffusion_time=(given.size / 2) ** 2 / given.insertion_diffusivity,
        exchange=given.exchange * 6 * given.loading / (given.density * given.size),
        filled=given.filled,
        solubility=given.solubility,
    )
    liquid = given.concentration, given.conductivity, given.diffusivity, given.transference
    separator, pores = (
        SaltLayer(name, thickness, *liquid, macmullin=porosity**-1.5, porosity=porosity)
        for name, thickness, porosity in (
            ("separator", given.separator, given.separator_porosity),
            ("pores", given.length, given.porosity),
        )
    )
    filled = FilledInsertion(particles, pores, given.length / given.electronic, slices)
    sodium = Electrode(exchange_current=1e7, inventory=1e7)
    return Cell("full", sodium, Electrode(chemistry=filled), (separator,), given.temperature, 1.0)


def beside_pybamm(peer: str) -> None:
    given = HalfCell()
    times = np.linspace(0.0, given.seconds, given.readings + 1)
    theirs = [_theirs(peer, HalfCell(points=points)) for points in (40, 80)]
    finest, salt = np.array(theirs[-1]["volts"]), np.array(theirs[-1]["salt"])

    def line(name: str, volts: np.ndarray, own: np.ndarray) -> tuple[str, ...]:
        off = 1e3 * np.abs(volts - finest)[1:]
        fine = salt.reshape(len(own), -1).mean(axis=1)
        return name, f"{off.max():.2f}", f"{off.mean():.2f}", f"{np.abs(own - fine).max():.1f}"

    lines = []
    for slices in (10, 20, 40):
        packed = pack(half_cell(given, slices))
        path = Adaptive(packed, 1e-7, 1e-7).go(packed.start, -given.current, times, Limits().array(None))
        volts = rows(path.time, path.states, -given.current, (1, 1), packed.shape, packed.p)[:, PLACE["voltage"]]
        own = int(packed.shape[STATES_AT + 1])
        lines.append(line(f"natria, {slices} slices", volts, path.last[own : own + slices]))
    coarse = theirs[0]
    name = f"PyBaMM {coarse['version']}"
    lines.append(line(f"{name}, 40 points", np.array(coarse["volts"]), np.array(coarse["salt"])))
    off = f"off {name}, 80 points: most, mV"
    print("\n".join(table(("discharge of a half cell", off, "mean, mV", "salt at the end, mol/m^3"), lines)))
    ends = f"{finest[1]:.4f} to {finest[-1]:.4f} V, salt from {salt[0]:.0f} to {salt[-1]:.0f} mol/m^3"
    print(f"\n{ends} over the depth at the end")


def _theirs(peer: str, given: HalfCell) -> dict[str, list[float]]:
    quiet = {"PYBAMM_DISABLE_TELEMETRY": "true", "OMP_NUM_THREADS": "1"}
    command = [peer, str(PEER), json.dumps(asdict(given))]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=quiet)
    if done.returncode:
        sys.exit(f"{peer} did not run PyBaMM: {done.stderr.strip().splitlines()[-1]}; give a Python that has it")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--peer", default="", help="a Python with PyBaMM: the comparison with it alone")
    given = ask.parse_args()
    if given.peer:
        beside_pybamm(given.peer)
    else:
        cases()


if __name__ == "__main__":
    main()
