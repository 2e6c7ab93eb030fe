"""Strain that plating demands of a layer, against the strain at which each of its phases cracks.

    roughness_strain  of a layer that follows a sine whose amplitude grows by plating (`laws.roughening_strain`)
    strain_budget     demanded (roughness, islands, curved electrode) and tolerated (per phase)
    strain_load       the largest of the strains demanded over the strain tolerated
    channel_energy_release  G = Z sigma^2 h (1 - nu^2)/E at the largest strain demanded, where that is small

Z = 1.976 is that of a substrate as stiff as the layer (Hutchinson and Suo). Sodium is softer, so that G is at least
this, and the strain at which a channel runs at most the one given here.

A brittle phase cracks where a flaw starts a crack (Griffith) and the crack runs on through the thickness (channel): the
larger of the two strains, each the stress of its law times (1 - nu)/E. So all strains are those of a layer that is
strained alike in both directions, as over an island; a face that is rough in one direction only stresses the layer by
1/(1 + nu) of that. A ductile phase (a polymer, a binder, a metal) bears its critical strain. A composite lies
between the weakest and the toughest of its phases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ....answers import Answerer, Reader, Refuse
from ....laws import (
    biaxial_modulus,
    energy_release_rate,
    film_stress,
    griffith_stress,
    grown_amplitude,
    hoop_strain,
    propagation_stress,
    roughening_strain,
)
from ....quantity import Span
from ....record import Table, numbers, words
from ...criteria.griffith import young_modulus
from ...criteria.layer_strain import plated_thickness, strain_over_island
from ...reading.layers import by_law, layer_asked, positive_thickness
from ...reading.solids import flaw_size, kind_of, property_of, span_of, usual_of
from . import said
from .reading import of_bond

DUCTILE = ("polymer", "binder", "metal", "alloy", "gel")
SMALL = 0.05  # strain up to which a layer is taken as linear elastic
Entry = tuple[str, str, float]  # side, what, strain


def demanded_by_roughness(read: Reader, layer: str) -> float:
    """Return the strain of a layer over roughness that one half-cycle of plating has grown."""
    before, wave = of_bond(read, layer, "roughness_amplitude"), of_bond(read, layer, "roughness_wavelength")
    thickness = positive_thickness(read, layer)
    if wave < thickness:
        raise Refuse(
            f"a layer of {said.length(thickness)} does not follow waves of {said.length(wave)}; give "
            f"adhesion.roughness_wavelength of at least {said.length(thickness)}"
        )
    after = by_law(grown_amplitude, before, of_bond(read, layer, "plating_unevenness"), plated_thickness(read))
    return by_law(roughening_strain, before, after, wave, thickness)


def _demanded(read: Reader, layer: str) -> Iterator[Entry]:
    yield "demanded", "roughness", demanded_by_roughness(read, layer)
    yield "demanded", "islands", strain_over_island(read, layer)
    if read.has("working.curvature_radius"):
        plated = plated_thickness(read)
        yield "demanded", "curved electrode", by_law(hoop_strain, plated, read("working.curvature_radius"))


def _phases(read: Reader, layer: str) -> tuple[str, ...]:
    names = read.names(f"{layer}.phases")
    if not names:
        raise Refuse(f"the design gives no phases of {layer.rpartition('.')[2]}: add [{layer}.phases]")
    return tuple(names)


def _tolerated(read: Reader, layer: str, phase: str) -> Iterator[Entry]:
    """Return how much strain a phase tolerates, by each way in which it may be known."""
    critical = property_of(phase, "critical_strain")
    if kind_of(read, phase) in DUCTILE:
        yield "tolerated", f"{phase}: it tears", read(critical)
        return
    own = f"{layer}.surface_energy"
    energy = read(own if read.has(own) else property_of(phase, "surface_energy"))
    whole = f"{layer}.young_modulus"
    young = read(whole if read.has(whole) else property_of(phase, "young_modulus"))
    ratio = usual_of(read, layer, "poisson_ratio")[0]
    stiffness = by_law(biaxial_modulus, young, ratio)
    starts = by_law(griffith_stress, young, energy, flaw_size(read, layer))
    yield "tolerated", f"{phase}: a flaw starts a crack", starts / stiffness
    runs = by_law(propagation_stress, 2 * energy, positive_thickness(read, layer), young, ratio)
    yield "tolerated", f"{phase}: a crack runs on", runs / stiffness
    if read.has(critical):
        yield "perfect", f"{phase}: a perfect crystal", read(critical)


def _budget(read: Reader) -> Table:
    layer = layer_asked(read, "interphase")
    rows = [*_demanded(read, layer)]
    for phase in _phases(read, layer):
        rows += _tolerated(read, layer, phase)
    side, what, strain = zip(*rows, strict=True)
    columns = {"side": words(side), "what": words(what), "strain": numbers("1", strain)}
    return Table("strain-budget", "Strain demanded of the layer and strain that it tolerates", columns)


def tolerated(read: Reader, layer: str) -> Span:
    """Return the strain that the weakest and the toughest phase of a layer tolerate."""
    return span_of(
        max(strain for side, _, strain in _tolerated(read, layer, phase) if side == "tolerated")
        for phase in _phases(read, layer)
    )


def largest_demanded(read: Reader, layer: str) -> float:
    """Return the largest strain that anything demands of a layer."""
    return max(strain for _, _, strain in _demanded(read, layer))


def _load(read: Reader) -> Span:
    layer = layer_asked(read, "interphase")
    demanded = largest_demanded(read, layer)
    weak, tough = tolerated(read, layer)
    return demanded / tough, demanded / weak


def _strain(read: Reader) -> float:
    return demanded_by_roughness(read, layer_asked(read, "interphase"))


def _released(read: Reader) -> Span:
    layer = layer_asked(read, "interphase")
    strain, thickness = largest_demanded(read, layer), positive_thickness(read, layer)
    if strain > SMALL:
        raise Refuse(
            f"plating demands a strain of {100 * strain:.3g} %: the energy of a channel is that of a layer that stays "
            f"elastic, up to {100 * SMALL:.3g} %"
        )
    moduli = zip(young_modulus(read, layer), usual_of(read, layer, "poisson_ratio"), strict=True)
    return span_of(
        by_law(energy_release_rate, by_law(film_stress, young, ratio, strain), thickness, young, ratio)
        for young, ratio in moduli
    )


ANSWERS: dict[str, Callable[[Reader], float | Span]] = {
    "roughness_strain": _strain,
    "strain_load": _load,
    "channel_energy_release": _released,
}


OBJECTION = (
    "Roughness, its wavelength and the unevenness of plating are guesses, and the strain goes with the square of their "
    "ratio: 20 um between tops give sixteen times the strain of 80 um. The layer follows a sine without slip and is "
    "elastic; a layer that slips on sodium at its yield strength is strained less, a top with a sharp edge strains it "
    "more. A critical strain of a brittle phase rests on a flaw that nobody has seen, and on a substrate as stiff as "
    "the layer; on soft sodium a channel frees more energy and runs at less strain. To settle this, one would have "
    "to measure the profile of the face below the layer before and after a half-cycle, and the strain at which the "
    "layer cracks on a stretched foil."
)
VALID = (
    "one half-cycle, a face that is a sine, layer without slip, elastic; phases that crack or tear independently; "
    "channels as on a substrate of equal moduli (on soft sodium their energy is larger); strained alike in both "
    "directions"
)
IGNORES = ("current", "pressure")

LAYER_ROUGHENING = Answerer(
    "layer_roughening",
    3,
    tuple(ANSWERS),
    lambda read: ANSWERS[read.term](read),
    VALID,
    IGNORES,
    widened=True,
    objection=OBJECTION,
)
STRAIN_BUDGET = Answerer("strain_budget", 2, ("strain_budget",), _budget, VALID, IGNORES, objection=OBJECTION)
