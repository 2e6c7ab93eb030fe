"""The kinds of material curves: which columns each has, how instruments call them, and their units.

A kind is recognised by the names of its columns. A table with a voltage or a current is a recording of a cell and none
of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..columns.names import SPELLINGS

CurveKind = Literal[
    "indentation", "compaction", "thermogravimetry", "calorimetry", "depth profile", "xps", "raman", "nmr"
]
NUCLEI = ("1H", "7Li", "11B", "13C", "17O", "19F", "23Na", "29Si", "31P")


@dataclass(frozen=True)
class CurveQuantity:
    """A quantity of a curve: names of its column in lower case, and the SI units that it may convert to."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    example: str
    may_lack_unit: bool = False


QUANTITIES: dict[str, CurveQuantity] = {
    "time": CurveQuantity(("time", "t", "test time", "elapsed time"), ("s",), "time [s]"),
    "depth": CurveQuantity(
        ("displacement", "depth", "disp", "h", "penetration depth", "indentation depth", "displacement into surface"),
        ("m",),
        "displacement [nm]",
    ),
    "load": CurveQuantity(("load", "force", "p", "f", "load on sample"), ("N",), "load [mN]"),
    "indent": CurveQuantity(("indent", "indent number", "test", "test number"), ("1",), "indent", may_lack_unit=True),
    "pressure": CurveQuantity(
        ("pressure", "p", "compaction pressure", "applied pressure", "forming pressure"), ("Pa",), "pressure [MPa]"
    ),
    "relative_density": CurveQuantity(
        ("relative density", "density ratio"), ("1",), "relative density [%]", may_lack_unit=True
    ),
    "density": CurveQuantity(("density", "pellet density", "green density"), ("kg/m^3",), "density [g/cm^3]"),
    "temperature": CurveQuantity(
        ("temperature", "temp", "temp.", "t", "ts", "tr", "sample temperature"), ("K",), "temperature [degC]"
    ),
    "mass": CurveQuantity(("mass", "weight", "tg", "m"), ("kg", "1"), "mass [%]"),
    "heat_flow": CurveQuantity(("heat flow", "heatflow", "dsc", "hf"), ("W/kg", "W"), "heat flow [W/g]"),
    "etch_time": CurveQuantity(
        ("etch time", "etching time", "sputter time", "sputtering time"), ("s",), "etch time [s]"
    ),
    "binding_energy": CurveQuantity(("binding energy", "be", "b.e.", "eb"), ("J",), "binding energy [eV]"),
    "raman_shift": CurveQuantity(("raman shift",), ("1/m",), "Raman shift [1/cm]"),
    "nmr_shift": CurveQuantity(
        ("chemical shift", "delta", *(f"{one.lower()} chemical shift" for one in NUCLEI)),
        ("1",),
        "31P chemical shift [ppm]",
    ),
    "intensity": CurveQuantity(
        ("intensity", "counts", "count rate", "cps", "signal", "raman intensity", "nmr intensity"),
        ("counts", "counts/s", "1"),
        "intensity [counts]",
    ),
}
INTENSITIES = {  # spellings of units of an intensity, in lower case
    **dict.fromkeys(("counts", "count", "cts"), "counts"),
    **dict.fromkeys(("cps", "counts/s", "cts/s", "c/s", "counts/sec", "1/s", "s"), "counts/s"),  # "Counts / s"
    **dict.fromkeys(("a.u.", "a.u", "au", "arb.u.", "arb. units", "arb. u.", "arbitrary units", "rel.", "1"), "1"),
}
NEEDS: dict[CurveKind, tuple[tuple[str, ...], ...]] = {  # one of each tuple
    "indentation": (("depth",), ("load",)),
    "compaction": (("pressure",), ("relative_density", "density")),
    "thermogravimetry": (("temperature",), ("mass",)),
    "calorimetry": (("temperature",), ("heat_flow",)),
    "depth profile": (("etch_time",),),
    "xps": (("binding_energy",), ("intensity",)),
    "raman": (("raman_shift",), ("intensity",)),
    "nmr": (("nmr_shift",), ("intensity",)),
}
BESIDE: dict[CurveKind, tuple[str, ...]] = {  # read where they are there
    "indentation": ("time", "indent"),
    "compaction": (),
    "thermogravimetry": ("time",),
    "calorimetry": ("time",),
    "depth profile": (),
    "xps": (),
    "raman": (),
    "nmr": (),
}
AXES: dict[str, str] = {"xps": "binding_energy", "raman": "raman_shift", "nmr": "nmr_shift"}
WITH_SIGNALS: frozenset[CurveKind] = frozenset({"depth profile"})  # all other columns are signals, by their own names
COUNTS = ("", "counts", "count", "cts", "ions")  # units of a number of ions
OF_A_CELL = re.compile(r"volt|current|potential|ecell|ewe|capacity|\bi/|impedance|^z['\" ]", re.IGNORECASE)
EXO = re.compile(r"\b(exo|endo)\s*(?:is\s*)?(up|down)\b", re.IGNORECASE)
UNIT_ROW = re.compile(r"^[\[(]?[A-Za-z%µμ°][A-Za-z0-9%µμ°/*^ .-]{0,20}[\])]?$")


