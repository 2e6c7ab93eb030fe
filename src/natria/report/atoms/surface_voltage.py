"""Output of surface energies over the voltage against sodium: lines, JSON and a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atoms.gates import GatedResult
from ...atoms.surface import miller_name
from ...atoms.surface.planes import Miller
from ...atoms.surface.voltage import SurfaceLine, VoltageLimits, crossings
from ...quantity import number as shown
from ..common.picture import Picture, files_of, finish, new_figure
from ..common.style import COLOURS, LINES
from .window_figure import subscripts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NM2 = 1e-18  # m^2
HEADS = ("face", "termination", "sodium (1/nm^2)", "J/m^2 at the lower limit", "at the upper limit", "outcome")


@dataclass(frozen=True, eq=False)
class GatedLine:
    """The energy of a termination over the voltage, with its gate and its label."""

    label: str
    line: SurfaceLine
    gated: GatedResult

    @property
    def is_refused(self) -> bool:
        return self.gated.outcome == "refused"

    @property
    def sodium(self) -> float:
        """Atoms of sodium in excess on one face, 1/m^2."""
        return float(self.line.excess) / (2 * self.line.area)


@dataclass(frozen=True, eq=False)
class VoltageReport:
    """Surface energies over the voltage, or why there are none.

    `obstacles` say why a termination has no line. `lacking` are competing phases without an energy: with them the
    range of voltage can only be narrower. `unasked` are terminations that could have a line and were not asked for, as
    Miller indices and label.
    """

    limits: VoltageLimits | None
    lines: tuple[GatedLine, ...] = ()
    obstacles: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    missing: str = ""
    unasked: tuple[tuple[Miller, str], ...] = ()

    def doubts(self, miller: Miller) -> tuple[str, ...]:
        """Why another termination of a face may be the stable one at some voltage.

        Refused ones of less energy, and those that were not asked for.
        """
        lines = [one for one in self.lines if one.line.crystal.miller == miller]
        sound = tuple(one.line for one in lines if not one.is_refused)
        lower = [one for one in lines if one.is_refused and sound and _goes_below(one.line, sound)]
        return (
            *(f"{one.label} has less energy and is refused" for one in lower),
            *(f"{label} is not computed" for indices, label in self.unasked if indices == miller),
        )

    @property
    def is_refused(self) -> bool:
        return not self.lines or any(one.is_refused for one in self.lines)


def _goes_below(line: SurfaceLine, others: tuple[SurfaceLine, ...]) -> bool:
    """Whether a line is below all others at some voltage between the limits."""
    return any(one is line for _, _, one in crossings((*others, line)))


def voltage_rows(found: VoltageReport) -> list[tuple[str, ...]]:
    """Return a row for each termination; a refused one has no energies."""
    rows = []
    for one in found.lines:
        limits = one.line.limits
        ends = [shown(one.line.energy(at)) for at in (limits.low, limits.high)]
        face, _, name = one.label.partition(" termination ")
        rows.append(
            (
                face,
                name,
                f"{one.sodium * NM2:+.2f}" if one.line.excess else "0",
                *(["-", "-"] if one.is_refused else ends),
                one.gated.outcome,
            )
        )
    return rows


def voltage_lines(found: VoltageReport) -> list[str]:
    """Return the limits, the termination of least energy at each voltage, and what is not met."""
    if found.limits is None:
        return [f"no surface energies over the voltage: {found.missing}"]
    limits = found.limits
    lines = [
        f"voltage against sodium from {limits.low:.3f} V ({limits.at_low}) to {limits.high:.3f} V ({limits.at_high})"
    ]
    if found.lacking:
        lines.append(f"the range is at most this wide: {', '.join(found.lacking)} have no energy")
    for face, each in _faces(found).items():
        labels = {id(one.line): one.label for one in each}
        for low, high, line in crossings(tuple(one.line for one in each)):
            name = labels[id(line)].removeprefix(f"{face} ")
            lines.append(f"{face}: {name} has the least energy from {low:.3f} to {high:.3f} V")
        doubts = found.doubts(each[0].line.crystal.miller)
        lines += [f"{face}: the stable termination is not certain, as {doubt}" for doubt in doubts]
    lines += [f"{one.label}: {reason}" for one in found.lines for reason in one.gated.reasons]
    return [*lines, *found.obstacles]


def _faces(found: VoltageReport) -> dict[str, list[GatedLine]]:
    """The lines of each face that are not refused."""
    faces: dict[str, list[GatedLine]] = {}
    for one in found.lines:
        if not one.is_refused:
            faces.setdefault(miller_name(one.line.crystal.miller), []).append(one)
    return faces


def voltage_document(found: VoltageReport) -> dict[str, Any]:
    """Return the part of the JSON document that holds the energies over the voltage."""
    limits = found.limits
    return {
        "limits": None
        if limits is None
        else {
            "unit": "V",
            "low": limits.low,
            "high": limits.high,
            "coexists_at_low": limits.at_low,
            "coexists_at_high": limits.at_high,
            "lacking": list(found.lacking),
        },
        "missing_because": found.missing or None,
        "sodium_metal": None if limits is None else {"value": limits.sodium, "unit": "J"},
        "terminations": [_document(one) for one in found.lines],
        "without_energy_because": list(found.obstacles),
        "stable_termination_is_not_certain_because": [
            doubt for miller in {one.line.crystal.miller: None for one in found.lines} for doubt in found.doubts(miller)
        ],
    }


def _document(one: GatedLine) -> dict[str, Any]:
    line, limits = one.line, one.line.limits
    ends = [] if one.is_refused else [line.energy(limits.low), line.energy(limits.high)]
    return {
        "label": one.label,
        "miller": list(line.crystal.miller),
        "gate": one.gated.to_json(),
        "sodium_excess": {"value": one.sodium, "unit": "1/m^2"},
        "slope": {"value": line.slope, "unit": "J/(m^2 V)"},
        "surface_energy_at_limits": {"unit": "J/m^2", "values": ends},
        "slabs": [
            {
                "planes": len(row.slab.planes),
                "formula_units": float(units),
                "energy": {"value": row.relaxed.evaluation.energy, "unit": "J"},
                "structure": row.relaxed.structure.to_json(),
            }
            for row, units in zip(line.slabs, line.units, strict=True)
        ],
    }


def voltage_picture(title: str, found: VoltageReport) -> Picture | None:
    """Return the surface energies over the voltage; None where there is none to draw."""
    lines = [one for one in found.lines if not one.is_refused]
    limits = found.limits
    if limits is None or not lines:
        return None

    def draw() -> Figure:
        figure, axes = new_figure()
        volts = np.array([limits.low, limits.high])
        for place, one in enumerate(lines):
            style: Any = {"color": COLOURS[place % len(COLOURS)], "linestyle": LINES[place % len(LINES)]}
            axes.plot(
                volts, [one.line.energy(float(at)) for at in volts], label=f"{one.label} ({one.gated.outcome})", **style
            )
        axes.set_xlim(limits.low, limits.high)
        axes.set_ylim(0, 1.15 * max(one.line.energy(float(at)) for one in lines for at in volts))
        ends = f"from {subscripts(limits.at_low)} to {subscripts(limits.at_high)}"
        axes.set_xlabel(f"voltage against sodium (V), {ends}")
        axes.set_ylabel("surface energy (J/m²)")
        finish(figure, axes, heading, 2.6)
        return figure

    heading = f"Surface energy of {title} over the voltage"
    svg, png = files_of(draw)
    says = f"{heading}, between {limits.low:.2f} V and {limits.high:.2f} V, where other phases coexist with it"
    return Picture("surface_voltage", heading, says, svg, png)
