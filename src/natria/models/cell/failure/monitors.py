"""Ways of a cell to fail, each by its rival laws: a table, and what of it a design lets be watched, or lets act.

A law that a design cannot answer stays in the table as unknown, with what it needs, and never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ....answers import Reader, Record, Refuse, of_design
from ....design import Design, Unanswerable
from ....quantity import NatriaError
from ..cell import Voids
from . import faces, loads
from .faces import ELECTRODES, PLATES, REFILLS
from .limits import Limits
from .utilisation import Kind, Load, Monitor

PLATING, STRIPPING, ANY, NONE = (1,), (-1,), (1, -1), ()
EVENLY = True


@dataclass(frozen=True)
class Way:
    """A row: `load` reads what it needs at a place (an electrode, the path of a layer, nowhere). `by` are the currents
    that do it: 1 plates the electrode, -1 strips it; of the whole cell either sign."""

    name: str
    law: str
    kind: Kind
    load: Callable[[Reader, str], Load | float]
    by: tuple[int, ...] = NONE
    evenly: bool = False


AT_FACES: tuple[Way, ...] = (
    Way("crack", "Porz: drop of the face", "shorts", faces.crack_by_face, PLATING),
    Way("crack", "Porz: drop of face and films", "shorts", faces.crack_by_face_and_films, PLATING),
    Way("void", "vacancy diffusion: voids begin", "stops", faces.voids_begin("vacancies"), STRIPPING),
    Way("void", "measured pressure line: voids begin", "stops", faces.voids_begin("pressure-line"), STRIPPING),
    Way("void", "creep: voids begin", "stops", faces.voids_begin("creep"), STRIPPING),
    Way("contact", "vacancy diffusion: contact lost", "stops", faces.contact_lost("vacancies"), STRIPPING, EVENLY),
    Way(
        "contact",
        "measured pressure line: contact lost",
        "stops",
        faces.contact_lost("pressure-line"),
        STRIPPING,
        EVENLY,
    ),
    Way("contact", "creep: contact lost", "stops", faces.contact_lost("creep"), STRIPPING),
    Way("empty", "Faraday", "stops", loads.inventory_used, NONE, EVENLY),
    Way("film growth", "resistance of the cell doubled", "warns", loads.film_grown),
)
OF_THE_CELL: tuple[Way, ...] = (
    Way("salt depletion", "Nernst-Planck: salt used up at a face", "stops", loads.salt_used_up, ANY),
    Way("salt depletion", "J/J_lim, steady", "warns", loads.over_limiting_current, ANY),
    Way("ramified deposit", "Chazalviel: depleted, then across the gap", "shorts", loads.ramified, ANY, EVENLY),
    Way("over-heating", "sodium melts", "stops", loads.melting, ANY),
)
OF_A_LAYER: tuple[Way, ...] = (Way("unstable front", "elastic: Monroe-Newman", "warns", loads.flat_front),)
OF_A_GLASS: tuple[Way, ...] = (Way("over-heating", "glass transition", "warns", loads.softening, ANY),)


def watch(read: Reader) -> tuple[Monitor, ...]:
    """All ways to fail, each with what it needs read; unknown where the design does not say it."""
    return tuple(_monitors(read))


def monitors_of(design: Design) -> tuple[tuple[Monitor, ...], Record]:
    """The same of a design, and what was read."""
    record = Record()
    return watch(Reader(of_design(design), record)), record


def _monitors(read: Reader) -> Iterator[Monitor]:
    for way in OF_THE_CELL:
        yield _monitor(read, way, way.name, "", sign=1)
    for electrode in ELECTRODES:
        for way in AT_FACES:
            yield _monitor(read, way, f"{way.name} at the {electrode} electrode", electrode, sign=PLATES[electrode])
    for kind in ("electrolyte", "interphase"):
        for layer in read.names(kind):
            path = f"{kind}.{layer}"
            ways = OF_A_LAYER
            if read.has(f"{path}.glass_transition_temperature"):
                ways += OF_A_GLASS
            for way in ways:
                yield _monitor(read, way, f"{way.name} at {layer}", path, sign=1)


def _monitor(read: Reader, way: Way, name: str, place: str, *, sign: int) -> Monitor:
    acts = tuple(sign * by for by in way.by)
    try:
        load = way.load(read, place)
    except (Refuse, Unanswerable, ValueError) as no:  # a law has no value for these numbers
        return Monitor(name, way.law, way.kind, None, str(no), acts)
    except NatriaError as no:
        return Monitor(name, way.law, way.kind, None, no.what, acts)
    return Monitor(name, way.law, way.kind, load, "", acts, way.evenly)


# --- laws that a design lets act


def limits_of(read: Reader) -> Limits:
    """What ends a run: melting; lost contact and cracks where the design chooses their laws, under [failure]."""
    limits = Limits(temperature=faces.melting_point(read))
    if read.has("failure.void") and read.law("failure.void") != "none":
        limits = replace(limits, contact=faces.least_contact(read))
    if not read.has("failure.short") or read.law("failure.short") == "none":
        return limits
    working, counter = (faces.crack_overpotential(read, electrode) for electrode in ELECTRODES)
    return replace(limits, crack_working=working, crack_counter=counter)


def voids_of(read: Reader, electrode: str) -> Voids | None:
    """How contact is lost at an electrode, by the law that the design chooses under [failure.void]; none without.

    Creep is that of the foil as it is built: the engine knows one value, where the monitor follows the height.
    """
    if not read.has("failure.void"):
        return None
    law = read.law("failure.void")
    if law == "none":
        return None
    if law == "creep" and faces.is_foil(read, electrode):
        raise Refuse("creep has no height to begin with on a foil without sodium; choose another [failure.void]")
    return Voids(_refill_as_built(read, electrode, law), faces.void_charge(read, electrode))


def _refill_as_built(read: Reader, electrode: str, law: str) -> float:
    """A/m^2 that a law brings to a face; only creep depends on the sodium that is there."""
    refill = REFILLS[law](read, electrode)
    built = faces.sodium_as_built(read, electrode) if law == "creep" else 0.0
    return float(refill(np.array(built)))
