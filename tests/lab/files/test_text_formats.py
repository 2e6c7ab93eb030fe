"""Each vendor's layout, in small files of our own numbers: format, units, clock and sign come out right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from natria.lab.files import all_formats, read, read_recording
from natria.quantity import Computed, InputError, Measured

Write = Callable[..., Path]

NEWARE_FLAT = """DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(mA),Voltage(mV),Chg. Cap.(mAh),Date
1,1,1,Rest,0:00:00.000,0:00:00.000,0.0000,12.5,0,2026-03-04 05:06:07
2,1,2,CC Chg,0:00:00.000,0:01:00.000,0.5000,31.5,0,2026-03-04 05:07:07
3,1,2,CC Chg,0:30:00.500,0:31:00.500,0.5000,33.5,0.25,2026-03-04 05:37:07
4,1,3,CC DChg,0:00:10.000,0:31:10.500,-0.5000,-30.0,0.25,2026-03-04 05:37:17
"""
NEWARE_LAYERS = """Cycle ID,Cap_Chg(mAh),Cap_DChg(mAh)
,Step ID,Step Name,Capacity(mAh)
,,Record ID,Time(h:min:s.ms),Voltage(mV),Current(uA),Realtime
1,0.5,0.5
,1,Rest,0
,,1,0:00:00.000,12.5,0.0,2026-03-04 05:06:07
,,2,0:01:00.000,12.5,0.0,2026-03-04 05:07:07
,2,CC_Chg,0.25
,,3,0:00:00.000,31.5,500.0,2026-03-04 05:07:07
,,4,0:30:00.000,33.5,500.0,2026-03-04 05:37:07
2,0.5,0.5
,3,CC_DChg,0.25
,,5,0:00:10.000,-30.0,500.0,2026-03-04 05:37:17
"""
BIOLOGIC = """EC-Lab ASCII FILE
Nb header lines : 9

Galvanostatic Cycling with Potential Limitation

Acquisition started on : 03/04/2026 05:06:07.000
Electrode surface area : 0,785 cm\xb2
Capacitance : 1 \xb5F
mode\tNs\ttime/s\tcontrol/V/mA\tEwe/V\t<I>/mA\t(Q-Qo)/mA.h\tcycle number\t
1\t0\t1,000E+001\t9,9E+009\t1,25E-002\t0,0\t0\t1
1\t1\t7,000E+001\t9,9E+009\t3,15E-002\t5,0E-001\t0\t1
1\t1\t1,870E+003\t9,9E+009\t3,35E-002\t5,0E-001\t2,5E-001\t1
1\t2\t1,880E+003\t9,9E+009\t-3,0E-002\t-5,0E-001\t2,5E-001\t1
"""
GAMRY = """EXPLAIN
TAG\tCHRONOP
TITLE\tLABEL\tChronopotentiometry Scan\tTest &Identifier
OCVCURVE\tTABLE\t2
\tPt\tT\tVf\tVm\tAch\tOver\tTemp
\t#\ts\tV vs. Ref.\tV\tV\tbits\tdeg C
\t0\t0.5\t1.25E-002\t0\t0\t...........\t-327.75
\t1\t60.0\t1.25E-002\t0\t0\t...........\t-327.75
EOC\tQUANT\t1.25E-002\tOpen Circuit (V)
CURVE\tTABLE\t2
\tPt\tT\tVf\tIm\tVu\tOver\tTemp
\t#\ts\tV vs. Ref.\tA\tV\tbits\tdeg C
\t0\t1.0\t3.15E-002\t5.0E-004\t0\t...........\t-327.75
\t1\t1801.0\t3.35E-002\t5.0E-004\t0\t...........\t-327.75
"""
GAMRY_DISCHARGE = """EXPLAIN
TAG\tPWR800_DISCHARGE
CURVE\tTABLE\t3
\tPt\tT\tVf\tIm
\t#\ts\tV\tA
\t0\t1.0\t3.1\t5.0E-004
\t1\t2.0\t3.0\t5.0E-004
\t2\t3.0\t2.9\t5.0E-004
"""
CHI_TIMED = """Mar. 4, 2026   05:06:07
Chronopotentiometry
File: c:\\cell.bin
Data Source:  Experiment
Instrument Model:  CHI660E
Header:
Note:

