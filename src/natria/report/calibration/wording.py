"""A calibration in words and rows, for the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import expm1, inf

import numpy as np

from ...quantity import Finding, assumptions, in_unit, number, show_value, term
from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.data import Trace
from ...studies.calibration.free import Free
from ...studies.calibration.identifiability import Direction, combination, says
from ...studies.calibration.misfit import Met
from ...studies.calibration.profile import Profile
from ..study.wording import briefly, count, listed

SMALL = 0.2  # standard deviation of a logarithm up to which it is told in per cent
WORSE = 1.5  # times the noise: from where a recording counts as not met
MORE = 1.1  # times: by which a spread must be larger for it to be said

NATURAL = {"positive": "above zero", "not negative": "above zero", "fraction": "0 to 1"}

FREE_HEADS = ("number", "value", "known to", "first value", "bounds")
MET_HEADS = ("datum", "is", "simulated", "apart")
TOLD_HEADS = ("combination", "known to")


def what(c: Calibration) -> str:
    """ "2 numbers of kumar2020 on 2 facts and 1 recording of 240 readings; 30 simulations of each"."""
    traces = [d for d in c.data if isinstance(d, Trace)]
    kinds = [count(len(c.data) - len(traces), "fact")] if len(traces) < len(c.data) else []
    if traces:
        kinds.append(f"{count(len(traces), 'recording')} with {sum(len(t.target) for t in traces):,} readings compared")
    free = count(len(c.free), "number")
    return f"{free} of {c.case.base.name} on {listed(kinds)}; {c.minimum.runs} simulations of each."


def known_to(spread: float | None) -> str:
    """The standard deviation of a logarithm for people."""
    if spread is None:
        return "spread unknown"
    if spread <= SMALL:
        return f"{100 * spread:.2g} %"
    return f"a factor of {expm1(min(spread, 50.0)) + 1:.2g}"


def free_rows(c: Calibration) -> Iterator[tuple[str, str, str, str, str]]:
    for f in c.free:
        found = c.findings.get(f.path)
        value, known = ("no result", "") if found is None else (show_value(found), _known(f, found))
        bounds = f"{f.show(f.low)} to {f.show(f.high)}" if f.is_given else NATURAL[term(f.term).domain]
        yield f.path, value, known, f.show(f.start), bounds


def _known(free: Free, found: Finding) -> str:
    spread = None if found.std is None else found.std / free.slope(found.value)
    return known_to(spread) if free.is_log or spread is None else f"{spread:.2g} of its bounds"


def met_rows(c: Calibration) -> Iterator[tuple[str, str, str, str]]:
    for met in c.met:
        yield (_trace_row if isinstance(met.datum, Trace) else _fact_row)(met)


def _fact_row(met: Met) -> tuple[str, str, str, str]:
    finding = met.datum.finding
    row, said = term(finding.question.name), float(met.said[0])
    reached, apart = (number(in_unit(v, row.name), 4) for v in (said, said - finding.plain))
    return met.datum.label, show_value(finding), f"{reached} {row.shown}", f"{apart} {row.shown}"


def _trace_row(met: Met) -> tuple[str, str, str, str]:
    measured, said = (1e3 * float(np.abs(v).mean()) for v in (met.datum.target, met.said))
    apart = f"{1e3 * met.misses:.3g} mV rms"
    return f"{met.datum.label}, {len(met.said)} readings", f"mean |V| {measured:.4g} mV", f"{said:.4g} mV", apart


def told_rows(c: Calibration) -> Iterator[tuple[str, str]]:
    """Best known first."""
    for d in c.told.directions:
        yield combination(c.free, d), "hardly anything" if d.is_lost else known_to(d.spread)


def open_questions(c: Calibration) -> Iterator[str]:
    """What the data leave open, one sentence each."""
    for a, b, rho in c.told.pairs:
        way = "the same way" if rho > 0 else "opposite ways"
        yield f"{a} and {b} can move {way} together: their correlation is {rho:.3f}"
    for d in c.told.sloppy:
        yield f"{combination(c.free, d)} is known only to {known_to(d.spread)}{_moved(c.free, d)}"
    for d in c.told.lost:
        yield f"{says(c.free, d)}{_moved(c.free, d)}"


def _moved(free: tuple[Free, ...], d: Direction) -> str:
    if d.moves is None:
        return ""
    most = free[int(np.argmax(np.abs(d.parts)))]
    step = "doubled or halved" if most.is_log else "moved by 0.7 of its bounds"
    rest = " with the others" if sum(map(bool, d.parts)) > 1 else ""
    return f"; {most.name} {step}{rest} moves the data by {100 * d.moves:.2g} % at most"


def followed(c: Calibration, profiles: Sequence[Profile]) -> Iterator[str]:
    """How far single numbers can go when the others make up for them."""
    free = {f.path: f for f in c.free}
    for p in profiles:
        low, high = (None if end is None else free[p.path].show(end) for end in (p.low, p.high))
        inside = f"from {low or 'below what was tried'} to {high or 'above what was tried'}"
        yield f"with the others free to follow, {p.path} lies {inside} (95 %, by its profile)"


def remarks(c: Calibration) -> Iterator[str]:
    """How well the recordings are met, and what everything rests on."""
    for met in c.met:
        if isinstance(met.datum, Trace):
            yield from _of_trace(met, met.datum)
    for path, found in c.held_fits.items():
        yield f"held as the case fits it: {path} = {show_value(found)}"
    if c.findings:
        held = c.fit.held
        words = list(dict.fromkeys(briefly(str(a)) for a in assumptions(next(iter(c.findings.values())))))
        rests = f"; all rests on these assumptions: {', '.join(words)}" if words else ""
        yield f"{count(len(held), 'number')} of the design were held{rests}"


def _of_trace(met: Met, trace: Trace) -> Iterator[str]:
    scale = float(trace.scale[0])
    times = met.misses / scale if scale else inf
    if times > WORSE:
        yield f"the simulated cell misses {trace.label} by {times:.3g} times the noise of {1e3 * trace.noise:.3g} mV"
    if (larger := met.excess**0.5) > MORE:
        yield f"spreads are {larger:.3g} times what the noise of {trace.label} alone would make them"
