"""Numbers that rest on own files alone: measured, or fitted to nothing else."""

from __future__ import annotations

from natria.quantity import (
    Artefact,
    Assumed,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Measured,
    Question,
    Reported,
    is_of_spectra,
    is_own_data,
)

Q = Question("area_resistance", "cell")
FILE = Measured("cell.csv", "0" * 64, "read")


def fitted(data=(), artefacts=(), held=()):
    return Finding(Q, 1.0, Fitted(Fit("law", 1, data, held, ("a",), (1.0,), None, artefacts=artefacts), "a"))


def spectrum(origin):
    return Artefact("spectrum", Question("impedance_spectrum", "cell"), "content", origin)


OWN, PAPER = Finding(Q, 1.0, FILE), Finding(Q, 1.0, Reported("a:b", "measured"))
ASSUMED = Finding(Q, 1.0, Assumed("a test"))


def test_a_fit_is_own_data_where_all_of_its_data_are():
    assert is_own_data(OWN)
    assert is_own_data(fitted((OWN,)))
    assert is_own_data(fitted((fitted((OWN,)),)))  # an energy of fitted resistances
    assert is_own_data(fitted((OWN,), held=(ASSUMED,)))  # an area may be assumed
    for other in (PAPER, ASSUMED, fitted(), fitted((OWN, PAPER)), Finding(Q, 1.0, Computed("cell", 1, (OWN,)))):
        assert not is_own_data(other)
    assert not is_own_data(Finding(Q, 1.0, Chosen("a test")))


def test_a_fit_of_a_simulated_spectrum_is_not_own_data():
    assert is_own_data(fitted(artefacts=(spectrum(FILE),)))
    assert not is_own_data(fitted(artefacts=(spectrum(Computed("cell", 1, (OWN,))),)))


def test_numbers_of_spectra_stand_for_measurements():
    of_spectrum = fitted(artefacts=(spectrum(FILE),))
    assert is_of_spectra(of_spectrum)
    assert is_of_spectra(fitted((of_spectrum,)))
    assert not is_of_spectra(fitted((OWN,)))  # a fit that natria repeats
    assert not is_of_spectra(OWN)
