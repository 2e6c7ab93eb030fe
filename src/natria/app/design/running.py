"""Tasks of runs: which models a design supports, and the run of one, written as a view."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from time import monotonic
from typing import Any

from ...store.progress import StagePace
from ..tasks import Order, Say
from ..views import ARRAYS, write_stages
from ..workspace import COMPLETE, write_json
from .run_views import run_stages
from .runs import ABOUT

DRAWING = "drawing the figures"
BY = "the app"
PAUSE = 0.2  # s between two reports of progress
SURE = 2.0  # s of a run after which the time that is left is told


def describe_order(order: Order, say: Say) -> None:
    """Write which models a design supports, with their options."""
    say("reading the design")
    case = _case(order)
    from ...studies.modelling import runs, supported

    known = runs()
    say("looking which models it supports")
    found = supported(case, known, _store(order))
    models = [
        {"name": one.name, "title": one.title, "cost": one.cost, "goes_on": one.goes_on, "options": _options(one)}
        for one in known.values()
    ]
    systems = [{"system": s.system, "parts": dict(s.parts), "refused": dict(s.refused)} for s in found]
    write_json(order.out / ABOUT, {"schema": "natria.runnable/1", "models": models, "systems": systems})


def simulate_order(order: Order, say: Say) -> None:
    """Run a model of a design and write its results; one that was stopped goes on."""
    say("reading the design")
    case = _case(order)
    from ...studies.modelling import RunHeard, RunOrder, find_run, forget_run, partial_result, run_model

    asked = order.options
    run = find_run(asked["model"])
    say("preparing the model")
    heard = RunProgress(say)
    todo = RunOrder(run, case, asked["system"], asked["options"], order.out, _store(order), BY)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        partial = bool(asked.get("partial"))
        made = partial_result(todo) if partial else run_model(todo, RunHeard(heard.share, heard.resumed))
    say(DRAWING)
    rmtree(order.out / ARRAYS, ignore_errors=True)  # those of an earlier look at a part of the same run
    stages = run_stages(made, order.out, [str(one.message) for one in told])
    for stage in write_stages(order.out, "", ({**one, "incomplete": partial} for one in stages), order.task):
        say(DRAWING if stage != COMPLETE else stage)
    if not partial:
        forget_run(order.out)


class RunProgress:
    """Tells the share of a run that is done and the time left, at most a few times a second."""

    def __init__(self, say: Say, clock: Callable[[], float] = monotonic) -> None:
        self.say, self.clock, self.pace = say, clock, StagePace(sure=SURE, clock=clock)
        self.stage, self.told = "", 0.0

    def resumed(self, cycle: int) -> None:
        """Say that a run goes on."""
        self.say(f"going on in cycle {cycle}")

    def share(self, stage: str, done: float, total: float) -> None:
        """Tell how many steps of a stage are done."""
        now, share = self.clock(), done / total if total else None
        left = self.pace.left(stage, share)
        if stage == self.stage and now - self.told < PAUSE:
            return
        self.stage, self.told = stage, now
        self.say(stage, share, left)


def _case(order: Order) -> Any:
    from ...api_interface import opened_case

    return opened_case(order.options["source"], order.options.get("system", ""))


def _store(order: Order) -> Any:
    from ...store import Store

    return Store(Path(order.options["store"]))


def _options(run: Any) -> list[dict[str, Any]]:
    return [asdict(option) for option in run.options]
