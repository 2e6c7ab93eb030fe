"""Pictures of every page in its states, at three widths, light and dark: python tests/app/make_shots.py OUT [NAME].

Looked at by people after a change of the page. With a NAME only the states that have it in theirs.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from asgi import LiveServer
from browser import chromium
from looks import HEIGHT, REFUSED, looked_at
from playwright.sync_api import Error
from states import STATES, prepare

WIDTHS = (360, 1280, 1920)
SCHEMES = ("light", "dark")


def main(out: Path, wanted: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    states = [one for one in STATES if wanted in f"{one.page}-{one.name}"]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, ExitStack() as ends:
        servers = {}
        for workspace in {one.workspace for one in states}:
            servers[workspace] = LiveServer(prepare(workspace, Path(folder)))
            ends.callback(servers[workspace].kill)
        for scheme in SCHEMES:
            for state in states:
                take(browser, servers[state.workspace], state, scheme, out)


def take(browser, server, state, scheme, out):
    """Make the pictures of one state; say what its page did wrong, so that the next one goes on."""
    stem = out / f"{state.page}-{state.name}-{scheme}"
    try:
        with looked_at(browser, server, WIDTHS[0], scheme, (REFUSED,)) as page:
            state.open(page)
            shoot(page, stem)
    except (AssertionError, Error) as bad:
        print(f"{stem.name}: {bad}")


def shoot(page, stem):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.wait_for_timeout(300)
        page.screenshot(path=f"{stem}-{width}.png", full_page=True)
    print(stem.name, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
