"""Spectra from files to arcs, series and energies, against the formulas that made them."""

from __future__ import annotations

import numpy as np
import pytest
from two_arcs import FAST, FREQUENCY, SERIES, SLOW, impedance, thermal, write

from natria.lab.files.impedance import read_series_table, read_spectra
from natria.lab.impedance.measurement import measure_spectra
from natria.lab.specimen import Specimen
from natria.quantity import Chosen, Finding, Fitted, InputError, Question, ancestry

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)"
AREA = Finding(Question("face_area", "cell"), 2e-4, Chosen("a test"), 0.0)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    file = write(tmp_path_factory.mktemp("alone") / "cell.csv", impedance())
    return measure_spectra([read_spectra(file)], Specimen("cell"))


def test_two_arcs_are_found_without_being_told(alone):
    (one,) = alone.spectra
    assert str(one.fit.circuit) == CIRCUIT
    assert one.consistency.consistent
    assert [arc.name for arc in one.arcs] == ["arc 1", "arc 2"]
    assert [one.fit.value(arc.resistance) for arc in one.arcs] == pytest.approx([FAST[0], SLOW[0]], rel=0.03)
    assert [arc.tau for arc in one.arcs] == pytest.approx([FAST[1], SLOW[1]], rel=0.1)
    assert one.arcs[0].capacitance == pytest.approx(FAST[1] / FAST[0], rel=0.1)
    circuits = alone.table("circuits")
    assert circuits.columns["circuit"].values[0] == CIRCUIT
    assert circuits.columns["BIC above the best"].numbers[0] == 0.0


def test_a_number_has_the_spectrum_and_its_file_behind_it(alone):
    found = {(f.question.name, f.question.at.get("peak")): f for f in alone.findings}
    arc = found["arc_resistance", 2.0]
    assert isinstance(arc.origin, Fitted)
    (spectrum,) = arc.origin.fit.artefacts
    assert spectrum.content == alone.spectra[0].spectrum.digest
    assert spectrum.origin.sha256 == alone.files[0].sha256
    assert abs(arc.value - SLOW[0]) < 4 * arc.std
    assert found["series_resistance", None].value == pytest.approx(SERIES, rel=0.05)
    assert any(spectrum is one for one in ancestry(arc))


def test_an_area_makes_every_number_one_per_area(tmp_path):
    file = read_spectra(write(tmp_path / "cell.csv", impedance()))
    m = measure_spectra([file], Specimen("cell", area=AREA), circuit=CIRCUIT)
    assert m.unit == "ohm m^2"
    arc = next(f for f in m.findings if f.question.name == "arc_area_resistance" and f.question.at["peak"] == 2.0)
    assert arc.value == pytest.approx(SLOW[0] * AREA.value, rel=0.03)
    capacitance = next(f for f in m.findings if f.question.name == "arc_areal_capacitance")
    assert capacitance.value == pytest.approx(FAST[1] / FAST[0] / AREA.value, rel=0.1)


def series(folder, name=lambda kelvin: f"cell_{kelvin - 273.15:.2f}degC.csv"):
    """Files over temperature: 40 kJ/mol for the fast arc, 60 for the slow one."""
    made = []
    for seed, kelvin in enumerate(np.linspace(283.15, 333.15, 6)):
        z = impedance(
            SERIES * thermal(20e3, kelvin), FAST[0] * thermal(40e3, kelvin), SLOW[0] * thermal(60e3, kelvin), seed
        )
        made.append(write(folder / name(kelvin), z))
    return made


