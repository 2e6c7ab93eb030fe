"""The page Design driven in Chromium: copy, drag, keys, text, undo, limits, curves, traces, drafts, two tabs."""

from urllib.parse import unquote

import pytest
from browser import MARKS, check_widths, opened, visit

from natria.quantity import plain_letters

pytestmark = MARKS
EDGE = ".edge[aria-label='Thickness of mci']"


def copied(page, case="lu2026"):
    """Open a copy of a case."""
    visit(page, f"#/design/{case}")
    page.locator("button", has_text="Copy to edit").click()
    page.locator(f"{EDGE}[aria-valuetext='1 µm']").wait_for()
    page.locator(".limits li").first.wait_for()
    return unquote(page.url.rpartition("/")[2])


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
    page.locator("section[aria-label=Limits][aria-busy=false]").wait_for()
    shown = edge.get_attribute("aria-valuetext")
    assert float(shown.split()[0]) > 1
    assert f'thickness = "{plain_letters(shown)}"' in page.locator(".text textarea").input_value()
    assert plain_letters(shown) not in saved(server, name)
    page.locator("section[aria-label=Limits] .range").first.wait_for()
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
    field = page.locator("input[id='field-interphase.mci.thickness']")
    field.fill("0.5")
    page.keyboard.press("Enter")
    page.locator(f"{EDGE}[aria-valuetext='0.5 µm']").wait_for()
    area = page.locator(".text textarea")
    area.fill(area.input_value().replace('thickness = "0.5 um"', 'thickness = "4 um"'))
    page.locator(f"{EDGE}[aria-valuetext='4 µm']").wait_for()
    for text in ("0.5 µm", "2 µm", "1 µm"):
        page.locator("button", has_text="Undo").click()
        page.locator(f"{EDGE}[aria-valuetext='{text}']").wait_for()
    page.keyboard.press("Control+y")
    page.locator(f"{EDGE}[aria-valuetext='2 µm']").wait_for()
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
    page.locator("section[aria-label=Answers]").wait_for()
    check_widths(page)
