"""Own impedance spectra on the page of a study: answer, numbers, remarks, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...lab.impedance.measurement import MeasuredSpectra
from ...quantity.terms.impedance import TERMS
from ...studies import StudyResult
from ..common.picture import Picture
from ..measurement.sections import listed
from ..study.sections import section
from ..study.wording import count
from .figures import impedance_charts
from .page import numbers_of, remarks_of
from .wording import headline, sentences

FOLDED = 12  # numbers of arcs, from which on they are folded
OF_SPECTRA = tuple(term.name for term in TERMS)
DRAWN = ("nyquist", "series", "arrhenius")  # charts of own spectra in a study; natria measure draws all


def own_spectra(result: StudyResult) -> tuple[str, ...]:
    """Return a section of each cell whose spectra are compared."""
    return tuple(
        section(
            f"Own spectra of {m.specimen.of}: {m.title}",
            listed([headline(m), *sentences(m)]),
            _numbers(m),
            remarks_of(m),
        )
        for m in result.spectra
    )


def _numbers(m: MeasuredSpectra) -> str:
    """Return the numbers as tables: energies, layer and faces, then those of arcs, folded."""
    of_arcs = [f for f in m.findings if f.question.name in OF_SPECTRA]
    if len(of_arcs) < FOLDED:
        return numbers_of(m.findings)
    rest = f"<details><summary>{count(len(of_arcs), 'number')} of arcs and series resistances</summary>"
    return numbers_of([f for f in m.findings if f not in of_arcs]) + rest + f"{numbers_of(of_arcs)}</details>"


def own_spectra_pictures(result: StudyResult) -> Iterator[Picture]:
    """Yield the main charts of own spectra: Nyquist plot, and resistances over temperature or time."""
    for place, m in enumerate(result.spectra, 1):
        for chart in impedance_charts(m):
            if chart.id in DRAWN:
                named = replace(chart, id=f"own-spectra-{place}-{chart.id}", title=f"{chart.title}: {m.title}")
                yield named.picture()
