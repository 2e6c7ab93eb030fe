"""Files of spectra have the layout of their instrument, the numbers of the spectrum, and the mark."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria.lab.synthetic.impedance import AnalyserSweep, SpectrumSeries, spectrum_cell, synthetic_series
from natria.lab.synthetic.writing.spectrum_layouts import SPECTRUM_LAYOUTS
from natria.lab.synthetic.writing.spectrum_writers import spectrum_mark, spectrum_text, write_spectra
from natria.lab.synthetic.writing.truth_file import read_truth, truth_path, truth_text
from natria.quantity import InputError, Measured
from natria.record import Spectrum

SERIES = SpectrumSeries((283.15, 310.65), (0.0, 5400.0))
MADE = synthetic_series(3, cell=spectrum_cell("liquid"), series=SERIES, sweep=AnalyserSweep(1e5, 0.1, 25))
MARK = "natria-simulated: synthetic_spectra 1"
every_layout = pytest.mark.parametrize("vendor", SPECTRUM_LAYOUTS)


def table(vendor, sweeps=MADE[1:]):
    """Rows after the names of the columns, which are found by the name of the frequency."""
    lines = spectrum_text(sweeps, vendor).splitlines()
    at = next(k for k, line in enumerate(lines) if "freq" in line.lower() and line.count("\t") + line.count(",") > 4)
    delimiter = "," if vendor == "csv" else "\t"
    names = [name.strip() for name in lines[at].split(delimiter)]
    rows = [line.split(delimiter) for line in lines[at + 1 :]]
    return names, [row for row in rows if len(row) >= 6 and row[-1] != "#"]


PLACES = {  # names of frequency, Z', Z'', time; sign of Z''; digits
    "csv": ("frequency_hertz", "real_ohm", "imaginary_ohm", "time_second", 1, 1e-15),
    "gamry": ("Freq", "Zreal", "Zimag", "Time", 1, 1e-6),
    "biologic": ("freq/Hz", "Re(Z)/Ohm", "-Im(Z)/Ohm", "time/s", -1, 1e-7),
    "zplot": ("Freq(Hz)", "Z'(a)", "Z''(b)", "Time(Sec)", 1, 1e-6),
}


@every_layout
def test_the_numbers_of_a_spectrum_stand_in_its_file(vendor):
    frequency, real, imaginary, time, sign, digits = PLACES[vendor]
    names, rows = table(vendor)
    of = {name: np.array([float(row[names.index(name)]) for row in rows]) for name in PLACES[vendor][:4]}
    s = MADE[1].spectrum
    assert of[frequency] == pytest.approx(s.frequency, rel=digits)
    assert of[real] == pytest.approx(s.real, rel=digits)
    assert sign * of[imaginary] == pytest.approx(s.imaginary, rel=digits)
    start = 5400.0 if vendor in ("csv", "biologic") else 0.0
    assert of[time] == pytest.approx(start + MADE[1].time, rel=1e-5)


@every_layout
def test_the_mark_stands_at_the_beginning_and_the_text_repeats(vendor):
    text = spectrum_text(MADE[:1], vendor)
    assert MARK in text[:4096]
    assert text == spectrum_text(MADE[:1], vendor)


@every_layout
def test_several_sweeps_in_one_file_or_a_refusal(vendor):
    if SPECTRUM_LAYOUTS[vendor].several:
        _, rows = table(vendor, MADE)
        assert len(rows) == 50
    else:
        with pytest.raises(InputError, match="one sweep"):
            spectrum_text(MADE, vendor)


def test_a_csv_has_the_temperature_of_each_sweep():
    names, rows = table("csv", MADE)
    assert [float(row[names.index("temperature_kelvin")]) for row in rows] == [283.15] * 25 + [310.65] * 25
    assert [row[names.index("sweep")] for row in rows] == ["1"] * 25 + ["2"] * 25


def test_the_head_of_biologic_counts_its_lines():
    lines = spectrum_text(MADE, "biologic").splitlines()
    count = int(lines[1].split(":")[1])
    assert lines[count - 1].startswith("freq/Hz")
    assert lines[count - 2] == ""


def test_the_area_stands_in_the_head():
    assert "AREA\tQUANT\t1.00000E+000" in spectrum_text(MADE[:1], "gamry")
    assert "Electrode surface area : 1.000 cm²" in spectrum_text(MADE[:1], "biologic")


@every_layout
def test_a_file_is_written_in_its_encoding(vendor, tmp_path):
    path = tmp_path / f"x{SPECTRUM_LAYOUTS[vendor].suffix}"
    write_spectra(MADE[:1], path, vendor)
    assert path.read_bytes().decode(SPECTRUM_LAYOUTS[vendor].encoding) == spectrum_text(MADE[:1], vendor)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_is_refused():
    with pytest.raises(InputError, match="did you mean 'gamry'"):
        spectrum_text(MADE[:1], "gamri")
    with pytest.raises(InputError, match="one sweep"):
        spectrum_text((), "csv")
    measured = Spectrum(np.array([1.0]), np.array([1.0 + 0j]), "ohm", origin=Measured("a.z", "0" * 64, "read"))
    with pytest.raises(InputError, match="was measured"):
        spectrum_mark(measured)
    with pytest.raises(InputError, match="was measured"):
        spectrum_text((replace(MADE[0], spectrum=measured),), "zplot")


def test_a_truth_file_reads_back(tmp_path):
    path = truth_path(tmp_path / "cell.csv")
    assert path.name == "cell.truth.json"
    text = truth_text("impedance", {"spectrum": "cell.csv"}, MADE[0].spectrum.origin, MADE[0].truth)
    path.write_text(text, encoding="utf-8")
    document = read_truth(path)
    assert document["recordings"] == {"spectrum": "cell.csv"}
    assert document["settings"]["seed"] == "3"
    assert document["truth"]["parameters"] == MADE[0].truth.parameters
    assert document["truth"]["exact_real"] == list(MADE[0].truth.exact_real)


@pytest.mark.parametrize("text", ["", "{}", '{"schema": "natria.study/1"}', "[1]"])
def test_another_file_is_no_truth(text, tmp_path):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(InputError):
        read_truth(tmp_path / "x.json")
    with pytest.raises(InputError):
        read_truth(tmp_path / "none.json")
