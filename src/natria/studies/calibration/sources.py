"""Reading the data of a calibration: facts by their ids, recordings by their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ...answers import Answerer, Refuse
from ...lab import Specimen, read_recording
from ...lab.cycling.half_cycles import half_cycles
from ...lab.cycling.kind import recognise
from ...lab.cycling.reading_noise import voltage_noise
from ...lab.specimen import finding_of
from ...literature import Library
from ...quantity import Finding, InputError, NatriaError, Problem
from ...record import Recording
from ..own_data import Data, read_data, specimen_of
from ..simulation.answers import SIMULATED
from ..simulation.full_cell import SMOOTH_FULL_CELL
from ..studio import Studio
from .branches import Branches, branches_of
from .data import Datum, Fact, Trace
from .impedance import RestSpectrum, rest_spectrum
from .replay import pieces_of

CYCLES = (1, 5)  # of a recording, where none are given
OPTION, SPECTRA = "--data", "--spectrum"
ANSWERERS: Mapping[str, Answerer] = {"full": SMOOTH_FULL_CELL}  # by the kind of cell; all others by the cell in time


def read_sources(
    texts: Sequence[str],
    studio: Studio,
    *,
    cycles: tuple[int, int] = CYCLES,
    area: str = "",
    columns: Path | None = None,
    noise: float | None = None,
    spread: float | None = None,
    charge_error: float | None = None,
    spectra: Sequence[str] = (),
    impedance_error: float | None = None,
) -> tuple[Datum, ...]:
    """Return the data of texts: a fact by its id, "FILE", or "SYSTEM=FILE". Reports all problems at once.

    `spectra` are texts "FILE=SHARE after REST" (`impedance`), of the full cell of the one recording among the data.
    """
    made: list[Datum] = []
    wrong: list[Problem] = (
        [] if texts else [Problem("", "there are no data to calibrate on", "give facts or recordings")]
    )
    for text in texts:
        try:
            if _is_fact(text, studio.library):
                made.append(_fact(text, studio, spread))
            else:
                own = read_data(text, studio.case, area)
                data = Data(own.file, own.system, own.area, columns)
                made.append(recorded(data, studio, cycles, noise=noise, charge_error=charge_error))
        except InputError as bad:
            wrong.extend(Problem(f"{text}: {p.where}".removesuffix(": "), p.what, p.fix) for p in bad.problems)
        except (NatriaError, Refuse) as bad:
            wrong.append(Problem(text, str(bad)))
    if wrong:
        raise InputError(OPTION, wrong)
    made += _spectra(spectra, made, studio, area, error=impedance_error, columns=columns)
    return _each_known(tuple(made))


def _spectra(
    texts: Sequence[str],
    data: Sequence[Datum],
    studio: Studio,
    area: str,
    *,
    error: float | None,
    columns: Path | None,
) -> list[RestSpectrum]:
    """Return the spectra of texts, of the cell of the recording beside them."""
    if not texts:
        return []
    recordings = [one for one in data if isinstance(one, Branches)]
    if len(recordings) != 1:
        what = f"there are {len(recordings)} recordings of a full cell among the data"
        fix = "give the recording of the discharge before it with --data; one calibration takes the spectra of one cell"
        raise InputError(SPECTRA, [Problem("", what, fix)])
    cell_area = specimen_of(studio, recordings[0].system, area).area
    assert cell_area is not None  # the recording has charges per area
    made: list[RestSpectrum] = []
    wrong: list[Problem] = []
    for text in texts:
        try:
            made.append(rest_spectrum(text, recordings[0], cell_area, error=error, columns=columns))
        except InputError as bad:
            wrong.extend(Problem(f"{text}: {p.where}".removesuffix(": "), p.what, p.fix) for p in bad.problems)
        except (NatriaError, OSError) as bad:
            wrong.append(Problem(text, str(bad)))
    if wrong:
        raise InputError(SPECTRA, wrong)
    return made


def _is_fact(text: str, papers: Library) -> bool:
    """Whether a text is a fact, or can only be a misspelled one."""
    paper, mark, _ = text.partition(":")
    return bool(mark) and (text in papers.facts or paper in papers.papers) and not Path(text).exists()


def _fact(name: str, studio: Studio, spread: float | None) -> Fact:
    one = studio.library.fact(name)
    system = studio.stands_for(one.question)
    if system is None:
        raise NatriaError(f"no design of {studio.case.name} stands for {one.question.of}")
    answerer = ANSWERERS.get(studio.design(system).word("cell"), SIMULATED)
    if one.question.name not in answerer.answers:
        fix = f"of these: {', '.join(name.replace('_', ' ') for name in answerer.answers)}"
        raise NatriaError(f"{one.question.name} is not read off a simulated cell", fix)
    if one.plain == 0 and not one.std:
        raise NatriaError(f"{name} is zero without a spread, and a share of zero is no weight", "give another fact")
    return Fact(one, system, None if one.std else spread, answerer)


def _each_known(data: tuple[Datum, ...]) -> tuple[Datum, ...]:
    """Check that either every datum has a standard deviation, or none.

    A reading of known noise cannot be weighted against a number of unknown standard deviation.
    """
    unknown = [d.label for d in data if not d.is_weighted]
    if unknown and len(unknown) < len(data):
        what = f"{', '.join(unknown)} without a spread cannot be weighed against data that have one"
        raise InputError(OPTION, [Problem("", what, "assume one with --spread '5 %'")])
    return data


def recorded(
    data: Data,
    studio: Studio,
    cycles: tuple[int, int],
    *,
    noise: float | None = None,
    charge_error: float | None = None,
) -> Trace | Branches:
    """Return a recording of a system of the case, with the cycles that are compared.

    That of a full cell is compared in its branches, voltage against charge; any other in time.
    """
    recording = read_recording(data.file, data.columns)
    system = data.system or studio.case.base.name
    specimen = specimen_of(studio, system, data.area)
    halves = half_cycles(recording.time, recording.voltage, recording.current)
    kind = recognise(recording, halves, specimen)
    if kind.conflict:
        raise NatriaError(kind.conflict, "name the system that it is of: SYSTEM=FILE")
    if specimen.area is None:
        raise NatriaError("the electrode area is not given", "write area into the design, or give --area")
    within = _within(cycles, len(halves) // 2)
    known = noise if noise is not None else voltage_noise(recording.voltage, recording.time)
    if kind.cell == "full":
        if charge_error is None:
            fix = "give --charge-error, for example '0.5 %': how well its charges, its area and its masses are known"
            raise NatriaError("a recording of a full cell is compared by its charges too", fix)
        branches = branches_of(recording, halves, within, area=specimen.area.plain)
        rows = np.concatenate([halves.rows(one.number) for one in branches])
        stands = _stands_for(recording, specimen, rows, within, known)
        return Branches(stands, system, recording, branches, known, charge_error)
    pieces = pieces_of(recording, halves, within, area=specimen.area.plain, plating_sign=kind.plating_sign)
    rows = np.concatenate([piece.rows for piece in pieces])
    if not np.any(recording.voltage[rows]):
        what = f"the voltage is zero at all {len(rows)} readings of cycles {within[0]} to {within[1]}"
        raise NatriaError(what, "check the column of the voltage, or give other --cycles")
    stands = _stands_for(recording, specimen, rows, within, known)
    return Trace(stands, system, recording, pieces, kind.plating_sign, known)


def _within(cycles: tuple[int, int], number: int) -> tuple[int, int]:
    first, last = cycles
    if not number:
        raise NatriaError("has no complete cycle", "give a recording with at least two half-cycles")
    if not 1 <= first <= last:
        raise NatriaError(f"cycles {first} to {last} is not a valid range", "write for example --cycles '1 to 5'")
    if first > number:
        raise NatriaError(f"has {number} complete cycles; cycle {first} is not among them", "give earlier --cycles")
    return first, min(last, number)


def _stands_for(
    recording: Recording, specimen: Specimen, rows: np.ndarray, cycles: tuple[int, int], noise: float
) -> Finding:
    """Return one finding for the whole trace: the mean of |V| over the compared readings."""
    first, last = (float(c) for c in cycles)
    method = (
        f"voltage against time at {len(rows)} readings of cycles {first:g} to {last:g}, "
        f"noise {1e3 * noise:.3g} mV; the value is the mean of |V|"
    )
    at = {"cycle": first if first == last else (first, last)}
    mean = float(np.abs(recording.voltage[rows]).mean())
    uses = [specimen.area] if specimen.area is not None else []
    return finding_of(recording, specimen, "voltage", mean, at, method=method, uses=uses)
