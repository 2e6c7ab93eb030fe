"""Write a study to a folder: page, findings.json, tables, figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...studies import StudyResult, scores, study_document
from ...studies.document_parts import digest_of_document
from ..common.folder import MARK, ensure_writable, write_folder
from ..common.picture import Picture
from .figures.drawn import pictures
from .page import page
from .summary import summary


def write_study(result: StudyResult, out: Path, version: str) -> Path:
    """Write a study and return the path of its page. An older study in the folder is replaced."""
    ensure_writable(out, "study")
    write_files(result, pictures(result), out, version)
    return out / "index.html"


def write_files(result: StudyResult, drawn: tuple[Picture, ...], out: Path, version: str) -> list[str]:
    """Write a study with figures that are drawn; return the names of its files."""
    files = study_files(result, version, drawn)
    write_folder(files, out, "study")
    return sorted(files)


def study_files(result: StudyResult, version: str, drawn: tuple[Picture, ...] | None = None) -> dict[str, bytes]:
    """Every file of a study by its name."""
    drawn = pictures(result) if drawn is None else drawn
    return {
        "index.html": page(result, drawn, version).encode(),
        MARK: (json.dumps(report_document(result, version), indent=1, allow_nan=False) + "\n").encode(),
        **{t.file: t.parquet for t in result.tables},
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def report_document(result: StudyResult, version: str) -> dict[str, Any]:
    """The document of a study with the three sentences of its page and its scores."""
    document = {**study_document(result, version), "summary": list(summary(result)), "scores": _scores(result)}
    return {**document, "digest": digest_of_document(document)}


def _scores(result: StudyResult) -> list[dict[str, Any]]:
    """The scores of predictions and conditional answers; without numbers where the series are too few."""
    return [
        {
            "verdict": score.verdict,
            "series": score.series,
            "judged": score.judged,
            **{name: getattr(score, name) if score.is_enough else None for name in ("within", "factor", "skill")},
        }
        for score in scores(result.base.comparisons, result.case.library)
    ]
