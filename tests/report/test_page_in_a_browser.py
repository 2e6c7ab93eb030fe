"""The page as people see it, in headless Chromium: no console error, figures there, nothing wider than the screen."""

import http.server
import json
import re
import shutil
import subprocess
import threading
from functools import partial
from html import unescape

import pytest

from natria.report import write_study

BROWSER = next((b for b in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if b), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

# Loads the page at a width in a frame of the same origin and leaves what it measured in its own title.
FRAME = """<!doctype html><title>waiting</title>
<iframe id=f src=index.html style="width:%dpx;height:900px;border:0"></iframe>
<script>
document.getElementById("f").onload = function () {
  var d = this.contentDocument, w = this.contentWindow, images = [].slice.call(d.images);
  document.title = JSON.stringify({
    screen: w.innerWidth, wide: d.documentElement.scrollWidth,
    images: images.length, drawn: images.filter(function (i) { return i.complete && i.naturalWidth > 100; }).length,
    described: images.filter(function (i) { return i.alt.length > 10; }).length,
    rows: d.querySelectorAll("tbody tr").length,
    small: [].slice.call(d.querySelectorAll("p, td, li")).filter(function (e) {
      return e.textContent.trim() && parseFloat(w.getComputedStyle(e).fontSize) < 12; }).length,
    outside: [].slice.call(d.querySelectorAll("body *")).filter(function (e) {
      var r = e.getBoundingClientRect(); return r.width && r.right > w.innerWidth + 1 && !e.closest("pre"); }).length
  });
};
</script>"""


@pytest.fixture(scope="module")
def site(kumar_study, tmp_path_factory):
    """The written page on a server of this machine, with a frame for each width."""
    folder = tmp_path_factory.mktemp("site")
    write_study(kumar_study, folder / "study", "0")
    for width in (1280, 400):
        (folder / "study" / f"frame-{width}.html").write_text(FRAME % width)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder / "study"))
    handler.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def chromium(url, profile, *options):
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --hide-scrollbars --enable-logging=stderr --v=0 "
        "--virtual-time-budget=8000"
    )
    command = [BROWSER, *flags.split(), f"--user-data-dir={profile}", *options, url]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_is_readable_at_this_width(site, tmp_path, kumar_study, width):
    ran = chromium(f"{site}/frame-{width}.html", tmp_path, "--window-size=1400,1000", "--dump-dom")
    assert ":CONSOLE" not in ran.stderr
    seen = json.loads(unescape(re.search(r"<title>(.*?)</title>", ran.stdout, re.DOTALL)[1]))
    assert seen["screen"] == width
    assert seen["wide"] <= width
    assert seen["outside"] == 0
    assert seen["images"] == seen["drawn"] == seen["described"] == len(kumar_study.case.study.sweep) + 1
    assert seen["rows"] > 40
    assert seen["small"] == 0


def test_a_console_error_would_be_seen(tmp_path, tmp_path_factory):
    bad = tmp_path_factory.mktemp("bad") / "bad.html"
    bad.write_text("<script>undefined_function()</script>")
    ran = chromium(bad.as_uri(), tmp_path, "--dump-dom")
    assert ":CONSOLE" in ran.stderr
