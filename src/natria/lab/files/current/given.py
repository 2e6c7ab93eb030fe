"""A current that a file does not hold, as the user gives it.

    0.25 mA                    the direction is that of the sign of the voltage
    0.25 mA every 1 h          reversed every hour, positive first (-0.25 mA every 1 h: negative first)
    plate 0.25 mA for 1 h; rest 10 min; strip 0.25 mA for 1 h; rest 10 min; repeat

A current per area ("0.25 mA/cm^2") needs the area of the electrode. Positive current charges or plates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, repeat
from math import inf, isfinite

from ....quantity import Chosen, Finding, InputError, Problem, Question, UnitError, parse_quantity
from ....quantity.units import NUMBER

EXAMPLES = (
    "write '0.25 mA', '0.25 mA every 1 h', or 'plate 0.25 mA for 1 h; rest 10 min; strip 0.25 mA for 1 h; repeat'"
)
SIGN = {"plate": 1.0, "charge": 1.0, "strip": -1.0, "discharge": -1.0}
STEP = re.compile(rf"(?:(?P<verb>{'|'.join(SIGN)})(?: at)? )?(?P<current>\S.*?) for (?P<time>.+)", re.IGNORECASE)
REST = re.compile(r"rest(?: for)? (?P<time>.+)", re.IGNORECASE)
REPEAT = re.compile(r"repeat(?: (?P<times>[1-9][0-9]{0,6})(?: times)?)?", re.IGNORECASE)
EVERY = re.compile(r"(?P<current>\S.*?) every (?P<time>.+)", re.IGNORECASE)
COMMAND_LINE = "the command line"


@dataclass(frozen=True)
class CurrentStep:
    """A signed current (A, or A/m^2 if it is given per area) for a time (s)."""

    amount: float
    seconds: float


@dataclass(frozen=True)
class GivenCurrent:
    """The current of a recording as given: steps, and how often they run.

    A number of None means until the end of the record.

    `text` is as written, `by` names who gave it. With `follows_voltage`, the only step gives the size.
    """

    text: str
    by: str
    steps: tuple[CurrentStep, ...]
    times: int | None = None
    follows_voltage: bool = False
    per_area: bool = False

    @property
    def direction(self) -> str:
        """How the direction of the current is known, in words."""
        if self.follows_voltage:
            return "direction from the sign of the voltage"
        return "direction and times as given"

    def schedule(self) -> Iterator[CurrentStep]:
        """Yield the steps in their order, repeated as given."""
        rounds = count() if self.times is None else repeat(None, self.times)
        return chain.from_iterable(self.steps for _ in rounds)

    def of_cell(self, area: Finding | None) -> GivenCurrent:
        """Return the current of the whole cell in A."""
        if not self.per_area:
            return self
        if area is None:
            what = f"{self.text!r} is a current per area, and the area of the electrode is unknown"
            raise InputError(
                _source(self.by), [Problem("current", what, "give the area (--area '1.13 cm^2') or a current in mA")]
            )
        face = area.plain
        steps = tuple(CurrentStep(step.amount * face, step.seconds) for step in self.steps)
        return replace(self, steps=steps, per_area=False)

    def findings(self, of: str, area: Finding | None) -> tuple[Finding, ...]:
        """Return the inputs of the recording: the currents and the area.

        The currents are chosen; the area is the one that they are multiplied by.
        """
        name = "current_density" if self.per_area else "cell_current"
        sizes = dict.fromkeys(abs(step.amount) for step in self.steps if step.amount)
        found = (Finding(Question(name, of), size, Chosen(self.by), 0.0) for size in sizes)
        return (*found, area) if self.per_area and area is not None else tuple(found)


def read_current(text: str, by: str = COMMAND_LINE) -> GivenCurrent:
    """Return the current of a text; raises InputError with what cannot be read."""
    sentences = [part.strip() for part in text.split(";") if part.strip()]
    if len(sentences) == 1 and (found := EVERY.fullmatch(sentences[0])):
        return reversed_every(found["current"], found["time"], by)
    if len(sentences) == 1 and not (STEP.fullmatch(sentences[0]) or REST.fullmatch(sentences[0])):
        return constant(sentences[0], by)
    return in_steps(sentences, by)


def constant(text: str, by: str = COMMAND_LINE) -> GivenCurrent:
    """Return a current of constant size, whose direction is that of the voltage."""
    amount, per_area = _amount(text, by)
    return GivenCurrent(text, by, (CurrentStep(abs(amount), inf),), follows_voltage=True, per_area=per_area)


def reversed_every(text: str, time: str, by: str = COMMAND_LINE) -> GivenCurrent:
    """Return a current that is reversed after each interval; it begins with its own sign."""
    amount, per_area = _amount(text, by)
    seconds = _seconds(time, by)
    steps = (CurrentStep(amount, seconds), CurrentStep(-amount, seconds))
    return GivenCurrent(f"{text} every {time}", by, steps, per_area=per_area)


def in_steps(sentences: Sequence[str], by: str = COMMAND_LINE) -> GivenCurrent:
    """Return a current in steps.

    A last "repeat" repeats them to the end of the record, "repeat 5" runs them five times. Without it they run once,
    and no current flows afterwards.
    """
    *body, last = sentences or [""]
    again = REPEAT.fullmatch(last)
    written = body if again else list(sentences)
    read = [_step(sentence, by) for sentence in written]
    if not any(step.amount for step, _ in read):
        raise _refused(by, "; ".join(sentences), "contains no step with a current", EXAMPLES)
    kinds = {per_area for step, per_area in read if step.amount}
    if len(kinds) > 1:
        raise _refused(by, "; ".join(sentences), "mixes currents of the cell and currents per area", "use one of them")
    times = 1 if again is None else None if again["times"] is None else int(again["times"])
    return GivenCurrent("; ".join(sentences), by, tuple(step for step, _ in read), times, per_area=kinds.pop())


def _step(sentence: str, by: str) -> tuple[CurrentStep, bool]:
    """Return a step and whether its current is per area."""
    if REPEAT.fullmatch(sentence):
        raise _refused(by, sentence, "can only be the last of the steps", "put all steps before it")
    if found := REST.fullmatch(sentence):
        return CurrentStep(0.0, _seconds(found["time"], by)), False
    if not (found := STEP.fullmatch(sentence)):
        raise _refused(by, sentence, "is not a step", EXAMPLES)
    amount, per_area = _amount(found["current"], by)
    verb = (found["verb"] or "").lower()
    if verb and amount < 0:
        raise _refused(
            by, sentence, f"has the word {verb} and a negative current", "the word gives the sign; leave out -"
        )
    return CurrentStep(amount * SIGN.get(verb, 1.0), _seconds(found["time"], by)), per_area


def _amount(text: str, by: str) -> tuple[float, bool]:
    """Return a current in A, or in A/m^2, and whether it is per area."""
    text = text.strip()
    if re.fullmatch(NUMBER, text):
        raise _refused(by, text, "has no unit", EXAMPLES)
    for unit, per_area in (("A", False), ("A/m^2", True)):
        try:
            value = parse_quantity(text, unit)[0]
        except UnitError:
            continue
        if value == 0:
            raise _refused(by, text, "is no current", EXAMPLES)
        return value, per_area
    raise _refused(by, text, "is not a current", EXAMPLES)


def _seconds(text: str, by: str) -> float:
    try:
        value = parse_quantity(text.strip(), "s")[0]
    except UnitError as bad:
        raise _refused(by, text, f"is not a time: {bad.what}", "write '1 h', '30 min' or '600 s'") from None
    if not (value > 0 and isfinite(value)):
        raise _refused(by, text, "is not a time above zero", "write '1 h', '30 min' or '600 s'")
    return value


def _refused(by: str, text: str, what: str, fix: str) -> InputError:
    return InputError(_source(by), [Problem("current", f"{text.strip()!r} {what}", fix)])


def _source(by: str) -> str:
    """Return where a current was given, for messages: the option, or the file of a column map."""
    return "--current" if by == COMMAND_LINE else by
