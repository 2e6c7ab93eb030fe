"""Texts and table rows of a calibration, used by the terminal and by the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import expm1, inf

import numpy as np

from ...quantity import Finding, assumptions, digits_of, in_unit, show_value, term
from ...studies.calibration.branches import Branches
from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.data import Trace
from ...studies.calibration.free import Free
from ...studies.calibration.identifiability import Direction, combination, says
from ...studies.calibration.impedance import RestSpectrum
from ...studies.calibration.misfit import Misfit
from ...studies.calibration.profile import Profile
from ..study.wording import briefly, count, listed

SMALL = 0.2  # standard deviation of a logarithm up to which it is shown in per cent
WORSE = 1.5  # misfit over noise from which a remark is made
MORE = 1.1  # factor on the standard deviations from which a remark is made

NATURAL = {"positive": "above zero", "not negative": "above zero", "fraction": "0 to 1"}

FREE_HEADS = ("parameter", "value", "standard deviation", "start value", "bounds")
EXACT = 1e-6  # relative: a smaller misfit is the tolerance of the search
MISFIT_HEADS = ("datum", "measured", "simulated", "misfit")
IDENTIFIABILITY_HEADS = ("combination", "standard deviation")


def what(c: Calibration) -> str:
    """ "2 numbers of kumar2020 on 2 facts and 1 recording of 240 readings; 30 simulations of each"."""
    traces = [d for d in c.data if isinstance(d, Trace | Branches)]
    spectra = [d for d in c.data if isinstance(d, RestSpectrum)]
    facts = len(c.data) - len(traces) - len(spectra)
    kinds = [count(facts, "fact")] if facts else []
    if traces:
        kinds.append(f"{count(len(traces), 'recording')} with {sum(len(t.target) for t in traces):,} readings compared")
    if spectra:
        many = sum(len(one.frequency) for one in spectra)
        kinds.append(f"{'1 spectrum' if len(spectra) == 1 else f'{len(spectra)} spectra'} at {many} frequencies")
    free = count(len(c.free), "number")
    return f"{free} of {c.case.base.name} on {listed(kinds)}; {c.minimum.runs} simulations of each."


def known_to(spread: float | None) -> str:
    """The standard deviation of a logarithm, in per cent or as a factor."""
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


def misfit_rows(c: Calibration) -> Iterator[tuple[str, str, str, str]]:
    """Rows of the data with the simulated value and the misfit."""
    for misfit in c.misfits:
        if isinstance(misfit.datum, Branches):
            yield from _branch_rows(misfit, misfit.datum)
        elif isinstance(misfit.datum, RestSpectrum):
            yield _spectrum_row(misfit, misfit.datum)
        else:
            yield (_trace_row if isinstance(misfit.datum, Trace) else _fact_row)(misfit)


def _fact_row(misfit: Misfit) -> tuple[str, str, str, str]:
    finding = misfit.datum.finding
    row, simulated = term(finding.question.name), float(misfit.simulated[0])
    value, difference = (
        digits_of(in_unit(v, row.name), row.name, digits=4) for v in (simulated, simulated - finding.plain)
    )
    if abs(simulated - finding.plain) < EXACT * abs(finding.plain):
        difference = "0"
    return misfit.datum.label, show_value(finding), f"{value} {row.shown}", f"{difference} {row.shown}"


def _trace_row(misfit: Misfit) -> tuple[str, str, str, str]:
    measured, simulated = (1e3 * float(np.abs(v).mean()) for v in (misfit.datum.target, misfit.simulated))
    name = f"{misfit.datum.label}, {len(misfit.simulated)} readings"
    return name, f"mean |V| {measured:.4g} mV", f"{simulated:.4g} mV", f"{1e3 * misfit.misses:.3g} mV rms"


def _branch_rows(misfit: Misfit, datum: Branches) -> Iterator[tuple[str, str, str, str]]:
    """Rows of the voltages and of the charges of a full cell."""
    measured, simulated = (1e3 * float(v[: datum.volts].mean()) for v in (datum.target, misfit.simulated))
    name = f"{datum.label}, {len(datum.compared)} half-cycles"
    yield f"{name}: voltage", f"mean {measured:.4g} mV", f"{simulated:.4g} mV", f"{1e3 * misfit.misses:.3g} mV rms"
    charges = (np.exp(v[datum.volts :].mean()) for v in (datum.target, misfit.simulated))
    shown = (f"{in_unit(float(q), 'areal_capacity'):.4g} {term('areal_capacity').shown}" for q in charges)
    measured_charge, simulated_charge = shown
    yield f"{name}: charge", measured_charge, simulated_charge, f"{100 * (misfit.charge_misses or 0):.3g} % rms"


def _spectrum_row(misfit: Misfit, datum: RestSpectrum) -> tuple[str, str, str, str]:
    """Return the row of a spectrum, by |Z| at its highest frequency."""
    many, unit = len(datum.frequency), term(datum.finding.question.name)
    ends = (abs(complex(v[0], v[many])) for v in (datum.target, misfit.simulated))
    measured, simulated = (f"{in_unit(z, unit.name):.4g} {unit.shown}" for z in ends)
    name = f"{datum.label}, {many} frequencies"
    return name, f"|Z| {measured} at the highest", simulated, f"{100 * relative_misfit(misfit, datum):.3g} % of |Z| rms"


def relative_misfit(misfit: Misfit, datum: RestSpectrum) -> float:
    """Return the root mean square of the residuals of both parts over |Z|."""
    return float(datum.error * np.sqrt(np.mean(((misfit.simulated - datum.target) / datum.scale) ** 2)))


def identifiability_rows(c: Calibration) -> Iterator[tuple[str, str]]:
    """Rows of the identifiable combinations of the parameters, best known first."""
    for d in c.identifiability.directions:
        yield combination(c.free, d), "not identifiable" if d.is_lost else known_to(d.spread)


def open_questions(c: Calibration) -> Iterator[str]:
    """The limits of identifiability, one sentence each."""
    for a, b, rho in c.identifiability.pairs:
        yield f"{a} and {b} are correlated: {rho:.3f}"
    for d in c.identifiability.sloppy:
        weak = f"{combination(c.free, d)} is weakly identified, standard deviation {known_to(d.spread)}"
        yield f"{weak}{_moved(c.free, d)}"
    for d in c.identifiability.lost:
        yield f"{says(c.free, d)}{_moved(c.free, d)}"
    for rise in c.rises:
        if not rise.is_parabola:
            below, above = ("out of reach" if side is None else f"{side:.2g}" for side in (rise.below, rise.above))
            yield (
                f"the quadratic approximation fails along {combination(c.free, rise.direction)}: chi squared rises by "
                f"{below} and {above} where its standard deviation stands for 1; use --profile"
            )


def _moved(free: tuple[Free, ...], d: Direction) -> str:
    if d.moves is None:
        return ""
    most = free[int(np.argmax(np.abs(d.parts)))]
    step = "doubled or halved" if most.is_log else "moved by 0.7 of its bounds"
    rest = " with the others" if sum(map(bool, d.parts)) > 1 else ""
    return f"; {most.name} {step}{rest} changes the data by at most {100 * d.moves:.2g} %"


def followed(c: Calibration, profiles: Sequence[Profile]) -> Iterator[str]:
    """Profile intervals of single parameters, with all other parameters refitted."""
    free = {f.path: f for f in c.free}
    for p in profiles:
        low, high = (None if end is None else free[p.path].show(end) for end in (p.low, p.high))
        yield f"{p.path}: {low or 'no lower end found'} to {high or 'no upper end found'} (95 %, by its profile)"


def remarks(c: Calibration) -> Iterator[str]:
    """Remarks on the misfit, on held fits and on the assumptions behind the result."""
    for misfit in c.misfits:
        if isinstance(misfit.datum, Trace | Branches):
            yield from _of_trace(misfit, misfit.datum)
        elif isinstance(misfit.datum, RestSpectrum):
            yield from _of_spectrum(misfit, misfit.datum)
    for path, found in c.held_fits.items():
        yield f"held at the fit of the case: {path} = {show_value(found)}"
    if c.findings:
        held = c.fit.held
        words = list(dict.fromkeys(briefly(str(a)) for a in assumptions(next(iter(c.findings.values())))))
        rests = f"; assumptions: {', '.join(words)}" if words else ""
        yield f"{count(len(held), 'number')} of the design held fixed{rests}"


def _of_trace(misfit: Misfit, trace: Trace | Branches) -> Iterator[str]:
    scale = float(trace.scale[0])
    times = misfit.misses / scale if scale else inf
    if times > WORSE:
        noise = f"{1e3 * trace.noise:.3g} mV"
        yield f"misfit of {trace.label}: {times:.3g} times the noise of {noise}, so the model has a systematic error"
    yield from _scaled(misfit)


def _of_spectrum(misfit: Misfit, datum: RestSpectrum) -> Iterator[str]:
    times = relative_misfit(misfit, datum) / datum.error
    if times > WORSE:
        error = f"{100 * datum.error:g} %"
        yield f"misfit of {datum.label}: {times:.3g} times its error of {error}, so the model has a systematic error"
    if datum.positive:
        many = ", ".join(f"{f:.4g}" for f in datum.positive)
        yield f"{datum.label}: Z'' is above zero at {many} Hz, below readings where it is not, so no lead explains it"
    yield from _scaled(misfit)


def _scaled(misfit: Misfit) -> Iterator[str]:
    if (larger := misfit.excess**0.5) > MORE:
        yield f"standard deviations are scaled by {larger:.3g} for the correlated misfit of {misfit.datum.label}"
