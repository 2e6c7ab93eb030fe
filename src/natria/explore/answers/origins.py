"""The origin of what is made from several answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ...quantity import Computed, Finding, ModelError, Setting


def joined_origin(
    name: str, version: int, answers: Sequence[Finding], more: Iterable[Setting] = (), without: Collection[str] = ()
) -> Computed:
    """Return the origin of what was made from answers: all that they read, with the closed form of each.

    `without` are paths that vary, `more` settings of what was made.
    """
    origins = [one.origin for one in answers if isinstance(one.origin, Computed)]
    if not origins:
        raise ModelError(f"{name}: no answer", "make it from one answer or more")
    inputs = {f.id: f for origin in origins for f in origin.inputs if f.question.of not in without}
    settings = dict.fromkeys(setting for origin in origins for setting in origin.settings)
    settings |= {Setting(f"closed form {origin.model}", str(origin.version)): None for origin in origins}
    settings |= dict.fromkeys(more)
    valid = "; ".join(dict.fromkeys(origin.valid for origin in origins))
    made = replace(origins[0], model=name, version=version, inputs=tuple(inputs.values()), ignores=(), artefacts=())
    return replace(made, settings=tuple(settings), valid=valid)
