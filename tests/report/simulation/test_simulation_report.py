"""A simulation in words, on the terminal and on its page."""

import io
import re
from dataclasses import replace
from math import inf, nan

import pytest
from rich.console import Console

from natria.design import load_case
from natria.models.cell.failure.utilisation import Watch
from natria.models.cell.solvers.checkpoint import RunFolder
from natria.models.cell.solvers.legs import Leg
from natria.models.cell.solvers.run import Ending
from natria.report.common.limits import LAST_HALF_CYCLES
from natria.report.simulation import print_simulation, simulation_files
from natria.report.simulation.wording import (
    cycle_rows,
    ended,
    layer_rows,
    length,
    nearest_limit,
    read_again,
    titled,
    unknown,
)
from natria.studies.simulation.outcome import finish
from natria.studies.simulation.plan import go, plan


@pytest.fixture(scope="module")
def cell(tmp_path_factory):
    """A layer that grows, so that everything that can be drawn changes."""
    constant = '{value = 1e-17, unit = "m^2/s", why = "a test"}'
    growth = f'{{law = "parabolic", why = "a test", time = "1 h", during = "cell", parabolic_constant = {constant}, '
    given = {"interphase.bpi.growth": growth + 'initial_thickness = "3 um"}'}
    made = plan(load_case("kumar2020"), cycles=16, given=given)
    with RunFolder(tmp_path_factory.mktemp("run"), made.made_with) as store:
        for _ in go(made, store):
            pass
        return finish(made, store, None)


@pytest.fixture(scope="module")
def shown(cell):
    console = Console(file=io.StringIO(), width=100)
    print_simulation(cell, console)
    return console.file.getvalue()


def leg(current):
    return Leg(9, 5, 1, "plate", current, 3600.0)


def test_how_it_ended(cell):
    cut, whole = ended(cell), ended(replace(cell, plan=replace(cell.plan, planned=16)))
    assert "--cycles" in cut
    assert cut.endswith("J/J_lim = 0.0162.")
    assert whole != cut
    assert "J/J_lim = 0.0162" in whole
    assert "--cycles" not in ended(replace(cell, plan=replace(cell.plan, planned=None)))
    assert "J/J_lim" not in ended(replace(cell, limiting=None))


def test_an_end_before_its_time_has_its_reason_and_its_current(cell):
    why = "the salt at the plating face is used up"
    short = ended(replace(cell, ending=Ending("salt depleted", why, 7200.0, leg(617.5))))
    for part in ("cycle 5", "2 h", why, "J/J_lim = 1."):
        assert part in short


@pytest.mark.parametrize(
    ("watch", "parts"),
    [
        (
            Watch("empty at the working electrode", "Faraday", "stops", 0.25, 0.0, nan, 36e4),
            ("empty at the working electrode (Faraday)", "25 %", "100.0 h"),
        ),
        (
            Watch("crack at the working electrode", "Porz: drop of the face", "shorts", 2.0, 7200.0, 5400.0),
            ("crack at the working electrode (Porz: drop of the face)", "200 %", "1.5 h"),
        ),
        (
            Watch("void at the counter electrode", "creep", "stops", inf, 0.0, 0.0),
            ("void at the counter electrode (creep)", "from the start", "zero"),
        ),
    ],
)
def test_what_comes_first(cell, watch, parts):
    text = nearest_limit(replace(cell, watches=(watch,)))
    assert all(part in text for part in parts)


def test_a_warning_is_no_end(cell):
    watch = Watch("unstable front", "elastic", "warns", 20.0)
    assert "unstable front" not in nearest_limit(replace(cell, watches=(watch,)))


def test_the_cell_is_listed_with_its_sum(cell):
    rows = layer_rows(cell)
    assert [row[0] for row in rows] == ["face", "bpi", "separator", "bpi", "face", "total"]
    assert float(rows[-1][3]) == pytest.approx(sum(float(row[3]) for row in rows[:-1]), rel=0.01)


@pytest.mark.parametrize(
    ("metres", "text"), [(3e-6, "3 um"), (1e-3, "1 mm"), (5e-10, "0.5 nm"), (9.999e-7, "1 um"), (2.5e-8, "25 nm")]
)
def test_a_length_has_the_unit_that_reads_best(metres, text):
    assert length(metres) == text


