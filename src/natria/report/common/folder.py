"""Folders of results, written to a temporary folder and then renamed, so that they are never incomplete."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ...quantity import OutputError

MARK = "findings.json"  # a folder with this file in it is a study of ours and may be replaced


def ensure_writable(out: Path, mark: str = MARK) -> None:
    """Raise an error where a folder cannot be written. A folder with the file `mark` may be replaced."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError(f"{out} is not a folder", "give another place with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / mark).is_file():
        raise OutputError(
            f"{out} has files in it that are not {'a study' if mark == MARK else mark} of natria",
            "give an empty or new folder with --out",
        )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent):
            pass
    except OSError as bad:
        raise OutputError(
            f"cannot write to {out.parent}: {bad.strerror}", "give a place that you may write to with --out"
        ) from None


def write_folder(files: Mapping[str, bytes], out: Path) -> None:
    """Write a folder and put it in place; a failure leaves the previous folder."""
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as bad:
        raise OutputError(f"cannot write to {out.parent}: {bad.strerror}", "give another place with --out") from None
    old = beside.with_name(beside.name + ".old")
    try:
        new = beside / "new"
        for name, content in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if out.exists():
            out.rename(old)
        new.rename(out)
    except OSError as bad:
        if old.exists() and not out.exists():
            old.rename(out)
        raise OutputError(f"cannot write {out}: {bad.strerror}", "give another place with --out") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
