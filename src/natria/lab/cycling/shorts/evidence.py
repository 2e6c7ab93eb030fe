"""What speaks for a short, and how it is weighed.

An observation that lies z spreads away from what is usual weighs, in favour of a change against none,

    w = (nu + 1)/2 ln(1 + z^2/nu),    nu = 4,

the log-likelihood ratio of Student's t (Lange, Little & Taylor, J. Am. Stat. Assoc. 84, 881, 1989). A normal spread
would give z^2/2 and make ten spreads certain beyond belief; cells are not normal, and their spread is itself estimated
from a handful of half-cycles. The weights of one place add up. Against them stands ln N for the N places at which a
short could have been found instead, so a long test does not raise alarms for being long:

    confidence = 1/(1 + exp(-(sum of w - ln N))), at most `CEILING`
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

NU = 4.0
SUPPORT = 3.0  # the most that a sign may weigh which has other causes too (noise: a loose contact), about 20 : 1
UNSTATED = 0.25  # relative spread of a resistance that is given without one
CEILING = 0.999  # a voltage alone never excludes all other causes at better than a thousand to one


@dataclass(frozen=True)
class Evidence:
    """What was seen, in words, and its weight: the natural logarithm of how much likelier it is with a short."""

    words: str
    weight: float


def weight(z: np.ndarray) -> np.ndarray:
    """Of an observation z spreads beyond the usual; what lies on the other side, or is not known, weighs nothing."""
    beyond = np.maximum(np.nan_to_num(z, nan=0.0, posinf=1e6, neginf=0.0), 0.0)
    return np.asarray((NU + 1) / 2 * np.log1p(beyond**2 / NU))


def confidence(evidence: tuple[Evidence, ...], places: float) -> float:
    """Between 0 and 1, 0.5 where what is seen is as likely by chance at one of so many places."""
    odds = sum(e.weight for e in evidence) - log(max(places, 1.0))
    return min(1 / (1 + exp(-odds)), CEILING) if odds > -700 else 0.0
