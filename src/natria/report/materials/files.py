"""Files of measured material curves by name: page, findings.json, tables, figures."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence

from ...lab.materials import MeasuredCurves
from ...literature import Library
from ...studies import Comparison, curves_document
from ..common.folder import MARK
from ..impedance.page import Around
from ..kinetics.files import as_csv
from .charts import curve_charts
from .page import curves_page

PAGE = "index.html"


def curves_files(
    m: MeasuredCurves,
    version: str,
    above: str = "",
    *,
    beside: Sequence[Comparison] = (),
    papers: Library | None = None,
) -> dict[str, bytes]:
    """Every file of measured material curves by its name."""
    drawn = []
    for chart in curve_charts(m):
        drawn.append(chart.picture())
        gc.collect()
    figures = {f"figures/{p.id}.{kind}": made for p in drawn for kind, made in (("svg", p.svg), ("png", p.png))}
    tables = {t.file: t.parquet for t in m.tables}
    sheets = {f"tables/{t.id}.csv": as_csv(t).encode() for t in m.tables}
    names = [MARK, *sheets, *tables, *figures]
    return {
        PAGE: curves_page(m, drawn, version, names, Around(above, tuple(beside), papers)).encode(),
        MARK: (json.dumps(curves_document(m, version, beside), indent=1, allow_nan=False) + "\n").encode(),
        **sheets,
        **tables,
        **figures,
    }
