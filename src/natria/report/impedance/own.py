"""Own impedance spectra on the page of a study: answer, numbers, remarks, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...studies import StudyResult
from ..common.picture import Picture
from ..measurement.sections import listed
from ..study.sections import section
from .figures import impedance_charts
from .page import numbers_of, remarks_of
from .wording import headline, sentences

DRAWN = ("nyquist", "series", "arrhenius")  # charts of own spectra in a study; natria measure draws all


def own_spectra(result: StudyResult) -> tuple[str, ...]:
    """Return a section of each cell whose spectra are compared."""
    return tuple(
        section(
            f"Own spectra: {m.title}",
            listed([headline(m), *sentences(m)]),
            numbers_of(m.findings),
            remarks_of(m),
        )
        for m in result.spectra
    )


def own_spectra_pictures(result: StudyResult) -> Iterator[Picture]:
    """Yield the main charts of own spectra: Nyquist plot, and resistances over temperature or time."""
    for place, m in enumerate(result.spectra, 1):
        for chart in impedance_charts(m):
            if chart.id in DRAWN:
                named = replace(chart, id=f"own-spectra-{place}-{chart.id}", title=f"{chart.title}: {m.title}")
                yield named.picture()
