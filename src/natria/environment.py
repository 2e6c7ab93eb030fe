"""What natria takes from the environment of its process, read here and nowhere else.

The command line and the functions of `natria.api` put it into a case; everything below takes it from the case.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .store import Store

PLUGINS = "NATRIA_PLUGINS"  # `none`: answerers of installed packages are not asked, as if none were installed
NONE = "none"
MATERIALS_PROJECT_KEY = "MP_API_KEY"  # the name that other clients of the Materials Project read
PAPERS = "NATRIA_PAPERS"  # files and folders of papers of one's own, written as PATH is


def own_papers(more: Iterable[Path | str] = ()) -> tuple[Path, ...]:
    """The files and folders of papers that the environment names, and those that are given beside it."""
    named = (part for part in os.environ.get(PAPERS, "").split(os.pathsep) if part)
    return tuple(dict.fromkeys(Path(one).resolve() for one in (*named, *more)))


def materials_project_key() -> str:
    """The key of the Materials Project in the environment; empty without one."""
    return os.environ.get(MATERIALS_PROJECT_KEY, "")


def asks_plugins() -> bool:
    """Whether a study asks the answerers of installed packages beside those of natria."""
    return os.environ.get(PLUGINS, "") != NONE


def commit() -> str:
    """The commit of the checkout of natria, "+" where files differ; empty without a checkout."""
    from pathlib import PurePath
    from shutil import which
    from subprocess import SubprocessError, run

    here = Path(__file__).resolve().parents[2]
    git = which("git")
    if git is None or not (here / ".git").exists() or PurePath(__file__).parts[-3] != "src":
        return ""
    try:
        words = [[git, "-C", str(here), "rev-parse", "HEAD"], [git, "-C", str(here), "status", "--porcelain"]]
        head, changed = (run(w, capture_output=True, encoding="utf-8", check=True, timeout=20).stdout for w in words)  # noqa: S603
    except (OSError, SubprocessError):
        return ""
    return head.strip() + ("+" if changed.strip() else "")


def stored_results() -> Store:
    """The store of the environment, in which results are looked up."""
    from .store import Store

    return Store(results())


def results(named: Path | None = None) -> Path | None:
    """The folder of stored results: the one that is named, else that of the environment; None for `none`."""
    from .store import default_place

    place = named or default_place(os.environ)
    return None if str(place) == NONE else place
