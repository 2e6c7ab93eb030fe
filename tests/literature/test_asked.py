"""A query from what a person writes: units are those in which people read, ends may be open."""

from math import inf

import pytest

from natria.literature import library, near_facts, read_query
from natria.quantity import NatriaError


def test_a_number_alone_is_in_the_unit_in_which_people_read_it():
    alone = read_query({"current": "1"}, quantity="cell_overpotential", low="50")
    written = read_query({"current": "1 mA/cm^2"}, quantity="cell_overpotential", low="0.05 V")
    assert alone.at == written.at == {"current": pytest.approx(10.0)}
    assert alone.between == (pytest.approx(0.05), inf)
    assert written.between == (pytest.approx(0.05), inf)
    assert read_query({}, quantity="cell_overpotential", high="50").between == (-inf, pytest.approx(0.05))
    assert read_query({}, quantity="cell_overpotential", between="10 to 50 mV").between == (0.01, 0.05)
    assert read_query({"current": "0.5 to 2 mA/cm^2"}).at == {"current": (pytest.approx(5.0), pytest.approx(20.0))}


@pytest.mark.parametrize(
    "given",
    [
        {"low": "3"},
        {"quantity": "cell_overpotential", "low": "3 kg"},
        {"quantity": "cell_overpotential", "between": "3 mV"},
        {"quantity": "nope", "low": "3"},
    ],
)
def test_a_range_that_means_nothing_is_refused(given):
    with pytest.raises(NatriaError):
        read_query({}, **given)


def test_near_facts_are_of_the_same_quantity_with_the_nearest_value_first():
    here = library()
    fact = here.fact("kumar2020:eta-3um")
    near = near_facts(fact, here)
    assert {f.question.name for f in near} == {"cell_overpotential"}
    assert fact not in near
    ratios = [max(f.value / fact.value, fact.value / f.value) for f in near]
    assert ratios == sorted(ratios)
    for one in here.facts.values():
        shares = {one.id, *one.origin.shares}
        assert not any(f.id in shares or one.id in f.origin.shares for f in near_facts(one, here))
