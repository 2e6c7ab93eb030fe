"""When does the salt run out at the plating face? Limiting current, Sand's time and the time in a finite gap.

J_lim = 2 F D_eff c0 / (t_a L), Sand's tau = pi D' (c0 F / 2 J t_a)^2 with D' = porosity x D_eff, and the series
solution for a finite gap (see `laws.transport`). At or below J_lim the salt is never used up, so both times are refused
there with J/J_lim in the reason; a single-ion conductor has none of the three.
"""

from __future__ import annotations

from ...design import Reader, Refuse
from ...laws import depletion_time, limiting_current_density, sand_time
from ..model import Model


def salt_layer(read: Reader) -> str:
    """The path of the one electrolyte between the electrodes."""
    layers = read.names("electrolyte")
    if len(layers) != 1:
        raise Refuse(f"holds for one electrolyte between the electrodes; this design has {len(layers)}")
    return f"electrolyte.{layers[0]}"


def anion_share(read: Reader, layer: str) -> float:
    """Transference number of the anion, 1 - t+; a single-ion conductor is refused."""
    share = 1 - read(f"{layer}.cation_transference_number")
    if share <= 0:
        raise Refuse("not defined for a single-ion conductor: it has no salt to deplete")
    return share


def pores(read: Reader, layer: str) -> tuple[float, float]:
    """MacMullin number and porosity; both are one in a free liquid."""
    macmullin, porosity = (f"{layer}.macmullin_number", f"{layer}.porosity")
    if not read.has(macmullin):
        return 1.0, 1.0
    return read(macmullin), read(porosity)


def _limiting(read: Reader) -> float:
    layer = salt_layer(read)
    anions = anion_share(read, layer)
    macmullin, _ = pores(read, layer)
    effective = read(f"{layer}.salt_diffusivity") / macmullin
    return limiting_current_density(effective, read(f"{layer}.salt_concentration"), anions, read(f"{layer}.thickness"))


def _ratio(read: Reader) -> float:
    return read("protocol.current") / _limiting(read)


def above_the_limit(read: Reader) -> None:
    """Refuses a current at or below the limiting one, with their ratio."""
    if (ratio := _ratio(read)) <= 1:
        steady = "at or below the limiting current the profile becomes steady and the salt is never used up"
        raise Refuse(f"J/J_lim = {ratio:.2f}: {steady}")


def _sand(read: Reader) -> float:
    above_the_limit(read)
    layer = salt_layer(read)
    macmullin, porosity = pores(read, layer)
    diffusivity = porosity * read(f"{layer}.salt_diffusivity") / macmullin
    return sand_time(
        read("protocol.current"), diffusivity, read(f"{layer}.salt_concentration"), anion_share(read, layer)
    )


def _depletion(read: Reader) -> float:
    above_the_limit(read)
    layer = salt_layer(read)
    macmullin, porosity = pores(read, layer)
    relaxation = read(f"{layer}.thickness") ** 2 * porosity * macmullin / read(f"{layer}.salt_diffusivity")
    return depletion_time(read("protocol.current"), _limiting(read), relaxation)


ANSWERS = {
    "limiting_current_density": _limiting,
    "limiting_current_ratio": _ratio,
    "sand_time": _sand,
    "salt_depletion_time": _depletion,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


MODELS = (
    Model(
        "salt_depletion",
        1,
        tuple(ANSWERS),
        _run,
        "one binary salt, planar, no convection, constant D and t+, faces uniform",
        ("areal_capacity", "thickness"),
    ),
)
