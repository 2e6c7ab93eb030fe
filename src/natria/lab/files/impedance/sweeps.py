"""Splitting of the rows of a file into sweeps: by loops, by cycling in between, by frequencies.

A new sweep begins where the frequency goes back over most of what the sweep has covered, or turns for several points.
"""

from __future__ import annotations

import numpy as np

from ....record.note import Note

BACK = 0.5  # share of the covered decades over which the frequency goes back to a new sweep
TURNED = 3  # steps in the other direction are a sweep of that direction
SHORT = 4  # median length of pieces, below which frequencies are in no order
SAME = 0.01  # relative difference of the first frequencies of repeated sweeps


def split_sweeps(frequency: np.ndarray, block: np.ndarray | None) -> tuple[list[np.ndarray], list[Note]]:
    """Return the rows of each sweep, and notes. All frequencies are finite and above zero."""
    logs = np.log(frequency)
    sweeps: list[np.ndarray] = []
    disordered = 0
    for rows in _by_block(len(logs), block):
        pieces, odd = _by_frequency(logs[rows])
        if _is_in_no_order(pieces, logs[rows]):
            pieces, odd = [np.argsort(-logs[rows], kind="stable")], 1
        disordered += odd > 0
        sweeps += [rows[piece] for piece in pieces]
    if not disordered:
        return sweeps, []
    many = "a sweep" if disordered == 1 else f"{disordered} sweeps"
    return sweeps, [Note("unsorted-frequencies", f"the frequencies of {many} are not in order, or in none and sorted")]


def _by_block(count: int, block: np.ndarray | None) -> list[np.ndarray]:
    rows = np.arange(count)
    if block is None:
        return [rows]
    known = np.nan_to_num(block)
    parts = np.split(rows, np.flatnonzero(np.diff(known)) + 1)
    if np.median([len(part) for part in parts]) <= 2:  # the number of a point, not of a sweep
        return [rows]
    return parts


def _by_frequency(logs: np.ndarray) -> tuple[list[np.ndarray], int]:
    """Return the pieces of one direction, and the number of points that are out of order within one."""
    signs = np.sign(np.diff(logs))
    starts, direction, odd = [0], 0.0, 0
    for k in range(1, len(logs)):
        sign = signs[k - 1]
        if sign == 0 or direction in (0.0, sign):
            direction = direction or sign
            continue
        covered, back = abs(logs[k - 1] - logs[starts[-1]]), abs(logs[k] - logs[k - 1])
        ahead = signs[k - 1 : k - 1 + TURNED]
        if back >= BACK * covered or (len(ahead) == TURNED and (ahead == sign).all()):
            starts.append(k)
            direction = 0.0
        else:
            odd += 1
    return np.split(np.arange(len(logs)), starts[1:]), odd


def _is_in_no_order(pieces: list[np.ndarray], logs: np.ndarray) -> bool:
    if len(pieces) < 3 or np.median([len(p) for p in pieces]) >= SHORT:
        return False
    firsts = np.array([logs[p[0]] for p in pieces])
    return bool(np.ptp(firsts) > SAME)
