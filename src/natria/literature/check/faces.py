"""Rules of faces: what a cell costs without its layer, against cells of bare sodium."""

from __future__ import annotations

from collections.abc import Iterator

from ...quantity import Finding
from ..library import Library
from .facts import alike, at, named
from .look import Interval, Look, cited, exact, ids, interval, look, over, shown, spanned

ETA = "cell_overpotential"


def bare_faces(library: Library) -> Iterator[Look]:
    """Faces and electrolyte of a cell, extrapolated to no layer, cost no more than a cell of bare sodium.

    Two thicknesses h1 < h2 of an ohmic layer leave V0 = (V1 h2 - V2 h1) / (h2 - h1) at no layer. The voltage of a bare
    cell rises with the current, and by no more than in proportion: Ohm's law, and Butler-Volmer bends downwards. A
    hysteresis is twice the overpotential of the cell.
    """
    bare = [f for f in named(library, ETA, "hysteresis") if _is_bare(library, f) and at(f, "current")]
    layered = [f for f in named(library, ETA) if at(f, "thickness") and at(f, "current") and f.bound is None]
    for one, other in alike(layered, "thickness"):
        if one.question.of != other.question.of or at(one, "thickness") == at(other, "thickness"):
            continue
        thin, thick = sorted((one, other), key=lambda f: at(f, "thickness") or 0.0)
        without = _without_layer(thin, thick)
        current = at(thin, "current") or 0.0
        for cell in (f for f in bare if f.question.of != thin.question.of):
            expected = _at_current(cell, current)
            words = (
                f"{cited(thin)} and {cited(thick)} leave {shown(without, ETA)} without the layer at "
                f"{shown(exact(current), 'current_density')}; {cited(cell)} at "
                f"{shown(exact(at(cell, 'current') or 0.0), 'current_density')} allows {shown(expected, ETA)}"
            )
            says = (
                f"{spanned(over(without, expected))} times the faces and the electrolyte of bare sodium: the exchange "
                "current of one of the two cells does not hold in the other"
            )
            fits = without[0] <= expected[1]
            yield look("bare faces", ids(thin, thick, cell), words, fits, says, otherwise="caution")


def _is_bare(library: Library, fact: Finding) -> bool:
    """Whether a cell has no layer that somebody made, nor a solid electrolyte."""
    system = library.system(fact.question.of)
    return system is not None and not system.kind and "#" not in fact.question.of


def _without_layer(thin: Finding, thick: Finding) -> Interval:
    """The overpotential at no layer, by a line through two thicknesses."""
    short, long = at(thin, "thickness") or 0.0, at(thick, "thickness") or 0.0
    (low, high), (least, most) = interval(thin), interval(thick)
    return (low * long - most * short) / (long - short), (high * long - least * short) / (long - short)


def _at_current(fact: Finding, current: float) -> Interval:
    """The overpotential of a bare cell that its fact allows at another current."""
    parts = 2 if fact.question.name == "hysteresis" else 1
    low, high = (end / parts for end in interval(fact))
    ratio = current / (at(fact, "current") or current)
    return (low, high * ratio) if ratio >= 1 else (low * ratio, high)


RULES = (bare_faces,)
