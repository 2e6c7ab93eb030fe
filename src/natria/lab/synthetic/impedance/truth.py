"""Truth of a synthetic spectrum: what its cell is, and what the instrument did to each point."""

from __future__ import annotations

from dataclasses import dataclass

from .cell import CellProcess


@dataclass(frozen=True)
class TrueProcess:
    """A process of the whole cell at the start of the sweep (ohm, s, F; per area ohm m^2, F/m^2).

    `capacitance` is tau / R, `charge` is Q in s^n/ohm.

    Per area, resistances are those of the cell (both faces), and capacitances those of both faces in series.
    """

    name: str
    kind: str
    resistance: float
    area_resistance: float
    time_constant: float | None
    exponent: float | None
    capacitance: float | None
    area_capacitance: float | None
    charge: float | None


@dataclass(frozen=True)
class SpectrumTruth:
    """True values of one sweep in SI.

    `exact` is Z without noise at the time of each written point, `at_start` that of the cell as it was when the sweep
    began, both with the cable. Rows are counted from 0 as written; `missing` and `repeated` are points of the sweep.
    `circuit` and `parameters` describe the undrifted cell and the cable in the language of circuits.
    """

    area: float  # m^2
    thickness: float  # m
    temperature: float  # K
    start: float  # s from the start of the series
    conductivity: float  # S/m, of the bulk
    total_conductivity: float  # S/m, thickness over the resistance of bulk and grain boundaries
    processes: tuple[TrueProcess, ...]
    circuit: str
    parameters: dict[str, float]
    frequency: tuple[float, ...]
    time: tuple[float, ...]  # s from the start of the sweep
    exact_real: tuple[float, ...]
    exact_imaginary: tuple[float, ...]
    at_start_real: tuple[float, ...]
    at_start_imaginary: tuple[float, ...]
    std: tuple[float, ...]  # ohm, of each part
    inductance: float = 0.0  # H
    drift: float = 0.0  # growth of the interphase resistance from the first to the last point, relative
    outliers: tuple[int, ...] = ()
    disturbed: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    aborted: bool = False

    def process(self, name: str) -> TrueProcess:
        """The process with this name."""
        return next(one for one in self.processes if one.name == name)


def true_process(one: CellProcess, area: float, growth: float = 1.0) -> TrueProcess:
    """Return the truth of a process whose resistance is multiplied by `growth`."""
    scale = growth if one.grows else 1.0
    resistance = one.resistance * scale
    farads = None if one.capacitance is None else one.capacitance / scale
    charge = None if one.charge is None else one.charge / scale
    return TrueProcess(
        one.name,
        one.kind,
        resistance,
        resistance * area,
        one.time_constant,
        one.exponent,
        farads,
        None if farads is None else farads / area,
        charge,
    )


# kind of a process -> its element in the language of circuits
ELEMENTS = {"transmissive": "Ws", "blocking": "Wo", "gerischer": "G", "constant phase": "CPE"}


def circuit_of(processes: tuple[TrueProcess, ...], inductance: float) -> tuple[str, dict[str, float]]:
    """Return the circuit of the processes as text, and its parameters by name in SI."""
    texts: list[str] = []
    values: dict[str, float] = {}
    if inductance:
        texts.append("L0")
        values["L0"] = inductance
    arcs = 0
    for one in processes:
        if one.kind == "resistance":
            texts.append("R0")
            values["R0"] = one.resistance
        elif one.kind == "arc":
            arcs += 1
            texts.append(f"p(R{arcs},CPE{arcs})")
            values |= {f"R{arcs}": one.resistance, f"CPE{arcs}.Q": one.charge or 0.0, f"CPE{arcs}.n": one.exponent or 1}
        else:
            name = f"{ELEMENTS[one.kind]}{arcs + 1}"
            texts.append(name)
            if one.kind == "constant phase":
                values |= {f"{name}.Q": one.charge or 0.0, f"{name}.n": one.exponent or 1.0}
            else:
                values |= {f"{name}.R": one.resistance, f"{name}.tau": one.time_constant or 0.0}
    return "-".join(texts), values
