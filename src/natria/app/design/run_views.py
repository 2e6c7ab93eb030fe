"""The results of a run as the stages of a view: numbers first, then figures and films.

OUT/files/*    files of the report that are offered as they are, such as a film as GIF
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..views import plots_of, store_arrays
from ..workspace import COMPLETE, put_in_place

if TYPE_CHECKING:
    from ...result import Result

FILES = "files"


def run_stages(made: Any, out: Path, told: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield what each stage changes in the view; `told` are the warnings of the run."""
    from ...quantity import typeset
    from ...report.described import number_rows, plain
    from ...report.described.numbers import model_of
    from ...report.measurement.wording import method_of

    result = result_of(made)
    method = method_of if hasattr(made, "measurement") else model_of
    headline, *rest = map(typeset, result.sentences)
    plots = _readings(made, out)
    yield {
        "stage": "numbers",
        "title": result.title,
        "headline": headline,
        "sentences": rest,
        "remarks": [typeset(text) for text in (*dict.fromkeys(told), *_remarks(made))],
        "numbers": plain(number_rows(result.findings, result.papers, method)),
        "plots": plots,
        "films": [],
    }
    shown = {one for one in _of_readings(made) if plots}
    plots = [*plots, *plots_of([one for one in result.pictures() if one.id not in shown], out)]
    yield {"stage": "figures", "plots": plots}
    yield {"stage": COMPLETE, "films": _films(result, made, out)}


def result_of(made: Any) -> Result[Any]:
    """Return the result of a run as the functions of `natria.api` return it."""
    from ... import api, api_interface
    from ...studies.interface import InterfaceRun

    return api_interface.result_of_model(made) if isinstance(made, InterfaceRun) else api.result_of_simulation(made)


def _films(result: Result[Any], made: Any, out: Path) -> list[Any]:
    """Write the frames of films as arrays and their files, and return what describes them."""
    from ...report.described import described_film, plain
    from ...report.interface.pictures import further_files

    films = []
    for film in result.films():
        described, arrays = described_film(film)
        store_arrays(arrays, out)
        films.append(plain(described))
    _write_files(further_files(made) if any(one["file"] for one in films) else {}, out)
    return films


def _write_files(files: Mapping[str, bytes], out: Path) -> None:
    for name, content in files.items():
        place = out / FILES / name
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{name}")
        part.write_bytes(content)
        put_in_place(part, place)


def _readings(made: Any, out: Path) -> list[Any]:
    """Write the readings of a simulated recording as arrays, and return the plot of them."""
    from ...report.described import described_readings, plain
    from ...report.described.readings import stored_columns

    measurement = getattr(made, "measurement", None)
    if measurement is None:
        return []
    store_arrays(stored_columns(measurement.recording), out)
    area = getattr(measurement.specimen, "area", None)
    plot = described_readings(measurement.recording, measurement.events, None if area is None else float(area.plain))
    return [] if plot is None else [plain(plot)]


def _of_readings(made: Any) -> set[str]:
    """Return the names of the figures that draw the readings, all of which the page shows."""
    from ...report.measurement import measurement_charts

    measurement = getattr(made, "measurement", None)
    charts = () if measurement is None else measurement_charts(measurement)
    return {one.id for one in charts if one.of_readings}


def _remarks(made: Any) -> list[str]:
    """Return the notes of a simulation; of a model of a layer its validity, objections and assumptions."""
    from ...report.interface.wording import tables
    from ...studies.interface import InterfaceRun

    if isinstance(made, InterfaceRun):
        return [f"{title}: {': '.join(row)}" for title, _, rows in tables(made) for row in rows]
    return [note.text for note in made.notes]
