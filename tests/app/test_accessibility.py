"""Every page and state by axe, light and dark, wide and narrow: contrast, names, roles; nothing scrolls sideways."""

import pytest
from asgi import LiveServer
from browser import MARKS, chromium
from looks import AXE, HEIGHT, REFUSED, looked_at, violations
from states import STATES, prepare

pytestmark = [*MARKS, pytest.mark.skipif(not AXE.exists(), reason="axe is not installed (npm ci in frontend/)")]
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
    expected = (REFUSED,) if state.is_refused else ()
    for scheme in SCHEMES:
        with looked_at(browser, servers[state.workspace], 1280, scheme, expected) as page:
            state.open(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                assert violations(page) == []
                assert page.evaluate("() => document.documentElement.scrollWidth") <= width
