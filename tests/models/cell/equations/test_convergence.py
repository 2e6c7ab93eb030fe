"""The error falls as the square of the volumes and with the tolerance, also where salts of other kinds meet."""

from __future__ import annotations

import numpy as np
import pytest
from verified_orders import concentrated, drifting, in_time, layered, order_in_space, orders, richardson


def test_orders():
    wrong = [str(check) for check in orders() if not check.holds]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("exactly", [concentrated, drifting], ids=["D and kappa of c", "t+ of c"])
def test_second_order_from_coarse_grids_on(exactly):
    """From grid to grid the error falls by nearly four, not only between the finest."""
    found = order_in_space("steady", *exactly(), grids=(40, 80, 160))
    ratios = np.array(found.errors[:-1]) / found.errors[1:]
    assert np.all((ratios > 3.7) & (ratios < 4.3))


def test_second_order_where_two_salts_meet():
    """Their t+, D and pores jump where they meet; a mean that ignored that would fall by two from grid to grid."""
    found = richardson("two salts", layered(), "plate 1 mA/cm^2 for 60 s", (20, 40, 80, 160))
    ratios = np.array(found.errors[:-1]) / found.errors[1:]
    assert np.all((ratios > 3.7) & (ratios < 4.3))


def test_the_error_follows_the_tolerance():
    found = in_time((1e-4, 1e-6, 1e-8))
    assert found.errors[0] > 5 * found.errors[1] > 25 * found.errors[2]
    assert found.errors[1] < 1e-5  # V, with the tolerance of a run
