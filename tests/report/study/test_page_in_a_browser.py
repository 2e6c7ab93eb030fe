"""The page as people see it, in headless Chromium: no console error, figures there, nothing wider than the screen."""

import http.server
import json
import re
import shutil
import subprocess
import threading
import urllib.request
from functools import partial
from html import unescape

import pytest

from natria.quantity import Finding, term
from natria.report import pictures, write_study
from natria.report.common import cards
from natria.report.common.tables import BEST_FIRST

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

# Sorts the first table by a column, up and down and back, and leaves the order of the facts in the title.
SORT = """<!doctype html><title>waiting</title>
<iframe id=f src=index.html style="width:1280px;height:900px;border:0"></iframe>
<script>
document.getElementById("f").onload = function () {
  var d = this.contentDocument, table = d.querySelector("#reported-and-answered table.sort");
  var text = function (row) { return row.cells[%d].textContent; };
  var read = function () { return [].map.call(table.tBodies[0].rows, text); };
  var head = table.tHead.rows[0].cells[%d], button = head.querySelector("button"), said = [], orders = [read()];
  for (var i = 0; i < 3; i++) {
    button.focus();
    if (d.activeElement !== button) said.push("no focus");
    button.click();
    said.push(head.getAttribute("aria-sort"));
    orders.push(read());
  }
  document.title = JSON.stringify({ said: said, orders: orders });
};
</script>"""
VALUE, VERDICT = 1, 4  # columns: reported, verdict


@pytest.fixture(scope="module")
def site(kumar_study, tmp_path_factory):
    """The written page on a server of this machine, with a frame for each width."""
    folder = tmp_path_factory.mktemp("site")
    write_study(kumar_study, folder / "study", "0")
    for width in (1280, 400):
        (folder / "study" / f"frame-{width}.html").write_text(FRAME % width)
    for column in (VALUE, VERDICT):
        (folder / "study" / f"sort-{column}.html").write_text(SORT % (column, column))
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
    found = seen(ran)
    assert found["screen"] == width
    assert found["wide"] <= width
    assert found["outside"] == 0
    assert found["images"] == found["drawn"] == found["described"] == len(pictures(kumar_study))
    assert found["rows"] > 40
    assert found["small"] == 0


def seen(ran):
    assert ":CONSOLE" not in ran.stderr
    return json.loads(unescape(re.search(r"<title>(.*?)</title>", ran.stdout, re.DOTALL)[1]))


def test_numbers_sort_by_value_and_back(site, tmp_path, kumar_study):
    found = seen(chromium(f"{site}/sort-{VALUE}.html", tmp_path, "--dump-dom"))
    assert found["said"] == ["ascending", "descending", "none"]
    written, up, down, back = found["orders"]
    assert back == written
    assert up != written
    answered = [c.target for c in kumar_study.base.comparisons if isinstance(c.answer, Finding)]
    keys = [(term(t.question.name).unit, t.value) for t in answered]
    shown = [unescape(cards.shown(t)) for t in answered]
    order = dict(zip(shown, keys, strict=True))
    got = [order[next(s for s in shown if text.startswith(s))] for text in up]
    assert got == sorted(keys)
    assert sorted(down) == sorted(up)


def test_verdicts_sort_by_their_order(site, tmp_path):
    written, up, down, back = seen(chromium(f"{site}/sort-{VERDICT}.html", tmp_path, "--dump-dom"))["orders"]
    places = [BEST_FIRST.index(word) for word in up]
    assert places == sorted(places)
    assert [BEST_FIRST.index(word) for word in down] == sorted(places, reverse=True)
    assert back == written


def test_without_scripts_there_is_no_button_and_all_text(site, tmp_path):
    html = urllib.request.urlopen(f"{site}/index.html").read().decode()
    before = html.partition("<script>")[0]
    assert "<button" not in before
    with_script = chromium(f"{site}/index.html", tmp_path, "--dump-dom").stdout
    assert with_script.count("<button") > 10
    assert words_of(before) == words_of(with_script.partition("<script>")[0])


def words_of(html):
    return unescape(re.sub(r"<[^>]+>", " ", html.partition("</style>")[2])).split()


def test_it_prints_on_a4(site, tmp_path):
    chromium(
        f"{site}/index.html", tmp_path / "profile", f"--print-to-pdf={tmp_path / 'p.pdf'}", "--no-pdf-header-footer"
    )
    pdf = (tmp_path / "p.pdf").read_bytes()
    boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox ?\[([\d. ]+)\]", pdf)}
    assert boxes == {(0, 0, 595, 842)}


def test_a_console_error_would_be_seen(tmp_path, tmp_path_factory):
    bad = tmp_path_factory.mktemp("bad") / "bad.html"
    bad.write_text("<script>undefined_function()</script>")
    ran = chromium(bad.as_uri(), tmp_path, "--dump-dom")
    assert ":CONSOLE" in ran.stderr
