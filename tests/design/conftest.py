"""The small cell with pieces of it written differently, and the design that comes with natria."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from natria.design import Case, Design, load_case
from natria.design.case import cases, read_toml
from natria.quantity import DesignError


@pytest.fixture(scope="session")
def small_cell_with(small_cell: str) -> Callable[..., str]:
    """The text of the small cell with pieces of it written differently."""

    def made(*changes: tuple[str, str]) -> str:
        text = small_cell
        for old, new in changes:
            assert text.count(old) >= 1, f"{old!r} does not stand in the small cell"
            text = text.replace(old, new, 1)
        return text

    return made


@pytest.fixture
def design_file(tmp_path: Path) -> Callable[[str], Path]:
    """A text written to disk as a design file."""

    def written(text: str) -> Path:
        file = tmp_path / "cell.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


@pytest.fixture
def refusal_of_file(design_file: Callable[[str], Path]) -> Callable[[str], DesignError]:
    """What natria says about a text as a design file; the text must be wrong."""

    def refused(text: str) -> DesignError:
        file = design_file(text)
        with pytest.raises(DesignError) as caught:
            load_case(str(file))
        assert caught.value.source == str(file)
        return caught.value

    return refused


@pytest.fixture(scope="session")
def kumar_document() -> dict[str, Any]:
    return read_toml(cases()["kumar2020"])


@pytest.fixture(scope="session")
def kumar_with(kumar_document: dict[str, Any]) -> Callable[[Mapping[tuple[str | int, ...], Any]], dict[str, Any]]:
    """A copy of the document of kumar2020 with other values at some keys; None takes a key away."""

    def made(changes: Mapping[tuple[str | int, ...], Any]) -> dict[str, Any]:
        document = _tree(kumar_document)
        for (*heads, last), value in changes.items():
            node = document
            for head in heads:
                node = node[head]
            if value is None:
                del node[last]
            else:
                node[last] = value
        return document

    return made


def _tree(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _tree(inner) for key, inner in node.items()}
    return [_tree(inner) for inner in node] if isinstance(node, list) else node


@pytest.fixture(scope="session")
def kumar_case() -> Case:
    return load_case("kumar2020")


@pytest.fixture(scope="session")
def kumar_cell(kumar_case: Case) -> Design:
    return kumar_case.base
