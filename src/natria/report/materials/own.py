"""Own material curves on the page of a study: answer, numbers, remarks, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...studies import StudyResult
from ..common.picture import Picture
from ..kinetics.page import numbers_of
from ..measurement.sections import listed
from ..study.sections import section
from .charts import curve_charts
from .wording import headline


def own_curves(result: StudyResult) -> tuple[str, ...]:
    """Return a section of each sample whose material curves are compared."""
    return tuple(
        section(
            f"Own data of {m.of}: {m.title}",
            listed([headline(m)]),
            numbers_of(m.findings),
            listed([remark.text for remark in m.remarks]),
            listed([f"{name}: failed: {why}" for name, why in m.failed.items()]),
        )
        for m in result.curves
    )


def own_curves_pictures(result: StudyResult) -> Iterator[Picture]:
    """Yield the charts of own material curves."""
    for place, m in enumerate(result.curves, 1):
        for chart in curve_charts(m):
            yield replace(chart, id=f"own-curves-{place}-{chart.id}", title=f"{chart.title}: {m.title}").picture()
