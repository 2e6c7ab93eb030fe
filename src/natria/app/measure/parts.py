"""The parts of a measurement from which one chooses, such as its cycles: written once, plotted on demand.

OUT/parts.json        the list, and what the arrays of the parts need beside them
OUT/arrays/*.npy      readings, half-cycles, numbers of the cycles
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...quantity import InputError, Problem
from ..views import ARRAYS, store_arrays
from ..workspace import read_json, write_json

if TYPE_CHECKING:
    import numpy as np

    from ...lab import Measurement
    from ...lab.impedance.measurement import MeasuredSpectra
    from ...report.described import DescribedPlot

PARTS = "parts.json"
NUMBERS = "cycle_numbers"


def write_parts(m: Measurement, rows: int, lasts: float, out: Path) -> dict[str, Any] | None:
    """Write the cycles of a measurement; return what the view says of them, or None where there are none.

    `rows` and `lasts` (s) are of the whole recording, of which a window of cycles may have been evaluated.
    """
    from ...report.chosen import book_of, cycle_list, number_columns, stored_book
    from ...report.described import plain

    book = book_of(m)
    if book is None:
        return None
    arrays, facts = stored_book(book, rows)
    heads, values = number_columns(m, book)
    store_arrays({**arrays, NUMBERS: values}, out)
    listed = plain(cycle_list(m, book, lasts))
    write_json(out / PARTS, {"list": listed, "facts": facts, "numbers": plain(heads)})
    return {"what": listed["what"], "many": listed["many"], "count": len(listed["parts"])}


def write_spectra(m: MeasuredSpectra, out: Path) -> dict[str, Any]:
    """Write the spectra of a measurement; return what the view says of them."""
    from ...report.chosen import spectra_book, spectrum_list
    from ...report.chosen.spectra import POINTS, TIMES
    from ...report.described import plain

    book = spectra_book(m)
    store_arrays({POINTS: book.points, TIMES: book.times}, out)
    listed = plain(spectrum_list(m))
    write_json(out / PARTS, {"list": listed, "facts": {"unit": book.unit, "names": list(book.names)}})
    return {"what": listed["what"], "many": listed["many"], "count": len(listed["parts"])}


def read_parts(out: Path) -> dict[str, Any]:
    """Return the list of parts; empty where there is none."""
    found: dict[str, Any] = read_json(out / PARTS).get("list", {})
    return found


def pick(out: str, chosen: str) -> dict[str, Any]:
    """Return the plots of a choice of parts of stored results."""
    from ...report.chosen import read_choice
    from ...report.described import plain

    folder = Path(out)
    document = read_json(folder / PARTS)
    if not document:
        raise InputError("the results", [Problem("", "have no parts to choose from", "measure the file again")])
    listed = document["list"]
    wanted = read_choice(chosen, [part["number"] for part in listed["parts"]], listed["what"])
    plots = _cycles if listed["what"] == "cycle" else _spectra
    return {"chosen": list(wanted), "plots": plain(plots(folder, document, wanted))}


def _cycles(folder: Path, document: Mapping[str, Any], wanted: Sequence[int]) -> list[DescribedPlot]:
    from ...report.chosen import ListedColumn, cycle_plots, number_plot, read_book

    load = partial(_load, folder)
    book = read_book(load, document["facts"])
    columns = tuple(ListedColumn(**column) for column in document["numbers"])
    of_numbers = number_plot(columns, load(NUMBERS), book.numbers, wanted)
    return [*cycle_plots(book, wanted), *([] if of_numbers is None else [of_numbers])]


def _spectra(folder: Path, document: Mapping[str, Any], wanted: Sequence[int]) -> list[DescribedPlot]:
    from ...report.chosen import SpectraBook, spectra_plots
    from ...report.chosen.spectra import POINTS, TIMES

    facts = document["facts"]
    book = SpectraBook(facts["unit"], tuple(facts["names"]), _load(folder, POINTS), _load(folder, TIMES))
    return list(spectra_plots(book, wanted))


def _load(folder: Path, name: str) -> np.ndarray:
    import numpy as np

    found: np.ndarray = np.load(folder / ARRAYS / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return found
