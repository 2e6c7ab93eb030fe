"""What may come of a bad file: a recording of sound numbers, or one message in words that says what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from natria.lab.files import read_recording
from natria.quantity import InputError
from natria.record import Recording

LONGEST_MESSAGE = 30_000  # signs: three problems that show forty long names each


def outcome(path: Path) -> Recording | None:
    """The recording, or None where the file was refused as it should be."""
    try:
        recording = read_recording(path)
    except InputError as refused:
        wrong = [] if is_clear(refused) else ["the message is not clear"]
        recording = None
    else:
        wrong = complaints(recording)
    assert not wrong, wrong
    return recording


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_recording(path)
    assert path.name in caught.value.source
    assert is_clear(caught.value)
    return str(caught.value)


def is_clear(refused: InputError) -> bool:
    return all(problem.what and problem.fix for problem in refused.problems) and len(str(refused)) < LONGEST_MESSAGE


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def complaints(recording: Recording) -> list[str]:
    """What no recording may be, however bad its file."""
    time, columns = recording.time, recording.columns
    return [
        *(["no rows"] if not len(recording) else []),
        *(
            f"{name} is not finite"
            for name in ("time", "voltage", "current")
            if not np.isfinite(getattr(recording, name)).all()
        ),
        *(["the time runs backwards"] if (np.diff(time) < 0).any() else []),
        *(["the time begins below zero"] if len(time) and time[0] < 0 else []),
        *(["columns differ in length"] if len({len(c) for c in columns.values()}) > 1 else []),
    ]
