"""Parts are chosen and figures saved from what is stored: the numbers are those of the view and of the readings."""

import base64
import csv
import io
import json
import zipfile

import numpy as np
import polars as pl
import pytest

from natria.app.measure.exporting import export_all, export_numbers, export_plot
from natria.app.measure.measuring import measure_order
from natria.app.measure.parts import pick, read_parts
from natria.app.tasks import Order
from natria.app.workspace import VIEW, AppWorkspace
from natria.lab.files.write import write_recording
from natria.lab.synthetic import Short, SymmetricTest, symmetric_cell
from natria.quantity import InputError

SPECTRA = "0,{0},{1}"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A measured recording: its workspace, its results and its view."""
    work = AppWorkspace(tmp_path_factory.mktemp("w"))
    work.prepare()
    made = symmetric_cell(7, test=SymmetricTest(half_cycles=40), shorts=(Short(30.3, drop=0.3),)).recording
    write_recording(made, work.recordings / "cell.csv")
    out = work.results("cell.csv", {})
    measure_order(Order("measure", "cell.csv", work.find("cell.csv"), {}, out), lambda *_: None)
    return work, made, out, json.loads((out / VIEW).read_text(encoding="utf-8"))


def saved(done, **asked):
    work, _, out, _ = done
    return base64.b64decode(export_plot(str(out), str(work.path), {"ys": [], **asked}))


def test_the_list_of_parts_is_there_and_a_choice_is_plotted(done):
    _, _, out, view = done
    listed = read_parts(out)
    assert view["parts"] == {"what": "cycle", "many": "cycles", "count": 20}
    assert [part["number"] for part in listed["parts"]] == list(range(1, 21))
    found = pick(str(out), "2, 5:6")
    assert found["chosen"] == [2, 5, 6]
    names = [one["name"] for one in found["plots"][0]["panels"][0]["series"]]
    assert names == ["cycle 2", "cycle 5", "cycle 6"]
    with pytest.raises(InputError):
        pick(str(out), "21")
    with pytest.raises(InputError):
        pick(str(out.parent), "1")


def test_an_event_is_a_place_to_go_to(done):
    _, _, _, view = done
    (mark,) = view["plots"][0]["panels"][0]["marks"]
    low, high = mark["near"]
    assert low < mark["at"] < high
    assert high - low < 12


def test_the_visible_window_is_saved_as_the_readings_are(done):
    _, recording, _, _ = done
    text = saved(done, plot="readings", format="csv", x=[10.0, 12.0], hidden=["current"]).decode()
    heads, *rows = csv.reader(io.StringIO(text))
    assert heads == ["voltage: time (h)", "voltage: cell voltage (mV)"]
    hours = recording.time / 3600
    inside = (hours >= 10) & (hours <= 12)
    assert np.allclose([float(row[0]) for row in rows], hours[inside])
    assert np.allclose([float(row[1]) for row in rows], 1e3 * recording.voltage[inside])


def test_a_figure_has_the_same_numbers_in_excel_as_in_the_view(done, tmp_path):
    _, _, _, view = done
    plot = next(one for one in view["plots"] if one["id"] == "hysteresis-cycle")
    (tmp_path / "a.xlsx").write_bytes(saved(done, plot="hysteresis-cycle", format="xlsx"))
    frame = pl.read_excel(tmp_path / "a.xlsx")
    for one in plot["panels"][0]["series"]:
        read = frame[f"{one['name']}: hysteresis (mV)"].drop_nulls().to_numpy()
        assert np.allclose(read, one["y"])
    assert saved(done, plot="hysteresis-cycle", format="svg").startswith(b"<?xml")
    assert saved(done, plot="hysteresis-cycle", format="png").startswith(b"\x89PNG")


def test_a_figure_of_a_choice_is_saved(done):
    _, _, out, _ = done
    shown = next(one for one in pick(str(out), "3")["plots"] if one["id"] == "chosen-capacity")
    text = saved(done, plot="chosen-capacity", format="csv", chosen="3").decode()
    rows = list(csv.reader(io.StringIO(text)))[1:]
    (series,) = shown["panels"][0]["series"]
    assert np.allclose([float(row[1]) for row in rows], series["y"])


@pytest.mark.parametrize(
    "asked",
    [
        {"plot": "none", "format": "csv"},
        {"plot": "readings", "format": "exe"},
        {"plot": "readings", "format": "csv", "x": [1]},
        {"plot": "../../secret", "format": "svg"},
    ],
)
def test_what_cannot_be_saved_is_refused(done, asked):
    with pytest.raises(InputError):
        saved(done, **asked)


def test_everything_is_one_zip_with_the_numbers(done, tmp_path):
    work, _, out, view = done
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(export_all(str(out), str(work.path))))) as archive:
        names = set(archive.namelist())
        (tmp_path / "data.xlsx").write_bytes(archive.read("data.xlsx"))
        numbers = list(csv.DictReader(io.StringIO(archive.read("numbers.csv").decode())))
    for plot in view["plots"]:
        assert {f"figures/{plot['id']}.svg", f"figures/{plot['id']}.png"} <= names
    assert [float(row["value"]) for row in numbers] == pytest.approx([row["value"] for row in view["numbers"]])
    assert len(pl.read_excel(tmp_path / "data.xlsx", sheet_id=0)) >= len(view["plots"])
    only = base64.b64decode(export_numbers(str(out), "csv")).decode()
    assert len(only.splitlines()) == len(view["numbers"]) + 1