def test_a_series_gives_the_energies_that_it_was_made_with(tmp_path):
    files = [read_spectra(file) for file in series(tmp_path)]
    m = measure_spectra(files[::-1], Specimen("cell"), circuit=CIRCUIT)
    assert m.series.over == "temperature"
    assert np.all(np.diff(m.series.x) > 0)
    assert [one.temperature for one in m.spectra] == m.series.x.tolist()
    assert "temperature-from-name" in {remark.code for remark in m.remarks}
    energies = {f.question.at.get("peak"): f for f in m.findings if f.question.name == "resistance_arrhenius_energy"}
    for peak, energy in ((None, 20e3), (1.0, 40e3), (2.0, 60e3)):
        assert abs(energies[peak].value - energy) < 4 * energies[peak].std
        assert energies[peak].value == pytest.approx(energy, rel=0.05)
    behind = {f.question.at["temperature"] for f in energies[2.0].origin.fit.data}
    assert len(behind) == 6


def test_a_table_of_conditions_comes_before_the_names(tmp_path):
    files = series(tmp_path, lambda kelvin: f"{int(kelvin)}_1degC.csv")
    rows = [f"{file.name},{int(file.name[:3]) - 273.0}" for file in files]
    (tmp_path / "table.csv").write_text("\n".join(["file,temperature [degC]", *rows]) + "\n")
    table = read_series_table(tmp_path / "table.csv")
    m = measure_spectra([read_spectra(f) for f in files], Specimen("cell"), circuit=CIRCUIT, series_table=table)
    assert "temperature-from-table" in {remark.code for remark in m.remarks}
    assert m.series is not None


def test_an_interphase_that_grows_is_a_series_over_time(tmp_path):
    hours = (0.0, 1.0, 4.0, 9.0)
    files = [
        read_spectra(write(tmp_path / f"cell_t={hour:g}h.csv", impedance(slow=SLOW[0] * (1 + hour / 3), seed=k)))
        for k, hour in enumerate(hours)
    ]
    m = measure_spectra(files, Specimen("cell"), circuit=CIRCUIT)
    assert m.series.over == "time"
    assert m.series.x == pytest.approx(3600 * np.array(hours))
    column = m.series.names.index("arc 2")
    assert m.series.resistance[:, column] == pytest.approx([SLOW[0] * (1 + h / 3) for h in hours], rel=0.03)
    assert m.table("series").columns["time"].unit == "s"


def test_what_a_spectrum_does_not_allow_is_a_remark(tmp_path):
    few = write(tmp_path / "few.csv", impedance()[::12], FREQUENCY[::12])
    m = measure_spectra([read_spectra(few)], Specimen("cell"), circuit=CIRCUIT)
    (one,) = m.spectra
    assert one.fit is None or one.consistency is None or one.relaxation is None
    assert any(remark.code == "not-possible" for remark in m.remarks)


def test_spectra_per_area_and_of_a_cell_are_not_mixed(tmp_path):
    cell = write(tmp_path / "a.csv", impedance())
    text = cell.read_text().replace("/Ohm", "/Ohm cm2")
    (tmp_path / "b.csv").write_text(text)
    files = [read_spectra(cell), read_spectra(tmp_path / "b.csv")]
    assert {f.sweeps[0].spectrum.unit for f in files} == {"ohm", "ohm m^2"}
    with pytest.raises(InputError):
        measure_spectra(files, Specimen("cell"))


def test_a_series_without_spectra_is_refused():
    with pytest.raises(InputError):
        measure_spectra([], Specimen("cell"))


def test_python_has_the_same_results(tmp_path):
    import natria

    file = write(tmp_path / "cell.csv", impedance())
    result = natria.measure_spectra(file, area="2 cm^2", circuit=CIRCUIT)
    rows = result.to_polars().filter(name="arc_area_resistance")
    assert rows["value"].to_list()[1] == pytest.approx(SLOW[0] * 2e-4, rel=0.03)
    assert {"nyquist", "bode"} <= set(result.figures)
    assert (result.write(tmp_path / "out").parent / "spectra.csv").exists()


def energies_of(m):
    named = [f for f in m.findings if f.question.name == "resistance_arrhenius_energy"]
    return {f.question.at.get("peak"): f for f in named if "temperature" not in f.question.at}


