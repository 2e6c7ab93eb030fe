"""Formats of programs: several sweeps, temperatures, cycling in between, and workbooks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spectra_by_hand import arc, ladder, write

from natria.lab.files import all_spectra_formats, read_recording, read_spectra
from natria.lab.files.impedance import holds_spectra
from natria.quantity import InputError

F = ladder(12, 1e5, 1.0)
HEAD = "EXPLAIN\nTAG\t{tag}\nTITLE\tLABEL\tx\tTest\nFREQINIT\tQUANT\t{high}\tInitial\nFREQFINAL\tQUANT\t1.0\tFinal\n"
CURVE = "CURVE{n}\tTABLE\t3\n\tPt\tT\tVf\tIm\n\t#\ts\tV\tA\n\t0\t1\t0.1\t1e-3\n\t1\t2\t0.2\t1e-3\n\t2\t3\t0.3\t1e-3\n"


def zcurve(resistance: float, temperature: float = -327.0, rows: int = 12) -> str:
    lines = ["ZCURVE\tTABLE\t12", "\tPt\tTime\tFreq\tZreal\tZimag\tZmod\tZphz\tVdc\tTemp"]
    lines.append("\t#\ts\tHz\tohm\tohm\tohm\t°\tV\tdeg C")
    for k, (f, z) in enumerate(zip(F[:rows], arc(F, resistance)[:rows], strict=True)):
        polar = f"{float(abs(z))!r}\t{float(np.degrees(np.angle(z)))!r}"
        lines.append(f"\t{k}\t{k}\t{float(f)!r}\t{float(z.real)!r}\t{float(z.imag)!r}\t{polar}\t0.25\t{temperature}")
    return "\n".join(lines) + "\n"


def test_gamry_with_several_sweeps_and_temperatures(tmp_path: Path) -> None:
    text = HEAD.format(tag="EISMON", high="1e5") + zcurve(20, 25) + zcurve(40, 40) + zcurve(60, 60)
    file = read_spectra(write(tmp_path, text, "a.DTA"))
    assert file.format == "Gamry DTA, impedance"
    assert [sweep.temperature for sweep in file.sweeps] == pytest.approx([298.15, 313.15, 333.15])
    assert [sweep.bias for sweep in file.sweeps] == pytest.approx([0.25] * 3)
    assert [sweep.time for sweep in file.sweeps] == [None] * 3  # each table has a clock of its own
    for sweep, resistance in zip(file.sweeps, (20, 40, 60), strict=True):
        np.testing.assert_array_equal(sweep.spectrum.impedance, arc(F, resistance))
    assert not file.notes


def test_gamry_with_decimal_commas(tmp_path: Path) -> None:
    text = (HEAD.format(tag="EISPOT", high="1,0E5") + zcurve(20)).replace(".", ",")
    file = read_spectra(write(tmp_path, text, "a.DTA"))
    np.testing.assert_array_equal(file.sweeps[0].spectrum.impedance, arc(F))
    assert file.sweeps[0].temperature is None  # no thermometer


def test_gamry_that_was_aborted(tmp_path: Path) -> None:
    text = HEAD.format(tag="EISPOT", high="1e5") + zcurve(20, rows=6)
    codes = {note.code for note in read_spectra(write(tmp_path, text, "a.DTA")).notes}
    assert codes == {"interrupted", "incomplete-sweep"}


def test_gamry_cycling_with_a_spectrum_is_read_both_ways(tmp_path: Path) -> None:
    text = HEAD.format(tag="PWRCHARGE", high="1e5") + CURVE.format(n="") + zcurve(20) + CURVE.format(n=2)
    path = write(tmp_path, text, "a.DTA")
    recording = read_recording(path)
    assert len(recording) == 6
    np.testing.assert_array_equal(recording.voltage, [0.1, 0.2, 0.3] * 2)
    assert "spectra-between" in {note.code for note in recording.notes}
    spectra = read_spectra(path)
    np.testing.assert_array_equal(spectra.sweeps[0].spectrum.impedance, arc(F))
    assert "readings-between" in {note.code for note in spectra.notes}
    alone = write(tmp_path, HEAD.format(tag="EISPOT", high="1e5") + CURVE.format(n="") + zcurve(20), "b.DTA")
    with pytest.raises(InputError, match="impedance"):
        read_recording(alone)


def sequence(points: int) -> str:
    """An EC-Lab sequence: current, then a spectrum, twice; a row of cycling has no frequency."""
    head = "EC-Lab ASCII FILE\nNb header lines : 5\n\nModulo Bat\n"
    rows = ["freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\ttime/s\tEwe/V\tI/mA\tNs\tcycle number"]
    time = 0
    for cycle in (1, 2):
        for step, current in ((0, 1.0), (1, 0.0)):
            for _ in range(5):
                time += 10
                rows.append(f"0\t0\t0\t{time}\t{3 + time / 1000}\t{current}\t{step}\t{cycle}")
        for f, z in zip(F[:points], arc(F, 20.0 * cycle)[:points], strict=True):
            time += 1
            rows.append(f"{float(f)!r}\t{float(z.real)!r}\t{float(-z.imag)!r}\t{time}\t3.2\t0\t2\t{cycle}")
    return head + "\n".join(rows) + "\n"


def test_biologic_sequence_is_read_both_ways(tmp_path: Path) -> None:
    path = write(tmp_path, sequence(12), "a.mpt")
    file = read_spectra(path)
    assert file.format == "BioLogic mpt, impedance"
    assert [len(sweep.spectrum) for sweep in file.sweeps] == [12, 12]
    assert [sweep.step for sweep in file.sweeps] == [2, 2]
    assert [sweep.time for sweep in file.sweeps] == [101.0, 213.0]
    np.testing.assert_array_equal(file.sweeps[1].spectrum.impedance, arc(F, 40.0))
    assert "readings-between" in {note.code for note in file.notes}
    recording = read_recording(path)
    assert len(recording) == 20
    assert "spectra-between" in {note.code for note in recording.notes}
    assert recording.current.max() == 1e-3


def test_biologic_sequence_without_a_spectrum_is_a_recording_only(tmp_path: Path) -> None:
    path = write(tmp_path, sequence(0), "a.mpt")
    assert len(read_recording(path)) == 20
    with pytest.raises(InputError, match="frequency above zero"):
        read_spectra(path)


def test_a_sequence_whose_first_columns_are_those_of_cycling(tmp_path: Path) -> None:
    """As Modulo Bat exports it: the columns of the spectrum stand behind those of cycling."""
    head, names, *rows = sequence(12).partition("freq/Hz")[0], *sequence(12).splitlines()[4:]
    turned = ["\t".join(reversed(line.split("\t"))) for line in (names, *rows)]
    path = write(tmp_path, head + "\n".join(turned) + "\n", "a.mpt")
    assert holds_spectra(path)
    file = read_spectra(path)
    assert file.format == "BioLogic mpt, impedance"
    np.testing.assert_array_equal(file.sweeps[1].spectrum.impedance, arc(F, 40.0))
    assert len(read_recording(path)) == 20


def test_a_table_with_the_names_of_parstat_and_commas_is_any_table(tmp_path: Path) -> None:
    rows = (f"{float(f)!r},{float(z.real)!r},{float(z.imag)!r}\n" for f, z in zip(F, arc(F), strict=True))
    file = read_spectra(write(tmp_path, "Frequency (Hz),Zre (ohm),Zim (ohm)\n" + "".join(rows), "a.csv"))
    np.testing.assert_array_equal(file.sweeps[0].spectrum.impedance, arc(F))


def test_zahner_as_described(tmp_path: Path) -> None:
    z = arc(F)
    rows = (
        f"{k}  {float(f):.9e}  {abs(one):.9e}  {np.degrees(np.angle(one)):.9e}  1.00  {k}\n"
        for k, (f, one) in enumerate(zip(F, z, strict=True))
    )
    head = "Name: a cell\n\n Number  Frequency/Hz  Impedance/Ohm  Phase/deg  Significance  Time/s\n"
    file = read_spectra(write(tmp_path, head + "".join(rows), "a.txt"))
    assert file.format == "Zahner text, impedance"
    np.testing.assert_allclose(file.sweeps[0].spectrum.impedance, z, rtol=1e-8)


def test_versastudio_with_two_segments(tmp_path: Path) -> None:
    head = "<Application>\nName=VersaStudio\n</Application>\n<Action1>\n"
    head += "End Frequency (Hz)=1\nStart Frequency (Hz)=100000\n"
    names = "Definition=Segment #, Point #, E(V), I(A), Elapsed Time(s), Frequency(Hz), Z Real, Z Imag"

    def segment(number: int) -> str:
        points = zip(F, arc(F, 20.0 * number), strict=True)
        rows = (
            f"{number},{k},0.1,0,{k},{float(f)!r},{float(z.real)!r},{float(z.imag)!r}"
            for k, (f, z) in enumerate(points)
        )
        return f"<Segment{number}>\n{names}\n" + "\n".join(rows) + f"\n</Segment{number}>\n"

    text = head + "</Action1>\n" + segment(1) + segment(2) + "<Graph1>\nGrid=True\n</Graph1>\n"
    file = read_spectra(write(tmp_path, text, "a.par"))
    assert [sweep.step for sweep in file.sweeps] == [1, 2]
    np.testing.assert_array_equal(file.sweeps[1].spectrum.impedance, arc(F, 40.0))
    assert not file.notes


def test_a_workbook_with_a_sheet_for_each_spectrum(tmp_path: Path) -> None:
    path = tmp_path / "spectra.xlsx"
    _workbook(path, {"25C": 20.0, "40C": 40.0})
    file = read_spectra(path)
    assert file.format == "workbook, impedance"
    assert len(file) == 2
    for sweep, resistance in zip(file.sweeps, (20.0, 40.0), strict=True):
        np.testing.assert_allclose(sweep.spectrum.impedance, arc(F, resistance), rtol=1e-14)
        np.testing.assert_allclose(sweep.spectrum.frequency, F, rtol=1e-14)
    assert {"sheets-joined", "sheets-not-used"} <= {note.code for note in file.notes}


def test_a_workbook_with_units_below_the_names(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "spectra.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("x")
        sheet.write_row(2, 1, ["Frequency", "Z'", "-Z''"])
        sheet.write_row(3, 1, ["kHz", "mohm", "mohm"])
        for k, (f, z) in enumerate(zip(F, arc(F), strict=True)):
            sheet.write_row(4 + k, 1, [f / 1e3, z.real * 1e3, -z.imag * 1e3])
    spectrum = read_spectra(path).sweeps[0].spectrum
    np.testing.assert_allclose(spectrum.frequency, F, rtol=1e-14)
    np.testing.assert_allclose(spectrum.impedance, arc(F), rtol=1e-13)


def test_a_workbook_without_a_spectrum_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("x").write_row(0, 0, ["a", "b", "c"])
    with pytest.raises(InputError):
        read_spectra(path)


def test_every_format_is_named_once() -> None:
    names = [f.name for f in all_spectra_formats()]
    assert len(set(names)) == len(names)
    assert all(f.says for f in all_spectra_formats())
    assert {f.needs for f in all_spectra_formats()} == {"", "biologic"}


def test_an_untested_format_says_so() -> None:
    (zahner,) = (f for f in all_spectra_formats() if f.name.startswith("Zahner"))
    assert "untested" in zahner.says


def _workbook(path: Path, resistances: dict[str, float]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("about").write_row(0, 0, ["operator", "nobody"])
        for name, resistance in resistances.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Frequency (Hz)", "Z' (ohm)", "-Z'' (ohm)", "note"])
            for k, (f, z) in enumerate(zip(F, arc(F, resistance), strict=True), 1):
                sheet.write_row(k, 0, [f, z.real, -z.imag])
