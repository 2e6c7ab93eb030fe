"""The layered cell as a picture: electrode, layers, electrolyte, electrode, in their order with their thickness."""

from __future__ import annotations

from dataclasses import dataclass

from ...quantity import NatriaError
from ...quantity.text.show import show_amount
from ..document import Design
from ..paths import join, keys_of
from ..values import Unanswerable
from .fields import part_of

SCALE = "Thickness on a logarithmic scale; lengths are not to scale."


@dataclass(frozen=True)
class PictureLayer:
    """A layer: its name, what it is made of, and the paths of its numbers and choices.

    `pattern` is how it is drawn: metal, film, fluid, solid or composite. `thickness` is in metres, None where it is not
    known; `path` is that of the number, `part` the words under which its fields stand. `mirrored` says that it is the
    same layer on the other face.
    """

    id: str
    part: str
    name: str
    made_of: tuple[str, ...]
    pattern: str
    thickness: float | None
    shown: str
    path: str
    choices: tuple[str, ...]
    note: str = ""
    mirrored: bool = False


@dataclass(frozen=True)
class CellPicture:
    layers: tuple[PictureLayer, ...]
    scale: str = SCALE


PATTERNS = {
    "metal": "metal",
    "alloy": "metal",
    "liquid": "fluid",
    "gel": "fluid",
    "polymer": "solid",
    "solid electrolyte": "solid",
    "active material": "composite",
}


def picture_of(design: Design) -> CellPicture:
    """Return the layers of a cell from the working to the counter electrode."""
    films = design.names("interphase")
    return CellPicture(
        (
            _electrode(design, "working"),
            *(_film(design, name, "working") for name in films if _is_on(design, name, "working")),
            *(_electrolyte(design, name) for name in design.names("electrolyte")),
            *(_film(design, name, "counter") for name in reversed(films) if _is_on(design, name, "counter")),
            _electrode(design, "counter"),
        )
    )


def _is_on(design: Design, name: str, side: str) -> bool:
    return design.word(f"interphase.{name}.on") in ("both", side)


def _electrode(design: Design, side: str) -> PictureLayer:
    table = side if design.names(side) else "working"
    note = "" if table == side else "The same as the working electrode."
    fractions = design.names(f"{table}.fractions")
    made_of = [
        str(design.get(f"{table}.material")),
        *(name for name in fractions if name != design.get(f"{table}.material")),
    ]
    kind = "composite" if fractions else PATTERNS.get(str(design.card(made_of[0]).get("kind")), "composite")
    choices = (f"{table}.material",)
    return _layer(design, f"{side} electrode", table, (tuple(made_of), kind, choices, note, table != side))


def _film(design: Design, name: str, side: str) -> PictureLayer:
    table = f"interphase.{name}"
    phases = design.names(f"{table}.phases")
    made_of = tuple(f"{phase} {share}".strip() for phase in phases for share in [_share(design, table, phase)])
    choices = tuple(join([*keys_of(table), "phases", phase]) for phase in phases)
    both = design.word(f"{table}.on") == "both"
    note = "On both electrodes." if both else f"On the {side} electrode."
    return _layer(design, name, table, (made_of, "film", choices, note, both and side == "counter"))


def _electrolyte(design: Design, name: str) -> PictureLayer:
    table = f"electrolyte.{name}"
    keys = [key for key in ("material", "separator") if isinstance(design.get(f"{table}.{key}"), str)]
    made_of = tuple(str(design.get(f"{table}.{key}")) for key in keys)
    kind = PATTERNS.get(str(design.card(made_of[0]).get("kind")), "fluid") if made_of else "fluid"
    return _layer(design, name, table, (made_of, kind, tuple(f"{table}.{key}" for key in keys), "", False))


def _layer(
    design: Design, name: str, table: str, drawn: tuple[tuple[str, ...], str, tuple[str, ...], str, bool]
) -> PictureLayer:
    made_of, pattern, choices, note, mirrored = drawn
    path = f"{table}.thickness"
    try:
        value: float | None = design.finding(path).value
    except (NatriaError, Unanswerable):
        value = None
    by_mass = design.get(f"{table}.mass") is not None or design.get(f"{table}.mass_loading") is not None
    unknown = "by its mass" if by_mass else "not given"
    shown = unknown if value is None else show_amount("layer_thickness", value, None, None)
    name = name if not mirrored else f"{name} (other face)" if pattern == "film" else name
    return PictureLayer(
        f"{table} {name}", part_of(table), name, made_of, pattern, value, shown, path, choices, note, mirrored
    )


def _share(design: Design, table: str, phase: str) -> str:
    path = join([*keys_of(table), "phases", phase])
    try:
        return show_amount("volume_fraction", design.finding(path).value, None, None)
    except (NatriaError, Unanswerable):
        return ""
