"""Reading a porous film of the interphase, whose pores hold the liquid of an electrolyte layer.

A film is dense unless the design names the liquid, `filled_by`. Its `ionic_conductivity` is then that of the solid
around the pores, per area of the film.
"""

from __future__ import annotations

from ...answers import Reader, Refuse
from ...laws import SaltSection, macmullin_of_pores, porous_film_conductivity
from .conduction import layer_conductivity
from .layers import by_law, layer_thickness


def filling_of(read: Reader, film: str) -> str:
    """Return the path of the electrolyte layer whose liquid fills a film; empty for a dense film."""
    name = read.word(f"{film}.filled_by")
    if name and name not in read.names("electrolyte"):
        raise Refuse(f"the design has no electrolyte layer {name!r}, which fills {film.rpartition('.')[2]}")
    return f"electrolyte.{name}" if name else ""


def macmullin_of_film(read: Reader, film: str) -> float:
    """Return the MacMullin number of a film: given, or by the exponent of pores that the design gives."""
    exponent = f"{film}.pore_exponent"
    if not read.has(f"{film}.macmullin_number") and read.has(exponent):
        return by_law(macmullin_of_pores, read(f"{film}.porosity"), read(exponent))
    return read(f"{film}.macmullin_number")


def film_conductivity(read: Reader, film: str) -> float:
    """Return the conductivity of an interphase layer as a whole, its solid and the liquid in its pores."""
    solid, liquid = layer_conductivity(read, film), filling_of(read, film)
    if not liquid:
        return solid
    return by_law(
        porous_film_conductivity,
        layer_conductivity(read, liquid),
        macmullin_of_film(read, film),
        solid,
    )


def filled_films(read: Reader, electrode: str, liquid: str) -> tuple[str, ...]:
    """Return the paths of the films of an electrode that a liquid fills, from the metal outwards."""
    carried = [f"interphase.{name}" for name in read.names("interphase")]
    on = [film for film in carried if read.word(f"{film}.on") in ("both", electrode)]
    return tuple(film for film in on if filling_of(read, film) == liquid)


def film_section(read: Reader, film: str) -> SaltSection:
    """Return a film as a section through which salt diffuses."""
    return SaltSection(layer_thickness(read, film), macmullin_of_film(read, film), read(f"{film}.porosity"))
