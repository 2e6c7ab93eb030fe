"""Runs, films and comparisons in Chromium: run, progress, results, play, step, keyboard, widths, dark."""

import numpy as np
import pytest
from browser import MARKS, check_widths, chromium, visit

from natria.app.design.runs import folder_of_run, note_run
from natria.app.design.subject import find_subject
from natria.app.views import write_stages
from natria.app.workspace import COMPLETE, AppWorkspace
from natria.report.common.film import FieldFilm, FilmAxis, FilmLine, FilmPanel, contours
from natria.report.described import described_film, plain

pytestmark = MARKS
ASKED = {"model": "deposit", "title": "How sodium deposits", "system": "yuan2025/nas", "options": {"cells": "96"}}
FRAMES = 5


def write_run(folder, asked=ASKED):
    """Write a run with a film of a front that rises, as a model would have left it."""
    work = AppWorkspace(folder)
    subject = find_subject(work, "yuan2025")
    out = folder_of_run(work, subject, asked)
    note_run(out, subject, asked)
    y, x = np.mgrid[0.5:20, 0.5:30]
    fields = np.stack([np.tanh(4 + k + 2 * np.sin(x / 5) - y) for k in range(FRAMES)])
    front = FilmLine("front", "#000000", contours(x[0], y[:, 0], tuple(fields), 0.0))
    film = FieldFilm(
        *("a-film", "A front that rises", "Says", FilmAxis("across", "µm", 0, 30), FilmAxis("height", "µm", 0, 20)),
        *("time", "s", np.arange(FRAMES) * 2.0, (FilmPanel("p", "order parameter", "1", fields),), (front,)),
    )
    described, arrays = described_film(film)
    (out / "arrays").mkdir(parents=True)
    for name, values in arrays.items():
        np.save(out / "arrays" / f"{name}.npy", values)
    stage = {"stage": COMPLETE, "headline": "It deposits", "films": [plain(described)]}
    list(write_stages(out, "T", [stage]))
    return out


def pixels(page):
    return page.locator(".film-panel [role=img] canvas").evaluate("canvas => canvas.toDataURL()")


def open_film(page):
    visit(page, "#/design/yuan2025?part=run")
    page.locator(".run", has_text="It deposits").click()
    page.locator(".movie").wait_for()
    page.wait_for_function("() => document.querySelector('.film-panel [role=img] canvas').width > 300")
    page.wait_for_timeout(300)


def test_a_film_plays_steps_and_is_moved_by_the_keyboard(server, page):
    write_run(server.folder)
    open_film(page)
    at = page.locator(".film-at")
    assert at.inner_text() == "time 8 s"  # it opens at its end, and waits
    last = pixels(page)
    page.get_by_label("One frame back").click()
    assert at.inner_text() == "time 6 s"
    assert pixels(page) != last
    slider = page.locator(".movie input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "time 0 s"
    page.keyboard.press("ArrowRight")
    assert at.inner_text() == "time 2 s"
    play = page.locator(".film-controls button", has_text="Play")
    play.focus()
    page.keyboard.press("Enter")
    page.locator(".film-at", has_text="time 8 s").wait_for()
    page.locator(".film-controls button", has_text="Play").wait_for()  # it stops at its end
    assert pixels(page) == last
    box = page.locator(".film-panel [role=img] canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "µm" in page.locator(".film-panel .readout").inner_text()
    check_widths(page)


def test_less_motion_is_respected(server):
    with chromium() as browser:
        page = browser.new_page(reduced_motion="reduce", color_scheme="dark")
        page.goto(server.address)
        open_film(page)
        page.get_by_label("One frame back").click()
        page.get_by_label("One frame back").click()
        page.locator(".film-controls button", has_text="Play").click()
        page.wait_for_timeout(600)
        assert page.locator(".film-at").inner_text() == "time 4 s"  # a frame takes a second
        page.locator(".film-at", has_text="time 6 s").wait_for(timeout=3000)


def test_a_model_is_chosen_run_and_shown_and_an_earlier_run_is_removed(page):
    visit(page, "#/design/yuan2025?part=run")
    page.locator(".run-form").wait_for()
    page.get_by_label("Current focusing at a defect").check()
    page.locator(".run-form select[name=part]").select_option("pore")
    page.locator(".run-form button[type=submit]").click()
    page.locator(".runs h3.headline", has_text="focusing factor").wait_for()
    page.locator(".runs .progress").wait_for(state="detached")
    assert page.locator(".runs section[aria-label=Numbers] tbody tr").count() == 7
    assert page.locator(".runs .figures figure").count() == 3
    assert page.locator(".run").count() == 2
    page.locator(".run", has_text="It deposits").click()
    page.locator("button", has_text="Remove this run").click()
    page.locator(".ask-run button", has_text="Remove").click()
    page.locator(".run", has_text="It deposits").wait_for(state="detached")
    assert page.locator(".run").count() == 1


def test_a_model_that_a_system_lacks_says_why(page):
    visit(page, "#/design/yuan2025?part=run")
    page.locator(".run-form").wait_for()
    lacks = page.locator(".choice", has_text="How sodium deposits")
    assert lacks.locator("input").is_disabled()
    assert "[deposition" in lacks.inner_text()


def test_designs_are_chosen_and_stand_side_by_side(page):
    visit(page, "#/design/yuan2025?part=compare")
    page.locator(".side-add select").first.select_option("yuan2025")
    page.locator(".side-add select").nth(1).select_option("yuan2025/nps")
    page.locator(".side-add button").click()
    page.locator("table.side").nth(1).wait_for()
    assert page.locator(".side-differs").count() > 0
    rows = page.locator("table.side").nth(1).locator("tbody tr").count()
    page.get_by_label("Only differences").check()
    assert 0 < page.locator("table.side").nth(1).locator("tbody tr").count() < rows
    with page.expect_download() as saved:
        page.locator("button", has_text="Table as CSV").click()
    lines = saved.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) > rows
    assert len({line.count('","') for line in lines[:1]}) == 1
    check_widths(page)


@pytest.mark.parametrize("name", ["=compare:", "=compare:yuan2025"])
def test_fewer_than_two_designs_teach_what_to_do(page, name):
    visit(page, f"#/design/{name}")
    page.locator(".compare p", has_text="two to six designs").wait_for()
    assert page.locator(".side-add").count() == 1
