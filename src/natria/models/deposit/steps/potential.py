"""The potential of a step: rates at a predicted state, their equation with its ends, its solution."""

from __future__ import annotations

from ....quantity import ModelError
from .. import boundary_kernels as boundary
from .. import front_kernels as front
from .. import transport_kernels as transport
from ..devices.device import DeviceArray
from .fields import StepFields, copy, write
from .setup import RunSetup

START = 300  # iterations of Newton's method for the first potential
CAREFUL = 0.1  # V, largest change of the potential in one of them
SETTLED = 1e-6  # RT/F, a change that rounding of the operator in single precision may leave


def read_sources(run: RunSetup, fields: StepFields, time: float) -> float:
    """Set the sources of a time; return the sum of that of sodium, mol/(m^3 s) over the cells."""
    if run.sources is None:
        return 0.0
    given = run.sources(time)
    for values, field in zip(given, fields.extra, strict=True):
        write(run.device, field, values, run.grid.shape)
    return float(given[2].sum())


def add(run: RunSetup, field: DeviceArray, more: DeviceArray) -> None:
    """Add one field to another."""
    run.each(front.combine, field, more, field, 1.0, 1.0)


def react(run: RunSetup, fields: StepFields, given: front.FrontGiven, time: float) -> None:
    """Set rates and the equation of the potential at a predicted state, with its ends."""
    q, right, p = run.elliptic.q, fields.right, run.numbers
    beat = time / run.physics.disturbance.noise_time
    if run.electrons:
        given = given._replace(phi=run.electrons.driving(given.phi))
    run.each(front.react, given, fields.rates, q, right, p, beat)
    if run.electrons:
        run.electrons.share_reaction(given, fields.rates, (q, right), p)
    run.each(transport.conduct, given.xi, given.layer, fields.cells, p)
    run.whole(boundary.potential_ends, fields.cells, q, right, p, run.ends)
    if run.sources:
        add(run, fields.rates.base, fields.extra[0])
        add(run, right, fields.extra[1])


def solve_potential(run: RunSetup, fields: StepFields, phi: DeviceArray) -> None:
    """Solve for the potential from the one that is given."""
    one, settings = run.elliptic, run.settings
    if run.electrons:
        run.electrons.solve(phi, (fields.right, one.q), fields.cells, (settings.potential, settings.iterations))
        return
    run.each(transport.join, fields.cells, one.faces)
    one.prepare()
    one.solve(phi, fields.right, settings.potential, settings.iterations)


def first_potential(run: RunSetup, fields: StepFields) -> None:
    """Set the potential that belongs to the first state, by Newton's method."""
    phi, trial = fields.phi[0], fields.phi[-1]
    read_sources(run, fields, 0.0)
    for _ in range(START):
        react(run, fields, front.FrontGiven(fields.xi[0], fields.c[0], phi, fields.layer), 0.0)
        copy(run, phi, trial)
        solve_potential(run, fields, trial)
        change = run.most(boundary.largest_change, fields.sums, trial, phi)
        change = max(change, run.electrons.change()) if run.electrons else change
        part = min(1.0, CAREFUL / change) if change > 0 else 0.0
        run.each(front.combine, phi, trial, phi, 1 - part, part)
        if run.electrons:
            run.electrons.move(part)
        if change * run.numbers.factor < max(10 * run.settings.potential, SETTLED):
            return
    raise ModelError("the potential of the first state was not found", "lower the current or the voltage")
