"""Layouts of text files of impedance analysers: the head and the table of one sweep or of several.

They follow real exports in names, order and digits of the columns. Every file has the mark of a simulated recording
in its first lines. Temperatures stand in the file only where the layout has a place for them; otherwise they are in
the name of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from ....record import Spectrum

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
AMPLITUDE = 0.01  # V, as written; the cells are linear
# Those of a csv of spectra that natria writes.
CSV_COLUMNS = ("sweep", "time_second", "temperature_kelvin", "frequency_hertz", "real_ohm", "imaginary_ohm")


@dataclass(frozen=True, eq=False)
class WrittenSweep:
    """One sweep as a file has it.

    `time` (s) of each point from the start of the sweep, `start` (s) from the start of the test.
    """

    spectrum: Spectrum
    time: np.ndarray
    start: float
    temperature: float  # K
    area: float  # m^2


@dataclass(frozen=True)
class SpectrumLayout:
    """A layout; `write` returns the text of sweeps with a mark. `several`: a file may hold several sweeps."""

    says: str
    suffix: str
    write: Callable[[Sequence[WrittenSweep], str], str]
    several: bool = False
    encoding: str = "utf-8"


def _csv(sweeps: Sequence[WrittenSweep], mark: str) -> str:
    lines = [f"# {mark}", ",".join(CSV_COLUMNS)]
    for number, one in enumerate(sweeps, 1):
        s = one.spectrum
        for f, z, t in zip(s.frequency.tolist(), s.impedance.tolist(), one.time.tolist(), strict=True):
            lines.append(f"{number},{one.start + t!r},{one.temperature!r},{f!r},{z.real!r},{z.imag!r}")
    return "\n".join(lines) + "\n"


def _gamry(sweeps: Sequence[WrittenSweep], mark: str) -> str:
    (one,) = sweeps
    s, at = one.spectrum, FIRST_DAY + timedelta(seconds=one.start)
    decades = abs(np.log10(s.frequency[-1] / s.frequency[0])) if len(s) > 1 else 1.0
    lines = [
        "EXPLAIN",
        "TAG\tEISPOT",
        "TITLE\tLABEL\tPotentiostatic EIS\tTest &Identifier",
        f"DATE\tLABEL\t{at.month}/{at.day}/{at.year}\tDate",
        f"TIME\tLABEL\t{at:%H:%M:%S}\tTime",
        "NOTES\tNOTES\t1\t&Notes...",
        f"\t{mark}",
        "PSTAT\tPSTAT\tsimulated\tPotentiostat",
        "VDC\tPOTEN\t0.00000E+000\tT\tDC &Voltage (V)",
        f"FREQINIT\tQUANT\t{_wide(s.frequency[0], 5)}\tInitial Fre&q. (Hz)",
        f"FREQFINAL\tQUANT\t{_wide(s.frequency[-1], 5)}\tFinal Fre&q. (Hz)",
        f"PTSPERDEC\tQUANT\t{_wide((len(s) - 1) / max(decades, 1e-9), 5)}\tPoints/&decade",
        f"VAC\tQUANT\t{_wide(AMPLITUDE * 1e3, 5)}\tAC &Voltage (mV rms)",
        f"AREA\tQUANT\t{_wide(one.area * 1e4, 5)}\t&Area (cm^2)",
        "ZCURVE\tTABLE",
        "\tPt\tTime\tFreq\tZreal\tZimag\tZsig\tZmod\tZphz\tIdc\tVdc\tIERange",
        "\t#\ts\tHz\tohm\tohm\tV\tohm\t°\tA\tV\t#",
    ]
    for k, (f, z, t) in enumerate(zip(s.frequency, s.impedance, one.time, strict=True)):
        size, phase = abs(z), np.degrees(np.angle(z))
        numbers = "\t".join(f"{x:.7g}" for x in (t, f, z.real, z.imag, 1, size, phase, 0, 0))
        lines.append(f"\t{k}\t{numbers}\t7")
    return "\n".join(lines) + "\n"


BIOLOGIC_NAMES = (
    *("freq/Hz", "Re(Z)/Ohm", "-Im(Z)/Ohm", "|Z|/Ohm", "Phase(Z)/deg", "time/s", "<Ewe>/V", "<I>/mA"),
    *("cycle number", "I Range", "|Ewe|/V", "|I|/A"),
)


def _biologic(sweeps: Sequence[WrittenSweep], mark: str) -> str:
    first = sweeps[0]
    head = [
        "EC-Lab ASCII FILE",
        "Nb header lines : {lines}                          ",
        "",
        "Potentio Electrochemical Impedance Spectroscopy",
        "",
        "Run on channel : 1 (SN 0)",
        "Electrode connection : standard",
        f"Acquisition started on : {FIRST_DAY:%m/%d/%Y %H:%M:%S}.000",
        "Device : simulated",
        f"Comments : {mark}",
        f"Electrode surface area : {first.area * 1e4:.3f} cm²",
        "Cycle Definition : Charge/Discharge alternance",
        "Mode                Single sine         ",
        f"fi                  {first.spectrum.frequency[0]:<20.3f}",
        "unit fi             Hz                  ",
        f"ff                  {first.spectrum.frequency[-1]:<20.3f}",
        "unit ff             Hz                  ",
        f"Va (mV)             {AMPLITUDE * 1e3:<20.1f}",
        f"nc cycles           {len(sweeps) - 1:<20d}",
        "",
    ]
    lines = [line.format(lines=len(head) + 1) if "{lines}" in line else line for line in head]
    lines.append("\t".join(BIOLOGIC_NAMES) + "\t")
    for number, one in enumerate(sweeps, 1):
        for f, z, t in zip(one.spectrum.frequency, one.spectrum.impedance, one.time, strict=True):
            size = abs(z)
            cells = [_exponent(x, 7) for x in (f, z.real, -z.imag, size, np.degrees(np.angle(z)))]
            cells += [_exponent(one.start + t, 15), _exponent(0.0, 7), _exponent(0.0, 7), _exponent(number, 15)]
            cells += ["11", _exponent(AMPLITUDE, 7), _exponent(AMPLITUDE / size, 7)]
            lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _zplot(sweeps: Sequence[WrittenSweep], mark: str) -> str:
    (one,) = sweeps
    s, at = one.spectrum, FIRST_DAY + timedelta(seconds=one.start)
    entries = (
        ("Begin User Comments:", "1"),
        (mark, ""),
        ("End User Comments:", "1"),
        ("Begin Experiment:", "0"),
        ("  Potential-DC:", "0"),
        ("  Potential-AC:", f"{AMPLITUDE * 1e3:g}"),
        ("  vs Freq-Initial:", f"{s.frequency[0]:.6g}"),
        ("  vs Freq-Final:", f"{s.frequency[-1]:.6g}"),
        ("End Experiment:", "0"),
        ("Begin Information:", "Cell Information"),
        ("  Surface Area:", f"{one.area * 1e4:.6g}"),
        ("End Information:", "Cell Information"),
        ("Data Points:", str(len(s))),
    )
    lines = [
        "ZPLOT2 ASCII",
        f"  {'Measured Data, ZPlot:':<28}3.2c",
        f"  {'Experiment Type:':<28}Sweep Frequency, Control Voltage",
        f"  {'Date:':<28}{at:%m-%d-%Y}",
        f"  {'Time:':<28}{at:%H:%M:%S}",
        *(f"  {key:<28}{value}".rstrip() for key, value in entries),
        "  Freq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\tGD\tErr\tRange",
        "End Comments",
    ]
    for f, z, t in zip(s.frequency, s.impedance, one.time, strict=True):
        cells = (_upper(f, 6), _upper(AMPLITUDE, 4), _upper(0.0, 4), _upper(t, 6), _upper(z.real, 6), _upper(z.imag, 6))
        lines.append("\t".join((*cells, _upper(0.0, 4), "0", "3")))
    return "\n".join(lines) + "\n"


def _upper(x: float, digits: int) -> str:
    return f"{x:.{digits}E}"


def _exponent(x: float, digits: int) -> str:
    """Return the number with an exponent of three digits."""
    mantissa, exponent = f"{x:.{digits}E}".split("E")
    return f"{mantissa}E{exponent[0]}{int(exponent[1:]):03d}"


def _wide(x: float, digits: int) -> str:
    return _exponent(float(x), digits)


SPECTRUM_LAYOUTS: dict[str, SpectrumLayout] = {
    "csv": SpectrumLayout("CSV with the columns of natria", ".csv", _csv, several=True),
    "gamry": SpectrumLayout("Gamry DTA, EISPOT", ".DTA", _gamry, encoding="latin-1"),
    "biologic": SpectrumLayout("BioLogic mpt, PEIS", ".mpt", _biologic, several=True, encoding="latin-1"),
    "zplot": SpectrumLayout("ZPlot z", ".z", _zplot),
}
