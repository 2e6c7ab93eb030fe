"""natria score."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ... import __version__

OUT = Path("natria-out") / "score"


def run(prediction: Path, values: Path, *, out: Path | None, as_json: bool, papers: tuple[Path, ...] = ()) -> None:
    from rich.console import Console

    from ...literature import library
    from ...report import ensure_writable, write_folder
    from ...report.prediction import print_score, score_files
    from ...studies.predict import read_prediction, read_values, score_document, score_values

    predicted = read_prediction(prediction)
    known = read_values(values, library(*papers))
    folder = out if out is not None else None if as_json else OUT / predicted.name
    if folder is not None:
        ensure_writable(folder, "score", inputs=(prediction, values))
    scored = score_values(predicted, known, str(values))
    if as_json:
        click.echo(json.dumps(score_document(scored, __version__), indent=1, allow_nan=False))
    else:
        print_score(scored, Console())
    if folder is not None:
        write_folder(score_files(scored, predicted, __version__), folder, "score")
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)
