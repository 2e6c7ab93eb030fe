"""Which findings of several cells are one number."""

import pytest
from group_cells import AT, finding, made_cell

from natria.studies.groups.align import agree, aligned


def rows_of(*cells):
    return {(r.question.name, *r.values): r for r in aligned(cells)}


def test_currents_within_five_per_cent_are_one_setting():
    a = made_cell("a", [("cell_overpotential", 0.05)])
    at = {**AT, "current": 10.3}

    b = made_cell("b", [finding("b", "cell_overpotential", 0.06, at=at)])
    c = made_cell("c", [finding("c", "cell_overpotential", 0.07, at={**AT, "current": 20.0})])
    rows = rows_of(a, b, c)
    assert set(rows) == {("cell_overpotential", "a", "b"), ("cell_overpotential", "c")}
    assert rows["cell_overpotential", "a", "b"].at["current"] == pytest.approx(10.15)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((1.0, 50.0), (1.0, 37.0), True),  # how long a cell ran is its own
        ((1.0, 50.0), (3.0, 50.0), False),
        (1.0, 1.0, True),
        (50.0, 37.0, False),  # a retention after 50 and after 37 cycles
        (1.0, (1.0, 50.0), False),
    ],
)
def test_cycles_agree_where_they_begin_with_the_same_one(one, other, same):
    assert agree({"cycle": one}, {"cycle": other}) is same


def test_a_condition_that_one_side_lacks_differs():
    assert not agree({"current": 1.0}, {"current": 1.0, "temperature": 300.0})


def test_what_a_design_states_has_the_tolerance_of_the_condition():
    assert agree({"temperature": 298.0}, {"temperature": 299.0})
    assert not agree({"temperature": 298.0}, {"temperature": 333.0})


def test_different_cycles_are_shown_as_the_whole_range_and_marked():
    cells = [
        made_cell(n, [finding(n, "cell_overpotential", 0.05, at={**AT, "cycle": (1.0, last)})])
        for n, last in (("a", 50.0), ("b", 20.0))
    ]
    (row,) = aligned(cells)
    assert not row.same_cycles
    assert row.at["cycle"] == (1.0, 50.0)


def test_a_second_block_at_the_same_current_is_a_number_of_its_own():
    def cell(name):
        blocks = [{**AT, "cycle": (1.0, 10.0)}, {**AT, "cycle": (21.0, 30.0)}]
        return made_cell(name, [finding(name, "cell_overpotential", 0.05 + k, at=at) for k, at in enumerate(blocks)])

    rows = aligned([cell("a"), cell("b")])
    assert [[f.value for f in row.values.values()] for row in rows] == [[0.05, 0.05], [1.05, 1.05]]


def test_what_happens_at_an_event_is_no_number_of_a_group():
    assert aligned([made_cell("a", [("resistance_drop", 0.4), ("short_confidence", 0.9)])]) == ()
