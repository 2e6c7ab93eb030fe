"""Overrides of a design on the command line: what cannot be is refused with its path and a way to mend it."""

from __future__ import annotations

import pytest

from natria import load_case
from natria.quantity import InputError
from natria.studies.opening.overrides import with_given


@pytest.mark.parametrize(
    ("path", "value"), [("temperature", "-5 K"), ("temperature", "0 K"), ("protocol.current", "-1 mA/cm^2")]
)
def test_a_number_outside_its_domain_says_how_to_mend_it(path, value):
    with pytest.raises(InputError) as caught:
        with_given(load_case("chi2022").design("chi2022/na-s"), {path: value})
    (problem,) = caught.value.problems
    assert problem.where == path
    assert problem.fix