def named(head: str) -> tuple[str, str]:
    """Return the name of a column in lower case and its unit: ("load", "uN") of "Load (uN)" or "Load_uN"."""
    text = re.sub(r"\(\s*\)|\[\s*\]", "", EXO.sub("", head.strip().lstrip("#").strip()))
    name, unit = re.match(r"([^\[(/]*)(.*)", text).groups()  # type: ignore[union-attr]
    unit = unit.strip().lstrip("/").strip().strip("[]()").strip()
    name = re.sub(r"[_\s]+", " ", name).strip(" ,:").lower()
    if not unit and " " in name:
        first, _, last = re.sub(r"[_\s]+", " ", text).strip().rpartition(" ")
        if any(first.lower() in q.names for q in QUANTITIES.values()):
            name, unit = first.lower(), last.strip("(),")
    return name, SPELLINGS.get(unit.lower(), unit) if unit in ("°C", "℃", "°c") else unit.replace("µ", "u").replace(
        "μ", "u"
    )


def columns_of(heads: list[str], kind: CurveKind) -> dict[str, int] | None:
    """Return the place of each quantity of a kind among the heads of a table; None where one is missing."""
    names = [named(head)[0] for head in heads]
    found: dict[str, int] = {}

    def place(quantity: str) -> bool:
        for name in QUANTITIES[quantity].names:
            free = [k for k, one in enumerate(names) if one == name and k not in found.values()]
            if free:
                found[quantity] = free[0]
                return True
        return False

    for choices in NEEDS[kind]:
        if not any(place(quantity) for quantity in choices):
            return None
    for quantity in BESIDE[kind]:
        place(quantity)
    if kind in WITH_SIGNALS:
        others = {signal_of(head): k for k, head in enumerate(heads) if k not in found.values() and signal_of(head)}
        return {**found, **others} if others else None
    return found


def signal_of(head: str) -> str:
    """Return the name of a signal as it is written, without its unit: "Na 1s" of "Na 1s [at%]"."""
    return re.sub(r"\s*[\[(][^\[\]()]*[\])]\s*$", "", head.strip()).strip()


def nucleus_of(heads: list[str]) -> str:
    """Return the nucleus that a head names, as in "31P chemical shift [ppm]"; empty where none does."""
    words = {word.lower() for head in heads for word in re.findall(r"\w+", head)}
    return next((one for one in NUCLEI if one.lower() in words), "")


def kinds_of_heads(heads: list[str]) -> tuple[CurveKind, ...]:
    """Return the kinds of curve that a table of these columns holds; a table of a cell holds none."""
    if any(OF_A_CELL.search(head) for head in heads):
        return ()
    return tuple(kind for kind in NEEDS if columns_of(heads, kind) is not None)
