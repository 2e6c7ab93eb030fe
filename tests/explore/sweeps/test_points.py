import numpy as np
import pytest

from natria.explore.sweeps import SweepAxis, grid, hypercube, sobol
from natria.quantity import InputError

THICK = SweepAxis("interphase.bpi.thickness", 1e-6, 4e-5)
WARM = SweepAxis("temperature", 280.0, 320.0)


def test_a_grid_has_every_combination() -> None:
    points = grid([SweepAxis("temperature", 280, 320, 3), SweepAxis("interphase.bpi.thickness", 1e-6, 2e-6, 2)])
    assert points.paths == ("temperature", "interphase.bpi.thickness")
    assert points.values.tolist() == [[t, d] for t in (280, 300, 320) for d in (1e-6, 2e-6)]


def test_a_hypercube_takes_each_part_of_every_axis_once() -> None:
    points = hypercube([THICK, WARM], 40, 5)
    for column, axis in zip(points.values.T, (THICK, WARM), strict=True):
        parts = np.floor((column - axis.low) / (axis.high - axis.low) * 40)
        assert sorted(parts.tolist()) == list(range(40))


def test_a_sobol_sequence_is_even_in_the_plane() -> None:
    points = sobol([THICK, WARM], 64, 5)
    x = (points.values - [THICK.low, WARM.low]) / [THICK.high - THICK.low, WARM.high - WARM.low]
    places = np.floor(x * 8).astype(int)
    assert len({tuple(p) for p in places.tolist()}) == 64  # each of 8 x 8 boxes once: a (0, m, 2)-net


@pytest.mark.parametrize("draw", [hypercube, sobol])
def test_samples_follow_from_their_seed(draw) -> None:
    same, other = draw([THICK, WARM], 16, 1), draw([THICK, WARM], 16, 2)
    np.testing.assert_array_equal(draw([THICK, WARM], 16, 1).values, same.values)
    assert not np.array_equal(same.values, other.values)


@pytest.mark.parametrize(
    "make",
    [
        lambda: grid([]),
        lambda: grid([THICK]),
        lambda: grid([SweepAxis("temperature", 1, 2, 3), SweepAxis("temperature", 1, 3, 3)]),
        lambda: grid([SweepAxis("temperature", 1, 2, 10**5), SweepAxis("interphase.bpi.thickness", 1, 2, 10**5)]),
        lambda: hypercube([SweepAxis("temperature", 1, 2, 3)], 10, 1),
        lambda: sobol([WARM], 0, 1),
    ],
)
def test_points_that_make_no_sense_are_refused(make) -> None:
    with pytest.raises(InputError):
        make()
