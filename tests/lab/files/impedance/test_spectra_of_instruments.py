"""What real instruments wrote reads as it stands in the files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from natria.lab.files import SpectrumFile, holds_spectra, read_spectra, write_spectra
from natria.quantity import Measured

SHARED = Path(__file__).parents[4].parent / "shared" / "data" / "eis"


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the instruments' spectra lie beside the checkout, and are not there")
    if path.suffix == ".mpr":
        pytest.importorskip("galvani")
    return path


# name, format, points, first frequency and impedance, last frequency and impedance: copied from the files
FILES = [
    (
        "exampleDataGamry.DTA",
        "Gamry DTA, impedance",
        72,
        (200015.6, 825.8584 - 1367.239j),
        (0.0158898, 17007.49 - 6635.557j),
    ),
    (
        "exampleDataBioLogic.mpt",
        "BioLogic mpt, impedance",
        43,
        (1000.3201, 65.470886 - 0.38998979j),
        (0.01689554, 110.97003 - 2.3458567j),
    ),
    (
        "exampleDataAutolab.txt",
        "Z60W impedance",
        41,
        (10000.0, 0.013785863964281 + 0.007191946305823j),
        (0.1, 0.0345697771923854 - 0.00390292888845954j),
    ),
    ("exampleDataCHInstruments.txt", "CHI impedance", 73, (99610.0, 98.91 - 2.748j), (0.1, 5685.0 - 15860.0j)),
    (
        "exampleDataParstat.txt",
        "Parstat impedance",
        31,
        (10000.0, -0.00049816280376104 + 0.0175143479976367j),
        (10.0, 0.0270946491457229 - 0.00399791080333837j),
    ),
    (
        "exampleDataVersaStudio.par",
        "VersaStudio impedance",
        61,
        (100000.0, 55.31571 + 4.575431j),
        (0.02154435, 1516.313 - 122.8279j),
    ),
    ("exampleDataZPlot.z", "ZPlot impedance", 21, (300000.0, 147.77 - 11.335j), (3000.0, 613.68 - 137.13j)),
    (
        "exampleData.csv",
        "Generic impedance table",
        66,
        (3.1623e-03, 4.949989776405060160e-02 - 2.043869854441892481e-02j),
        (10000.0, 1.577148266048593317e-02 + 1.015747456493823649e-02j),
    ),
    (
        "peis.mpt",
        "BioLogic mpt, impedance",
        32,
        (199998.14, 10.512296 - 0.73047662j),
        (1.0000616, 18.024315 - 2.6962531j),
    ),
]


@pytest.mark.parametrize(("name", "format_", "points", "first", "last"), FILES)
def test_a_file_reads_as_it_is_written(
    name: str, format_: str, points: int, first: tuple[float, complex], last: tuple[float, complex]
) -> None:
    file = read_spectra(shared(name))
    assert file.format == format_
    (sweep,) = file.sweeps
    spectrum = sweep.spectrum
    assert len(spectrum) == points
    assert spectrum.unit == "ohm"
    assert (spectrum.frequency[0], spectrum.impedance[0]) == first
    assert (spectrum.frequency[-1], spectrum.impedance[-1]) == last
    assert spectrum.origin == Measured(name, file.sha256, f"read as {format_}")
    assert holds_spectra(SHARED / name)


def test_loops_are_sweeps() -> None:
    file = read_spectra(shared("geis.issue_149.mpt"))
    assert [len(sweep.spectrum) for sweep in file.sweeps] == [21, 21, 21, 21]
    assert [sweep.number for sweep in file.sweeps] == [1, 2, 3, 4]
    assert [sweep.spectrum.frequency[0] for sweep in file.sweeps] == [199998.14] * 4
    assert file.sweeps[0].spectrum.impedance[0] == 10.078821 + 2.1745603j
    assert file.sweeps[1].spectrum.impedance[0] == 7.927846 - 0.054750152j
    assert file.sweeps[0].time == 61.51519854509388
    assert file.sweeps[3].time == pytest.approx(661.348, abs=1e-3)
    assert file.sweeps[0].bias == pytest.approx(3.4209, abs=1e-4)
    assert not {note.code for note in file.notes}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("exampleDataZPlot.z", {"incomplete-sweep"}),  # 21 points of 56, ended at 3 kHz of 1 Hz
        ("exampleDataVersaStudio.par", {"incomplete-sweep"}),  # 0.0215 Hz of 0.001 Hz
        ("exampleDataBioLogic.mpt", {"incomplete-sweep"}),  # 0.0169 Hz of 0.010 Hz
        ("exampleDataCHInstruments.txt", {"incomplete-sweep"}),  # 99.61 kHz of 2 MHz
        ("exampleDataGamry.DTA", set()),
        ("exampleDataParstat.txt", {"readings-between", "negative-real-part"}),
        ("exampleData.csv", {"columns-inferred", "unit-assumed"}),
    ],
)
def test_what_a_file_lacks_is_a_note(name: str, codes: set[str]) -> None:
    assert {note.code for note in read_spectra(shared(name)).notes} == codes


def test_the_binary_file_equals_its_text() -> None:
    binary, text = (read_spectra(shared(name)).sweeps[0] for name in ("peis.mpr", "peis.mpt"))
    assert binary.time == pytest.approx(text.time)
    assert binary.bias == pytest.approx(text.bias, rel=1e-6)
    np.testing.assert_allclose(binary.spectrum.frequency, text.spectrum.frequency, rtol=1e-7)
    np.testing.assert_allclose(binary.spectrum.impedance, text.spectrum.impedance, rtol=1e-6)


@pytest.mark.parametrize("name", [*(row[0] for row in FILES), "geis.issue_149.mpt", "peis.mpr"])
def test_spectra_of_a_file_are_written_and_read_unchanged(name: str, tmp_path: Path) -> None:
    file = read_spectra(shared(name))
    write_spectra(file, tmp_path / "spectra.csv")
    assert_same(read_spectra(tmp_path / "spectra.csv"), file)


def assert_same(one: SpectrumFile, other: SpectrumFile) -> None:
    assert (one.file, one.sha256, one.format, one.notes) == (other.file, other.sha256, other.format, other.notes)
    assert one.metadata == other.metadata
    for a, b in zip(one.sweeps, other.sweeps, strict=True):
        assert a.spectrum.digest == b.spectrum.digest
        assert (a.spectrum.origin, a.spectrum.title) == (b.spectrum.origin, b.spectrum.title)
        assert (a.number, a.time, a.temperature, a.bias, a.step) == (b.number, b.time, b.temperature, b.bias, b.step)
