"""The balance of sodium in a step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import boundary_kernels as boundary
from .. import transport_kernels as transport
from .fields import StepFields, copy, write
from .formula import StepWeights
from .potential import add
from .setup import RunSetup


@dataclass(frozen=True)
class SodiumBalance:
    """Sodium in the box and what came in, mol/m^2 of the cross-section."""

    total: float
    metal: float
    supplied: float


def solve_sodium(run: RunSetup, fields: StepFields, w: StepWeights, made: float) -> float:
    """Solve for the concentration; return the supply, mol/(m^3 s) summed over the cells.

    `made` is the part of it that sources bring.
    """
    now, phi = _sodium(fields, -1), fields.phi[-1]
    one, p, plain, far, ends = run.elliptic, run.numbers, fields.rates.base, fields.far, run.ends
    run.each(transport.diffuse, now.xi, fields.layer, phi, fields.cells, now.scale, p)
    run.each(transport.join_activities, fields.cells, now.scale, phi, one.faces, p.factor)
    run.each(transport.sodium_right, now, (fields.total[0], fields.total[1], plain), one.q, fields.right, p, w)
    given = (fields.cells, fields.layer, now.scale, phi)
    run.whole(boundary.far_side, given, far, (one.q, fields.right, plain), p, ends)
    if run.sources:
        add(run, fields.right, fields.extra[2])
        add(run, plain, fields.extra[2])
    one.prepare()
    one.solve(now.u, fields.right, run.settings.concentration, run.settings.iterations)
    rows = (plain, far.conductance, far.activity)
    run.each(transport.sodium_rest, now, one.faces, rows, p, w, fields.sums)
    missing, diagonal = run.added(fields.sums)
    shift = missing / diagonal
    run.whole(boundary.supplied, now, far, shift, fields.sums)
    supply = float(run.device.bring(fields.sums)[0])
    run.each(transport.sodium_done, now, p, shift, fields.sums)
    return supply + made


def balance(
    run: RunSetup, fields: StepFields, w: StepWeights, supply: float, before: list[SodiumBalance]
) -> SodiumBalance:
    """Return the balance after a step, from the sums that its last kernel left."""
    volume = run.grid.volume
    came = (supply * volume - w.one * before[0].supplied - w.two * before[1].supplied) / w.new
    total, metal = run.added(fields.sums)
    return SodiumBalance(total * volume, metal * volume, came)


def first_total(run: RunSetup, fields: StepFields) -> SodiumBalance:
    """Set the total of sodium of the first state; return its balance."""
    copy(run, fields.c[0], fields.u)
    write(run.device, fields.scale, np.ones(run.grid.shape), run.grid.shape)
    run.each(transport.sodium_done, _sodium(fields, 0), run.numbers, 0.0, fields.sums)
    total, metal = run.added(fields.sums)
    return SodiumBalance(total * run.grid.volume, metal * run.grid.volume, 0.0)


def _sodium(fields: StepFields, at: int) -> transport.Sodium:
    return transport.Sodium(fields.xi[at], fields.c[at], fields.u, fields.scale, fields.total[at], fields.rates.uptake)
