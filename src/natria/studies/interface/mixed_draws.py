"""Draws of what is not known of a mixed conductor: on which side does sodium plate?

Every input of the layer is moved by its spread: the standard deviation of the design, of a fact its digits and the
scatter between cells, of a guess no less than its ground may claim (`quantity.grounds`), as verdicts move them. The
draws are a seeded Sobol sequence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...answers import Reader, Record, ask_number, of_design
from ...design import Design
from ...models.interface.mixed import MixedLayer, plating_course
from ...models.interface.mixed.answers import MIXED_LENGTHS
from ...models.interface.mixed.map import QUICK
from ...models.interface.mixed.reading import asked_layer
from ...quantity import Finding, InputError, ModelError, Problem, Question
from ..predict.draws import Draws, inputs_of

MEMBERS, SEED = 256, 20261130
MOST = 100_000
HALF = 0.5  # of the sodium: what "plates there" means
UNMOVED: Mapping[str, float] = {}


@dataclass(frozen=True, eq=False)
class MixedDraws:
    """Draws of one layer: conductivity ratio, thickness (m), and shares on top, within and under it.

    `middle` has ratio and thickness of the design. `inputs` are the moved numbers by name, `rank` the rank correlation
    of each with the share on top. `refused` counts draws without a solution.
    """

    part: str
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

    def ends(self, place: int) -> tuple[float, float, float]:
        """Return the 2.5 %, 50 % and 97.5 % quantiles of the share at a place."""
        low, middle, high = np.quantile(self.shares[:, place], (0.025, 0.5, 0.975))
        return float(low), float(middle), float(high)

    @property
    def leading(self) -> tuple[tuple[str, float], ...]:
        """Return the inputs by how much the share on top follows them, the strongest first."""
        order = np.argsort(-np.abs(self.rank))
        return tuple((self.inputs[k], float(self.rank[k])) for k in order)


def mixed_draws(design: Design, part: str, members: int = MEMBERS, seed: int = SEED) -> MixedDraws:
    """Return draws of the layer of a design, each plated for a half-cycle of its protocol."""
    if not 0 < members <= MOST:
        raise ModelError(f"{members} draws", f"ask for 1 to {MOST}")
    question = Question("top_nucleation_thickness", f"{design.name}#{part}")
    answer = ask_number(MIXED_LENGTHS, design, question)
    if not isinstance(answer, Finding):
        raise InputError(design.name, [Problem(part, answer.why)])
    known = inputs_of(answer, (), of_paper=True)
    draws = Draws(members, seed)
    draws.take(known)
    normal = draws.normal()
    layers, shares, kept = [], [], []
    for k, row in enumerate(normal):
        layer, current, charge = _moved(design, part, draws.moved(known, row))
        try:
            shares.append(np.clip(plating_course(layer, current, charge, QUICK).shares, 0.0, 1.0))
        except ModelError:
            continue
        layers.append(layer)
        kept.append(k)
    if not kept:
        raise ModelError(f"no draw of {design.name}#{part} has a solution", "look at the spreads of its inputs")
    names = tuple(root.about for root in known.roots)
    middle, _, _ = _moved(design, part, UNMOVED)
    return MixedDraws(
        part,
        (middle.electronic / middle.ionic, middle.thickness),
        np.array([one.electronic / one.ionic for one in layers]),
        np.array([one.thickness for one in layers]),
        np.array(shares),
        names,
        _ranks(normal[kept][:, : len(names)], np.array(shares)[:, 0]),
        members - len(kept),
    )


def _moved(design: Design, part: str, values: Mapping[str, float]) -> tuple[MixedLayer, float, float]:
    """Return the layer with its inputs moved (values by id), current density and charge of a half-cycle."""
    read = Reader(of_design(design), Record(), "top_nucleation_thickness", part, moved=values)
    return asked_layer(read), read("protocol.current"), read("protocol.areal_capacity")


def _ranks(inputs: NDArray[np.float64], answer: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Spearman's rank correlation of each input with the answer; 0 with fewer than three draws."""
    from scipy.stats import rankdata

    if len(answer) < 3 or np.ptp(answer) == 0:
        return np.zeros(inputs.shape[1])
    ranked = np.array([rankdata(column) for column in inputs.T])
    return np.asarray(np.corrcoef(ranked, rankdata(answer))[-1, :-1])
