"""What a run writes down of a state: the columns of a row, in SI. Curves are read off them by `lab`, not here."""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .layout import N_FILMS_C, N_FILMS_W, N_VOLUMES
from .rates import PARTS, contact_share, voltage
from .salt import least_salt

COLUMNS: dict[str, str] = {  # column -> unit
    "time": "s",
    "voltage": "V",  # counter against working
    "current": "A/m^2",  # positive plates the working electrode
    "cycle": "1",
    "step": "1",
    "temperature": "K",
    **dict.fromkeys(PARTS, "V"),
    "thickness_working": "m",
    "thickness_counter": "m",
    "sodium_working": "C/m^2",
    "sodium_counter": "C/m^2",
    "dead_working": "C/m^2",
    "dead_counter": "C/m^2",
    "contact_working": "1",
    "contact_counter": "1",
    "least_salt": "1",  # over that at the start, at the wall where there is least
}
PLACE = {name: k for k, name in enumerate(COLUMNS)}
_AT_PARTS, _AT_FILMS = PLACE[PARTS[0]], PLACE["thickness_working"]
_N_PARTS, _N_COLUMNS = len(PARTS), len(COLUMNS)


def rows(
    time: np.ndarray,
    states: np.ndarray,
    current: float,
    labels: tuple[int, int],
    shape: np.ndarray,
    p: np.ndarray,
) -> np.ndarray:
    """A row for each time, with the numbers of its cycle and step."""
    made = np.empty((len(time), _N_COLUMNS))
    made[:, 0] = time
    made[:, 2] = current
    made[:, 3], made[:, 4] = labels
    fill(states, current, shape, p, made)
    return made


@compiled
def fill(states: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, out: np.ndarray) -> None:
    """All of a row that is read off a state, for each state (a row each)."""
    parts = np.empty(_N_PARTS)
    n, films_w = shape[N_VOLUMES], shape[N_FILMS_W]
    tail = n + films_w + shape[N_FILMS_C]
    for k in range(states.shape[0]):
        y = states[k]
        out[k, 1] = voltage(y, current, shape, p, parts)
        out[k, 5] = y[tail + 6]
        for j in range(_N_PARTS):
            out[k, _AT_PARTS + j] = parts[j]
        out[k, _AT_FILMS] = y[n : n + films_w].sum()
        out[k, _AT_FILMS + 1] = y[n + films_w : tail].sum()
        for j in range(4):
            out[k, _AT_FILMS + 2 + j] = y[tail + j]
        out[k, _AT_FILMS + 6] = contact_share(0, y, shape, p)
        out[k, _AT_FILMS + 7] = contact_share(1, y, shape, p)
        out[k, _AT_FILMS + 8] = least_salt(y, current, shape, p)
