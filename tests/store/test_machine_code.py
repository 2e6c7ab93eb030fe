"""Where machine code is kept: in another folder as soon as a source changes."""

import numpy as np
import pytest
from numba import config

from natria.store.machine_code import folder_of, kept_in, machine_code


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "CACHE_DIR", "")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "one_kernels.py").write_text("A = 1\n")
    (tmp_path / "plain.py").write_text("B = 1\n")
    folder_of.cache_clear()
    yield tmp_path
    folder_of.cache_clear()


def folder(package, *more):
    folder_of.cache_clear()
    return folder_of("name", package, more=more)


def test_a_changed_kernel_has_another_folder(package):
    before = folder(package)
    assert before.parent == package / "__pycache__"
    (package / "inner" / "one_kernels.py").write_text("A = 2\n")
    assert folder(package) != before


def test_another_source_counts_where_it_is_named(package):
    before, named = folder(package), folder(package, package / "plain.py")
    (package / "plain.py").write_text("B = 2\n")
    assert folder(package) == before
    assert folder(package, package / "plain.py") != named


def test_the_place_of_numba_is_put_back(package):
    with kept_in("name", package):
        assert str(package) in config.CACHE_DIR
    assert config.CACHE_DIR == ""


def test_a_division_by_zero_is_infinite():
    assert machine_code(lambda x: 1.0 / x, cache=False)(np.float64(0.0)) == np.inf
