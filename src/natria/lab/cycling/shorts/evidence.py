"""Evidence for a short and its weight.

An observation that deviates by z standard deviations from the usual has the weight, in favour of a change,

    w = (nu + 1)/2 ln(1 + z^2/nu),    nu = 4,

the log-likelihood ratio of Student's t (Lange, Little & Taylor, J. Am. Stat. Assoc. 84, 881, 1989). A normal
distribution would give z^2/2, an unrealistic certainty at ten sigma; cells do not vary normally, and sigma is itself
estimated from few half-cycles. The weights at one position add up. ln N is subtracted for the N positions at which a
short could have been found, so that a long test does not raise more false alarms:

    confidence = 1/(1 + exp(-(sum of w - ln N))), at most `CEILING`
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

NU = 4.0
SUPPORT = 3.0  # largest weight of an observation with other possible causes (noise: a loose contact), about 20 : 1
UNSTATED = 0.25  # relative spread of a resistance given without one
CEILING = 0.999  # the voltage alone cannot exclude all other causes at better than a thousand to one


@dataclass(frozen=True)
class Evidence:
    """An observation with a stable code, its description, and its weight.

    The weight is the log-likelihood ratio for a short.
    """

    code: str
    text: str
    weight: float


def weight(z: np.ndarray) -> np.ndarray:
    """Return the weight of a deviation of z sigma; a deviation of opposite sign, or nan, has no weight."""
    beyond = np.maximum(np.nan_to_num(z, nan=0.0, posinf=1e6, neginf=0.0), 0.0)
    return np.asarray((NU + 1) / 2 * np.log1p(beyond**2 / NU))


def confidence(evidence: tuple[Evidence, ...], places: float) -> float:
    """Return the confidence (0 to 1).

    It is 0.5 if the evidence is as likely by chance at one of so many positions.
    """
    odds = sum(e.weight for e in evidence) - log(max(places, 1.0))
    return min(1 / (1 + exp(-odds)), CEILING) if odds > -700 else 0.0
