"""The file of a prediction: written once, whole, and never again."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from ...quantity import OutputError
from .document import prediction_document, text_of
from .forecast import Prediction

FOLDER = Path("predictions")


def free_place(name: str, folder: Path = FOLDER) -> Path:
    """Return the place of a prediction; raises where there is one of this name already, with a free name."""
    place = folder / f"{name}.json"
    if place.exists() or place.is_symlink():
        raise _taken(place)
    return place


def free_file(to: Path) -> Path:
    """Return the file of a prediction that a person names; raises where it exists or is no JSON file."""
    if to.suffix != ".json":
        raise OutputError(f"{to} is not a JSON file", f"write --to {to.with_suffix('.json')}")
    return free_place(to.stem, to.parent)


def write_prediction(prediction: Prediction, place: Path) -> Path:
    """Write a prediction under the name of its file; an existing file is never replaced."""
    text = text_of(prediction_document(replace(prediction, name=place.stem)))
    beside = place.with_name(f".{place.name}.{uuid4().hex[:8]}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, place)  # fails where there is a file, also one that came meanwhile
    except FileExistsError:
        raise _taken(place) from None
    except OSError as bad:
        raise OutputError(f"cannot write {place}: {bad.strerror}", "give another place with --to") from None
    finally:
        with suppress(OSError):
            beside.unlink()
    return place


def _taken(place: Path) -> OutputError:
    number = next(n for n in range(2, 10_000) if not place.with_name(f"{place.stem}-{n}.json").exists())
    fix = f"a prediction is never replaced: write a new one with --to {place.with_name(f'{place.stem}-{number}.json')}"
    return OutputError(f"there is a prediction {place} already", fix)
