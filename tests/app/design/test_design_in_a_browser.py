"""The page Design driven in Chromium: copy, drag, keys, text, undo, limits, curves, traces, drafts, two tabs."""

from urllib.parse import unquote

import pytest
from browser import MARKS, check_widths, opened, visit

from natria.quantity import plain_letters

pytestmark = MARKS
EDGE = ".edge[aria-label='Thickness of mci']"
PARTS = {
    "Limits": "section[aria-label=Limits] li",
    "Curves": "section[aria-label=Curves] select",
    "Map": "section[aria-label=Map] button",
    "Run a model": ".run-form",
    "Numbers": "section[aria-label=Answers]",
    "Compare": ".side-add",
    "Text": ".text textarea",
}
MOST_HIGH = 3000  # px of the page with the numbers of a cell, at 1280 px


def copied(page, case="lu2026"):
    """Open a copy of a case."""
    visit(page, f"#/design/{case}")
    page.locator("button", has_text="Copy to edit").click()
    page.locator(f"{EDGE}[aria-valuetext='1 µm']").wait_for()
    page.locator(".limits li").first.wait_for()
    return unquote(page.url.rpartition("/")[2])


def part(page, name):
    """Open a part of the design."""
    page.get_by_role("tab", name=name, exact=True).click()
    page.locator("[role=tab][aria-selected=true]", has_text=name).wait_for()


def saved(server, name):
    return (server.folder / "designs" / name).read_text()


def test_a_layer_is_dragged_and_the_text_limits_and_curve_follow(page, server):
    name = copied(page)
    handle = page.locator(f"{EDGE} circle").bounding_box()
    page.mouse.move(handle["x"] + 7, handle["y"] + 7)
    page.mouse.down()
    page.mouse.move(handle["x"] + 60, handle["y"] + 7, steps=4)
    page.mouse.up()
    edge = page.locator(f"{EDGE}:not([aria-valuetext='1 µm'])")
    edge.wait_for()
    page.locator(".bar-of-file [role=status]", has_text="Computing").wait_for(state="detached")
    shown = edge.get_attribute("aria-valuetext")
    assert float(shown.split()[0]) > 1
    part(page, "Text")
    assert f'thickness = "{plain_letters(shown)}"' in page.locator(".text textarea").input_value()
    assert plain_letters(shown) not in saved(server, name)
    page.locator("section[aria-label='Nearest limits'] .range").first.wait_for()
    part(page, "Curves")
    until = page.locator(".crossings button").first
    at = until.inner_text().removeprefix("Set to ")
    until.click()
    page.locator(f"{EDGE}[aria-valuetext='{at}']").wait_for()
    page.locator("button", has_text="Save").click()
    page.locator(".bar-of-file", has_text="Saved.").wait_for()
    assert f'thickness = "{plain_letters(at)}"' in saved(server, name)
    check_widths(page)


def test_keys_text_and_undo_change_the_same_design(page):
    copied(page)
    page.locator(EDGE).focus()
    page.keyboard.press("PageUp")
    page.locator(f"{EDGE}[aria-valuetext='2 µm']").wait_for()
    page.wait_for_timeout(800)  # edits of one number within 0.7 s are undone together
    field = page.locator("input[id='field-interphase.mci.thickness']")
    field.fill("0.5")
    page.keyboard.press("Enter")
    page.locator(f"{EDGE}[aria-valuetext='0.5 µm']").wait_for()
    part(page, "Text")
    area = page.locator(".text textarea")
    area.fill(area.input_value().replace('thickness = "0.5 um"', 'thickness = "4 um"'))
    page.locator(f"{EDGE}[aria-valuetext='4 µm']").wait_for()
    for text in ("0.5 µm", "2 µm", "1 µm"):
        page.locator("button", has_text="Undo").click()
        page.locator(f"{EDGE}[aria-valuetext='{text}']").wait_for()
    page.keyboard.press("Control+y")
    page.locator(f"{EDGE}[aria-valuetext='2 µm']").wait_for()
    part(page, "Cell")
    page.select_option("select[id='choice-interphase.mci.phases.NaF']", "Na3P")
    page.locator("legend", has_text="layer mci").wait_for()
    page.locator("select[id='choice-interphase.mci.phases.Na3P']").wait_for()


def test_a_number_of_another_kind_is_refused_with_a_reason(server):
    with opened(server, expected=("400",)) as page:
        copied(page)
        page.locator("input[id='field-interphase.mci.thickness']").fill("3 V")
        page.keyboard.press("Enter")
        page.locator(".message", has_text="3 V").wait_for()
        assert page.locator(f"{EDGE}[aria-valuetext='1 µm']").count() == 1


def test_a_number_shows_where_it_comes_from(page):
    copied(page)
    page.locator(".limits .traced").first.focus()
    panel = page.locator("#trace")
    panel.wait_for()
    assert "lu2026:i0-sfc" in panel.inner_text()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    page.locator(".limits .traced").first.click()
    assert panel.is_visible()


def test_a_text_that_is_no_design_is_kept_and_says_the_line(page, server):
    name = copied(page)
    part(page, "Text")
    area = page.locator(".text textarea")
    area.fill(area.input_value().replace('cell = "symmetric"', 'cell = "round"'))
    page.locator("button", has_text="line ").first.wait_for()
    page.locator("button", has_text="Save").click()
    page.locator("text=kept as a draft").wait_for()
    assert '"round"' not in saved(server, name)
    page.wait_for_timeout(1500)
    page.reload()
    page.locator("button", has_text="line ").first.wait_for()
    assert '"round"' in area.input_value()
    page.locator("button", has_text="Discard changes").click()
    page.locator(".ask button").first.click()
    page.locator(".limits li").first.wait_for()
    assert '"round"' not in area.input_value()


