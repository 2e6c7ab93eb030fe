"""Cells stand side by side only where they agree on what decides a branch; the others go one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from batch_cases import CASES, COATED, CYCLE, program
from verified_cells import PELLET, SEPARATOR, cell_of

from natria.models.cell.cell import Cell
from natria.models.cell.ensemble.batch import rows_of
from natria.models.cell.ensemble.members import SUMMARY, Members
from natria.models.cell.equations.layout import AT_VOLUMES, pack
from natria.models.cell.failure.limits import Limits
from natria.models.cell.lanes.alike import FEWEST, MOST, groups_of, shares_of, what_decides
from natria.models.cell.lanes.vectors import LANES

PLAIN = cell_of(SEPARATOR, working=COATED)
CHANGED = {
    "a kinetic constant": (replace(PLAIN, working=replace(COATED, exchange_current=7.0)), True),
    "a temperature": (replace(PLAIN, temperature=310.0), True),
    "a transfer coefficient": (replace(PLAIN, working=replace(COATED, plating_transfer=0.4)), False),
    "transport that follows the salt": (cell_of(replace(SEPARATOR, diffusivity_exponent=0.7), working=COATED), False),
    "dead sodium": (replace(PLAIN, working=replace(COATED, dead=0.1)), False),
    "a path for electrons": (replace(PLAIN, electronic_conductance=1.0), False),
}


def members_of(cells: list[Cell], *said: str) -> Members:
    rows = rows_of([pack(cell) for cell in cells], [program(cells[0], *(said or CYCLE))], [Limits()])
    last, codes = np.empty((len(cells), len(SUMMARY))), np.empty(len(cells), np.int64)
    return Members(rows.shape, rows.p, rows.states, rows.tolerances, rows.tables, rows.limits, last, codes)


@pytest.mark.parametrize("name", CHANGED)
def test_cells_are_parted_by_what_decides(name):
    other, together = CHANGED[name]
    groups, single = groups_of(members_of([PLAIN] * FEWEST + [other]))
    assert [len(group) for group in groups] == [FEWEST + together]
    assert single.tolist() == ([] if together else [FEWEST])


def test_volumes_of_other_widths_are_told_apart():
    packed = pack(cell_of(SEPARATOR, PELLET, replace(SEPARATOR, thickness=1e-4)))
    finer = packed.p.copy()
    finer[np.flatnonzero(packed.p == packed.p[int(packed.shape[AT_VOLUMES])])[0]] *= 0.9
    rows = what_decides(packed.shape, np.array([packed.p, finer, 1.0 * packed.p]))
    assert (rows[0] == rows[2]).all()
    assert (rows[0] != rows[1]).any()


def test_every_cell_is_in_one_share():
    members = members_of([PLAIN] * (3 * MOST + 5) + [CHANGED["a path for electrons"][0]] * 9)
    for threads in (1, 2, 7):
        shares = shares_of(members, threads)
        assert sorted(np.concatenate([places for _, places in shares]).tolist()) == list(range(len(members.p)))
        assert all(len(places) <= MOST for _, places in shares)
        beside = [len(places) for side_by_side, places in shares if side_by_side]
        assert sum(size % LANES != 0 for size in beside) <= 1
    assert not any(side_by_side for side_by_side, _ in shares_of(members, 2, beside=False))


def test_few_cells_go_one_by_one():
    groups, single = groups_of(members_of([PLAIN] * (FEWEST - 1)))
    assert groups == []
    assert len(single) == FEWEST - 1


def test_all_protocols_of_a_metal_go_side_by_side():
    for cell, said, _ in CASES.values():
        groups, _ = groups_of(members_of([cell] * FEWEST, *said))
        assert len(groups) == 1