def test_a_few_cycles_from_the_first_to_the_last(cell):
    heads, rows = cycle_rows(cell)
    assert heads[0] == "cycle"
    numbers = [int(row[0]) for row in rows]
    assert numbers[0] == 1
    assert numbers[-1] == 16
    assert len(numbers) <= 8
    hysteresis = [float(row[heads.index("hysteresis (mV)")]) for row in rows]
    assert hysteresis == sorted(hysteresis)  # the layer grows
    assert hysteresis[0] < hysteresis[-1]


def test_what_is_not_known_is_counted_by_its_reason(cell):
    rows = unknown(cell)
    assert sum(int(row[1]) for row in rows) == sum(not w.is_known for w in cell.watches)


def test_the_terminal_has_every_part(cell, shown):
    for part in (
        "kumar2020/bpi: symmetric cell, simulated",
        "16 cycles of 500",
        "working electrode",
        "J/J_lim",
        "void",
    ):
        assert part in shown
    assert all(f"- {str(note)[:40]}" in shown for note in cell.notes)
    assert "Reading: " not in shown  # notes of the run are printed once


@pytest.fixture(scope="module")
def files(cell):
    return simulation_files(cell, "0")


def test_the_figures_are_those_of_a_recording_and_of_the_inside(files):
    alt = dict(
        zip(
            (
                *("voltage-time", "voltage-time-close", "voltage-time-last", "voltage-parts", "inside", "utilisation"),
                *("hysteresis-cycle", "overpotential-time", "capacity-plated", "hysteresis-loop"),
            ),
            re.findall(r'<img alt="([^"]*)"', files["index.html"].decode()),
            strict=True,
        )
    )
    drawn = {name for name in files if name.startswith("figures/")}
    assert drawn == {f"figures/{name}.{suffix}" for name in alt for suffix in ("svg", "png")}
    assert f"The last {LAST_HALF_CYCLES} half-cycles" in alt["voltage-time-last"]
    assert "films" in alt["inside"]
    assert "sodium" in alt["inside"]
    assert "contact" not in alt["inside"]  # a liquid follows the sodium
    assert "salt gradients" in alt["voltage-parts"]
    assert "salt depletion, J/J_lim, steady" in alt["utilisation"]


def test_the_folder_has_page_recording_findings_and_tables(files):
    names = {name for name in files if not name.startswith("figures/")}
    assert names == {
        *("index.html", "findings.json", "recording.parquet"),
        *(
            f"tables/{name}.parquet"
            for name in ("cycles", "half_cycles", "short_detection_limits", "failures", "utilisation", "inside")
        ),
    }


def test_the_page_has_every_section_and_loads_nothing(files):
    page = files["index.html"].decode()
    sections = re.findall(r'<section id="([^"]+)"', page)
    assert sections[:7] == [
        *("figures", "the-cell", "cycles", "failure-modes", "results", "what-happened"),
        "what-it-rests-on",
    ]
    assert "Ω cm²" in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert 'href="recording.parquet"' in page


def test_the_same_run_gives_the_same_bytes(cell, files, monkeypatch):
    """But for figures, which take long to draw and are those of `picture`."""
    monkeypatch.setattr("natria.report.simulation.files.simulation_pictures", lambda _: ())
    again = simulation_files(cell, "0")
    assert {name: again[name] == files[name] for name in again if name != "index.html"} == dict.fromkeys(
        (name for name in files if not name.startswith("figures/") and name != "index.html"), True
    )


def test_the_command_that_reads_it_again_says_the_area_that_no_design_says(cell):
    command = read_again(cell, "out", "kumar2020")
    assert command == ('natria measure out/recording.parquet --design kumar2020 --system kumar2020/bpi --area "1 cm^2"')


def test_a_run_that_ended_by_a_limit_is_never_said_to_have_exceeded_none(cell):
    """The engine may end a run by what no monitor shares."""
    watch = Watch("crack at the working electrode", "Porz: drop of the face", "shorts", 0.1, 0.0)
    free = replace(cell, watches=(watch,))
    over = replace(free, ending=Ending("sodium melts", "the cell is as warm as sodium melts", 7200.0, leg(10.0)))
    assert nearest_limit(free).startswith("No limit exceeded")
    assert "No limit exceeded" not in nearest_limit(over)
    assert "10 %" in nearest_limit(over)


def test_an_incomplete_run_is_marked_wherever_it_is_named(cell):
    part = replace(cell, is_incomplete=True)
    assert titled(part).endswith("incomplete")
    assert ended(part).startswith("Incomplete")
    assert not ended(cell).startswith("Incomplete")
