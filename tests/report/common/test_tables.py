"""Cells say what they sort by: SI values with their unit, verdicts by their order."""

import re

from made_by_hand import answer, fact, judged

from natria.report.common.tables import BEST_FIRST, TableCell, agreement_cell, table, value_cell, verdict_cell
from natria.studies import VERDICTS


def test_numbers_sort_by_their_si_value_and_unit():
    cell = value_cell(fact("a", 0.05), "50 mV")
    html = table(["v"], [[cell], [TableCell("")]])
    assert 'data-sort="0.05" data-unit="V"' in html
    assert html.count("data-sort") == 1


def test_verdicts_sort_by_their_order_not_by_the_alphabet():
    places = [verdict_cell(word).sort for word in ("prediction", "conditional", "fit", "input", "refused")]
    assert places == sorted(places)
    assert set(VERDICTS) <= set(BEST_FIRST)


def test_ratios_and_differences_are_kept_apart():
    ratio = agreement_cell(judged(fact("a"), answer(0.2), "fit", ratio=2.0), "x 2.00")
    assert (ratio.sort, ratio.unit) == (2.0, "")
    percent = fact("e", 0.9, name="coulombic_efficiency", at={"cycle": (1.0, 2.0)})
    difference = agreement_cell(judged(percent, answer(0.2), "fit", ratio=0.01), "+1 %")
    assert difference.unit == "1"


def test_heads_and_keys_are_escaped_and_a_table_of_one_row_does_not_sort():
    html = table(['<b>"'], [["x"]])
    assert "<b>" not in html
    assert 'class="stack"' in html
    assert 'class="stack sort"' in table(["a"], [["x"], ["y"]])
    assert 'class="sort"' in table(["a"], [["x"], ["y"]], stack=False)
    assert table(["a"], []) == ""


def test_infinite_keys_are_no_keys():
    assert "data-sort" not in table(["a"], [[TableCell("x", float("inf"))], [TableCell("y", float("nan"))]])


def test_every_number_of_the_page_sorts(kumar_study):
    from natria.report.study.sections import compared

    rows = re.findall(r"<tr><td.*?</tr>", compared(kumar_study.base.comparisons), re.DOTALL)
    assert rows
    assert all(row.count("data-sort=") >= 3 for row in rows)
