"""A wheel made without Node on the path, from the source archive, serves the page from an environment of its own."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PAGE = "natria/app/bundle/index.html"
LEFT_OUT = shutil.ignore_patterns("node_modules", "bundle", "__pycache__", ".git", ".venv", "natria-out", "_build")
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


def test_an_installed_wheel_serves_the_page_without_network_and_node(wheel, without_node, tmp_path):
    python = environment(tmp_path / "own")
    run(python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel, env=without_node)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib"))  # all but natria, which is found here first
    assert Path(run(python, "-c", "import natria; print(natria.__file__)", env=without_node).strip()).is_relative_to(
        own
    )
    command = [python, "-m", "natria", "app", "--no-browser", "--port", "0", "--workspace", tmp_path / "w"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=without_node, cwd=tmp_path)
    try:
        address = re.search(r"http://\S+", server.stdout.readline())[0].partition("#")[0]
        with urllib.request.urlopen(address, timeout=30) as answer:
            page = answer.read().decode()
        script = re.search(r'src="/(assets/[^"]+\.js)"', page)[1]
        with urllib.request.urlopen(address + script, timeout=30) as answer:
            assert len(answer.read()) > 10_000
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
