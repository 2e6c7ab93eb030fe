"""The systems of kumar2020 with fits made by hand, and ways to ask a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from natria.answers import ask
from natria.design import Case, Design, load_case
from natria.models import models
from natria.quantity import Assumed, Finding, Question, Refused, conditions

BY_HAND = {  # the fits that kumar2020 waits for: name -> term, SI value
    "layer conductivity": ("ionic_conductivity", 4.93e-3),
    "growth rate": ("growth_rate", 1e-7),
    "exchange current": ("exchange_current_density", 13.0),
    "zhu2024:exchange current in glyme": ("exchange_current_density", 13.0),
    "parabolic constant": ("parabolic_constant", 3e-13),
    "growth prefactor": ("growth_prefactor", 1e-7),
    "growth exponent": ("growth_exponent", 1.0),
    "MacMullin number of the layer": ("macmullin_number", 63.0),
}


@pytest.fixture(scope="session")
def sodium_case() -> Case:
    return load_case("kumar2020")


@pytest.fixture(scope="session")
def stands_for(sodium_case: Case) -> Callable[..., Design]:
    """The design that stands for a system of kumar2020, its fits replaced by numbers made by hand."""
    fits = {
        name: Finding(Question(term, f"{name} by hand"), value, Assumed("by hand"), 0.0)
        for name, (term, value) in BY_HAND.items()
    }

    def made(system: str = "kumar2020/bpi", patch: Mapping[str, Any] | None = None) -> Design:
        design = sodium_case.design(system)
        return (design.with_(patch) if patch else design).with_fits(fits)

    return made


@pytest.fixture(scope="session")
def made_up_cases() -> tuple[Case, ...]:
    """Cells made up for the criteria that say nothing of kumar2020: one file each beside these tests."""
    return tuple(load_case(str(file)) for file in sorted(Path(__file__).parent.glob("*.toml")))


@pytest.fixture(scope="session")
def solid() -> Callable[..., Design]:
    """A cell with a solid electrolyte, or a variant of it."""
    case = load_case(str(Path(__file__).with_name("solid-cell.toml")))

    def made(variant: str = "", patch: Mapping[str, Any] | None = None) -> Design:
        design = case.design(f"test/solid/{variant}" if variant else "test/solid")
        return design.with_(patch) if patch else design

    return made


@pytest.fixture(scope="session")
def full() -> Callable[..., Design]:
    """A full cell with a mixed conductor on its metal, or a variant of it."""
    case = load_case(str(Path(__file__).with_name("full-cell.toml")))

    def made(variant: str = "", patch: Mapping[str, Any] | None = None) -> Design:
        design = case.design(f"test/full/{variant}" if variant else "test/full")
        return design.with_(patch) if patch else design

    return made


@pytest.fixture(scope="session")
def answer_of() -> Callable[..., Finding | Refused]:
    """What a built-in model answers about a design (or a part of it) at conditions in words."""

    def asked(model: str, design: Design, term: str, part: str = "", **at: str) -> Finding | Refused:
        of = f"{design.name}#{part}" if part else design.name
        return ask(models()[model], design, Question(term, of, conditions(**at)))

    return asked


@pytest.fixture(scope="session")
def value_of(answer_of: Callable[..., Finding | Refused]) -> Callable[..., float]:
    """The SI value that a built-in model answers; a refusal fails the test with its reason."""

    def asked(*what: Any, **at: str) -> float:
        answer = answer_of(*what, **at)
        assert isinstance(answer, Finding), answer.why
        return answer.value

    return asked


@pytest.fixture(scope="session")
def refusal_of(answer_of: Callable[..., Finding | Refused]) -> Callable[..., str]:
    """The reason why a built-in model refuses; an answer fails the test."""

    def asked(*what: Any, **at: str) -> str:
        answer = answer_of(*what, **at)
        assert isinstance(answer, Refused), f"answered {answer.value}"
        return answer.why

    return asked
