"""Combinations of inputs in words, and shares as texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .determine import DatumSensitivity, Determination
from .posterior import Combination
from .priors import PriorInput

MOST = 3  # combinations of a datum that are told


def named(one: PriorInput) -> str:
    """Return an input as words: "conversion usable share"."""
    return one.name.replace("_", " ")


def combination_of(inputs: Sequence[PriorInput], one: Combination) -> str:
    """Return a combination as a sum, in prior spreads: "0.92 counter mass + 0.38 usable share"."""
    terms = one.significant()
    if len(terms) == 1:
        return named(inputs[terms[0][0]])
    first, *others = ((inputs[k], part) for k, part in terms)
    rest = "".join(f" {'+' if part > 0 else '-'} {abs(part):.2g} {named(who)}" for who, part in others)
    return f"{first[1]:.2g} {named(first[0])}{rest}"


def fixes(found: Determination, one: DatumSensitivity) -> Iterator[str]:
    """Yield what a datum fixes, best known first, with the share of the prior variance that is left."""
    for fixed in found.fixes(one)[:MOST]:
        yield f"{combination_of(found.inputs, fixed)} ({share(fixed.left)} of the variance left)"


def stays_unknown(found: Determination) -> Iterator[str]:
    """Yield what all data together leave unknown, one sentence for each combination."""
    hardly = [c for c in found.unknown if len(c.significant()) == 1]
    if hardly:
        names = ", ".join(named(found.inputs[c.significant()[0][0]]) for c in hardly)
        yield f"Hardly seen by any datum: {names}."
    for one in found.unknown:
        if len(terms := one.significant()) > 1:
            yield f"{_trade(found.inputs, terms)}: the data hardly see it ({share(one.left)} of the variance left)."


def _trade(inputs: Sequence[PriorInput], terms: Sequence[tuple[int, float]]) -> str:
    """Return a direction in words, over its largest part, which rises by one prior spread."""
    (first, most), *others = terms
    moved = ", ".join(f"{named(inputs[k])} {part / most:+.2g}" for k, part in others)
    return f"{named(inputs[first])} may rise by its prior spread with {moved} of theirs"


def share(left: float) -> str:
    """Return a share of a variance in per cent."""
    return f"{100 * left:.0f} %" if left >= 0.01 else "< 1 %"


def caveats(found: Determination) -> Iterator[str]:
    """Yield what the shares do not hold for."""
    if found.bent:
        names = ", ".join(map(named, found.bent))
        yield f"Slopes change much within one prior spread of {names}: their shares are rough."
    if found.idle:
        yield f"Without influence on any datum: {', '.join(map(named, found.idle))}."
    for one in found.data:
        if not one.used.all():
            yield f"{one.says}: {one.used.sum()} of {len(one.used)} values are found at all moved inputs and used."
    for kind, why in found.refused:
        yield f"{kind} is not available: {why}."
