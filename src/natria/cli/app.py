"""natria app: the page in a browser.

Heavy imports stand inside the function, as `main` imports this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; default: the first free one from 8765 on.")
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser, or only print its address.")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("natria-workspace"),
    show_default=True,
    help="Folder of recordings, designs and results; made where it is missing.",
)
@click.option("--upload-limit", default=1024.0, show_default=True, metavar="MIB", help="Largest file that is taken.")
@click.option("--memory", default=8192.0, show_default=True, metavar="MIB", help="Memory of one analysis.")
@click.option("--seconds", default=900.0, show_default=True, help="Time of one analysis.")
def app(port: int | None, browser: bool, workspace: Path, upload_limit: float, **limits: Any) -> None:
    """Open natria in the browser: drop the file of a cycler, see what it shows.

    The server listens on this computer only. The address that it prints has a key in it that is new at each start.
    Files and results are in the folder --workspace, which the other commands read too.
    """
    from ..app.serve import serve
    from ..app.settings import AppSettings

    serve(AppSettings(workspace.resolve(), most_upload=upload_limit, **limits), port, browser, click.echo)
