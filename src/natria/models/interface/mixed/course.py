"""The mixed conductor over one half-cycle of plating, as a differential-algebraic system.

    dq_top/dt = j_top      dq_within/dt = r(z)      dq_under/dt = j_under      0 = charge balance of `balance`

The overpotential at each node is algebraic. Sodium changes the rates in two ways: a place is covered by the share
q/(q + q_c), after which it plates without its barrier, with q_c the coverage charge per area of the place; and the
space inside is filled, the rate of plating inside being in proportion to what is free, 1 - q/room; what dissolves
there, as eta is negative below a dense deposit, is not slowed. Integrated by IDA of SUNDIALS (Hindmarsh et al., ACM
Trans. Math. Softw. 31, 363 (2005)) in backward differences of variable order.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO

import numpy as np

from ....laws.numbers import Numbers
from ....quantity import ModelError
from .balance import COVERED, MixedBalance, bare, grid_of
from .layer import MixedLayer
from .mesh import FEWEST, MixedMesh, nodes
from .newton import face_lengths, solve_on
from .profile import MixedProfile
from .states import PlatingStates, covered_share

LEAST_RTOL = 1e-13
BANDS = 2  # of the Jacobian: eta and charge of a node stand side by side, those of its neighbours two places away


@dataclass(frozen=True)
class MixedIntegration:
    """Settings in time: mesh, tolerances (of RT/F and of the charge), readings, and the first one.

    Readings are even in the logarithm of the time from `first` (of the whole) on; the deposit covers a place early.
    """

    mesh: MixedMesh = field(default_factory=lambda: MixedMesh(cells=32, per_length=6.0, growth=2.5))
    rtol: float = 1e-5
    atol: float = 1e-7
    readings: int = 41
    first: float = 1e-4
    steps: int = 20_000
    tighter: float = 1e-2  # by which the tolerances are multiplied where the solver stops at a corner of the rates
    tries: int = 3

    def __post_init__(self) -> None:
        if not (1e-13 < self.rtol < 1e-2 and 0 < self.atol < 1e-2):
            raise ModelError("tolerances of a course out of bounds", "give a relative one between 1e-13 and 1e-2")
        if self.readings < 2 or not 0 < self.first < 1 or min(self.steps, self.tries) < 1:
            raise ModelError("a course without readings", "give at least two, the first after the start")


@dataclass(frozen=True, eq=False)
class PlatingCourse:
    """Charges plated on top, within and under the layer (C/m^2) over time (s), and its voltage (V).

    `start` and `end` are the profiles at the two ends, `filled` the share of the space inside that sodium takes at the
    end, at the nodes.
    """

    time: Numbers
    top: Numbers
    within: Numbers
    under: Numbers
    voltage: Numbers
    start: MixedProfile
    end: MixedProfile
    filled: Numbers

    @property
    def charges(self) -> Numbers:
        """Return the charges (C/m^2), a row for each place from top to bottom."""
        return np.stack([self.top, self.within, self.under])

    @property
    def shares(self) -> tuple[float, float, float]:
        """Return the shares of all sodium that lie on top, within and under the layer at the end."""
        last = self.charges[:, -1]
        top, within, under = (float(one) for one in last / last.sum())
        return top, within, under


def plating_course(
    layer: MixedLayer, current: float, charge: float, settings: MixedIntegration | None = None
) -> PlatingCourse:
    """Return the course of plating a charge (C/m^2) at a current density (A/m^2) on a bare layer."""
    used = settings or MixedIntegration()
    if not charge > 0 or not current > 0:
        raise ModelError(f"a half-cycle of {charge:g} C/m^2 at {current:g} A/m^2", "give both above zero")
    z = _nodes(layer, current, used)
    states = PlatingStates(layer, current, grid_of(layer, z))
    first, eta = solve_on(states.balance(np.zeros(len(z)), 0.0, 0.0))
    time = charge / current * np.concatenate([[0.0], np.geomspace(used.first, 1.0, used.readings - 1)])
    found = _integrated(states, eta, time, charge, used)
    q_top, etas, inside, q_under = states.parts(found)
    last, _ = solve_on(states.balance(inside[-1], float(q_top[-1]), float(q_under[-1])), etas[-1])
    both = layer.ionic + layer.electronic
    voltage = (current * layer.thickness + layer.ionic * etas[:, -1] + layer.electronic * etas[:, 0]) / both
    if layer.deposit == "dense":
        voltage -= covered_share(q_top, layer.coverage) * etas[:, 0]
    filled = inside[-1] / layer.room if layer.exchange_inside and np.isfinite(layer.room) else np.zeros(len(z))
    return PlatingCourse(time, q_top, inside @ states.grid.volumes, q_under, voltage, first, last, filled)


def _nodes(layer: MixedLayer, current: float, used: MixedIntegration) -> Numbers:
    """Return nodes that resolve the reaction on a bare and on a covered layer.

    Without a reaction inside the potentials are straight lines, which any nodes have exactly.
    """
    if not layer.exchange_inside:
        return np.linspace(0.0, layer.thickness, FEWEST + 1)
    z = nodes(layer.thickness, used.mesh, layer.reaction_length)
    lengths, eta = [layer.reaction_length], None
    grid = grid_of(layer, z)
    for cover in (bare(layer), COVERED):
        _, eta = solve_on(MixedBalance(layer, current, grid, cover), eta)
        lengths += face_lengths(layer, eta, cover)
    return nodes(layer.thickness, used.mesh, min(lengths))


def _integrated(states: PlatingStates, eta: Numbers, time: Numbers, charge: float, used: MixedIntegration) -> Numbers:
    """Return the states at some times, from a layer without sodium at the overpotentials eta (V)."""
    from sksundae.ida import IDA

    layer, n = states.layer, len(states.grid.z)
    small = states.joined(charge, np.full(n, layer.law.thermal), np.full(n, charge / layer.thickness), charge)
    for attempt in range(used.tries):
        by = used.tighter**attempt
        solver = IDA(
            states.residual,
            jacfn=states.jacobian,
            algebraic_idx=np.arange(1, 2 * n, 2),
            rtol=max(used.rtol * by, LEAST_RTOL),
            atol=small * used.atol * by,
            max_num_steps=used.steps,
            linsolver="band",
            lband=BANDS,
            uband=BANDS,
        )
        with redirect_stdout(StringIO()):  # the binding prints why SUNDIALS stopped; the error below says it
            found = solver.solve(time, *states.start(eta))
        if found.success:
            return np.asarray(found.y)
    what = f"the course of plating stopped after {found.t[-1]:.6g} s of {time[-1]:.6g} s: {found.message}"
    raise ModelError(what, "check the exchange currents and barriers of the layer")
