"""Studies of natria's cases, each run once for all tests of a process."""

import pytest


@pytest.fixture(scope="session")
def study_of(natria_study):
    return natria_study
