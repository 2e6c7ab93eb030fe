"""Which cells of a batch stand side by side: those that agree on all that decides a branch."""

from __future__ import annotations

import numpy as np

from ..electrodes.dispatch import ALLOY
from ..ensemble.members import LEG_HELD, Members
from ..equations.layout import (
    AT_FILMS,
    AT_SALTS,
    AT_VOLUMES,
    FILM,
    KIND,
    LAW,
    LAYER,
    N_CHEMISTRY,
    N_FILMS_C,
    N_FILMS_W,
    N_SALTS,
    N_VOLUMES,
    PART,
    PATH,
    SALT,
    VOLUME,
    WALL_LEFT,
    WALL_RIGHT,
    WIDTH,
)
from .vectors import LANES

FEWEST = LANES // 2  # cells that are worth a value of the processor
MOST = 2 * LANES  # cells that a thread takes at a time
ALONE = 4  # the same, of cells that go one by one
SPECIAL = (0.0, 0.5, 1.0, np.inf)  # numbers of a cell with which the equations compare one


def shares_of(members: Members, threads: int, *, beside: bool = True) -> list[tuple[bool, np.ndarray]]:
    """Return the places of all members in shares for threads, each with whether its cells go side by side."""
    groups, single = groups_of(members) if beside else ([], np.arange(len(members.p)))
    shares: list[tuple[bool, np.ndarray]] = []
    for group in groups:
        per_thread = -(-len(group) // threads)
        size = min(MOST, LANES * -(-per_thread // LANES))
        shares += [(True, group[k : k + size]) for k in range(0, len(group), size)]
    return shares + [(False, single[k : k + ALONE]) for k in range(0, len(single), ALONE)]


def groups_of(members: Members) -> tuple[list[np.ndarray], np.ndarray]:
    """Return groups of members that can stand side by side, and the places of those that cannot."""
    everyone = np.arange(len(members.p))
    shape, held = members.shape, ~np.isnan(members.tables[:, :, LEG_HELD]).all(axis=1)
    if shape[N_CHEMISTRY] or (shape[KIND : KIND + 2] > ALLOY).any():
        return [], everyone
    can = (members.p[:, PATH] == 0.0) & ~np.broadcast_to(held, len(everyone))
    alike: dict[bytes, list[int]] = {}  # by the bytes of a row: to sort the rows would take longer than to group them
    for place, row in zip(everyone[can], what_decides(shape, members.p[can]), strict=True):
        alike.setdefault(row.tobytes(), []).append(place)
    beside = [np.array(group) for group in alike.values() if len(group) >= FEWEST]
    return beside, np.setdiff1d(everyone, np.concatenate([*beside, np.empty(0, int)]))


def what_decides(shape: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return what decides branches, a row for each cell: equal rows take the same ones.

    Of each number whether it is one of `SPECIAL`, negative or none; places and kinds as they are; of two volumes side
    by side whether they have one width.
    """
    signs = np.select([np.isnan(p), *[p == one for one in SPECIAL], p < 0.0], range(len(SPECIAL) + 2), -1)
    volumes = int(shape[AT_VOLUMES]) + VOLUME * np.arange(shape[N_VOLUMES])
    films = int(shape[AT_FILMS]) + FILM * np.arange(shape[N_FILMS_W] + shape[N_FILMS_C])
    salts = int(shape[AT_SALTS]) + SALT * np.arange(shape[N_SALTS])
    places = [volumes + LAYER, volumes + WALL_LEFT, volumes + WALL_RIGHT, films + LAW, salts + PART]
    widths = p[:, volumes + WIDTH]
    return np.hstack([signs, p[:, np.concatenate(places)] + 0.0, widths[:, 1:] == widths[:, :-1]])  # -0.0 is 0.0
