"""The table of what each datum determines, by central differences of simulated experiments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ...answers import Refuse
from ...design import Design
from ...quantity import FitError, InputError, Problem, did_you_mean
from .experiments import KINDS, CellBench, nominal_of
from .posterior import SEEN, Combination, fixed, left_of, stacked, unknown
from .priors import PriorInput, prepare_moved, uncertain_inputs
from .settings import ExperimentSettings, experiment_settings

STEP = 0.2  # of a prior spread, to both sides: far above the noise of a solution, and inside the prior
BENT = 0.5  # of a slope: by so much it changes within one prior spread, and a line is a poor guide
SMALL = 0.1  # of an error: a derivative below it is left out of the judgement of bends
OPTION = "--datum"


@dataclass(frozen=True, eq=False)
class DatumSensitivity:
    """A datum: its simulated values, and their derivatives by the inputs over the error of each value.

    `bends` is half of the second derivative in the same units, by which a slope changes within one prior spread.
    """

    kind: str
    values: np.ndarray
    jacobian: np.ndarray
    bends: np.ndarray
    used: np.ndarray  # which values of the datum these are: some are not found at all moved inputs

    @property
    def says(self) -> str:
        return KINDS[self.kind].says

    @property
    def fixes(self) -> tuple[Combination, ...]:
        return fixed(self.jacobian)


@dataclass(frozen=True, eq=False)
class Determination:
    """What each datum determines of the inputs of a cell; `refused` are data that it cannot give."""

    system: str
    settings: ExperimentSettings
    every: tuple[PriorInput, ...]
    data: tuple[DatumSensitivity, ...]
    refused: tuple[tuple[str, str], ...] = ()

    @cached_property
    def whole(self) -> np.ndarray:
        """Return the derivatives of all data together."""
        return stacked([one.jacobian for one in self.data], len(self.every))

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Return the places of the inputs with an influence on some datum, best determined by all data first."""
        left = left_of(self.whole)
        taken = 1 - np.min([left_of(one.jacobian) for one in self.data] or [left], axis=0)
        return tuple(int(k) for k in np.argsort(left, kind="stable") if max(taken[k], 1 - left[k]) > SEEN)

    @property
    def inputs(self) -> tuple[PriorInput, ...]:
        return tuple(self.every[k] for k in self.order)

    @property
    def idle(self) -> tuple[PriorInput, ...]:
        """Return the inputs of which no datum says anything."""
        return tuple(one for k, one in enumerate(self.every) if k not in self.order)

    @cached_property
    def left(self) -> np.ndarray:
        """Return the share of the prior variance left: inputs by data, all data in the last column."""
        columns = [*(one.jacobian for one in self.data), self.whole]
        return np.stack([left_of(j)[list(self.order)] for j in columns], axis=1)

    @cached_property
    def unknown(self) -> tuple[Combination, ...]:
        """Return the combinations of `inputs` that all data together leave unknown."""
        return unknown(self.whole[:, list(self.order)])

    @cached_property
    def bent(self) -> tuple[PriorInput, ...]:
        """Return the inputs whose slopes change much within their prior spread: shares are rough."""
        slopes = np.abs(self.whole)
        bends = np.abs(stacked([one.bends for one in self.data], len(self.every)))
        strong = np.sum(np.where(slopes + bends > SMALL, slopes, 0.0) ** 2, axis=0)
        curved = np.sum(np.where(slopes + bends > SMALL, bends, 0.0) ** 2, axis=0)
        return tuple(self.every[k] for k in self.order if curved[k] > BENT**2 * strong[k])

    def fixes(self, one: DatumSensitivity) -> tuple[Combination, ...]:
        """Return the combinations of `inputs` that a datum fixes."""
        return fixed(one.jacobian[:, list(self.order)])


def determine(
    design: Design,
    vary: Sequence[str] = (),
    kinds: Sequence[str] = (),
    settings: ExperimentSettings | None = None,
) -> Determination:
    """Return what each kind of datum determines of the inputs of a full cell, or those to `vary`."""
    settings = settings or experiment_settings()
    wanted = _known_kinds(kinds)
    prepared, _ = prepare_moved(design)
    if prepared.cell.kind != "full":
        raise FitError(f"{design.name} is no full cell", "give the system of a full cell with --system")
    inputs = uncertain_inputs(design, vary)
    here = CellBench(prepared, settings)
    nominal = nominal_of(here, peaks="peaks" in wanted)
    here = replace(here, nominal=nominal)
    sides = [[_bench(design, one, side * STEP, here) for side in (-1, 1)] for one in inputs]
    data, refused = [], []
    for kind in wanted:
        try:
            data.append(_sensitivity(kind, here, sides, settings))
        except Refuse as no:
            refused.append((kind, str(no)))
    return Determination(design.name, settings, inputs, tuple(data), tuple(refused))


def _known_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    if wrong := [kind for kind in kinds if kind not in KINDS]:
        fixes = (did_you_mean(kind, KINDS) or f"one of {', '.join(KINDS)}" for kind in wrong)
        raise InputError(OPTION, [Problem(k, "is no kind of datum", fix) for k, fix in zip(wrong, fixes, strict=True)])
    return tuple(dict.fromkeys(kinds)) or tuple(KINDS)


def _bench(design: Design, one: PriorInput, spreads: float, here: CellBench) -> CellBench | None:
    """Return the bench of the cell with one input moved; None where there is no such cell."""
    try:
        prepared, _ = prepare_moved(design, {one.finding.id: one.at(spreads)})
    except Refuse:
        return None
    if (prepared.cell, prepared.blocks, prepared.limits) == (
        here.prepared.cell,
        here.prepared.blocks,
        here.prepared.limits,
    ):
        return here
    return CellBench(prepared, here.settings, here.nominal)


def _sensitivity(
    kind: str, here: CellBench, sides: Sequence[Sequence[CellBench | None]], settings: ExperimentSettings
) -> DatumSensitivity:
    datum = KINDS[kind]
    values = datum.read(here)
    numbers = datum.numbers * (len(values) // len(datum.numbers))
    errors = np.array([settings.errors[number] for number in numbers])
    slopes, bends = np.zeros((2, len(values), len(sides)))
    for k, pair in enumerate(sides):
        down, up = (_read(kind, bench) for bench in pair)
        if down is None and up is None:
            raise Refuse(f"{datum.says}: no such cell gives it with an input moved by {STEP:g} of its spread")
        below, above = (values if one is None else one for one in (down, up))
        width = STEP * ((down is not None) + (up is not None))
        slopes[:, k] = (above - below) / width / errors
        if down is not None and up is not None:
            bends[:, k] = (up - 2 * values + down) / (2 * STEP**2) / errors
    good = np.asarray(np.isfinite(slopes).all(axis=1) & np.isfinite(bends).all(axis=1))
    if not good.any():
        raise Refuse(f"{datum.says}: it is not found at all moved inputs")
    return DatumSensitivity(kind, values[good], slopes[good], bends[good], good)


def _read(kind: str, bench: CellBench | None) -> np.ndarray | None:
    if bench is None:
        return None
    try:
        return KINDS[kind].read(bench)
    except Refuse:
        return None
