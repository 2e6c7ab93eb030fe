"""What many tests share: the case, and its study, run once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from natria.design import Case, load_case
from natria.report import Picture, pictures
from natria.studies import StudyResult, run_study

settings.register_profile("natria", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "natria"))

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def kumar() -> Case:
    return load_case("kumar2020")


@pytest.fixture(scope="session")
def kumar_study(kumar: Case) -> StudyResult:
    return run_study(kumar)


@pytest.fixture(scope="session")
def kumar_pictures(kumar_study: StudyResult) -> tuple[Picture, ...]:
    return pictures(kumar_study)
