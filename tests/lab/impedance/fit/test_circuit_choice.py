"""The choice of a circuit lists all alternatives, takes the truth where the data decide, and says where they do not."""

from __future__ import annotations

import numpy as np
import pytest
from independent.spectra import random_spectra

from natria.lab.impedance.fit import choose_circuit
from natria.quantity import FitError, InputError

LADDER = (
    "R0-p(R1,CPE1)",
    "R0-p(R1,CPE1)-CPE2",
    "R0-p(R1,CPE1)-p(R2,CPE2)-CPE3",
    "R0-p(R1,CPE1)-p(R2,CPE2)-p(R3,CPE3)-CPE4",
)


@pytest.mark.parametrize("criterion", ["bic", "aicc"])
def test_the_truth_is_chosen_mostly(criterion):
    made = random_spectra(5, 4)
    found = choose_circuit((made.frequency, made.impedance), LADDER, criterion=criterion)
    assert np.mean([str(one.circuit) == LADDER[2] for one in found]) >= 0.8
    for one in found:
        differences = [a.difference for a in one.alternatives]
        assert differences == sorted(differences)
        assert differences[0] == 0
        assert len(differences) == len(LADDER)
        assert sum(a.weight for a in one.alternatives) == pytest.approx(1)


def test_circuits_that_describe_alike_are_named():
    made = random_spectra(1, 4)
    same = ("R0-p(R1,CPE1)-p(R2,CPE2)-CPE3", "R9-p(R8,CPE8)-p(R7,CPE7)-CPE6")
    (found,) = choose_circuit((made.frequency, made.impedance), same)
    assert {r.code for r in found.remarks} == {"circuit-open"}


def test_where_no_circuit_fits_a_remark_says_so():
    made = random_spectra(1, 4)
    (found,) = choose_circuit((made.frequency, made.impedance), ["R0-C1"])
    assert {r.code for r in found.remarks} == {"no-circuit"}


def test_a_circuit_with_too_many_parameters_is_listed_as_refused():
    made = random_spectra(1, 4)
    some = slice(0, 60, 20)
    (found,) = choose_circuit((made.frequency[some], made.impedance[0][some]), ["R0-C1", LADDER[2]])
    assert [bool(a.refused) for a in found.alternatives] == [False, True]
    with pytest.raises(FitError):
        choose_circuit((made.frequency[some], made.impedance[0][some]), [LADDER[2]])


@pytest.mark.parametrize(("candidates", "options"), [([], {}), (LADDER, {"criterion": "aic"})])
def test_bad_choices_are_refused(candidates, options):
    made = random_spectra(1, 4)
    with pytest.raises(InputError):
        choose_circuit((made.frequency, made.impedance), candidates, **options)


def test_the_usual_circuits_have_an_inductance_where_the_spectrum_has_one():
    plain, wired = (random_spectra(1, 4, "7 MHz", disturbance) for disturbance in ("none", "wire"))
    for made, inductive in ((plain, False), (wired, True)):
        (found,) = choose_circuit((made.frequency, made.impedance))
        kinds = {part.kind for a in found.alternatives for part in a.circuit.parts}
        assert ("L" in kinds) == inductive


def test_a_circuit_that_passes_through_all_points_is_not_chosen():
    """With seven parameters for eight numbers the criterion would be the lowest whatever the data."""
    frequency = np.geomspace(1e4, 1.0, 4)
    z = 10 + 50 / (1 + 2j * np.pi * frequency * 1e-3) + np.array([0.1, -0.2, 0.1, 0.3])
    (choice,) = choose_circuit((frequency, z))
    assert len(choice.circuit.names) <= 4
    assert any(row.fit is None and "too many parameters" in row.refused for row in choice.alternatives)
