"""The page on impedance lists every element, every remark and every process of the package."""

from __future__ import annotations

import re
from pathlib import Path

import natria.lab.impedance.fit
from natria.lab.impedance.capacitance import PROCESSES
from natria.lab.impedance.circuit import ELEMENTS

PAGE = (Path(__file__).parents[3] / "docs" / "impedance.md").read_text(encoding="utf-8")
ROWS = {cells[1].strip(" `"): cells for line in PAGE.splitlines() if len(cells := line.split("|")) > 2}
FIT = Path(natria.lab.impedance.fit.__file__).parent


def test_every_element_has_its_row():
    for kind, element in ELEMENTS.items():
        assert ROWS[kind][4].strip() == element.equation
        assert len(ROWS[kind][3].split(",")) == len(element.parameters)


def test_every_remark_is_explained():
    source = "".join(path.read_text(encoding="utf-8") for path in FIT.glob("*.py"))
    codes = set(re.findall(r'Remark\("([a-z-]+)"', source))
    assert len(codes) > 8
    assert all(f"`{code}`" in PAGE for code in codes)


def test_every_process_has_its_range():
    for process in PROCESSES:
        assert [float(end) for end in ROWS[process.name][2].split("to")] == [process.low, process.high]
