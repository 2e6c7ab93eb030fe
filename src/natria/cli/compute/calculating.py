"""Options of the commands that evaluate structures by a calculator, and the progress that they show."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ...atoms.calculators import EvaluationCount, Evaluator, EvaluatorFamily, FinishedRun
    from ...atoms.electronic import StatesEvaluator
    from ...record import Structure
    from ...store import Store

Command = TypeVar("Command", bound=Callable[..., Any])
EVERY = 2.0  # s between two lines of progress
OF_ONE_CELL = (
    ("kpoints", "one number of k-points", "give their density instead, such as kpoint_density_A=3.5"),
    ("gpts", "one grid", "leave it out: the program chooses a grid for each cell"),
)


def calculating(command: Command) -> Command:
    """Add the options that name a calculator, its settings and the store."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table."),
        click.option("--out", type=click.Path(path_type=Path), help="Output folder for the figures and the JSON."),
        click.option(
            "--store",
            "place",
            type=click.Path(path_type=Path),
            help="Folder of stored evaluations (default: NATRIA_STORE); `none` keeps nothing.",
        ),
        click.option(
            "--set",
            "given",
            multiple=True,
            metavar="NAME=VALUE",
            help="A setting of the calculator, such as xc=PBE; repeatable.",
        ),
        click.option(
            "--calculator",
            "name",
            required=True,
            metavar="NAME",
            help="gpaw, sevenn, chgnet, emt, lj, or module:function that returns a calculator of ASE.",
        ),
    ):
        command = option(command)
    return command


stored_option = click.option(
    "--stored",
    is_flag=True,
    help="Compute nothing: replay a run that natria ships, with the recipe and the strains of that run.",
)


def ensure_free(command: click.Context, *names: str) -> None:
    """Refuse --stored together with options that the stored run fixes, rather than ignore them."""
    from click.core import ParameterSource

    usual = (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP)
    if given := [one for one in names if command.get_parameter_source(one) not in usual]:
        shown = ", ".join(f"--{one.replace('_', '-')}" for one in given)
        raise click.UsageError(f"{shown} with --stored: the stored run fixes this; leave one out")


def replaying(
    structure: Structure, workflow: str, name: str, given: tuple[str, ...]
) -> tuple[Evaluator, dict[str, Any]]:
    """The evaluations and the numerics of a shipped run; the standard error says which."""
    from ...atoms.calculators import replayed

    evaluate = replayed(structure, workflow, name, dict(map(_setting, given)))
    run = evaluate.kept
    assert run is not None
    say_replayed(run)
    return evaluate, dict(run.result["settings"])


def say_replayed(run: FinishedRun) -> None:
    """Say on the standard error which stored run is replayed."""
    took = f"{run.count} calculations that took {_time(run.seconds)}"
    click.echo(f"replayed from the stored run {run.name} ({took}): {run.recipe}", err=True)


def replaying_states(
    structure: Structure, name: str, given: tuple[str, ...], *, spin_orbit: bool, relaxed: bool
) -> tuple[StatesEvaluator, dict[str, Any]]:
    """The states and the numerics of a shipped run; the standard error says which."""
    from ...atoms.electronic import replayed_states

    settings = dict(map(_setting, given))
    evaluate = replayed_states(structure, name, settings, spin_orbit=spin_orbit, relaxed=relaxed)
    run = evaluate.run
    assert run is not None
    say_replayed(run)
    asked = run.result["settings"]
    numerics = {name: asked[name] for name in ("coarse", "refine", "points")}
    return evaluate, {**numerics, "letters": asked["path"], "empty": asked["empty_bands"]}


def evaluator(structure: Structure, name: str, given: tuple[str, ...], place: Path | None) -> Evaluator:
    """The calculator with the store that an option or the environment names."""
    from ...atoms.calculators import Evaluator, begun_anywhere, calculator

    made = calculator(name, structure, dict(map(_setting, given)))
    return Evaluator(made.recipe, made.make, stored_in(place), kept=begun_anywhere(made.recipe))


def stored_in(place: Path | None) -> Store:
    """The store that an option or the environment names."""
    from ...environment import results
    from ...store import Store

    return Store(results(place), None, lambda text: click.echo(f"warning: {text}", err=True))


def program(structure: Structure, name: str, given: tuple[str, ...], place: Path | None) -> StatesEvaluator:
    """The program of electronic states of a calculator, with the store."""
    from ...atoms.calculators import CALCULATORS, calculator
    from ...atoms.electronic import StatesEvaluator
    from ...quantity import InputError, Problem

    made = calculator(name, structure, dict(map(_setting, given)))
    if made.states is None:
        able = ", ".join(one for one, kind in CALCULATORS.items() if kind.states is not None)
        what = f"{name} computes no electronic states"
        raise InputError("--calculator", [Problem("", what, f"give {able}, or module:function")])
    return StatesEvaluator(made.recipe, made.states, stored_in(place))


def evaluators(name: str, given: tuple[str, ...], place: Path | None) -> EvaluatorFamily:
    """The calculator for cells of several shapes, each with the k-points that its own size asks for."""
    from ...atoms.calculators import Evaluator, EvaluatorFamily, begun_anywhere, calculator
    from ...atoms.calculators.table import atom_settings
    from ...quantity import InputError, Problem

    settings = dict(map(_setting, given))
    for one, what, fix in OF_ONE_CELL:
        if settings.get(one):
            raise InputError("--set", [Problem(one, f"{what} does not fit cells of several sizes", fix)])
    store = stored_in(place)

    def made(structure: Structure, given: dict[str, Any]) -> Evaluator:
        one = calculator(name, structure, given)
        return Evaluator(one.recipe, one.make, store, kept=begun_anywhere(one.recipe))

    return EvaluatorFamily(
        lambda structure: made(structure, settings),
        lambda structure: made(structure, atom_settings(name, settings)),
    )


def _setting(text: str) -> tuple[str, Any]:
    """A setting of the form NAME=VALUE; the value is JSON, or a word."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(f"--set {text!r}: expected NAME=VALUE")
    try:
        return name.strip(), json.loads(value)
    except ValueError:
        return name.strip(), value.strip()


class ProgressLines:
    """Lines of progress on the standard error, at most one in two seconds."""

    def __init__(self, evaluate: EvaluationCount) -> None:
        self.evaluate = evaluate
        self.last = 0.0
        self.pace: Any = None

    def counted(self, stage: str, done: int, total: int) -> None:
        """A stage with a known number of parts, and the time that the rest takes."""
        from ...store.progress import Pace

        if self.pace is None or self.pace.total != total or done == 0:
            self.pace = Pace(total, time.monotonic())
        self.pace.made = done
        left = self.pace.progress().seconds_left
        rest = "" if left is None or done == total else f", about {_time(left)} left"
        self._say(f"{stage}: {done} of {total}{rest}", is_last=done == total)

    def running(self, stage: str, _: int) -> None:
        """A stage that ends when it has converged."""
        self._say(stage, is_last=False)

    def _say(self, text: str, *, is_last: bool) -> None:
        if is_last or time.monotonic() - self.last >= EVERY:
            self.last = time.monotonic()
            click.echo(f"{text} ({self.evaluate.calls} evaluations, {self.evaluate.found} from the store)", err=True)


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
