"""The command line as a function."""

import pytest

from natria.cli import main


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Run natria in an empty folder; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def _run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return ended.value.code, out, err

    return _run


@pytest.fixture(scope="session")
def small_design(small_cell, tmp_path_factory):
    """A design file outside the folder of a test; its study compares one fact and has a sweep."""
    file = tmp_path_factory.mktemp("small") / "small.toml"
    file.write_text(small_cell.replace('targets = ["kumar2020"]', 'targets = ["kumar2020:eta-35um"]'), encoding="utf-8")
    return file
