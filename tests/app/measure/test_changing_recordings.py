"""From one recording to the next in Chromium: the page never asks for the parts of one that has none yet."""

from browser import MARKS, visit

from natria.lab.files.write import write_recording
from natria.lab.synthetic import SymmetricTest, symmetric_cell

pytestmark = MARKS


def test_a_recording_that_was_never_measured_opens_after_one_that_was(server, page):
    folder = server.folder / "recordings"
    for name in ("first.csv", "second.csv"):
        write_recording(symmetric_cell(7, test=SymmetricTest(half_cycles=20)).recording, folder / name)
    for name in ("first.csv", "second.csv"):
        visit(page, f"#/measure/{name}")
        page.locator(".pick figure").first.wait_for()
        page.wait_for_timeout(500)  # what was asked too early would have been answered
        assert page.locator(".message").count() == 0, page.locator(".message").first.inner_text()
