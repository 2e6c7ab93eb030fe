"""natria.compare_groups: what a group may hold, and one kind of result like every other function."""

from __future__ import annotations

import csv
import json

import pytest

import natria
from natria.lab.synthetic import SymmetricTest, SyntheticSymmetricCell, symmetric_cell
from natria.quantity import InputError
from natria.result import COLUMNS
from natria.studies.groups import CellGroups

ETA = "cell_overpotential"


def recording(volts):
    test = SymmetricTest(half_cycles=8, samples=20)
    return symmetric_cell(1, cell=SyntheticSymmetricCell(overpotential=volts), test=test).recording


@pytest.fixture(scope="module")
def made():
    bare, coated = [recording(v) for v in (0.050, 0.054)], [recording(v) for v in (0.030, 0.033)]
    return natria.compare_groups({"bare": bare, "coated": coated}, area="1 cm^2")


def test_the_result_is_like_that_of_every_function(made, tmp_path):
    assert isinstance(made.value, CellGroups)
    table = made.to_polars()
    assert table.columns == list(COLUMNS)
    assert {"bare", "coated"} == set(table["of"])
    assert {f.id for f in made.findings} == set(table["id"])
    page = made.write(tmp_path / "out")
    assert page.is_file()
    assert made.write(tmp_path / "out") == page  # its own results are replaced
    assert json.loads((tmp_path / "out" / "groups.json").read_text())["schema"] == "natria.groups/1"
    assert len(made.plot()) >= 1
    assert "bare" in made._repr_html_()


def test_a_group_holds_files_patterns_measurements_and_results(tmp_path):
    for k, volts in enumerate((0.050, 0.054, 0.058)):
        r = recording(volts)
        with (tmp_path / f"b{k}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(
                [
                    ("test_time_second", "voltage_volt", "current_ampere"),
                    *zip(r.time, r.voltage, r.current, strict=True),
                ]
            )
    one, other = natria.measure(recording(0.030)), natria.measure(recording(0.033)).value
    result = natria.compare_groups({"bare": [tmp_path / "b0.csv", str(tmp_path / "b[12].csv")], "coated": [one, other]})
    (eta,) = [n for n in result.value.numbers if n.question.name == ETA]
    assert [g.n for g in eta.groups] == [3, 2]


def test_a_recording_of_two_groups_is_refused():
    same = recording(0.050)
    with pytest.raises(InputError, match="same recording"):
        natria.compare_groups({"bare": [same], "coated": [same]})
