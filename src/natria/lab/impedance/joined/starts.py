"""Starts of a joint fit: single fits, and chains that follow the arcs from one spectrum on.

Spectra that are fitted one by one can have their arcs swapped, or one of them on noise. A chain begins with one fit and
goes to both ends; each next spectrum begins where a straight line through the last two leads, and a loose tie to that
point holds what it does not show. Ties are part of the starts alone: they do not enter the joint fit.
"""

from __future__ import annotations

import numpy as np

from .basis import abscissa
from .spectra_data import JoinedSpectra

TIE, EXPONENT_TIE = 0.7, 0.07  # standard deviations of a tie to the expected ln(parameter) and exponent
STEPS, FALL = 12, 1e-3  # of a tied fit, and the fall of its objective that ends it
ALIKE = 0.05  # ln(parameter): starts that differ less everywhere are one


def starts_of(data: JoinedSpectra, logs: np.ndarray, over: str, x: np.ndarray) -> list[np.ndarray]:
    """Return different starts (spectra, parameters); the first are the fits as they are."""
    chi, _, curved = data.squares(logs)
    variance = np.maximum(chi, data.exact) / np.maximum(data.readings - logs.shape[1], 1)
    known = [_knowledge(c / v) for c, v in zip(curved, variance, strict=True)]
    anchors = dict.fromkeys([int(np.argmax(known)), 0, len(logs) - 1, len(logs) // 2])
    found = [logs]
    u = abscissa("temperature" if over == "temperature" else "time", x)
    for anchor in anchors:
        chain = chain_from(data, logs[anchor], anchor, u, variance)
        if all(float(np.abs(chain - other).max()) > ALIKE for other in found):
            found.append(chain)
    return found


def _knowledge(curved: np.ndarray) -> float:
    """Return ln of the volume in which a fit knows its parameters, inverted."""
    return float(np.linalg.slogdet(curved + np.eye(len(curved)))[1])


def chain_from(data: JoinedSpectra, first: np.ndarray, anchor: int, u: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Return parameters of all spectra that are followed from one fit to both ends."""
    found = np.tile(first, (len(u), 1))
    exponent = np.array(data.circuit.is_exponent)[data.program.columns]
    tie = np.where(exponent, EXPONENT_TIE, TIE)
    for order in (range(anchor + 1, len(u)), range(anchor - 1, -1, -1)):
        side = 1 if order.step > 0 else -1
        for k in order:
            expected = found[k - side]
            last = k - 2 * side
            if 0 <= last < len(u) and (last - anchor) * side >= 0 and u[k - side] != u[last]:
                slope = (found[k - side] - found[last]) / (u[k - side] - u[last])
                expected = expected + np.clip(slope * (u[k] - u[k - side]), -tie, tie)
            found[k] = tied_fit(data, k, data.inside(expected), tie, float(variance[k]))
    return found


def tied_fit(data: JoinedSpectra, place: int, expected: np.ndarray, tie: np.ndarray, variance: float) -> np.ndarray:
    """Return the parameters of one spectrum near expected ones: least chi^2/s^2 plus squares of ties."""
    from .joint_kernels import tied

    box = data.limits.copy()
    box[:, data.held] = expected[data.held]
    ask = np.array([variance, STEPS, FALL])
    return np.asarray(tied(data.program.nodes, expected, 1 / tie**2, box, data.spectra[place], ask))


def straightened(data: JoinedSpectra, logs: np.ndarray, over: str, x: np.ndarray) -> np.ndarray:
    """Return parameters on robust lines over 1/T, or as medians of neighbours over time.

    The line of Theil and Sen: the median of the slopes of all pairs.
    """
    plain = logs - data.offset
    if over == "time":
        near = np.stack([np.roll(plain, k, 0) for k in (-1, 0, 1)])
        near[0, -1], near[2, 0] = plain[-1], plain[0]
        return data.inside(np.median(near, 0) + data.offset)
    u = abscissa("temperature", x)
    one, other = np.triu_indices(len(u), 1)
    apart = np.abs(u[other] - u[one]) > 1e-6
    one, other = one[apart], other[apart]
    slope = np.median((plain[other] - plain[one]) / (u[other] - u[one])[:, None], 0)
    level = np.median(plain - u[:, None] * slope, 0)
    return data.inside(level + u[:, None] * slope + data.offset)
