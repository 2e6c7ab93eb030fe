import numpy as np
import pytest

from natria import load_case
from natria.design import Design
from natria.models.cell.ensemble.batch import go_rows
from natria.models.cell.ensemble.patches import drawn_finding, members_of, simulate_all
from natria.models.cell.ensemble.together import build_together
from natria.models.cell.equations.layout import pack
from natria.studies import Studio

FIELDS = ("p", "start", "tolerance")


def cell() -> Design:
    return Studio(load_case("kumar2020")).design("kumar2020/bpi")


@pytest.fixture(scope="module")
def design() -> Design:
    return cell()


def _values(count: int) -> dict[str, np.ndarray]:
    """Thin and thick separators, slow and quick steps: grids of several kinds."""
    random = np.random.default_rng(3)
    return {
        "interphase.bpi.thickness": random.uniform(1e-6, 4e-5, count),
        "electrolyte.separator.thickness": random.uniform(5e-5, 2e-3, count),
        "protocol.current": np.exp(random.uniform(0, 5, count)),
        "temperature": random.uniform(285, 320, count),
    }


def test_cells_built_together_are_those_built_alone(design: Design) -> None:
    values = _values(24)
    made = build_together(design, values, 2)
    assert not made.refused
    assert made.alone < 12  # groups of one
    assert len(made.built) > 1  # several grids
    members = members_of(design, [{path: float(v[k]) for path, v in values.items()} for k in range(24)], 2)
    for built in made.built:
        for row, place in enumerate(built.places):
            packed, rows = pack(members[place].cell), built.rows
            np.testing.assert_array_equal(rows.shape, packed.shape)
            for mine, other in zip((rows.p, rows.states, rows.tolerances), FIELDS, strict=True):
                np.testing.assert_allclose(mine[row], getattr(packed, other), rtol=1e-12)
            legs = [[leg.current, leg.seconds] for leg in members[place].program]
            np.testing.assert_allclose(rows.tables[row, :, :2], legs, rtol=1e-12)
    assert sorted(np.concatenate([b.places for b in made.built]).tolist()) == list(range(24))


def test_they_run_as_members_of_an_ensemble_do(design: Design) -> None:
    values = {"interphase.bpi.thickness": np.array([2e-6, 1e-5, 3e-5])}
    (built,) = build_together(design, values, 1).built
    outcome = go_rows(built.rows, lambda _: False, threads=1)
    alone = simulate_all(members_of(design, [{k: float(v[n]) for k, v in values.items()} for n in range(3)], 1))
    np.testing.assert_allclose(outcome.last, alone.last, rtol=1e-9, atol=1e-12)
    again = go_rows(built.rows, lambda _: False, threads=1)  # rows are not used up by a run
    np.testing.assert_array_equal(again.last, outcome.last)


def test_a_cell_that_cannot_be_is_refused_alone() -> None:
    design = cell().patched(dict([drawn_finding("interphase.bpi.conduction.vft_temperature", 200.0)]))
    made = build_together(design, {"temperature": np.array([150.0, 298.15, 310.0])}, 1)
    assert set(made.refused) == {0}
    assert sorted(np.concatenate([b.places for b in made.built]).tolist()) == [1, 2]


def test_a_number_that_no_cell_reads_is_refused(design: Design) -> None:
    made = build_together(design, {"stack_pressure": np.array([1e5, 2e5])}, 1)
    assert set(made.refused) == {0, 1}
