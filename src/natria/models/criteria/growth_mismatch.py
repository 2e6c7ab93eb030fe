"""Volume of a layer over that of the sodium in it, and the stress that this would give it.

    pilling_bedworth_ratio = V/V_Na,  V = 1/sum(phi_k n_k/V_k)      of each phase: share, sodium per formula, volume
    growth_strain          = PBR^(-1/3) - 1;  growth_stress = E/(1 - nu) times the strain
    stress_transfer_length = sqrt(3) sigma h/sigma_y

Pilling and Bedworth, J. Inst. Met. 29, 529 (1923). Above 1 the layer is compressed, below 1 stretched. The stress is a
bound, for a layer that is held to its sodium and grows by one volume into the other; sodium that yields lets go of it
over the transfer length (Agrawal and Raj, Acta Metall. 37, 1265 (1989)).
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import film_stress, growth_strain, pilling_bedworth_ratio, stress_transfer_length
from ...quantity import Span
from ..reading.formulas import sodium_atoms
from ..reading.layers import by_law, layer_asked, layer_thickness
from ..reading.solids import phases_of, property_of, span_of, usual_of
from .griffith import young_modulus


def _ratio(read: Reader, layer: str) -> float:
    names = read.names(f"{layer}.phases")
    shares = phases_of(read, layer) if len(names) > 1 else dict.fromkeys(names, 1)
    # a phase without sodium takes room and gives none
    atoms = {name: count for name in shares if (count := sodium_atoms(name))}
    if not atoms:
        name = layer.rpartition(".")[2]
        raise Refuse(f"no phase of {name} has sodium in its formula: it did not grow from the metal")
    per_volume = sum(shares[name] * atoms[name] / read(property_of(name, "molar_volume")) for name in atoms)
    return by_law(pilling_bedworth_ratio, 1 / per_volume, read("working.molar_volume"))


def _strain(read: Reader, layer: str) -> float:
    return by_law(growth_strain, _ratio(read, layer))


def own_stress(read: Reader, layer: str) -> Span:
    """Return the stress of a layer without a load: its own as given, else the bound by its growth."""
    own = f"{layer}.residual_stress"
    if read.has(own):
        return span_of([read(own)])
    return _stress(read, layer)


def _stress(read: Reader, layer: str) -> Span:
    strain = _strain(read, layer)
    moduli = zip(young_modulus(read, layer), usual_of(read, layer, "poisson_ratio"), strict=True)
    return span_of(by_law(film_stress, young, poisson, strain) for young, poisson in moduli)


def _transfer(read: Reader, layer: str) -> Span:
    thickness, strength = layer_thickness(read, layer), read("working.yield_strength")
    return span_of(by_law(stress_transfer_length, s, thickness, strength) for s in own_stress(read, layer))


ANSWERS: dict[str, Callable[[Reader, str], float | Span]] = {
    "pilling_bedworth_ratio": _ratio,
    "growth_strain": _strain,
    "growth_stress": _stress,
    "stress_transfer_length": _transfer,
}


def _run(read: Reader) -> float | Span:
    return ANSWERS[read.term](read, layer_asked(read, "interphase"))


OBJECTION = (
    "A bound of 3.6 GPa is nearly fifty times the stress at which kumar2020's layer cracks, so it only says that the "
    "mismatch is relieved as the layer grows: by pores, by cracks, or by flow of the metal. Sodium that yields "
    "lets go of the layer over 80 mm, more than a cell is wide; over a radius of 6.5 mm it could hold 3 um of "
    "layer at 0.3 GPa at most. Sodium that came out of the liquid, or carbon and oxygen that came into the layer, "
    "are not in the ratio. To settle this, one would have to measure the curvature of a thin foil or wafer while "
    "the layer grows on it (Stoney)."
)

MODELS = (
    Answerer(
        "growth_mismatch",
        1,
        tuple(ANSWERS),
        _run,
        "all sodium of the layer came from the metal, dense phases, equal strain in three directions, no relaxation",
        ("current", "areal_capacity", "pressure"),
        objection=OBJECTION,
    ),
)
