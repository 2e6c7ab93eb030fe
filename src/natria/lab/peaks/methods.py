"""The methods whose spectra are fitted: term and unit of the axis, usual background, scatter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ELEMENTARY_CHARGE = 1.602176634e-19  # J/eV
SpectrumKind = Literal["xps", "raman", "nmr"]


@dataclass(frozen=True)
class SpectrumMethod:
    """A method; `scale` is the unit of the axis in SI, `counting` whether readings scatter as counts."""

    kind: SpectrumKind
    name: str
    term: str  # of a place
    width: str  # term of a width
    axis: str
    unit: str
    scale: float
    background: str
    counting: bool
    falls: bool  # the axis is drawn from high to low
    widest: float = 0.0  # range that is fitted without given peaks; 0: any


METHODS: dict[str, SpectrumMethod] = {
    one.kind: one
    for one in (
        SpectrumMethod(
            *("xps", "XPS", "binding_energy", "xps_line_width", "binding energy", "eV", ELEMENTARY_CHARGE),
            background="shirley",
            counting=True,
            falls=True,
            widest=200.0,
        ),
        SpectrumMethod(
            *("raman", "Raman", "raman_shift", "raman_line_width", "Raman shift", "1/cm", 100.0),
            background="linear",
            counting=False,
            falls=False,
        ),
        SpectrumMethod(
            *("nmr", "NMR", "nmr_shift", "nmr_line_width", "chemical shift", "ppm", 1e-6),
            background="linear",
            counting=False,
            falls=True,
        ),
    )
}
