"""Write measurements to folders, one for each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ...lab import Measurement
from ...literature import Library
from ...studies import Comparison
from ..common.folder import write_folder
from .files import measurement_files


def write_measurement(
    m: Measurement, comparisons: Sequence[Comparison], out: Path, version: str, papers: Library | None = None
) -> Path:
    """The page (index.html) of a measurement, written with all that belongs to it."""
    write_folder(measurement_files(m, comparisons, version, papers), out, "measurement")
    return out / "index.html"


def folders_of(files: Sequence[Path], parent: Path) -> tuple[Path, ...]:
    """A folder for each file in a folder, told apart by the shortest names that do."""
    ways = (_stem, lambda f: f.name, lambda f: "-".join(f.resolve().parts[1:]))
    for name in ways:
        names = [name(f) for f in files]
        if max(Counter(names).values(), default=1) == 1:
            break
    return tuple(parent / name for name in names)


def _stem(file: Path) -> str:
    return file.name.partition(".")[0] or file.name
