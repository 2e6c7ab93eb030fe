"""natria app: what it refuses before it serves. That it serves is tested in tests/app."""

import socket

import pytest

from natria.app.serve import listen
from natria.cli import main
from natria.quantity import NatriaError


def code_of(*words):
    with pytest.raises(SystemExit) as ended:
        main(["app", "--no-browser", *words])
    return ended.value.code


def test_a_port_in_use_is_refused(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert code_of("--port", str(taken.getsockname()[1]), "--workspace", str(tmp_path)) == 2
    assert "--port" in capsys.readouterr().err


def test_limits_out_of_range_and_a_workspace_that_is_a_file_are_refused(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert code_of("--upload-limit", "0", "--workspace", str(tmp_path)) == 2
    assert code_of("--workspace", str(tmp_path / "file" / "w")) == 2
    assert "fix:" in capsys.readouterr().err


def test_without_a_port_the_next_free_one_is_taken():
    with listen(None) as first, listen(None) as second:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert first.getsockname()[1] < second.getsockname()[1]
        with pytest.raises(NatriaError):
            listen(first.getsockname()[1])
