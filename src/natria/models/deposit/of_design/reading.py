"""Reading a deposition of a design: its box, and the metal, electrolyte and layer at their own places."""

from __future__ import annotations

from math import inf
from statistics import fmean

from ....answers import Reader, Refuse
from ....laws import biaxial_energy
from ...reading.conduction import at_reference, layer_conductivity
from ...reading.films import film_conductivity
from ...reading.layers import by_law, own_or_usual, positive_thickness
from ...reading.salt import anion_share, pores
from ...reading.solids import usual_of, young_moduli
from ..inputs import FARADAY
from ..settings import ACROSS, DEVICES, PRECISIONS
from ..start import Relief
from .case import (
    MOVES,
    STAYS,
    DepositedMetal,
    DepositionCase,
    DepositionLayer,
    DepositionSalt,
    DepositionStart,
    flat_current,
)
from .electrons import read_electrons
from .stages import DepositionStrip


def deposition_asked(read: Reader) -> str:
    """Return the path of the deposition that the question names, or of the only one."""
    names = read.names("deposition")
    if read.part in names:
        return f"deposition.{read.part}"
    if not read.part and len(names) == 1:
        return f"deposition.{names[0]}"
    known = f"; here: {', '.join(names)}" if names else ": add [deposition.NAME] to the design"
    raise Refuse(f"ask about a deposition, as in 'SYSTEM#DEPOSITION'{known}")


def deposition_case(read: Reader) -> DepositionCase:
    """Return the deposition in question as plain numbers."""
    path = deposition_asked(read)
    voltage = _optional(read, f"{path}.voltage")
    current = read("protocol.current") if voltage is None else None
    made = _layer(read, path)
    depth = read(f"{path}.depth") if read.has(f"{path}.depth") else 0.0
    height, salt, (layer, elastic) = read(f"{path}.height"), _salt(read), made
    behind = height / salt.conductivity + (layer.thickness / layer.conductivity if layer else 0.0)
    return DepositionCase(
        size=(height, read(f"{path}.width"), depth),
        front_width=read(f"{path}.front_width"),
        cells_across=ACROSS if read.has(f"{path}.cells") else own_or_usual(read, path, "cells_across_front"),
        metal=_metal(read, path, (voltage, current), behind, salt.temperature),
        salt=salt,
        start=_start(read, path),
        layer=layer,
        current=current,
        voltage=voltage,
        noise=_optional(read, f"{path}.reaction_noise") or 0.0,
        noise_time=own_or_usual(read, path, "noise_time"),
        anisotropy=_optional(read, f"{path}.growth_anisotropy") or 0.0,
        time=read(f"{path}.time"),
        charge=read(f"{path}.charge") if read.has(f"{path}.charge") else inf,
        outputs=round(read("usual.deposition_outputs")),
        error=read("usual.deposition_tolerance"),
        electrons=read_electrons(read, path, layer),
        device=_choice(read, f"{path}.device", DEVICES),
        precision=_choice(read, f"{path}.precision", PRECISIONS),
        strip=_strip(read, f"{path}.strip"),
        supply="counter" if read.has(f"{path}.supply") and read.law(f"{path}.supply") == "counter" else "bath",
        elastic=elastic,
        cells=round(_optional(read, f"{path}.cells") or 0),
    )


def _choice(read: Reader, path: str, known: tuple[str, ...]) -> str:
    """Return a word of the design, the first one that is known where it has none."""
    return read.word(path) if read.has(path) else known[0]


def _optional(read: Reader, path: str) -> float | None:
    return read(path) if read.has(path) else None


def _metal(
    read: Reader, path: str, drive: tuple[float | None, float | None], behind: float, temperature: float
) -> DepositedMetal:
    """Return the metal; without a mobility its front keeps up with a flat one at the first current.

    `drive` is the voltage or the current, `behind` the area resistance of the box (ohm m^2).
    """
    at_reference(read, "the exchange current")
    concentration, surface = 1 / read("working.molar_volume"), read("working.surface_energy")
    exchange = read("working.exchange_current_density")
    transfer = own_or_usual(read, "working", "transfer_coefficient")
    mobility = _optional(read, f"{path}.front_mobility")
    if mobility is None:
        voltage, given = drive
        current = given if voltage is None else flat_current(voltage, exchange, transfer, behind, temperature)
        if not current:
            raise Refuse(f"no current flows at the start, so nothing gives the mobility of the front: {path}.voltage")
        velocity = abs(current) / (FARADAY * concentration)
        mobility = read("usual.front_relaxation_ratio") * velocity / (3 * surface)
    return DepositedMetal(concentration, exchange, transfer, surface, mobility)


