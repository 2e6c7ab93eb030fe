"""Recordings of kinetics of one cell with all that was read off them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ....quantity import Finding
from ....record import Recording, Table
from ...results import Remark
from ...specimen import Specimen
from ..decay import CurrentDecay
from ..inputs import Vector
from ..polarisation import CurrentFraction, ElectronicResistance
from ..recognise import Recognition, Technique
from ..tafel import TafelResult
from ..voltammetry import CapacitiveShare, OnsetVoltage, ScanRateExponent, Voltammogram

Family = Literal["tafel", "voltammetry", "polarisation"]
FAMILIES: dict[Technique, Family] = {
    "cyclic voltammetry": "voltammetry",
    "linear sweep": "voltammetry",
    "Tafel sweep": "tafel",
    "DC polarisation": "polarisation",
}


@dataclass(frozen=True)
class KineticSettings:
    """What an analysis needs and no recording holds; None is unknown.

    `resistance` is in series with the faces (ohm, or ohm m^2), `before`, `after` and `bulk` are those of a
    direct-current test (ohm). `working_current` and `threshold` are per area (A/m^2).
    """

    resistance: Finding | None = None
    thickness: Finding | None = None
    before: Finding | None = None
    after: Finding | None = None
    bulk: Finding | None = None
    working_current: float | None = None
    threshold: float | None = None


@dataclass(frozen=True, eq=False)
class KineticInput:
    """A recording with its technique and its temperature, as an analysis receives it."""

    recording: Recording
    recognition: Recognition
    specimen: Specimen  # with the temperature of this recording

    @property
    def name(self) -> str:
        return self.recording.file.replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True, eq=False)
class MeasuredTafel:
    source: KineticInput
    result: TafelResult
    unit: str  # of the currents: "A/m^2", or "A" where the area is unknown
    times: Vector  # s, of the readings of the sweep
    sign: float = 1.0  # -1 where the sign of the current was turned


@dataclass(frozen=True, eq=False)
class MeasuredScan:
    """The sweeps of one scan rate of a recording."""

    source: KineticInput
    name: str  # "cell.csv", or "cell.csv, 5 mV/s"
    result: Voltammogram
    onset: OnsetVoltage | None = None

    @property
    def rate(self) -> float:
        return self.result.scan_rate or float("nan")


@dataclass(frozen=True, eq=False)
class MeasuredStep:
    """One level of the voltage in a polarisation; `decay` is None where its current gave no fit."""

    source: KineticInput
    voltage: float  # V
    begin: float  # s
    duration: float  # s
    decay: CurrentDecay | None


@dataclass(frozen=True, eq=False)
class PeakExponent:
    """The exponent b of one peak; `way` is anodic or cathodic, `peak` counts along the voltage."""

    way: str
    peak: int
    result: ScanRateExponent


@dataclass(frozen=True, eq=False)
class DirectionShare:
    way: str
    result: CapacitiveShare


@dataclass(frozen=True, eq=False)
class MeasuredKinetics:
    """All results of the recordings of one technique.

    `failed` and `passed_over` are files beside them that are not measured, each with the reason.
    """

    family: Family
    inputs: tuple[KineticInput, ...]
    specimen: Specimen
    tafel: tuple[MeasuredTafel, ...] = ()
    scans: tuple[MeasuredScan, ...] = ()
    exponents: tuple[PeakExponent, ...] = ()
    shares: tuple[DirectionShare, ...] = ()
    steps: tuple[MeasuredStep, ...] = ()
    electronic: ElectronicResistance | None = None
    fraction: CurrentFraction | None = None
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    remarks: tuple[Remark, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    passed_over: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        first = self.inputs[0].name
        return first if len(self.inputs) == 1 else f"{first} and {len(self.inputs) - 1} more"

    def table(self, name: str) -> Table | None:
        return next((t for t in self.tables if t.id == name), None)

    def with_remarks(self, remarks: tuple[Remark, ...]) -> MeasuredKinetics:
        """The same with further remarks in front, each once."""
        return replace(self, remarks=tuple(dict.fromkeys((*remarks, *self.remarks))))
