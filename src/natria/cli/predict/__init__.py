"""The commands `natria predict` and `natria score`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..options import papers


@click.command()
@click.argument("file", metavar="SPEC", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), help="File of the prediction; default: predictions/NAME.json.")
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the page and the figures.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.prediction/1) instead of tables.")
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Folder that keeps costly members (default: NATRIA_STORE); `none` keeps none.",
)
@click.option("--workers", type=click.IntRange(1, 1000), help="Processes for costly members; default: all processors.")
@papers
def predict(file: Path, **options: Any) -> None:
    """Predict the questions of SPEC from its training facts alone, with intervals and alternatives.

    SPEC is a TOML file with a case, training facts, questions (conditions only), and groups of alternatives. The
    prediction goes to predictions/NAME.json and is never replaced; the page goes to natria-out/predict/NAME. A run
    that was stopped continues when the same command is run again. With --json and without --to or --out nothing is
    written. Where no question is answered, no prediction is written, and the exit code is 2.
    """
    from .predict import run

    run(file, **options)


@click.command()
@click.argument("prediction", type=click.Path(path_type=Path))
@click.argument("values", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Output folder for the page and score.json.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (natria.score/1) instead of tables.")
@papers
def score(prediction: Path, values: Path, **options: Any) -> None:
    """Compare VALUES with a PREDICTION: coverage of its intervals, CRPS, and skill against its baseline.

    VALUES is a TOML or CSV file with the values of questions of the prediction, or the ids of facts. A value under
    other conditions than its question is refused. The page goes to natria-out/score/NAME.
    """
    from .score import run

    run(prediction, values, **options)
