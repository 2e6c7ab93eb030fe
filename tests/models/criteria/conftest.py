"""The cell made up for films: pores, sheets, islands, a path for electrons, fresh sodium."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from natria.design import Design, load_case


@pytest.fixture(scope="session")
def film() -> Callable[..., Design]:
    """The cell of film-cell.toml, or a variant of it."""
    case = load_case(str(Path(__file__).parents[1] / "film-cell.toml"))

    def made(variant: str = "", patch: Mapping[str, Any] | None = None) -> Design:
        design = case.design(f"test/film/{variant}" if variant else "test/film")
        return design.with_(patch) if patch else design

    return made
