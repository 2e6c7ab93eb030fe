"""Every file of a simulation by its name: page, findings.json, recording, tables, figures."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from ...lab.files.write import write_recording
from ...record import Recording
from ...studies.simulation.outcome import Simulation, simulation_document
from ..common.folder import MARK
from .figures import simulation_pictures
from .page import simulation_page

RECORDING = "recording.parquet"


def simulation_files(s: Simulation, version: str) -> dict[str, bytes]:
    drawn = simulation_pictures(s)
    document = simulation_document(s, version)
    return {
        "index.html": simulation_page(s, drawn, version).encode(),
        MARK: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(),
        RECORDING: parquet(s.recording),
        **{t.file: t.parquet for t in s.tables},
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }


def parquet(recording: Recording) -> bytes:
    """The recording as parquet with its provenance, so that it is read back as simulated."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / RECORDING
        write_recording(recording, path)
        return path.read_bytes()
