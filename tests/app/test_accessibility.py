"""Every page and state by axe, light and dark, wide and narrow: contrast, names, roles; nothing is wider than the screen."""

import pytest
from asgi import LiveServer
from browser import AXE, BROWSER, HEIGHT, chromium, clean_page, violations
from states import STATES, prepare

from natria.app.bundle import is_built

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (extra `browser`)")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.exists(), reason="axe is not installed (make app-check, or npm ci in frontend/)"),
    pytest.mark.skipif(not is_built(), reason="the page of the app is not built (make app)"),
]
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("app")
    made = {name: LiveServer(prepare(name, folder)) for name in {one.workspace for one in STATES}}
    yield made
    for server in made.values():
        server.kill()


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("state", STATES, ids=lambda one: f"{one.page}-{one.name}")
def test_axe_finds_nothing(browser, servers, state):
    for scheme in SCHEMES:
        with clean_page(browser, servers[state.workspace], 1280, scheme, may_refuse=state.is_refused) as page:
            state.open(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                assert violations(page) == []
                assert page.evaluate("() => document.documentElement.scrollWidth") <= width
