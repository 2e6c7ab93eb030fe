"""Studies made by hand, so that sentences, tables and figures can be tested for cases that no design here has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from natria.studies import Comparison, compare


@pytest.fixture
def study_of(kumar_study):
    """A study with these comparisons and answers and nothing else."""

    def _study(comparisons=(), answers=(), targets=None):
        pairs = [c if isinstance(c, Comparison) else compare(*c) for c in comparisons]
        base = replace(kumar_study.base, comparisons=tuple(pairs), answers=tuple(answers), fits={}, failed={})
        given = tuple({c.target.id: c.target for c in pairs}.values()) if targets is None else targets
        empty = {"what_ifs": (), "budgets": (), "tables": (), "taken": (), "claims": (), "papers": ()}
        return replace(kumar_study, base=base, targets=given, **empty)

    return _study
