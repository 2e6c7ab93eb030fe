"""Files and terminal output of a posterior and a cross-validation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ...quantity import factor, number, term, typeset
from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.profile import Profile
from ...studies.posterior import LeftOut, Posterior, posterior_document, root_mean_square
from ...studies.posterior.document import FILE
from ..common.frame import document, figures, inline_only
from ..common.tables import table
from ..common.terminal import plain, say
from ..common.terminal import table as terminal_table
from ..study.sections import section
from .corner import corner

if TYPE_CHECKING:
    from rich.console import Console

HEADS = ("number", "median", "95 % of the posterior", "95 % by the profile", "95 % by the standard deviation")
LEFT_HEADS = ("left out", "reported", "predicted", "off by (spreads)")


def posterior_rows(c: Calibration, found: Posterior, profiles: Sequence[Profile]) -> list[tuple[str, ...]]:
    """Return quantiles of each number beside its profile interval and its standard deviation."""
    by_path = {one.path: one for one in profiles}
    rows: list[tuple[str, ...]] = []
    for n, path in enumerate(found.paths):
        row = term(c.free[n].term)
        scale, unit = factor(row.unit, row.shown), "" if row.shown == "1" else f" {row.shown}"
        low, _, middle, _, high = (number(float(x) * scale, 3) for x in found.quantiles[:, n])
        one, finding = by_path.get(path), c.findings[path]
        followed = (
            "" if one is None else " to ".join("-" if x is None else number(x * scale, 3) for x in (one.low, one.high))
        )
        ends = [finding.value + side * 1.96 * (finding.std or 0.0) for side in (-1, 1)]
        linear = " to ".join(number(x * scale, 3) for x in ends)
        rows.append((path, f"{middle}{unit}", f"{low} to {high}", followed, linear))
    return rows


def left_out_rows(left_out: Sequence[LeftOut]) -> list[tuple[str, ...]]:
    """Return each fact that was left out: reported, predicted, difference in units of its spread."""
    rows: list[tuple[str, ...]] = []
    for one in left_out:
        row = term(one.term)
        scale, unit = factor(row.unit, row.shown), "" if row.shown == "1" else f" {row.shown}"
        predicted = one.why_not if one.predicted is None else f"{number(one.predicted * scale, 4)}{unit}"
        off = "" if one.off is None else f"{one.off:+.2f}"
        rows.append((one.label, f"{number(one.reported * scale, 4)}{unit}", predicted, off))
    return rows


def says(found: Posterior) -> list[str]:
    """Return how the samples were made and whether they have converged, in sentences."""
    prior = "The prior is even in the logarithm of positive numbers, inside the bounds."
    if found.chains is None:
        return [f"Normal distribution of the covariance (Laplace), {len(found.values):,} draws. {prior}"]
    chains = found.chains
    made = (
        f"{len(chains.points):,} steps of {chains.points.shape[1]} walkers (stretch move), "
        f"autocorrelation time {chains.times.max():.0f} steps, R-hat {chains.r_hat.max():.3f}, "
        f"about {chains.independent:,.0f} independent samples, {100 * chains.accepted:.0f} % of the moves accepted."
    )
    surface = f"Residuals from polynomials through {found.runs} simulated points"
    error = "" if found.error is None else f"; median error of the log density {found.error:.1g}"
    state = f"Not converged: {found.why_not}." if found.why_not else "Converged."
    return [made, f"{surface}{error}. {prior}", state]


def posterior_files(
    c: Calibration, found: Posterior | None, profiles: Sequence[Profile], left_out: Sequence[LeftOut], version: str
) -> dict[str, bytes]:
    """Return the files of a posterior beside those of its calibration: page, JSON, figure."""
    text = json.dumps(posterior_document(found, left_out, version), indent=1, allow_nan=False) + "\n"
    drawn = (corner(c, found),) if found is not None else ()
    parts = []
    if found is not None:
        lines = "".join(f"<p>{escape(line)}</p>" for line in says(found))
        parts += [section("Posterior", _table(HEADS, posterior_rows(c, found, profiles)), lines)]
        parts += [section("Figure", figures(drawn))]
    if left_out:
        parts.append(section("Facts left out", _table(LEFT_HEADS, left_out_rows(left_out))))
    title = f"{c.name}: posterior"
    body = "\n".join(
        [
            f"<h1>{escape(title)}</h1>",
            *parts,
            f'<p><a href="index.html">The calibration</a>, <a href="{FILE}">{FILE}</a></p>',
        ]
    )
    return {
        "posterior.html": document(title, body, title, inline_only()).encode(),
        FILE: text.encode(),
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def print_posterior(
    c: Calibration, found: Posterior | None, profiles: Sequence[Profile], left_out: Sequence[LeftOut], console: Console
) -> None:
    """Print quantiles beside profiles, the convergence, and facts that were left out."""
    if found is not None:
        _print(console, f"Posterior ({found.method})", HEADS, posterior_rows(c, found, profiles))
        for line in says(found):
            say(console, plain(line), 2)
    if left_out:
        _print(console, "Facts left out", LEFT_HEADS, left_out_rows(left_out))
        size = root_mean_square(tuple(left_out))
        if size is not None:
            say(console, plain(f"root mean square: {size:.2f} spreads"), 2)


def _print(console: Console, title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    shown = terminal_table(title, *heads)
    for row in rows:
        shown.add_row(*map(plain, row))
    console.print(shown)


def _table(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    return table([typeset(head) for head in heads], [[escape(typeset(cell)) for cell in row] for row in rows])
