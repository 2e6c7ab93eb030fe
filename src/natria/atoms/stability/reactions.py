"""All reactions of a phase that could set a limit, for many sets of energies at once.

A limit is set by as many products as the phase has elements beside sodium (a vertex of the linear programme), so these
are enumerated once, with the sodium that each needs. The limits under other energies are then products of matrices:

    V_j = -(sum_i x_ij E_i - E_P)/(n_j F),   V_red = max V_j over n_j > 0,   V_ox = min V_j over n_j < 0

The phase decomposes by itself where V_red > V_ox, or where a reaction without sodium gains energy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, islice
from math import comb

import numpy as np

from ...laws.constants import FARADAY
from ...quantity import ModelError
from .composition import composition, element_of
from .hull import matrix_of
from .phases import SODIUM

MOST = 400_000  # sets of products that are looked at
CHUNK = 50_000
SINGULAR = 1e-9  # determinant of whole numbers: a regular set has at least some 1e-3
NONE = 1e-9  # an amount or a number of atoms of this size is zero


@dataclass(frozen=True)
class CandidateReactions:
    """A row a reaction: the change of each phase (the phase itself -1), and the sodium taken up."""

    change: np.ndarray
    sodium: np.ndarray


@lru_cache(maxsize=64)
def reactions_of(formulas: tuple[str, ...], formula: str) -> CandidateReactions:
    """Return all reactions of a phase to as many products as it has elements beside sodium, or fewer.

    `formulas` are those of all phases, the elements and the phase itself among them.
    """
    elements = sorted(composition(formula).keys() - {SODIUM})
    held = [k for k, name in enumerate(formulas) if name != formula and _competes(name, elements)]
    if comb(len(held), len(elements)) > MOST:
        what = f"{len(held)} phases of {len(elements)} elements beside sodium are too many to sample"
        raise ModelError(what, "leave out phases far above the hull")
    names = [formulas[k] for k in held]
    matrix, target = matrix_of(names, elements), matrix_of([formula], elements)[:, 0]
    change: list[np.ndarray] = []
    sets = combinations(range(len(held)), len(elements))
    while chunk := list(islice(sets, CHUNK)):
        chosen = np.array(chunk)
        parts = matrix[:, chosen].transpose(1, 0, 2)
        regular = np.abs(np.linalg.det(parts)) > SINGULAR
        chosen, parts = chosen[regular], parts[regular]
        amounts = np.linalg.solve(parts, np.broadcast_to(target[:, None], (len(parts), len(target), 1)))[..., 0]
        possible = (amounts > -NONE).all(axis=1)
        rows = np.zeros((int(possible.sum()), len(formulas)))
        places = np.array(held)[chosen[possible]]
        np.put_along_axis(rows, places, amounts[possible], axis=1)
        change.append(rows)
    found = np.vstack(change) if change else np.zeros((0, len(formulas)))
    found[:, formulas.index(formula)] = -1.0
    return CandidateReactions(found, found @ matrix_of(formulas, [SODIUM])[0])


def _competes(name: str, elements: list[str]) -> bool:
    """Whether a phase is made of these elements and sodium; sodium itself is the reservoir."""
    return element_of(name) != SODIUM and set(composition(name)) <= {SODIUM, *elements}


def limits_of(reactions: CandidateReactions, energies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the reduction and the oxidation limit (V) for each row of energies (J/mol of formula).

    nan in both where the phase decomposes; 0 where sodium metal does not reduce it, inf where nothing oxidises it.
    """
    gain = energies @ reactions.change.T / FARADAY
    taken, given = reactions.sodium > NONE, reactions.sodium < -NONE
    neutral = gain[:, ~(taken | given)].min(axis=1, initial=np.inf)
    low = (-gain[:, taken] / reactions.sodium[taken]).max(axis=1, initial=0.0)
    high = (-gain[:, given] / reactions.sodium[given]).min(axis=1, initial=np.inf)
    gone = (neutral < 0) | (low > high)
    return np.where(gone, np.nan, low), np.where(gone, np.nan, high)
