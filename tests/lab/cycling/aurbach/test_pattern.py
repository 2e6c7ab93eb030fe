"""How an Aurbach test ends, from charges and ends alone: what the last half-cycles decide."""

from __future__ import annotations

import numpy as np
import pytest

from natria.lab.cycling.aurbach.pattern import AurbachTest, aurbach_tests

QT, QC = 18.0, 3.6


def found_in(charge: list[float], at_cutoff: tuple[int, ...] = (), stops: bool = True) -> tuple[AurbachTest, ...]:
    ends = np.zeros(len(charge), bool)
    ends[list(at_cutoff)] = True
    return aurbach_tests(np.array(charge), ends, stops)


CYCLED = [QT, *[QC] * 10]  # the reservoir, and five cycles


@pytest.mark.parametrize(("stops", "ending"), [(True, "interrupted"), (False, "not stripped to the cut-off")])
def test_a_last_strip_without_a_cut_off_is_interrupted_only_if_the_recording_ends_in_it(
    stops: bool, ending: str
) -> None:
    (one,) = found_in([*CYCLED, 10.0], stops=stops)
    assert one.ending == ending
    assert one.members == range(12)


@pytest.mark.parametrize(("last", "ending"), [(1.0, "interrupted"), (QT, "not stripped to the cut-off")])
def test_a_cut_cycle_at_the_end_is_one_of_the_cycles_unless_more_is_plated(last: float, ending: str) -> None:
    """After a strip that was cut: a smaller plating belongs to the cycles, a larger one begins something else."""
    (one,) = found_in([*CYCLED, 2.0, last])
    assert one.ending == ending


@pytest.mark.parametrize(("final", "ending"), [(2.0, "used up"), (15.0, "complete")])
def test_the_reservoir_is_used_up_only_by_a_strip_of_less_than_a_cycle(final: float, ending: str) -> None:
    (one,) = found_in([*CYCLED, final, QC, QC, QC], at_cutoff=(11,))
    assert one.ending == ending
    assert one.members == range(12)


def test_cycles_of_one_charge_after_a_test_are_no_second_one() -> None:
    """The last strip of a test is larger than them, but it plates no reservoir."""
    (one,) = found_in([*CYCLED, 15.0, *[QC] * 12], at_cutoff=(11,))
    assert one.members == range(12)


def test_a_test_after_another_has_its_own_half_cycles() -> None:
    first, second = found_in([*CYCLED, 15.0] * 2, at_cutoff=(11, 23))
    assert (first.members, second.members) == (range(12), range(12, 24))
    assert (first.repeats, second.repeats) == (False, True)
    assert not second.formation
