"""Protocols as sentences: parsed into steps, and written back as sentences.

plate 1 mA/cm^2 for 1 h            (positive current: the working electrode is plated)
strip current for areal_capacity   (a word instead of a number names a setting of the protocol)
strip 0.5 mA/cm^2 to 1 V
rest 30 min
charge at 0.5C to 2.6 V            (charge and discharge of a full cell; charging is positive)
hold 2.6 V until 0.05C
repeat 500                         (the steps since the previous repeat)
raise the current by 0.05 mA/cm^2 each cycle until short    (a repeat whose current grows)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isfinite
from typing import Literal

from ..quantity import NatriaError, Problem, UnitError, did_you_mean, from_si, to_si
from ..quantity.units import NUMBER

Verb = Literal["plate", "strip", "charge", "discharge", "hold", "rest"]
VERBS: tuple[Verb, ...] = ("plate", "strip", "charge", "discharge", "hold", "rest")
SIGN: dict[Verb, int] = {"plate": 1, "strip": -1, "charge": 1, "discharge": -1, "hold": 0, "rest": 0}

# Kinds of numbers in a sentence, by their SI unit. The order is irrelevant, because the units differ.
SETTINGS = {  # of a protocol, whose names may stand in sentences -> what they are
    "current": "current",
    "areal_capacity": "capacity",
    "half_cycle_time": "seconds",
    "rate": "rate",
    "lower_voltage": "volts",
    "upper_voltage": "volts",
}
KINDS: dict[str, tuple[str, str]] = {  # kind -> (SI unit, unit it is written in)
    "current": ("A/m^2", "mA/cm^2"),
    "rate": ("1/s", "C"),
    "seconds": ("s", "h"),
    "capacity": ("C/m^2", "mAh/cm^2"),
    "volts": ("V", "V"),
}
Kind = Literal["current", "rate", "seconds", "capacity", "volts"]


@dataclass(frozen=True)
class Amount:
    """A number of a sentence in SI, or the setting that it names."""

    kind: str
    value: float
    name: str = ""


@dataclass(frozen=True)
class Step:
    verb: Verb
    drive: Amount | None  # the current or rate that is set, or the voltage that is held
    until: Amount  # the time, charge, voltage or rate that ends it

    @property
    def sign(self) -> int:
        return SIGN[self.verb]


@dataclass(frozen=True)
class Block:
    """Steps that run one after another, `times` over; None: until the event `until`."""

    steps: tuple[Step, ...]
    times: int | None = 1
    raise_by: float = 0.0  # A/m^2 more each time
    until: Literal["", "short"] = ""


class ProtocolError(NatriaError):
    """A sentence that is not a valid step."""


SENTENCES: tuple[tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), drive, until)
    for pattern, drive, until in (
        (
            r"(?P<verb>plate|strip)(?: at)? (?P<drive>.+?) (?:for|to|until) (?P<until>.+)",
            ("current",),
            ("seconds", "capacity", "volts"),
        ),
        (
            r"(?P<verb>charge|discharge)(?: at)? (?P<drive>.+?) (?:for|to|until) (?P<until>.+)",
            ("rate", "current"),
            ("volts", "seconds", "capacity"),
        ),
        (
            r"(?P<verb>hold)(?: at)? (?P<drive>.+?) (?:for|to|until) (?P<until>.+)",
            ("volts",),
            ("rate", "seconds", "current"),
        ),
        (r"(?P<verb>rest)(?: for)? (?P<until>.+)", (), ("seconds",)),
    )
)
REPEAT = re.compile(r"repeat (?P<times>\d{1,9})(?: times)?")
RAISE = re.compile(r"raise the current by (?P<by>.+?) each cycle until short")
EXAMPLES = "write for example 'plate 1 mA/cm^2 for 1 h', 'charge at 0.5C to 2.6 V', 'rest 30 min', 'repeat 500'"


def parse(sentences: Sequence[str], settings: Mapping[str, tuple[str, float]]) -> tuple[Block, ...]:
    """Return the blocks of a protocol.

    `settings` gives the kind and SI value of the names that sentences may use. Raises on the first sentence that it
    cannot read; `problems` gives those of all sentences.
    """
    blocks: list[Block] = []
    steps: list[Step] = []
    for sentence in sentences:
        got = read(sentence, settings)
        if isinstance(got, Step):
            steps.append(got)
            continue
        if not steps:
            raise ProtocolError(
                f"{sentence!r} has no steps before it to repeat", "put the steps first, then the repeat"
            )
        blocks.append(replace(got, steps=tuple(steps)))
        steps = []
    if steps:
        blocks.append(Block(tuple(steps)))
    return tuple(blocks)


@lru_cache(maxsize=1024)
def parsed(sentences: tuple[str, ...], settings: tuple[tuple[str, tuple[str, float]], ...]) -> tuple[Block, ...]:
    """Return the blocks of a protocol as `parse` does, cached by sentences and settings."""
    return parse(sentences, dict(settings))


def problems(sentences: Sequence[str], settings: Mapping[str, tuple[str, float]], where: str) -> list[Problem]:
    """Return everything that is wrong with a protocol, sentence by sentence."""
    found: list[Problem] = []
    for place, sentence in enumerate(sentences, start=1):
        try:
            read(sentence, settings)
        except NatriaError as bad:
            found.append(Problem(f"{where}[{place}]", bad.what, bad.fix))
    if not found:
        try:
            parse(sentences, settings)
        except ProtocolError as bad:
            found.append(Problem(where, bad.what, bad.fix))
    return found


def read(sentence: str, settings: Mapping[str, tuple[str, float]]) -> Step | Block:
    """Return one sentence as a step, or as the end of a block (with no steps in it yet)."""
    text = " ".join(sentence.split())
    if found := REPEAT.fullmatch(text):
        if int(found["times"]) < 1:
            raise ProtocolError(f"{sentence!r} has a count of zero", "repeat at least once")
        return Block((), int(found["times"]))
    if found := RAISE.fullmatch(text):
        return Block((), None, _amount(found["by"], ("current",), settings, sentence).value, "short")
    for pattern, drives, untils in SENTENCES:
        if found := pattern.fullmatch(text):
            verb: Verb = found["verb"]  # type: ignore[assignment]  # the pattern allows no other word
            drive = _amount(found["drive"], drives, settings, sentence) if drives else None
            return Step(verb, drive, _amount(found["until"], untils, settings, sentence))
    first = text.split(" ")[0] if text else ""
    if first in (*VERBS, "repeat", "raise"):
        raise ProtocolError(f"{sentence!r} is not complete", EXAMPLES)
    hint = did_you_mean(first, [*VERBS, "repeat", "raise"]) if first else ""
    raise ProtocolError(f"{sentence!r} begins with an unknown word {first!r}", f"{hint} {EXAMPLES}".strip())


def _amount(text: str, kinds: tuple[str, ...], settings: Mapping[str, tuple[str, float]], sentence: str) -> Amount:
    if text in settings:
        kind, value = settings[text]
        if kind not in kinds:
            raise ProtocolError(f"{text!r} in {sentence!r} is a {kind}", f"expected {_expected(kinds)}")
        return Amount(kind, value, text)
    found = re.fullmatch(rf"(?P<number>{NUMBER})\s*(?P<unit>.*)", text)
    if not found:
        hint = did_you_mean(text, settings) or f"expected {_expected(kinds)}"
        raise ProtocolError(f"{text!r} in {sentence!r} is neither a number nor a setting of this protocol", hint)
    for kind in kinds:
        try:
            value = to_si(float(found["number"]), found["unit"] or "1", KINDS[kind][0])
        except UnitError:
            continue
        if not isfinite(value):
            raise ProtocolError(f"{text!r} in {sentence!r} is not a finite number", f"expected {_expected(kinds)}")
        if value <= 0 and kind != "volts":
            raise ProtocolError(f"{text!r} in {sentence!r} must be above zero", "the verb gives the sign")
        return Amount(kind, value)
    raise ProtocolError(f"{text!r} in {sentence!r} has an unknown or unfitting unit", f"expected {_expected(kinds)}")


def _expected(kinds: tuple[str, ...]) -> str:
    names = {
        "seconds": "a time",
        "volts": "a voltage",
        "current": "a current",
        "rate": "a C-rate",
        "capacity": "a capacity",
    }
    units = {"seconds": "1 h", "volts": "2.6 V", "current": "1 mA/cm^2", "rate": "0.5C", "capacity": "1 mAh/cm^2"}
    return " or ".join(f"{names[k]} such as {units[k]!r}" for k in kinds)


def sentence_of(step: Step) -> str:
    """Return the sentence of a step."""
    words: list[str] = [step.verb]
    if step.drive is not None:
        words += [*(["at"] if step.drive.kind == "rate" else []), _text(step.drive)]
    if step.verb != "rest":
        words.append({"volts": "to", "rate": "until"}.get(step.until.kind, "for"))
    return " ".join([*words, _text(step.until)])


def _text(amount: Amount) -> str:
    if amount.name:
        return amount.name
    si, shown = KINDS[amount.kind]
    value = f"{from_si(amount.value, shown, si):.15g}"
    return f"{value}C" if shown == "C" else f"{value} {shown}"


def first_step(blocks: Sequence[Block], kind: Kind) -> Amount | None:
    """Return the current, time or charge that the first step other than a rest sets."""
    steps = (s for b in blocks for s in b.steps if s.verb != "rest")
    first = next(steps, None)
    amounts = (first.drive, first.until) if first else ()
    return next((a for a in amounts if a is not None and a.kind == kind), None)
