"""Write an order: its files in the layout of an instrument, and the truth beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ....quantity import OutputError
from ....record import Recording
from ...files.write import WRITERS, write_recording
from ..materials.sheet import CurveSheet, write_sheet
from ..writing.layouts import LAYOUTS
from ..writing.spectrum_layouts import SPECTRUM_LAYOUTS
from ..writing.spectrum_writers import spectrum_layout, write_spectra
from ..writing.truth_file import truth_path, write_truth
from ..writing.writers import write_as
from .order import OrderedFiles, OrderedPart

TRUTH_NAME = "truth.json"  # in a folder


def write_order(made: OrderedFiles, out: Path, vendor: str = "") -> tuple[Path, ...]:
    """Write all parts and the truth; return the paths, the truth last.

    Sweeps of a series and scans at several rates go into a folder where `out` has no suffix, otherwise into one file.
    """
    is_folder = not out.suffix and bool(made.many)
    if is_folder:
        made = replace(made, parts=made.many)
    targets = [_target(out, part, vendor, is_folder=is_folder) for part in made.parts]
    truth = out / TRUTH_NAME if is_folder else truth_path(out)
    _check(made, out, vendor, [*targets, truth], is_folder=is_folder)
    (out if is_folder else out.parent).mkdir(parents=True, exist_ok=True)
    for part, path in zip(made.parts, targets, strict=True):
        _write(part, path, vendor)
    names = {part.holds: path.name for part, path in zip(made.parts, targets, strict=True)}
    write_truth(truth, made.kind, names, made.origin, made.truth)
    return (*targets, truth)


def _target(out: Path, part: OrderedPart, vendor: str, *, is_folder: bool) -> Path:
    if is_folder:
        layouts = LAYOUTS if isinstance(part.content, Recording) else SPECTRUM_LAYOUTS
        suffix = layouts[vendor].suffix if vendor in layouts else ".csv"  # an unknown layout is refused below
        return out / f"{part.ending}{suffix}"
    return out.with_name(f"{out.stem}-{part.ending}{out.suffix}") if part.ending else out


def _check(made: OrderedFiles, out: Path, vendor: str, paths: list[Path], *, is_folder: bool) -> None:
    """Refuse before anything is written what cannot be written, and a folder with files of another origin."""
    for part in made.parts:
        if isinstance(part.content, CurveSheet):
            if vendor or out.suffix.lower() != ".csv":
                raise OutputError(f"{made.kind} are written as CSV only", "leave out --as, and give a name with .csv")
        elif not isinstance(part.content, Recording):
            layout = spectrum_layout(vendor or "csv")
            if len(part.content) > 1 and not layout.several:
                what = f"the layout {vendor} holds one sweep in a file, and there are {len(part.content)}"
                raise OutputError(what, "give a folder with --out, a name without a suffix")
        elif vendor and vendor not in LAYOUTS:
            raise OutputError(f"{vendor!r} is not a known layout", f"use one of {', '.join(LAYOUTS)}")
        elif not vendor and not is_folder and not out.name.lower().endswith(tuple(WRITERS)):
            raise OutputError(f"{out} has an unsupported suffix", f"use {', '.join(WRITERS)}")
    if is_folder and out.is_dir():
        others = sorted({p.name for p in out.iterdir()} - {p.name for p in paths})
        if others:
            what = f"{out} holds other files: {', '.join(others[:3])}"
            raise OutputError(what, "give a new folder with --out, or empty this one")
    if not is_folder and out.is_dir():
        raise OutputError(f"{out} is a folder", "give the name of a file with --out")


def _write(part: OrderedPart, path: Path, vendor: str) -> None:
    if isinstance(part.content, CurveSheet):
        write_sheet(part.content, path)
    elif not isinstance(part.content, Recording):
        write_spectra(part.content, path, vendor or "csv")
    elif vendor:
        write_as(part.content, path, vendor)
    else:
        write_recording(part.content, path)
