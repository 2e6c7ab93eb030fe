"""Samplers of Optuna in place of the own step: NSGA-II, and a tree-structured Parzen estimator (TPE).

They are there to compare with; `docs/optimise.md` has the comparison. Optuna is in the extra `optimise`.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from ...quantity import InputError, Problem
from .problem import OptimisationProblem
from .search import Step
from .space import SearchSpace
from .steps import KnownPoints, SearchSettings

OWN = "surfaces"
POPULATION = 20  # of NSGA-II: better than Optuna's 50 within 1000 evaluations of ZDT1 and DTLZ2


def step_of(method: str, problem: OptimisationProblem, settings: SearchSettings) -> Step | None:
    """Return the step of a method by its name; None for the own one."""
    if method == OWN:
        return None
    return optuna_step(method, problem.space, len(problem.objectives), settings.seed)


def optuna_step(method: str, space: SearchSpace, objectives: int, seed: int) -> Step:
    """Return the step of a sampler of Optuna; points that are known are told to it first, once each."""
    try:
        import optuna
    except ImportError:
        fix = "pip install 'natria[optimise]', or take the method surfaces, which needs nothing"
        raise InputError("--method", [Problem(method, "needs Optuna", fix)]) from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(directions=["minimize"] * objectives, sampler=_sampler(optuna, method, seed))
    names = [f"v{n}" for n in range(len(space))]
    drawn = [
        optuna.distributions.CategoricalDistribution(tuple(range(many)))
        if many
        else optuna.distributions.FloatDistribution(0.0, 1.0)
        for many in space.choices
    ]
    spaces = dict(zip(names, drawn, strict=True))
    told, waiting = 0, dict[bytes, list[Any]]()

    def step(known: KnownPoints, count: int) -> np.ndarray:
        nonlocal told
        for place in range(told, len(known.points)):
            trial = next(iter(waiting.pop(known.points[place].tobytes(), [])), None)
            if trial is None:
                study.enqueue_trial(dict(zip(names, known.points[place].tolist(), strict=True)))
                trial = study.ask(spaces)
            missed = float(known.violation[place])
            trial.set_user_attr("missed", [missed if np.isfinite(missed) else 1e9])
            good = bool(known.answered[place])
            state = optuna.trial.TrialState
            study.tell(
                trial, known.objectives[place].tolist() if good else None, state.COMPLETE if good else state.FAIL
            )
        told = len(known.points)
        points = np.empty((count, len(space)))
        for row in points:
            trial = study.ask(spaces)
            row[:] = [float(trial.params[name]) for name in names]
            waiting.setdefault(row.tobytes(), []).append(trial)
        return points

    return step


def _sampler(optuna: Any, method: str, seed: int) -> Any:
    def missed(trial: Any) -> list[float]:
        return list(trial.user_attrs.get("missed", [0.0]))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constraints are marked as experimental
        if method == "nsga2":
            return optuna.samplers.NSGAIISampler(population_size=POPULATION, seed=seed, constraints_func=missed)
        return optuna.samplers.TPESampler(seed=seed, constraints_func=missed)
