"""Rate capability: blocks, what they gave, and the return; nothing for other tests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_cells import cell, known, one, values

from natria.lab.cycling.full_cell.capacity import full_cycles
from natria.lab.cycling.full_cell.rate import rate, rate_blocks

FLOW = 1e-3


def measured(blocks, **specimen):
    """(times the current, capacity in C, cycles) ..."""
    halves = [h for times, q, n in blocks for h in [(times * FLOW, q), (-times * FLOW, q)] * n]
    made = cell(halves, **specimen)
    return rate(made, full_cycles(made))


STAIRS = [(1, 10, 5), (2, 9, 5), (5, 7, 5), (10, 4, 5), (1, 9.5, 5)]


def test_each_block_has_its_current_and_its_capacity():
    part = measured(STAIRS)
    (rows,) = part.tables
    assert rows.id == "rates"
    assert rows.columns["discharge_current"].numbers == pytest.approx(
        [FLOW, 2 * FLOW, 5 * FLOW, 10 * FLOW, FLOW], rel=0.01
    )
    assert rows.columns["discharge_capacity"].numbers == pytest.approx([10, 9, 7, 4, 9.5], rel=0.01)
    assert rows.columns["what"].values == ("rate", "rate", "rate", "rate", "return")
    assert one(part, "discharge_capacity", cycle=(11.0, 15.0)).value == pytest.approx(7.0, rel=0.01)


def test_what_came_back_is_over_the_first_block():
    found = one(measured(STAIRS), "capacity_retention")
    assert found.value == pytest.approx(0.95, rel=0.01)
    assert found.question.at["cycle"] == (21.0, 25.0)


def test_without_a_return_nothing_is_said_of_it():
    assert values(measured(STAIRS[:-1]), "capacity_retention") == []


def test_a_formation_before_is_no_rate():
    part = measured([(0.3, 11, 2), (1, 10, 20), (2, 9, 3), (5, 7, 3)])
    assert part.tables[0].columns["what"].values[0] == "formation"
    assert values(part, "discharge_capacity", cycle=(1.0, 2.0)) == []


@pytest.mark.parametrize(
    "blocks", [[(1, 10, 20)], [(0.1, 11, 3), (1, 10, 20)], [(1, 10, 10), (0.2, 11, 1), (1, 10, 10), (0.2, 11, 1)]]
)
def test_other_tests_are_none(blocks):
    part = measured(blocks)
    assert part.tables == ()
    assert part.findings == ()


def test_per_area_and_per_mass_only_where_they_are_known():
    part = measured(STAIRS)
    assert {f.question.name for f in part.findings} == {"discharge_capacity", "capacity_retention"}
    area, mass = known("face_area", 1e-4), known("active_mass", 1e-6)
    full = measured(STAIRS, area=area, mass=mass)
    specific = one(full, "specific_capacity", cycle=(1.0, 5.0))
    assert specific.value == pytest.approx(10 / 1e-6, rel=0.01)
    assert set(specific.origin.inputs) == {area, mass}
    assert one(full, "discharge_areal_capacity", cycle=(1.0, 5.0)).value == pytest.approx(1e5, rel=0.01)


def test_a_c_rate_needs_somebody_to_say_what_1c_is():
    halves = [h for times in (1, 2, 4) for h in [(times * FLOW, 5.0), (-times * FLOW, 5.0)] * 3]
    made = cell(halves)
    cycles = full_cycles(made)
    assert "c_rate" not in rate(made, cycles).tables[0].columns
    stated = rate(made, cycles, one_c=2 * FLOW).tables[0].columns["c_rate"]
    assert stated.numbers * 3600 == pytest.approx([0.5, 1, 2], rel=0.01)


@given(st.lists(st.sampled_from([1.0, 2.0, 4.0, 8.0]), min_size=1, max_size=12))
@settings(max_examples=25)
def test_blocks_cover_all_cycles_once(currents):
    made = cell([h for times in currents for h in [(times * FLOW, 5.0), (-times * FLOW, 5.0)]], dt=200.0)
    blocks = list(rate_blocks(full_cycles(made)))
    covered = [n for b in blocks for n in range(b.first, b.last + 1)]
    assert covered == list(range(1, len(currents) + 1))
