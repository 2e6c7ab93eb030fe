"""A page of the app at a width and in a colour scheme, and what axe finds on it."""

from contextlib import contextmanager
from pathlib import Path

from browser import PATIENCE

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
HEIGHT = 900
REFUSED = "Failed to load resource"  # of Chromium, where the server refuses a request


@contextmanager
def looked_at(browser, server, width=1280, scheme="light", expected=()):
    """Yield a page; afterwards its console is empty but for what is expected, and all requests went to this server."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda bad: said.append(str(bad)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    yield page
    context.close()
    said = [text for text in said if not any(one in text for one in expected)]
    assert said == [], said
    elsewhere = [url for url in asked if not url.startswith((server.base, f"blob:{server.base}"))]
    assert elsewhere == [], elsewhere


def violations(page):
    """What axe finds on a page: rule, element, and why."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]
