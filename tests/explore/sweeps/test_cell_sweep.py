from pathlib import Path

import numpy as np
import pytest

from natria import load_case
from natria.answers import Refuse
from natria.design import Design
from natria.explore.runners import runner
from natria.explore.sweeps import SweepPoints, grid, read_axis, sweep_cells
from natria.explore.sweeps.document import sweep_document
from natria.models.cell.ensemble.patches import drawn_finding, members_of, simulate_all
from natria.store import Store
from natria.studies import Studio


def cell() -> Design:
    return Studio(load_case("kumar2020")).design("kumar2020/bpi")


@pytest.fixture(scope="module")
def design() -> Design:
    return cell()


@pytest.fixture(scope="module")
def points() -> SweepPoints:
    """Cells that end with their protocol, and some whose salt is used up."""
    thick = read_axis("interphase.bpi.thickness=1 um:40 um:3")
    return grid([thick, read_axis("protocol.current=1 mA/cm^2:100 mA/cm^2:4:log")])


def test_a_sweep_is_its_cells_one_by_one(design: Design, points: SweepPoints) -> None:
    swept = sweep_cells(design, points, 1)
    drawn = [dict(zip(points.paths, row, strict=True)) for row in points.values.tolist()]
    alone = simulate_all(members_of(design, drawn, 1))
    np.testing.assert_allclose(swept.last, alone.last, rtol=1e-9, atol=1e-12)
    assert swept.endings == alone.ended_by
    assert len(set(swept.endings)) > 1
    assert sum(swept.counts.values()) == len(points) == len(swept.table)


def test_parts_of_any_size_give_the_same(design: Design, points: SweepPoints) -> None:
    whole, small = sweep_cells(design, points, 1), sweep_cells(design, points, 1, part=5)
    np.testing.assert_array_equal(whole.last, small.last)
    assert whole.endings == small.endings


def test_what_is_kept_is_not_computed_again(design: Design, points: SweepPoints, tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = sweep_cells(design, points, 1, part=4, store=store)
    told = []
    again = sweep_cells(design, points, 1, part=4, store=store, tell=told.append)
    assert [(p.done, p.total) for p in told] == [(3, 3)]
    np.testing.assert_array_equal(first.last, again.last)
    other = []
    sweep_cells(design, points, 2, part=4, store=store, tell=other.append)  # another number of cycles
    assert other[0].done == 0


@pytest.mark.slow
def test_local_processes_give_the_same(design: Design, points: SweepPoints, tmp_path: Path) -> None:
    with runner("processes", 2) as by:
        swept = sweep_cells(design, points, 1, part=4, store=Store(tmp_path), runner=by)
    np.testing.assert_array_equal(swept.last, sweep_cells(design, points, 1, part=4).last)


def test_a_refused_cell_is_listed_and_stops_nothing() -> None:
    design = cell().patched(dict([drawn_finding("interphase.bpi.conduction.vft_temperature", 200.0)]))
    swept = sweep_cells(design, SweepPoints(("temperature",), np.array([[150.0], [298.15]])), 1)
    assert swept.endings == ("refused", "")
    assert set(swept.refused) == {0}
    assert np.isnan(swept.last[0]).all()
    assert sweep_document(swept, "1")["ended_by"] == {"refused": 1, "the end of the protocol": 1}


def test_a_sweep_without_a_cell_is_refused(design: Design) -> None:
    with pytest.raises(Refuse):
        sweep_cells(design, SweepPoints(("stack_pressure",), np.array([[1e5], [2e5]])), 1)
