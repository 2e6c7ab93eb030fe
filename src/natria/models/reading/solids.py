"""Reading solid layers of a design: kind, phases, moduli and flaws. No model of its own.

A property of a layer of several phases is known within limits only: a span (least, greatest), with equal ends where it
is a number.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...answers import Reader, Refuse
from ...design import join
from ...laws import (
    LaminateModuli,
    bulk_and_shear,
    bulk_hashin_shtrikman,
    laminate_moduli,
    reuss,
    shear_hashin_shtrikman,
    voigt,
    young_and_poisson,
)
from ...quantity import Span
from .layers import first, layer_asked, layer_thickness, own_or_usual

FLOWING = ("liquid", "gel")
RAMP_BEFORE = ("current_step", "conditioning_current", "conditioning_cycles")  # before the critical half-cycle
RAMP = (  # how a critical current was measured; steady-state laws do not depend on it
    "areal_capacity",
    "half_cycle_time",
    *RAMP_BEFORE,
)


def kind_of(read: Reader, material: str) -> str:
    """Return the kind on the card of a material; empty without a card."""
    return read.word(join(["material", material, "kind"]))


def kinds_of(read: Reader, layer: str) -> tuple[str, ...]:
    """Return the kinds of the materials of a layer."""
    if layer.startswith("electrolyte"):
        return (kind_of(read, read.word(f"{layer}.material")),)
    return tuple(kind_of(read, phase) for phase in read.names(f"{layer}.phases"))


def solid_at_working(read: Reader) -> str:
    """Return the path of the solid electrolyte that the question names.

    By default the one at the working electrode.
    """
    layers = read.names("electrolyte")
    if not layers:
        raise Refuse("the design has no electrolyte")
    return ensure_solid(read, layer_asked(read, "electrolyte") if read.part else f"electrolyte.{layers[0]}")


def ensure_solid(read: Reader, layer: str) -> str:
    """Return the path of an electrolyte layer; refused where it flows or its kind is unknown."""
    name, material = layer.rpartition(".")[2], read.word(f"{layer}.material")
    kind = kind_of(read, material)
    if not kind:
        raise Refuse(f"no kind given for {material}, a solid or a liquid: give it a material card with its kind")
    if kind in FLOWING:
        raise Refuse(f"{name} is a {kind}: it flows with the sodium, so it neither cracks nor loses contact")
    return layer


def ensure_flowing(read: Reader, layer: str) -> None:
    """Refuse an electrolyte layer that is a solid, or of which nobody says whether it is one."""
    name, material = layer.rpartition(".")[2], read.word(f"{layer}.material")
    kind = kind_of(read, material)
    if not kind:
        raise Refuse(f"no kind given for {material}, a solid or a liquid: give it a material card with its kind")
    if kind not in FLOWING:
        raise Refuse(f"{name} is a solid ({kind}): holds for electrolytes that flow, as cracks and lost contact do not")


def span_of(values: Iterable[float]) -> Span:
    """Return the smallest and the largest value."""
    found = tuple(values)
    return min(found), max(found)


def phases_of(read: Reader, layer: str) -> dict[str, float]:
    """Return the volume shares of a layer of several phases, summing to one."""
    names = read.names(f"{layer}.phases")
    shares = {name: read(join([*layer.split("."), "phases", name])) for name in names}
    total = sum(shares.values())
    present = {name: share / total for name, share in shares.items() if share > 0}
    if len(present) < 2:
        name = layer.rpartition(".")[2]
        raise Refuse(f"{name} is of one phase" if present else f"the design gives no phases of {name}")
    return present


def property_of(phase: str, name: str) -> str:
    return join(["material", phase, "properties", name])


def usual_of(read: Reader, layer: str, name: str) -> Span:
    """Return a property of a layer: its own, else those of its phases, else the usual one."""
    own, usual = f"{layer}.{name}", f"usual.{name}"
    phases = read.names(f"{layer}.phases")
    if read.has(own) or not phases:
        return span_of([first(read, own, usual)])
    return span_of(first(read, property_of(phase, name), usual) for phase in phases)


def moduli_of_phase(read: Reader, phase: str) -> tuple[float, float]:
    """Return (K, G) of a phase: as known, else from its Young's modulus and Poisson's ratio."""
    bulk, shear, young = (property_of(phase, name) for name in ("bulk_modulus", "shear_modulus", "young_modulus"))
    if read.has(bulk) and read.has(shear):
        return read(bulk), read(shear)
    poisson = first(read, property_of(phase, "poisson_ratio"), "usual.poisson_ratio")
    own = 2 * (1 + poisson) * read(shear) if read.has(shear) and not read.has(young) else read(young)
    k, g = bulk_and_shear(own, poisson)
    return float(k), float(g)


def is_of_sheets(read: Reader, layer: str) -> bool:
    """Whether the phases of an interphase layer lie as sheets on each other.

    Isotropic bounds do not hold then.
    """
    return layer.startswith("interphase") and read.word(f"{layer}.arrangement") == "sheets"


def moduli_of_sheets(read: Reader, layer: str) -> LaminateModuli:
    """Return the moduli of a layer whose phases lie as sheets on each other."""
    shares = phases_of(read, layer)
    bulk, shear = zip(*(moduli_of_phase(read, phase) for phase in shares), strict=True)
    return laminate_moduli(bulk, shear, tuple(shares.values()))


def young_moduli(read: Reader, layer: str) -> Span:
    """Return Young's modulus of a layer of several phases as a span.

    Bounds of an isotropic mixture, or through and in the plane of sheets.
    """
    if is_of_sheets(read, layer):
        stack = moduli_of_sheets(read, layer)
        return span_of((stack.young_through, stack.young_in_plane))
    return span_of(float(young_and_poisson(k, g)[0]) for k, g in zip(*moduli_of_mixture(read, layer), strict=True))


def moduli_of_mixture(read: Reader, layer: str) -> tuple[Span, Span]:
    """Return bounds of (K, G) of a layer of several phases.

    Hashin and Shtrikman for a mixture without a direction; Reuss and Voigt, which hold for any, for sheets.
    """
    shares = phases_of(read, layer)
    bulk, shear = zip(*(moduli_of_phase(read, phase) for phase in shares), strict=True)
    fractions = tuple(shares.values())
    if is_of_sheets(read, layer):
        return (
            span_of((float(reuss(bulk, fractions)), float(voigt(bulk, fractions)))),
            span_of((float(reuss(shear, fractions)), float(voigt(shear, fractions)))),
        )
    return (
        span_of(map(float, bulk_hashin_shtrikman(bulk, shear, fractions))),
        span_of(map(float, shear_hashin_shtrikman(bulk, shear, fractions))),
    )


def shear_moduli(read: Reader, layer: str) -> Span:
    """Return the shear modulus of a layer as a span.

    Its own, or by its own Young's modulus and Poisson's ratio, or from its phases: bounds of an isotropic mixture, or
    along and in the plane of sheets.
    """
    shear, young = f"{layer}.shear_modulus", f"{layer}.young_modulus"
    if not read.has(shear) and read.has(young):
        poisson = own_or_usual(read, layer, "poisson_ratio")
        return span_of([read(young) / (2 * (1 + poisson))])
    if not read.has(shear) and len(read.names(f"{layer}.phases")) > 1:
        if is_of_sheets(read, layer):
            stack = moduli_of_sheets(read, layer)
            return span_of((stack.shear_through, stack.shear_in_plane))
        return moduli_of_mixture(read, layer)[1]
    return span_of([read(shear)])


def flaw_size(read: Reader, layer: str) -> float:
    """Return the depth of the largest flaw of a layer, at most its thickness.

    The usual one where none is given.
    """
    flaw = own_or_usual(read, layer, "flaw_size")
    sized = read.has(f"{layer}.thickness") or all(read.has(f"{layer}.{name}") for name in ("mass", "density"))
    return min(flaw, layer_thickness(read, layer)) if sized else flaw
