"""Choices of a design: materials that have a card, and words that the schema allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from ...quantity.validation import models_at
from ..document import Design
from ..materials import materials
from ..paths import join, keys_of
from ..schema.document import DesignTable

KINDS: Mapping[str, tuple[str, ...]] = {  # kinds of cards that a key may name, by the last keys of its path
    "working.material": ("metal", "alloy"),
    "counter.material": ("metal", "alloy", "active material", "phase"),
    "material": ("liquid", "gel", "polymer", "solid electrolyte"),
    "separator": ("separator",),
    "phases": ("phase", "alloy", "polymer", "solid electrolyte", "metal"),
}


@dataclass(frozen=True)
class FieldOption:
    value: str
    says: str


@dataclass(frozen=True)
class FieldChoice:
    """A choice at a path.

    A choice `of_key` is the name of the last key itself, such as a phase of a layer.
    """

    path: str
    part: str
    label: str
    value: str
    options: tuple[FieldOption, ...]
    of_key: bool = False
    note: str = ""


def choices_of(design: Design) -> Iterator[FieldChoice]:
    """Yield the materials of electrodes, layers and phases, and the words of the layers."""
    for side in ("working", "counter"):
        if isinstance(design.get(f"{side}.material"), str):
            yield _material(design, f"{side}.material", KINDS[f"{side}.material"])
    for name in design.names("interphase"):
        table = f"interphase.{name}"
        yield from (_phase(design, table, phase) for phase in design.names(f"{table}.phases"))
        yield from _words(design, table)
    for name in design.names("electrolyte"):
        for key in ("material", "separator"):
            if isinstance(design.get(f"electrolyte.{name}.{key}"), str):
                yield _material(design, f"electrolyte.{name}.{key}", KINDS[key])


def _material(design: Design, path: str, kinds: tuple[str, ...]) -> FieldChoice:
    from .fields import part_of, words_of

    now = str(design.get(path))
    return FieldChoice(path, part_of(path), words_of(keys_of(path)[-1]), now, options_of(design, kinds, now))


def _phase(design: Design, table: str, phase: str) -> FieldChoice:
    from .fields import part_of

    taken = set(design.names(f"{table}.phases")) - {phase}
    options = tuple(one for one in options_of(design, KINDS["phases"], phase) if one.value not in taken)
    path = join([*keys_of(table), "phases", phase])
    return FieldChoice(path, part_of(table), "phase", phase, options, of_key=True, note=_held(design, table))


def _words(design: Design, table: str) -> Iterator[FieldChoice]:
    """Yield the choices between words that the schema gives for a table."""
    from .fields import part_of, words_of

    for model in models_at(DesignTable, list(keys_of(table))):
        for key, field in model.model_fields.items():
            words = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
            if words:
                path = f"{table}.{key}"
                says = tuple(FieldOption(str(word), "") for word in words)
                note = field.description or ""
                yield FieldChoice(path, part_of(table), words_of(key), design.word(path), says, note=note)


def options_of(design: Design, kinds: tuple[str, ...], now: str) -> tuple[FieldOption, ...]:
    """Return the cards of some kinds, with what each says; what is written now stands among them."""
    own = design.get("material")
    names = [*materials(), *(own if isinstance(own, Mapping) else ()), *([now] if now else ())]
    cards: dict[str, Mapping[str, Any]] = {name: design.card(name) for name in dict.fromkeys(names)}
    found = [(name, card) for name, card in cards.items() if card.get("kind") in kinds or name == now]
    found.sort(key=lambda pair: (kinds.index(pair[1]["kind"]) if pair[1].get("kind") in kinds else -1, pair[0].lower()))
    return tuple(FieldOption(name, str(card.get("says", ""))) for name, card in found)


def _held(design: Design, table: str) -> str:
    """Return which numbers of a layer stay while its phases change, in words."""
    from ..numbers import numbers_of
    from .fields import words_of

    keys = keys_of(table)
    mine = [
        keys_of(path)[len(keys) :]
        for path, number in numbers_of(design)
        if number.role == "property" and keys_of(path)[: len(keys)] == keys
    ]
    own = [key for (key, *more) in mine if not more and _is_given(design, table, key)]
    return (
        f"The design gives {', '.join(map(words_of, own))} of this layer; they stay with another phase." if own else ""
    )


def _is_given(design: Design, table: str, key: str) -> bool:
    return design.get(f"{table}.{key}") is not None or design.get(f"{table}.properties.{key}") is not None
