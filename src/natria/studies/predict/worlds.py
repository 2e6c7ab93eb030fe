"""The alternatives of a spec, combined: each combination of options is a case with a weight.

The patches of the options are applied last, to every design that has a place for them, so that a variant does not
overwrite them. Fits that an option brings replace those of the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Any

from ...design import Case, FitTable
from ...design.schema.study import WhatIf
from ...quantity import InputError, NatriaError, Problem
from ...store import Store
from ..studio import Studio
from .spec import GroupTable, OptionTable, PredictionSpec

FEWEST = 8  # draws of one combination


@dataclass(frozen=True)
class World:
    """One combination of alternatives: the option of each group, the weight, and the studio that is asked."""

    options: Mapping[str, str]
    weight: float
    studio: Studio

    @property
    def name(self) -> str:
        """Return the options as words: "film law: ohmic, die: 10 mm"; "as the case" without groups."""
        return ", ".join(f"{group}: {option}" for group, option in self.options.items()) or "as the case"


def worlds_of(spec: PredictionSpec, hidden: frozenset[str], store: Store, *, plugins: bool) -> tuple[World, ...]:
    """Return all combinations of the alternatives of a spec; raises where an option cannot be applied."""
    blind = spec.case.blind(hidden, frozenset(spec.training))
    named = tuple(dict.fromkeys(model for ask in spec.asks for model in ask.models))
    choices = [[(group, name, option) for name, option in group.option.items()] for group in spec.groups]
    count = prod(map(len, choices))
    if count * FEWEST > spec.members:
        what = f"{count} combinations of alternatives leave fewer than {FEWEST} of {spec.members} members each"
        raise InputError(spec.source, [Problem("members", what, f"give {count * FEWEST} or more, or fewer options")])
    worlds = []
    for chosen in product(*choices):
        options = {group.name: name for group, name, _ in chosen}
        weight = prod(weight_of(group, option) for group, _, option in chosen)
        case, name = _patched(spec, blind, options, [option for _, _, option in chosen])
        worlds.append(World(options, weight, Studio(case, name, store, named, plugins)))
    _ensure_cheap_fits(spec, worlds)
    return tuple(worlds)


def _ensure_cheap_fits(spec: PredictionSpec, worlds: Sequence[World]) -> None:
    """Raise where a question waits for a fit that cannot be made again for every member."""
    found = {fit: one.name for one in worlds for ask in spec.asks for fit in one.studio.costly_fits(ask.question)}
    if found:
        what = "is by a simulation, and a prediction makes its fits again for every member"
        fix = "give the number another source, for example a result of natria calibrate under calibrated"
        raise InputError(spec.source, [Problem(f"fit {fit} ({name})", what, fix) for fit, name in found.items()])


def weight_of(group: GroupTable, option: OptionTable) -> float:
    """Return the weight of an option: its own, else equal ones."""
    return option.weight if option.weight is not None else 1 / len(group.option)


def _patched(
    spec: PredictionSpec, blind: Case, options: Mapping[str, str], chosen: list[OptionTable]
) -> tuple[Case, str]:
    """Return the case under some options, and the name of the what-if that has their fits."""
    changes: dict[str, Any] = {path: value for option in chosen for path, value in option.changes.items()}
    fits: dict[str, FitTable] = {name: fit for option in chosen for name, fit in option.fit.items()}
    alone: dict[str, dict[str, Any]] = {}
    for option in chosen:
        for system, several in option.systems.items():
            alone.setdefault(system, {}).update(several)
    case = replace(blind, last=changes, last_of=alone)
    _ensure_applied(spec, case, options, changes)
    if not fits:
        return case, ""
    name = ", ".join(options.values())
    study = case.study.model_copy(update={"what_if": {name: WhatIf(says=name, fit=fits)}})
    return replace(case, study=study), name


def _ensure_applied(spec: PredictionSpec, case: Case, options: Mapping[str, str], changes: Mapping[str, Any]) -> None:
    """Raise where the options change no design that is asked about, or make one invalid."""
    asked = {case.study.stands_for.get(a.question.system, a.question.system).partition("#")[0] for a in spec.asks}
    systems = [system for system in case.systems if system in asked]
    where = "alternative: " + ", ".join(f"{group} = {option}" for group, option in options.items())
    plain = replace(case, last={}, last_of={})
    if changes and not any(case.takes(plain.design(system)) for system in systems):
        what = f"no system that is asked about has a place for {', '.join(changes)}"
        fix = "natria design paths lists the paths of a system"
        raise InputError(spec.source, [Problem(where, what, fix)])
    try:
        for system in systems:
            case.design(system)
    except InputError as bad:
        raise InputError(spec.source, [Problem(f"{where}: {p.where}", p.what, p.fix) for p in bad.problems]) from None
    except NatriaError as bad:
        raise InputError(spec.source, [Problem(where, bad.what, bad.fix)]) from None
