"""Difference of two artefacts of one form.

It compares a stored artefact with one that is computed again.
"""

from __future__ import annotations

from math import inf

import numpy as np

from .files import AnyArtefact, kind_of


def difference(one: AnyArtefact, other: AnyArtefact) -> float:
    """The largest of max |a - b| / max(|a|, |b|) over all arrays; infinity where the two differ in form.

    The maxima run over an array, so that numbers near zero in it do not decide. The form is the kind, names, units and
    words, the shape of each array, whole numbers (the nodes of cells), and where nan and infinity stand.
    """
    (header, arrays), (other_header, others) = one.parts, other.parts
    if kind_of(one) != kind_of(other) or header != other_header or len(arrays) != len(others):
        return inf
    return max((_apart(a, b) for a, b in zip(arrays, others, strict=True)), default=0.0)


def _apart(a: np.ndarray, b: np.ndarray) -> float:
    if a.shape != b.shape or a.dtype.kind != b.dtype.kind:
        return inf
    if a.dtype.kind in "iub":
        return 0.0 if np.array_equal(a, b) else inf
    finite = np.isfinite(a)
    if not np.array_equal(a[~finite], b[~finite], equal_nan=True) or not np.isfinite(b[finite]).all():
        return inf
    a, b = a[finite], b[finite]
    largest = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    return float(np.abs(a - b).max(initial=0.0) / largest) if largest else 0.0
