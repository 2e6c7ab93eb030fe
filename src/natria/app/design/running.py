"""Tasks of runs: which models a design supports, and the run of one, written as a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..tasks import Order, Say
from ..views import plots_of, store_arrays, write_stages
from ..workspace import COMPLETE, write_json
from .runs import ABOUT

if TYPE_CHECKING:
    from ...result import Result

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
    from ...studies.modelling import RunHeard, RunOrder, find_run, forget_run, run_model

    asked = order.options
    run = find_run(asked["model"])
    say("preparing the model")
    heard = Progress(say)
    todo = RunOrder(run, case, asked["system"], asked["options"], order.out, _store(order), BY)
    made = run_model(todo, RunHeard(heard.share, heard.resumed))
    say("drawing the figures")
    for stage in write_stages(order.out, "", _stages(made, order.out)):
        say("drawing the figures" if stage != COMPLETE else stage)
    forget_run(order.out)


class Progress:
    """Tells the share of a run that is done and the time left, at most a few times a second."""

    def __init__(self, say: Say, clock: Callable[[], float] = monotonic) -> None:
        self.say, self.clock = say, clock
        self.stage, self.began, self.first, self.told = "", 0.0, 0.0, 0.0

    def resumed(self, cycle: int) -> None:
        """Say that a run goes on."""
        self.say(f"going on in cycle {cycle}")

    def share(self, stage: str, done: float, total: float) -> None:
        """Tell how many steps of a stage are done."""
        now, share = self.clock(), done / total if total else None
        if stage != self.stage:
            self.stage, self.began, self.first, self.told = stage, now, share or 0.0, 0.0
        if now - self.told < PAUSE:
            return
        self.told = now
        spent, gained = now - self.began, (share or 0.0) - self.first
        left = spent / gained * (1 - share) if share and gained > 0 and spent > SURE else None
        self.say(stage, share, left)


def _case(order: Order) -> Any:
    from ...environment import own_papers
    from ...studies.opening.case import open_case

    return open_case(order.options["source"], papers=own_papers(), system=order.options.get("system", ""))


def _store(order: Order) -> Any:
    from ...store import Store

    return Store(Path(order.options["store"]))


def _options(run: Any) -> list[dict[str, Any]]:
    return [asdict(option) for option in run.options]


def _stages(made: Any, out: Path) -> Iterator[dict[str, Any]]:
    """Yield what each stage changes in the view."""
    from ...quantity import typeset
    from ...report.described import number_rows, plain

    result = _result(made)
    headline, *rest = map(typeset, result.sentences)
    plots = _readings(made, out)
    yield {
        "stage": "numbers",
        "title": result.title,
        "headline": headline,
        "sentences": rest,
        "remarks": [typeset(text) for text in _remarks(made)],
        "numbers": plain(number_rows(result.findings, result.papers)),
        "plots": plots,
    }
    yield {"stage": COMPLETE, "plots": [*plots, *plots_of(result.pictures(), out)]}


def _result(made: Any) -> Result[Any]:
    from ... import api, api_interface
    from ...studies.interface import InterfaceRun

    return api_interface.result_of_model(made) if isinstance(made, InterfaceRun) else api.result_of_simulation(made)


def _readings(made: Any, out: Path) -> list[Any]:
    """Write the readings of a simulated recording as arrays, and return the plot of them."""
    from ...report.described import described_readings, plain
    from ...report.described.readings import stored_columns

    measurement = getattr(made, "measurement", None)
    if measurement is None:
        return []
    store_arrays(stored_columns(measurement.recording), out)
    area = getattr(measurement.specimen, "area", None)
    plot = described_readings(measurement.recording, measurement.events, None if area is None else float(area.plain))
    return [] if plot is None else [plain(plot)]


def _remarks(made: Any) -> list[str]:
    """Return the notes of a simulation; of a model of a layer where it is valid, objections and assumptions."""
    from ...report.interface.wording import tables
    from ...studies.interface import InterfaceRun

    if isinstance(made, InterfaceRun):
        return [f"{title}: {': '.join(row)}" for title, _, rows in tables(made) for row in rows]
    return [note.text for note in made.notes]
