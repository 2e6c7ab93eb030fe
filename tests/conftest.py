"""What many tests share: the case, and the studies of the cases, each run once."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from natria.design import Case, load_case
from natria.quantity import TERMS, Term, term
from natria.report import Picture, pictures
from natria.studies import StudyResult, run_study

settings.register_profile("natria", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("search", settings.get_profile("natria"), derandomize=False)  # new examples in each run
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "natria"))

os.environ |= {"NATRIA_STORE": "none", "NATRIA_PLUGINS": "none"}  # nothing depends on what this machine has

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def kumar() -> Case:
    return load_case("kumar2020")


@pytest.fixture(scope="session")
def natria_study() -> Callable[[str], StudyResult]:
    """The study of a case that comes with natria, by its name; each is run once in a process."""
    return cache(lambda name: run_study(load_case(name)))


@pytest.fixture(scope="session")
def kumar_study(natria_study: Callable[[str], StudyResult]) -> StudyResult:
    return natria_study("kumar2020")


@pytest.fixture(scope="session")
def kumar_pictures(kumar_study: StudyResult) -> tuple[Picture, ...]:
    return pictures(kumar_study)


@pytest.fixture(scope="module")
def artefact_terms() -> Iterator[dict[str, str]]:
    """A term for each kind of artefact, in the vocabulary as long as the tests of a file run; kind -> term."""
    kinds = ("table", "spectrum", "field", "structure")
    with pytest.MonkeyPatch.context() as patch:
        for kind in kinds:
            patch.setitem(TERMS, f"some_{kind}", Term(f"some_{kind}", "1", "1", "of tests", artefact=kind))
        yield {kind: f"some_{kind}" for kind in kinds}
    term.cache_clear()


@pytest.fixture(scope="session")
def small_cell() -> str:
    """The text of a design file in which nothing is wrong; its study takes a second."""
    return (ROOT / "tests" / "small_cell.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def small_design(small_cell: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A design file outside the folder of a test; its study has a comparison, a fit, a budget and a sweep."""
    own = 'targets = ["kumar2020:eta-35um"]\nstands_for = { "kumar2020/bpi" = "lab/cell" }'
    file = tmp_path_factory.mktemp("small") / "small.toml"
    file.write_text(small_cell.replace('targets = ["kumar2020"]', own), encoding="utf-8")
    return file


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where the machine lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None:
        pytest.skip("there is no mount")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)
