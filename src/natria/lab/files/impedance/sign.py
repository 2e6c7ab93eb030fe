"""Sign of the imaginary part: turned where it is not stated and positive at low frequencies.

A spectrum has Z'' < 0 where it is capacitive. Many tables hold -Z'' under a name without a minus. At the low
frequencies of a cell the capacitive part dominates, so its sign shows the convention, except in an inductive cell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....record.note import Note

CLEAR = 0.8  # share of the low frequencies with one sign that shows the convention
NAME = "name the column -Z'' or Z'' in a column map with sign = \"signed\" or \"reversed\""


def with_sign(
    sweeps: Sequence[tuple[np.ndarray, np.ndarray]], *, is_signed: bool
) -> tuple[list[np.ndarray], list[Note]]:
    """Return the impedances of the sweeps with Z'' < 0 for a capacitance, and notes.

    `sweeps`: frequencies and impedances. Below the geometric mean of its range a sweep is at low frequency.
    """
    impedances = [z for _, z in sweeps]
    low = np.concatenate([z.imag[f <= np.sqrt(f.min() * f.max())] for f, z in sweeps])
    low = low[np.isfinite(low) & (low != 0)]
    share = float((low > 0).mean()) if len(low) else 0.0
    seen = f"Z'' is positive at {share:.0%} of the low frequencies"
    if share < 1 - CLEAR:
        return impedances, []
    if is_signed:
        text = f"{seen}, as of an inductance; the sign stated by the file is kept, and may be wrong"
        return impedances, [Note("sign-doubtful", text)] if share >= CLEAR else []
    if share < CLEAR:
        text = f"{seen}, and the file does not state its sign: Z'' kept as written; to state it, {NAME}"
        return impedances, [Note("sign-unclear", text)]
    text = f"{seen}, and the file does not state its sign: taken as -Z'' and turned; to keep it, {NAME}"
    return [np.conj(z) for z in impedances], [Note("sign-turned", text)]
