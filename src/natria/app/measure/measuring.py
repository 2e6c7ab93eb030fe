"""A file or folder of the workspace measured by stages, each written as a view that a browser draws.

The readings come first, so that a curve is there while the numbers are made; then numbers, then the other figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..tasks import Order, Say
from ..views import plots_of, store_arrays, write_stages
from ..workspace import COMPLETE
from .parts import write_parts

if TYPE_CHECKING:
    from ...lab.cycling.half_cycles import HalfCycles
    from ...record import Recording
    from ...result import Result

OPTIONS = ("area", "mass", "cell", "current", "cycles", "thickness", "circuit", "temperature")
OF_CYCLING = ("area", "mass", "cell", "current", "cycles")
OF_SPECTRA = ("area", "thickness", "circuit")
OF_KINETICS = ("area", "cell", "thickness", "temperature")


def measure_order(order: Order, say: Say) -> None:
    """Measure a file or a folder of files, and write its view, arrays and pictures."""
    say("reading")
    for stage in write_stages(order.out, order.path.name, _stages(order.path, order.options, order.out)):
        say(stage)


def _stages(path: Path, options: Mapping[str, str], out: Path) -> Iterator[dict[str, Any]]:
    """Yield what each stage changes in the view."""
    from ...quantity import typeset
    from ...report.described import number_rows, plain

    recording = _recording(path, options)
    plots: list[Any] = []
    if recording is not None:
        plots = _readings(recording, out)
        yield {"stage": "readings", "plots": plots, "sha256": recording.sha256}
    result = _result(path, recording, options)
    events = _events(result)
    if recording is not None and events:
        plots = _readings(recording, out, events, _area(result), getattr(result.value, "halves", None))
    numbers = number_rows(result.findings, result.papers)
    headline, *rest = map(typeset, result.sentences)
    parts = None if recording is None else _parts(result, recording, out)
    yield {
        "stage": "numbers",
        "title": result.title,
        "headline": headline,
        "sentences": rest,
        "remarks": [typeset(text) for text in _remarks(result)],
        "numbers": plain(numbers),
        "plots": plots,
        "parts": parts,
    }
    yield {"stage": COMPLETE, "plots": [*plots, *plots_of(result.pictures(), out)]}


def _recording(path: Path, options: Mapping[str, str]) -> Recording | None:
    """Return the recording of a file, or None where it is a folder or holds spectra."""
    from ...lab import read_current, read_recording
    from ...studies import files_by_kind
    from ...studies.opening.given import given_area

    if path.is_dir() or files_by_kind([path], None).spectra:
        return None
    area = given_area(options["area"], path.stem) if "area" in options else None
    current = read_current(options["current"], "the app") if "current" in options else None
    return read_recording(path, None, current=current, area=area)


def _result(path: Path, recording: Recording | None, options: Mapping[str, str]) -> Result[Any]:
    """Return the results of a file by what it holds: spectra, kinetics or cycling."""
    from ... import api, api_spectra
    from ...studies.kinetics.files import family_of

    def of(names: tuple[str, ...]) -> dict[str, Any]:
        return {name: options[name] for name in names if name in options}

    if recording is None:
        return api_spectra.measure_spectra(path, **of(OF_SPECTRA))
    if "current" not in options and family_of(recording) is not None:
        return api_spectra.measure_kinetics(recording, **of(OF_KINETICS))
    return api.measure(recording, **of(tuple(name for name in OF_CYCLING if name != "current")))


def _readings(
    recording: Recording, out: Path, events: Any = (), area: float | None = None, halves: HalfCycles | None = None
) -> list[Any]:
    """Write the readings as arrays and return the plot of them."""
    from ...report.described import described_readings, plain
    from ...report.described.readings import stored_columns

    store_arrays(stored_columns(recording), out)
    plot = described_readings(recording, events, area, halves)
    return [] if plot is None else [plain(plot)]


def _parts(result: Result[Any], recording: Recording, out: Path) -> dict[str, Any] | None:
    """Write the cycles of a recording of cycling."""
    from ...lab import Measurement

    if not isinstance(result.value, Measurement):
        return None
    lasts = float(recording.time[-1] - recording.time[0])
    return write_parts(result.value, len(recording), lasts, out)


def _events(result: Result[Any]) -> tuple[Any, ...]:
    return tuple(getattr(result.value, "events", ()))


def _area(result: Result[Any]) -> float | None:
    area = getattr(getattr(result.value, "specimen", None), "area", None)
    return None if area is None else float(area.plain)


def _remarks(result: Result[Any]) -> list[str]:
    return [str(remark) for remark in getattr(result.value, "remarks", ())]
