"""The JSON of own spectra in a study: files, circuit, what belongs to each spectrum, remarks."""

from __future__ import annotations

from typing import Any

from ...lab.impedance.measurement import MeasuredSpectra


def measured_spectra(m: MeasuredSpectra) -> dict[str, Any]:
    """Return the entry of own spectra under `spectra` of a study."""
    return {
        "of": m.specimen.of,
        "title": m.title,
        "files": [{"file": f.file, "sha256": f.sha256, "format": f.format} for f in m.files],
        "circuit": next((str(one.fit.circuit) for one in m.spectra if one.fit is not None), None),
        "spectra": [{"name": one.name, "temperature": one.temperature, "time": one.time} for one in m.spectra],
        "over": m.series.over if m.series is not None else None,
        "findings": [f.id for f in m.findings],
        "remarks": [remark.text for remark in m.remarks],
        "remark_codes": [remark.code for remark in m.remarks],
    }
