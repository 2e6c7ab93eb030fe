"""Conditions on a stress-strain curve."""

from __future__ import annotations

import numpy as np

from ..calculators import Recipe
from ..calculators.evaluate import FORCE
from ..elastic import ElasticTensor, young_modulus
from ..strain import StrainCurve, StrainResult
from ..strain.path import WORK
from .conditions import GateCondition, GatedResult
from .elastic import elastic_conditions
from .validity import validity

INFLECTION = 0.1  # largest difference of the inflection of the energy and the maximum load, over its strain
SLOPE = 0.05  # largest difference of the initial slope and the modulus of the tensor, over the latter


def strain_conditions(
    curve: StrainCurve, found: StrainResult, recipe: Recipe, tensor: ElasticTensor | None = None
) -> GatedResult:
    """Convergence, energies, maximum, jump, symmetry, stability and validity of one curve.

    With a tensor the initial slope is compared with its Young's modulus along the direction, unless its own gate
    refuses the tensor.
    """
    reference = found.reference
    conditions = (
        GateCondition(
            "relaxed structure",
            reference.converged,
            f"after {reference.steps} steps" if reference.converged else f"not after {reference.steps} steps",
            "forces and stresses within the tolerance",
        ),
        _relaxed(curve, found),
        _work(curve),
        *_inflection(curve),
        *_maximum(curve, found),
        *_jump(curve),
        GateCondition(
            "symmetry of the structure",
            found.group.number == found.relaxed_group.number,
            f"{found.group.name} given, {found.relaxed_group.name} relaxed",
            "the same space group",
        ),
        _symmetry(curve),
        _stable(curve, found),
        *([] if tensor is None else [_slope(curve, tensor, elastic_conditions(tensor, recipe))]),
        validity(recipe, "critical strain", reference.structure.species),
    )
    return GatedResult(conditions)


def _relaxed(curve: StrainCurve, found: StrainResult) -> GateCondition:
    not_relaxed = [f"{100 * one.strain:.3g} %" for one in curve.points if not one.stretched.converged]
    force = max(one.stretched.largest_force for one in curve.points) / FORCE
    return GateCondition(
        "relaxed points",
        not not_relaxed,
        f"not at {', '.join(not_relaxed)}"
        if not_relaxed
        else f"other stresses up to {curve.residuals.max() / 1e6:.2g} MPa, forces up to {force:.2g} eV/angstrom",
        f"at most {found.settings.stress / 1e6:g} MPa and {found.settings.force / FORCE:g} eV/angstrom at every strain",
    )


def _work(curve: StrainCurve) -> GateCondition:
    """Unknown where the points are too few to integrate the stress as well as is wanted."""
    work = curve.work
    met = work.difference <= WORK or (None if work.integration > WORK else False)
    return GateCondition(
        "work against energy",
        met,
        f"differ by {100 * work.difference:.2g} % of the energy at the maximum; two interpolations of the stress by "
        f"{100 * work.integration:.2g} %",
        f"at most {100 * WORK:g} %",
    )


def _inflection(curve: StrainCurve) -> tuple[GateCondition, ...]:
    """The energies alone must turn where the load is largest, unless the path ends before or there."""
    load, turn = curve.load_maximum, curve.inflection
    if load is None or int(np.argmax(curve.nominal)) == len(curve.points) - 1:
        return ()
    name, wanted = "inflection of the energy", f"within {100 * INFLECTION:g} % of the strain at maximum load"
    if turn is None:
        return (GateCondition(name, None, "too few points", wanted),)
    off = abs(turn.value - load.strain)
    met = off <= INFLECTION * load.strain or (None if off <= 2 * np.hypot(turn.std, load.strain_std) else False)
    shown = f"at {100 * turn.value:.3g} ± {100 * turn.std:.2g} %, maximum load at {100 * load.strain:.3g} %"
    return (GateCondition(name, met, shown, wanted),)


