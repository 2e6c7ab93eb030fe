"""The engine against the second solver: the same cells and programs, within 0.1 mV or 0.1 %.

The second solver is nearly exact; what differs is the engine's grid. So the difference must also fall fourfold when
the volumes are doubled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

import numpy as np
import pytest
from models_second_engine import KELVIN, Leg, engine_voltage
from models_second_spectral import Region, Second, trace

from natria.models.cell.cell import Cell, Electrode, Film, Pores, SaltLayer, Thermal

GAS = 8.314462618
FACE = Electrode(exchange_current=13.0, inventory=1e6)
LAYER = SaltLayer("separator", 250e-6, 1000.0, 0.5, 3e-10, 0.5, macmullin=5.0, porosity=0.4)


def second_of(cell: Cell) -> Second:
    """The same cell for the second solver, written out from the documented equations."""
    films = [region_of(cell, film.pores, film.thickness, film.conductivity) for film in cell.working.films]
    (layer,) = cell.salts
    middle = region_of(cell, Pores(layer.porosity, layer.macmullin), layer.thickness, 0.0)
    return Second(
        (*films, middle, *reversed(films)),
        layer.concentration,
        FACE.exchange_current,
        path=cell.electronic_conductance,
    )


def region_of(cell: Cell, pores: Pores | None, thickness: float, sigma: float) -> Region:
    (layer,) = cell.salts
    assert pores is not None

    def share(c: np.ndarray) -> np.ndarray:
        return c / layer.concentration

    def warm(law: Thermal, kelvin: float) -> float:
        return float(np.exp(-law.energy / GAS * (1.0 / kelvin - 1.0 / law.reference)))

    def kappa(c: np.ndarray, kelvin: float) -> np.ndarray:
        exponent = layer.conductivity_exponent
        found = share(c) ** exponent
        if layer.conductivity_peak:  # Casteel and Amis, over the value at the start
            x, x0 = c / layer.conductivity_peak, layer.concentration / layer.conductivity_peak
            bent = layer.conductivity_curvature * ((x - 1.0) ** 2 - (x0 - 1.0) ** 2) - exponent * (x - x0)
            found = found * np.exp(bent)
        return layer.conductivity * warm(layer.thermal, kelvin) * found

    def diffusivity(c: np.ndarray, kelvin: float) -> np.ndarray:
        law = layer.diffusivity_thermal
        # Nernst and Einstein where D has no law of its own: D ~ kappa T
        factor = warm(law, kelvin) if law else warm(layer.thermal, kelvin) * kelvin / layer.thermal.reference
        return layer.diffusivity * factor * share(c) ** layer.diffusivity_exponent

    return Region(
        thickness,
        pores.porosity,
        pores.macmullin,
        kappa,
        diffusivity,
        lambda c, _: layer.transference + layer.transference_slope * (share(c) - 1.0),
        layer.thermodynamic_factor,
        sigma,
    )


def both(example: Example, volumes: int) -> tuple[np.ndarray, np.ndarray]:
    face = replace(FACE, films=example.films)
    program = example.program()
    cell = Cell(
        kind="symmetric",
        working=face,
        counter=face,
        electrolyte=(example.layer,),
        temperature=KELVIN,
        area=1e-4,
        electronic_conductance=example.path,
        shortest_step=example.shortest,
    )
    starts = np.concatenate([[0.0], np.cumsum([leg.times[-1] for leg in program])])
    legs = list(zip(starts[:-1], starts[1:], program, strict=True))

    def leg_at(t: float) -> Leg:
        return next((leg for _, end, leg in legs if t < end), program[-1])

    times = [start + t for start, _, leg in legs for t in leg.times]
    second = trace(
        second_of(cell),
        lambda t: leg_at(t).current,
        times,
        lambda t: leg_at(t).temperature,
        breaks=[float(s) for s in starts[1:-1]],
    )
    return engine_voltage(cell, program, volumes), second.voltage


READ = (0.5, 2.0, 10.0, 60.0)


def sine(period: float, steps: int) -> list[Leg]:
    """A sinusoid of 40 A/m^2 in stairs, which both solvers follow exactly."""
    middles = (np.arange(steps) + 0.5) * 2 * np.pi / steps
    return [Leg(float(40.0 * np.sin(x)), (period / steps,)) for x in middles]


@dataclass(frozen=True)
class Example:
    name: str
    layer: SaltLayer
    program: Callable[[], list[Leg]]
    films: tuple[Film, ...] = ()  # of both electrodes, from the metal outwards
    path: float = 0.0  # S/m^2
    shortest: float = inf  # s, the shortest step that the grid of the engine is made for


FILM = Film("film", 20e-6, 1e-3, pores=Pores(0.1, 30.0))
DEAD_FILM = replace(FILM, conductivity=0.0)

EXAMPLES = (
    Example("a step", LAYER, lambda: [Leg(40.0, READ)]),
    Example("reversals", LAYER, lambda: [Leg(40.0, (20.0,)), Leg(-40.0, READ), Leg(0.0, (1.0, 20.0)), Leg(20.0, READ)]),
    Example("a sinusoid", LAYER, lambda: sine(60.0, 12)),
    Example(
        "a step of the temperature",
        replace(LAYER, thermal=Thermal(energy=20e3, reference=KELVIN)),
        lambda: [Leg(40.0, (60.0,)), Leg(40.0, READ, KELVIN + 20.0)],
    ),
    Example("almost one ion", replace(LAYER, transference=0.99), lambda: [Leg(40.0, READ)]),
    Example("anions carry nearly all", replace(LAYER, transference=0.02), lambda: [Leg(30.0, READ)]),
    Example(
        "properties of the concentration",
        replace(LAYER, conductivity_exponent=0.6, diffusivity_exponent=0.4, transference_slope=-0.1),
        lambda: [Leg(40.0, READ), Leg(-40.0, READ)],
    ),
    Example("0.97 of the limiting current, steady", LAYER, lambda: [Leg(89.8, (3000.0,))]),
    Example("a salt that is not ideal", replace(LAYER, thermodynamic_factor=2.2), lambda: [Leg(40.0, READ)]),
    Example(
        "a conductivity with a maximum",
        replace(LAYER, conductivity_peak=1200.0, conductivity_curvature=-0.2),
        lambda: [Leg(40.0, READ), Leg(-40.0, READ)],
    ),
    Example(
        "D with its own energy",
        replace(LAYER, thermal=Thermal(20e3), diffusivity_thermal=Thermal(12e3)),
        lambda: [Leg(40.0, READ, KELVIN - 10.0)],
    ),
    Example("a porous film", LAYER, lambda: [Leg(20.0, READ), Leg(-20.0, READ)], films=(FILM,)),
    Example("pores alone", LAYER, lambda: [Leg(8.0, READ)], films=(DEAD_FILM,)),
    Example("two porous films", LAYER, lambda: [Leg(10.0, READ)], films=(FILM, replace(FILM, pores=Pores(0.4, 6.0)))),
    Example("an electronic path", LAYER, lambda: [Leg(40.0, READ), Leg(-40.0, READ)], path=100.0),
    Example("a cell that is nearly shorted", LAYER, lambda: [Leg(40.0, READ), Leg(-40.0, READ)], path=1e4),
    Example("a porous film and a path", LAYER, lambda: [Leg(20.0, READ)], films=(FILM,), path=50.0),
    Example(
        "pulses in a thick layer", replace(LAYER, thickness=5e-3), lambda: [Leg(20.0, (10.0, 60.0))], shortest=60.0
    ),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_two_solvers_agree(example: Example) -> None:
    engine, second = both(example, 40)
    apart = np.abs(engine - second)
    assert np.all(apart < np.maximum(1e-4, 1e-3 * np.abs(second))), apart


def test_the_difference_is_that_of_the_grid() -> None:
    example = Example("reversal", LAYER, lambda: [Leg(40.0, READ), Leg(-40.0, READ)])
    coarse, second = both(example, 40)
    fine, _ = both(example, 80)
    assert 3.0 < np.max(np.abs(coarse - second)) / np.max(np.abs(fine - second)) < 5.0
