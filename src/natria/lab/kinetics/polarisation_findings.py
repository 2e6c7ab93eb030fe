"""Findings of direct-current tests of a recording."""

from __future__ import annotations

from collections.abc import Mapping

from ...quantity import Finding, Span
from ...record import Recording
from ..specimen import Specimen, finding_of
from .polarisation import CurrentFraction, ElectronicResistance, WithStd

Conditions = Mapping[str, float | Span]


def electronic_findings(
    result: ElectronicResistance,
    recording: Recording,
    specimen: Specimen,
    at: Conditions | None = None,
    uses: tuple[Finding, ...] = (),
) -> tuple[Finding, ...]:
    """Return electronic resistance and conductivity. `uses` are the findings of thickness and area."""
    count = len(result.voltage)
    how = f"slope of steady currents over {count} voltages" if count > 1 else "voltage over steady current"
    where = dict(at or {})
    std = result.resistance_std
    found = [finding_of(recording, specimen, "electronic_resistance", result.resistance, where, method=how, std=std)]
    if result.conductivity is not None:
        value, std = result.conductivity, result.conductivity_std
        name = "electronic_conductivity"
        found.append(finding_of(recording, specimen, name, value, where, method=how, std=std, uses=uses))
    return tuple(found)


def current_fraction_findings(
    result: CurrentFraction,
    recording: Recording,
    specimen: Specimen,
    at: Conditions | None = None,
    uses: tuple[Finding, ...] = (),
) -> tuple[Finding, ...]:
    """Return the current fraction three ways; `uses` are the resistances.

    Values outside 0 to 1 are left out.
    """
    rows: tuple[tuple[str, str, WithStd | None], ...] = (
        ("current_fraction", "Bruce-Vincent, corrected for the interfaces before and after", result.bruce_vincent),
        ("watanabe_current_fraction", "Watanabe", result.watanabe),
        ("uncorrected_current_fraction", "steady over initial current", result.uncorrected),
    )
    return tuple(
        finding_of(recording, specimen, name, v.value, dict(at or {}), method=how, std=v.std, uses=uses)
        for name, how, v in rows
        if v is not None and 0 <= v.value <= 1
    )
