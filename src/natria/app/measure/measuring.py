"""A file or folder of the workspace measured by stages, each written as a view that a browser draws.

The readings come first, so that a curve is there while the numbers are made; then numbers, then the other figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...store.progress import StagePace
from ..tasks import Order, Say
from ..views import plots_of, store_arrays, write_stages
from ..workspace import COMPLETE
from .kept_cell import keep_cell
from .options import given_of, names_for
from .parts import write_parts, write_spectra

if TYPE_CHECKING:
    from ...api_files import OpenedFiles, Progress
    from ...lab.cycling.half_cycles import HalfCycles
    from ...record import Recording
    from ...result import Result


def measure_order(order: Order, say: Say) -> None:
    """Measure a file or a folder of files, and write its view, arrays and pictures."""
    say("reading")
    for stage in write_stages(order.out, order.path.name, _stages(order, say), order.task):
        say(stage)


def _stages(order: Order, say: Say) -> Iterator[dict[str, Any]]:
    """Yield what each stage changes in the view."""
    from ...api_files import open_files

    out = order.out
    opened = open_files([order.path], given_of(order.options))
    options = names_for(opened.kinds)
    recording = opened.recording
    plots: list[Any] = []
    if recording is not None:
        plots = _readings(recording, out)
        yield {"stage": "readings", "plots": plots, "sha256": recording.sha256, "options": options}
    elif raw := _raw_spectra(opened):
        yield {"stage": "readings", "plots": raw, "options": options}
    results = list(opened.results(progress_of(say)))
    first = results[0]
    if recording is not None and (events := _events(first)):
        plots = _readings(recording, out, events, _area(first), getattr(first.value, "halves", None))
    parts = _parts(first, recording, out)
    yield {
        "stage": "numbers",
        **described_results(results),
        "plots": plots,
        "parts": parts,
        "options": options,
    }
    keep_cell(first, out)
    yield {"stage": COMPLETE, "plots": [*plots, *figures_of(results, out)]}


def described_results(results: Sequence[Result[Any]]) -> dict[str, Any]:
    """Return the words and the numbers of results as parts of a view.

    Several kinds of data share the headline.
    """
    from ...quantity import typeset
    from ...report.described import answer_first, number_rows, plain, step_tables

    shown = {row.id: row for r in results for row in answer_first(r.value, number_rows(r.findings, r.papers))}
    tables = [table for result in results for table in step_tables(result.value)]
    headline = " ".join(typeset(result.sentences[0]) for result in results)
    rest = [typeset(sentence) for result in results for sentence in result.sentences[1:]]
    remarks = [typeset(text) for result in results for text in _remarks(result)]
    title = results[0].title
    return {
        "title": title,
        "headline": headline,
        "sentences": rest,
        "remarks": remarks,
        "numbers": plain(list(shown.values())),
        "tables": plain(tables),
    }


def figures_of(results: Sequence[Result[Any]], out: Path) -> list[Any]:
    """Return the figures of results; a name that several have gets a number."""
    plots: list[Any] = []
    for place, result in enumerate(results):
        charts = result.pictures()
        if place:
            charts = [replace(one, id=f"{one.id}-{place + 1}") for one in charts]
        plots += plots_of(charts, out)
    return plots


def progress_of(say: Say) -> Progress:
    """Return a function that tells how far a step is, with the time left by the time needed so far."""
    pace = StagePace()

    def progress(what: str, done: int, of: int) -> None:
        share = done / max(of, 1)
        left = pace.left(what, share)
        if done < of:
            say(what, share, left)
        elif of > 1:
            say(f"{what}-together")

    return progress


def _readings(
    recording: Recording, out: Path, events: Any = (), area: float | None = None, halves: HalfCycles | None = None
) -> list[Any]:
    """Write the readings as arrays and return the plot of them."""
    from ...report.described import described_readings, plain
    from ...report.described.readings import stored_columns

    store_arrays(stored_columns(recording), out)
    plot = described_readings(recording, events, area, halves)
    return [] if plot is None else [plain(plot)]


def _parts(result: Result[Any], recording: Recording | None, out: Path) -> dict[str, Any] | None:
    """Write the cycles of a recording of cycling, or the spectra of a measurement of spectra."""
    from ...lab import Measurement
    from ...lab.impedance.measurement import MeasuredSpectra

    if isinstance(result.value, MeasuredSpectra):
        return write_spectra(result.value, out)
    if recording is None or not isinstance(result.value, Measurement):
        return None
    return write_parts(result.value, len(recording), float(recording.time[-1] - recording.time[0]), out)


def _raw_spectra(opened: OpenedFiles) -> list[Any]:
    """Return the spectra of files as plots, before anything is fitted."""
    from ...report.chosen import book_of_readings, spectra_plots
    from ...report.described import plain

    if opened.found is None or not opened.found.has_spectra:
        return []
    read = opened.found.spectra.files.values()
    spectra = [(f"{file.file}, sweep {one.number}", one.spectrum) for file in read for one in file.sweeps]
    if len(spectra) == len(read):
        spectra = [(name.rpartition(", sweep")[0], one) for name, one in spectra]
    return list(plain(spectra_plots(book_of_readings(spectra), range(1, len(spectra) + 1)))) if spectra else []


def _events(result: Result[Any]) -> tuple[Any, ...]:
    return tuple(getattr(result.value, "events", ()))


def _area(result: Result[Any]) -> float | None:
    area = getattr(getattr(result.value, "specimen", None), "area", None)
    return None if area is None else float(area.plain)


def _remarks(result: Result[Any]) -> list[str]:
    """Return the remarks on results, and the files that could not be measured with the reason."""
    failed = getattr(result.value, "failed", {})
    passed_over = getattr(result.value, "passed_over", {})
    left_out = [*failed.items(), *passed_over.items()]
    return [
        *(str(remark) for remark in getattr(result.value, "remarks", ())),
        *(f"{Path(name).name} is not measured: {why}" for name, why in left_out),
    ]
