"""The page that measures driven in Chromium: choose cycles, go to an event, compare, save, a queue, cancel."""

import io
import zipfile

import pytest
from browser import MARKS, check_widths, visit

from natria.lab.files.write import write_recording
from natria.lab.synthetic import Short, SymmetricTest, SyntheticSymmetricCell, full_cell, symmetric_cell

pytestmark = MARKS


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for seed, volts in enumerate((0.050, 0.056)):
        cell, test = SyntheticSymmetricCell(overpotential=volts), SymmetricTest(half_cycles=60)
        made = symmetric_cell(seed, cell=cell, test=test, shorts=(Short(40.3, drop=0.3),) if seed else ())
        write_recording(made.recording, folder / f"cell {seed}.csv")
    write_recording(full_cell(7).recording, folder / "full.csv")
    return folder


def measured(page, files, *names):
    page.locator("input[type=file]").first.set_input_files([files / name for name in names])
    page.locator("h1", has_text="cell").first.wait_for()
    page.locator(".progress").wait_for(state="detached")


def compared(page, *names):
    for name in names:
        page.get_by_label(f"Choose {name} to compare").check()
    page.locator(".tray button", has_text="Compare").click()


def test_cycles_are_chosen_and_shown_in_the_curve(page, files):
    measured(page, files, "cell 1.csv")
    page.locator(".pick figure").nth(2).wait_for()
    page.locator(".pick input").fill("2, 5:7")
    page.locator(".pick .legend", has_text="cycle 6").first.wait_for()
    assert page.locator(".pick figure").first.locator(".legend li").count() == 4
    page.locator(".pick .legend button", has_text="cycle 6").first.click()
    assert page.locator(".pick .legend button", has_text="cycle 6").first.get_attribute("aria-pressed") == "false"
    page.locator(".pick summary").click()
    page.get_by_label("Show cycle 12 in the curve").click()
    with page.expect_download() as saved:
        page.get_by_label("Plotted data as CSV: Voltage and current").click()
    rows = saved.value.path().read_text().splitlines()[1:]
    hours = [float(row.split(",")[0]) for row in rows]
    assert 21.8 < hours[0] < 22.1
    assert 23.9 < hours[-1] < 24.2
    page.locator(".place", has_text="soft short").click()
    page.locator(".pick input").fill("99")
    page.locator(".pick [role=status]", has_text="99").wait_for()
    check_widths(page)


def test_two_cells_are_compared_and_saved(page, files):
    measured(page, files, "cell 0.csv")
    page.locator("a", has_text="Add recordings").click()
    measured(page, files, "cell 1.csv")
    compared(page, "cell 0.csv", "cell 1.csv")
    page.locator(".side").wait_for()
    page.locator(".progress").wait_for(state="detached")
    assert page.locator(".side thead th", has_text="cell 0.csv").count() == 1
    assert page.locator("figure.wide .legend li").count() == 2
    with page.expect_download() as saved:
        page.locator("button", has_text="Everything").click()
    with zipfile.ZipFile(io.BytesIO(saved.value.path().read_bytes())) as archive:
        assert {"side-by-side.csv", "data.xlsx", "figures/readings.svg"} <= set(archive.namelist())
    address = page.url
    page.reload()
    page.locator(".side").wait_for()
    assert page.url == address
    check_widths(page)


def test_what_cannot_be_compared_is_said(page, files):
    measured(page, files, "full.csv")
    page.locator("a", has_text="Add recordings").click()
    measured(page, files, "cell 0.csv")
    compared(page, "full.csv", "cell 0.csv")
    message = page.locator(".message")
    message.wait_for()
    assert "full cell" in message.inner_text()
    assert "symmetric cell" in message.inner_text()


def test_a_drag_moves_after_the_button_and_a_box_zooms_both_axes(page, files):
    measured(page, files, "cell 0.csv")
    visit(page, "#/measure/cell%200.csv")
    plot = page.locator("figure.wide .u-over").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    at = [box["x"] + 0.4 * box["width"], box["y"] + 30]
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 200, at[1] + 90, steps=4)
    page.mouse.up()
    page.wait_for_timeout(400)
    before = page.locator("figure.wide canvas").first.evaluate("canvas => canvas.toDataURL()")
    page.locator("figure.wide button", has_text="Move").click()
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 150, at[1], steps=4)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert page.locator("figure.wide canvas").first.evaluate("canvas => canvas.toDataURL()") != before
    page.mouse.move(at[0] + 40, at[1] + 40)
    assert "time" in page.locator("figure.wide .readout").inner_text()


def test_new_recordings_are_measured_together_and_cancelled(page, server, files):
    for k in range(6):
        name = f"queue-{k}.csv"
        assert server.ask("PUT", f"/api/measure/file/{name}", (files / "cell 0.csv").read_bytes()).status == 201
    page.reload()
    page.locator("button", has_text="Measure all").click()
    page.locator(".whole", has_text="of 6 measured").wait_for()
    page.locator("button", has_text="Cancel all").click()
    page.locator(".whole").wait_for(state="detached")
    assert page.locator(".state", has_text="not measured").count() > 0
