"""Spectra of files of instruments, VAMAS and JCAMP-DX, as curves in SI."""

from __future__ import annotations

from pathlib import Path

from ....quantity import InputError, Measured, Problem
from ..read import read_head, sha256_of
from .jcamp import JcampSpectrum, is_jcamp, kinds_of_jcamp, read_jcamp
from .kinds import AXES, CurveKind
from .read import MaterialCurve
from .vamas import XPS, VamasBlock, is_vamas, names_apart, read_vamas

SPECTRA_SUFFIXES = (".vms", ".npl", ".jdx", ".dx", ".jcamp", ".jcm")
ELECTRONVOLT = 1.602176634e-19  # J
PER_CM = 100.0  # 1/m
MILLIONTH = 1e-6
NOT_GIVEN = 1e36  # VAMAS writes 1E37 for a number that is not known
UNTESTED = "The reader was tried on few files of instruments: compare the figure with the display of the instrument."
NO_FREQUENCY = "the axis is in Hz and ##.OBSERVE FREQUENCY= is not given"


def spectra_kinds(text: str) -> tuple[CurveKind, ...] | None:
    """Return the kinds of spectra that the beginning of a file says; None where it is of neither format."""
    if is_vamas(text):
        return ("xps",)
    if is_jcamp(text):
        return tuple(kind for kind in AXES if kind in kinds_of_jcamp(text))  # type: ignore[misc]
    return None


def read_spectra(path: Path, kind: CurveKind) -> tuple[MaterialCurve, ...]:
    """Return the spectra of a method in a VAMAS or JCAMP-DX file."""
    digest = sha256_of(path)
    if is_vamas(read_head(path).text):
        blocks = [one for one in read_vamas(path) if one.technique == XPS]
        if not blocks:
            what = f"holds no block of the technique {XPS}"
            raise InputError(str(path), [Problem("", what, "give a file of XPS")])
        names = names_apart([one.name for one in blocks])
        return tuple(
            _of_vamas(path, digest, one, name if len(blocks) > 1 else "")
            for one, name in zip(blocks, names, strict=True)
        )
    spectra = [one for one in read_jcamp(path) if one.kind == kind]
    names = names_apart([one.name for one in spectra])
    return tuple(
        _of_jcamp(path, digest, one, name if len(spectra) > 1 else "") for one, name in zip(spectra, names, strict=True)
    )


def _of_vamas(path: Path, digest: str, one: VamasBlock, name: str) -> MaterialCurve:
    def wrong(what: str, fix: str) -> InputError:
        return InputError(str(path), [Problem(f"line {one.line}, {one.name}", what, fix)])

    if one.unit.lower() != "ev":
        raise wrong(f"the abscissa is in {one.unit!r}, expected eV", "export it over the energy in eV")
    notes = [UNTESTED]
    energy = one.axis
    if one.label.startswith("kinetic"):
        if not 0 < one.source_energy < 1e5:
            raise wrong(f"the energy of the source is {one.source_energy:g} eV", "export it over the binding energy")
        energy = one.source_energy - one.axis
        known = f"the work function of the file ({one.work_function:g} eV) is not subtracted"
        notes.append(
            f"Binding energy = {one.source_energy:g} eV less the kinetic energy, taken as referred to the Fermi level"
            f"{f'; {known}' if 0 < one.work_function < NOT_GIVEN else ''}."
        )
    elif not one.label.startswith("binding"):
        raise wrong(f"the abscissa is {one.label!r}", "expected binding energy or kinetic energy")
    if one.others:
        notes.append(f"Not read, and the intensity is not divided by it: {', '.join(one.others)}.")
    columns = {"binding_energy": ELECTRONVOLT * energy, "intensity": one.values}
    units = {"binding_energy": "J", "intensity": one.intensity_unit}
    origin = Measured(str(path), digest, "VAMAS (ISO 14976)")
    return MaterialCurve(str(path), "xps", columns, units, origin, digest, one.line, block=name, notes=tuple(notes))


def _of_jcamp(path: Path, digest: str, one: JcampSpectrum, name: str) -> MaterialCurve:
    def wrong(what: str, fix: str) -> InputError:
        return InputError(str(path), [Problem(f"line {one.line}", what, fix)])

    kind: CurveKind = "nmr" if one.kind == "nmr" else "raman"
    notes = [UNTESTED, *one.notes]
    scale = {("raman", "1/cm"): PER_CM, ("nmr", "ppm"): MILLIONTH}.get((kind, one.unit))
    if kind == "nmr" and one.unit == "Hz":
        if not one.frequency > 0:
            raise wrong(NO_FREQUENCY, "export it over ppm")
        scale = MILLIONTH / one.frequency
        notes.append(f"Chemical shift = axis in Hz over {one.frequency:g} MHz, zero where the axis has its zero.")
    if scale is None:
        expected = "ppm or Hz" if kind == "nmr" else "1/CM"
        raise wrong(f"##XUNITS= is {one.unit!r}", f"expected {expected}; export it so")
    axis = AXES[kind]
    columns = {axis: scale * one.axis, "intensity": one.values}
    units = {axis: "1/m" if kind == "raman" else "1", "intensity": one.intensity_unit}
    origin = Measured(str(path), digest, "JCAMP-DX")
    return MaterialCurve(
        *(str(path), kind, columns, units, origin, digest, one.line),
        block=name,
        nucleus=one.nucleus,
        notes=tuple(notes),
    )
