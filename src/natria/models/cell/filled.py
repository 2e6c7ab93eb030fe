"""The layers with salt of a cell: those of the electrolyte, and films whose pores it fills.

The salt in the pores of an electrode belongs to the electrode (`electrodes.deep_pores`); the last of these layers opens
into it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...answers import Refuse
from .cell import Cell, Film, SaltLayer, SolidLayer

SIDES = ("working", "counter")


@dataclass(frozen=True)
class FilledLayer:
    """A layer with salt; `film` is the film of which it is the pores, on the electrode number `side`."""

    salt: SaltLayer
    film: Film | None = None
    side: int = 0


def filled_layers(cell: Cell) -> tuple[FilledLayer | SolidLayer, ...]:
    """Return the layers from face to face that hold salt or part it, with the pores of films among them.

    Dense films and films whose pores are not filled are not among them: they are resistors.
    """
    between = [FilledLayer(layer) if isinstance(layer, SaltLayer) else layer for layer in cell.electrolyte]
    working = _pores(cell, 0)
    counter = _pores(cell, 1)
    if goes_on(cell):
        _refuse_closed(cell)
    return (*working, *between, *reversed(counter))


def goes_on(cell: Cell) -> bool:
    """Whether the salt of the electrolyte goes on in the pores of the counter electrode."""
    return getattr(cell.counter.chemistry, "salt", None) is not None


def _refuse_closed(cell: Cell) -> None:
    last = cell.electrolyte[-1] if cell.electrolyte else None
    if not isinstance(last, SaltLayer):
        what = f"{last.name} beside it has no salt" if last else "there is no electrolyte"
        raise Refuse(f"nothing fills the pores of the counter electrode: {what}; leave out filled_by of its pores")
    if cell.counter.films:
        raise Refuse(
            f"{cell.counter.films[0].name} lies between the electrolyte and the filled pores of the counter electrode, "
            "which is not simulated; put it on the working electrode, or leave out filled_by of the pores"
        )


def _pores(cell: Cell, side: int) -> list[FilledLayer]:
    """Return the filled pores of the films of an electrode, from the metal outwards."""
    films = cell.electrodes[side].films
    found: list[FilledLayer] = []
    for film in films:
        if film.pores is None:
            if found:
                raise Refuse(
                    f"{film.name} lies outside {found[-1].salt.name} on the {SIDES[side]} electrode and is dense: no "
                    "liquid reaches the pores; leave out filled_by, or give the outer layer pores"
                )
            continue
        if film.growth is not None:
            raise Refuse(
                f"{film.name} grows in the cell and has filled pores: the salt of a layer that grows is not simulated; "
                "leave out filled_by, or the growth"
            )
        beside = (cell.electrolyte[0] if side == 0 else cell.electrolyte[-1]) if cell.electrolyte else None
        if not isinstance(beside, SaltLayer):
            what = f"{beside.name} has no salt" if beside else "there is no electrolyte"
            raise Refuse(f"nothing fills the pores of {film.name} on the {SIDES[side]} electrode: {what} there")
        salt = replace(
            beside,
            name=film.name,
            thickness=film.thickness,
            porosity=film.pores.porosity,
            macmullin=film.pores.macmullin,
        )
        found.append(FilledLayer(salt, film, side))
    return found
