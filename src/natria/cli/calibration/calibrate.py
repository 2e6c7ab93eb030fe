"""natria calibrate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ... import __version__
from ...quantity.errors import InputError, NatriaError, Problem

if TYPE_CHECKING:
    from ...studies.calibration.calibrate import Calibration
    from ...studies.calibration.profile import Profile
    from ...studies.posterior import LeftOut, Posterior

    Beside = tuple[Posterior | None, tuple[LeftOut, ...]]

OUT = Path("natria-out") / "calibrate"


def run(
    case_name: str,
    *,
    free: tuple[str, ...],
    data: tuple[str, ...],
    profiles: tuple[str, ...],
    posterior: str | None,
    steps: int | None,
    seed: int,
    leave_out: bool,
    calibrated: tuple[Path, ...],
    name: str,
    cycles: str,
    noise: str,
    spread: str,
    charge_error: str,
    spectra: tuple[str, ...],
    impedance_error: str,
    system: str,
    given: tuple[str, ...],
    area: str,
    columns: Path | None,
    out: Path | None,
    as_json: bool,
    papers: tuple[Path, ...] = (),
) -> None:
    from rich.console import Console

    from ...environment import stored_results
    from ...studies.calibration.calibrate import calibrate
    from ...studies.opening.case import open_case
    from ...studies.opening.overrides import read_given

    case = open_case(case_name, papers=papers, calibrated=calibrated, system=system)
    name = name or system or case.name
    read = _inputs(case_name, (*data, *_files(spectra)), calibrated, columns)
    folder = _free_folder(out, name, as_json, read)
    with Console(stderr=True).status(f"simulating {case.name}"):
        found = calibrate(
            case,
            free,
            data,
            name=name,
            cycles=_cycles(cycles),
            noise=_above_zero("--noise", noise, "V"),
            spread=_above_zero("--spread", spread, "1"),
            charge_error=_above_zero("--charge-error", charge_error, "1"),
            spectra=spectra,
            impedance_error=_above_zero("--impedance-error", impedance_error, "1"),
            system=system,
            given=read_given(given),
            store=stored_results(),
            area=area,
            columns=columns,
        )
        followed = () if found.why_not else _followed(found, profiles)
        beside = None if found.why_not else _beside(found, posterior, steps, seed, leave_out=leave_out)
    _show(found, followed, beside, folder, as_json=as_json)
    _ensure(found, beside)
    _tell_use(case_name, folder, as_json)


def _ensure(found: Calibration, beside: Beside | None) -> None:
    """Raise where the fit or its posterior has no solution; what was found is shown before."""
    found.ensure()
    if beside is not None and beside[0] is not None:
        beside[0].ensure()


def _followed(found: Calibration, paths: tuple[str, ...]) -> tuple[Profile, ...]:
    """Return the profiles of parameters, by their paths."""
    from ...design import written_at
    from ...studies.calibration.profile import profile

    return tuple(profile(found, written_at(path)) for path in paths)


def _show(
    found: Calibration, followed: tuple[Profile, ...], beside: Beside | None, folder: Path | None, *, as_json: bool
) -> None:
    """Write the files of a calibration and of what was asked beside it, and print both."""
    from rich.console import Console

    from ...report import write_folder
    from ...report.calibration import calibration_files
    from ...report.posterior import posterior_files, print_posterior

    if folder is not None:
        more = {} if beside is None else posterior_files(found, beside[0], followed, beside[1], __version__)
        write_folder({**calibration_files(found, followed, __version__), **more}, folder, "calibration")
    _tell(found, followed, folder, as_json=as_json)
    if beside is not None and not as_json:
        print_posterior(found, beside[0], followed, beside[1], Console())


def _beside(found: Calibration, method: str | None, steps: int | None, seed: int, *, leave_out: bool) -> Beside | None:
    """Return the posterior and the facts that were left out; None where neither is asked for."""
    from ...studies.posterior import laplace_posterior, leave_one_out, sampled_posterior
    from ...studies.posterior.of_calibration import STEPS

    if method is None and not leave_out:
        return None
    sampled = None
    if method is not None:
        sampled = (
            laplace_posterior(found, seed) if method == "laplace" else sampled_posterior(found, steps or STEPS, seed)
        )
    return sampled, leave_one_out(found) if leave_out else ()


def _tell(found: Calibration, followed: tuple[Profile, ...], folder: Path | None, *, as_json: bool) -> None:
    from rich.console import Console

    from ...report.calibration import print_calibration
    from ...studies.calibration.file import calibration_document

    if as_json:
        click.echo(json.dumps(calibration_document(found, __version__, followed), indent=1, allow_nan=False))
    else:
        print_calibration(found, Console(), followed)
    _tell_where(folder, as_json)


def _free_folder(out: Path | None, name: str, as_json: bool, read: tuple[Path, ...]) -> Path | None:
    """Return the folder that takes the results; found unusable before any work."""
    from ...report import ensure_writable

    folder = out if out is not None else None if as_json else OUT / name.replace("/", "-")
    if folder is not None:
        ensure_writable(folder, "calibration", inputs=read)
    return folder


def _tell_use(case_name: str, folder: Path | None, as_json: bool) -> None:
    if folder is not None:
        click.echo(f"use it: natria study {case_name} --calibrated {folder}", err=as_json)


def _tell_where(folder: Path | None, as_json: bool) -> None:
    if folder is not None:
        click.echo(f"\npage: {folder / 'index.html'}", err=as_json)


def _files(spectra: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files of spectra without the state of the cell."""
    return tuple(one.rpartition("=")[0] or one for one in spectra)


def _inputs(
    case_name: str, data: tuple[str, ...], calibrated: tuple[Path, ...], columns: Path | None
) -> tuple[Path, ...]:
    """Return the files that are read, around which nothing is written."""
    read = (case_name, *(one.partition("=")[2] or one for one in data))
    return (*map(Path, read), *calibrated, *((columns,) if columns else ()))


def _cycles(text: str) -> tuple[int, int]:
    """ "5", "1 to 5" or "1-5"."""
    first, _, last = text.replace("-", " to ").partition(" to ")
    try:
        return int(first), int(last or first)
    except ValueError:
        raise InputError(
            "--cycles", [Problem(text, "is not a range of cycles", "write for example '1 to 5'")]
        ) from None


def _above_zero(option: str, text: str, unit: str) -> float | None:
    from ...quantity import parse_quantity

    if not text:
        return None
    try:
        value, _ = parse_quantity(text, unit)
    except NatriaError as bad:
        raise InputError(option, [Problem(text, bad.what, bad.fix)]) from None
    if value <= 0:
        raise InputError(option, [Problem(text, "is not above zero", "leave it out where it is not known")])
    return value
