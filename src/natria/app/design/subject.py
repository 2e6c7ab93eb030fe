"""What is asked about: a design file of the workspace, or a case that comes with natria, in its present state."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...quantity import InputError, Problem
from ..workspace import DESIGNS, OWN, AppWorkspace

SUFFIX = ".toml"
SHOWN = 200  # letters of a name in a message


@dataclass(frozen=True)
class Subject:
    """A design by its name in the app. `source` is what `open_case` takes, `state` the digest of its text."""

    name: str
    source: str
    path: Path
    state: str


def find_subject(workspace: AppWorkspace, name: str) -> Subject:
    """Return the design file of a name, with or without its suffix, or the case of natria.

    Raises InputError where there is none.
    """
    path = _design_file(workspace, name)
    if path is not None:
        return Subject(name, str(path), path, sha256(path.read_bytes()).hexdigest())
    from ...design.case import cases  # takes too long for the first page

    known = cases()
    if name in known:
        return Subject(name, name, known[name], sha256(known[name].read_bytes()).hexdigest())
    problem = Problem(name[:SHOWN], "is not in the workspace", f"open one of its designs, or {', '.join(known)}")
    raise InputError("designs", [problem])


def _design_file(workspace: AppWorkspace, name: str) -> Path | None:
    if not name or name[0] in (".", OWN) or any(mark in name for mark in ("/", "\\", "\0")):
        return None
    folder = workspace.path / DESIGNS
    several = (folder / name, folder / f"{name}{SUFFIX}")
    return next((p for p in several if p.suffix == SUFFIX and p.is_file() and not p.is_symlink()), None)
