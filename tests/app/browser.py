"""A Chromium of this machine with a page of the app: its console stays clean, and it asks no other host."""

import shutil
from contextlib import contextmanager
from pathlib import Path

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BROWSER = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
PATIENCE = 90_000  # ms
HEIGHT = 900
REFUSED = "Failed to load resource"


@contextmanager
def chromium():
    """Yield a browser; needs Playwright (extra `browser`)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@contextmanager
def clean_page(browser, server, width=1280, scheme="light", *, may_refuse=False):
    """Yield a page of the app; afterwards its console is empty and all requests went to this server.

    `may_refuse`: the server may refuse a request, which Chromium writes to the console by itself.
    """
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
    said = [text for text in said if not (may_refuse and text.startswith(REFUSED))]
    assert said == [], said
    elsewhere = [url for url in asked if not url.startswith((server.base, f"blob:{server.base}"))]
    assert elsewhere == [], elsewhere


def violations(page):
    """What axe finds on a page: rule, element, and why."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]
