"""Windows of phases from stored energies of phases: bounds with their errors, replays and refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria import Question, ask
from natria.answers import replay
from natria.atoms.calculators import stored_families
from natria.atoms.calculators.stored.families import replayed_family
from natria.atoms.results import STORED_ENERGIES
from natria.atoms.results.energies import energies_in, families_of
from natria.atoms.stability.computed import WindowRequest, compute_window
from natria.atoms.stability.energies import PHASE_WINDOW, entries_of_table
from natria.atoms.stability.energies.calculated import RelaxationSettings, calculated_energies
from natria.design import Design
from natria.quantity import Computed, Refused, ancestry

ERROR = 0.01 * 96485.33212331001  # J/mol of atoms: 10 meV
LIMITS = {"reduction_limit": "at least", "oxidation_limit": "at most", "stability_window": "at most"}


def of_phase(phase):
    return Design(phase, {"phase": {"material": phase}})


def answer(term, phase):
    return ask(PHASE_WINDOW, of_phase(phase), Question(term, phase), of=STORED_ENERGIES)


def noted(found):
    settings = [s for one in ancestry(found) if isinstance(one.origin, Computed) for s in one.origin.settings]
    return {one.path: one.word for one in settings}


def without(run, *formulas):
    """A stored run that lacks the energies of some phases."""
    entries = [one for one in run.result["entries"] if one["formula"] not in formulas]
    return replace(run, result={**run.result, "entries": entries})


def refused(run):
    conditions = [*run.result["gate"]["conditions"], {"name": "n", "met": False, "found": "f", "wanted": "w"}]
    return replace(run, result={**run.result, "gate": {"outcome": "refused", "conditions": conditions}})


@pytest.fixture
def stored(monkeypatch):
    runs = list(stored_families())
    monkeypatch.setattr("natria.atoms.results.energies.stored_families", lambda: tuple(runs))
    return runs


def run_of(runs, phase):
    return next(one for one in runs if one.workflow == "energies" and phase in one.result["asked"])


def test_the_limits_are_bounds_at_the_far_end_of_the_interval_of_the_window_command():
    phase = "Na3PS4"
    (run,) = families_of(phase)
    found = compute_window(WindowRequest(phase, 0.0, 5.0, 4000, 7, energies=energies_in(run), error=ERROR))
    assert found.is_bound
    ends = {name: found.spread.interval(name) for name in ("reduction", "oxidation", "width")}
    wanted = (ends["reduction"][0], ends["oxidation"][1], ends["width"][1])
    for (term, bound), value in zip(LIMITS.items(), wanted, strict=True):
        one = answer(term, phase)
        assert (one.bound, one.std) == (bound, None)
        assert one.value == pytest.approx(value, abs=2e-3)
    assert float(noted(answer("reduction_limit", phase))["limit.without_errors"].split()[0]) == pytest.approx(
        found.window.low, abs=1e-3
    )


def test_the_interval_is_that_of_errors_propagated_by_hand():
    """Na3PS4 + 5 Na -> P + 4 Na2S: the errors are those of 8 atoms, and of 4 times 3 atoms, over 5 F."""
    phases = {
        one.formula: one.energy
        for one in entries_of_table(ask(STORED_ENERGIES, of_phase("Na3PS4"), Question("phase_energies", "Na3PS4")))
    }
    charge = 5 * 96485.33212331001
    limit = -(4 * phases["Na2S"] - phases["Na3PS4"]) / charge
    std = ERROR * (8**2 + 12**2) ** 0.5 / charge
    found = answer("reduction_limit", "Na3PS4")
    assert float(noted(found)["limit.without_errors"].split()[0]) == pytest.approx(limit, abs=6e-4)
    assert found.value == pytest.approx(limit - 1.96 * std, abs=0.003)


def test_a_window_that_the_errors_do_not_resolve_is_refused():
    (run,) = families_of("Na3SbS4")
    assert {"NaSb", "NaSbS2", "Na3SbS3"} <= {one["formula"] for one in run.result["entries"]}
    for term in LIMITS:
        found = answer(term, "Na3SbS4")
        assert isinstance(found, Refused)
        assert "resolve" in found.why


def test_the_sodium_the_phases_and_those_that_lack_are_on_record():
    said = noted(answer("oxidation_limit", "Na3PS4"))
    assert "bcc" in said["stored.sodium"]
    assert {"Na3PS4", "Na2S", "P"} <= set(said["stored.phases"].split(", "))
    assert {"Na3P", "NaP"} & {*said["stored.phases"].split(", "), *said["stored.lacking"].split(", ")}
    assert {"P2S5", "Na2S4"} <= set(said["stored.lacking"].split(", "))
    assert said["functional.law"] == "PBE"


def test_an_answer_follows_from_its_own_record():
    for answerer, term, of in (
        (STORED_ENERGIES, "phase_energies", None),
        (PHASE_WINDOW, "oxidation_limit", STORED_ENERGIES),
    ):
        one, other = replay(answerer, of_phase("Na3PS4"), Question(term, "Na3PS4"), of=of)
        assert getattr(one, "digest", one) == getattr(other, "digest", other)


def test_the_energies_are_those_of_a_replay_without_the_calculator():
    (run,) = families_of("Na3PS4")
    structures = [one for member in run.members for one, _ in member.evaluations]
    family, _ = replayed_family(structures, "energies", "gpaw")
    settings = RelaxationSettings(static=True, without=tuple(run.result["left_out"]))
    found = calculated_energies(("Na3PS4",), family.of, settings)
    assert family.calls == 0
    kept = {one.name: one.energy for one in energies_in(run).entries}
    assert kept == pytest.approx({one.name: one.energy for one in found.entries()})


def test_energies_that_were_refused_are_no_answer(stored):
    stored[:] = [refused(run_of(stored, "Na3PS4"))]
    found = answer("oxidation_limit", "Na3PS4")
    assert isinstance(found, Refused)
    assert "refused" in found.why


def test_a_phase_without_stored_energies_is_refused():
    for phase in ("NaF", "NaCl"):
        assert isinstance(answer("oxidation_limit", phase), Refused)


def test_an_element_without_an_energy_is_refused(stored):
    stored[:] = [without(run_of(stored, "Na3PS4"), "P")]
    found = answer("oxidation_limit", "Na3PS4")
    assert isinstance(found, Refused)
    assert "P" in found.why


def test_a_phase_above_its_competitors_has_no_window(stored):
    run = run_of(stored, "Na3PS4")
    entries = [dict(one, energy=one["energy"] + 8.0 * (one["formula"] == "Na3PS4")) for one in run.result["entries"]]
    stored[:] = [replace(run, result={**run.result, "entries": entries})]
    assert isinstance(answer("oxidation_limit", "Na3PS4"), Refused)
