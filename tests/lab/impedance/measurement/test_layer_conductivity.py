"""Conductivity from geometry: bulk, whole layer, energies over temperature, and what stays open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pellets import AREA, CIRCUIT, ENERGY, GAS, KELVINS, SIGMA, THICKNESS, TOTAL, sigma, write_pellet, write_pellets

from natria.lab.files.impedance import read_spectra
from natria.lab.impedance.measurement import measure_spectra
from natria.lab.impedance.measurement.layer import layer_resistances
from natria.lab.specimen import Specimen
from natria.quantity import Chosen, Finding, Question, ancestry, is_own_data


def chosen(name, value):
    return Finding(Question(name, "cell"), value, Chosen("a test"), 0.0)


SAMPLE = Specimen("cell", area=chosen("face_area", AREA), thickness=chosen("layer_thickness", THICKNESS))
RUNS = 30


def of(m, name, subject="cell"):
    return [f for f in m.findings if (f.question.name, f.question.of) == (name, subject)]


def measured(files, specimen=SAMPLE, circuit=CIRCUIT):
    return measure_spectra([read_spectra(file) for file in files], specimen, circuit=circuit)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return measured([write_pellet(tmp_path_factory.mktemp("alone"))])


@pytest.fixture(scope="module")
def series(tmp_path_factory):
    return measured(sorted(write_pellets(tmp_path_factory.mktemp("series")).iterdir()))


def test_both_conductivities_are_thickness_over_resistance_and_area(alone):
    fit = alone.spectra[0].fit
    (total,), (bulk,) = of(alone, "ionic_conductivity"), of(alone, "ionic_conductivity", "cell, bulk")
    r0, r1 = (fit.value(name) / AREA for name in ("R0", "R1"))  # ohm
    assert total.value == pytest.approx(THICKNESS / ((r0 + r1) * AREA), rel=1e-9)
    assert bulk.value == pytest.approx(THICKNESS / (r0 * AREA), rel=1e-9)
    assert abs(total.value - TOTAL) < 4 * total.std
    assert abs(bulk.value - SIGMA) < 4 * bulk.std
    assert is_own_data(total)
    assert {SAMPLE.thickness, SAMPLE.area} <= {one for one in ancestry(total) if isinstance(one, Finding)}


def test_the_sum_is_known_better_than_its_parts_as_their_errors_are_correlated(alone):
    fit = alone.spectra[0].fit
    (total,) = of(alone, "ionic_conductivity")
    k = [fit.names.index(name) for name in ("R0", "R1")]
    var = fit.covariance[np.ix_(k, k)].sum()
    whole = fit.values[k].sum()
    assert total.std / total.value == pytest.approx(np.sqrt(var) / whole, rel=0.3)


def test_the_spread_covers_the_truth(tmp_path):
    hits = {"cell": 0, "cell, bulk": 0}
    for seed in range(RUNS):
        m = measured([write_pellet(tmp_path, seed=seed)])
        for subject, truth in (("cell", TOTAL), ("cell, bulk", SIGMA)):
            (found,) = of(m, "ionic_conductivity", subject)
            hits[subject] += abs(found.value - truth) < 1.96 * found.std
    assert all(0.83 * RUNS <= count <= RUNS for count in hits.values())  # 95 % expected


def test_the_spread_of_thickness_and_area_enters_the_conductivity_alone(tmp_path):
    files = sorted(write_pellets(tmp_path).iterdir())
    wide = replace(SAMPLE, thickness=replace(SAMPLE.thickness, std=0.05 * THICKNESS))
    plain, loose = measured(files), measured(files, wide)
    one, other = (of(m, "ionic_conductivity")[0] for m in (plain, loose))
    assert other.std / other.value == pytest.approx(np.hypot(0.05, one.std / one.value), rel=1e-3)
    energies = [of(m, "arrhenius_energy")[0] for m in (plain, loose)]
    assert energies[0].std == pytest.approx(energies[1].std)
    unknown = measured(files, replace(SAMPLE, thickness=replace(SAMPLE.thickness, std=None)))
    assert of(unknown, "ionic_conductivity")[0].std is None


def test_energies_of_both_forms_over_temperature(series):
    (plain,), (in_front,) = of(series, "arrhenius_energy"), of(series, "conductivity_arrhenius_energy")
    assert abs(plain.value - ENERGY) < 4 * plain.std
    kelvin = [f.question.at["temperature"] for f in of(series, "ionic_conductivity")]
    values = {f.question.at["temperature"]: f.value for f in of(series, "ionic_conductivity")}
    slope = np.polyfit(1 / np.array(kelvin), np.log(np.array([*values.values()]) * kelvin), 1)[
        0
    ]  # ln(sigma T) by least squares
    assert in_front.value == pytest.approx(-GAS * slope, rel=0.01)
    assert len(values) == len(KELVINS)
    assert values == pytest.approx({t: sigma(t) for t in KELVINS}, rel=0.01)
    (bulk,) = of(series, "arrhenius_energy", "cell, bulk")
    assert abs(bulk.value - ENERGY) < 4 * bulk.std


def test_the_spread_of_an_energy_covers_the_truth(tmp_path):
    runs = 12
    pulls = []
    for seed in range(runs):
        m = measured(sorted(write_pellets(tmp_path / str(seed), seed + 50).iterdir()))
        pulls += [(found.value - ENERGY) / found.std for found in of(m, "arrhenius_energy")]
    assert len(pulls) >= runs - 1  # none where an arc cannot be followed
    assert sum(abs(pull) < 1.96 for pull in pulls) >= runs - 3
    assert np.std(pulls) > 0.2  # the spread is not a multiple of what it should be


def test_between_electrodes_that_pass_ions_the_total_is_a_range(tmp_path):
    m = measured([write_pellet(tmp_path, blocking=False)], circuit="R0-p(R1,CPE1)")
    (total,), (bulk,) = of(m, "ionic_conductivity"), of(m, "ionic_conductivity", "cell, bulk")
    low, high = total.bound
    assert low < TOTAL < high
    assert low == pytest.approx(TOTAL, rel=0.02)
    assert SIGMA < high < 1.2 * SIGMA  # the lower end of the series resistance
    assert abs(bulk.value - SIGMA) < 4 * bulk.std
    assert "layer-open" in {remark.code for remark in m.remarks}


def test_a_liquid_has_no_grain_boundaries(tmp_path):
    m = measured([write_pellet(tmp_path, blocking=False)], replace(SAMPLE, has_grains=False), "R0-p(R1,CPE1)")
    (total,) = of(m, "ionic_conductivity")
    assert abs(total.value - SIGMA) < 4 * total.std  # of the series resistance alone
    assert not of(m, "ionic_conductivity", "cell, bulk")


@pytest.mark.parametrize(
    ("capacitance", "bulk", "total"),
    [
        (2e-7, ("R1",), ("R1",)),  # 2e-11 F/cm^2 x 0.05 cm: the bulk; R0 is leads
        (2e-5, ("R0",), ("R0", "R1")),  # grain boundaries: the bulk is faster than the spectrum
        (1e-1, (), ("R0",)),  # a double layer: no arc of the layer, bulk and boundaries are one
    ],
)
def test_the_capacitance_says_which_resistances_belong_to_the_layer(alone, capacitance, bulk, total):
    (one,) = alone.spectra
    found = layer_resistances(one, THICKNESS, {arc.name: capacitance for arc in one.arcs})
    assert (found.bulk, found.total, found.open) == (bulk, total, ())


def test_without_an_area_there_is_no_conductivity(tmp_path):
    m = measured([write_pellet(tmp_path)], Specimen("cell", thickness=SAMPLE.thickness))
    assert not of(m, "ionic_conductivity")
    assert "no-area" in {remark.code for remark in m.remarks}


def test_the_layer_is_the_subject_where_it_has_a_name(tmp_path):
    m = measured([write_pellet(tmp_path)], replace(SAMPLE, layer="cell#pellet"))
    (total,), (resistance,) = of(m, "ionic_conductivity", "cell#pellet"), of(m, "area_resistance", "cell#pellet")
    assert total.value * resistance.value == pytest.approx(THICKNESS)
    assert of(m, "ionic_conductivity", "cell#pellet, bulk")
