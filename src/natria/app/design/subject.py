"""What is asked about: a design file of the workspace or a case of natria, in its present state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..workspace import AppWorkspace
from .files import DesignFiles, read_text, state_of


@dataclass(frozen=True)
class Subject:
    """A design by its name in the app. `source` is what `open_case` takes, `state` the digest of its text."""

    name: str
    source: str
    path: Path
    state: str


def find_subject(workspace: AppWorkspace, name: str) -> Subject:
    """Return the design file of a name, or the case of natria; raises InputError where there is none."""
    files = DesignFiles(workspace)
    path = files.find(name)
    is_own = path.parent == files.folder
    return Subject(name, str(path) if is_own else name, path, state_of(read_text(path)))
