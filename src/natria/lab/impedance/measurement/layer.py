"""The resistances of a spectrum that belong to the layer between the electrodes, told by capacitance.

An arc belongs to the layer where its capacitance is that of a bulk or of grain boundaries (`capacitance`), which scale
with area over thickness, and to a face where it is that of a surface, an interphase or a double layer. Where both are
possible, it belongs to the layer if the electrodes block ions (a capacitance in series: nothing else can pass a
current there); otherwise it stays open. The resistor in series is that of the bulk where the arc of the bulk is faster
than the spectrum; beside an arc of the bulk it is that of leads and contacts. A liquid has no arcs of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..capacitance import processes_of
from ..circuit.tree import InSeries, Part
from ..fit import SpectrumFit
from .spectra import MeasuredSpectrum

BULK, FAST = "bulk", ("bulk", "minor second phase")  # processes; FAST: the bulk is no faster than such an arc
BLOCKS = ("C", "Wo", "TL")  # elements in series that let no steady current pass
BLOCKING_EXPONENT = 0.7  # of a constant-phase element: that of diffusion is 0.5, that of a rough face 0.8 to 1


@dataclass(frozen=True)
class LayerResistances:
    """Parameters of a circuit that are resistances of the layer: those of its bulk, and all of them.

    `bulk` is empty where bulk and grain boundaries are not told apart. `open` may be of the layer or of a face.
    """

    bulk: tuple[str, ...]
    total: tuple[str, ...]
    open: tuple[str, ...] = ()


def layer_resistances(
    one: MeasuredSpectrum, thickness: float, capacitances: Mapping[str, float], *, has_grains: bool = True
) -> LayerResistances:
    """Return the resistances of a layer of this thickness (m) in a fitted spectrum per area.

    `capacitances` (F/m^2) are those of the arcs by name.
    """
    fit = one.fit
    if fit is None:
        return LayerResistances((), ())
    arcs = {arc.resistance: capacitances[arc.name] for arc in one.arcs}
    series = tuple(name for name in series_resistors(fit) if name not in arcs)[:1]
    if not has_grains:
        return LayerResistances((), series)
    found = {name: processes_of(size, 1.0, thickness) for name, size in arcs.items()}
    inside = [name for name, several in found.items() if any(not p.per_area for p in several)]
    faces = [name for name in inside if any(p.per_area for p in found[name])]
    doubtful = () if blocks_ions(fit) else tuple(faces)
    sure = tuple(name for name in inside if name not in doubtful)
    fast = [name for name in inside if any(p.name in FAST for p in found[name])]
    bulk = tuple(name for name in fast if any(p.name == BULK for p in found[name]))
    first = () if fast else series
    total = (*first, *sure)
    return LayerResistances(bulk or (first if sure or doubtful else ()), total, doubtful)


def series_resistors(fit: SpectrumFit) -> tuple[str, ...]:
    """Return the names of the resistors that are in series with everything else."""
    return tuple(part.name for part in _in_series(fit) if part.kind == "R")


def blocks_ions(fit: SpectrumFit) -> bool:
    """Whether an element in series lets no steady current pass: the electrodes block ions."""
    return any(
        part.kind in BLOCKS or (part.kind == "CPE" and fit.value(f"{part.name}.n") >= BLOCKING_EXPONENT)
        for part in _in_series(fit)
    )


def _in_series(fit: SpectrumFit) -> tuple[Part, ...]:
    root = fit.circuit.root
    members = root.members if isinstance(root, InSeries) else (root,)
    return tuple(member for member in members if isinstance(member, Part))
