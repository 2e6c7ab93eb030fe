"""A file that holds no spectrum is refused with one clear message; damage never ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spectra_by_hand import arc, csv, ladder, table, write

from natria.lab.files import holds_spectra, read_spectra, write_spectra
from natria.quantity import Finding, InputError, NatriaError, Question
from natria.quantity.finding import Chosen

F = ladder(20)
GOOD = table(F, arc(F))
SIGNED_FREQUENCY = """
[columns]
frequency = {column = 'f', unit = 'Hz', sign = 'reversed'}
real = 'a (ohm)'
imaginary = 'b (ohm)'
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("f/Hz,Z'/ohm,Z''/ohm\n", "no points"),
        (table(F, np.zeros(20, complex)), "zero in all rows"),
        (table(np.full(20, 1e3), arc(F)), "1000 Hz in all rows"),
        (table(F[:1], arc(F[:1])), "in all rows"),
        (table(np.zeros(20), arc(F)), "frequency above zero"),
        ("f/Hz,Z'/ohm,Z''/ohm\n" + "a,b,c\n" * 5, "frequency above zero"),
        ("t/s,U/V,I/mA\n1,2,3\n2,3,4\n", "no impedance spectrum"),
        ("f/Hz,Z'/ohm\n1,2\n2,3\n", "neither"),
        ("f/Hz,Z'/V,Z''/ohm\n1,2,3\n2,3,4\n", "unit 'V'"),
        ("f/Hz,Z'/MOHM,Z''/MOHM\n1,2,3\n2,3,4\n", "unit 'MOHM'"),
        (csv({"f/Hz": F, "|Z|/ohm": np.abs(arc(F)), "phase": np.angle(arc(F))}), "degrees or in radians"),
        (csv({"f/Hz": F, "Z'/ohm": arc(F).real, "Z''/ohm cm2": arc(F).imag}), "per area"),
        ("EXPLAIN\nTAG\tEISPOT\nOCVCURVE\tTABLE\t0\n\tPt\tVf\n\t#\tV\n", "ZCURVE"),
        ("ZPLOT2 ASCII\n  Measured Data\n", "column names"),
        ("EC-Lab ASCII FILE\nNb header lines : 5\nPotentio Electrochemical Impedance Spectroscopy\n1\t2\n", "freq/Hz"),
        ("<Application>\nName=VersaStudio\n</Application>\n", "segment"),
    ],
)
def test_a_file_without_a_spectrum_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_spectra(write(tmp_path, text))
    (problem,) = caught.value.problems
    assert problem.fix


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(InputError):
            read_spectra(path)
        assert not holds_spectra(path)


