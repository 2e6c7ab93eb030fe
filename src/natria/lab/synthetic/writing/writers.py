"""Write a simulated recording as a text file of an instrument, intact or damaged as real files are.

Every file contains the mark `natria-simulated: NAME VERSION` in its first lines, so that it is not taken for a
measurement.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....quantity import Computed, InputError, Problem, did_you_mean
from ....record import Recording
from ...files.write import beside
from ..truth import insist
from .layouts import LAYOUTS, VendorLayout
from .sheet import Cells, VendorSheet

MARK = "natria-simulated: {name} {version}"
ENCODINGS = ("utf-8", "utf-8-sig", "latin-1", "utf-16")


@dataclass(frozen=True)
class Damage:
    """Damage of a file: truncation, repeated rows, restarts of the clock.

    `cut`: share of bytes that remains after truncation.
    """

    cut: float = 1.0
    duplicates: int = 0
    restarts: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        insist(
            "damage",
            (0 < self.cut <= 1, "cut", "the share of the bytes that is left, above 0 to 1"),
            (min(self.duplicates, self.restarts) >= 0, "duplicates", "zero or above, as for restarts"),
        )


WHOLE = Damage()


def write_as(
    recording: Recording,
    path: Path,
    vendor: str,
    *,
    decimal: str = ".",
    encoding: str = "",
    damage: Damage = WHOLE,
) -> None:
    """Write a recording in the layout of a vendor.

    With a decimal comma, a comma delimiter becomes a semicolon.
    """
    content = text_as(recording, vendor, decimal=decimal, damage=damage).encode(_encoding(vendor, encoding))
    kept = content[: max(1, round(damage.cut * len(content)))]
    beside(path, lambda part: part.write_bytes(kept))


def text_as(recording: Recording, vendor: str, *, decimal: str = ".", damage: Damage = WHOLE) -> str:
    """Return the whole text of the file."""
    if (layout := LAYOUTS.get(vendor)) is None:
        raise InputError("format", [Problem(vendor, "is not a known layout", did_you_mean(vendor, LAYOUTS))])
    if decimal not in (".", ","):
        raise InputError("decimal", [Problem(decimal, "expected a point or a comma")])
    mark = mark_of(recording)
    sheet = _sheet(recording, damage)
    delimiter = ";" if decimal == "," and layout.delimiter == "," else layout.delimiter
    columns = [_texts(cells, sheet, decimal) for _, cells in layout.columns]
    names = [name for name, _ in layout.columns]
    if layout.marks_in_column:
        names.append(mark)
        columns.append([""] * len(sheet.order))
    lines = [*_head(layout, mark, len(sheet.order), delimiter)]
    lines.append(layout.before + delimiter.join(names) + layout.after_names)
    if layout.units:
        lines.append(layout.before + delimiter.join(layout.units))
    after_row = delimiter if layout.after_row == "," else layout.after_row
    lines += [layout.before + delimiter.join(row) + after_row for row in zip(*columns, strict=True)]
    return "\n".join(lines) + "\n"


def mark_of(recording: Recording) -> str:
    """Return the mark of a simulated recording; a measured one is refused."""
    match recording.origin:
        case Computed(model=name, version=version):
            return MARK.format(name=name, version=version)
    problem = Problem(recording.file, "was measured; only simulated recordings can be written in a vendor's layout")
    raise InputError("recording", [problem])


def _encoding(vendor: str, encoding: str) -> str:
    wanted = encoding or LAYOUTS[vendor].encoding
    if wanted not in ENCODINGS:
        raise InputError("encoding", [Problem(wanted, "is not supported", did_you_mean(wanted, ENCODINGS))])
    return wanted


def _sheet(recording: Recording, damage: Damage) -> VendorSheet:
    rng = np.random.default_rng(damage.seed)
    rows = np.arange(len(recording))
    again = rng.choice(rows, min(damage.duplicates, len(rows)), replace=False)
    order = np.sort(np.r_[rows, again])
    starts = np.sort(rng.choice(rows[1:], min(damage.restarts, len(rows) - 1), replace=False))
    passed = np.r_[0.0, recording.time[starts - 1]]  # the first reading after a restart shows the time since the last
    return VendorSheet(recording, order, passed[np.searchsorted(starts, order, side="right")])


def _texts(cells: Cells, sheet: VendorSheet, decimal: str) -> list[str]:
    texts = list(cells.texts(sheet))
    return [t.replace(".", decimal) for t in texts] if cells.is_number and decimal != "." else texts


def _head(layout: VendorLayout, mark: str, rows: int, delimiter: str) -> list[str]:
    lines = len(layout.head) + 1  # with the names of the columns
    return [
        line.format(mark=mark, lines=lines, rows=rows).replace(",", delimiter if delimiter == ";" else ",")
        for line in layout.head
    ]
