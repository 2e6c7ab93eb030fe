"""Read any file of a cycler: recognise its format, load it, normalise it."""

from __future__ import annotations

import hashlib
import pkgutil
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np

from ...quantity import Computed, Finding, InputError, Measured, Problem, Setting, fetch, plugins
from ...record.recording import Recording
from . import formats
from .columns.inference import inferred_format
from .columns.layout import columns_known
from .columns.map import mapped, read_map
from .current.given import GivenCurrent, read_current
from .detection import describe_unknown
from .format import HEAD_BYTES, Format, Head
from .normalise import normalise
from .text import decode, encoding_of

PLUGINS = "natria.readers"  # entry points of other packages, each a `Format`
SIMULATED = re.compile(r"natria-simulated:\s*(?P<name>\w+)\s+(?P<version>[0-9]{1,9})\b")


def read_recording(
    path: Path, columns: Path | None = None, *, current: GivenCurrent | str | None = None, area: Finding | None = None
) -> Recording:
    """Return the recording in a file.

    `columns` is a column map, for a file that is not recognised correctly.

    `current` is that of a file without a current column ("0.25 mA"); one per area needs the `area` of the electrode.
    For a file written by natria, `load` returns a `Recording`, which is used unchanged.
    """
    path = Path(path)
    head = read_head(path)
    given = read_current(current) if isinstance(current, str) else current
    if columns is not None:
        format_, given = _with_map(head, Path(columns), given)
    else:
        format_ = find_format(head, is_given=given is not None)
    with np.errstate(all="ignore"):  # damaged numbers may overflow; non-finite values are dropped
        loaded = format_.load(path, head)
        if isinstance(loaded, Recording):
            if given is not None:
                raise _refused(path, "has a current of its own, and a current is given", "leave out the given current")
            return loaded
        recording = normalise(path, sha256_of(path), loaded, format_, given=given, area=area)
    inputs = recording.origin.inputs if isinstance(recording.origin, Measured) else ()
    simulated = simulated_origin(head, Setting("recording", path.name), inputs)
    return recording if simulated is None else replace(recording, origin=simulated)


def simulated_origin(head: Head, about: Setting, inputs: tuple[Finding, ...] = ()) -> Computed | None:
    """Return the origin of a file that says which model simulated it; None for any other."""
    found = SIMULATED.search(head.text)
    return None if found is None else Computed(found["name"], int(found["version"]), inputs, (about,))


def read_head(path: Path) -> Head:
    try:
        if path.is_dir():
            raise _refused(path, "is a folder, not a file", "give the files in the folder")
        if not path.is_file():
            what, fix = (
                ("is not a regular file", "copy it to a file")
                if path.exists()
                else ("does not exist", "check the path")
            )
            raise _refused(path, what, fix)
        with path.open("rb") as file:
            content = file.read(HEAD_BYTES)
        size = path.stat().st_size
    except (OSError, ValueError) as bad:
        raise _refused(path, f"cannot be read ({bad})", "check the path and the permissions") from None
    if not content:
        raise _refused(path, "is empty", "export or copy it again")
    return Head(path, content, decode(content, encoding_of(content)), size)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_format(head: Head, *, is_given: bool = False) -> Format:
    """Return the format of a file. `is_given`: the current is given, and the file has none.

    Within a family the first match is used, as special formats come first; among families the one with most columns.
    """
    known = _knowing(head)
    if len(known) > 1:
        most = max(len(columns_known(f.columns, head)) for f in known)
        known = [f for f in known if len(columns_known(f.columns, head)) == most]
    if len(known) > 1:
        names = " and as ".join(f.name for f in known)
        fix = "assign the columns in a column map: --columns map.toml"
        raise _refused(head.path, f"is ambiguous; it can be read as {names}", fix)
    if known:
        return known[0]
    guess = inferred_format(head.path, head, is_given=is_given) if head.text else None
    if guess is not None:
        return guess
    what, fix = describe_unknown(head)
    raise _refused(head.path, f"{what}; this format is not supported", fix)


def all_formats() -> tuple[Format, ...]:
    """Return all supported formats, for lists and documentation."""
    return tuple(f for family in families() for f in family)


@cache
def families() -> tuple[tuple[Format, ...], ...]:
    """Return the `FORMATS` of every module of `formats`, and every plug-in."""
    modules = [import_module(f"{formats.__name__}.{found.name}") for found in pkgutil.iter_modules(formats.__path__)]
    own = [module.FORMATS for module in modules if hasattr(module, "FORMATS")]
    return (*own, *((fetch(reference),) for _, reference in sorted(plugins(PLUGINS, {}).items())))


def _knowing(head: Head) -> list[Format]:
    return [f for f in (_first(family, head) for family in families()) if f is not None]


def _first(family: Iterable[Format], head: Head) -> Format | None:
    return next((f for f in family if f.recognises(head)), None)


def _with_map(head: Head, columns: Path, given: GivenCurrent | None) -> tuple[Format, GivenCurrent | None]:
    """Return the format of a column map, and the current that is given in the map or beside it."""
    made = read_map(columns, is_given=given is not None)
    if head.text:
        return mapped(made, None), given or made.current
    known = _knowing(head)
    if not known:
        what, fix = describe_unknown(head)
        raise _refused(head.path, f"{what}; a column map applies to tables only", fix)
    return mapped(made, known[0]), given or made.current


def _refused(path: Path, what: str, fix: str) -> InputError:
    return InputError(str(path), [Problem("", what, fix)])
