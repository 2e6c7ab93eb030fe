"""The front of a step: the predicted state and the order parameter."""

from __future__ import annotations

import numpy as np

from .. import front_kernels as front
from .fields import StepFields
from .formula import StepWeights, chebyshev
from .setup import RunSetup


def predict(run: RunSetup, fields: StepFields, ratio: float) -> None:
    """Extrapolate the last two states; the first step, of ratio 0, takes the present one."""
    for states, out in ((fields.xi, fields.xi[-2]), (fields.c, fields.c[-1]), (fields.phi, fields.phi[-2])):
        run.each(front.combine, states[0], states[1], out, 1 + ratio, -ratio)


def relax_front(run: RunSetup, fields: StepFields, w: StepWeights) -> None:
    """Solve for the order parameter by steps of Jacobi with the weights of Chebyshev."""
    xi, phi, p = fields.xi, fields.phi, run.numbers
    drives = run.electrons.drives if run.electrons else (phi[-1], phi[-2])
    run.each(front.front_right, fields.rates, drives, (xi[0], xi[1]), w)
    spread = p.spread * max(1.0, p.mobility_factor)
    low, high = w.new / (w.new + w.sides * spread), (w.new + 2 * w.sides * spread) / (w.new + w.sides * spread)
    weights = chebyshev(low, high)
    if run.device.sweeps is not None:
        run.each(run.device.sweeps, fields.rates.base, fields.layer, (xi[-2], xi[-1]), p, w, np.array(weights))
        return
    for weight in weights:
        source, target = xi[-2], xi[-1]
        run.each(front.front_relax, fields.rates.base, fields.layer, source, target, p, w._replace(relax=weight))
        xi[-2], xi[-1] = target, source
    xi[-2], xi[-1] = xi[-1], xi[-2]
