"""What natria takes from the environment of its process, read here and nowhere else.

The command line and the functions of `natria.api` put it into a case; everything below takes it from the case.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

PLUGINS = "NATRIA_PLUGINS"  # `none`: answerers of installed packages are not asked, as if none were installed
NONE = "none"
PAPERS = "NATRIA_PAPERS"  # files and folders of papers of one's own, written as PATH is


def own_papers(more: Iterable[Path | str] = ()) -> tuple[Path, ...]:
    """The files and folders of papers that the environment names, and those that are given beside it."""
    named = (part for part in os.environ.get(PAPERS, "").split(os.pathsep) if part)
    return tuple(dict.fromkeys(Path(one).resolve() for one in (*named, *more)))


def asks_plugins() -> bool:
    """Whether a study asks the answerers of installed packages beside those of natria."""
    return os.environ.get(PLUGINS, "") != NONE


def results(named: Path | None = None) -> Path | None:
    """The folder of stored results: the one that is named, else that of the environment; None for `none`."""
    from .store import default_place

    place = named or default_place(os.environ)
    return None if str(place) == NONE else place
