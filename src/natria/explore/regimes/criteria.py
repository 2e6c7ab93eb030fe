"""Failure modes by closed forms: how far each limit is used, 1 at failure.

    current over critical current      cracks, voids, used-up salt, critical overpotential
    share of the sodium moved          an empty electrode
    heating over what is left to melt  over-heating
    thickness over critical thickness  a crack through a film (a warning)
    shear modulus over its limit       an unstable front (a warning)

A range counts by its least favourable end. A warning leaves a cell running and is no regime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...answers import Answerer, Reader, Refuse
from ...design import Design
from ...models import find_model
from ...models.cell.failure.faces import melting_point
from ...models.cell.failure.utilisation import Kind
from ...models.reading.layers import layer_thickness
from ...quantity import Span

TERM = "limit_utilisation"
Used = Callable[[Reader, Span], float]  # the utilisation, of the ends of an answer


def _current(read: Reader, critical: Span) -> float:
    return read("protocol.current") / critical[0]


def _itself(_: Reader, share: Span) -> float:
    return share[1]


def _warming(read: Reader, rise: Span) -> float:
    left = melting_point(read) - read("temperature")
    if not left > 0:
        raise Refuse("sodium is molten from the start")
    return rise[1] / left


def _film(read: Reader, critical: Span) -> float:
    return layer_thickness(read, f"interphase.{read.part}") / critical[0]


def _shear(read: Reader, limit: Span) -> float:
    form = find_model("elastic_stability")
    return _ends(form.run(read.asked_for("shear_modulus_ratio")))[1] / limit[0]


@dataclass(frozen=True)
class FailureCriterion:
    """A failure mode by one closed form: the term that it answers and how its utilisation follows.

    `layers` is the table of layers that it is asked about, empty for the whole cell.
    """

    mode: str
    law: str
    kind: Kind
    form: str
    term: str
    used: Used
    layers: tuple[str, ...] = ()

    @property
    def answerer(self) -> Answerer:
        """Return the answerer of the utilisation of this limit."""
        form = find_model(self.form)

        def run(read: Reader) -> float:
            return self.used(read, _ends(form.run(read.asked_for(self.term))))

        return Answerer(f"utilisation by {form.name}", form.version, (TERM,), run, form.valid)


def _ends(answer: object) -> Span:
    """Return the ends of a number or a range."""
    low, high = answer if isinstance(answer, tuple) else (answer, answer)
    return low, high


CRITICAL = "critical_current_density"
CRITERIA: tuple[FailureCriterion, ...] = (
    FailureCriterion("crack", "Porz: drop of the face", "shorts", "crack_limit", CRITICAL, _current),
    FailureCriterion("void", "vacancy diffusion", "stops", "void_limit", CRITICAL, _current),
    FailureCriterion("void", "creep of the foil", "stops", "creep_limit", CRITICAL, _current),
    FailureCriterion("void", "creep around a void", "stops", "void_closure", CRITICAL, _current),
    FailureCriterion("void", "measured pressure line", "stops", "pressure_line", CRITICAL, _current),
    FailureCriterion("salt depletion", "within a half-cycle", "stops", "depletion_limit", CRITICAL, _current),
    FailureCriterion("critical overpotential", "films and face", "shorts", "polarisation_limit", CRITICAL, _current),
    FailureCriterion("critical overpotential", "steps of deposition", "shorts", "step_limit", CRITICAL, _current),
    FailureCriterion("empty electrode", "Faraday", "stops", "cell_budget", "inventory_share", _itself),
    FailureCriterion("over-heating", "sodium melts", "stops", "heat", "cell_heating", _warming),
    FailureCriterion(
        "film cracks", "Hutchinson-Suo", "warns", "film_cracking", "critical_layer_thickness", _film, ("interphase",)
    ),
    FailureCriterion(
        "unstable front",
        "elastic: Monroe-Newman",
        "warns",
        "elastic_stability",
        "stable_below_modulus_ratio",
        _shear,
        ("interphase", "electrolyte"),
    ),
)


def criteria_of(design: Design) -> Iterator[tuple[FailureCriterion, str]]:
    """Return each criterion with the subject that it is asked about: the cell, or each of its layers."""
    for one in CRITERIA:
        if not one.layers:
            yield one, design.name
        for table in one.layers:
            for layer in design.names(table):
                yield one, f"{design.name}#{layer}"
