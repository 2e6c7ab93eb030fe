"""Reading the salt of an electrolyte layer: its pores, its anions, its limiting current."""

from __future__ import annotations

from ...answers import Reader, Refuse
from ...laws import limiting_current_density


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
    """Return J_lim = 2 F D_eff c0 / (t_a L), A/m^2."""
    layer = salt_layer(read)
    anions = anion_share(read, layer)
    macmullin, _ = pores(read, layer)
    effective = read(f"{layer}.salt_diffusivity") / macmullin
    return limiting_current_density(effective, read(f"{layer}.salt_concentration"), anions, read(f"{layer}.thickness"))


def limiting_current_ratio(read: Reader) -> float:
    """Return J/J_lim of the current of the protocol."""
    return read("protocol.current") / limiting_current(read)


def above_the_limit(read: Reader) -> None:
    """Refuse a current at or below the limiting one, with their ratio."""
    if (ratio := limiting_current_ratio(read)) <= 1:
        steady = "at or below the limiting current the profile becomes steady and the salt is never used up"
        raise Refuse(f"J/J_lim = {ratio:.2f}: {steady}")
