"""Figures and numbers of a view as files: one as it is shown, all in a zip, or the numbers alone."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...quantity import InputError, Problem
from ..views import ARRAYS, PICTURES
from ..window import MOST_POINTS, read_window
from ..workspace import VIEW, AppWorkspace, read_json
from .parts import pick

if TYPE_CHECKING:
    import numpy as np

    from ...report.described import DescribedPlot, SheetOfData
    from ...report.described.plot import StoredPoints
    from ...report.described.shown import Ends, Load

IMAGES, DATA = ("svg", "png"), ("csv", "xlsx")
POINTS = 4000  # of a stored series, as the page asks for
WRITTEN = (2000, 1, 1, 0, 0, 0)  # date of the files of a zip: the same bytes each time


def export_plot(out: str, workspace: str, asked: Mapping[str, Any]) -> str:
    """Return one figure in a format, as text of base 64: the visible window, without what is switched off."""
    from ...report.described import ShownPart, plot_files, sheet_of_plot, shown_plot, workbook_of

    kind = _one_of(asked.get("format"), (*IMAGES, *DATA))
    document = _plot_document(Path(out), str(asked.get("plot", "")), str(asked.get("chosen", "")))
    if document["picture"]:
        return _text(_picture(Path(out), document["picture"], kind))
    hidden = [str(name) for name in asked.get("hidden", ())]
    part = ShownPart(_ends(asked.get("x")), [_ends(ends) for ends in asked.get("ys", ())], hidden)
    plot = shown_plot(_read(document), part, _load(Path(out), Path(workspace)))
    if kind in IMAGES:
        return _text(plot_files(plot)[IMAGES.index(kind)])
    sheet = sheet_of_plot(plot)
    return _text(sheet.csv if kind == "csv" else workbook_of([sheet], plot.title))


def export_numbers(out: str, kind: str) -> str:
    """Return the numbers of a view as CSV or Excel; of a comparison the table side by side."""
    from ...report.described import workbook_of

    view = _view(Path(out))
    sheets = list(_tables(view))
    if _one_of(kind, DATA) == "csv":
        return _text(sheets[0].csv)
    return _text(workbook_of(sheets, str(view.get("title", ""))))


def export_all(out: str, workspace: str) -> str:
    """Return a zip of all figures as SVG, PNG and CSV, the numbers, and one workbook with all data."""
    from ...report.described import ShownPart, plot_files, sheet_of_plot, shown_plot, workbook_of

    view = _view(Path(out))
    load = _load(Path(out), Path(workspace))
    sheets = list(_tables(view))
    files: dict[str, bytes] = {f"{sheet.name}.csv": sheet.csv for sheet in sheets}
    for document in view["plots"]:
        name = document["id"]
        if document["picture"]:
            files |= {f"figures/{name}.{kind}": _picture(Path(out), document["picture"], kind) for kind in IMAGES}
            continue
        plot = shown_plot(_read(document), ShownPart(), load)
        files |= {f"figures/{name}.{kind}": made for kind, made in zip(IMAGES, plot_files(plot), strict=True)}
        sheet = sheet_of_plot(plot)
        files[f"data/{name}.csv"] = sheet.csv
        sheets.append(sheet)
    files["data.xlsx"] = workbook_of(sheets, str(view.get("title", "")))
    words = {key: view[key] for key in ("title", "headline", "sentences", "remarks")}
    files["results.json"] = json.dumps({**words, "numbers": view["numbers"]}, indent=1).encode()
    return _text(_zip(files))


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, WRITTEN), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _tables(view: Mapping[str, Any]) -> Iterator[SheetOfData]:
    """Yield the tables of a view: side by side first, then the numbers."""
    from ...report.described import SheetOfData, sheet_of_numbers

    if table := view.get("table"):
        yield SheetOfData("side-by-side", tuple(table["heads"]), tuple(map(tuple, table["rows"])))
    if view["numbers"] or not view.get("table"):
        yield sheet_of_numbers(view["numbers"])
    for table in view.get("tables", ()):
        yield SheetOfData(
            table["title"].lower().replace(" ", "-"), tuple(table["heads"]), tuple(map(tuple, table["rows"]))
        )


def _view(out: Path) -> dict[str, Any]:
    view = read_json(out / VIEW)
    if not view.get("headline"):
        raise InputError("the results", [Problem("", "are not there yet", "measure the file, then save again")])
    return view


def _plot_document(out: Path, wanted: str, chosen: str) -> dict[str, Any]:
    """Return the plot of a view by its name, or of a choice of parts of it."""
    plots: Sequence[dict[str, Any]] = read_json(out / VIEW).get("plots", ())
    found = next((one for one in plots if one["id"] == wanted), None)
    if found is None and chosen:
        found = next((one for one in pick(str(out), chosen)["plots"] if one["id"] == wanted), None)
    if found is None:
        raise InputError("the results", [Problem(wanted[:60], "is no figure of them", "open the recording again")])
    return found


def _picture(out: Path, file: str, kind: str) -> bytes:
    path = (out / PICTURES / Path(file).name).with_suffix(f".{kind}")
    if kind not in IMAGES or not path.is_file():
        raise InputError("the figure", [Problem(file, f"cannot be saved as {kind}", "save it as SVG or PNG")])
    return path.read_bytes()


def _read(document: Mapping[str, Any]) -> DescribedPlot:
    from ...report.described import read_plot

    return read_plot(document)


def _load(out: Path, workspace: Path) -> Load:
    """Return what loads the visible window of a stored series, of this recording or of another one."""
    import numpy as np

    known = AppWorkspace(workspace)

    def load(stored: StoredPoints, x: Ends | None) -> tuple[np.ndarray, np.ndarray]:
        folder = known.results(stored.of, known.asked(stored.of)) if stored.of else out
        low, high = (None, None) if x is None else (x[0] / stored.per_x, x[1] / stored.per_x)
        points = min(POINTS if x is not None else 2 * POINTS, MOST_POINTS)
        both = np.frombuffer(read_window(folder / ARRAYS, (stored.x, stored.y), (low, high), points), "<f8")
        half = len(both) // 2
        return both[:half] * stored.per_x, both[half:] * stored.per_y

    return load


def _ends(given: Any) -> tuple[float, float] | None:
    if given is None:
        return None
    if not (isinstance(given, list) and len(given) == 2 and all(isinstance(end, int | float) for end in given)):
        raise InputError("the request", [Problem("", "has a window that is no pair of numbers", "send [low, high]")])
    return float(given[0]), float(given[1])


def _one_of(kind: Any, known: Sequence[str]) -> str:
    if kind not in known:
        raise InputError("the request", [Problem(str(kind)[:20], "is no format", f"one of {', '.join(known)}")])
    return str(kind)


def _text(content: bytes) -> str:
    return b64encode(content).decode()
