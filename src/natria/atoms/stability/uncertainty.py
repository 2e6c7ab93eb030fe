"""Windows as distributions: what an error of the energies does to the limits.

The energy of formation of every compound is drawn from a normal distribution about its value, with one standard
deviation per atom (the error of a calculation) or with that of each entry (a handbook). Elements and sodium are exact,
because energies of formation refer to them. Errors are independent; where those of similar phases go together, as in
calculations with one functional, the limits scatter less than here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import ModelError
from .composition import atoms_in, element_of
from .phases import PhaseSet
from .reactions import limits_of, reactions_of
from .windows import TIE, window

INTERVAL = (2.5, 97.5)  # percentiles of the limits that are printed


@dataclass(frozen=True)
class WindowSpread:
    """Samples of both limits (V): nan where a sample has no window, inf where nothing oxidises the phase."""

    reduction: np.ndarray
    oxidation: np.ndarray

    @property
    def stable(self) -> float:
        """Return the share of samples in which the phase has a window."""
        return float(np.isfinite(self.reduction).mean())

    @property
    def against_sodium(self) -> float:
        """Return the share of samples in which the phase has a window and sodium metal does not reduce it."""
        return float((self.reduction <= TIE).mean())

    def interval(self, limit: str) -> tuple[float, float] | None:
        """Return the 95 % interval of a limit, `width` being that of the window; None without samples.

        A sample without a window has the width 0, and no limits.
        """
        found = np.where(np.isnan(self.reduction), 0.0, self.width) if limit == "width" else getattr(self, limit)
        found = found[np.isfinite(found)]
        if not len(found):
            return None
        low, high = map(float, np.percentile(found, INTERVAL))
        return low, high

    @property
    def width(self) -> np.ndarray:
        return np.asarray(self.oxidation - self.reduction)

    @property
    def resolved(self) -> bool:
        """Whether a window, or its absence, stands in at least 97.5 % of the samples."""
        return not (100 - INTERVAL[1]) / 100 < self.stable < INTERVAL[1] / 100

    def std(self, limit: str) -> float:
        """Return the standard deviation of a limit over the samples that have one; nan without any."""
        found = getattr(self, limit)
        found = found[np.isfinite(found)]
        return float(found.std(ddof=1)) if len(found) > 1 else float("nan")


def deviations(phases: PhaseSet, per_atom: float | None) -> np.ndarray:
    """Return the standard deviation of each energy of formation (J/mol of formula).

    That of the entries where none per atom is given; an entry without one is refused.
    """
    compounds = [not element_of(one.formula) for one in phases.phases]
    if per_atom is not None:
        if not per_atom >= 0:
            raise ModelError("an error of energies below zero", "give it as a standard deviation, 10 meV/atom")
        found = [per_atom * float(atoms_in(one.formula)) for one in phases.phases]
        return np.array(found) * compounds
    pairs = zip(phases.phases, compounds, strict=True)
    if unknown := [one.formula for one, is_compound in pairs if is_compound and one.std is None]:
        what = f"no standard deviation of the energies of {', '.join(unknown)}"
        raise ModelError(what, "give one error for all with --error '10 meV/atom', or a column std in the file")
    return np.array([one.std or 0.0 for one in phases.phases]) * compounds


def window_spread(phases: PhaseSet, formula: str, *, per_atom: float | None, samples: int, seed: int) -> WindowSpread:
    """Return samples of the window under errors of the energies (J/mol of atoms, or of the entries)."""
    own = window(phases, formula).formula
    held = phases.of((own,))
    scatter = deviations(held, per_atom)
    centre = np.array([one.energy for one in held.phases])
    draws = np.random.default_rng(seed).standard_normal((samples, len(centre)))
    return WindowSpread(*limits_of(reactions_of(held.formulas, own), centre + scatter * draws))
