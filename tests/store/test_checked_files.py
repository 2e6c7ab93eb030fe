"""Damaged machine code is compiled again: it neither stops a simulation nor changes its numbers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from natria.store.checked_files import DIGEST, DamagedFileError, content_of

CALL = """
from natria.models.cell.equations.properties import growth_rate, thermal_factor
print(repr(growth_rate(2, 3e-18, 0.0, 1e-9)), repr(thermal_factor(3e4, 0.0, 298.15, 310.0)))
print(sum(growth_rate.stats.cache_hits.values()), sum(thermal_factor.stats.cache_hits.values()))
"""


def called(folder: Path) -> list[str]:
    """The numbers, and how many functions were loaded and not compiled."""
    told = os.environ | {"NUMBA_CACHE_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-c", CALL], check=True, capture_output=True, text=True, env=told)
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("code")
    numbers, loaded = called(folder)
    assert loaded == "0 0"
    return folder, numbers


def test_whole_files_are_loaded(compiled_once: tuple[Path, str]) -> None:
    folder, numbers = compiled_once
    assert called(folder) == [numbers, "1 1"]


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("place", ["middle", "cut"])
def test_a_damaged_file_is_compiled_again(compiled_once: tuple[Path, str], ending: str, place: str) -> None:
    folder, numbers = compiled_once
    (path,) = folder.rglob(f"*growth_rate*.{ending}")
    content = bytearray(path.read_bytes())
    if place == "cut":
        del content[len(content) // 2 :]
    else:
        content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        content_of(path)
    again, loaded = called(folder)
    assert again == numbers
    assert loaded.startswith("0")  # not from the damaged file
    assert called(folder) == [numbers, "1 1"]  # and for good


def test_an_empty_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "empty.nbc"
    path.write_bytes(b"")
    with pytest.raises(DamagedFileError):
        content_of(path)
    assert DIGEST == 32
