"""Spectra: the sign of a capacitor, the columns, and what is refused."""

import numpy as np
import pytest

from natria.quantity import ModelError
from natria.record import Spectrum, Table, numbers, spectrum_of

FREQUENCY = np.geomspace(1e6, 1e-2, 33)
OMEGA = 2 * np.pi * FREQUENCY
ARC = Spectrum(FREQUENCY, 1e-3 + 2e-3 / (1 + 1j * OMEGA * 2e-3 * 10), "ohm m^2", "an arc")


def test_a_capacitor_has_a_negative_imaginary_part():
    assert (ARC.imaginary < 0).all()
    assert ARC.real[-1] == pytest.approx(3e-3, rel=1e-3)
    assert len(ARC) == 33


def test_a_spectrum_is_three_columns_and_back():
    table = ARC.table
    assert {name: c.unit for name, c in table.columns.items()} == {
        "frequency": "1/s",
        "real": "ohm m^2",
        "imaginary": "ohm m^2",
    }
    assert spectrum_of(table).digest == ARC.digest


def test_a_table_without_the_columns_is_no_spectrum():
    with pytest.raises(ModelError):
        spectrum_of(Table("t", "T", {"frequency": numbers("1/s", [1.0])}))


@pytest.mark.parametrize(
    ("frequency", "impedance", "unit"),
    [
        ([1.0], [1.0], "ohm cm^2"),
        ([1.0, 2.0], [1.0], "ohm"),
        ([[1.0]], [[1.0]], "ohm"),
        ([0.0], [1.0], "ohm"),
        ([-1.0], [1.0], "ohm"),
        ([np.nan], [1.0], "ohm"),
    ],
)
def test_what_is_no_spectrum_is_refused(frequency, impedance, unit):
    with pytest.raises(ModelError):
        Spectrum(np.array(frequency), np.array(impedance), unit)


def test_a_refused_point_stays_in_its_place():
    one = Spectrum(np.array([2.0, 1.0]), np.array([1.0, complex(np.nan, np.nan)]), "ohm")
    assert np.isnan(one.real).tolist() == [False, True]


def test_the_unit_is_a_part_of_the_content():
    assert Spectrum(FREQUENCY, ARC.impedance, "ohm").digest != ARC.digest
