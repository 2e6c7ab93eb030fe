"""The card of the scatter between cells, and what is shipped with it."""

from __future__ import annotations

import pytest

from natria.literature import fact, library, scatter
from natria.literature.card import CARD
from natria.quantity import LiteratureError, Reported, knowledge


def test_the_card_is_a_scatter_with_terms_of_its_own():
    card = scatter()
    assert card.usual > 0
    assert card.steps > 0
    assert card.terms["molar_mass"] == card.terms["theoretical_capacity"] == 0.0


def test_a_term_that_nobody_knows_is_refused(tmp_path):
    file = tmp_path / "scatter.toml"
    file.write_text(CARD.read_text(encoding="utf-8").replace("term.density", "term.densty"), encoding="utf-8")
    with pytest.raises(LiteratureError):
        scatter(file)


def test_every_fact_that_is_no_bound_is_known_to_some_extent():
    facts = library().facts
    unknown = {name for name, one in facts.items() if knowledge(one, scatter()).u is None}
    assert unknown == {name for name, one in facts.items() if isinstance(one.bound, str)}


def test_every_fact_has_the_digits_that_it_is_written_with():
    origins = [one.origin for one in library().facts.values()]
    assert all(isinstance(o, Reported) and o.resolution > 0 for o in origins)


@pytest.mark.parametrize(
    "name",
    ["kumar2020:xps-depth-15min", "kumar2020:gap-NaOH", "kumar2020:nas-loading", "kumar2020:optical-gap"],
)
def test_what_a_paper_says_about_is_kept(name):
    assert fact(name).origin.approx


def test_an_exchange_current_that_its_paper_assumed_is_a_guess():
    known = knowledge(fact("yuan2025:i0"), scatter())
    assert (known.ground, known.u) == ("guess", 0.35)
