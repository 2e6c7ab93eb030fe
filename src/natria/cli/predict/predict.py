"""natria predict."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...quantity.errors import NatriaError

if TYPE_CHECKING:
    from ...store import Progress

OUT = Path("natria-out") / "predict"


def run(
    file: Path,
    *,
    to: Path | None,
    out: Path | None,
    as_json: bool,
    store: Path | None,
    workers: int | None,
    papers: tuple[Path, ...] = (),
) -> None:
    from rich.console import Console

    from ...environment import asks_plugins, commit, results
    from ...report import ensure_writable, write_folder
    from ...report.prediction import prediction_files, print_prediction
    from ...store import Store
    from ...studies.predict import free_file, free_place, predict_spec, prediction_document, read_spec, write_prediction

    spec = read_spec(file, papers)
    place = free_file(to) if to else None if as_json else free_place(spec.name)  # before any work
    folder = out if out is not None else None if as_json else OUT / spec.name
    if folder is not None:
        ensure_writable(folder, "prediction", inputs=(file,))
    kept = Store(results(store), tell=lambda text: click.echo(text, err=True))
    with Console(stderr=True).status(f"predicting {spec.name}") as status:
        made = predict_spec(
            spec,
            store=kept,
            plugins=asks_plugins(),
            workers=workers,
            tell=_progress(status.update, spec.name),
            commit=commit(),
        )
    # Files come before what is printed: a pipe that closes early must not cost the run.
    if folder is not None:
        write_folder(prediction_files(made), folder, "prediction")
    is_answered = any(f.is_answered for f in made.forecasts)
    written = write_prediction(made, place) if place is not None and is_answered else None
    if as_json:
        click.echo(json.dumps(prediction_document(made), indent=1, allow_nan=False))
    else:
        print_prediction(made, Console())
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
    if not is_answered:
        fix = "the reasons are listed above; ask again when a model answers"
        raise NatriaError(f"no question of {spec.name} is answered, so no prediction was written", fix)
    if written is not None:
        click.echo(f"prediction: {written}", err=as_json)
        click.echo(f"score it later: natria score {place} VALUES", err=as_json)


def _progress(update: Callable[[str], None], name: str) -> Callable[[Progress], None]:
    """Return what tells how many members are there and how long the others take."""
    is_terminal = sys.stderr.isatty()
    shown = [-1]

    def tell(progress: Progress) -> None:
        left = "" if progress.seconds_left is None else f", about {_time(progress.seconds_left)} left"
        text = f"{name}: {progress.done} of {progress.total} members{left}"
        update(text)
        tenth = 10 * progress.done // max(progress.total, 1)
        if not is_terminal and tenth != shown[0]:
            shown[0] = tenth
            click.echo(text, err=True)

    return tell


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
