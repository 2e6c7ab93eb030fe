"""What goes on over the depth of an electrode, in a state and at a current."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....answers import Refuse
from ..electrodes.deep_chain import balance_depth, ions_behind
from ..electrodes.deep_local import DRIVEN, IONIC, N_LOCAL, E, J
from ..electrodes.deep_places import FILLED, STRIDE, count_of
from ..electrodes.dispatch import has_own_slopes
from ..equations.layout import NUMBERS_AT, STATES_AT, Packed
from ..equations.salt import salt_at_face
from ..equations.states import AT_TEMPERATURE
from ..solvers.adaptive import SolveError
from ..solvers.run import MEND

SIDES = {"working": 0, "counter": 1}


@dataclass(frozen=True, eq=False)
class DepthProfile:
    """Slices from the electrolyte to the collector.

    Potentials are against the electrolyte at the face of the electrode.
    `reaction` is the current density that the electrode would have if all of it reacted so: its mean is the current.
    """

    place: np.ndarray  # middle of each slice, over the depth
    reaction: np.ndarray  # A/m^2, positive where it takes sodium up
    potential: np.ndarray  # V, of the electrons against the ions
    ionic_potential: np.ndarray  # V
    electronic_potential: np.ndarray  # V
    ionic_current: np.ndarray  # A/m^2, towards the collector, at the edges of the slices
    states: np.ndarray  # a row for each slice
    salt: np.ndarray  # mol/m^3 in the pores of each slice; empty where it is not simulated


def profile(packed: Packed, y: np.ndarray, ionic: float, side: str = "counter") -> DepthProfile:
    """Return the profiles of an electrode with a depth, in a state and at a current density of the ions."""
    electrode, shape = SIDES[side], packed.shape
    if not has_own_slopes(electrode, shape):
        raise Refuse(f"the {side} electrode has no depth; describe it under [{side}.depth]")
    p, own = packed.p[shape[NUMBERS_AT + electrode] :], y[shape[STATES_AT + electrode] :]
    plating, count = ionic if electrode == 0 else -ionic, count_of(p)
    local, salt = np.empty((count, N_LOCAL)), salt_at_face(electrode, y, ionic, shape, packed.p)
    balance_depth(plating, float(y[shape[AT_TEMPERATURE]]), salt, own, p, local)
    if np.isnan(local).any():
        raise SolveError(f"no reaction over the depth of the {side} electrode carries {plating / 10:.4g} mA/cm^2", MEND)
    inward = np.array([ions_behind(k, plating, local, p) for k in range(count + 1)])
    rises = local[:, DRIVEN] - local[:, IONIC] * np.concatenate([[inward[0] / 3.0 + inward[1] / 6.0], inward[1:-1]])
    filled, stride = int(p[FILLED]), int(p[STRIDE])
    liquid = np.cumsum(rises)
    return DepthProfile(
        place=(np.arange(count) + 0.5) / count,
        reaction=local[:, J].copy(),
        potential=local[:, E].copy(),
        ionic_potential=liquid,
        electronic_potential=liquid + local[:, E],
        ionic_current=inward,
        states=np.array(own[filled : filled + count * stride]).reshape(count, stride),
        salt=np.array(own[:filled]),
    )
