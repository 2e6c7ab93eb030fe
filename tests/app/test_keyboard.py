"""The page without a mouse: every stop is seen, an example is opened, a plot zooms, a verdict opens."""

from browser import MARKS, visit

pytestmark = MARKS
MOST = 250  # stops until something must have been reached
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), parent = getComputedStyle(one.parentElement)
  const text = (one.getAttribute('aria-label') ?? one.innerText ?? one.name ?? '').trim()
  const seen = [style, parent].some((each) => each.outlineStyle !== 'none' || each.boxShadow !== 'none')
  return { tag: one.tagName, class: one.className, name: one.name ?? '', text, seen }
}"""


def tab_to(page, holds):
    """Press Tab until the focus is on what is wanted; every stop on the way shows that it has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] != "BODY":
            assert stop["seen"], stop
        if holds(stop):
            return stop
    raise AssertionError("it was not reached with Tab")


def test_measure_is_used_by_keys_alone(page):
    visit(page, "#/measure/")
    page.locator(".examples button").first.wait_for()
    tab_to(page, lambda stop: stop["text"] == "To the content")
    page.keyboard.press("Enter")
    tab_to(page, lambda stop: stop["tag"] == "BUTTON" and "soft short" in stop["text"])
    page.keyboard.press("Enter")
    page.locator("h1", has_text="soft short").wait_for()
    page.locator(".progress").wait_for(state="detached")
    tab_to(page, lambda stop: stop["tag"] == "SUMMARY" and "does not say" in stop["text"])
    page.keyboard.press("Enter")
    tab_to(page, lambda stop: stop["name"] == "area")
    tab_to(page, lambda stop: "panel" in stop["class"].split())
    with page.expect_response(lambda answer: "/api/measure/series/" in answer.url and "low=" in answer.url):
        page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("0")
    tab_to(page, lambda stop: stop["tag"] == "SUMMARY")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.parentElement.open")
    tab_to(page, lambda stop: stop["tag"] == "A" and stop["text"].startswith("example-"))