Cathodic Current (A) = 5e-4
Anodic Current (A) = 2e-4
High E Limit (V) = 1
Low E Limit (V) = -1
Cathodic Time (sec) = 10
Anodic Time (sec) = 20
Initial Polarity = Cathodic
Data Storage Interval (sec) = 5
Number of Segments = 3
Current Switching Priority = Time

Time/sec, Potential/V

5.0, -0.031
10.0, -0.033
15.0, 0.012
30.0, 0.013
35.0, -0.034
"""
CHI_CV = """Mar. 4, 2026   05:06:07
Cyclic Voltammetry
File: c:\\cell.bin
Data Source:  Experiment
Instrument Model:  CHI660E
Scan Rate (V/s) = 0.1
Sample Interval (V) = 0.1

Potential/V, Current/A

0.0, 1e-5
0.1, 2e-5
0.2, 3e-5
0.1, -2e-5
"""
AUTOLAB = """Index;Time (s);WE(1).Potential (V);WE(1).Current (A);Potential applied (V)
1;10,5;0,0125;0;9
2;70,5;0,0315;5E-04;9
3;80,5;-0,03;-5E-04;9
"""
LANDT = """cell model:,,,,,
test: ,,,,,
channel_index,cycle_index,step_index,date_time_iso_string,test_time_s,current_mA,voltage_V,Pressure_Psi,step_name
1,1,1,04/30/2026 14:33:19,0.5,0,0.0125,10,rest,
2,1,2,04/30/2026 14:34:19,60.5,0.5,0.0315,10,charge CC,
3,1,3,04/30/2026 14:35:19,120.5,0.5,-0.03,10,discharge CC,
"""
LANDT_TXT = """Index\tTestTime/Sec.\tStepTime/Sec.\tVoltage/V\tCurrent/mA\tCapacity/mAh\tSysTime
1\t0\t0\t0.0125\t0\t0\t2026-03-04 05:06:07
2\t60\t60\t0.0315\t0.5\t0.01\t2026-03-04 05:07:07
3\t120\t60\t-0.03\t-0.5\t0.01\t2026-03-04 05:08:07
"""
MACCOR = """Today's Date:\t14 December 2026\tDate of Test:\t11 December 2026, 12:22:12 PM
Procedure:\tcell.000\tDescription:
Rec#\tCyc#\tStep\tTestTime\tStepTime\tAmp-hr\tAmps\tVolts\tState\tDPt Time
1\t0\t1\t  0d 00:00:0\t  0d 00:00:0\t0\t0\t0.0125\tR\t12/11/2026 12:22:12
2\t0\t2\t  0d 00:01:5.05\t  0d 00:01:0\t0\t0.0005\t0.0315\tC\t12/11/2026 12:23:17
3\t0\t3\t  1d 02:00:0\t  0d 00:00:5\t0\t0.0005\t-0.03\tD\t12/12/2026 14:22:12
"""
MACCOR_DECIMAL = """Rec#,Cyc#,Step,Test (Sec),Step (Sec),Amp-hr,Amps,Volts,State
1,0,1,999.5,999.5,0,0,0.0125,R
2,0,2,"1,000.5",1.0,0,0.0005,0.0315,C
3,0,3,"1,234,567.5",1.0,0,0.0005,-0.03,D
"""
ARBIN = """Data_Point,Test_Time(s),Date_Time,Step_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),Charge_Energy(Wh)
1,0.5,03/14/2026 05:06:07.500,0.5,1,1,0,0.0125,0
2,60.5,03/14/2026 05:07:07.500,60,2,1,0.0005,0.0315,0
3,70.5,03/14/2026 05:07:17.500,10,3,1,-0.0005,-0.03,0
"""
ARBIN_BLANKS = ARBIN.replace("Test_Time(s)", "Test Time (s)").replace("(A)", " (A)").replace("_Index", " Index")
BASYTEC = """~Resultfile from Basytec Battery Test System
~Name of Test: cell \xb5
~
~Time[h]\tDataSet\tDateTime\tt-Step[h]\tLine\tCommand\tU[V]\tI[A]\tAh-Step\tT1[\xb0C]
0.5\t1\t04.03.2026 05:06:07\t0\t1\tPause\t0.0125\t0\t0\t25.5
1.0\t2\t14.03.2026 05:36:07\t0\t2\tCharge\t0.0315\t0.0005\t0\t25.5
1.5\t3\t24.03.2026 06:06:07\t0\t3\tDischarge\t-0.03\t-0.0005\t0\t25.5
"""
BDF = """test_time_second,voltage_volt,current_ampere,step_index
0.5,0.0125,0,1
60.5,0.0315,0.0005,2
70.5,-0.03,-0.0005,3
"""
BDF_LABELS = """Test Time / h,Voltage / mV,Current / mA,Step Count / 1,Ambient Temperature / degC
0.5,12.5,0,1,25
1.0,31.5,0.5,2,25
1.5,-30,-0.5,3,25
"""
NOVONIX = """[Summary]
Novonix UHPC
[Data]
Date and Time,Cycle Number,Step Type,Run Time (h),Step Time (h),Current (A),Potential (V),Power (W),Temperature (\xb0C)
2026-03-04 05:06:07,0,0,0.5,0.5,0,0.0125,0,25
2026-03-04 05:36:07,0,1,1.0,0.5,0.0005,0.0315,0,25
2026-03-04 06:06:07,0,2,1.5,0.5,-0.0005,-0.03,0,25
"""

REST, PLATE, STRIP = 0.0, 0.0005, -0.0005
HALF_HOURS = [1800.0, 3600.0, 5400.0]
FILES = {  # name: (suffix, encoding, text, format, time, current)
    "neware": (".csv", "utf-8", NEWARE_FLAT, "Neware csv", [0, 60, 1860.5, 1870.5], [REST, PLATE, PLATE, STRIP]),
    "layers": (
        ".csv",
        "utf-8",
        NEWARE_LAYERS,
        "Neware csv, in layers",
        [0, 60, 60, 1860, 1870],
        [REST, REST, PLATE, PLATE, STRIP],
    ),
    "biologic": (".mpt", "latin-1", BIOLOGIC, "BioLogic mpt", [10, 70, 1870, 1880], [REST, PLATE, PLATE, STRIP]),
    "gamry": (".DTA", "latin-1", GAMRY, "Gamry DTA", [0.5, 60, 61, 1861], [REST, REST, PLATE, PLATE]),
    "discharge": (".DTA", "utf-8", GAMRY_DISCHARGE, "Gamry DTA", [1, 2, 3], [STRIP] * 3),
    "chi": (
        ".txt",
        "utf-8",
        CHI_TIMED,
        "CH Instruments text",
        [5, 10, 15, 30, 35],
        [-5e-4, -5e-4, 2e-4, 2e-4, -5e-4],
    ),
    "chi cv": (".txt", "utf-8", CHI_CV, "CH Instruments text", [0, 1, 2, 3], [1e-5, 2e-5, 3e-5, -2e-5]),
    "autolab": (".txt", "utf-8", AUTOLAB, "Autolab text", [10.5, 70.5, 80.5], [REST, PLATE, STRIP]),
    "landt": (".csv", "utf-8", LANDT, "Landt csv", [0.5, 60.5, 120.5], [REST, PLATE, STRIP]),
    "landt txt": (".txt", "utf-8", LANDT_TXT, "LANDdt text", [0, 60, 120], [REST, PLATE, STRIP]),
    "maccor": (".txt", "utf-8", MACCOR, "Maccor text", [0, 65.05, 93600], [REST, PLATE, STRIP]),
    "maccor csv": (".csv", "utf-8", MACCOR_DECIMAL, "Maccor text", [999.5, 1000.5, 1234567.5], [REST, PLATE, STRIP]),
    "arbin": (".csv", "utf-8", ARBIN, "Arbin csv", [0.5, 60.5, 70.5], [REST, PLATE, STRIP]),
    "arbin, blanks": (".csv", "utf-8", ARBIN_BLANKS, "Arbin csv", [0.5, 60.5, 70.5], [REST, PLATE, STRIP]),
    "basytec": (".txt", "latin-1", BASYTEC, "Basytec text", HALF_HOURS, [REST, PLATE, STRIP]),
    "bdf": (".csv", "utf-8", BDF, "BDF csv", [0.5, 60.5, 70.5], [REST, PLATE, STRIP]),
    "bdf labels": (".csv", "utf-8", BDF_LABELS, "BDF csv", HALF_HOURS, [REST, PLATE, STRIP]),
    "novonix": (".csv", "utf-8", NOVONIX, "Novonix csv", HALF_HOURS, [REST, PLATE, STRIP]),
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, suffix: str = ".csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / f"cell{suffix}"
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.mark.parametrize("name", FILES)
def test_the_layout_is_known_by_its_content(name: str, write: Write) -> None:
    _, encoding, text, format_, time, current = FILES[name]
    recording = read_recording(write(text, ".dat", encoding))
    assert recording.format == format_
    np.testing.assert_allclose(recording.time, time, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(recording.current, current)
    assert isinstance(recording.origin, Measured)
    assert recording.origin.sha256 == recording.sha256


@pytest.mark.parametrize("name", [n for n in FILES if "chi" not in n and n != "discharge"])
def test_voltages_are_in_volts(name: str, write: Write) -> None:
    suffix, encoding, text, *_ = FILES[name]
    voltage = read_recording(write(text, suffix, encoding)).voltage
    assert voltage[0] == 0.0125
    assert 0.0315 in voltage


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_changes_nothing(name: str, encoding: str, write: Write) -> None:
    suffix, plain, text, *_ = FILES[name]
    one, other = (read_recording(write(text, suffix, e)) for e in (plain, encoding))
    for column in one.columns:
        np.testing.assert_array_equal(one.columns[column], other.columns[column])
    assert one.format == other.format


@pytest.mark.parametrize("name", FILES)
def test_line_ends_change_nothing(name: str, write: Write) -> None:
    suffix, encoding, text, *_ = FILES[name]
    one = read_recording(write(text, suffix, encoding))
    for end in ("\r\n", "\r"):
        other = read_recording(write(text.replace("\n", end), suffix, encoding))
        for column in one.columns:
            np.testing.assert_array_equal(one.columns[column], other.columns[column])


@pytest.mark.parametrize("name", FILES)
def test_a_mark_of_natria_keeps_it_computed(name: str, write: Write) -> None:
    """In the head, or as the name of a last empty column where the layout has no head."""
    suffix, encoding, text, *_ = FILES[name]
    mark = "natria-simulated: synthetic_cell 3"
    first = text.split("\n", 1)[0]
    if first.count(",") > 5 or name in ("bdf", "autolab", "landt txt", "bdf labels"):
        sign = max(",;\t", key=first.count)
        marked = text.replace(first, first + sign + mark, 1)
    elif name.startswith("chi"):
        marked = text.replace("Data Source:", f"Note: {mark}\nData Source:")
    else:
        marked = text.replace("\n", f"\nComments : {mark}\n", 1)
    recording = read_recording(write(marked, suffix, encoding))
    assert isinstance(recording.origin, Computed)
    assert (recording.origin.model, recording.origin.version) == ("synthetic_cell", 3)
    assert recording.origin.settings[0].word == f"cell{suffix}"


def test_other_columns_come_along(write: Write) -> None:
    neware = read_recording(write(NEWARE_FLAT))
    np.testing.assert_allclose(neware.columns["charging_capacity_ah"], [0, 0, 0.00025, 0.00025])
    np.testing.assert_array_equal(neware.columns["step_index"], [1, 2, 2, 3])
    assert neware.columns["unix_time_second"][0] == 1772600767.0
    landt = read_recording(write(LANDT))
    np.testing.assert_allclose(landt.columns["applied_pressure_pa"], 68947.57293168361)
    basytec = read_recording(write(BASYTEC, ".txt", "latin-1"))
    np.testing.assert_array_equal(basytec.columns["temperature_t1_celsius"], 25.5)
    assert basytec.columns["unix_time_second"][0] == 1772600767.0  # the fourth of March: a day above 12 comes later


def test_what_stands_above_the_table_is_kept(write: Write) -> None:
    metadata = read_recording(write(BIOLOGIC, ".mpt", "latin-1")).metadata
    assert metadata["technique"] == "Galvanostatic Cycling with Potential Limitation"
    assert metadata["Electrode surface area"] == "0,785 cm²"


def test_a_control_value_is_no_current(write: Write) -> None:
    with pytest.raises(InputError, match="a current"):
        read_recording(write(BIOLOGIC.replace("<I>/mA", "I Range"), ".mpt", "latin-1"))


def test_a_time_of_dates_counts_from_the_first(write: Write) -> None:
    text = BIOLOGIC
    for seconds, date in (("1,000E+001", "10"), ("7,000E+001", "12"), ("1,870E+003", "15"), ("1,880E+003", "55")):
        text = text.replace(seconds, f"03/14/2026 05:06:{date}.500")
    recording = read_recording(write(text, ".mpt", "latin-1"))
    np.testing.assert_allclose(recording.time, [0, 2, 5, 45])
    assert "time-from-dates" in {note.code for note in recording.notes}


def test_a_plug_in_joins_the_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "plugins", lambda _group, _own: {"mine": "natria.lab.files.formats.bdf_text:BDF"})
    found = read.families.__wrapped__()
    assert found[-1][0].name == "BDF csv"
    assert len(found) == len(read.families()) + 1


def test_open_circuit_is_a_rest(write: Write) -> None:
    text = BIOLOGIC.replace("Galvanostatic Cycling with Potential Limitation", "Open Circuit Voltage")
    recording = read_recording(write(text.replace("<I>/mA", "I Range"), ".mpt", "latin-1"))
    assert not recording.current.any()
    assert "open-circuit" in {note.code for note in recording.notes}


def test_of_two_voltages_that_of_the_cell_is_taken_and_said(write: Write) -> None:
    text = BIOLOGIC.replace("Ewe/V", "<Ewe>/V").replace("(Q-Qo)/mA.h", "Ewe-Ece/V")
    recording = read_recording(write(text, ".mpt", "latin-1"))
    assert recording.voltage[2] == 0.25
    assert "columns-not-used" in {note.code for note in recording.notes}


def test_chronopotentiometry_turns_at_a_limit_where_that_decides(write: Write) -> None:
    text = CHI_TIMED.replace("Priority = Time", "Priority = Potential").replace(
        "Low E Limit (V) = -1", "Low E Limit (V) = -0.03"
    )
    text = text.replace("High E Limit (V) = 1", "High E Limit (V) = 0.013")
    recording = read_recording(write(text, ".txt"))
    np.testing.assert_array_equal(recording.current, [-5e-4, 2e-4, 2e-4, 2e-4, -5e-4])


def test_chronopotentiometry_without_its_current_is_refused(write: Write) -> None:
    with pytest.raises(InputError, match="Anodic Current"):
        read_recording(write(CHI_TIMED.replace("Anodic Current (A) = 2e-4\n", ""), ".txt"))


@pytest.mark.parametrize(
    "text",
    [
        "EC-Lab ASCII FILE\nNb header lines : 5\nGalvano Electrochemical Impedance Spectroscopy\nfreq/Hz\tRe(Z)/Ohm\n",
        "EC-Lab ASCII FILE\nNb header lines : 4\n\nfreq/Hz\ttime/s\tEwe/V\tI/mA\n1\t2\t3\t4\n1\t2\t3\t4\n",
        "EXPLAIN\nTAG\tEISPOT\nZCURVE\tTABLE\n\tPt\tTime\tFreq\tZreal\n\t#\ts\tHz\tohm\n\t0\t1\t1\t1\n",
        "Mar. 4, 2026\nA.C. Impedance\nFile: x\nData Source: Exp\nInstrument Model: CHI660E\n\nFreq/Hz, Z'/ohm\n",
        '"Z60W Data File: Version 1.1"\n""\n41\n10000,0,0\n',
        "ZPLOT2 ASCII\n  Measured Data\n",
        "Potential (V)\tCurrent (A)\tElapsed Time (s)\tFrequency (Hz)\tZre (ohms)\n3.4\t-0.1\t10\t100\t5\n",
        "Frequency [Hz],Time [s],Voltage [V],Current [A]\n1,2,3,4\n1,2,3,4\n1,2,3,4\n",
    ],
)
def test_an_impedance_spectrum_is_named_and_not_read(text: str, write: Write) -> None:
    with pytest.raises(InputError, match="impedance spectrum") as caught:
        read_recording(write(text, ".txt"))
    assert len(caught.value.problems) == 1


def test_every_format_says_what_it_is() -> None:
    names = [f.name for f in all_formats() if not f.name.endswith(("parquet", "workbook"))]
    assert len(set(names)) == len(names)
    assert all(f.says for f in all_formats())
