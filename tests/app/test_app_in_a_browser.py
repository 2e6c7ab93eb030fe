"""The page driven in Chromium as a reader would: upload, zoom, options, a file that is none, keyboard, widths."""

import base64
import io

import numpy as np
import pytest
from browser import MARKS, check_widths, chromium
from matplotlib import image

from natria.lab.files.write import write_recording
from natria.lab.synthetic import Short, SymmetricTest, symmetric_cell

pytestmark = MARKS


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    test = SymmetricTest(half_cycles=60)
    made = symmetric_cell(7, test=test, shorts=(Short(40.3, drop=0.3),)).recording
    write_recording(made, folder / "cell 7.csv")
    (folder / "notes.csv").write_text("buy sodium\n")
    return folder


def drop(page, *paths):
    page.locator("input[type=file]").first.set_input_files(list(paths))


def drawn_in(page):
    """The pixels of the first plot."""
    url = page.locator("canvas").first.evaluate("canvas => canvas.toDataURL()")
    return image.imread(io.BytesIO(base64.b64decode(url.partition(",")[2])))


def apart(one, other):
    """The share of the pixels that differ: a curve that was zoomed keeps the readings that were fetched meanwhile."""
    return float(np.any(one != other, axis=2).mean())


def test_a_file_is_dropped_read_and_zoomed(page, files):
    assert "token" not in page.url
    drop(page, files / "cell 7.csv")
    page.locator("h1", has_text="soft short").wait_for()
    page.locator(".figures figure").nth(2).wait_for()
    assert page.locator(".legend", has_text="soft short").first.is_visible()
    assert page.locator("tbody tr").count() > 5
    page.locator(".progress").wait_for(state="detached")
    page.locator("text=Shaded: what is chosen below").first.wait_for()
    before = drawn_in(page)
    plot = page.locator(".u-over").first.bounding_box()
    page.mouse.move(plot["x"] + 0.6 * plot["width"], plot["y"] + 40)
    page.mouse.down()
    page.mouse.move(plot["x"] + 0.7 * plot["width"], plot["y"] + 60, steps=4)
    with page.expect_response(lambda answer: "/api/measure/series/" in answer.url and "low=" in answer.url) as window:
        page.mouse.up()
    assert len(window.value.body()) <= 16 * 4004
    page.wait_for_timeout(200)
    assert apart(drawn_in(page), before) > 0.02
    page.locator(".panel").first.focus()
    page.keyboard.press("0")
    page.wait_for_timeout(500)
    assert apart(drawn_in(page), before) < 0.002
    check_widths(page)


def test_what_is_given_of_the_cell_makes_numbers_per_area(page, files):
    drop(page, files / "cell 7.csv")
    page.locator("h1", has_text="soft short").wait_for()
    page.locator(".progress").wait_for(state="detached")
    if not page.locator("input[name=area]").is_visible():
        page.locator(".options summary").click()
    page.fill("input[name=area]", "2 cm^2")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="0.5 mA/cm²").wait_for()


def test_a_file_that_is_no_recording_says_what_to_do(page, files):
    drop(page, files / "notes.csv")
    message = page.locator(".message")
    message.wait_for()
    assert "notes.csv" in message.inner_text()
    assert message.locator("p").count() == 2
    assert page.locator(".files .failed").count() == 1


def test_an_example_is_one_click_away_by_keyboard(page):
    button = page.locator(".examples button").first
    button.focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text="soft short").wait_for()
    assert page.locator('aside nav a[aria-current="page"]').inner_text().startswith("example-")


def test_a_page_without_the_key_says_how_to_get_it(server):
    with chromium() as browser:
        opened = browser.new_page()
        opened.goto(server.base)
        opened.locator(".message", has_text="natria app").wait_for()
