"""A porous film whose pores hold the electrolyte: conductivity, and the salt's limiting current.

SI in and out.

The pores and the solid of the film lie side by side between the same two potentials. The salt diffuses in the pores
alone. In the film and in a separator the pores slow it down by their MacMullin number, D_eff = D / N_M, and the storage
is the porosity's share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from ..constants import FARADAY
from ..numbers import Numbers, array, not_negative


@dataclass(frozen=True)
class SaltSection:
    """A porous section between the electrodes: its thickness (m), MacMullin number and porosity."""

    thickness: float
    macmullin: float
    porosity: float


def macmullin_of_pores(porosity: ArrayLike, exponent: ArrayLike) -> Numbers:
    """MacMullin number N_M = eps^-b of pores with porosity eps; b = 3/2 is Bruggeman's.

    kappa_eff = kappa eps^(3/2): Bruggeman, Ann. Phys. 416, 636 (1935), for spheres in a conductor; in a dense film with
    few pores it is an extrapolation. Limits: 1 at eps = 1; the fewer the pores, the larger, without limit.
    """
    eps, b = array(porosity), array(exponent)
    if not ((eps > 0) & (eps <= 1)).all():
        raise ValueError("pores that conduct have a porosity above zero and at most one")
    if not (b >= 1).all():
        raise ValueError("the exponent of pores is at least one, that of straight pores")
    return array(eps**-b)


def porous_film_conductivity(electrolyte: ArrayLike, macmullin: ArrayLike, solid: ArrayLike) -> Numbers:
    """Conductivity of a porous film: kappa / N_M + sigma, its pores and its solid in parallel.

    sigma is that of the film without the liquid, per area of the film, so it is lower than that of the dense solid.
    Limits: without pores (N_M infinite) the solid, with nothing but pores (N_M = 1, no solid) the electrolyte.
    """
    if not (array(macmullin) >= 1).all():
        raise ValueError("a MacMullin number is at least one")
    pores = not_negative(electrolyte, "the conductivity of the electrolyte") / array(macmullin)
    return array(pores + not_negative(solid, "the conductivity of the solid"))


def film_limiting_current(
    diffusivity: float, concentration: float, t_anion: float, thickness: float, macmullin: float
) -> float:
    """J = F D c0 / (N_M t_a h) (A/m^2) through a film that lies in a reservoir of salt.

    The concentration is c0 at the film's outside and zero at the metal. The factor of two of
    `limiting_current_density` is missing: that of a gap has its c0 in the middle, at half of its width.
    """
    _needs_anions(t_anion)
    return FARADAY * diffusivity * concentration / (macmullin * t_anion * thickness)


def stack_limiting_current(
    diffusivity: float, concentration: float, t_anion: float, sections: Sequence[SaltSection]
) -> float:
    """Limiting current (A/m^2) of porous sections in series, from the plating face to the other electrode.

    The steady profile of one binary salt: through each section c rises by J t_a N_M L / (F D), from zero at the plating
    face, and the salt that was filled in is kept, sum eps L c_mean = c0 sum eps L. Newman and Thomas-Alyea,
    Electrochemical Systems, 3rd ed. (2004), ch. 11, for one section (`limiting_current_density`).

    Sections that are alike on both sides of the middle give 2 F D c0 / (t_a sum N_M L), whatever their porosities. A
    film alone against much more salt than it holds gives `film_limiting_current`.
    """
    _needs_anions(t_anion)
    if not sections:
        raise ValueError("salt needs at least one section between the electrodes")
    reached, held, room = 0.0, 0.0, 0.0  # of N_M x, of eps x mean of N_M x, of eps x, from the plating face
    for one in sections:
        slow, space = one.macmullin * one.thickness, one.porosity * one.thickness
        held += space * (reached + slow / 2)
        reached += slow
        room += space
    return FARADAY * diffusivity * concentration * room / (t_anion * held)


def _needs_anions(t_anion: float) -> None:
    if t_anion <= 0:
        raise ValueError("a single-ion conductor has no salt to deplete")
