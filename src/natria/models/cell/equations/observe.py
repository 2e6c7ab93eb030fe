"""Columns of the readings of a run, in SI. Curves are evaluated by `lab`, not here."""

from __future__ import annotations

import numpy as np

from ..electrodes.dispatch import columns_of, contact_share, electrode_columns, has_chemistry, sodium
from .compiled import compiled
from .rates import films_of, ionic_current, terminal_current, voltage
from .salt import least_at_walls, salt_at_face
from .states import AT_DEAD, AT_TEMPERATURE, AT_THICKNESS
from .voltage_parts import N_PARTS, PARTS

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
    "ionic_current": "A/m^2",  # that plates and strips: without that of a path for electrons
}
PLACE = {name: k for k, name in enumerate(COLUMNS)}
# --- places in a row; of two electrodes those of the working one, the counter's follows
TIME, VOLTAGE, CURRENT, CYCLE, STEP, TEMPERATURE = range(PLACE["temperature"] + 1)
FIRST_PART, LEAST_SALT, IONIC = PLACE[PARTS[0]], PLACE["least_salt"], PLACE["ionic_current"]
THICKNESS, SODIUM, DEAD, CONTACT = (PLACE[f"{name}_working"] for name in ("thickness", "sodium", "dead", "contact"))


def rows(
    time: np.ndarray,
    states: np.ndarray,
    current: float,
    labels: tuple[int, int],
    shape: np.ndarray,
    p: np.ndarray,
) -> np.ndarray:
    """Return a row for each time, with the numbers of its cycle and step.

    The columns of chemistries follow those of COLUMNS (`columns_of`).
    """
    extra = len(columns_of(shape))
    made = np.empty((len(time), len(COLUMNS) + extra))
    made[:, TIME] = time
    made[:, CYCLE], made[:, STEP] = labels
    fill(states, current, shape, p, made)
    if extra:
        fill_chemistry(states, made[:, IONIC], shape, p, made[:, len(COLUMNS) :])
    return made


@compiled
def fill(states: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, out: np.ndarray) -> None:
    """Write all columns that follow from a state, for each state (a row each)."""
    parts = np.empty(N_PARTS)
    for k in range(states.shape[0]):
        y = states[k]
        out[k, VOLTAGE] = voltage(y, current, shape, p, parts)
        out[k, TEMPERATURE] = y[shape[AT_TEMPERATURE]]
        for j in range(N_PARTS):
            out[k, FIRST_PART + j] = parts[j]
        for electrode in range(2):
            first, end = films_of(electrode, shape)
            out[k, THICKNESS + electrode] = y[shape[AT_THICKNESS] + first : shape[AT_THICKNESS] + end].sum()
            out[k, SODIUM + electrode] = sodium(electrode, y, shape, p)
            out[k, DEAD + electrode] = y[shape[AT_DEAD] + electrode]
            out[k, CONTACT + electrode] = contact_share(electrode, y, shape, p)
        ionic = ionic_current(y, current, shape, p)
        out[k, CURRENT] = terminal_current(current, ionic, p)
        out[k, LEAST_SALT] = least_at_walls(y, ionic, shape, p, 0.0)
        out[k, IONIC] = ionic


@compiled
def fill_chemistry(states: np.ndarray, ionic: np.ndarray, shape: np.ndarray, p: np.ndarray, out: np.ndarray) -> None:
    """Write the columns of both chemistries for each state, at its current of ions."""
    for k in range(states.shape[0]):
        at = 0
        for electrode in range(2):
            if has_chemistry(electrode, shape):
                salt = salt_at_face(electrode, states[k], ionic[k], shape, p)
                plating = ionic[k] if electrode == 0 else -ionic[k]
                at += electrode_columns(electrode, plating, salt, states[k], shape, p, out[k, at:])
