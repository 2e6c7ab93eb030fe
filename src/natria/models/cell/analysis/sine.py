"""Response of a cell to a sine of the current, in time: fundamental of the voltage over amplitude.

With a small amplitude it is the impedance without linearisation; with a larger one it shows how nonlinear the cell is.
"""

from __future__ import annotations

import numpy as np

from ..equations.charging import Charging
from ..equations.layout import Packed
from ..solvers.adaptive import SolveError

RTOL = 1e-9
ATOL = 1e-10  # of what is negligible of each state, as in `adaptive`; a hundredth of a volt over a capacitor
SAMPLES = 200  # in a period
LONGEST_STEP = 0.02  # periods
READ = 2  # periods at the end from which the answer is read


def sine(
    packed: Packed, y: np.ndarray, frequency: float, amplitude: float, current: float = 0.0, periods: int = 12
) -> complex:
    """Return V/J (ohm m^2) of the last periods of J + amplitude sin(omega t) from a state.

    The grid is that of the state. The transient decays or drifts slowly compared with a period; a parabola in time is
    fitted to remove it.
    """
    from sksundae.cvode import CVODE

    cell, omega = Charging(packed), 2 * np.pi * frequency
    small = ATOL * np.concatenate([packed.tolerance, np.full(len(cell.storing), 0.01)])

    def through(t: float) -> float:
        return float(current + amplitude * np.sin(omega * t))

    def rates(t: float, z: np.ndarray, dz: np.ndarray) -> None:
        dz[:] = cell.rates(z, cell.beside_path(z, through(t)))

    times = np.linspace(0.0, periods / frequency, periods * SAMPLES + 1)
    solver = CVODE(rates, rtol=RTOL, atol=small, max_num_steps=100_000, max_step=LONGEST_STEP / frequency)
    found = solver.solve(times, cell.settled(y, cell.ionic(y, current)))
    if not found.success:
        raise SolveError(f"the solver stopped after {found.t[-1]:.6g} s of a sine of {frequency:g} Hz: {found.message}")
    last = slice(-READ * SAMPLES, None)
    ends = zip(found.t[last], found.y[last], strict=True)
    volts = [cell.parts(z, cell.beside_path(z, through(t))).sum() for t, z in ends]
    turn, drift = omega * found.t[last], np.linspace(-1.0, 1.0, READ * SAMPLES)
    terms = np.stack([np.sin(turn), np.cos(turn), np.ones_like(drift), drift, drift**2], axis=1)
    fitted = np.linalg.lstsq(terms, np.array(volts), rcond=None)[0]
    return complex(fitted[0], fitted[1]) / amplitude