def test_arcs_that_cross_are_followed_by_the_joint_fit(tmp_path):
    """The time constant of one arc passes that of the other: sorted by time, each would be both processes."""
    files = []
    for seed, kelvin in enumerate(np.linspace(283.15, 333.15, 6)):
        crossing = FAST[0] * thermal(160e3, kelvin, 308.15) * 30
        z = impedance(SERIES, crossing, SLOW[0] * thermal(10e3, kelvin), seed)
        files.append(read_spectra(write(tmp_path / f"cell_{kelvin:.2f}K.csv", z)))
    m = measure_spectra(files, Specimen("cell"), circuit=CIRCUIT)
    found = energies_of(m)
    pair = sorted((found[1.0].value, found[2.0].value))
    assert pair == pytest.approx([10e3, 160e3], rel=0.15)
    for energy, finding in zip((10e3, 160e3), sorted((found[1.0], found[2.0]), key=lambda f: f.value), strict=True):
        assert abs(finding.value - energy) < 4 * finding.std


def test_an_arc_that_is_another_process_from_spectrum_to_spectrum_has_no_energy(tmp_path):
    """One arc for cells of which every other one has only the slow process."""
    files = []
    for seed, kelvin in enumerate(np.linspace(283.15, 333.15, 6)):
        fast, slow = (FAST[0], 1e-3) if seed % 2 else (1e-3, SLOW[0])
        z = impedance(SERIES, fast * thermal(40e3, kelvin), slow * thermal(40e3, kelvin), seed)
        files.append(read_spectra(write(tmp_path / f"cell_{kelvin:.2f}K.csv", z)))
    m = measure_spectra(files, Specimen("cell"), circuit="R0-p(R1,CPE1)")
    assert m.series.not_followed == ("arc 1",)
    assert "arc-not-followed" in {remark.code for remark in m.remarks}
    assert 1.0 not in energies_of(m)


def over_time(folder, factors, fast=lambda _k: 1.0, hour=0):
    """One spectrum an hour from an hour on; the slow arc grows by factors with its time constant as it is."""
    s, made = 2j * np.pi * FREQUENCY, []
    for k, factor in enumerate(factors):
        rng = np.random.default_rng(k)
        z = (
            SERIES
            + FAST[0] * fast(k) / (1 + (s * FAST[1]) ** FAST[2])
            + SLOW[0] * factor / (1 + (s * SLOW[1]) ** SLOW[2])
        )
        z = z + 0.003 * np.abs(z) * (rng.standard_normal(len(s)) + 1j * rng.standard_normal(len(s)))
        made.append(read_spectra(write(folder / f"cell_t={hour + k}h.csv", z)))
    return made


def test_onset_and_end_of_a_growth_are_findings(tmp_path):
    factors = 0.1 + 0.9 * np.clip((np.arange(14) - 1.5) / 8, 0, 1) ** 0.5
    m = measure_spectra(over_time(tmp_path, factors), Specimen("cell"), circuit=CIRCUIT)
    found = {f.question.name: f for f in m.findings if f.question.at.get("peak") == 2.0}
    onset, end = found["layer_onset_time"], found["layer_completion_time"]
    assert abs(onset.value / 3600 - 1.5 - 8 * 0.0025) < 4 * onset.std / 3600
    assert abs(end.value / 3600 - 1.5 - 8 * 0.9025) < 4 * end.std / 3600
    assert len(onset.origin.fit.data) == 14
    assert {one.name for one in m.series.growth if one.growth.grows} == {"arc 2", "total"}
    assert m.table("growth").columns["what"].values[-1] == "total"


def test_a_growth_that_the_series_does_not_contain_is_a_limit(tmp_path):
    factors = 0.1 + 0.9 * ((np.arange(10) + 2) / 40) ** 0.5
    m = measure_spectra(over_time(tmp_path, factors, hour=2), Specimen("cell"), circuit=CIRCUIT)
    bounds = {f.question.name: f.bound for f in m.findings if f.question.at.get("peak") == 2.0}
    assert bounds["layer_onset_time"] == "at most"
    assert bounds["layer_completion_time"] == "at least"
    assert {"growth-before-series", "growth-not-ended"} <= {remark.code for remark in m.remarks}


