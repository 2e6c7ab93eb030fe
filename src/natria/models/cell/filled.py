"""The layers with salt of a cell: those of the electrolyte, and films whose pores it fills."""

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
    return (*working, *between, *reversed(counter))


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
