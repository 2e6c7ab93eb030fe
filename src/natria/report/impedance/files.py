"""Files of measured spectra by name: page, findings.json, readings with their fit, tables, figures."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Sequence

from ...lab.impedance.measurement import MeasuredSpectra
from ...literature import Library
from ...studies import Comparison, spectra_document
from ..common.folder import MARK
from ..common.picture import Picture
from .figures import impedance_charts
from .page import Around, spectra_page

PAGE, READINGS = "index.html", "spectra.csv"


def spectra_pictures(m: MeasuredSpectra) -> tuple[Picture, ...]:
    """Return the charts as SVG and PNG; figures are freed one by one."""
    pictures = []
    for chart in impedance_charts(m):
        pictures.append(chart.picture())
        gc.collect()
    return tuple(pictures)


def spectra_files(
    m: MeasuredSpectra,
    version: str,
    above: str = "",
    *,
    beside: Sequence[Comparison] = (),
    papers: Library | None = None,
) -> dict[str, bytes]:
    """Every file of measured spectra by its name.

    `above` is the address of the page of the recordings, `beside` the comparisons with other numbers, `papers` those
    that their facts may come from.
    """
    drawn = spectra_pictures(m)
    figures = {f"figures/{p.id}.{kind}": made for p in drawn for kind, made in (("svg", p.svg), ("png", p.png))}
    tables = {t.file: t.parquet for t in m.tables}
    names = [READINGS, MARK, *tables, *figures]
    return {
        PAGE: spectra_page(m, drawn, version, names, Around(above, tuple(beside), papers)).encode(),
        MARK: (json.dumps(spectra_document(m, version, beside), indent=1, allow_nan=False) + "\n").encode(),
        READINGS: readings(m).encode(),
        **tables,
        **figures,
    }


def readings(m: MeasuredSpectra) -> str:
    """All readings as CSV, in SI, with the fit beside them."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    unit = m.unit
    rows.writerow(
        (
            "spectrum",
            "frequency [1/s]",
            *(f"{name} [{unit}]" for name in ("real", "imaginary", "fit real", "fit imaginary")),
        )
    )
    for one in m.spectra:
        fitted = {} if one.fit is None else dict(zip(one.fit.frequency.tolist(), one.fit.fitted.tolist(), strict=True))
        for frequency, z in zip(one.spectrum.frequency.tolist(), one.spectrum.impedance.tolist(), strict=True):
            fit = fitted.get(frequency)
            rows.writerow((one.name, frequency, z.real, z.imag, *(("", "") if fit is None else (fit.real, fit.imag))))
    return text.getvalue()
