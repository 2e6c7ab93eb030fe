"""Whether products block electrons follows from data of the products."""

from __future__ import annotations

import pytest

from natria.atoms.stability import ElectronDatum, passivation
from natria.atoms.stability.electrons import electron_data, usual_blocking_gap

EV = 1.602176634e-19  # J
METAL, WIDE, NARROW = ElectronDatum(is_metal=True), ElectronDatum(gap=4 * EV), ElectronDatum(gap=0.4 * EV)


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        ({"Na2S": WIDE, "Na3P": NARROW}, "conducts electrons"),
        ({"Na2S": WIDE, "Na3P": WIDE}, "blocks electrons"),
        ({"Na2S": WIDE}, "unknown"),
        ({"Na2S": METAL}, "conducts electrons"),
        ({}, "unknown"),
    ],
)
def test_a_verdict_follows_from_the_products(known, verdict):
    assert passivation(("Na2S", "Na3P"), known, 1 * EV).verdict == verdict


def test_no_products_are_no_verdict():
    assert passivation((), {}, 1 * EV).verdict == "unknown"


def test_the_gap_decides():
    assert passivation(("Na3P",), {"Na3P": NARROW}, 0.3 * EV).verdict == "blocks electrons"


def test_the_cards_say_what_is_known():
    found = electron_data(("Na", "Na2S", "NaF", "N2", "no such phase"))
    assert found["Na"].is_metal
    assert found["Na2S"].gap > usual_blocking_gap().value
    assert all(one.source for one in found.values())
    assert set(found) == {"Na", "Na2S", "NaF"}
