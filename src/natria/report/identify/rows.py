"""Table rows of a determination, used by the terminal and by the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...quantity import in_unit, number, term
from ...studies.identify.determine import Determination
from ...studies.identify.priors import PriorInput
from ...studies.identify.wording import fixes, named

ALL = "all"
FIXES_HEADS = ("datum", "what it fixes, in prior spreads")


def heads(found: Determination) -> tuple[str, ...]:
    return ("input", "prior", *(one.kind for one in found.data), ALL)


def rows(found: Determination) -> Iterator[tuple[str, ...]]:
    """Yield a row for each input: its prior, and the share of its variance left by each datum (%)."""
    for one, left in zip(found.inputs, found.left, strict=True):
        yield (named(one), prior(one), *shares(left))


def shares(left: Iterable[float]) -> tuple[str, ...]:
    return tuple(f"{100 * x:.0f}" for x in left)


def prior(one: PriorInput) -> str:
    """Return one prior spread to both sides of the value, in the unit of the term."""
    row = term(one.finding.question.name)
    low, here, high = (number(in_unit(one.at(side), row.name), 3) for side in (-1, 0, 1))
    return f"{here} ({low} to {high})" + ("" if row.shown == "1" else f" {row.shown}")


def fixes_rows(found: Determination) -> Iterator[tuple[str, str]]:
    for one in found.data:
        yield one.says, "; ".join(fixes(found, one)) or "nothing to better than half of the prior variance"


def experiment(found: Determination) -> str:
    """Return the settings of the experiments in a sentence."""
    own, errors = found.settings, found.settings.errors
    shares = ", ".join(f"{100 * s:g}" for s in own.shares)
    return (
        f"Voltages at {shares} % of the charge, rests of {own.rest / 3600:g} h, impedance at {100 * own.rest_at:g} %, "
        f"second current {own.second_current:g} times the first. Errors: charge {100 * errors['charge']:g} %, voltage "
        f"{1e3 * errors['voltage']:g} mV, peak {1e3 * errors['peak']:g} mV, "
        f"resistance {100 * errors['resistance']:g} %."
    )
