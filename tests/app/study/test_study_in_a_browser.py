"""The page of the study in Chromium: run, progress, the table with traces, own data, a report in two clicks."""

import zipfile
from pathlib import Path

import pytest
from browser import MARKS, check_widths, visit

from natria.lab.files.write import write_recording
from natria.lab.synthetic import SymmetricTest, symmetric_cell

pytestmark = MARKS
CELL = Path(__file__).parents[2] / "small_cell.toml"
LONG = "a-long-name-of-a-design-of-a-symmetric-cell-with-a-layer-of-sodium-fluoride-and-antimonide-on-both-faces.toml"


@pytest.fixture(scope="module", autouse=True)
def designs(server):
    folder = server.folder / "designs"
    text = CELL.read_text(encoding="utf-8")
    (folder / "small.toml").write_text(text, encoding="utf-8")
    (folder / LONG).write_text(text.replace('cell = "symmetric"', 'cell = "square"'), encoding="utf-8")
    made = symmetric_cell(7, test=SymmetricTest(half_cycles=20)).recording
    write_recording(made, server.folder / "recordings" / "cell.csv")


def run(page, name="small.toml"):
    visit(page, f"#/study/{name}")
    page.locator("article h1").wait_for()
    if page.locator("table.four").count() == 0:
        page.get_by_role("button", name="Run the study").click()
    page.get_by_role("button", name="Report as one page").wait_for()


def test_a_study_runs_and_its_report_is_two_clicks_away(page):
    run(page)
    visit(page, "#/study/")
    page.get_by_role("link", name="small.toml").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Report as one page").click()
    assert saved.value.suggested_filename == "small-study.html"
    assert "<!doctype html>" in saved.value.path().read_text(encoding="utf-8")
    with page.expect_download() as saved:
        page.get_by_role("button", name="zip").click()
    with zipfile.ZipFile(saved.value.path()) as archive:
        assert archive.testzip() is None
        assert "small-study/findings.json" in archive.namelist()


def test_the_table_is_filtered_and_a_number_shows_its_trace(page):
    run(page)
    every = page.locator("table.four tbody tr").count()
    page.locator("select[name=verdict]").select_option("conditional")
    assert page.locator("table.four tbody tr").count() == 1 < every
    number = page.locator("table.four .num").nth(1)
    number.hover()
    number.locator(".trace").wait_for()
    page.mouse.move(0, 0)
    number.locator(".trace").wait_for(state="detached")
    number.locator("button").focus()
    number.locator(".trace").wait_for()
    page.keyboard.press("Escape")
    number.locator(".trace").wait_for(state="detached")
    page.locator("table.four details summary").first.click()
    assert page.locator("table.four details p").first.is_visible()
    check_widths(page)


def test_own_data_stand_beside_the_models(page):
    run(page)
    page.locator(".options summary").click()
    page.get_by_role("button", name="Add own data").click()
    page.locator("select[name=recording]").select_option("cell.csv")
    page.locator("input[name=area]").fill("1 cm^2")
    page.get_by_role("button", name="Run again").click()
    page.locator("summary", has_text="1 own recording)").wait_for()
    page.get_by_role("button", name="Report as one page").wait_for()
    assert page.locator("select[name=kind]").locator("option", has_text="measured here").count() == 1


def test_a_study_is_cancelled_and_begins_again(page):
    visit(page, "#/study/chi2022")
    page.get_by_role("button", name="Run the study").click()
    page.get_by_role("button", name="Cancel").click()
    page.locator(".progress", has_text="Cancelled").wait_for()
    assert page.get_by_role("button", name="Run the study").is_enabled()


def test_a_design_with_a_mistake_says_where(page):
    visit(page, f"#/study/{LONG}")
    page.get_by_role("button", name="Run the study").click()
    message = page.locator("article .message")
    message.wait_for()
    assert "cell" in message.inner_text()
    page.locator(".files .failed").wait_for()
    check_widths(page)
