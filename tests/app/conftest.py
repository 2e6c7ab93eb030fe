"""A live server and its page in Chromium, for the tests that drive the app as a reader would."""

import pytest
from asgi import LiveServer
from browser import opened


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with an empty workspace, one for a file of tests; `server.folder` is the workspace."""
    folder = tmp_path_factory.mktemp("app") / "w"
    live = LiveServer(folder)
    live.folder = folder
    yield live
    live.kill()


@pytest.fixture
def page(server):
    """A page whose console stays clean and which asks no other host."""
    with opened(server) as page:
        yield page
