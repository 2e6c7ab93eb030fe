"""Own sweeps and polarisations on the page of a study: answer, numbers, remarks, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...studies import StudyResult
from ..common.picture import Picture
from ..impedance.wording import not_measured
from ..measurement.sections import listed
from ..study.sections import section
from .charts import kinetics_charts
from .page import numbers_of
from .wording import headline, sentences


def own_kinetics(result: StudyResult) -> tuple[str, ...]:
    """Return a section of each cell whose kinetics are compared."""
    return tuple(
        section(
            f"Own kinetics of {m.specimen.of}: {m.title}",
            listed([headline(m), *(told := sentences(m))]),
            numbers_of(m.findings),
            listed([remark.text for remark in m.remarks if remark.text not in told]),
            listed(not_measured(m)),
        )
        for m in result.kinetics
    )


def own_kinetics_pictures(result: StudyResult) -> Iterator[Picture]:
    """Yield the charts of own kinetics."""
    for place, m in enumerate(result.kinetics, 1):
        for chart in kinetics_charts(m):
            yield replace(chart, id=f"own-kinetics-{place}-{chart.id}", title=f"{chart.title}: {m.title}").picture()
