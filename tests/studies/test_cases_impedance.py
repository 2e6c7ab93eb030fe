"""What the five cases report of impedance: which numbers are answered, and that none becomes a prediction."""

from __future__ import annotations

import pytest

from natria.quantity import Finding, Refused
from natria.studies import Comparison
from natria.studies.verdicts.compare import Verdict

TERMS = (
    "resistance_arrhenius_energy",
    "vft_energy",
    "charge_transfer_area_resistance",
    "capacitance",
    "cell_resistance",
)
EXPECTED: dict[str, dict[str, set[Verdict]]] = {
    "kumar2020": {"kumar2020:vft-bpi": {"refused"}, "kumar2020:vft-pristine": {"refused"}},
    "yuan2025": {},
    "lu2026": {f"lu2026:Ea-{arc}-{cell}": {"fit"} for arc in ("sei", "ct") for cell in ("sfc", "f", "p")},
    "chi2022": {"chi2022:rct-x060": {"fit"}, "chi2022:interphase-capacitance": {"conditional"}},
    "zhu2024": {
        f"zhu2024:sn-pvdf-resistance-{cell}-{cycle}": {"refused"} for cell in ("bare", "coated") for cycle in (1, 100)
    },
}


def of_impedance(study) -> list[Comparison]:
    return [c for c in study.base.comparisons if c.target.question.name in TERMS]


@pytest.mark.parametrize("case", EXPECTED)
def test_the_verdicts_of_what_is_reported_of_impedance(study_of, case):
    found: dict[str, set[Verdict]] = {}
    for c in of_impedance(study_of(case)):
        found.setdefault(c.target.id, set()).add(c.verdict)
    assert found == EXPECTED[case]


def test_the_spectrum_and_the_closed_forms_agree_on_the_faces(study_of):
    """chi2022's exchange current is typed in from the reported resistance: both give it back."""
    for target, closed in (("rct-x060", "charge_transfer"), ("interphase-capacitance", "double_layer")):
        answers = [c.answer for c in of_impedance(study_of("chi2022")) if c.target.id == f"chi2022:{target}"]
        by = {a.origin.model: a.value for a in answers if isinstance(a, Finding)}
        assert set(by) == {closed, "spectrum_charge_transfer"}
        assert by["spectrum_charge_transfer"] == pytest.approx(by[closed], rel=1e-3)


@pytest.mark.parametrize(("case", "missing"), [("kumar2020", "T0"), ("zhu2024", "which part of the spectrum")])
def test_a_refusal_says_what_is_missing(study_of, case, missing):
    reasons = [c.answer.why for c in of_impedance(study_of(case)) if isinstance(c.answer, Refused)]
    assert reasons
    assert all(missing in why for why in reasons)
