"""The same recording in any dialect reads the same; and what real instruments wrote reads as it should."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from natria.lab.files import read_recording
from natria.quantity import InputError, Measured
from natria.record import Recording

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
TIMES = {"s": 1.0, "min": 60.0, "h": 3600.0, "ms": 1e-3}
VOLTS = {"V": 1.0, "mV": 1e-3, "µV": 1e-6}
AMPERES = {"A": 1.0, "mA": 1e-3, "uA": 1e-6, "nA": 1e-9}
DIALECTS = [(",", "."), (";", ","), (";", "."), ("\t", ","), ("\t", "."), ("|", ",")]
NAMES = ("{} [{}]", "{} ({})", "{}/{}", "{} / {}")


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, np.ndarray]:
    """A table in some dialect, its encoding, and its numbers in SI."""
    rows = draw(st.integers(3, 30))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    si = np.c_[np.cumsum(rng.uniform(1, 100, rows)), rng.normal(0, 2, rows), rng.normal(0, 1e-2, rows)]
    units = [draw(st.sampled_from(sorted(kind))) for kind in (TIMES, VOLTS, AMPERES)]
    delimiter, decimal = draw(st.sampled_from(DIALECTS))
    form = draw(st.sampled_from(NAMES))
    names = [form.format(n, u) for n, u in zip(("Time", "Voltage", "Current"), units, strict=True)]
    order = draw(st.permutations([0, 1, 2]))
    factors = [kind[u] for kind, u in zip((TIMES, VOLTS, AMPERES), units, strict=True)]
    lines = draw(st.lists(st.sampled_from(["a cell", "", "operator: somebody"]), max_size=3))
    lines.append(delimiter.join(names[k] for k in order))
    for row in si / factors:
        lines.append(delimiter.join(repr(float(row[k])).replace(".", decimal) for k in order))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = end.join(lines) + end
    return text, draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"])), si


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written())
def test_the_dialect_changes_nothing(tmp_path: Path, file: tuple[str, str, np.ndarray]) -> None:
    text, encoding, si = file
    path = tmp_path / "cell.csv"
    path.write_bytes(text.encode(encoding))
    recording = read_recording(path)
    np.testing.assert_allclose(np.c_[recording.time, recording.voltage, recording.current], si, rtol=1e-14, atol=0)


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the instruments' files lie beside the checkout, and are not there")
    return path


def cycler(name: str) -> Recording:
    recording = read_recording(shared(f"cycler/{name}"))
    assert isinstance(recording.origin, Measured)
    return recording


@pytest.mark.parametrize(
    ("name", "format_", "rows", "lasts"),
    [
        ("neware_uio.csv", "Neware csv", 9065, 518538.0),
        ("maccor_001.txt", "Maccor text", 6704, 183171.56999969482),
        ("cp.mpt", "BioLogic mpt", 121, 119.00040689),
        ("gcpl.issue_149.mpt", "BioLogic mpt", 132, 629.832797),
        ("gamry_cv.DTA", "Gamry DTA", 81, 4.8),
        ("SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv", "Landt csv", 25162, 262657.744),
    ],
)
def test_real_files_read(name: str, format_: str, rows: int, lasts: float) -> None:
    recording = cycler(name)
    assert recording.format == format_
    assert len(recording) == rows
    assert recording.time[-1] - recording.time[0] == pytest.approx(lasts, rel=1e-7)


def test_cycling_between_spectra_is_read() -> None:
    recording = read_recording(shared("eis/exampleDataParstat.txt"))
    assert recording.format == "Parstat text"
    assert (len(recording), recording.time[0], recording.time[-1]) == (781, 10.0, 7630.0)
    assert "spectra-between" in {note.code for note in recording.notes}


def test_the_landt_file_equals_its_twin() -> None:
    stem = "SINTEF__LiGrR2032__2024-04-30__25degC__Landt"
    one, twin = cycler(f"{stem}.csv"), cycler(f"{stem}.bdf.csv")
    for name in ("test_time_second", "voltage_volt", "current_ampere", "step_index", "charging_capacity_ah"):
        np.testing.assert_array_equal(one.columns[name], twin.columns[name])


def test_currents_agree_with_the_charge_that_the_instrument_counted() -> None:
    """An independent check of units and signs: the integral of the current against the file's own capacity."""
    for name, column in (("neware_uio.csv", "charging_capacity_ah"), ("maccor_001.txt", "step_capacity_ah")):
        recording = cycler(name)
        step = recording.columns["step_index"] + 1000 * recording.columns["cycle_count"]
        longest = max(np.unique(step[recording.current > 1e-5]), key=lambda s: recording.time[step == s].size)
        rows = step == longest
        charge = np.trapezoid(recording.current[rows], recording.time[rows]) / 3600
        counted = np.ptp(recording.columns[column][rows])
        assert charge == pytest.approx(counted, rel=5e-3)


@pytest.mark.parametrize(
    "name",
    [
        *(f"exampleData{k}" for k in ("Autolab.txt", "BioLogic.mpt", "CHInstruments.txt", "Gamry.DTA")),
        *("exampleDataVersaStudio.par", "exampleDataZPlot.z", "exampleData.csv", "geis.issue_149.mpt", "peis.mpt"),
    ],
)
def test_an_impedance_spectrum_is_never_read_as_cycling(name: str) -> None:
    with pytest.raises(InputError, match="impedance"):
        read_recording(shared(f"eis/{name}"))
