"""The engine against the second solver: the same cells and programs, within 0.1 mV or 0.1 %.

The second solver is nearly exact; what differs is the engine's grid. So the difference must also fall fourfold when
the volumes are doubled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from models_second_engine import KELVIN, Leg, engine_voltage
from models_second_spectral import Region, Second, trace

from natria.models.cell.cell import Cell, Electrode, SaltLayer, Thermal

GAS = 8.314462618
FACE = Electrode(exchange_current=13.0, inventory=1e6)
LAYER = SaltLayer("separator", 250e-6, 1000.0, 0.5, 3e-10, 0.5, macmullin=5.0, porosity=0.4)


def second_of(layer: SaltLayer) -> Second:
    """The same cell for the second solver, written out from the documented equations."""

    def share(c: np.ndarray) -> np.ndarray:
        return c / layer.concentration

    def warm(kelvin: float) -> float:
        law = layer.thermal
        return float(np.exp(-law.energy / GAS * (1.0 / kelvin - 1.0 / law.reference)))

    region = Region(
        layer.thickness,
        layer.porosity,
        layer.macmullin,
        lambda c, kelvin: layer.conductivity * warm(kelvin) * share(c) ** layer.conductivity_exponent,
        lambda c, kelvin: layer.diffusivity * warm(kelvin) * share(c) ** layer.diffusivity_exponent,
        lambda c, _: layer.transference + layer.transference_slope * (share(c) - 1.0),
    )
    return Second((region,), layer.concentration, FACE.exchange_current)


def both(layer: SaltLayer, program: list[Leg], volumes: int) -> tuple[np.ndarray, np.ndarray]:
    cell = Cell(kind="symmetric", working=FACE, counter=FACE, electrolyte=(layer,), temperature=KELVIN, area=1e-4)
    starts = np.concatenate([[0.0], np.cumsum([leg.times[-1] for leg in program])])
    legs = list(zip(starts[:-1], starts[1:], program, strict=True))

    def leg_at(t: float) -> Leg:
        return next((leg for _, end, leg in legs if t < end), program[-1])

    times = [start + t for start, _, leg in legs for t in leg.times]
    second = trace(
        second_of(layer),
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
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_two_solvers_agree(example: Example) -> None:
    engine, second = both(example.layer, example.program(), 40)
    apart = np.abs(engine - second)
    assert np.all(apart < np.maximum(1e-4, 1e-3 * np.abs(second))), apart


def test_the_difference_is_that_of_the_grid() -> None:
    program = [Leg(40.0, READ), Leg(-40.0, READ)]
    coarse, second = both(LAYER, program, 40)
    fine, _ = both(LAYER, program, 80)
    assert 3.0 < np.max(np.abs(coarse - second)) / np.max(np.abs(fine - second)) < 5.0
