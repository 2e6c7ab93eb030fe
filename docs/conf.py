"""The documentation: MyST pages, and tables and output that are made from the code before every build."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx

from natria import __version__

sys.path.insert(0, str(Path(__file__).parent))  # for generate.py

project = "natria"
author = "The natria developers"
project_copyright = "2026, the natria developers"
version = release = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_generated", "images"]

html_theme = "furo"
html_title = f"natria {__version__}"
html_copy_source = False


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the generated parts once the configuration is read and before the first page is."""
    app.connect("builder-inited", _generate)
    return {"parallel_read_safe": True}


def _generate(app: Sphinx) -> None:
    import generate

    generate.write(Path(app.srcdir) / "_generated")
