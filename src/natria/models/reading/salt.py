"""Reading the salt of an electrolyte layer: its pores, its anions, its limiting current.

Where the liquid of the layer fills films of the interphase as well, the salt diffuses through all of them in series.
"""

from __future__ import annotations

from ...answers import Reader, Refuse
from ...laws import HalfCycle, SaltSection, SaltSupply, limiting_current_density, stack_limiting_current
from .films import filled_films, film_section
from .layers import by_law


def salt_layer(read: Reader) -> str:
    """Return the path of the one electrolyte between the electrodes."""
    layers = read.names("electrolyte")
    if len(layers) != 1:
        raise Refuse(f"holds for one electrolyte between the electrodes; this design has {len(layers)}")
    return f"electrolyte.{layers[0]}"


def anion_share(read: Reader, layer: str) -> float:
    """Return the transference number of the anion, 1 - t+; a single-ion conductor is refused."""
    share = 1 - read(f"{layer}.cation_transference_number")
    if share <= 0:
        raise Refuse("not defined for a single-ion conductor: it has no salt to deplete")
    return share


def pores(read: Reader, layer: str) -> tuple[float, float]:
    """Return MacMullin number and porosity; both are one in a free liquid."""
    macmullin, porosity = (f"{layer}.macmullin_number", f"{layer}.porosity")
    if not read.has(macmullin):
        return 1.0, 1.0
    return read(macmullin), read(porosity)


def limiting_current(read: Reader) -> float:
    """Return the limiting current (A/m^2) of plating at the working electrode, with films in series.

    J_lim = 2 F D_eff c0 / (t_a L) of the electrolyte layer alone; with films in series `stack_limiting_current`.
    """
    layer = salt_layer(read)
    anions = anion_share(read, layer)
    macmullin, porosity = pores(read, layer)
    diffusivity, salt = read(f"{layer}.salt_diffusivity"), read(f"{layer}.salt_concentration")
    thickness = read(f"{layer}.thickness")
    working, counter = (filled_films(read, electrode, layer) for electrode in ("working", "counter"))
    if not (working or counter):
        return limiting_current_density(diffusivity / macmullin, salt, anions, thickness)
    sections = (
        *(film_section(read, film) for film in working),
        SaltSection(thickness, macmullin, porosity),
        *(film_section(read, film) for film in reversed(counter)),
    )
    return by_law(lambda: stack_limiting_current(diffusivity, salt, anions, sections))


def ensure_one_section(read: Reader, layer: str) -> None:
    """Refuse salt that diffuses through films of the interphase as well.

    The times are those of one section.
    """
    for electrode in ("working", "counter"):
        if films := filled_films(read, electrode, layer):
            name = films[0].rpartition(".")[2]
            raise Refuse(f"holds for one section of salt, and {name} holds salt in its pores; simulate the cell")


def salt_supply(read: Reader) -> SaltSupply:
    """Return limiting current and relaxation of the one electrolyte between the electrodes."""
    layer = salt_layer(read)
    ensure_one_section(read, layer)
    macmullin, porosity = pores(read, layer)
    relaxation = read(f"{layer}.thickness") ** 2 * porosity * macmullin / read(f"{layer}.salt_diffusivity")
    return SaltSupply(limiting_current(read), relaxation)


def half_cycle(read: Reader) -> HalfCycle:
    """Return the half-cycles of a ramp of the current: of a given time, else of a given charge."""
    if read.has("protocol.half_cycle_time"):
        return HalfCycle(time=read("protocol.half_cycle_time"))
    if read.has("protocol.areal_capacity"):
        return HalfCycle(charge=read("protocol.areal_capacity"))
    raise Refuse(
        "a critical current depends on how long each current flows: give protocol.half_cycle_time or "
        "protocol.areal_capacity of the ramp"
    )


def limiting_current_ratio(read: Reader) -> float:
    """Return J/J_lim of the current of the protocol."""
    return read("protocol.current") / limiting_current(read)


def above_the_limit(read: Reader) -> None:
    """Refuse a current at or below the limiting one, with their ratio."""
    if (ratio := limiting_current_ratio(read)) <= 1:
        steady = "at or below the limiting current the profile becomes steady and the salt is never used up"
        raise Refuse(f"J/J_lim = {ratio:.2f}: {steady}")