def test_a_spectrum_is_told_from_cycling(tmp_path: Path) -> None:
    assert holds_spectra(write(tmp_path, GOOD))
    assert not holds_spectra(write(tmp_path, "t/s,U/V,I/mA\n1,2,3\n2,3,4\n3,4,5\n"))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[columns]\nfrequency = {column = 'f/Hz', unit = 'Hz'}\n", "columns.real"),
        ("[columns]\nreal = 'a (ohm)'\nimaginary = 'b (ohm)'\n", "columns.frequency"),
        ("[columns]\nfrequenzy = 'f (Hz)'\nreal = 'a (ohm)'\nimaginary = 'b (ohm)'\n", "columns.frequenzy"),
        ("[columns]\nfrequency = 'f (V)'\nreal = 'a (ohm)'\nimaginary = 'b (ohm)'\n", "columns.frequency.unit"),
        ("[columns]\nfrequency = 'f'\nreal = 'a (ohm)'\nimaginary = 'b (ohm)'\n", "columns.frequency.unit"),
        ("[columns]\nfrequency = 3\nreal = 'a (ohm)'\nimaginary = 'b (ohm)'\n", "columns"),
        (SIGNED_FREQUENCY, "columns.frequency.sign"),
        ("[columns]\nfrequency = 'f (Hz)'\nreal = 'a (ohm)'\nimaginary = 'b (ohm)'\n[file]\ndecimal = 'x'\n", "file"),
        ("columns = 3\n", "columns"),
        ("[other]\n", "other"),
        ("not toml", ""),
    ],
)
def test_a_wrong_column_map_is_refused(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_spectra(write(tmp_path, GOOD), write(tmp_path, text, "map.toml"))
    assert any(problem.where.startswith(where) for problem in caught.value.problems)


def test_a_column_map_reads_numbers_of_columns_and_decimal_commas(tmp_path: Path) -> None:
    text = "a line\n" + "".join(
        ";".join(f"{v!r}".replace(".", ",") for v in map(float, row)) + "\n"
        for row in zip(arc(F).real * 1e3, -arc(F).imag * 1e3, F / 1e3, strict=True)
    )
    made = """
    [columns]
    real = {column = 1, unit = "mohm"}
    imaginary = {column = 2, unit = "mohm", sign = "reversed"}
    frequency = {column = 3, unit = "kHz"}
    [file]
    delimiter = ";"
    decimal = ","
    skip = 1
    """
    spectrum = read_spectra(write(tmp_path, text), write(tmp_path, made, "map.toml")).sweeps[0].spectrum
    np.testing.assert_allclose(spectrum.impedance, arc(F), rtol=1e-14)
    np.testing.assert_allclose(spectrum.frequency, F, rtol=1e-14)


def test_an_area_makes_it_per_area_once(tmp_path: Path) -> None:
    area = Finding(Question("face_area", "cell"), 1e-4, Chosen("a test"), 0.0)
    plain = read_spectra(write(tmp_path, GOOD))
    file = read_spectra(write(tmp_path, GOOD), area=area)
    spectrum = file.sweeps[0].spectrum
    assert spectrum.unit == "ohm m^2"
    np.testing.assert_array_equal(spectrum.impedance, plain.sweeps[0].spectrum.impedance * 1e-4)
    assert spectrum.origin.inputs == (area,)
    write_spectra(file, tmp_path / "per_area.csv")
    again = read_spectra(tmp_path / "per_area.csv", area=area)
    assert again.sweeps[0].spectrum.digest == spectrum.digest


ROWS = list(zip(map(float, F), map(complex, arc(F)), strict=True))
GAMRY = "EXPLAIN\nTAG\tEISPOT\nFREQINIT\tQUANT\t1E5\tx\nZCURVE\tTABLE\n\tPt\tFreq\tZreal\tZimag\n\t#\tHz\tohm\tohm\n"
GAMRY += "".join(f"\t{k}\t{f!r}\t{z.real!r}\t{z.imag!r}\n" for k, (f, z) in enumerate(ROWS))
ZPLOT = "ZPLOT2 ASCII\n  Data Points: 3\n  Freq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\nEnd Comments\n"
ZPLOT += "".join(f"{f!r}\t0\t0\t1\t{z.real!r}\t{z.imag!r}\n" for f, z in ROWS)
BIOLOGIC = "EC-Lab ASCII FILE\nNb header lines : 4\n\nfreq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\ttime/s\n"
BIOLOGIC += "".join(f"{f!r}\t{z.real!r}\t{-z.imag!r}\t1\n" for f, z in ROWS)
VERSASTUDIO = "<Application>\nName=VersaStudio\n</Application>\n<Segment1>\nDefinition=Frequency(Hz), Z Real, Z Imag\n"
VERSASTUDIO += "".join(f"{f!r},{z.real!r},{z.imag!r}\n" for f, z in ROWS) + "</Segment1>\n"
NAMELESS = GOOD.split("\n", 1)[1]
SEEDS = (GOOD, GOOD.replace(",", "\t"), NAMELESS, GAMRY, ZPLOT, BIOLOGIC, VERSASTUDIO)


@pytest.mark.parametrize("text", SEEDS)
def test_what_is_damaged_reads_whole(tmp_path: Path, text: str) -> None:
    np.testing.assert_array_equal(read_spectra(write(tmp_path, text)).sweeps[0].spectrum.impedance, arc(F))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.sampled_from(SEEDS),
    cuts=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 40), st.binary(max_size=12)), max_size=6),
    end=st.integers(0, 3000),
)
def test_damage_is_read_or_refused(tmp_path: Path, seed: str, cuts: list[tuple[int, int, bytes]], end: int) -> None:
    content = seed.encode()[: end or None]
    for at, length, put in cuts:
        content = content[:at] + put + content[at + length :]
    path = tmp_path / "damaged.txt"
    path.write_bytes(content)
    try:
        file = read_spectra(path)
    except NatriaError:
        return
    for sweep in file.sweeps:
        assert np.isfinite(sweep.spectrum.impedance).all()
        assert (sweep.spectrum.frequency > 0).all()
        assert len(sweep.spectrum) > 1