def _maximum(curve: StrainCurve, found: StrainResult) -> tuple[GateCondition, ...]:
    """Whether the maximum was passed, and how well it is known."""
    top, settings = curve.maximum, found.settings
    last = 100 * float(curve.strains[-1])
    ends = GateCondition(
        "maximum of the stress",
        None if top is None else True,
        f"not passed up to {last:.3g} %; the strength is a lower bound" if top is None else f"path: {curve.path.end}",
        "passed, or ended by a jump to another structure",
    )
    if top is None:
        return (ends,)
    errors = GateCondition(
        "errors of the maximum",
        settings.suffice(top),
        f"strain ± {100 * top.strain_std:.2g} %, stress ± {100 * top.value_std / abs(top.value):.2g} % of it",
        f"at most {100 * settings.strain_error:g} % and {100 * settings.stress_error:g} %",
    )
    return ends, errors


def _jump(curve: StrainCurve) -> tuple[GateCondition, ...]:
    """A jump must lead to another structure of another energy at the same strain."""
    jump = curve.path.jump
    if jump is None:
        return ()
    differs = f"differs in {', '.join(jump.differs)}" if jump.differs else "differs in nothing else"
    lost = (
        f"{jump.lost / 1e6:.3g} MJ/m^3 lower at {100 * jump.before.strain:.3g} %, of {jump.released / 1e6:.3g} released"
    )
    settled = jump.back.stretched.converged
    other = bool(jump.differs and jump.lost >= jump.released / 2)
    return (
        GateCondition(
            "jump to another structure",
            other if settled else None,
            f"{lost}; {differs}" if settled else "not relaxed at the strain before the jump",
            "the crystal after the jump differs at the strain before it, by at least half of the energy released",
        ),
    )


def _symmetry(curve: StrainCurve) -> GateCondition:
    """A loss is physics where random changes were made, and noise where none were; the reader must judge."""
    lost = curve.symmetry_lost
    return GateCondition(
        "symmetry along the path",
        True if lost is None else None,
        f"{curve.operations} operations kept" if lost is None else f"lost at {100 * lost:.3g} %",
        "the operations that a tension along the direction leaves",
    )


def _stable(curve: StrainCurve, found: StrainResult) -> GateCondition:
    """A path that is left before its maximum gives an upper bound only, unless it breaks there itself."""
    name, wanted = "stable path", "the crystal returns to the maximum after small random changes of its cell"
    probe, jump = curve.probe, curve.path.jump
    if probe is None:
        return GateCondition(name, None, "not probed", wanted)
    if probe.lost is None and probe.stable is None:
        return GateCondition(name, None, "the relaxation after the changes did not converge", wanted)
    if probe.lost is None:
        return GateCondition(name, True, "it does", wanted)
    if jump is not None and (probe.stable or 0.0) >= jump.before.strain - 2 * found.settings.least:
        return GateCondition(name, True, f"left where it jumps, at {100 * jump.before.strain:.3g} %", wanted)
    where = f"left between {100 * (probe.stable or 0.0):.3g} and {100 * probe.lost:.3g} %"
    mend = "" if found.settings.nudge else "; --nudge follows the lower path"
    return GateCondition(name, False, f"{where}, so the maximum is an upper bound{mend}", wanted)


def _slope(curve: StrainCurve, tensor: ElasticTensor, gated: GatedResult) -> GateCondition:
    name, wanted = "initial slope against the elastic tensor", f"at most {100 * SLOPE:g} %"
    if gated.outcome == "refused":
        wrong = ", ".join(one.name for one in gated.conditions if one.met is False)
        return GateCondition(name, None, f"the tensor is refused: {wrong}", wanted)
    modulus = float(young_modulus(tensor.stiffness, curve.along[None])[0])
    if curve.slope is None:
        return GateCondition(name, None, "too few points", wanted)
    off = abs(curve.slope.value / modulus - 1)
    met = off <= SLOPE or (None if abs(curve.slope.value - modulus) <= 2 * curve.slope.std else False)
    shown = f"{curve.slope.value / 1e9:.4g} ± {curve.slope.std / 1e9:.2g} GPa against {modulus / 1e9:.4g} GPa"
    return GateCondition(name, met, f"{shown}, {100 * off:.2g} %", wanted)
