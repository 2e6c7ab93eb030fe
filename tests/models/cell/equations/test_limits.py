"""Limits in which an equation can be solved by hand. `benchmarks/cells_verify.py` prints the same checks as a table."""

from __future__ import annotations

import pytest
from verified_films import FILMS, SALT
from verified_limits import LIMITS
from verified_transients import TRANSIENTS


@pytest.mark.parametrize("group", [*LIMITS, *TRANSIENTS, *FILMS, *SALT], ids=lambda group: group.__name__)
def test_limit(group):
    checks = list(group())
    assert checks
    assert all(check.within < 0.02 for check in checks)  # a bound that another number would break
    wrong = [str(check) for check in checks if not check.holds]
    assert not wrong, "\n".join(wrong)
