"""The study on a terminal, narrow and wide."""

import io

import pytest
from rich.console import Console

from natria.report import print_study
from natria.studies import count_targets


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_table_is_whole_at_every_width(kumar_study, width):
    out = io.StringIO()
    print_study(kumar_study, Console(file=out, width=width))
    text = out.getvalue()
    assert max(len(line) for line in text.splitlines()) <= width
    for word in ("kumar2020:eta-35um", "397 mV", "x 2.21", "conditional", "95 %", "a guess"):
        assert word in text
    flat = " ".join(text.split())
    counted = count_targets(kumar_study.targets, kumar_study.base.comparisons)
    assert f"Not answered yet: {counted.reported - counted.answered} reported numbers" in flat
    for means, number in counted.blocked.items():
        assert f"{means} ({number})" in flat
    assert "refused: J/J_lim = 0.54" in flat
