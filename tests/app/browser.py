"""The app driven in Chromium: what the browser tests of all pages share.

Put `pytestmark = MARKS` into a test file that uses it.
The fixtures `server` and `page` are in conftest.py.
"""

import shutil
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from natria.app.bundle import is_built

BROWSER = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
MARKS = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("playwright") is None, reason="Playwright is not installed (extra `browser`)"),
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not is_built(), reason="the page of the app is not built (make app)"),
]
WIDTHS = (360, 768, 1280, 1920)
PATIENCE = 90_000  # ms


@contextmanager
def chromium():
    """Yield a Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def opened(server, expected=()):
    """Yield the first page of a server; its console stays clean and it asks no other host.

    Messages of the console that hold one of the texts of `expected` are allowed, such as "409" where a test asks for
    what is refused.
    """
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(PATIENCE)
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda bad: said.append(str(bad)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server.address)
        yield page
        assert [text for text in said if not any(one in text for one in expected)] == []
        assert [url for url in asked if not url.startswith((server.base, f"blob:{server.base}"))] == []


def visit(page, address):
    """Go to a page of the app, such as "#/design/cell"."""
    page.evaluate("address => { location.hash = address }", address)


def check_widths(page):
    """Assert that nothing scrolls sideways at any width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(200)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, width
