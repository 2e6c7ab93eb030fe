"""The arcs of a fitted circuit, in the order of their time constants."""

from __future__ import annotations

from collections.abc import Sequence

from ..capacitance import fitted_arcs, processes_of
from ..fit import SpectrumFit
from .spectra import Arc


def arcs_of_fit(fit: SpectrumFit, thickness: float | None = None, order: Sequence[str] = ()) -> tuple[Arc, ...]:
    """Return the arcs of a fit, the fastest first, with the processes of that capacitance.

    `order` has the elements of the arcs in the order of a series, where single spectra may differ from it. Processes
    need capacitances per area: they stay empty for the spectrum of a cell whose area is unknown. Those of a bulk and of
    grain boundaries need the thickness (m) of the layer too.
    """
    found = []
    arcs = fitted_arcs(fit)
    if order:
        arcs = tuple(sorted(arcs, key=lambda arc: order.index(arc.name)))
    for place, arc in enumerate(arcs, 1):
        name = arc.name if arc.name in fit.names else f"{arc.name}.R"
        _, of_tau, of_capacitance = (float(std) for std in arc.relative_std)
        spreads = arc.tau * of_tau, arc.capacitance * of_capacitance
        found.append(
            Arc(
                f"arc {place}",
                name,
                arc.tau,
                arc.capacitance,
                spreads,
                _processes(fit.unit, arc.capacitance, thickness),
            )
        )
    return tuple(found)


def _processes(unit: str, capacitance: float, thickness: float | None) -> tuple[str, ...]:
    per_area = unit == "ohm m^2"  # then the capacitance is that of one m^2
    return tuple(process.name for process in processes_of(capacitance, 1.0, thickness)) if per_area else ()
