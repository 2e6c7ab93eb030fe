"""The literature in Chromium: filters in the address, a fact, files, maps that open facts, lives, checks."""

import pytest
from browser import MARKS, WIDTHS, check_widths, visit

pytestmark = MARKS


def hash_of(page):
    return page.evaluate("decodeURIComponent(location.hash)")


def test_filters_stand_in_the_address_and_a_link_brings_them_back(page):
    visit(page, "#/literature/")
    page.locator("table.facts tbody tr").nth(50).wait_for()
    page.locator("select[name=quantity]").select_option("cell_overpotential")
    page.locator(".above strong", has_text="5 of").wait_for()
    page.locator("input[name=low]").fill("100")
    page.locator("input[name=low]").press("Enter")
    page.locator(".above strong", has_text="1 of").wait_for()
    assert "quantity=cell_overpotential" in hash_of(page)
    assert "low=100" in hash_of(page)
    shared = page.evaluate("location.hash")
    page.get_by_text("Clear all filters").click()
    page.locator("table.facts tbody tr").nth(50).wait_for()
    visit(page, shared)
    page.locator(".above strong", has_text="1 of").wait_for()
    assert page.locator("input[name=low]").input_value() == "100"
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    lines = saved.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("kumar2020:eta-35um,")


def test_a_condition_is_added_and_removed_and_a_search_is_sorted(page):
    visit(page, "#/literature/")
    page.locator("table.facts tbody tr").nth(50).wait_for()
    page.locator(".pairs select").select_option("current")
    page.locator(".pairs input").fill("1")
    page.get_by_role("button", name="Add").click()
    page.locator(".chip").wait_for()
    page.locator("thead a", has_text="value").click()
    page.locator("th[aria-sort=ascending]").wait_for()
    page.locator(".chip").click()
    page.locator(".chip").wait_for(state="detached")
    page.locator("input[name=q]").fill("no such words anywhere")
    page.locator("input[name=q]").press("Enter")
    page.locator(".empty").wait_for()


def test_a_fact_opens_with_its_checks_and_leads_to_its_neighbours(page):
    visit(page, "#/literature/facts?quantity=cell_overpotential".replace("?", "%3F").replace("=", "%3D"))
    page.locator("table.facts tbody tr").nth(4).wait_for()
    first = page.locator("table.facts tbody th a").first
    first.focus()
    page.keyboard.press("Enter")
    page.locator("aside.fact .trace").wait_for()
    assert page.locator("aside.fact .looks li").count() >= 1
    before = page.locator("aside.fact .above code").inner_text()
    page.locator("aside.fact .near a").first.click()
    page.wait_for_function("old => document.querySelector('aside.fact .above code').textContent !== old", arg=before)
    page.get_by_role("link", name="Close").click()
    page.locator("aside.fact").wait_for(state="detached")
    assert page.locator("table.facts tbody tr").count() == 5


def test_a_point_of_a_map_opens_its_fact_and_a_design_is_placed(page):
    visit(page, "#/literature/map")
    page.locator("canvas").wait_for()
    page.locator("select[name=design]").select_option("lu2026")
    page.get_by_role("heading", name="Nearest reported points").wait_for()
    axis = page.locator("select[name=x]")
    page.wait_for_function("() => document.querySelectorAll('option[disabled]').length > 0")
    assert "no subject" in axis.locator("option[disabled]").first.inner_text()
    over = page.locator(".u-over").bounding_box()
    for share in (0.45, 0.35):  # the points of NaOH and NaNH2 lie in this part
        for down in (0.6, 0.7, 0.8):
            page.mouse.move(over["x"] + share * over["width"], over["y"] + down * over["height"])
            page.wait_for_timeout(80)
            if "kumar2020:" in page.locator(".readout").inner_text():
                page.mouse.down()
                page.mouse.up()
                page.locator("aside.fact").wait_for()
                return
    page.locator("table.text a", has_text="kumar2020:").first.click()
    page.locator("aside.fact").wait_for()


def test_lives_follow_their_covariates_and_say_what_cannot_be_fitted(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, "#/literature/lives")
    page.locator("canvas").nth(1).wait_for()
    page.locator("input[name=capacity]").uncheck()
    page.locator("input[name=class]").uncheck()
    page.wait_for_function("() => decodeURIComponent(location.hash).includes('by=current')")
    page.get_by_role("heading", name="Effects, all covariates at once").wait_for(state="detached")


def test_contradictions_have_arithmetic_and_lead_to_facts(page):
    visit(page, "#/literature/checks")
    page.locator(".looks li.contradiction").first.wait_for()
    before = page.locator(".looks li").count()
    page.get_by_text("Show also what passed").click()
    page.locator(".looks li.passed").first.wait_for()
    assert page.locator(".looks li").count() > before
    page.locator(".looks li a").first.click()
    page.locator("aside.fact .trace").wait_for()


@pytest.mark.parametrize("place", ["", "map", "lives", "checks", "facts%3Fopen%3Dkumar2020%3Aeta-3um"])
def test_nothing_scrolls_sideways(page, place):
    visit(page, f"#/literature/{place}")
    page.locator("table, .looks").first.wait_for(state="attached")
    assert WIDTHS
    check_widths(page)
