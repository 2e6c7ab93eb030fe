"""Draws of what is not known of a mixed conductor: on which side does sodium plate?

Every input of the layer is moved by its spread: the standard deviation of the design, of a fact its digits and the
scatter between cells, of a guess no less than its ground may claim (`quantity.grounds`), as verdicts move them. The
draws are a seeded Sobol sequence. Each is plated for a half-cycle; a draw without a solution stands in the table with
shares that are no number, and is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...answers import Answered, Answerer, Reader, Refuse
from ...laws.numbers import Numbers
from ...models.interface.mixed import MixedLayer, plating_course
from ...models.interface.mixed.answers import OBJECTION, VALID
from ...models.interface.mixed.map import QUICK
from ...models.interface.mixed.reading import asked_layer
from ...models.interface.mixed.tables import PLACES
from ...quantity import Finding, ModelError, Question, term
from ...record import Table, numbers, words
from ..predict.draws import Draws, inputs_of

DRAWS, PROBABILITY = "mixed_conductor_draws", "top_plating_probability"
DESIGN, DRAW = "design", "draw"
MOST = 100_000
HALF = 0.5  # of the sodium: what "plates there" means
ENDS = {"low": 0.025, "high": 0.975}
OWN = ("row", "conductivity_ratio", "thickness", *(f"share_{place}" for place in PLACES))  # columns before the inputs


@dataclass(frozen=True)
class DrawSettings:
    """Number of draws, and the seed of their sequence."""

    members: int = 256
    seed: int = 20261130

    def __post_init__(self) -> None:
        if not 0 < self.members <= MOST:
            raise ModelError(f"{self.members} draws", f"ask for 1 to {MOST}")


@dataclass(frozen=True, eq=False)
class MixedDraws:
    """Draws of one layer: conductivity ratio, thickness (m), and shares on top, within and under it.

    `middle` has ratio and thickness of the design. `inputs` are the moved numbers by name, `rank` the rank correlation
    of each with the share on top. `refused` counts draws without a solution, which are in nothing else here.
    """

    middle: tuple[float, float]
    ratio: NDArray[np.float64]
    thickness: NDArray[np.float64]
    shares: NDArray[np.float64]
    inputs: tuple[str, ...]
    rank: NDArray[np.float64]
    refused: int

    def probability(self, place: int) -> float:
        """Return the share of draws in which more than half of the sodium lies at a place: top, within, under."""
        return float(np.mean(self.shares[:, place] > HALF))

    def quantile(self, place: int, share: float) -> float:
        """Return a quantile of the share of the sodium at a place."""
        return float(np.quantile(self.shares[:, place], share))

    @property
    def leading(self) -> tuple[tuple[str, float], ...]:
        """Return the inputs by how much the share on top follows them, the strongest first."""
        order = np.argsort(-np.abs(self.rank))
        return tuple((self.inputs[k], float(self.rank[k])) for k in order)


def draws_table(read: Reader, settings: DrawSettings | None = None) -> Table:
    """Return the design and draws of it, a row each: ratio, thickness, shares, and the moved inputs."""
    used = settings or DrawSettings()
    middle = _layer(read)
    known = inputs_of(Finding(Question(PROBABILITY, read.part), 0.0, read.origin), (), of_paper=True)
    draws = Draws(used.members, used.seed)
    draws.take(known)
    moved = [draws.moved(known, row) for row in draws.normal()]
    layers = [middle, *(_layer(read.with_moved(values)) for values in moved)]
    shares = np.array([_shares(*one) for one in layers])
    if not np.isfinite(shares[1:]).any():
        raise Refuse("no draw has a solution: look at the spreads of the inputs")
    columns = {
        "row": words([DESIGN, *[DRAW] * used.members]),
        "conductivity_ratio": numbers("1", [one.electronic / one.ionic for one, *_ in layers]),
        "thickness": numbers("m", [one.thickness for one, *_ in layers]),
    }
    columns |= {f"share_{place}": numbers("1", one) for place, one in zip(PLACES, shares.T, strict=True)}
    for one in (root.finding for root in known.roots):
        values = [one.value, *(row[one.id] for row in moved)]
        columns[_place(one)] = numbers(term(one.question.name).unit, values)
    return Table(DRAWS, "Where sodium plates in draws of what is not known", columns)


def draws_of(table: Table) -> MixedDraws:
    """Return the draws of a table."""
    kept, shares = np.array(table.columns["row"].values) == DRAW, shares_of_rows(table)
    solved = kept & np.isfinite(shares).all(axis=1)
    ratio, thickness = (table.columns[name].numbers for name in OWN[1:3])
    names = tuple(name for name in table.columns if name not in OWN)
    inputs = np.stack([table.columns[name].numbers[solved] for name in names], axis=1)
    return MixedDraws(
        (float(ratio[~kept][0]), float(thickness[~kept][0])),
        ratio[solved],
        thickness[solved],
        shares[solved],
        names,
        _ranks(inputs, shares[solved][:, 0]),
        int(kept.sum() - solved.sum()),
    )


def shares_of_rows(table: Table) -> NDArray[np.float64]:
    """Return the shares of each row: top, within, under."""
    return np.stack([table.columns[f"share_{place}"].numbers for place in PLACES], axis=1)


def _layer(read: Reader) -> tuple[MixedLayer, float, float]:
    """Return the layer, current density and charge of a half-cycle."""
    return asked_layer(read), read("protocol.current"), read("protocol.areal_capacity")


def _shares(layer: MixedLayer, current: float, charge: float) -> Numbers:
    """Return the shares at the end of a half-cycle; no numbers where there is no solution."""
    try:
        return np.clip(plating_course(layer, current, charge, QUICK).shares, 0.0, 1.0)
    except ModelError:
        return np.full(len(PLACES), np.nan)


def _place(one: Finding) -> str:
    """Return where an input stands: its path in the design, or card and term."""
    return one.question.of.partition("#")[2] or f"{one.question.of}.{one.question.name}"


def _ranks(inputs: NDArray[np.float64], answer: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Spearman's rank correlation of each input with the answer; 0 with fewer than three draws."""
    from scipy.stats import rankdata

    if len(answer) < 3 or np.ptp(answer) == 0:
        return np.zeros(inputs.shape[1])
    ranked = np.array([rankdata(column) for column in inputs.T])
    return np.asarray(np.corrcoef(ranked, rankdata(answer))[-1, :-1])


def _probability(read: Reader) -> Answered:
    table = read.artefact()
    if not isinstance(table, Table):
        raise Refuse(f"{DRAWS} is no table")
    draws = draws_of(table)
    at = {"current": read("protocol.current"), "areal_capacity": read("protocol.areal_capacity")}
    match read.term.rpartition("_")[2]:
        case "probability":
            return Answered(draws.probability(0), at)
        case "draws":
            return Answered(float(draws.refused), at)
        case end:
            return Answered(draws.quantile(0, ENDS[end]), at)


_VALID = f"{VALID}; spreads of guesses as the design states them, inputs drawn independently of each other"
MIXED_DRAWS = Answerer("mixed_draws", 2, (DRAWS,), draws_table, _VALID, cost="seconds", draws=True, objection=OBJECTION)
MIXED_PROBABILITY = Answerer(
    "mixed_probability",
    1,
    (PROBABILITY, *(f"plated_share_top_{end}" for end in ENDS), "refused_draws"),
    _probability,
    _VALID,
    cost="seconds",
    of_artefact=DRAWS,
    draws=True,
    objection=OBJECTION,
)
