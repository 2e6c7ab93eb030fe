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

import numpy as np

from ...answers import Answerer, Reader, Refuse
from ...design import Design
from ...models import find_model
from ...models.cell.failure.cell_modes import flat_front
from ...models.cell.failure.faces import melting_point, metal_at
from ...models.cell.failure.utilisation import Kind
from ...models.reading.layers import layer_asked, layer_thickness
from ...models.reading.solids import shear_moduli
from ...quantity import Span
from ..answers.many_values import ManyValues

TERM = "limit_utilisation"
Number = Callable[[Reader], float | Span]


def _current(read: Reader) -> float:
    return read("protocol.current")


def _whole(read: Reader) -> float:
    """Return the whole, of whatever cell it is."""
    read.word("cell")
    return 1.0


def _left_to_melt(read: Reader) -> float:
    left = melting_point(read) - read("temperature")
    if not left > 0:
        raise Refuse("sodium is molten from the start")
    return left


def _thickness(read: Reader) -> float:
    return layer_thickness(read, f"interphase.{read.part}")


def _stable_up_to(read: Reader) -> float:
    """Return the ratio of shear moduli at which `flat_front` has a utilisation of 1."""
    layer = layer_asked(read)
    stiff = shear_moduli(read, layer)[1] / read(f"{metal_at(read, 'working')}.shear_modulus")
    return stiff / flat_front(read, layer)


@dataclass(frozen=True)
class FailureCriterion:
    """A failure mode by one closed form, which answers a limit, or with `is_limit` false what uses it up.

    `other` is the other one of the two. `layers` is the table of layers that it is asked about, empty for the cell.
    """

    mode: str
    law: str
    kind: Kind
    form: str
    term: str
    other: Number
    is_limit: bool = True
    layers: tuple[str, ...] = ()

    @property
    def answerer(self) -> Answerer:
        """Return the closed form."""
        return find_model(self.form)

    @property
    def beside(self) -> Answerer:
        """Return the answerer of the other number."""
        return Answerer(f"{self.mode}: {self.law}", 1, (TERM,), self.other, self.answerer.valid)

    def used(self, answer: ManyValues, beside: ManyValues) -> np.ndarray:
        """Return the utilisation at its least favourable end; nan where one of the two is refused."""
        most, limit = (beside.high, answer.low) if self.is_limit else (answer.high, beside.low)
        return np.asarray(np.divide(most, limit, out=np.full(len(most), np.inf), where=limit != 0))


CRITICAL, CRACKING = "critical_current_density", "critical_layer_thickness"
CRITERIA: tuple[FailureCriterion, ...] = (
    FailureCriterion("crack", "Porz: drop of the face", "shorts", "crack_limit", CRITICAL, _current),
    FailureCriterion("void", "vacancy diffusion", "stops", "void_limit", CRITICAL, _current),
    FailureCriterion("void", "creep of the foil", "stops", "creep_limit", CRITICAL, _current),
    FailureCriterion("void", "creep around a void", "stops", "void_closure", CRITICAL, _current),
    FailureCriterion("void", "measured pressure line", "stops", "pressure_line", CRITICAL, _current),
    FailureCriterion("salt depletion", "within a half-cycle", "stops", "depletion_limit", CRITICAL, _current),
    FailureCriterion("critical overpotential", "films and face", "shorts", "polarisation_limit", CRITICAL, _current),
    FailureCriterion("critical overpotential", "steps of deposition", "shorts", "step_limit", CRITICAL, _current),
    FailureCriterion("empty electrode", "Faraday", "stops", "cell_budget", "inventory_share", _whole, is_limit=False),
    FailureCriterion("over-heating", "sodium melts", "stops", "heat", "cell_heating", _left_to_melt, is_limit=False),
    FailureCriterion(
        "film cracks", "Hutchinson-Suo", "warns", "film_cracking", CRACKING, _thickness, layers=("interphase",)
    ),
    FailureCriterion(
        "unstable front",
        "elastic: Monroe-Newman",
        "warns",
        "elastic_stability",
        "shear_modulus_ratio",
        _stable_up_to,
        is_limit=False,
        layers=("interphase", "electrolyte"),
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
