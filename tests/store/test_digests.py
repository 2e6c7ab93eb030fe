"""Digests of keys: equal for equal values in every process, different for different ones."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.quantity import InputError
from natria.store import digest_of_key

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Colour(Enum):
    RED = 1


@dataclass(frozen=True)
class Key:
    name: str
    at: float


def tagged(value):
    """Equality with types, as 1 == 1.0 == True in Python."""
    return repr(sorted(value.items()) if isinstance(value, dict) else value)


@given(PLAIN, PLAIN)
def test_digests_are_equal_where_values_are(one, other):
    assert digest_of_key(one) == digest_of_key(one)
    if tagged(one) != tagged(other) and one != other:
        assert digest_of_key(one) != digest_of_key(other)


def test_types_orders_and_shapes():
    several = [1, 1.0, True, "1", b"1", (1,), [1], {1}, {1: 1}, None, Path("1"), Colour.RED, Key("1", 1.0)]
    several += [np.array([1]), np.array([[1]]), np.array([1.0]), Key("1", 2.0), Key("2", 1.0), -0.0, 0.0]
    assert len({digest_of_key(one) for one in several}) == len(several)
    assert digest_of_key({"a": 1, "b": 2}) == digest_of_key(MappingProxyType({"b": 2, "a": 1}))
    assert digest_of_key(np.float64(1.5)) == digest_of_key(1.5)


def test_a_set_of_words_has_the_same_digest_in_another_process():
    code = "from natria.store import digest_of_key; print(digest_of_key({'a', 'b', 'c', 'd'}))"
    made = {
        subprocess.check_output([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in "12"
    }
    assert made == {digest_of_key({"a", "b", "c", "d"}).encode() + b"\n"}


def test_what_has_no_digest_is_named_with_its_place():
    with pytest.raises(InputError) as caught:
        digest_of_key({"a": [1, object()]}, "keys[0]")
    assert caught.value.problems[0].where == "keys[0]['a'][1]"
