"""Studies of natria's cases, each run once for all tests of a process."""

from functools import cache

import pytest

from natria.design import load_case
from natria.studies import run_study


@pytest.fixture(scope="session")
def study_of():
    return cache(lambda name: run_study(load_case(name)))
