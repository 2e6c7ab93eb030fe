"""A design is read once: what patches do not change is not read again, and what they change is."""

from __future__ import annotations

import pytest

from natria.design import values
from natria.quantity import Question, parse_quantity

CELL = "kumar2020/bpi"


@pytest.fixture
def parsed(monkeypatch):
    """The texts that are parsed from here on; what was read before is forgotten."""
    seen = []
    monkeypatch.setattr(values, "parse_quantity", lambda text, unit: (seen.append(text), parse_quantity(text, unit))[1])
    values._chosen.cache_clear()
    yield seen
    values._chosen.cache_clear()


def fresh(kumar_case):
    from dataclasses import replace

    return replace(kumar_case.design(CELL), nodes={})


def test_a_number_is_parsed_once_for_all_designs_that_share_it(kumar_case, parsed):
    design = fresh(kumar_case)
    patched = design.patched({"temperature": "310 K"})
    values._chosen.cache_clear()  # what checking the design has parsed
    parsed.clear()
    numbers = [d.finding("interphase.bpi.thickness") for d in (design, patched, design, patched)]
    assert parsed == ["3 um"]
    assert all(number is numbers[0] for number in numbers)
    assert patched.finding("temperature").value == 310


def test_an_assumption_is_the_same_finding_at_each_read(kumar_case):
    design = fresh(kumar_case)
    path = next(p for p in design.assumed() if ": " not in p and design.has(p))
    assert design.patched({"temperature": "310 K"}).finding(path) is design.finding(path)


def test_a_patch_of_a_part_of_a_number_is_read_anew(kumar_case):
    design = fresh(kumar_case)
    path = next(
        p for p in design.assumed() if ": " not in p and isinstance(design.get(p), dict) and "value" in design.get(p)
    )
    before = design.finding(path)
    after = design.patched({f"{path}.value": 2 * design.get(path)["value"]}).finding(path)
    assert after.value == pytest.approx(2 * before.value)
    assert design.finding(path) == before


def test_another_name_is_another_subject(kumar_case):
    design = fresh(kumar_case)
    here, there = (d.finding("temperature") for d in (design, design.named("other")))
    assert (here.question.of, there.question.of) == (f"{CELL}#temperature", "other#temperature")


def test_a_fit_that_comes_later_is_seen(kumar_case):
    from natria.design import Unanswerable
    from natria.quantity import Assumed, Finding

    design = fresh(kumar_case)
    path, name = "interphase.bpi.ionic_conductivity", "layer conductivity"
    with pytest.raises(Unanswerable):
        design.finding(path)
    values_ = [Finding(Question("ionic_conductivity", "a fit"), v, Assumed("a trial"), 0.0) for v in (1.0, 2.0)]
    assert [design.with_fits({name: v}).finding(path).value for v in values_] == [1.0, 2.0]


def test_the_words_of_a_protocol_are_read_once_for_the_same_settings(kumar_case):
    design = fresh(kumar_case)
    warm = design.patched({"temperature": "310 K"})
    assert warm.blocks() is design.blocks()
    faster = design.patched({"protocol.current": "7 mA/cm^2"})
    assert faster.blocks() != design.blocks()


@pytest.mark.parametrize(
    ("path", "value", "limit"),
    [
        ("electrolyte.gap.thickness", "0 um", "above zero"),
        ("electrolyte.gap.porosity", {"value": 0, "unit": "1", "why": "none"}, "above zero"),
        ("electrolyte.gap.macmullin_number", {"value": 0.5, "unit": "1", "why": "none"}, "1 or more"),
    ],
)
def test_what_no_equation_can_use_is_refused_where_it_is_written(kumar_case, path, value, limit):
    from natria.quantity import DesignError

    layer = kumar_case.base.names("electrolyte")[0]
    place = path.replace("gap", layer)
    with pytest.raises(DesignError) as refused:
        kumar_case.base.with_({place: value})
    assert [(p.where, limit in p.what) for p in refused.value.problems] == [(place, True)]
