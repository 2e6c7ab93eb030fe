"""Material curves of one sample with all that was read off them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

import numpy as np

from ...quantity import Bound, Computed, Finding, Measured, Question, Span
from ...record import Table
from ..depth import ProfileFit
from ..files.materials import CurveKind, MaterialCurve
from ..kinetics.inputs import Vector
from ..mechanics.compaction import CompactionFit
from ..mechanics.indent import IndentResult
from ..mechanics.tip import IndenterTip
from ..peaks import PeakFit, PeakPlan, ReferenceLine
from ..results import Remark
from ..thermal.constructions import ThermalPeak, ThermalStep


@dataclass(frozen=True)
class CurveSettings:
    """What an analysis of material curves needs and no file holds, each with its origin; None is unknown.

    `shape` and `coefficients` are those of the tip (SI). `tip_known` says whether the area function was given.
    """

    poisson: Finding
    tip_modulus: Finding
    tip_poisson: Finding
    shape: str = "berkovich"
    coefficients: tuple[float, ...] = ()
    true_density: Finding | None = None
    dense: Finding | None = None
    etch_rate: Finding | None = None  # m/s
    parts: Mapping[int, str] = field(default_factory=dict)  # what a step of the mass is: {1: "sulfur"}
    plan: PeakPlan = field(default_factory=PeakPlan)
    reported: tuple[Finding | ReferenceLine, ...] = ()  # lines to suggest from

    @property
    def tip_known(self) -> bool:
        return bool(self.coefficients)


@dataclass(frozen=True, eq=False)
class MeasuredIndent:
    name: str  # "a.csv", or "a.csv, indent 2"
    curve: MaterialCurve
    result: IndentResult
    young: float
    young_std: float  # of the record alone


@dataclass(frozen=True, eq=False)
class MeasuredCompaction:
    """Relative density (1) over pressure (Pa) with the laws, the best first.

    `dense` is the density asked for.
    """

    name: str
    pressure: Vector
    density: Vector
    fits: tuple[CompactionFit, ...]
    dense: float


@dataclass(frozen=True, eq=False)
class ThermalCurve:
    """A curve over temperature (K) with its steps and peaks; `unit` is that of the values."""

    name: str
    temperature: Vector
    values: Vector
    unit: str
    steps: tuple[ThermalStep, ...] = ()
    peaks: tuple[ThermalPeak, ...] = ()


@dataclass(frozen=True, eq=False)
class MeasuredProfile:
    """Signals over the time of etching (s) with their boundaries; `units` are "1" (a share) or "counts"."""

    name: str
    time: Vector
    signals: Mapping[str, Vector]
    units: Mapping[str, str]
    fits: Mapping[str, ProfileFit]


@dataclass(frozen=True, eq=False)
class MeasuredPeaks:
    """A spectrum over its axis (eV, 1/cm, ppm) with its peaks and the shares of their areas."""

    name: str
    curve: MaterialCurve
    axis: Vector
    values: Vector
    unit: str  # counts, counts/s, or 1 for arbitrary units
    fit: PeakFit
    shares: Mapping[str, float]
    covariance: np.ndarray
    background: str
    is_counting: bool


@dataclass(frozen=True, eq=False)
class MeasuredCurves:
    """All results of the material curves of one kind."""

    kind: CurveKind
    of: str
    curves: tuple[MaterialCurve, ...]
    settings: CurveSettings
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    remarks: tuple[Remark, ...] = ()
    indents: tuple[MeasuredIndent, ...] = ()
    tip: IndenterTip | None = None
    compactions: tuple[MeasuredCompaction, ...] = ()
    scans: tuple[ThermalCurve, ...] = ()
    profiles: tuple[MeasuredProfile, ...] = ()
    spectra: tuple[MeasuredPeaks, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        first = self.curves[0].name
        return first if len(self.curves) == 1 else f"{first} and {len(self.curves) - 1} more"

    def table(self, name: str) -> Table | None:
        return next((t for t in self.tables if t.id == name), None)

    def with_failed(self, failed: Mapping[str, str]) -> MeasuredCurves:
        """The same with files that could not be measured, each with the reason."""
        return replace(self, failed={**self.failed, **failed})


def curve_finding(
    curve: MaterialCurve,
    of: str,
    name: str,
    value: float,
    at: Mapping[str, float | Span] | None = None,
    *,
    method: str,
    std: float | None = None,
    bound: Bound | Span | None = None,
    uses: tuple[Finding, ...] = (),
) -> Finding:
    """Return a finding with the origin of its curve: measured, or computed for a simulated one."""
    used = tuple({f.id: f for f in uses}.values())
    match curve.origin:
        case Measured() as measured:
            origin: Measured | Computed = Measured(measured.file, measured.sha256, method, used)
        case Computed() as computed:
            origin = replace(computed, inputs=(*computed.inputs, *used))
    spread = std if std is not None and isfinite(std) else None
    return Finding(Question(name, of, dict(at or {})), float(value), origin, spread, bound)
