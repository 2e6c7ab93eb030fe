"""Two fields that a term joins: against a sparse matrix, at any contrast and strength of the term."""

from __future__ import annotations

import numpy as np
import pytest
from sparse_pair import solved

from natria.models.deposit.electrons.pair import EllipticPair
from natria.models.deposit.multigrid import field_of
from natria.models.deposit.team import Team
from natria.models.deposit.transport_kernels import join

VOLTAGE = 0.3


def pair_of(ions, electrons, joined):
    """Return the solver with two operators, the first field held at the last row and the second at the first."""
    shape = ions.shape
    one = EllipticPair(shape, Team().each)
    for cells, faces in zip((ions, electrons), one.top.faces, strict=True):
        field = field_of(shape)
        field[:, :, 1:-1] = cells
        join((0, shape[0]), field, faces)
    one.top.q[0][-1, :, 1:-1] = 2 * ions[-1]
    one.top.q[1][0, :, 1:-1] = 2 * electrons[0]
    one.top.between[:, :, 1:-1] = joined
    one.prepare()
    return one


def island(shape, contrast):
    """Return conductivities of ions and electrons with metal at the bottom and a piece without contact."""
    nx, _, nz = shape
    metal = np.zeros(shape, bool)
    metal[: nx // 4] = True
    metal[nx // 2 : 3 * nx // 4, :, nz // 4 : 3 * nz // 4] = True
    ions, electrons = np.where(metal, 1e-7, 1.0), np.where(metal, contrast, 1e-9 * contrast)
    edge = np.zeros(shape, bool)
    for axis in (0, 2):
        moved = np.diff(metal, axis=axis)
        for at in (-1, 0):
            rest = [slice(None)] * 3
            rest[axis] = slice(None, -1) if at == -1 else slice(1, None)
            edge[tuple(rest)] |= moved
    return ions, electrons, metal, edge


@pytest.mark.parametrize("shape", [(32, 1, 32), (8, 8, 8)])
@pytest.mark.parametrize("strength", [1e-4, 1.0, 1e4])
@pytest.mark.parametrize("contrast", [1.0, 1e4])
def test_both_fields_are_those_of_a_sparse_matrix(shape, strength, contrast):
    ions, electrons, _, edge = island(shape, contrast)
    joined = np.where(edge, strength, 0.0)
    draw = np.random.default_rng(1)
    right = joined * draw.normal(0.05, 0.02, shape)
    one = pair_of(ions, electrons, joined)
    fields, given = (field_of(shape), field_of(shape)), (field_of(shape), field_of(shape))
    given[0][:, :, 1:-1], given[1][:, :, 1:-1] = right, -right
    given[0][-1, :, 1:-1] += 2 * ions[-1] * VOLTAGE
    iterations = one.solve(fields, given, 0.025, (1e-8, 200))
    u, v = solved(ions, electrons, joined, right, VOLTAGE)
    assert iterations < 60
    for field, exact, where in ((fields[0], u, ions == 1), (fields[1], v, electrons == contrast)):
        assert field[:, :, 1:-1][where] == pytest.approx(exact[where], abs=1e-5)


def test_the_cycle_is_symmetric():
    shape = (32, 1, 32)
    ions, electrons, _, edge = island(shape, 1e3)
    one = pair_of(ions, electrons, np.where(edge, 10.0, 0.0))
    draw = np.random.default_rng(2)

    def made(values):
        for own, single in zip(values, one.levels[0].b, strict=True):
            single[:, :, 1:-1] = own
        return np.array([z[:, :, 1:-1] for z in one._cycle(0)], float)

    a, b = (draw.normal(size=(2, *shape)) for _ in range(2))
    assert (a * made(b)).sum() == pytest.approx((b * made(a)).sum(), rel=1e-4)
