"""Tiny papers for the rules: a row a fact, and a library of one paper or of several."""

from __future__ import annotations

from typing import Any

from natria.literature import Library, check, read_paper
from natria.literature.library import _closed

CELL = "a2020/cell"
ONE = {"current": "1 mA/cm^2", "areal_capacity": "1 mAh/cm^2"}
TEN = {"current": "10 mA/cm^2", "areal_capacity": "1 mAh/cm^2"}
WINDOW = {"lower_voltage": "1 V", "upper_voltage": "3 V"}
IN_S = "S@C of a2020/cell", "the cathode of a2020/cell"


def fact(name: str, value: Any, unit: str, of: str = CELL, **more: Any) -> dict[str, Any]:
    """A row of a paper; a pair is a range, and the id is the term unless it is given."""
    number = {"range": list(value)} if isinstance(value, tuple) else {"value": value}
    return {"id": name, "of": of, "name": name, "unit": unit, "kind": "measured", "where": "text", **number, **more}


def layer(name: str, printed: tuple[float, float], current: str, charge: str, life: str, **more: Any) -> dict[str, Any]:
    order = {"order": "the text names them"} if printed[0] != printed[1] else {}
    return {
        "id": name,
        "class": "inorganic",
        "phases": ["NaF"],
        "how": "dipping",
        "cell": "Na|Na",
        "printed": list(printed),
        "at": {"current": current, "areal_capacity": charge},
        "life": life,
        "where": "Table 1",
        "ref": 1,
        **order,
        **more,
    }


def library(
    *rows: dict[str, Any], key: str = "a2020", systems: dict[str, Any] | None = None, layers: Any = (), others: Any = ()
) -> Library:
    document = {
        "source": {"key": key, "title": "A paper", "year": 2020},
        "system": {CELL: {"says": "a cell"}} if systems is None else systems,
        "fact": list(rows),
        "layer": list(layers),
    }
    paper = read_paper(document, key)
    return Library(_closed({key: paper, **{k: p for one in others for k, p in one.papers.items()}}))


def looks(rule: str, here: Library) -> list[Any]:
    return [look for look in check(here) if look.rule == rule]


def cycle(n):
    return {"at": {"cycle": f"{n}"}}


def other(*rows):
    return library(*rows, key="b2021", systems={})


def solid(*rows, **more):
    """A symmetric cell of one pressed layer: 100 mg of 2 g/cm^3 on 1 cm^2 are 0.5 mm; at 1 mS/cm, 50 ohm cm^2."""
    systems = {
        CELL: {"says": "Na | a | Na", "cell": "Na|Na", "phases": ["Na3PS4"]},
        f"{CELL}#core": {"says": "the layer", "phases": ["Na3PS4"]},
    }
    parts = [
        fact("mass", 100, "mg", f"{CELL}#core", kind="set"),
        fact("length", 11.284, "mm", f"the die of {CELL}", kind="set"),
        fact("density", 2.0, "g/cm^3", "Na3PS4"),
        fact("ionic_conductivity", 1.001, "mS/cm", "Na3PS4"),
    ]
    return library(*parts, *rows, systems=systems, **more)


def cathode(*rows):
    """1 mg on 1 cm^2, of which 12 % are sulfur and 80 % an electrolyte."""
    parts = [
        fact("mass", 1, "mg", f"{CELL}#counter", kind="set"),
        fact("face_area", 1, "cm^2", kind="set"),
        fact("mass_fraction", 60, "wt%", f"S in {IN_S[0]}", id="s", kind="set"),
        fact("mass_fraction", 20, "wt%", f"S@C in {IN_S[1]}", id="sc", kind="set"),
        fact("mass_fraction", 80, "wt%", f"Na3SbS4 in {IN_S[1]}", id="se", kind="set"),
        fact("theoretical_capacity", 1675, "mAh/g", "S"),
    ]
    return library(*parts, *rows)
