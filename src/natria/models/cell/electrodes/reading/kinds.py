"""Which chemistry an electrode of a design has, by the table under it that describes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .....answers import Reader, Refuse
from .....record.note import Note
from .conversion import conversion_of
from .depth import with_depth
from .insertion import insertion_of

READERS: dict[str, Callable[[Reader, str, list[Note]], Any]] = {  # table under that of the electrode -> its reader
    "conversion": conversion_of,
    "insertion": insertion_of,
}


def chemistry_of(read: Reader, table: str, notes: list[Note]) -> Any:
    """Return the chemistry of the electrode at `table`; refused where the design describes none."""
    for name, reader in READERS.items():
        if read.has(f"{table}.{name}"):
            return with_depth(read, table, reader(read, table, notes))
    known = " or ".join(f"[{table}.{name}]" for name in READERS) or "one of the kinds in models.cell.electrodes"
    raise Refuse(
        f"the {table} electrode of a full cell is not simulated yet: how it reacts is not in the design; give {known}"
    )
