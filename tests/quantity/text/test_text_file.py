"""Text files: what would hang or fill the memory is refused before it is read."""

import os
from pathlib import Path

import pytest

from natria.quantity import read_text_file
from natria.quantity.text import file as text_file


def test_a_file_is_read_with_its_encoding(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes("ä".encode("utf-8-sig"))
    assert read_text_file(file, "utf-8-sig") == "ä"


def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file in (pipe, Path(os.devnull)):
        with pytest.raises(OSError, match="regular"):
            read_text_file(file)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.toml"
    file.write_text("a" * 100)
    monkeypatch.setattr(text_file, "LARGEST", 99)
    with pytest.raises(OSError, match="larger"):
        read_text_file(file)


def test_folders_and_missing_files_keep_their_own_errors(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_text_file(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_text_file(tmp_path / "none")
