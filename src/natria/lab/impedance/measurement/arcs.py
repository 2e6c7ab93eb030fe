"""The arcs of a fitted circuit, in the order of their time constants."""

from __future__ import annotations

import numpy as np

from ..fit import SpectrumFit
from ..fit.solve import arcs_of, log_tau
from .spectra import Arc


def arcs_of_fit(fit: SpectrumFit) -> tuple[Arc, ...]:
    """Return the arcs of a fit, the fastest first.

    The capacitance of an arc is tau/R, that of the ideal capacitor with the same summit (Hsu and Mansfeld, Corrosion
    57, 747 (2001)).
    """
    logs = np.where(fit.circuit.is_exponent, fit.values, np.log(np.maximum(fit.values, 1e-300)))
    found = []
    for part, places in arcs_of(fit.circuit):
        tau = float(np.exp(log_tau(part, places, logs)[0]))
        name = fit.names[places[0]]
        found.append((tau, name, fit.value(name)))
    return tuple(
        Arc(f"arc {place}", name, tau, tau / resistance)
        for place, (tau, name, resistance) in enumerate(sorted(found), 1)
    )
