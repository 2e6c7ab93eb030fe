"""Voltage profiles of a sweep: a panel for each system, a colour for each point, units on both axes."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from natria.design import Sweep
from natria.record import Table, numbers, words
from natria.report.study.figures import profiles
from natria.studies.curves.profiles import profile_id

SWEEP = Sweep(
    id="rate",
    title="rate",
    name="specific_capacity",
    of=["lab/a", "lab/b"],
    over="current",
    values=["0.1 mA/cm^2", "0.4 mA/cm^2"],
    profile=True,
)


def table(of):
    """Discharge and charge at two currents; that at the second stops at half the capacity and is not charged."""
    rows = [(1.0, "discharge", 3600.0 * 1e3, 2.0), (1.0, "charge", 3600.0 * 1e3, 2.5), (4.0, "discharge", 1.8e6, 1.5)]
    parts = [(np.full(5, i), [way] * 5, np.linspace(0, q, 5), np.full(5, v)) for i, way, q, v in rows]
    current, half, charge, volts = zip(*parts, strict=True)
    columns = {
        "current": numbers("A/m^2", np.concatenate(current)),
        "half": words([way for ways in half for way in ways]),
        "areal_capacity": numbers("C/m^2", np.concatenate(charge) / 100),
        "specific_capacity": numbers("C/kg", np.concatenate(charge)),
        "voltage": numbers("V", np.concatenate(volts)),
    }
    return Table(profile_id(SWEEP, of), "profiles", columns)


@pytest.fixture
def figure(monkeypatch):
    kept = []
    monkeypatch.setattr(profiles, "files_of", lambda draw: (kept.append(draw()), (b"", b""))[1])
    result = SimpleNamespace(tables=(table("lab/a"), table("lab/b")))
    assert profiles.profile_picture(result, SWEEP).id == "rate-profile"
    return kept[0]


def test_a_panel_for_each_system_with_units(figure):
    assert [axes.get_title("right") for axes in figure.axes] == ["lab/a", "lab/b"]
    assert figure.axes[-1].get_xlabel() == "specific capacity (mAh/g)"
    assert {axes.get_ylabel() for axes in figure.axes} == {"cell voltage (V)"}


def test_a_colour_and_one_entry_of_the_legend_for_each_current(figure):
    lines = figure.axes[0].lines
    assert [round(float(line.get_xdata()[-1])) for line in lines] == [1000, 1000, 500]
    assert lines[0].get_color() == lines[1].get_color() != lines[2].get_color()
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["0.1 mA/cm²", "0.4 mA/cm²"]


def test_without_tables_there_is_no_figure():
    assert profiles.profile_picture(SimpleNamespace(tables=()), SWEEP) is None
