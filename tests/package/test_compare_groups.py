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


def test_the_options_of_the_command_hold_for_files_and_recordings(tmp_path):
    for name, volts in (("b", 0.05), ("c", 0.03)):
        r = recording(volts)
        rows = zip(r.time, r.voltage, strict=True)  # a file without its current
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([("test_time_second", "voltage_volt"), *rows])
    current = f"{1e3 * float(abs(recording(0.05).current).max()):.6g} mA"
    options = {"area": "1 cm^2", "mass": "2 mg", "cell": "symmetric", "current": current, "cycles": "2:3"}
    groups = {"bare": [tmp_path / "b.csv"], "coated": [tmp_path / "c.csv"]}
    result = natria.compare_groups(groups, **options, formation=1)
    (eta,) = [n for n in result.value.numbers if n.question.name == ETA]
    assert eta.groups[0].mean.value / eta.groups[1].mean.value == pytest.approx(5 / 3, rel=0.1)
    for name, file in (("bare", "b.csv"), ("coated", "c.csv")):
        alone = natria.measure(tmp_path / file, **options, formation=1).value
        (same,) = [f for f in alone.findings if f.question.name == ETA]
        assert [g.values[0].value for g in eta.groups if g.group == name] == [same.value]
    with pytest.raises(InputError):
        natria.compare_groups({"bare": [recording(0.05)]}, cycles="three")


def test_a_recording_of_two_groups_is_refused():
    same = recording(0.050)
    with pytest.raises(InputError, match="same recording"):
        natria.compare_groups({"bare": [same], "coated": [same]})
