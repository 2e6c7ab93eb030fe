"""Files of measured kinetics by name: page, findings.json, readings with their fit, tables, figures."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Iterator, Sequence
from math import isnan

from ...lab.kinetics.measurement import MeasuredKinetics
from ...literature import Library
from ...record import Table
from ...studies import Comparison, kinetics_document
from ..common.folder import MARK
from ..common.picture import Picture
from ..impedance.page import Around
from .charts import kinetics_charts
from .page import kinetics_page

PAGE, READINGS = "index.html", "kinetics.csv"


def kinetics_pictures(m: MeasuredKinetics) -> tuple[Picture, ...]:
    """Return the charts as SVG and PNG; figures are freed one by one."""
    pictures = []
    for chart in kinetics_charts(m):
        pictures.append(chart.picture())
        gc.collect()
    return tuple(pictures)


def kinetics_files(
    m: MeasuredKinetics,
    version: str,
    above: str = "",
    *,
    beside: Sequence[Comparison] = (),
    papers: Library | None = None,
) -> dict[str, bytes]:
    """Every file of measured kinetics by its name.

    `above` is the address of the page of all results of a call, `beside` the comparisons with other numbers, `papers`
    those that their facts may come from.
    """
    drawn = kinetics_pictures(m)
    figures = {f"figures/{p.id}.{kind}": made for p in drawn for kind, made in (("svg", p.svg), ("png", p.png))}
    tables = {t.file: t.parquet for t in m.tables}
    sheets = {f"tables/{t.id}.csv": as_csv(t).encode() for t in m.tables}
    names = [READINGS, MARK, *sheets, *tables, *figures]
    return {
        PAGE: kinetics_page(m, drawn, version, names, Around(above, tuple(beside), papers)).encode(),
        MARK: (json.dumps(kinetics_document(m, version, beside), indent=1, allow_nan=False) + "\n").encode(),
        READINGS: readings(m).encode(),
        **sheets,
        **tables,
        **figures,
    }


def as_csv(t: Table) -> str:
    """Return a table as CSV, in SI, with the unit of a column in its head; an unknown number is empty."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([name if column.is_text else f"{name} [{column.unit}]" for name, column in t.columns.items()])
    columns = [column.values if column.is_text else column.numbers.tolist() for column in t.columns.values()]
    rows.writerows([[_known(value) for value in row] for row in zip(*columns, strict=True)])
    return text.getvalue()


def _known(value: str | float) -> str | float:
    return "" if isinstance(value, float) and isnan(value) else value


def readings(m: MeasuredKinetics) -> str:
    """All readings as CSV, in SI, with the fitted current beside them where there is a fit."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("recording", "time [s]", "voltage [V]", "current [A]", "fit [A]"))
    fits = dict(_fits(m))
    for one in m.inputs:
        r = one.recording
        for t, v, i in zip(r.time.tolist(), r.voltage.tolist(), r.current.tolist(), strict=True):
            rows.writerow((one.name, t, v, i, fits.get((one.name, t), "")))
    return text.getvalue()


def _fits(m: MeasuredKinetics) -> Iterator[tuple[tuple[str, float], float]]:
    """The fitted currents (A) by recording and time."""
    for one in m.tafel:
        area = one.source.specimen.area
        factor = area.plain if one.unit == "A/m^2" and area is not None else 1.0
        times = one.times.tolist()
        for t, fitted in zip(times, one.result.fit.fitted.tolist(), strict=True):
            yield (one.source.name, t), factor * one.sign * fitted
    for step in m.steps:
        if step.decay is not None:
            for t, fitted in zip((step.begin + step.decay.time).tolist(), step.decay.fitted.tolist(), strict=True):
                yield (step.source.name, t), fitted
