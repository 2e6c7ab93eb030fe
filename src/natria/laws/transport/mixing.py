"""Properties of a mixture from those of its phases: bounds and effective media in three dimensions.

Values and fractions hold one entry a phase along the last axis; axes before it are many mixtures at once. Values are
in any one unit and not negative (a pore has none).

All the rules for a conductivity are one rule, the phases as spheres in a comparison medium z:
    s(z) = sum w_k s_k / sum w_k,  w_k = f_k / (s_k + 2 z)
It rises with z. z = 0 is Reuss, the least phase the lower Hashin-Shtrikman bound, the host Maxwell-Garnett, the mixture
itself Bruggeman, the greatest phase the upper bound, and z -> infinity is Voigt.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array


def voigt(values: ArrayLike, fractions: ArrayLike) -> Numbers:
    """Phases in parallel, sum f_k s_k: the upper bound of any arrangement (Voigt, for moduli, 1889)."""
    s, f = _phases(values, fractions)
    return array(np.sum(f * s, axis=-1))


def reuss(values: ArrayLike, fractions: ArrayLike) -> Numbers:
    """Phases in series, 1 / sum(f_k / s_k): the lower bound; zero if a phase is (Reuss 1929)."""
    s, f = _phases(values, fractions)
    return _compared(s, f, np.zeros(s.shape[:-1]))


def hashin_shtrikman(values: ArrayLike, fractions: ArrayLike) -> tuple[Numbers, Numbers]:
    """(lower, upper) bound of the conductivity of an isotropic mixture.

    The medium is the least and the most conducting phase.

    Hashin and Shtrikman, J. Appl. Phys. 33, 3125 (1962), with any number of phases.
    """
    s, f = _phases(values, fractions)
    return _compared(s, f, 2 * _least(s, f)), _compared(s, f, 2 * _greatest(s, f))


def maxwell_garnett(values: ArrayLike, fractions: ArrayLike) -> Numbers:
    """Conductivity of a host, the first phase, with separate spheres of the others (medium: the host).

    Maxwell Garnett, Phil. Trans. R. Soc. A 203, 385 (1904). Few spheres: s/s0 = 1 + 3 f (s1 - s0)/(s1 + 2 s0).
    """
    s, f = _phases(values, fractions)
    return _compared(s, f, 2 * s[..., 0])


def bruggeman(values: ArrayLike, fractions: ArrayLike) -> Numbers:
    """Conductivity s of grains that are all alike in shape and place: sum f_k (s_k - s)/(s_k + 2 s) = 0.

    Bruggeman, Ann. Phys. 416, 636 (1935). The same as sum f_k s_k/(s_k + 2 s) = 1/3, whose left side falls with s from
    the fraction p that conducts; so there is one s, and it is zero up to the percolation threshold p = 1/3. One phase
    among insulators: s = s1 (3 p - 1)/2, which for the least and the greatest conducting phase encloses s of many.
    """
    s, f = _phases(values, fractions)
    conducting = (f > 0) & (s > 0)
    share = np.sum(np.where(conducting, f, 0.0), axis=-1)
    excess = np.maximum((3 * share - 1) / 2, 0.0)
    low = np.min(np.where(conducting, s, np.inf), axis=-1)
    low, high = np.where(excess > 0, low, 0.0) * excess, _greatest(s, f) * excess
    for _ in range(64):  # each halves the decades between the ends, at most 600: after 64 they are the same float
        middle = np.sqrt(low) * np.sqrt(high)
        level = s + 2 * middle[..., None]
        above = np.sum(f * s / np.where(level > 0, level, 1.0), axis=-1) > 1 / 3
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return array(np.sqrt(low) * np.sqrt(high))


def mixed_energy_span(energies: Sequence[float]) -> tuple[float, float]:
    """(least, greatest) apparent Arrhenius energy that a mixture of phases with these energies can show.

    For any rule s(s_1, s_2, ...) that rises with each phase and is homogeneous of degree one: d ln s / d(1/T) is the
    mean of the phases' with weights d ln s / d ln s_k, which are not negative (rising) and sum to one (Euler). So the
    energy is a mean of the phases' energies; one outside the span shows a further phase, such as the interface between
    them, or fractions that change with temperature.
    """
    given = array(energies)
    if given.ndim != 1 or not given.size or not np.all(np.isfinite(given)):
        raise ValueError("energies must be a finite number for each phase")
    return float(given.min()), float(given.max())


# --- elastic moduli; Voigt and Reuss hold for bulk and shear modulus as they stand


def bulk_hashin_shtrikman(bulk: ArrayLike, shear: ArrayLike, fractions: ArrayLike) -> tuple[Numbers, Numbers]:
    """(lower, upper) bound of the bulk modulus of an isotropic mixture.

    1 / sum(f_k / (K_k + z)) - z, z = 4 G / 3.

    G is the least, the greatest shear modulus of the phases. Hashin and Shtrikman, J. Mech. Phys. Solids 11, 127
    (1963); phases whose K and G are not in the same order: Walpole, J. Mech. Phys. Solids 14, 151 (1966).
    """
    k, f = _phases(bulk, fractions)
    g, _ = _phases(shear, fractions)
    return _compared(k, f, 4 / 3 * _least(g, f)), _compared(k, f, 4 / 3 * _greatest(g, f))


def shear_hashin_shtrikman(bulk: ArrayLike, shear: ArrayLike, fractions: ArrayLike) -> tuple[Numbers, Numbers]:
    """(lower, upper) bound of the shear modulus of an isotropic mixture.

    1 / sum(f_k / (G_k + z)) - z, z = G (9 K + 8 G) / (6 (K + 2 G)).

    K and G are the least, the greatest of the phases. Sources as `bulk_hashin_shtrikman`.
    """
    k, f = _phases(bulk, fractions)
    g, _ = _phases(shear, fractions)
    lower = _compared(g, f, _shear_medium(_least(k, f), _least(g, f)))
    return lower, _compared(g, f, _shear_medium(_greatest(k, f), _greatest(g, f)))


def bulk_and_shear(young_modulus: ArrayLike, poisson: ArrayLike) -> tuple[Numbers, Numbers]:
    """(K, G) of an isotropic solid: K = E / (3 (1 - 2 nu)), G = E / (2 (1 + nu))."""
    e, nu = array(young_modulus), array(poisson)
    if not np.all((e > 0) & np.isfinite(e)):
        raise ValueError("Young's modulus must be finite and above zero")
    if not np.all((nu > -1) & (nu < 0.5)):
        raise ValueError("Poisson's ratio of a compressible material lies between -1 and 1/2")
    return array(e / (3 * (1 - 2 * nu))), array(e / (2 * (1 + nu)))


def young_and_poisson(bulk: ArrayLike, shear: ArrayLike) -> tuple[Numbers, Numbers]:
    """(E, nu) of an isotropic solid: E = 9 K G / (3 K + G), nu = (3 K - 2 G) / (2 (3 K + G))."""
    k, g = array(bulk), array(shear)
    if not np.all((k > 0) & (g > 0) & np.isfinite(k) & np.isfinite(g)):
        raise ValueError("bulk and shear modulus must be finite and above zero")
    return array(9 * k * g / (3 * k + g)), array((3 * k - 2 * g) / (2 * (3 * k + g)))


def _phases(values: ArrayLike, fractions: ArrayLike) -> tuple[Numbers, Numbers]:
    s, f = np.broadcast_arrays(np.atleast_1d(array(values)), np.atleast_1d(array(fractions)))
    if not np.all((s >= 0) & np.isfinite(s)):
        raise ValueError("the phases' values must be finite and not negative")
    total = np.sum(f, axis=-1, keepdims=True)
    if not (np.all(f >= 0) and np.all(np.abs(total - 1) < 1e-9)):
        raise ValueError("the phases' fractions must be not negative and sum to one")
    return array(s), array(f / total)


def _compared(s: Numbers, f: Numbers, shift: Numbers) -> Numbers:
    """1 / sum(f / (s + shift)) - shift, written as a weighted mean: a large shift then cancels no digits."""
    level = s + shift[..., None]
    blocked = np.any((level == 0) & (f > 0), axis=-1)  # an insulator in series
    weights = f / np.where(level == 0, 1.0, level)
    return array(np.where(blocked, 0.0, np.sum(weights * s, axis=-1) / np.sum(weights, axis=-1)))


def _least(s: Numbers, f: Numbers) -> Numbers:
    return array(np.min(np.where(f > 0, s, np.inf), axis=-1))


def _greatest(s: Numbers, f: Numbers) -> Numbers:
    return array(np.max(np.where(f > 0, s, 0.0), axis=-1))


def _shear_medium(k: Numbers, g: Numbers) -> Numbers:
    stiff = k + 2 * g
    return array(g * (9 * k + 8 * g) / (6 * np.where(stiff > 0, stiff, 1.0)))
