"""docs/extending.md: each thing that is added is one file; the files of the page are written and run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import natria

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "extending.md"
BLOCK = re.compile(r"^```(?:python|toml|text)\n# (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def files():
    return {found["path"]: found["text"] for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}


@pytest.fixture
def copied(tmp_path):
    """A copy of the package with the files of the page in it, and what installing the other package leaves."""
    away = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(natria.__file__).parent, tmp_path / "src" / "natria", ignore=away)
    for name, text in files().items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        assert not file.exists(), f"{name} is there already"
        file.write_text(text, encoding="utf-8")
    points = tomllib.loads(files()["pyproject.toml"])["project"]["entry-points"]
    lines = [
        line for group, rows in points.items() for line in (f"[{group}]", *(f"{k} = {v}" for k, v in rows.items()))
    ]
    info = tmp_path / "own-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def run(folder, *arguments):
    path = os.pathsep.join([str(folder / "src"), str(folder)])
    env = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )


def test_each_thing_is_one_file():
    assert len(files()) == 14
    assert all(len(text.splitlines()) <= 32 for name, text in files().items() if name != "all.py")


def test_what_is_added_is_found_by_itself(copied):
    done = run(copied, "all.py")
    assert done.returncode == 0, done.stderr


def test_a_plug_in_cannot_repeat_a_term(copied):
    plug_in = copied / "own_terms.py"
    plug_in.write_text(plug_in.read_text(encoding="utf-8").replace("specific_volume", "density"))
    done = run(copied, "-c", "import natria.quantity")
    assert done.returncode == 1
    assert "the vocabulary has density twice" in done.stderr


def test_a_plug_in_cannot_take_the_name_of_a_model(copied):
    points = copied / "own-1.0.dist-info" / "entry_points.txt"
    points.write_text(points.read_text(encoding="utf-8").replace("own_volume", "griffith"))
    done = run(copied, "-c", "from natria.studies.answerers import answerers; answerers()")
    assert done.returncode == 1
    assert "takes the name 'griffith'" in done.stderr
