"""Every file of a prediction or of a score by its name."""

from __future__ import annotations

import json

from ...studies.predict import Prediction, Scored, prediction_document, score_document
from ...studies.predict.document import PredictionFile, text_of
from .figures import prediction_pictures, score_pictures
from .page import prediction_page, score_page

FILE, SCORED = "prediction.json", "score.json"


def prediction_files(p: Prediction) -> dict[str, bytes]:
    drawn = prediction_pictures(p)
    return {
        "index.html": prediction_page(p, drawn, FILE).encode(),
        FILE: text_of(prediction_document(p)).encode(),
        **{f"figures/{one.id}.svg": one.svg for one in drawn},
        **{f"figures/{one.id}.png": one.png for one in drawn},
    }


def score_files(scored: Scored, of: PredictionFile, version: str) -> dict[str, bytes]:
    rows = {one.question: one.row for one in of.predicted}
    intervals = [
        (_ends(rows[v.question]["interval_68"]), _ends(rows[v.question]["interval_95"])) for v in scored.values
    ]
    drawn = score_pictures(scored, intervals)
    text = json.dumps(score_document(scored, version), indent=1, allow_nan=False) + "\n"
    return {
        "index.html": score_page(scored, drawn, version).encode(),
        SCORED: text.encode(),
        **{f"figures/{one.id}.svg": one.svg for one in drawn},
        **{f"figures/{one.id}.png": one.png for one in drawn},
    }


def _ends(row: list[float]) -> tuple[float, float]:
    low, high = row
    return low, high