def test_a_second_tab_does_not_overwrite_the_first(page, server):
    name = copied(page)
    other = page.context.new_page()
    other.goto(server.address)
    visit(other, f"#/design/{name}")
    for tab, text in ((page, "2 µm"), (other, "3 µm")):
        tab.locator(f"{EDGE}[aria-valuetext='1 µm']").wait_for()
        field = tab.locator("input[id='field-interphase.mci.thickness']")
        field.fill(text)
        tab.keyboard.press("Enter")
        tab.locator(f"{EDGE}[aria-valuetext='{text}']").wait_for()
        if tab is page:
            tab.locator("button", has_text="Save").click()
            tab.locator(".bar-of-file", has_text="Saved.").wait_for()
    message = other.locator(".message")
    other.locator("button", has_text="Save").first.click()
    message.wait_for()
    other.locator("button", has_text="Save this text as a copy").click()
    other.locator(".bar-of-file", has_text="Saved.").wait_for()
    other.locator(f"{EDGE}[aria-valuetext='3 µm']").wait_for()
    assert unquote(other.url.rpartition("/")[2]) != name
    assert 'thickness = "2 um"' in saved(server, name)


@pytest.mark.parametrize("case", ["chi2022", "yuan2025"])
def test_other_cases_are_shown_at_all_widths(page, case):
    visit(page, f"#/design/{case}")
    page.locator(".limits li").first.wait_for()
    for name, there in PARTS.items():
        part(page, name)
        page.locator(there).first.wait_for()
        check_widths(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.locator(".cell svg").is_visible()


def test_parts_have_an_address_are_reached_by_keys_and_remembered(page):
    visit(page, "#/design/lu2026")
    page.get_by_role("tab", name="Cell", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.locator("section[aria-label=Limits] li").first.wait_for()
    assert page.url.endswith("#/design/lu2026?part=limits")
    assert page.evaluate("() => document.activeElement.textContent") == "Limits"
    page.keyboard.press("End")
    page.locator(".text textarea").wait_for()
    assert page.locator("[role=tabpanel]:visible").count() == 1
    page.reload()
    page.locator(".text textarea").wait_for()
    visit(page, "#/design/kumar2020")
    page.locator(".text textarea", has_text="").wait_for()
    assert page.locator("[role=tab][aria-selected=true]").inner_text() == "Text"
    page.locator("g.layer").first.click()
    page.locator("fieldset:focus").wait_for()


def test_picture_and_nearest_limits_stay_visible_beside_what_is_edited(page):
    copied(page)
    assert page.evaluate("() => document.documentElement.scrollHeight") < MOST_HIGH
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    for what in (".cell svg", ".nearest .headline", ".bar-of-file"):
        box = page.locator(what).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900


def test_layers_are_added_moved_and_removed_in_the_picture(page):
    copied(page)
    part(page, "Text")
    area = page.locator(".text textarea")
    before = area.input_value()
    plus = page.get_by_role("button", name="Add a layer between mci and gel")
    plus.focus()
    page.keyboard.press("Enter")
    form = page.locator(".layer-form")
    form.get_by_label("name").fill("outer")
    form.get_by_label("phase").select_option("NaF")
    form.get_by_label("thickness").fill("20 nm")
    form.get_by_label("ionic conductivity", exact=False).first.fill("1e-7 S/cm")
    form.get_by_label("source of ionic conductivity").fill("a guess")
    form.get_by_role("button", name="Add the layer").click()
    form.wait_for(state="detached")
    page.locator(".edge[aria-label='Thickness of outer']").wait_for()
    assert 'thickness = "20 nm"' in area.input_value()
    page.get_by_role("button", name="Move outer to the left").click()
    page.get_by_role("button", name="Move outer to the right").wait_for()
    page.get_by_role("button", name="Remove outer", exact=True).click()
    page.locator(".edge[aria-label='Thickness of outer']").wait_for(state="detached")
    assert area.input_value() == before
    page.locator("button", has_text="Undo").click()
    page.locator(".edge[aria-label='Thickness of outer']").wait_for()


def test_a_layer_that_the_file_needs_is_not_removed(server):
    with opened(server, expected=("400",)) as page:
        copied(page)
        page.get_by_role("button", name="Remove mci", exact=True).click()
        page.locator(".message", has_text="interphase.mci").wait_for()
        assert page.locator(EDGE).count() == 1


def test_a_map_is_drawn_zoomed_by_keys_and_saved(page):
    visit(page, "#/design/kumar2020?part=map")
    page.locator(".nearest li").first.wait_for()
    page.get_by_role("button", name="Draw the map").click()
    picture = page.locator(".picture").first
    image = picture.locator("img")
    image.wait_for()
    page.wait_for_function("() => document.querySelector('.picture img').naturalWidth > 0")
    whole = image.bounding_box()
    picture.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    zoomed = image.bounding_box()
    assert zoomed["width"] == pytest.approx(2 * whole["width"], rel=0.01)
    assert zoomed["x"] < whole["x"]
    assert picture.bounding_box()["height"] == pytest.approx(whole["height"], rel=0.01)
    page.keyboard.press("0")
    assert image.bounding_box()["width"] == whole["width"]
    with page.expect_download() as saved:
        page.get_by_label("Figure as SVG").first.click()
    assert saved.value.path().read_bytes().startswith(b"<?xml")
