"""The same spectrum in any table reads the same: names, units, delimiters, decimal signs, forms of the impedance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from natria.lab.files import read_spectra
from natria.lab.files.impedance.columns.generic import assign
from natria.lab.files.impedance.columns.heads import named
from natria.lab.files.impedance.columns.units import conversion

DIALECTS = [(",", "."), (";", ","), (";", "."), ("\t", ","), ("\t", "."), ("|", ",")]
HERTZ = {"Hz": 1.0, "kHz": 1e3, "mHz": 1e-3, "MHz": 1e6, "1/s": 1.0}
OHMS = {"ohm": 1.0, "Ohm": 1.0, "mohm": 1e-3, "kohm": 1e3, "Ω": 1.0, "kΩ": 1e3, "mΩ": 1e-3, "MΩ": 1e6}
PER_AREA = {"ohm cm2": 1e-4, "Ω cm²": 1e-4, "ohm.cm^2": 1e-4, "ohm m^2": 1.0, "mΩ·cm²": 1e-7}
ANGLES = {"deg": np.pi / 180, "°": np.pi / 180, "rad": 1.0}
FREQUENCIES = ("f", "Freq", "freq", "Frequency", "frequency", "Frequenz")
REALS = ("Z'", "Zre", "Zreal", "Re(Z)", "Re", "Z\u2032", "Z real", "real")
IMAGINARIES = ("Z''", 'Z"', "Zim", "Zimag", "Im(Z)", "Im", "Z\u2033", "Z\u2019\u2019", "imaginary")
MODULI = ("|Z|", "Zmod", "Z", "Impedance", "Zmag")
PHASES = ("Phase", "phase(Z)", "phi", "Phase angle", "Zphz")
FORMS = ("{} [{}]", "{} ({})", "{}/{}", "{} / {}", "{} in {}")
WithText = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> WithText:
    def written(text: str, name: str = "spectrum.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def arc(points: int = 25, high: float = 1e5, low: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """5 ohm, and an arc of 20 ohm at 100 Hz with n = 0.9."""
    frequency = np.geomspace(high, low, points)
    return frequency, 5 + 20 / (1 + (1j * frequency / 100) ** 0.9)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str, np.ndarray, np.ndarray, str]:
    """A table in some dialect, its encoding, and its numbers in SI with their unit."""
    frequency, impedance = arc(draw(st.integers(6, 40)))
    frequency = frequency[:: draw(st.sampled_from([1, -1]))]
    impedance = 5 + 20 / (1 + (1j * frequency / 100) ** 0.9)
    delimiter, decimal = draw(st.sampled_from(DIALECTS))
    form = draw(st.sampled_from([f for f in FORMS if delimiter != "|" or "|" not in f]))
    hertz, ohm = draw(st.sampled_from(sorted(HERTZ))), draw(st.sampled_from(sorted(OHMS | PER_AREA)))
    size = (OHMS | PER_AREA)[ohm]
    columns = [(draw(st.sampled_from(FREQUENCIES)), hertz, frequency / HERTZ[hertz])]
    if draw(st.booleans()):
        minus = draw(st.sampled_from(["", "-", "\u2212"]))
        part = impedance.imag * (-1 if minus else 1)
        columns.append((draw(st.sampled_from(REALS)), ohm, impedance.real / size))
        columns.append((minus + draw(st.sampled_from(IMAGINARIES)), ohm, part / size))
    else:
        minus, angle = draw(st.sampled_from(["", "-"])), draw(st.sampled_from(sorted(ANGLES)))
        phase = np.angle(impedance) * (-1 if minus else 1)
        moduli = [name for name in MODULI if delimiter not in name]
        columns.append((draw(st.sampled_from(moduli)), ohm, np.abs(impedance) / size))
        columns.append((minus + draw(st.sampled_from(PHASES)), angle, phase / ANGLES[angle]))
    columns = draw(st.permutations(columns))
    lines = draw(st.lists(st.sampled_from(["a cell", "", "operator: somebody"]), max_size=3))
    lines.append(delimiter.join(form.format(name, unit) for name, unit, _ in columns))
    for row in zip(*(values for *_, values in columns), strict=True):
        lines.append(delimiter.join(repr(float(value)).replace(".", decimal) for value in row))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return end.join(lines) + end, encoding, frequency, impedance, "ohm m^2" if ohm in PER_AREA else "ohm"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
def test_the_dialect_changes_nothing(tmp_path: Path, table: tuple[str, str, np.ndarray, np.ndarray, str]) -> None:
    text, encoding, frequency, impedance, unit = table
    path = tmp_path / "spectrum.csv"
    path.write_bytes(text.encode(encoding))
    (sweep,) = read_spectra(path).sweeps
    assert sweep.spectrum.unit == unit
    np.testing.assert_allclose(sweep.spectrum.frequency, frequency, rtol=1e-14)
    np.testing.assert_allclose(sweep.spectrum.impedance, impedance, rtol=1e-13)


def test_a_logarithm_of_the_frequency_is_undone(write: WithText) -> None:
    frequency, impedance = arc()
    rows = zip(np.log10(frequency), np.log10(np.abs(impedance)), np.degrees(np.angle(impedance)), strict=True)
    text = "log(f/Hz)\tlog|Z|\tphase (deg)\n" + "".join(f"{a!r}\t{b!r}\t{c!r}\n" for a, b, c in _floats(rows))
    spectrum = read_spectra(write(text)).sweeps[0].spectrum
    np.testing.assert_allclose(spectrum.frequency, frequency, rtol=1e-12)
    np.testing.assert_allclose(spectrum.impedance, impedance, rtol=1e-12)


def test_an_angular_frequency_is_divided(write: WithText) -> None:
    frequency, impedance = arc()
    rows = zip(2 * np.pi * frequency, impedance.real, impedance.imag, strict=True)
    text = "omega (rad/s),Z' (ohm),Z'' (ohm)\n" + "".join(f"{a!r},{b!r},{c!r}\n" for a, b, c in _floats(rows))
    np.testing.assert_allclose(read_spectra(write(text)).sweeps[0].spectrum.frequency, frequency, rtol=1e-14)


def test_units_in_a_row_of_their_own(write: WithText) -> None:
    frequency, impedance = arc()
    rows = zip(frequency / 1e3, impedance.real * 1e3, -impedance.imag * 1e3, strict=True)
    text = "Frequency\tZ'\t-Z''\nkHz\tmohm\tmohm\n" + "".join(f"{a!r}\t{b!r}\t{c!r}\n" for a, b, c in _floats(rows))
    spectrum = read_spectra(write(text)).sweeps[0].spectrum
    np.testing.assert_allclose(spectrum.frequency, frequency, rtol=1e-14)
    np.testing.assert_allclose(spectrum.impedance, impedance, rtol=1e-14)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " ", "   "])
def test_a_table_without_names(write: WithText, delimiter: str) -> None:
    frequency, impedance = arc()
    rows = _floats(zip(frequency, impedance.real, impedance.imag, strict=True))
    file = read_spectra(write("".join(delimiter.join(map(repr, row)) + "\n" for row in rows)))
    np.testing.assert_array_equal(file.sweeps[0].spectrum.impedance, impedance)
    assert "unit-assumed" in {note.code for note in file.notes}


def test_names_separated_by_blanks(write: WithText) -> None:
    frequency, impedance = arc()
    rows = _floats(zip(frequency, impedance.real, impedance.imag, strict=True))
    text = "# a comment\n#freq(Hz)  Zre(ohm)  Zim(ohm)\n" + "".join(" ".join(map(repr, row)) + "\n" for row in rows)
    np.testing.assert_array_equal(read_spectra(write(text)).sweeps[0].spectrum.impedance, impedance)


@pytest.mark.parametrize("shared", [True, False])
def test_spectra_side_by_side(write: WithText, *, shared: bool) -> None:
    frequency, impedance = arc()
    parts = [impedance, 2 * impedance, 3 * impedance]
    one = ["Z' (ohm)", "Z'' (ohm)"] if shared else ["f (Hz)", "Z' (ohm)", "Z'' (ohm)"]
    names = (["f (Hz)"] if shared else []) + one * 3
    lines = ["\t".join(names)]
    for k, f in enumerate(map(float, frequency)):
        numbers = [[float(z[k].real), float(z[k].imag)] for z in parts]
        rows = [row if shared else [f, *row] for row in numbers]
        cells = [*([f] if shared else []), *(value for row in rows for value in row)]
        lines.append("\t".join(map(repr, cells)))
    file = read_spectra(write("\n".join(lines) + "\n"))
    assert len(file) == 3
    for sweep, expected in zip(file.sweeps, parts, strict=True):
        np.testing.assert_array_equal(sweep.spectrum.impedance, expected)
    assert "spectra-side-by-side" in {note.code for note in file.notes}


def test_conditions_are_read_from_columns_and_header(write: WithText) -> None:
    frequency, impedance = arc()
    rows = _floats(zip(frequency, impedance.real, impedance.imag, strict=True))
    header = "# temperature: 40 degC\n"
    text = header + "f/Hz,Z'/ohm,Z''/ohm\n" + "".join(",".join(map(repr, row)) + "\n" for row in rows)
    assert read_spectra(write(text)).sweeps[0].temperature == pytest.approx(313.15)
    names = "f/Hz,Z'/ohm,Z''/ohm,T/°C,t/h,Ewe/mV\n"
    text = header + names + "".join(",".join(map(repr, row)) + ",25,2,100\n" for row in rows)
    sweep = read_spectra(write(text)).sweeps[0]
    assert (sweep.temperature, sweep.time, sweep.bias) == (pytest.approx(298.15), 7200.0, pytest.approx(0.1))


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("mohm", "real", 1e-3),
        ("MOhm", "real", 1e6),
        ("mΩ", "real", 1e-3),
        ("MΩ", "real", 1e6),
        ("Megohm", "real", 1e6),
        ("µΩ", "real", 1e-6),
        ("Ω·cm²", "real", 1e-4),
        ("mHz", "frequency", 1e-3),
        ("MHz", "frequency", 1e6),
    ],
)
def test_capitals_decide_between_milli_and_mega(unit: str, to: str, factor: float) -> None:
    by = conversion(unit, to)
    assert by is not None
    assert by.times / by.over == pytest.approx(factor, rel=1e-15)


@pytest.mark.parametrize(("unit", "to"), [("MOHM", "real"), ("V", "real"), ("MHZ", "frequency"), ("s", "frequency")])
def test_an_unclear_unit_is_none(unit: str, to: str) -> None:
    assert conversion(unit, to) is None


@given(st.text(max_size=60))
def test_any_text_can_be_asked_for_its_quantity(text: str) -> None:
    for to, unit in named(text):
        assert to
        assert isinstance(unit, str)


@pytest.mark.parametrize(("name", "first"), [("Voltage (V)", "bias"), ("Cycle number", "sweep"), ("Ns", "step")])
def test_a_condition_is_recognised(name: str, first: str) -> None:
    assert first in {to for to, _ in named(name)}


# Heads of tables as programs and people write them: delimiter, and the line.
HEADS = [
    (";", "Frequency (Hz);Z' (Ω);-Z'' (Ω);Z (Ω);-Phase (°);Time (s)"),
    (",", "freq / Hz,neg. Phase / °,Idc / uA,Z / Ohm,Z' / Ohm,-Z'' / Ohm,Cs / F"),
    (",", "Frequency (Hz),|Z| (Ohms),Phase (deg),Z' (Ohms),-Z\" (Ohms)"),
    ("\t", "Freq. [Hz]\tZs' [Ohms]\tZs'' [Ohms]"),
    (",", "Frequency (Hz),Impedance Real (Ohms),Impedance Imaginary (Ohms)"),
    (",", "freq_Hz,Z_real_ohm,Z_imag_ohm"),
    (",", "f,Re[Z],-Im[Z]"),
    (",", "f,ReZ,ImZ"),
    (",", "Frequency,R (ohm),X (ohm)"),
    (",", "frequency_hertz,real_ohm,imaginary_ohm"),
    ("\t", "Freq(Hz)\tZ(Re)\tZ(Im)"),
    ("\t", "频率/Hz\tZ'/ohm\tZ''/ohm"),
    (";", "Frequenz / Hz;Re(Z) / Ohm;Im(Z) / Ohm"),
]


@pytest.mark.parametrize(("delimiter", "head"), HEADS)
def test_heads_of_programs_are_known(delimiter: str, head: str) -> None:
    found = assign(head.split(delimiter))
    assert "frequency" in found
    assert ("real" in found and bool({"imaginary", "minus_imaginary"} & found.keys())) or "phase" in found
    assert ("minus_imaginary" in found) == any(cell.lstrip().startswith("-") for cell in head.split(delimiter)[1:])


@pytest.mark.parametrize("name", ["Re(Y)/Ohm-1", "Im(C)/F", "|I|/A", "THD Ewe/%", "capacity", "Range"])
def test_other_columns_are_no_impedance(name: str) -> None:
    kinds = {to for to, unit in named(name) if not unit or conversion(unit, to)}
    assert not kinds & {"real", "imaginary", "minus_imaginary", "modulus", "phase", "frequency"}


def _floats(rows: object) -> list[list[float]]:
    return [[float(value) for value in row] for row in rows]  # type: ignore[attr-defined]
