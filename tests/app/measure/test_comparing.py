"""Recordings compared: curves and numbers of all, spreads by hand, refusals in words, results reused."""

import json

import numpy as np
import pytest

from natria.app.measure.comparing import COMPARE, compare_order, comparison_order, read_entries, results_of_comparison
from natria.app.workspace import COMPLETE, VIEW, AppWorkspace
from natria.lab.files.write import write_recording
from natria.lab.synthetic import FullTest, SymmetricTest, SyntheticSymmetricCell, full_cell, symmetric_cell
from natria.lab.synthetic.kinetics import tafel_sweep
from natria.quantity import InputError

VOLTS = {"a.csv": 0.050, "b.csv": 0.054, "c.csv": 0.030, "d.csv": 0.033}


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    workspace = AppWorkspace(tmp_path_factory.mktemp("w"))
    workspace.prepare()
    for seed, (name, volts) in enumerate(VOLTS.items()):
        cell = SyntheticSymmetricCell(overpotential=volts)
        made = symmetric_cell(seed, cell=cell, test=SymmetricTest(half_cycles=20))
        write_recording(made.recording, workspace.recordings / name)
    write_recording(full_cell(7, test=FullTest(cycles=4)).recording, workspace.recordings / "full.csv")
    write_recording(tafel_sweep(7).recording, workspace.recordings / "tafel.csv")
    return workspace


def compared(work, entries):
    order = comparison_order(work, entries)
    told = []
    compare_order(order, lambda *said: told.append(said[:2]))
    return json.loads((order.out / VIEW).read_text(encoding="utf-8")), told


def test_replicates_have_curves_in_their_colours_and_a_mean(work):
    view, told = compared(work, [("a.csv", ""), ("b.csv", "")])
    assert view["stage"] == COMPLETE
    assert ("measuring", 0.0) in told
    readings, curves = view["plots"][:2]
    series = readings["panels"][0]["series"]
    assert [one["stored"]["of"] for one in series] == ["a.csv", "b.csv"]
    assert len({one["style"]["colour"] for one in series}) == 2
    names = {one["name"] for one in curves["panels"][0]["series"]}
    assert {"a.csv", "b.csv", "mean of all cells"} <= names
    heads, rows = view["table"]["heads"], view["table"]["rows"]
    assert all(len(row) == len(heads) for row in rows)
    (row,) = [row for row in rows if row[0] == "cell overpotential"]
    values = [float(row[heads.index(name)].split()[0]) for name in ("a.csv", "b.csv")]
    assert float(row[1].split()[0]) == pytest.approx(np.sqrt(np.prod(values)), rel=0.01)  # a ratio: geometric mean
    between = float(row[2].split()[0])
    assert between == pytest.approx(np.std(np.log(values), ddof=1) * np.sqrt(np.prod(values)), rel=0.1)


def test_two_groups_are_compared_and_results_are_reused(work):
    entries = [("a.csv", "bare"), ("b.csv", "bare"), ("c.csv", "coated"), ("d.csv", "coated")]
    view, _ = compared(work, entries)
    stamp = (work.results("a.csv", {}) / VIEW).stat().st_mtime_ns
    heads, rows = view["table"]["heads"], view["table"]["rows"]
    (row,) = [row for row in rows if row[0] == "cell overpotential"]
    ratio = float(row[heads.index("coated against bare")].split()[1])
    assert ratio == pytest.approx(np.sqrt(0.030 * 0.033 / (0.050 * 0.054)), rel=0.1)
    compared(work, entries[:3])
    assert (work.results("a.csv", {}) / VIEW).stat().st_mtime_ns == stamp


def test_a_recording_that_is_there_twice_is_refused_without_an_option_of_the_command(work):
    copy = work.recordings / "copy.csv"
    copy.write_bytes((work.recordings / "a.csv").read_bytes())
    with pytest.raises(InputError) as refused:
        compared(work, [("a.csv", ""), ("copy.csv", "")])
    copy.unlink()
    assert "--" not in str(refused.value)


@pytest.mark.parametrize(
    ("names", "words"),
    [(("a.csv", "full.csv"), ("symmetric", "full")), (("a.csv", "tafel.csv"), ("cycling", "sweeps"))],
)
def test_what_is_of_two_kinds_is_refused_in_words(work, names, words):
    with pytest.raises(InputError) as refused:
        compared(work, [(name, "") for name in names])
    said = " ".join(f"{p.where} {p.what} {p.fix}" for p in refused.value.problems)
    assert all(word in said for word in (*names, *words))


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"entries": "a"},
        {"entries": []},
        {"entries": [{"name": "a"}]},
        {"entries": [{"name": "a"}] * 2},
        {"entries": [{"name": str(k)} for k in range(31)]},
    ],
)
def test_a_choice_that_is_none_is_refused(document):
    with pytest.raises(InputError):
        read_entries(document)


def test_the_name_of_a_comparison_leads_nowhere_else(work):
    order = comparison_order(work, [("a.csv", ""), ("b.csv", "")])
    assert results_of_comparison(work, order.name) == order.out
    for name in ("a.csv", f"{COMPARE}/../a", f"{COMPARE}/", f"{COMPARE}/a/b"):
        with pytest.raises(InputError):
            results_of_comparison(work, name)
    with pytest.raises(InputError):
        comparison_order(work, [("../a.csv", ""), ("b.csv", "")])
