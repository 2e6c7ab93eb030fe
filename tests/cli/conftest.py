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
