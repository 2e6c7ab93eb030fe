import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.laws.many import Many, OneByOne, Split, for_groups, in_rows, plain

FINITE = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))


def law(values: dict[str, float]) -> float:
    """Code that is written for one number: branches, a loop, rounding, in-place sums."""
    x, y = values["x"], values["y"]
    total = 0.0
    for n in range(int(abs(x) // 300) + 1):
        total += n * y
    return (total if y > 0 else total - x) + max(x, 0.0) ** 0.5 + np.exp(-abs(y) / 1e3)


@given(st.lists(st.tuples(FINITE, FINITE), min_size=1, max_size=30))
def test_groups_give_each_design_what_it_gets_alone(pairs: list[tuple[float, float]]) -> None:
    values = {"x": np.array([x for x, _ in pairs]), "y": np.array([y for _, y in pairs])}
    found = np.full(len(pairs), np.nan)
    for group in for_groups(law, values, law):
        found[group.places] = group.found
    for place, (x, y) in enumerate(pairs):
        assert found[place] == pytest.approx(law({"x": x, "y": y}), rel=1e-14, abs=1e-14)


def test_a_question_with_one_answer_is_answered() -> None:
    assert Many([1.0, 2.0]) > 0
    assert not Many([0.0, 0.0])
    assert float(Many([3.0, 3.0])) == 3.0
    assert int(Many([3.2, 3.4])) == 3
    assert list(range(Many([2.0, 2.0]))) == [0, 1]


def test_designs_part_by_their_answer() -> None:
    with pytest.raises(Split) as parted:
        bool(Many([1.0, -1.0, 2.0]) > 0)
    assert parted.value.part.tolist() == [True, False, True]
    with pytest.raises(Split):
        int(Many([1.0, 2.0]))


@pytest.mark.parametrize(
    "mixing",
    [
        lambda x: x.sum(),
        lambda x: x.max(),
        np.mean,
        np.sort,
        np.median,
        lambda x: np.concatenate([x, x]),
        lambda x: x @ x,
        lambda x: x * np.array([1.0, 2.0]),
        np.add.accumulate,
        hash,
        math.sqrt,
        float,
    ],
)
def test_what_may_mix_designs_is_refused(mixing) -> None:
    with pytest.raises(OneByOne):
        mixing(Many([1.0, 2.0]))


def test_a_number_is_not_changed_in_place() -> None:
    here = Many([1.0, 2.0])
    there = here
    there += 1
    assert here.tolist() == [1.0, 2.0]
    assert there.tolist() == [2.0, 3.0]


def test_one_bad_design_fails_alone() -> None:
    def inverse(values: dict[str, float]) -> float:
        return 1.0 / values["x"]

    def alone(values: dict[str, float]) -> float | str:
        try:
            return inverse(values)
        except ZeroDivisionError:
            return "none"

    groups = for_groups(inverse, {"x": np.array([1.0, 0.0, 4.0])}, alone)
    assert {int(g.places[0]): g.found for g in groups} == {0: 1.0, 1: "none", 2: 0.25}
    assert not any(g.together for g in groups)


def test_rows_of_numbers_of_one_and_of_many() -> None:
    assert in_rows([1.0, 2]).shape == (2,)
    assert in_rows([1.0, Many([3.0, 4.0])]).tolist() == [[1.0, 3.0], [1.0, 4.0]]
    assert plain(np.float64(2.0)) == 2.0
    assert plain(Many([1.0, 2.0])).tolist() == [1.0, 2.0]


def test_all_and_any_of_one_number_are_the_number() -> None:
    def positive(given: Mapping[str, Any]) -> Any:
        if not np.all(given["a"] > 0) or np.any(given["a"] > 9):
            raise ValueError
        return 2 * given["a"]

    values = np.array([1.0, -1.0, 3.0, 10.0])
    groups = for_groups(positive, {"a": values}, lambda _: "none")
    assert {int(k): g.together for g in groups for k in g.places} == {0: True, 1: False, 2: True, 3: False}
