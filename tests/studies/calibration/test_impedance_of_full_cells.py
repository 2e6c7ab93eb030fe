"""A spectrum beside a recording: it tells resistance and charge transfer apart, which the branches cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import SimpleNamespace

import numpy as np
import pytest
from full_cells_to_calibrate import (
    AT,
    CHARGE,
    ERROR,
    FREQUENCIES,
    NOISE,
    REST,
    SYSTEM,
    TRUE,
    case,
    charge_of,
    impedance,
    recorded,
    written,
    written_spectrum,
)

from natria.laws import FARADAY, GAS
from natria.models.cell import prepare
from natria.quantity import InputError, NatriaError
from natria.report.calibration.figures import calibration_pictures
from natria.report.calibration.wording import misfit_rows, remarks
from natria.studies.calibration.calibrate import Calibration, _size, calibrate
from natria.studies.calibration.file import calibration_document
from natria.studies.calibration.impedance import INDUCTIVE, MOST, RestSpectrum, _compared, rest_spectrum
from natria.studies.opening.overrides import with_given

OHMIC, FACE = "electrolyte.outer.ionic_conductivity", "working.exchange_current_density"
TRUTH = {OHMIC: 0.008, FACE: 2.0}  # SI
CELL = {**TRUE, OHMIC: "0.08 mS/cm", FACE: "0.2 mA/cm^2"}
FIRST = {
    OHMIC: "{ value = 0.05, unit = 'mS/cm', why = 'a first value' }",
    FACE: "{ value = 0.4, unit = 'mA/cm^2', why = 'a first value' }",
}
STATE = f"{100 * AT:g} % after {REST / 3600:g} h"


@dataclass(frozen=True)
class Lab:
    """Files of one cell with another noise for each seed."""

    folder: object

    @cached_property
    def clean(self):
        return recorded(CELL)

    @cached_property
    def impedance(self):
        return impedance(CELL, charge_of(self.clean))

    def recording(self, seed):
        return str(written(self.clean, self.folder / f"cell-{seed}.csv", seed))

    def spectrum(self, seed, z=None):
        return written_spectrum(self.impedance if z is None else z, self.folder / f"eis-{seed}.csv", seed)

    def calibrated(self, seed, spectra=(), error=ERROR) -> Calibration:
        return calibrate(
            case(),
            [OHMIC, FACE],
            [self.recording(seed)],
            cycles=(1, 1),
            system=SYSTEM,
            charge_error=CHARGE,
            noise=NOISE,
            given={**CELL, **FIRST},
            spectra=spectra,
            impedance_error=error,
        )

    def with_spectrum(self, seed) -> Calibration:
        return self.calibrated(seed, [f"{self.spectrum(seed)}={STATE}"])


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return Lab(tmp_path_factory.mktemp("impedance"))


@pytest.fixture(scope="module")
def found(lab):
    return lab.with_spectrum(1)


def datum_of(calibration) -> RestSpectrum:
    (one,) = (d for d in calibration.data if isinstance(d, RestSpectrum))
    return one


def off(calibration):
    return [(f.value - TRUTH[path]) / f.std for path, f in calibration.findings.items()]


def test_branches_know_only_one_combination_of_resistance_and_charge_transfer(lab):
    alone = lab.calibrated(1)
    assert alone.why_not
    (lost,) = alone.identifiability.lost
    assert all(lost.parts)


def test_with_a_spectrum_both_come_back_within_their_spread(found):
    assert not found.why_not
    assert np.abs(off(found)).max() < 3
    assert all(f.std / f.value < 0.05 for f in found.findings.values())


def test_the_spectrum_is_that_of_the_circuit_by_hand(found):
    """In series the layers, L/sigma each; the face RT/(F i0) is halved by twice its exchange current."""
    design = with_given(case().design(SYSTEM), CELL)
    cell = prepare(design).cell
    datum = datum_of(found)
    said = datum.said_by(design).values
    real = said[: len(datum.frequency)]
    layers = sum(one.thickness / one.conductivity for one in cell.electrolyte)
    assert real[0] == pytest.approx(layers, rel=2e-3)
    faster = datum.said_by(with_given(design, {FACE: "0.4 mA/cm^2"})).values[: len(datum.frequency)]
    face = GAS * cell.temperature / (FARADAY * TRUTH[FACE])
    assert real[-1] - faster[-1] == pytest.approx(face / 2, rel=0.01)
    assert faster[0] == pytest.approx(real[0], rel=1e-3)


def test_the_simulated_cell_is_at_the_state_of_the_measured_one(lab, found):
    datum = datum_of(found)
    said = datum.said_by(with_given(case().design(SYSTEM), CELL)).values
    z = lab.impedance * prepare(case().design(SYSTEM)).cell.area
    expected = np.concatenate([z.real, z.imag])
    assert np.abs(said - expected).max() < 0.01 * np.abs(z).max()
    down, rest = datum.program
    assert -down.current * down.seconds == pytest.approx(AT * charge_of(lab.clean), rel=3 * CHARGE)
    assert (rest.verb, rest.seconds) == ("rest", REST)


def test_the_result_shows_the_spectrum_as_a_datum(found):
    datum, document = datum_of(found), calibration_document(found, "0")
    row = document["data"][1]
    assert (row["file"], row["impedance_error"]) == (datum.label, ERROR)
    assert len(row["sha256"]) == 64
    assert len(list(misfit_rows(found))) == 3
    assert len(calibration_pictures(found)) == 2
    assert not [one for one in remarks(found) if "systematic" in one]
    assert "spectra weighted" in found.fit.method


def test_a_spectrum_of_another_cell_is_named_as_a_misfit(lab):
    """A spectrum with an arc that no part of the cell has."""
    arc = 100 / (1 + 2j * np.pi * FREQUENCIES / 3e4)
    other = lab.calibrated(2, [f"{lab.spectrum(20, lab.impedance + arc)}={STATE}"])
    misfit = other.misfits[1]
    assert misfit.excess > 2
    assert [one for one in remarks(other) if misfit.datum.label in one]


def test_readings_of_an_inductance_are_left_out(lab, found):
    coil = 2j * np.pi * FREQUENCIES * 3e-4
    recording, area = found.data[0], found.data[0].finding.origin.inputs[0]
    text = f"{lab.spectrum(30, lab.impedance + coil)}={STATE}"
    datum = rest_spectrum(text, recording, area, error=ERROR)
    over = (coil + lab.impedance).imag > (INDUCTIVE + 2) * ERROR * np.abs(coil + lab.impedance)
    assert over.any()
    assert datum.frequency[0] < FREQUENCIES[over].min()
    assert len(datum.frequency) <= MOST
    assert not datum.positive


def test_one_late_reading_above_zero_leaves_the_spectrum_above_it(lab, found):
    z, recording = lab.impedance.copy(), found.data[0]
    z[-3] = z[-3].conj() + 0.2j * abs(z[-3])
    text = f"{lab.spectrum(31, z)}={STATE}"
    datum = rest_spectrum(text, recording, recording.finding.origin.inputs[0], error=ERROR)
    assert len(datum.frequency) == len(FREQUENCIES)
    assert datum.positive == pytest.approx([np.sort(FREQUENCIES)[2]])
    said = replace(found.misfits[1], datum=datum)
    assert [one for one in remarks(replace(found, misfits=(found.misfits[0], said))) if "no lead" in one]


def test_a_spectrum_of_leads_alone_is_refused():
    leads = SimpleNamespace(frequency=FREQUENCIES, impedance=(1 + 1j) * np.ones(len(FREQUENCIES)), unit="ohm m^2")
    with pytest.raises(NatriaError, match="inductance"):
        _compared(SimpleNamespace(sweeps=[SimpleNamespace(spectrum=leads)]), 1.0, ERROR)


def test_a_spectrum_that_is_missed_is_told_by_its_size_at_the_highest_frequency(found):
    missed = found.misfits[1]
    assert _size(missed.datum, missed.datum.target) == pytest.approx(abs(missed.datum.impedance[0]))


@pytest.mark.parametrize(
    ("state", "error", "part"),
    [
        (f"={STATE}", None, "--impedance-error"),
        ("", ERROR, "FILE=SHARE after REST"),
        ("=40 %", ERROR, "FILE=SHARE after REST"),
        ("=120 % after 1 h", ERROR, "100 %"),
    ],
)
def test_a_spectrum_needs_its_error_and_its_state(lab, state, error, part):
    with pytest.raises(InputError) as bad:
        lab.calibrated(1, [f"{lab.spectrum(1)}{state}"], error)
    assert part in str(bad.value)


def test_a_spectrum_needs_a_recording_beside_it(lab):
    with pytest.raises(InputError, match="--data"):
        calibrate(
            case(),
            [OHMIC],
            ["chi2022:nas-capacity"],
            system=SYSTEM,
            given=CELL,
            spread=0.05,
            spectra=[f"{lab.spectrum(1)}={STATE}"],
            impedance_error=ERROR,
        )


@pytest.mark.slow
def test_spreads_cover_the_truth(lab):
    each = np.array([off(lab.with_spectrum(seed)) for seed in range(40, 56)])
    assert 0.4 < np.mean(each**2) < 2.0
    assert np.mean(np.abs(each) < 2) > 0.85
