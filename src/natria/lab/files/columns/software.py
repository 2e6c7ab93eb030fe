"""Recognition of the software that wrote a table, from its column names.

For parquet files and workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ....record.recording import CURRENT, TIME, VOLTAGE
from ..format import Format
from ..formats import arbin_text, bdf_text, landt, maccor, neware_text
from ..natria_files import TEXTS
from .names import choose

TIMES = (TIME, "step_time_second", "unix_time_second")
_FAMILIES = (bdf_text, neware_text, landt, arbin_text, maccor)
SOFTWARE = tuple({text.columns: text for family in _FAMILIES for text in family.FORMATS if text not in TEXTS}.values())


def software_of(names: Iterable[str]) -> Format | None:
    """Return the text format that matches most names, None without one.

    The matches must include time, voltage and current.
    """
    there = list(dict.fromkeys(names))
    known = [(len(taken), text) for text in SOFTWARE if _is_enough(taken := choose(text.columns, there))]
    return max(known, key=lambda one: one[0])[1] if known else None


def _is_enough(taken: Mapping[str, Any]) -> bool:
    return VOLTAGE in taken and CURRENT in taken and any(time in taken for time in TIMES)
