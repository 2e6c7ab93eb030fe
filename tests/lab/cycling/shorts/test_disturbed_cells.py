"""Cells of the independent generator that were judged wrong once, and cells like them."""

from __future__ import annotations

import pytest
from independent import random_healthy, random_short

from natria.lab import measure

SHORTS = ("hard short", "soft short", "gradual short")


def shorts_of(made) -> list:
    return [e for e in measure(made.recording).events if e.what in SHORTS]


@pytest.mark.parametrize(
    ("seed", "kind"),
    [
        (61000003, "rate steps"),  # unequal directions at another current
        (68000007, "all"),  # a concentration profile that relaxes after a larger current
        (68000013, "all"),  # the same, at the bottom of a day
        (68000028, "all"),  # activation that goes on while half-cycles are missing
    ],
)
def test_a_healthy_cell_raises_no_alarm_at_a_step_or_a_gap(seed: int, kind: str) -> None:
    assert shorts_of(random_healthy(seed, kind)) == []


@pytest.mark.parametrize("seed", [55220000, 55220001, 54220005])
def test_flicker_that_recovers_is_not_all_of_a_fall(seed: int) -> None:
    """Sudden drops recover again and again while the path grows: the gradual fall is told, from its start on."""
    made = random_short(seed, 0.6, 50.0)
    path = made.truth.path
    first = min(shorts_of(made), key=lambda e: e.time)
    assert first.what == "gradual short"
    assert abs(first.time - path.onset) <= 0.2 * path.fall


@pytest.mark.parametrize(
    ("seed", "share", "fall"), [(54210007, 0.4, 50.0), (55210009, 0.4, 50.0), (56170004, 0.4, 15.0)]
)
def test_a_clear_slow_fall_is_found(seed: int, share: float, fall: float) -> None:
    made = random_short(seed, share, fall)
    path = made.truth.path
    (event,) = (e for e in shorts_of(made) if e.what == "gradual short")
    assert path.onset - 0.25 * path.fall <= event.time <= path.onset + path.fall
    low, high = event.onset_within
    assert low < event.time < high


def test_growth_of_the_resistance_leaves_out_what_follows_a_short() -> None:
    made = random_short(55220000, 0.6, 50.0)
    m = measure(made.recording)
    event = next(e for e in m.events if e.what in SHORTS)
    growth = next(f for f in m.findings if f.question.name == "resistance_growth")
    last = growth.question.at["cycle"][1]
    assert last <= m.halves.cycle[event.half_cycle]
    assert m.halves.start[2 * int(last) - 2] <= event.onset_within[0]
    assert abs(growth.value) * made.truth.path.fall < 0.1  # the fall itself would be -0.5