def _salt(read: Reader) -> DepositionSalt:
    """Return the electrolyte at the working electrode, in pores with their MacMullin number."""
    names = read.names("electrolyte")
    if not names:
        raise Refuse("the design has no [electrolyte.NAME] from which metal could be deposited")
    layer = f"electrolyte.{names[0]}"
    macmullin, _ = pores(read, layer)
    return DepositionSalt(
        read(f"{layer}.salt_concentration"),
        read(f"{layer}.salt_diffusivity") / macmullin,
        layer_conductivity(read, layer) / macmullin,
        anion_share(read, layer),
        read("temperature"),
    )


def _start(read: Reader, path: str) -> DepositionStart:
    count = round(_optional(read, f"{path}.nuclei") or 0)
    ends = ("nucleus_radius_least", "nucleus_radius_most")
    least, most = (read(f"{path}.{end}") for end in ends) if count else (0.0, 0.0)
    if least > most:
        raise Refuse(f"{path}.{ends[0]} is above {ends[1]}: exchange them")
    seed, relief = round(own_or_usual(read, path, "deposition_seed")), _relief(read, f"{path}.pattern")
    return DepositionStart(read(f"{path}.first_front"), count, (least, most), seed, relief)


SIZES = {  # of a relief: its height and its width
    "wave": ("amplitude", ""),
    "ridges": ("relief_height", "relief_width"),
    "pillars": ("relief_height", "relief_width"),
    "balls": ("ball_radius", ""),
}


def _relief(read: Reader, table: str) -> Relief | None:
    if not read.has(table):
        return None
    form = read.law(table)
    height, width = SIZES[form]
    return Relief(form, read(f"{table}.period"), read(f"{table}.{height}"), read(f"{table}.{width}") if width else 0.0)


def _strip(read: Reader, table: str) -> DepositionStrip | None:
    """Return what follows the plating; its drive is negative."""
    if not read.has(table):
        return None
    voltage = _optional(read, f"{table}.voltage")
    if voltage is not None and voltage >= 0:
        raise Refuse(f"{table}.voltage is {voltage:g} V, which plates: give a voltage below zero")
    return DepositionStrip(
        current=-read("protocol.current") if voltage is None else None,
        voltage=voltage,
        time=read(f"{table}.time"),
        charge=_optional(read, f"{table}.charge"),
        rest=_optional(read, f"{table}.rest") or 0.0,
        cycles=round(_optional(read, f"{table}.cycles") or 1),
    )


def _elastic(read: Reader, table: str, film: str) -> float:
    """Return the elastic energy of a layer over the volume of the metal that pushes it away, J/m^3.

    As given; or that of the layer in equal biaxial strain, a volume of it for each volume of metal; or none.
    """
    if read.has(f"{table}.displacement_energy"):
        return read(f"{table}.displacement_energy")
    if not read.has(f"{table}.displacement_strain"):
        return 0.0
    own, phases = f"{film}.young_modulus", read.names(f"{film}.phases")
    young = read(own) if read.has(own) or len(phases) < 2 else fmean(young_moduli(read, film))
    poisson = fmean(usual_of(read, film, "poisson_ratio"))
    return by_law(biaxial_energy, young, poisson, read(f"{table}.displacement_strain"))


def _layer(read: Reader, path: str) -> tuple[DepositionLayer | None, float]:
    """Return the layer in the electrolyte of the box, and its elastic energy (J/m^3 of metal).

    There is none where it lies under the metal.
    """
    table = f"{path}.layer"
    law = read.law(table) if read.has(table) else "none"
    if law not in (MOVES, STAYS):
        return None, 0.0
    names, named = read.names("interphase"), read.word(f"{table}.interphase")
    if named and named not in names:
        raise Refuse(f"the design has no interphase {named!r}, which {table} names; here: {', '.join(names) or 'none'}")
    if not named and len(names) != 1:
        raise Refuse(f"{table} says how an interphase moves, and the design has {len(names)}: name it, interphase = ..")
    film = f"interphase.{named or names[0]}"
    layer = DepositionLayer(law, positive_thickness(read, film), film_conductivity(read, film))
    return layer, _elastic(read, table, film)
