"""What must hold for every case that comes with natria, also for one that is added later."""

import pytest

from natria.design import cases
from natria.quantity import Finding, ancestry, evidence


@pytest.fixture(params=sorted(cases()))
def study(request, study_of):
    return study_of(request.param)


def test_every_reported_result_is_compared_or_refused_with_a_reason(study):
    targets = {c.target.id for c in study.base.comparisons}
    everything = {f.id for p in study.papers for f in p.facts.values()}
    assert everything
    assert targets | {f.id for f in study.taken} == everything
    assert all(c.why for c in study.base.comparisons)


def test_every_system_with_results_has_a_design(study):
    keys = tuple(f"{p.source.key}/" for p in study.papers)
    subjects = {f.question.system for f in study.targets if f.question.of.startswith(keys)}
    assert subjects <= {*study.case.systems, *study.case.study.stands_for}


def test_no_answer_that_rests_on_its_own_target_is_anything_but_a_fit_or_an_input(study):
    """A number that restates the target in its paper is another reported number: arithmetic on it is a check."""
    for run in study.runs:
        for c in run.comparisons:
            if isinstance(c.answer, Finding) and c.target.id in evidence(c.answer):
                was_read = any(one.id == c.target.id for one in ancestry(c.answer))
                allowed = ("fit", "input") if was_read else ("fit", "input", "check")
                assert c.verdict in allowed, c.target.id
