"""What can be done with the layers of a cell: added with what is asked for, moved, removed.

What a new layer needs follows from the schema: its required numbers are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...quantity.validation import models_at
from ..check.sizes import size_at
from ..document import Design
from ..paths import keys_of
from ..places import number_at
from ..schema.document import DesignTable
from .choices import KINDS, FieldOption, options_of
from .fields import words_of
from .picture import PictureLayer, picture_of

WHY = "why"
TITLES = {"interphase": "a layer on the sodium", "electrolyte": "a layer of electrolyte"}
NAMES = {"interphase": "film", "electrolyte": "separator"}
ASKED = {"interphase": ("on",), "electrolyte": ("thickness", "salt_concentration")}  # beside what the schema requires
OPTIONAL = ("salt_concentration",)


@dataclass(frozen=True)
class LayerField:
    """What is asked of a new layer.

    `kind` is name, choice, number or words; without `options` it is typed.
    """

    key: str
    label: str
    kind: str
    says: str
    example: str = ""
    options: tuple[FieldOption, ...] = ()
    needed: bool = True
    value: str = ""


@dataclass(frozen=True)
class LayerKind:
    """A kind of layer that a place takes; `place` is its number among those of this kind."""

    table: str
    title: str
    place: int
    fields: tuple[LayerField, ...]


@dataclass(frozen=True)
class LayerPlace:
    """A place for a new layer: on the left of number `at` of the picture."""

    at: int
    between: str
    kinds: tuple[LayerKind, ...]


@dataclass(frozen=True)
class LayerActs:
    """What can be done with a layer of the picture.

    `left` and `right` are the layers that it changes places with.
    """

    id: str
    table: str
    name: str
    left: str
    right: str


@dataclass(frozen=True)
class LayerStack:
    places: tuple[LayerPlace, ...] = ()
    acts: tuple[LayerActs, ...] = ()
    why: str = ""  # layers cannot be changed


def stack_of(design: Design, base: str) -> LayerStack:
    """Return where layers can be added to a cell, and which can be moved and removed."""
    if design.name != base:
        return LayerStack(why=f"Layers are added and removed in {base}, from which this cell is made, or in the text.")
    layers = picture_of(design).layers
    keys = [keys_of(one.path)[:2] for one in layers]
    acts = tuple(_acts(layers, keys, k) for k, (table, *_) in enumerate(keys) if table in TITLES)
    places = tuple(one for k in range(1, len(layers)) if (one := _place(design, layers, keys, k)).kinds)
    return LayerStack(places, acts)


def _acts(layers: tuple[PictureLayer, ...], keys: list[tuple[str, ...]], k: int) -> LayerActs:
    beside = ["" if keys[j][0] != keys[k][0] or keys[j] == keys[k] else ".".join(keys[j]) for j in (k - 1, k + 1)]
    return LayerActs(layers[k].id, ".".join(keys[k]), keys[k][1], *beside)


def _place(design: Design, layers: tuple[PictureLayer, ...], keys: list[tuple[str, ...]], k: int) -> LayerPlace:
    """Return what can be put between two layers of the picture.

    On the working electrode layers are listed from left to right, on the counter electrode from right to left.
    """
    left, right = keys[k - 1], keys[k]
    films, liquids = design.names("interphase"), design.names("electrolyte")
    turn = next((j for j, (table, *_) in enumerate(keys) if table == "electrolyte"), len(keys))
    side = "working" if k <= turn else "counter"
    kinds: list[LayerKind] = []
    if not left[0] == right[0] == "electrolyte":
        inner, outer = (left, right) if side == "working" else (right, left)
        place = (
            films.index(inner[1]) + 1
            if inner[0] == "interphase"
            else films.index(outer[1])
            if outer[0] == "interphase"
            else len(films)
        )
        both = any(design.word(f"interphase.{name}.on") == "both" for name in films)
        kinds.append(_kind(design, "interphase", place, "both" if both else side))
    if "electrolyte" in (left[0], right[0]):
        place = liquids.index(left[1]) + 1 if left[0] == "electrolyte" else liquids.index(right[1])
        kinds.append(_kind(design, "electrolyte", place, ""))
    return LayerPlace(k, f"between {layers[k - 1].name} and {layers[k].name}", tuple(kinds))


def _kind(design: Design, table: str, place: int, side: str) -> LayerKind:
    return LayerKind(table, TITLES[table], place, tuple(fields_of_layer(design, table, side)))


def fields_of_layer(design: Design, table: str, side: str) -> Iterator[LayerField]:
    """Yield what is asked of a new layer: name, material, and the numbers that the schema needs."""
    yield LayerField("name", "name", "name", "of the layer in the text", NAMES[table])
    if table == "interphase":
        says = "a material card; one phase, others are written in the text"
        yield LayerField("phase", "phase", "choice", says, options=options_of(design, KINDS["phases"], ""))
    else:
        yield LayerField("material", "material", "choice", "a card", options=options_of(design, KINDS["material"], ""))
        porous = options_of(design, KINDS["separator"], "")
        yield LayerField("separator", "separator", "choice", "none: a solid or free liquid", "", porous, needed=False)
    (model,) = models_at(DesignTable, [table, "new"])
    for key, field in model.model_fields.items():
        number = number_at(f"{table}.new.{key}")
        if number is None and key in ASKED[table]:
            words = tuple(FieldOption(str(word), "") for word in getattr(field.annotation, "__args__", ()))
            yield LayerField(key, words_of(key), "choice", field.description or "", options=words, value=side)
        if number is None or not (field.is_required() or key in ASKED[table]):
            continue
        is_setting = number.role == "setting"
        size = size_at(f"{table}.new.{key}", design.word("cell"))
        example = number.example.strip('"') if is_setting or size is None else size.usual[0]
        says = number.says if is_setting else f"{number.says}; a property needs its source"
        yield LayerField(key, words_of(key), "number", says, example, needed=key not in OPTIONAL)
        if not is_setting:
            yield LayerField(f"{key} {WHY}", f"source of {words_of(key)}", "words", "say where the number comes from")
