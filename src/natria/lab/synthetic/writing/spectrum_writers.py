"""Write synthetic spectra as text files of an instrument: one sweep, or several in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ....quantity import Computed, InputError, Problem, did_you_mean
from ....record import Spectrum
from ...files.write import beside
from ..impedance.spectra import SyntheticSpectrum
from .spectrum_layouts import SPECTRUM_LAYOUTS, SpectrumLayout, WrittenSweep
from .writers import MARK


def spectrum_layout(vendor: str) -> SpectrumLayout:
    """Return the layout with this name; an unknown one is refused with the nearest name."""
    if (layout := SPECTRUM_LAYOUTS.get(vendor)) is None:
        hint = did_you_mean(vendor, SPECTRUM_LAYOUTS)
        known = f"expected one of {', '.join(SPECTRUM_LAYOUTS)}"
        raise InputError("format", [Problem(vendor, f"is not a known layout of spectra; {known}", hint)])
    return layout


def spectrum_text(made: Sequence[SyntheticSpectrum], vendor: str = "csv") -> str:
    """Return the whole text of a file with these sweeps."""
    layout = spectrum_layout(vendor)
    if not made or (len(made) > 1 and not layout.several):
        what = f"holds one sweep in a file, and {len(made)} are given"
        raise InputError("format", [Problem(vendor, what, "write one file for each sweep")])
    sweeps = [
        WrittenSweep(one.spectrum, one.time, one.truth.start, one.truth.temperature, one.truth.area) for one in made
    ]
    return layout.write(sweeps, spectrum_mark(made[0].spectrum))


def write_spectra(made: Sequence[SyntheticSpectrum], path: Path, vendor: str = "csv") -> None:
    """Write these sweeps to one file in the layout of a vendor."""
    content = spectrum_text(made, vendor).encode(spectrum_layout(vendor).encoding)
    beside(path, lambda part: part.write_bytes(content))


def spectrum_mark(spectrum: Spectrum) -> str:
    """Return the mark of a simulated spectrum; a measured one is refused."""
    match spectrum.origin:
        case Computed(model=name, version=version):
            return MARK.format(name=name, version=version)
    problem = Problem(spectrum.title, "was measured; only simulated spectra can be written in a vendor's layout")
    raise InputError("spectrum", [problem])