def test_a_jump_is_said_and_named(tmp_path):
    files = over_time(tmp_path, np.linspace(0.5, 0.55, 10), lambda k: 1.0 if k < 5 else 1.3)
    m = measure_spectra(files, Specimen("cell"), circuit=CIRCUIT)
    (jump,) = m.series.jumps
    assert (jump.before, jump.after) == (4 * 3600.0, 5 * 3600.0)
    assert dict(jump.factors)["arc 1"] == pytest.approx(1.3, rel=0.03)
    assert "series-jump" in {remark.code for remark in m.remarks}


def test_what_a_spectrum_does_not_limit_is_a_bound_or_nothing(tmp_path):
    file = read_spectra(write(tmp_path / "cell.csv", impedance(series=1e-6)))
    m = measure_spectra([file], Specimen("cell"), circuit=CIRCUIT)
    fit = m.spectra[0].fit
    series = [f for f in m.findings if f.question.name == "series_resistance"]
    low, high = fit.interval("R0")
    assert low < 1e-3 * high
    assert all(f.bound == "at most" and f.value == high and f.std is None for f in series)
    arc = next(f for f in m.findings if f.question.name == "arc_resistance")
    ends = fit.interval("R1")
    assert arc.std == pytest.approx((ends[1] - ends[0]) / 2 / 1.959964, rel=1e-6)


def test_a_sweep_that_ended_early_is_named_among_others(tmp_path):
    files = [read_spectra(write(tmp_path / f"{k}.csv", impedance(seed=k))) for k in range(3)]
    files.append(read_spectra(write(tmp_path / "short.csv", impedance()[:25], FREQUENCY[:25])))
    m = measure_spectra(files, Specimen("cell"), circuit=CIRCUIT)
    (remark,) = [r for r in m.remarks if r.code == "shorter-than-others"]
    assert remark.text.startswith("short.csv")


def test_an_inductive_spectrum_does_not_choose_the_circuit_of_the_others(tmp_path):
    files = [read_spectra(write(tmp_path / f"{k}.csv", impedance(seed=k))) for k in range(2)]
    files.append(read_spectra(write(tmp_path / "turned.csv", impedance().conj())))
    m = measure_spectra(files, Specimen("cell"))
    assert [one.fit is not None for one in m.spectra] == [True, True, False]
    assert str(m.spectra[0].fit.circuit) == CIRCUIT
    assert {"sign-doubtful", "not-possible"} <= {remark.code for remark in m.remarks}


def test_notes_that_all_files_share_are_one_remark(tmp_path):
    files = [read_spectra(write(tmp_path / f"{k}.csv", impedance(seed=k))) for k in range(5)]
    m = measure_spectra(files, Specimen("cell"), circuit=CIRCUIT)
    assert len([remark for remark in m.remarks if remark.code == "columns-inferred"]) == 1


@pytest.mark.parametrize(("turn", "lost"), [(1, ()), (-1, ()), (1, (30,)), (-1, (30,))])
def test_relaxation_times_leave_out_what_the_consistency_test_names(tmp_path, turn, lost):
    bad, kept = impedance(), np.setdiff1d(np.arange(len(FREQUENCY)), [20, *lost])
    bad[20] *= 0.05
    bad[list(lost)] = np.nan
    file = write(tmp_path / "cell.csv", bad[::turn], FREQUENCY[::turn])
    m = measure_spectra([read_spectra(file)], Specimen("cell"), circuit=CIRCUIT)
    (one,) = m.spectra
    assert one.consistency.outliers == pytest.approx([FREQUENCY[20]])
    assert one.relaxation.frequency == pytest.approx(np.sort(FREQUENCY[kept])[::-1])
    assert [peak.resistance for peak in one.relaxation.peaks] == pytest.approx([FAST[0], SLOW[0]], rel=0.05)
