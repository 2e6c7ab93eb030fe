"""A posterior and a cross-validation as plain JSON (SI)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .left_out import LeftOut, root_mean_square
from .of_calibration import QUANTILES, Posterior

SCHEMA = "natria.posterior/1"
FILE = "posterior.json"


def posterior_document(found: Posterior | None, left_out: Sequence[LeftOut], version: str) -> dict[str, Any]:
    """Return quantiles, convergence, and the predictions of facts that were left out."""
    rows = [
        {
            "datum": one.label,
            "term": one.term,
            "reported": one.reported,
            "predicted": one.predicted,
            "off_in_spreads": one.off,
            "why_not": one.why_not,
        }
        for one in left_out
    ]
    document: dict[str, Any] = {"schema": SCHEMA, "natria": version, "left_out": rows}
    if left_out:
        document["left_out_root_mean_square"] = root_mean_square(tuple(left_out))
    if found is None:
        return document
    quantiles = {
        path: {f"{share:g}": float(found.quantiles[k, n]) for k, share in enumerate(QUANTILES)}
        for n, path in enumerate(found.paths)
    }
    document |= {"method": found.method, "why_not": found.why_not, "quantiles": quantiles, "runs": found.runs}
    if found.chains is not None:
        document |= {
            "steps": len(found.chains.points),
            "walkers": found.chains.points.shape[1],
            "accepted": found.chains.accepted,
            "autocorrelation_time": found.chains.times.tolist(),
            "r_hat": found.chains.r_hat.tolist(),
            "independent": found.chains.independent,
            "error_of_log_density": found.error,
        }
    return document
