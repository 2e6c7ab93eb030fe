"""Layouts of vendors' text files: columns and header lines.

The layouts follow real exports, with names and order of the columns. `{mark}` is replaced by the mark of a simulated
recording; a layout without header lines has the mark as the name of a last, empty column.
"""

from __future__ import annotations

from dataclasses import dataclass

from .sheet import Cells, clock, count, date, exponent, number, same, words

Columns = tuple[tuple[str, Cells], ...]


@dataclass(frozen=True)
class VendorLayout:
    says: str
    suffix: str
    columns: Columns
    head: tuple[str, ...] = ()  # lines before the names of the columns
    units: tuple[str, ...] = ()  # a line of units below the names
    delimiter: str = ","
    encoding: str = "utf-8"
    before: str = ""  # of each line of the table
    after_names: str = ""
    after_row: str = ""

    @property
    def marks_in_column(self) -> bool:
        return not any("{mark}" in line for line in self.head)


VOLTS, AMPERES, HOURS = number("voltage", 6), number("current", 9), number("time", 8, 1 / 3600)
DATE = date("%Y-%m-%d %H:%M:%S")

NEWARE = VendorLayout(
    "Neware csv, flat",
    ".csv",
    (
        ("DataPoint", count("record")),
        ("Cycle Index", count("cycle")),
        ("Step Index", count("step")),
        ("Step Type", words("Rest", "CC Chg", "CC DChg")),
        ("Time", clock("step_time")),
        ("Total Time", clock("time")),
        ("Current(A)", AMPERES),
        ("Voltage(V)", VOLTS),
        ("Capacity(Ah)", number("capacity", 9)),
        ("Chg. Cap.(Ah)", number("charged", 9)),
        ("DChg. Cap.(Ah)", number("discharged", 9)),
        ("Date", DATE),
    ),
)
NEWARE_MILLI = VendorLayout(
    "Neware csv with a current in mA",
    ".csv",
    tuple(
        {"Current(A)": ("Current(mA)", number("current", 6, 1e3))}.get(name, (name, cells))
        for name, cells in NEWARE.columns
    ),
)
LANDT = VendorLayout(
    "Landt csv",
    ".csv",
    (
        ("channel_index", count("record")),
        ("cycle_index", count("cycle")),
        ("step_index", count("step")),
        ("date_time_iso_string", date("%m/%d/%Y %H:%M:%S")),
        ("test_time_s", number("time", 3)),
        ("step_time_s", number("step_time", 3)),
        ("current_A", AMPERES),
        ("voltage_V", VOLTS),
        ("discharge_capacity_Ah", number("discharged", 9)),
        ("charge_capacity_Ah", number("charged", 9)),
        ("temperature_1_C", same("0")),
        ("step_name", words("rest", "charge", "discharge")),
    ),
    head=("cell model:,,,,,,,,,,,", "cell id: ,,,,,,,,,,,", "test: {mark},,,,,,,,,,,", "checkpoint: ,,,,,,,,,,,"),
    after_row=",",
)
MACCOR = VendorLayout(
    "Maccor text",
    ".txt",
    (
        ("Rec#", count("record")),
        ("Cyc#", count("cycle")),
        ("Step", count("step")),
        ("TestTime", clock("time", days=True)),
        ("StepTime", clock("step_time", days=True)),
        ("Amp-hr", number("capacity", 9)),
        ("Amps", number("size", 9)),
        ("Volts", VOLTS),
        ("State", words("R", "C", "D")),
        ("ES", same("1")),
        ("DPt Time", date("%m/%d/%Y %H:%M:%S")),
    ),
    head=(
        "Today's Date:\t01 February 2026\tDate of Test:\t01 January 2026, 12:00:00 AM",
        "    Filename:\tsimulated\tTester Channel:\t1",
        "Procedure:\tsimulated\tDescription: {mark}",
    ),
    delimiter="\t",
    encoding="latin-1",
)
ARBIN = VendorLayout(
    "Arbin csv",
    ".csv",
    (
        ("Data_Point", count("record")),
        ("Test_Time(s)", number("time", 4)),
        ("Step_Time(s)", number("step_time", 4)),
        ("DateTime", date("%m/%d/%Y %H:%M:%S.%f")),
        ("Step_Index", count("step")),
        ("Cycle_Index", count("cycle")),
        ("Current(A)", AMPERES),
        ("Voltage(V)", VOLTS),
        ("Charge_Capacity(Ah)", number("charged", 9)),
        ("Discharge_Capacity(Ah)", number("discharged", 9)),
    ),
)
BIOLOGIC = VendorLayout(
    "BioLogic mpt",
    ".mpt",
    (
        ("mode", same("1")),
        ("ox/red", words("0", "1", "0")),
        ("error", same("0")),
        ("control changes", same("0")),
        ("Ns changes", same("0")),
        ("counter inc.", same("0")),
        ("Ns", count("step")),
        ("time/s", exponent("time", 15)),
        ("control/V/mA", exponent("current", 15, 1e3)),
        ("Ewe/V", exponent("voltage", 15)),
        ("I/mA", exponent("current", 15, 1e3)),
        ("half cycle", count("step")),
        ("Q charge/mA.h", exponent("charged", 15, 1e3)),
        ("Q discharge/mA.h", exponent("discharged", 15, 1e3)),
        ("cycle number", count("cycle")),
    ),
    head=(
        "EC-Lab ASCII FILE",
        "Nb header lines : {lines}                          ",
        "",
        "Galvanostatic Cycling with Potential Limitation",
        "",
        "Run on channel : 1 (SN 0)",
        "Electrode connection : standard",
        "Potential control : Ewe",
        "Acquisition started on : 01/01/2026 00:00:00.000",
        "Device : simulated",
        "Comments : {mark}",
        "Cycle Definition : Charge/Discharge alternance",
        "",
    ),
    delimiter="\t",
    encoding="latin-1",
    after_names="\t",
)
BASYTEC = VendorLayout(
    "Basytec text",
    ".txt",
    (
        ("~Time[h]", number("time", 9, 1 / 3600)),
        ("DataSet", count("record")),
        ("DateTime", DATE),
        ("t-Step[h]", number("step_time", 9, 1 / 3600)),
        ("Line", count("step")),
        ("Command", words("Pause", "Charge", "Discharge")),
        ("U[V]", VOLTS),
        ("I[A]", AMPERES),
        ("Ah-Step", number("capacity", 9)),
        ("Cyc-Count", count("cycle")),
    ),
    head=(
        "~Resultfile from Basytec Battery Test System",
        "~Date and Time of Data Converting: 01.02.2026 00:00:00",
        "~Name of Test: {mark}",
        "~Battery: simulated µ",  # a letter that latin-1 and utf-8 write differently
        "~Start of Test: 01.01.2026 00:00:00",
        "~",
    ),
    delimiter="\t",
    encoding="latin-1",
)
GAMRY = VendorLayout(
    "Gamry DTA, chronopotentiometry",
    ".DTA",
    (
        ("Pt", count("record")),
        ("T", exponent("time", 9)),
        ("Vf", exponent("voltage", 8)),
        ("Im", exponent("current", 8)),
        ("Vu", exponent("none", 5)),
        ("Sig", exponent("current", 5)),
        ("Ach", exponent("none", 5)),
        ("IERange", same("9")),
        ("Over", same("...........")),
    ),
    head=(
        "EXPLAIN",
        "TAG\tCHRONOP",
        "TITLE\tLABEL\tChronopotentiometry Scan\tTest &Identifier",
        "DATE\tLABEL\t1.1.2026\tDate",
        "TIME\tLABEL\t00:00:00\tTime",
        "NOTES\tNOTES\t1\t&Notes...",
        "\t{mark}",
        "PSTAT\tPSTAT\tsimulated\tPotentiostat",
        "CURVE\tTABLE\t{rows}",
    ),
    units=("#", "s", "V vs. Ref.", "A", "V", "V", "V", "#", "bits"),
    delimiter="\t",
    encoding="latin-1",
    before="\t",
)
BDF = VendorLayout(
    "Battery Data Format csv",
    ".bdf.csv",
    (
        ("test_time_second", number("time", 6)),
        ("voltage_volt", VOLTS),
        ("current_ampere", AMPERES),
        ("cycle_count", count("cycle")),
        ("step_count", count("step")),
        ("charging_capacity_ah", number("charged", 9)),
        ("discharging_capacity_ah", number("discharged", 9)),
    ),
)

LAYOUTS: dict[str, VendorLayout] = {
    "neware": NEWARE,
    "neware-ma": NEWARE_MILLI,
    "landt": LANDT,
    "maccor": MACCOR,
    "arbin": ARBIN,
    "biologic": BIOLOGIC,
    "basytec": BASYTEC,
    "gamry": GAMRY,
    "bdf": BDF,
}
