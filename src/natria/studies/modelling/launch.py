"""The run of a model for a system of a case: of the cell in time, or of a layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...design import Case
from ...models.cell.solvers.checkpoint import discard_run
from ...store import Store, Unfinished
from ..interface import InterfaceRun, SpreadPlan, Tell, ask_model, deposition_given
from ..opening.overrides import read_given
from ..simulation.outcome import Simulation
from ..simulation.plan import Plan, plan
from ..simulation.resume import UNFINISHED, Listener, Stopped, simulate_design, unfinished_result
from ..studio import Studio
from .table import DEPOSIT, ModelRun

Share = Callable[[str, float, float], None]  # what is done now, steps done, all steps


@dataclass(frozen=True)
class RunOrder:
    """A model, a system of a case, and options as texts.

    `out` is a folder in which a run that takes long is kept until it is finished; `by` is who chose the changes.
    """

    run: ModelRun
    case: Case
    system: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    store: Store = field(default_factory=lambda: Store(None))
    by: str = "the user"


@dataclass(frozen=True)
class RunHeard:
    """Who hears of the progress: `share` of what is done, `resumed` in which cycle a cell goes on."""

    share: Share = lambda _, __, ___: None
    resumed: Callable[[int], None] = lambda _: None


def run_model(order: RunOrder, heard: RunHeard | None = None) -> Simulation | InterfaceRun:
    """Return what a model answers; a run that was stopped in the folder of the order goes on."""
    hears = heard or RunHeard()
    given = _given(order)
    return _layer(order, given, hears) if order.run.model else _cell(order, given, hears)


def partial_result(order: RunOrder) -> Simulation:
    """Return what a cell that was stopped in the folder of the order has so far, marked as incomplete."""
    assert order.out is not None
    return unfinished_result(_plan(order, _given(order)), order.out)


def forget_run(out: Path) -> None:
    """Remove what a run kept in its folder, once its results are written."""
    discard_run(out / UNFINISHED)


def _cell(order: RunOrder, given: Mapping[str, str], heard: RunHeard) -> Simulation:
    todo = _plan(order, given)
    listener = Listener(
        heard.resumed,
        lambda cycle: heard.share("cycles", cycle, todo.cycles),
        lambda readings: heard.share(f"reading {readings:,} readings", 0, 0),
    )
    made = simulate_design(todo, order.out, listener=listener)
    if isinstance(made, Stopped):
        raise KeyboardInterrupt
    return made


def _given(order: RunOrder) -> dict[str, str]:
    """Return the changes of the design by path."""
    return read_given([line for line in order.options.get("changes", "").splitlines() if line.strip()])


def _plan(order: RunOrder, given: Mapping[str, str]) -> Plan:
    asked = {name: int(order.options[name]) if name in order.options else None for name in ("cycles", "samples")}
    return plan(order.case, order.system, given=given, by=order.by, store=order.store, **asked)


def _layer(order: RunOrder, given: Mapping[str, str], heard: RunHeard) -> InterfaceRun:
    model, options = order.run.model, order.options
    assert model is not None
    part, kept = options.get("part", ""), None
    if order.run.name == DEPOSIT:
        design = Studio(order.case, store=order.store).design(order.system or order.case.base.name)
        cells = int(options["cells"]) if "cells" in options else None
        words = {name: options.get(name, "") for name in ("dim", "time", "device")}
        given = deposition_given(design, given, part, cells=cells, **words)
    if order.run.goes_on and order.out is not None:
        kept = Unfinished(order.out / UNFINISHED, must=True)

    def moved(_: SpreadPlan) -> Tell:
        return lambda done, total: heard.share("moved inputs", done, total)

    return ask_model(
        model,
        order.case,
        order.system,
        given=given,
        part=part,
        store=order.store,
        tell=lambda done, total: heard.share(model.title, done, total),
        asking=lambda name, done, total: heard.share(name.replace("_", " "), done, total),
        spread=moved if "spread" in options else None,
        unfinished=kept,
    )
