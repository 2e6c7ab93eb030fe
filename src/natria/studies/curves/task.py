"""A question to an answerer as a value: it has a key and can be sent to other processes by pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from ..._version import __version__
from ...design import Design
from ...quantity import Finding, Question, Refused
from ..answerers import find_answerer
from ..studio import answer_of

SCHEMA = "natria.task/1"


@dataclass(frozen=True)
class Task:
    """A question to an answerer. `answerer` is a name: its function is found where the task is run."""

    design: Design
    question: Question
    answerer: str

    @cached_property
    def key(self) -> str:
        """Return a hash of all that the answer can depend on: design, fits, papers, question, version."""
        return sha256(json.dumps(_written(self), sort_keys=True).encode()).hexdigest()


def run_task(task: Task) -> Finding | Refused:
    """Return the answer to a task."""
    return answer_of(find_answerer(task.answerer), task.design, task.question)


def _written(task: Task) -> dict[str, Any]:
    design, question = task.design, task.question
    return {
        "schema": SCHEMA,
        "natria": __version__,
        "answerer": [task.answerer, find_answerer(task.answerer).version],
        "question": [question.name, question.of, {key: _plain(value) for key, value in question.at.items()}],
        "name": design.name,
        "design": _plain(design.document),
        "fitted": _plain(design.fitted),
        "failed": _plain(design.failed),
        "aliases": _plain(design.aliases),
        "papers": {key: design.library.digests[key] for key in sorted(design.library.own)},
    }


def _plain(node: Any) -> Any:
    """Return a document as JSON, with findings by their digest."""
    match node:
        case Finding():
            return {"finding": node.digest}
        case Mapping():
            return {str(key): _plain(inner) for key, inner in node.items()}
        case list() | tuple():
            return [_plain(inner) for inner in node]
    return node
