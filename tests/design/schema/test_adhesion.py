"""The table `adhesion` of an interphase layer: its keys are terms, its laws the model's, wrong keys are refused."""

from __future__ import annotations

from typing import get_args

import pytest

from natria import load_case
from natria.design.schema.adhesion import AdhesionTable
from natria.models.interface.crack.cohesive import Law
from natria.quantity import DesignError, term


def test_every_number_is_a_term_and_each_law_is_known_to_the_model() -> None:
    assert all(term(name) for name in AdhesionTable.model_fields if name != "law")
    assert set(get_args(AdhesionTable.model_fields["law"].annotation)) == set(get_args(Law))


def test_what_the_case_gives_is_read_before_what_is_usual() -> None:
    design = load_case("kumar2020").design("kumar2020/bpi")
    assert design.finding("interphase.bpi.adhesion.residual_stress").value == pytest.approx(20e6)
    assert not design.has("interphase.bpi.adhesion.adhesion_energy")
    assert design.has("usual.adhesion_energy")


@pytest.mark.parametrize("path", ["adhesion_enrgy", "poisson"])
def test_an_unknown_key_is_refused(path: str) -> None:
    with pytest.raises(DesignError):
        load_case("kumar2020").design("kumar2020/bpi").with_({f"interphase.bpi.adhesion.{path}": "1 MPa"})
