"""BioLogic EC-Lab: text export (.mpt) of PEIS and GEIS with loops, and of sequences with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from ...columns.layout import Layout, load_table
from ...format import Col, Head
from ...formats.biologic_text import OPENING, technique_of
from ...text import read_text
from ..columns.units import conversion
from ..format import Planned, RawSpectra, SpectraFormat

LAYOUT = Layout(("freq/Hz",), delimiter="\t")
HEADER_LINES = 200
FREQUENCIES = re.compile(r"^(?:[^\n]*\t)?freq/Hz(?:\t|$)", re.MULTILINE)  # any column of a sequence of techniques
SETTING = re.compile(r"(?P<name>(?:unit )?f[if])\s{2,}(?P<value>\S+)\s*$")  # of one sequence only

COLUMNS = (
    Col("freq/*", "frequency", "Hz"),
    Col("Re(Z)/*", "real", "ohm"),
    Col("-Im(Z)/*", "minus_imaginary", "ohm"),
    Col("Im(Z)/*", "imaginary", "ohm"),
    Col("|Z|/*", "modulus", "ohm"),
    Col("Phase(Z)/*", "phase", "deg"),
    Col("time/*", "time", "s"),
    Col("<Ewe>/*", "bias", "V"),
    Col("Ewe/*", "bias", "V"),
    Col("cycle number", "sweep", "1"),
    Col("z cycle", "sweep", "1"),
    Col("Ns", "step", "1"),
    Col("Temperature/*", "temperature", "degC"),
)


def load(path: Path, head: Head) -> RawSpectra:
    text = read_text(path, head)
    raw = load_table(text, LAYOUT)
    facts = {"technique": technique_of(head), **raw.metadata}
    header = [line for _, line in islice(text.lines(), min(HEADER_LINES, raw.line))]
    return RawSpectra(raw.frame, facts, raw.notes, raw.line, planned_by(header))


def planned_by(header: Sequence[str]) -> Planned:
    """Return the range of frequencies in the settings: "fi  200.000" and "unit fi  kHz"."""
    found = {m["name"]: m["value"] for line in header if (m := SETTING.match(line))}
    ends = [_hertz(found.get(name, ""), found.get(f"unit {name}", "")) for name in ("fi", "ff")]
    known = sorted(end for end in ends if end)
    return Planned(known[0], known[-1]) if len(known) == len(ends) else Planned()


def _hertz(value: str, unit: str) -> float | None:
    by = conversion(unit, "frequency")
    try:
        return None if by is None else float(value.replace(",", ".")) * by.times / by.over
    except ValueError:
        return None


def _has_spectra(head: Head) -> bool:
    named = "impedance spectroscopy" in technique_of(head).lower()
    return head.text.startswith(OPENING) and (named or FREQUENCIES.search(head.text) is not None)


FORMATS = (SpectraFormat("BioLogic mpt, impedance", "BioLogic EC-Lab, PEIS or GEIS", _has_spectra, load, COLUMNS),)
