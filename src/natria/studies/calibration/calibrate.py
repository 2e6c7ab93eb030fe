"""Calibration within a case: fit numbers of a design to data, and report what the data identify.

Least squares between bounds (`search`) on facts and recordings (`data`). The results are fitted findings that carry
their data, the inputs held fixed, and their common covariance. A calibration that ran to a bound, did not converge or
does not identify its parameters has no result; its report gives the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...design import Case, join
from ...quantity import Finding, Fit, FitError, Fitted, Question, ancestry, in_unit, number, term
from ...store import Store
from ..studio import Studio
from .curvature import Rise, rises
from .data import Datum, Fact, Simulated, Unreachable
from .free import Free, is_trial, read_free
from .identifiability import Identifiability, covariance, has_no_influence, identify, says
from .impedance import RestSpectrum
from .misfit import Misfit, misfit_of
from .problem import CalibrationProblem
from .search import Minimum
from .sources import CYCLES, read_sources
from .system import of_system

EXACT = 1e-4  # relative, of a calibration with as many parameters as data: far above the noise of a simulation
CLEAR = 3.0  # of a significant residual: a misfit that is not chance
LEFT = 0.01  # of the mean square that is left: what another step may still gain


@dataclass(frozen=True, eq=False)
class Calibration:
    """A calibration and its report.

    `findings` are the fitted numbers by path; there are none where `why_not` gives a reason. `held_fits` are fits of
    the case that the cell used; they belong to the result, which would not reproduce the data with others.
    """

    name: str
    problem: CalibrationProblem
    minimum: Minimum
    misfits: tuple[Misfit, ...]
    identifiability: Identifiability
    findings: Mapping[str, Finding]
    held_fits: Mapping[str, Finding]
    why_not: tuple[str, ...]
    rises: tuple[Rise, ...] = ()  # of chi squared at one standard deviation, along each combination

    @property
    def case(self) -> Case:
        return self.problem.studio.case

    @property
    def system(self) -> str:
        """Return the system whose design has the free numbers."""
        return self.case.base.name

    @property
    def free(self) -> tuple[Free, ...]:
        return self.problem.free

    @property
    def data(self) -> tuple[Datum, ...]:
        return self.problem.data

    @cached_property
    def fit(self) -> Fit:
        """Return the fit that all of its numbers share."""
        self.ensure()
        origin = next(iter(self.findings.values())).origin
        assert isinstance(origin, Fitted)
        return origin.fit

    def ensure(self) -> None:
        """Raise where there is no result."""
        if self.why_not:
            what = f"the calibration {self.name!r} has no result: {'; '.join(self.why_not)}"
            raise FitError(what, "free fewer numbers, give other data, or check the inputs held fixed")


def calibrate(
    case: Case,
    free: Sequence[str],
    data: Sequence[str],
    *,
    name: str = "",
    cycles: tuple[int, int] = CYCLES,
    area: str = "",
    columns: Path | None = None,
    noise: float | None = None,
    spread: float | None = None,
    charge_error: float | None = None,
    spectra: Sequence[str] = (),
    impedance_error: float | None = None,
    system: str = "",
    given: Mapping[str, str] | None = None,
    store: Store | None = None,
) -> Calibration:
    """Fit the numbers `free` of a case ("PATH" or "PATH=LOW to HIGH UNIT") to `data`.

    Data are facts by their ids, and recordings as "FILE" or "SYSTEM=FILE", of which `cycles` are compared. `noise` (V)
    is that of a recording, by default estimated from it; `spread` is the relative standard deviation of facts that give
    none, `charge_error` that of the charges of a full cell's recording. `spectra` are texts "FILE=SHARE after REST":
    the impedance of that cell after a share of its first discharge and a rest, both parts known to `impedance_error`
    of |Z|. The area of one electrode is that of the design, or `area` as a text. With a `system` the paths are those of
    its design, with the overrides `given`. Fits of the case by a simulation are those of `store`.
    """
    studio = Studio(of_system(case, system, given or {}, store=store), store=store)
    case = studio.case
    sources = read_sources(
        data,
        studio,
        cycles=cycles,
        area=area,
        columns=columns,
        noise=noise,
        spread=spread,
        charge_error=charge_error,
        spectra=spectra,
        impedance_error=impedance_error,
    )
    return solve(
        CalibrationProblem(studio, read_free(free, studio.design(case.base.name)), sources), name or system or case.name
    )


def solve(problem: CalibrationProblem, name: str) -> Calibration:
    if problem.spare < 0:
        what = f"the calibration {name!r} has {len(problem.free)} parameters and {len(problem.target)} data"
        raise FitError(what, "free fewer numbers, or give more data")
    try:
        problem.simulated(np.zeros(len(problem.free)))
    except Unreachable as no:
        fix = "change the start values in the design, or check the inputs held fixed"
        raise FitError(
            f"the simulated cell cannot reach the data at the start values of the design: {no}", fix
        ) from None
    found, edge = problem.search()
    final = problem.simulated(found.at)
    reached = tuple(misfit_of(d, s) for d, s in zip(problem.data, final, strict=True))
    weight = np.concatenate([np.full(len(m.simulated), m.excess**-0.5) for m in reached])
    jacobian, unit = found.jacobian * weight[:, None], _unit(problem, found)
    apart = _with_moves(identify(problem.free, jacobian, unit), problem, found)
    why_not = tuple(_why_not(problem, found, reached, apart, edge))
    calibration = Calibration(name, problem, found, reached, apart, {}, {}, why_not)
    if why_not:
        return calibration
    fit = _fit(problem, found, final, None if unit is None else covariance(jacobian, unit))
    along = () if unit is None else rises(problem, found.at, weight, unit, apart.directions)
    return replace(calibration, findings=_findings(problem, fit), held_fits=_held_fits(problem, fit), rises=along)


def _unit(problem: CalibrationProblem, found: Minimum) -> float | None:
    """Return the standard deviation of a scaled residual.

    It is one by the definition of the scale, or follows from the scatter where no standard deviation is known.
    """
    if problem.is_weighted:
        return 1.0
    return float(np.sqrt(found.squares / problem.spare)) if problem.spare else None


def _with_moves(apart: Identifiability, problem: CalibrationProblem, found: Minimum) -> Identifiability:
    """Return the directions with how far the data move along those that the data hardly determine."""
    poor = {*apart.lost, *apart.sloppy}
    directions = (replace(d, moves=problem.moves(d.parts, found.at)) if d in poor else d for d in apart.directions)
    return replace(apart, directions=tuple(directions))


def _why_not(
    problem: CalibrationProblem, found: Minimum, reached: tuple[Misfit, ...], apart: Identifiability, edge: str
) -> Iterator[str]:
    for f, side in zip(problem.free, found.at_bound, strict=True):
        if side:
            which, bound = ("lower", f.low) if side < 0 else ("upper", f.high)
            yield f"{f.path} runs to its {which} bound, {f.show(bound)}"
    if not any(found.at_bound):
        yield from (says(problem.free, d) for d in apart.lost)
        yield from _missed_anyway(problem, reached, apart)
    if any(found.at_bound) or apart.lost:
        return
    usual = max(found.squares / max(problem.spare, 1), 1.0 if problem.is_weighted else EXACT**2)
    if not found.is_finished or found.gain > LEFT * usual:
        yield f"the search did not converge{f'; last obstacle: {edge}' if edge else ''}"
    elif not problem.spare:
        yield from (_missed(m) for m in reached if m.misses > EXACT * np.abs(m.datum.target).max())


def _missed_anyway(problem: CalibrationProblem, reached: tuple[Misfit, ...], apart: Identifiability) -> Iterator[str]:
    """Yield the data that are missed where a free number has no influence: the held inputs decide."""
    if any(has_no_influence(d) for d in apart.lost):
        clear = CLEAR * problem.unit
        yield from (_missed(m) for m in reached if m.misses > clear * float(np.median(m.datum.scale)))


def _missed(m: Misfit) -> str:
    """Return that no value of the free numbers meets a datum."""
    name = m.datum.finding.question.name
    simulated, wanted = (_size(m.datum, v) for v in (m.simulated, m.datum.target))
    by = f"{_shown(name, simulated)} simulated, {_shown(name, wanted)} reported"
    return f"{m.datum.label} is not reproduced ({by}): the inputs held fixed miss it at the best free numbers"


def _size(datum: Datum, values: np.ndarray) -> float:
    """Return what stands for a datum: the mean of its values, or |Z| at the highest frequency."""
    if isinstance(datum, RestSpectrum):
        return abs(complex(values[0], values[len(datum.frequency)]))
    return float(np.abs(values).mean())


def _shown(name: str, value: float) -> str:
    return f"{number(in_unit(value, name), 4)} {term(name).shown}"


# --- the result


def _fit(problem: CalibrationProblem, found: Minimum, final: Sequence[Simulated], spread: np.ndarray | None) -> Fit:
    values = [f.value(float(u)) for f, u in zip(problem.free, found.at, strict=True)]
    slopes = np.array([f.slope(v) for f, v in zip(problem.free, values, strict=True)])
    si = None if spread is None else tuple(tuple(map(float, row)) for row in spread * np.outer(slopes, slopes))
    held = {i.id: i for s in final for i in s.origin.inputs if not any(map(is_trial, ancestry(i)))}
    laws = {s.path: s for run in final for s in run.origin.settings if s.why}
    engine = final[0].origin
    return Fit(
        engine.model,
        engine.version,
        tuple(d.finding for d in problem.data),
        tuple(held.values()),
        tuple(f.path for f in problem.free),
        tuple(values),
        si,
        _method(problem, si),
        tuple(laws.values()),
    )


def _method(problem: CalibrationProblem, si: object) -> str:
    facts = [d for d in problem.data if isinstance(d, Fact)]
    spectra = [d for d in problem.data if isinstance(d, RestSpectrum)]
    kinds = {
        "recordings weighted by their noise": len(facts) + len(spectra) < len(problem.data),
        "spectra weighted by the error of both parts": bool(spectra),
        "facts weighted by their spread": problem.is_weighted and bool(facts),
        "relative residuals": not problem.is_weighted,
    }
    assumed = sorted({d.spread for d in facts if d.spread is not None})
    kinds |= {f"a spread of {100 * s:g} % assumed for facts that give none": True for s in assumed}
    if si is None:
        spread = "unknown, as there are as many parameters as data"
    elif problem.is_weighted:
        spread = "from these, increased where residuals are larger or correlated; fixed inputs taken as exact"
    else:
        spread = "from the scatter of the residuals, fixed inputs taken as exact"
    weights = ", ".join(word for word, there in kinds.items() if there)
    return f"bounded least squares on a simulated cell; {weights}; spread {spread}"


def _findings(problem: CalibrationProblem, fit: Fit) -> dict[str, Finding]:
    of = problem.studio.case.base.name
    found = {}
    for k, f in enumerate(problem.free):
        std = None if fit.covariance is None else fit.covariance[k][k] ** 0.5
        found[f.path] = Finding(Question(f.term, f"{of}#{f.path}"), fit.values[k], Fitted(fit, f.path), std)
    return found


def _held_fits(problem: CalibrationProblem, fit: Fit) -> dict[str, Finding]:
    """Return the fits of the case that the cell used, by path."""
    held = {h.id for h in fit.held}
    waiting = {path: name for path, name in _waiting(problem.studio.case.base.document, []) if path not in fit.names}
    known = {path: problem.studio.fits.get(name) for path, name in waiting.items()}
    return {path: one for path, one in known.items() if one is not None and one.id in held}


def _waiting(node: Any, path: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, name) of every {fit = ..} of a document."""
    if isinstance(node, Mapping):
        if set(node) == {"fit"} and isinstance(node["fit"], str):
            yield join(path), node["fit"]
        else:
            for key, inner in node.items():
                yield from _waiting(inner, [*path, key])
