"""A wheel made without Node on the path measures and serves its page where there is no network, Node and make."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from natria.lab.files.write import write_recording
from natria.lab.synthetic import Short, SymmetricTest, symmetric_cell

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PAGE = "natria/app/bundle/index.html"
LEFT_OUT = shutil.ignore_patterns("node_modules", "bundle", "__pycache__", ".git", ".venv", "natria-out", "_build")
OFFLINE = Path(__file__).with_name("offline.py")
NOWHERE = "http://127.0.0.1:9"  # where nothing listens
NO_NETWORK = {**dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), NOWHERE), "PIP_NO_INDEX": "1"}
UNSHARE = shutil.which("unshare") or ""
PARTS = ("src", "frontend", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff")


def run(*command, **options):
    found = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert found.returncode == 0, found.stdout[-2000:] + found.stderr[-2000:]
    return found.stdout


def environment(folder):
    """A virtual environment of its own; return its Python."""
    run(sys.executable, "-m", "venv", folder)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


@pytest.fixture(scope="module")
def without_node(tmp_path_factory):
    """The environment of a machine that has a shell, and neither Node nor anything else on its path."""
    folder = tmp_path_factory.mktemp("path")
    if os.name != "nt":
        (folder / "sh").symlink_to(shutil.which("sh"))
    return {**os.environ, "PATH": str(folder), "PYTHONPATH": ""}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, without_node):
    folder = tmp_path_factory.mktemp("build")
    (folder / "natria").mkdir()
    for name in PARTS:
        (shutil.copy if (ROOT / name).is_file() else _copy)(ROOT / name, folder / "natria" / name)
    python = environment(folder / "tools")
    got = subprocess.run([python, "-m", "pip", "install", "-q", "hatchling"], capture_output=True, check=False)
    if got.returncode:
        pytest.skip("the packages that build a wheel cannot be had (no network)")
    run(python, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=folder / "natria", env=without_node)
    (archive,) = folder.glob("natria-*.tar.gz")
    run(python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, archive, env=without_node)
    return next(folder.glob("natria-*.whl"))


def _copy(one, to):
    shutil.copytree(one, to, ignore=LEFT_OUT)


def test_the_wheel_holds_the_page_and_nothing_of_its_sources(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert PAGE in names
    assert any(re.fullmatch(r"natria/app/bundle/assets/.*\.js", name) for name in names)
    assert not [name for name in names if "node_modules" in name or name.startswith(("tests", "frontend"))]


@pytest.fixture(scope="module")
def installed(wheel, without_node, tmp_path_factory):
    """The Python of an empty environment in which the wheel was installed, and nothing could be fetched."""
    python = environment(tmp_path_factory.mktemp("own") / "env")
    run(python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel, env=without_node)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    packages = sysconfig.get_path("purelib")  # all but natria, which is found here first
    (own / "dependencies.pth").write_text(packages, encoding="utf-8")
    found = run(python, "-c", "import natria; print(natria.__file__)", env=without_node).strip()
    assert Path(found).is_relative_to(own)
    return python


@pytest.fixture
def recording(tmp_path):
    made = symmetric_cell(7, test=SymmetricTest(half_cycles=60), shorts=(Short(40.3, drop=0.3),)).recording
    write_recording(made, tmp_path / "cell.csv")
    return tmp_path / "cell.csv"


def test_an_installed_wheel_works_without_network_node_and_make(installed, recording, without_node):
    command = [installed, OFFLINE, recording, recording.parent / "w"]
    found = json.loads(run(*command, env={**without_node, **NO_NETWORK}).splitlines()[-1])
    check(found)


def test_an_installed_wheel_works_in_a_network_of_its_own(installed, recording, without_node):
    own = [UNSHARE, "--map-root-user", "--net"]
    if not UNSHARE or subprocess.run([*own, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network of its own for a process here (unshare --net): a broken proxy alone stands for it")
    command = [*own, installed, OFFLINE, recording, recording.parent / "w", "--own-network"]
    found = json.loads(run(*command, env=without_node).splitlines()[-1])
    assert found["network"] is False
    check(found)


def check(found):
    """The short is found by the command and by the page."""
    assert "short" in found["measured"]
    assert "short" in found["headline"]
    assert "40.3" in found["headline"]
    assert found["bundle"] > 10_000
