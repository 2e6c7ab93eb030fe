"""Spectra that natria writes read back bitwise, with their conditions and their origin; changes are noticed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spectra_by_hand import arc, ladder, table, write

from natria.lab.files import FrequencySweep, SpectrumFile, read_recording, read_spectra, write_spectra
from natria.quantity import Computed, InputError, Measured, Origin, OutputError, Setting
from natria.record.note import Note
from natria.record.spectrum import Spectrum

ANY = st.floats(allow_nan=True, allow_infinity=True)
ABOVE_ZERO = st.floats(min_value=5e-324, max_value=1e300)
CONDITION = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
MEASURED = Measured("cell.dta", "0" * 64, "read as Gamry DTA, impedance")
SIMULATED = Computed("layered_cell", 3, (), (Setting("spectra", "a run"),))


@st.composite
def sweeps(draw: st.DrawFn, number: int, unit: str) -> FrequencySweep:
    count = draw(st.integers(1, 12))
    parts = [np.array(draw(st.lists(kind, min_size=count, max_size=count))) for kind in (ABOVE_ZERO, ANY, ANY)]
    impedance = np.empty(count, complex)
    impedance.real, impedance.imag = parts[1], parts[2]
    origin: Origin = draw(st.sampled_from([MEASURED, SIMULATED]))
    spectrum = Spectrum(parts[0], impedance, unit, draw(TEXT), None, origin)
    step = draw(st.one_of(st.none(), st.integers(0, 10**6)))
    return FrequencySweep(spectrum, number, draw(CONDITION), draw(CONDITION), draw(CONDITION), step)


@st.composite
def files(draw: st.DrawFn) -> SpectrumFile:
    unit = draw(st.sampled_from(["ohm", "ohm m^2"]))
    made = tuple(draw(sweeps(number, unit)) for number in range(1, draw(st.integers(1, 4)) + 1))
    notes = tuple(Note(f"code-{k}", text) for k, text in enumerate(draw(st.lists(TEXT, max_size=3))))
    metadata = draw(st.dictionaries(TEXT, TEXT, max_size=3))
    return SpectrumFile("cell.dta", "0" * 64, "Gamry DTA, impedance", made, notes, metadata)


@settings(max_examples=60)
@given(files())
def test_written_spectra_read_back_bitwise(file: SpectrumFile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spectra.csv"
        write_spectra(file, path)
        again = read_spectra(path)
        assert sorted(p.name for p in Path(folder).iterdir()) == ["spectra.csv"]
    assert (again.file, again.sha256, again.format) == (file.file, file.sha256, file.format)
    assert (again.notes, again.metadata) == (file.notes, file.metadata)
    for one, other in zip(again.sweeps, file.sweeps, strict=True):
        for name in ("frequency", "real", "imaginary"):
            a, b = (np.array(getattr(sweep.spectrum, name)) for sweep in (one, other))
            same = (a.view(np.uint64) == b.view(np.uint64)) | (np.isnan(a) & np.isnan(b))
            assert same.all(), name
        assert (one.spectrum.unit, one.spectrum.title) == (other.spectrum.unit, other.spectrum.title)
        assert one.spectrum.origin == other.spectrum.origin
        assert (one.number, one.time, one.temperature, one.bias, one.step) == (
            other.number,
            other.time,
            other.temperature,
            other.bias,
            other.step,
        )


def test_a_changed_measurement_is_a_new_one(tmp_path: Path) -> None:
    path = _written(tmp_path, MEASURED)
    path.write_text(path.read_text().replace("100000.0", "100001.0"))
    file = read_spectra(path)
    assert file.format == "natria spectra csv"
    assert "changed-since-written" in {note.code for note in file.notes}
    assert file.sweeps[0].spectrum.frequency[0] == 100001.0
    assert file.sweeps[0].spectrum.unit == "ohm"
    assert file.sweeps[0].temperature == pytest.approx(298.15)


def test_a_changed_simulation_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, SIMULATED)
    assert read_spectra(path).sweeps[0].spectrum.origin == SIMULATED
    path.write_text(path.read_text().replace("100000.0", "100001.0"))
    with pytest.raises(InputError, match="not a measurement"):
        read_spectra(path)


def test_lost_provenance_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, MEASURED)
    first, _, *rest = path.read_text().splitlines(keepends=True)
    path.write_text("".join([first, "# lost\n", *rest]))
    with pytest.raises(InputError, match="provenance"):
        read_spectra(path)


def test_a_mark_of_a_simulation_makes_any_table_computed(tmp_path: Path) -> None:
    text = "# natria-simulated: impedance_generator 1\n" + table(ladder(20), arc(ladder(20)))
    origin = read_spectra(write(tmp_path, text)).sweeps[0].spectrum.origin
    assert isinstance(origin, Computed)
    assert (origin.model, origin.version) == ("impedance_generator", 1)


def test_written_spectra_are_no_recording(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="impedance"):
        read_recording(_written(tmp_path, MEASURED))


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    file = read_spectra(_written(tmp_path, MEASURED))
    with pytest.raises(OutputError):
        write_spectra(file, tmp_path / "spectra.dta")
    with pytest.raises(OutputError):
        write_spectra(SpectrumFile("none", "", "", ()), tmp_path / "none.csv")
    with pytest.raises(OutputError):
        write_spectra(file, tmp_path / "absent" / "spectra.csv")
    assert not list(tmp_path.glob("*.part"))


def _written(folder: Path, origin: Origin) -> Path:
    spectrum = Spectrum(ladder(20), arc(ladder(20)), "ohm", "a cell", None, origin)
    file = SpectrumFile("cell.dta", "0" * 64, "a format", (FrequencySweep(spectrum, 1, temperature=298.15),))
    write_spectra(file, folder / "written.csv")
    return folder / "written.csv"
