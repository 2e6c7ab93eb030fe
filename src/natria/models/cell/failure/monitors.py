"""Failure modes of a cell, each by its rival laws: which a design can answer, and which end a run.

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
from . import cell_modes, faces
from .faces import ELECTRODES, PLATES, REFILLS
from .limits import Limits
from .utilisation import Kind, Monitor, Utilisation

PLATING, STRIPPING, ANY, NONE = (1,), (-1,), (1, -1), ()
EVENLY = True


@dataclass(frozen=True)
class FailureMode:
    """A failure mode by one law; `utilisation` reads its inputs at a place.

    A place is an electrode, the path of a layer, or none. `by` are the signs of the current that cause it: 1 plates the
    electrode, -1 strips it; for the whole cell either sign.
    """

    name: str
    law: str
    kind: Kind
    utilisation: Callable[[Reader, str], Utilisation | float]
    by: tuple[int, ...] = NONE
    evenly: bool = False


AT_FACES: tuple[FailureMode, ...] = (
    FailureMode("crack", "Porz: drop of the face", "shorts", faces.crack_by_face, PLATING),
    FailureMode("crack", "Porz: drop of face and films", "shorts", faces.crack_by_face_and_films, PLATING),
    FailureMode("void", "vacancy diffusion: voids begin", "stops", faces.voids_begin("vacancies"), STRIPPING),
    FailureMode("void", "measured pressure line: voids begin", "stops", faces.voids_begin("pressure-line"), STRIPPING),
    FailureMode("void", "creep: voids begin", "stops", faces.voids_begin("creep"), STRIPPING),
    FailureMode(
        "contact", "vacancy diffusion: contact lost", "stops", faces.contact_lost("vacancies"), STRIPPING, EVENLY
    ),
    FailureMode(
        "contact",
        "measured pressure line: contact lost",
        "stops",
        faces.contact_lost("pressure-line"),
        STRIPPING,
        EVENLY,
    ),
    FailureMode("contact", "creep: contact lost", "stops", faces.contact_lost("creep"), STRIPPING),
    FailureMode("empty", "Faraday", "stops", cell_modes.inventory_used, NONE, EVENLY),
    FailureMode("film growth", "resistance of the cell doubled", "warns", cell_modes.film_grown),
)
OF_THE_CELL: tuple[FailureMode, ...] = (
    FailureMode("salt depletion", "Nernst-Planck: salt used up at a face", "stops", cell_modes.salt_used_up, ANY),
    FailureMode("salt depletion", "J/J_lim, steady", "warns", cell_modes.over_limiting_current, ANY),
    FailureMode(
        "ramified deposit", "Chazalviel: depleted, then across the gap", "shorts", cell_modes.ramified, ANY, EVENLY
    ),
    FailureMode("over-heating", "sodium melts", "stops", cell_modes.melting, ANY),
)
OF_A_LAYER: tuple[FailureMode, ...] = (
    FailureMode("unstable front", "elastic: Monroe-Newman", "warns", cell_modes.flat_front),
)
OF_A_GLASS: tuple[FailureMode, ...] = (
    FailureMode("over-heating", "glass transition", "warns", cell_modes.softening, ANY),
)


def watch(read: Reader) -> tuple[Monitor, ...]:
    """Return a monitor for each failure mode, with its inputs read; unknown where the design gives none."""
    return tuple(_monitors(read))


def monitors_of(design: Design) -> tuple[tuple[Monitor, ...], Record]:
    """Return the monitors of a design, and what was read."""
    record = Record()
    return watch(Reader(of_design(design), record)), record


def _monitors(read: Reader) -> Iterator[Monitor]:
    for mode in OF_THE_CELL:
        yield _monitor(read, mode, mode.name, "", mode.by)
    for electrode in ELECTRODES:
        for mode in AT_FACES:
            acts = tuple(PLATES[electrode] * by for by in mode.by)
            yield _monitor(read, mode, f"{mode.name} at the {electrode} electrode", electrode, acts)
    for kind in ("electrolyte", "interphase"):
        for layer in read.names(kind):
            path = f"{kind}.{layer}"
            for mode in _of_layer(read, path):
                yield _monitor(read, mode, f"{mode.name} at {layer}", path, mode.by)


def _of_layer(read: Reader, path: str) -> tuple[FailureMode, ...]:
    """Return the failure modes of a layer; a glass also softens."""
    return (*OF_A_LAYER, *(mode for mode in OF_A_GLASS if read.has(f"{path}.glass_transition_temperature")))


def _monitor(read: Reader, mode: FailureMode, name: str, place: str, acts: tuple[int, ...]) -> Monitor:
    try:
        utilisation = mode.utilisation(read, place)
    except (Refuse, Unanswerable, ValueError) as no:  # the law has no value for these numbers
        return Monitor(name, mode.law, mode.kind, None, str(no), acts)
    except NatriaError as no:
        return Monitor(name, mode.law, mode.kind, None, no.what, acts)
    return Monitor(name, mode.law, mode.kind, utilisation, "", acts, mode.evenly)


# --- laws that a design lets act


def limits_of(read: Reader) -> Limits:
    """Return the limits that end a run: melting, and those chosen under [failure].

    Lost contact and cracks act where the design chooses their laws.
    """
    limits = Limits(temperature=faces.melting_point(read))
    if read.has("failure.void") and read.law("failure.void") != "none":
        limits = replace(limits, contact=faces.least_contact(read))
    if not read.has("failure.short") or read.law("failure.short") == "none":
        return limits
    limits = replace(limits, crack_working=faces.crack_overpotential(read, "working"))
    if read.word("cell") == "full":
        return limits
    return replace(limits, crack_counter=faces.crack_overpotential(read, "counter"))


def voids_of(read: Reader, electrode: str) -> Voids | None:
    """Return the loss of contact at an electrode by the law of [failure.void]; None without one.

    Creep is that of the foil as built: the engine uses one value, where the monitor follows the height.
    """
    if not read.has("failure.void"):
        return None
    law = read.law("failure.void")
    if law == "none" or (electrode == "counter" and read.word("cell") == "full"):
        return None
    if law == "creep" and faces.is_foil(read, electrode):
        raise Refuse("creep has no height to begin with on a foil without sodium; choose another [failure.void]")
    return Voids(_refill_as_built(read, electrode, law), faces.void_charge(read, electrode))


def _refill_as_built(read: Reader, electrode: str, law: str) -> float:
    """Return the current (A/m^2) at which a law refills a face; only creep depends on the sodium there."""
    refill = REFILLS[law](read, electrode)
    built = faces.sodium_as_built(read, electrode) if law == "creep" else 0.0
    return float(refill(np.array(built)))
