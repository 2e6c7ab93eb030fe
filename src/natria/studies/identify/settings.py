"""Settings of the experiments: where a curve is read, and how well each kind of number is known."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from ...quantity import InputError, NatriaError, Problem, did_you_mean, parse_quantity

CARD = "experiments.toml"
UNITS = {"charge": "1", "voltage": "V", "peak": "V", "resistance": "1"}  # of the error of each kind of number
OPTION = "--error"


@dataclass(frozen=True)
class ExperimentSettings:
    """Shares of a half-cycle, rest (s), ratio of the second current; errors by kind of number.

    Errors of charges and resistances are relative, those of voltages and of peaks in V.
    """

    shares: tuple[float, ...]
    rest_at: float
    rest: float
    second_current: float
    peak_width: float  # V, standard deviation of the Gaussian of dQ/dV
    errors: Mapping[str, float]

    def with_errors(self, texts: Sequence[str]) -> ExperimentSettings:
        """Return the settings with the errors of texts "KIND=VALUE" in place of the usual ones."""
        errors, wrong = dict(self.errors), []
        for text in texts:
            kind, _, value = (part.strip() for part in text.partition("="))
            try:
                errors[kind] = _error(kind, value)
            except NatriaError as bad:
                wrong.append(Problem(text, bad.what, bad.fix))
        if wrong:
            raise InputError(OPTION, wrong)
        return replace(self, errors=errors)

    def with_second_current(self, ratio: float) -> ExperimentSettings:
        """Return the settings with another second current, over that of the protocol."""
        if ratio <= 0 or ratio == 1:
            what = f"{ratio:g} times the current of the protocol is no second current"
            raise InputError("--second-current", [Problem(f"{ratio:g}", what, "give a ratio above zero, such as 4")])
        return replace(self, second_current=ratio)


def experiment_settings() -> ExperimentSettings:
    """Return the usual settings, from the card of this package."""
    card = tomllib.loads((files(__package__) / CARD).read_text(encoding="utf-8"))
    own = card["experiment"]
    return ExperimentSettings(
        tuple(own["shares"]),
        own["rest_at"],
        parse_quantity(own["rest"], "s")[0],
        own["second_current"],
        parse_quantity(own["peak_width"], "V")[0],
        {kind: _error(kind, row["value"]) for kind, row in card["error"].items()},
    )


def _error(kind: str, value: str) -> float:
    if kind not in UNITS:
        raise NatriaError(f"{kind!r} is no kind of number", did_you_mean(kind, UNITS) or f"one of {', '.join(UNITS)}")
    found, _ = parse_quantity(value, UNITS[kind])
    if found <= 0:
        raise NatriaError("an error is above zero", "leave it out for the usual one")
    return found
