"""The mesh that a cohesive zone needs: longer elements are refused with the limit."""

from __future__ import annotations

from ....quantity import ModelError
from . import said


def ensure_fine(size: float, zone: float, elements: int) -> None:
    """Refuse elements that are too large for the cohesive zone: `elements` must lie in it."""
    limit = zone / elements
    if size > limit * (1 + 1e-9):
        raise ModelError(
            f"the mesh is too coarse for its layer: elements of {said.length(size)}, and the cohesive zone of "
            f"{said.length(zone)} needs at most {said.length(limit)}",
            f"take elements of at most {said.length(limit)}, or a weaker bond, whose zone is longer",
        )
