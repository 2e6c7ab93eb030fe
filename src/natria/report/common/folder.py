"""Folders of results: a manifest lists the files that natria wrote, and only those are ever replaced.

New files are first written completely to a hidden folder inside, so a full disk leaves the old results. They are then
renamed one by one. A kill between two renames leaves a folder whose files are each complete; the same command mends it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

from ...quantity import OutputError

Kind = Literal[
    "study",
    "measurement",
    "simulation",
    "varied simulation",
    "model of a layer",
    "calibration",
    "identify",
    "comparison of groups",
    "growth laws",
    "impedance spectra",
    "kinetics",
    "material curves",
    "prediction",
    "score",
    "elastic tensor",
    "stress-strain curve",
    "lattice",
    "migration",
    "surface",
    "adsorption",
    "window",
    "band structure",
    "diffusion",
    "phase energies",
    "fetched data",
    "sweep",
    "reported lives",
    "map of the literature",
    "optimisation",
]

MARK = "findings.json"  # what a study, a measurement or a simulation found, as JSON
MANIFEST = "natria-files.json"
SCHEMA = "natria.files/1"
STAGE = ".natria-new-"
LONG = 120  # letters of a path in a message
ELSEWHERE = "give a new folder with --out"


def ensure_writable(out: Path, kind: Kind, *, inputs: Iterable[Path] = (), also: str = "") -> None:
    """Raise an error where results of this kind cannot be written to a folder.

    A folder with files in it is refused unless they are earlier results of the same kind, or only what `also` names.
    `inputs` are files of the user; results are not written around them.
    """
    try:
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise OutputError(f"{out} is not a folder", ELSEWHERE)
        for file in inputs:
            if out.is_dir() and file.exists() and file.resolve().is_relative_to(out.resolve()):
                raise OutputError(f"{file} is read, and lies in the output folder {out}", ELSEWHERE)
        _ensure_ours(out, kind, also)
        there = next(p for p in (out, *out.absolute().parents) if p.exists())
        with tempfile.TemporaryDirectory(prefix=STAGE, dir=there):
            pass
    except OSError as bad:
        fix = "give a place that you may write to with --out"
        raise OutputError(f"cannot write to {_short(out)}: {bad.strerror}", fix) from None


def write_folder(files: Mapping[str, bytes], out: Path, kind: Kind) -> None:
    """Write files to a folder. Files of an earlier result that are not among them go; all others stay."""
    earlier = _listed(out)
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for left in out.glob(f"{STAGE}*"):
            shutil.rmtree(left, ignore_errors=True)
        stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=out))
    except OSError as bad:
        raise OutputError(f"cannot write to {out}: {bad.strerror}", "give another place with --out") from None
    try:
        for name in files:
            _ensure_free(out, name, earlier)
        for name, content in files.items():
            _write(stage / name, content)
        _write_manifest(out, stage, kind, {*earlier, *files})
        for name in sorted(files, key=lambda name: name in (MARK, "index.html")):  # last what points at all others
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(out / name)
        _remove(out, set(earlier) - set(files))
        _write_manifest(out, stage, kind, files)
        _sync_folder(out)
    except OSError as bad:
        raise OutputError(f"cannot write {out}: {bad.strerror}", "give another place with --out") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if is_new and out.is_dir() and not any(out.iterdir()):
            out.rmdir()


def _ensure_ours(out: Path, kind: Kind, also: str) -> None:
    """Raise an error where a folder holds what this command did not write."""
    if not out.is_dir():
        return
    there = {p.name for p in out.iterdir() if not p.name.startswith(STAGE)}
    if not there - {also}:
        return
    if not (out / MANIFEST).is_file():
        raise OutputError(f"{out} has files in it that natria did not write", f"{ELSEWHERE}, or an empty one")
    found = _manifest(out).get("kind")
    if found != kind:
        raise OutputError(
            f"{out} holds results of another kind ({found}); those of this command ({kind}) would replace them",
            ELSEWHERE,
        )


def _ensure_free(out: Path, name: str, earlier: Iterable[str]) -> None:
    path = out / name
    for folder in path.relative_to(out).parents:
        if (out / folder).is_symlink() and str(folder) != ".":
            raise OutputError(f"{out / folder} is a symbolic link", f"remove it, or {ELSEWHERE}")
    if name not in set(earlier) and (path.exists() or path.is_symlink()):
        raise OutputError(f"{path} was not written by natria and would be replaced", f"move it away, or {ELSEWHERE}")


def _manifest(out: Path) -> Mapping[str, object]:
    try:
        document = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as bad:
        raise OutputError(f"{out / MANIFEST} cannot be read ({bad})", ELSEWHERE) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise OutputError(f"{out / MANIFEST} is not a list of files of natria", ELSEWHERE)
    return document


def _listed(out: Path) -> tuple[str, ...]:
    """Return the files that natria wrote to a folder; names that lead out of it are left alone."""
    files = _manifest(out).get("files", [])
    names = [str(name) for name in files] if isinstance(files, list) else []
    return tuple(n for n in names if not PurePosixPath(n).is_absolute() and ".." not in PurePosixPath(n).parts)


def _write_manifest(out: Path, stage: Path, kind: Kind, files: Iterable[str]) -> None:
    document = {"schema": SCHEMA, "kind": kind, "files": sorted(files)}
    _write(stage / MANIFEST, (json.dumps(document, indent=1) + "\n").encode())
    (stage / MANIFEST).replace(out / MANIFEST)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove(out: Path, names: Iterable[str]) -> None:
    """Remove files of an earlier result, and the folders that are empty then."""
    for name in names:
        path = out / name
        path.unlink(missing_ok=True)
        for folder in path.relative_to(out).parents:
            there = out / folder
            if there != out and there.is_dir() and not any(there.iterdir()):
                there.rmdir()


def _sync_folder(folder: Path) -> None:
    """Make the renames last through a loss of power, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _short(path: Path) -> str:
    text = str(path)
    return text if len(text) < LONG else f"{text[:LONG]}..."
