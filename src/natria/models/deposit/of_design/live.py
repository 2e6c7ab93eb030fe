"""What a run shows while it runs: its course so far as parquet, its fields so far.

The files lie beside the checkpoint. Each is written beside its place and renamed, so a kill leaves whole files.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....record import Table, numbers, to_bytes
from .frames import Frame

COURSE, FRAMES = "course.parquet", "fields"


@dataclass
class Live:
    """The folder of a run; nothing is written without one.

    A folder that cannot be written ends the run where it `must`, and is told once elsewhere.
    """

    folder: Path | None = None
    must: bool = False

    def course(self, columns: Mapping[str, np.ndarray], units: Mapping[str, str]) -> None:
        """Write the rows so far."""
        if self.folder is not None:
            made = {name: numbers(units[name], values) for name, values in columns.items()}
            self._write(COURSE, to_bytes(Table("course", "Course of a deposition that runs", made)))

    def frame(self, number: int, frame: Frame) -> None:
        """Write the fields at one time."""
        if self.folder is not None:
            file = io.BytesIO()
            np.savez_compressed(file, time=frame.time, fields=frame.fields)
            self._write(f"{FRAMES}/{number:06d}.npz", file.getvalue())

    def frames(self, before: int) -> dict[int, Frame]:
        """Return the fields that were kept, by number, below a number."""
        found = {}
        for path in sorted((self.folder / FRAMES).glob("*.npz")) if self.folder is not None else ():
            if int(path.stem) < before:
                with np.load(path, allow_pickle=False) as file:
                    found[int(path.stem)] = Frame(float(file["time"]), file["fields"])
        return found

    def has(self, name: str) -> bool:
        """Return whether a file is there."""
        return self.folder is not None and (self.folder / name).is_file()

    def forget(self, *more: str) -> None:
        """Remove the files of a run that has ended, and its folders where nothing else is in them."""
        if self.folder is None or not self.folder.is_dir():
            return
        left = (*self.folder.glob("*.part"), *(self.folder / FRAMES).glob("*")) if self.has(COURSE) else ()
        for path in (self.folder / COURSE, *(self.folder / one for one in more), *left):
            path.unlink(missing_ok=True)
        for folder in (self.folder / FRAMES, self.folder, self.folder.parent):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _write(self, name: str, content: bytes) -> None:
        if self.folder is None:
            return
        path = self.folder / name
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            beside.replace(path)
        except OSError as bad:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            if self.must:
                raise
            warnings.warn(f"{path} cannot be written ({bad}): this run shows nothing until its end", stacklevel=2)
            self.folder = None
