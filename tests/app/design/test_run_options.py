"""Options of a run against those that the model has."""

import pytest

from natria.app.design.options import checked_options
from natria.quantity import InputError


def option(name, kind, **more):
    return {"name": name, "label": name, "kind": kind, "choices": [], "low": None, "high": None, **more}


KNOWN = [
    option("cells", "whole", low=16, high=1000),
    option("cycles", "whole", low=1),
    option("dim", "choice", choices=["2", "3"]),
    option("spread", "flag"),
    option("time", "quantity"),
    option("changes", "changes"),
]


def test_texts_are_trimmed_and_empty_ones_left_out():
    given = {"cells": " 64 ", "cycles": "100000", "dim": "2", "spread": "yes", "time": " ", "changes": "a=1\nb=2"}
    found = checked_options(KNOWN, "m", given)
    assert found == {"cells": "64", "cycles": "100000", "dim": "2", "spread": "yes", "changes": "a=1\nb=2"}


@pytest.mark.parametrize(
    "given",
    [
        {"cells": "15"},
        {"cells": "1001"},
        {"cells": "6.4"},
        {"cells": "-64"},
        {"cells": "²"},
        {"cycles": "9" * 30},
        {"dim": "4"},
        {"spread": "on"},
        {"time": 3},
        {"changes": "x" * 5000},
        {"other": "1"},
        [],
        "cells",
        None,
    ],
)
def test_what_is_no_option_is_refused_with_a_fix(given):
    with pytest.raises(InputError) as refused:
        checked_options(KNOWN, "m", given)
    assert all(one.what and one.fix for one in refused.value.problems)
