"""The answer comes first: kind, failure with onset, main number; and nothing found says what was looked for."""

import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from measured_cells import MAKERS, measured

from natria.lab import Measurement, Specimen, efficiency_interval, measure
from natria.lab.cycling.kind import HOST
from natria.quantity import TERMS, show_value
from natria.record import Recording
from natria.report.measurement.efficiency_text import CAUSES, WITHIN, above_hundred
from natria.report.measurement.headline import KEY_NUMBERS, headline, key_numbers, main_finding
from natria.report.measurement.wording import UNSEEN, happened, nothing_found, onset, shown_at

sys.path.insert(0, str(Path(__file__).parents[2] / "lab" / "cycling"))
from cells_by_hand import plated, recorded, rest, stripped


@pytest.mark.parametrize("kind", MAKERS)
def test_one_sentence_with_a_number_for_every_kind(kind):
    m = measured(kind)
    text = headline(m)
    assert text.count("\n") == 0
    assert text.endswith(".")
    key = key_numbers(m)
    assert 1 <= len(key) <= 8
    assert any(show_value(f) in text for f in key)


def test_the_onset_of_a_short_is_in_the_sentence():
    m = measured("shorted")
    (short,) = [e for e in m.events if "short" in e.what]
    assert onset(m, short) in headline(m)
    assert short.what in headline(m)
    assert nothing_found(m) == ""


def test_a_ramp_states_its_critical_current_per_area():
    m = measured("ramp")
    found = main_finding(m, "critical_current_density")
    assert found is not None
    assert show_value(found) in headline(m)
    per_cell = measured("ramp", with_area=False)
    assert "mA/cm" not in headline(per_cell)
    assert show_value(main_finding(per_cell, "critical_cell_current")) in headline(per_cell)


def test_nothing_found_says_what_was_looked_for_and_what_cannot_be_seen():
    m = measured("symmetric")
    text = nothing_found(m)
    assert "looked for" in text
    (limit,) = [r.text for r in m.remarks if r.code == "detection-limit"]
    assert limit in text
    without = nothing_found(replace(m, remarks=()))
    assert all(unseen in without for unseen in UNSEEN["symmetric"])
    assert nothing_found(measured("half"))
    assert nothing_found(measured("full"))


def test_the_end_of_a_record_has_no_confidence():
    m = measured("symmetric")
    (ended,) = m.events
    assert ended.what == "test stopped"
    assert happened(m, ended)[3] == ""


def test_a_current_per_area_has_that_of_the_cell_beside_it():
    m = measured("symmetric")
    eta = main_finding(m, "cell_overpotential")
    text = shown_at(m, {"current": eta.question.at["current"]})
    assert "mA/cm^2" in text
    assert text.endswith(" mA)")
    assert "(" not in shown_at(measured("symmetric", with_area=False), {"cell_current": 1e-3})


def over(shift: float) -> list:
    """A foil of which every strip has 1.01 of the plated charge, read by a meter that is off by `shift` (A)."""
    cycles = ((plated(3.6), rest(), stripped(1.01 * 3.6, cutoff=0.5), rest(volts=0.2)) for _ in range(8))
    return recorded(list(chain.from_iterable(cycles)), offset=shift)


def test_an_efficiency_above_100_percent_is_never_bare():
    above = measure(over(0.0), Specimen("a cell", kind="half"))
    assert main_finding(above, "plating_stripping_efficiency").value > 1
    assert CAUSES["half"] in headline(above)
    assert "more-stripped-than-plated" in {r.code for r in above.remarks}
    assert above_hundred(measured("half"), measured("half").findings) == ""
    (found,) = [f for f in above.findings if f.question.at.get("cycle") == (2, 8)]
    slightly = replace(found, value=1.001)
    assert above_hundred(above, [slightly]) == WITHIN
    assert above_hundred(replace(above, tables=()), [slightly]) == CAUSES["half"]  # no interval that explains it


def test_the_interval_of_an_efficiency_stands_beside_it():
    above = measure(over(0.0), Specimen("a cell", kind="half"))
    f = main_finding(above, "plating_stripping_efficiency")
    low, high = efficiency_interval(above, f)
    assert f"{100 * low:.2f} to {100 * high:.2f} %" in headline(above)
    assert high - f.value == pytest.approx(0.95 * 2 * 1.01e-3, rel=0.02)  # of an offset of up to 0.1 %
    assert efficiency_interval(measured("half"), main_finding(measured("half"), f.question.name)) is None


def test_the_key_numbers_are_terms():
    assert {name for names in KEY_NUMBERS.values() for name in names} <= set(TERMS)


def alone(voltage, current) -> Measurement:
    """A recording of one reading per second without a specimen."""
    time = np.arange(float(len(voltage)))
    return measure(
        Recording("x", "0" * 64, {"test_time_second": time, "voltage_volt": voltage, "current_ampere": current})
    )


def test_a_test_without_numbers_states_what_was_recorded():
    m = alone(np.linspace(-8.6, -8.5, 200), np.full(200, -0.1))
    assert not m.findings
    assert "-100 mA" in headline(m)
    assert "one direction" in headline(m)
    assert "no current" in headline(alone(np.ones(20), np.zeros(20)))


def test_a_host_against_the_metal_is_not_called_a_full_cell():
    ramp = np.linspace(0.05, 0.25, 100)
    voltage = np.tile(np.r_[ramp, ramp[::-1] * 0.8], 6)
    m = alone(voltage, np.tile(np.repeat([1e-3, -1e-3], 100), 6))
    assert m.kind.reasons[0].code == HOST
    assert "full" not in headline(m).lower()
