"""Colours can be read in light and dark: text has a contrast of 4.5 and more on what it stands on (WCAG AA)."""

import re
from pathlib import Path

import pytest

import natria.report
from natria.report.common.style import VERDICTS

CSS = (Path(natria.report.__file__).parent / "common" / "page.css").read_text(encoding="utf-8")
TEXT = ("ink", "soft", "accent", "fit", "conditional", "good", "none", "refused", "own", "check")


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def scheme(text):
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", text))


LIGHT = scheme(CSS.partition("}")[0])
DARK = scheme(CSS.partition("prefers-color-scheme: dark")[2].partition("}")[0])


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["card", "ground"])
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read(colours, ground, text):
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_the_schemes_are_whole_and_differ():
    assert set(LIGHT) == set(DARK) == {*TEXT, "line", "card", "ground"}
    assert luminance(DARK["ground"]) < 0.02 < luminance(LIGHT["ground"])


def test_all_text_colours_come_from_the_scheme():
    body = CSS.partition("* { box-sizing")[2]
    given = re.findall(r"[{;]\s*color:\s*([^;}]*)", body)
    assert len(given) > 10
    assert [c for c in given if not c.startswith(("var(", "inherit"))] == []


def test_figures_stand_on_white_in_the_dark():
    assert re.search(r"figure img \{[^}]*background: #fff", CSS)


def test_marks_of_figures_can_be_seen_on_white():
    assert all(contrast(colour, "#ffffff") >= 3 for colour, _ in VERDICTS.values())


def test_a_contrast_that_is_known():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
