"""What each layer resists is what the engine shows at a small current."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.models.cell.analysis.layers import layer_resistances
from natria.models.cell.cell import Cell, Electrode, Film, SaltLayer, SolidLayer, Thermal
from natria.models.cell.equations.layout import pack
from natria.models.cell.equations.rates import voltage
from natria.models.cell.equations.voltage_parts import N_PARTS

thermal = st.builds(
    Thermal, energy=st.floats(0, 4e4), vanishing=st.sampled_from([0.0, 150.0]), reference=st.floats(290, 310)
)
films = st.lists(
    st.builds(Film, st.just("film"), st.floats(1e-9, 1e-5), st.floats(1e-6, 1e-2), thermal), max_size=2
).map(tuple)
electrodes = st.builds(
    Electrode,
    films,
    exchange_current=st.floats(0.1, 100),
    plating_transfer=st.floats(0.3, 0.7),
    thermal=thermal,
    inventory=st.just(1e6),
)
salts = st.builds(
    SaltLayer,
    st.just("salt"),
    st.floats(1e-5, 1e-3),
    st.just(1000.0),
    st.floats(0.01, 2),
    st.floats(1e-11, 1e-9),
    st.floats(0.1, 0.9),
    st.floats(1, 10),
    st.floats(0.3, 1),
    thermal=thermal,
)
solids = st.builds(SolidLayer, st.just("solid"), st.floats(1e-5, 1e-3), st.floats(1e-4, 1), thermal)
cells = st.builds(
    Cell,
    st.just("symmetric"),
    electrodes,
    electrodes,
    st.lists(st.one_of(salts, solids), min_size=1, max_size=3).map(tuple),
    st.floats(290, 340),
    st.just(1e-4),
    contact=st.floats(0, 1e-2),
)


@given(cells)
def test_the_sum_is_the_slope_of_the_voltage_at_the_start(cell):
    packed = pack(cell, 8)
    small = 1e-8  # A/m^2: faces are linear, and the salt beside them is as it was
    parts = np.empty(N_PARTS)
    volts = voltage(packed.start, small, packed.shape, packed.p, parts)
    gradients = parts[1]  # of the salt, in half a volume at each wall
    total = sum(layer.area_resistance for layer in layer_resistances(cell))
    assert (volts - gradients) / small == pytest.approx(total, rel=1e-6)


def test_layers_stand_in_the_order_of_the_cell():
    inner, outer = Film("inner", 1e-9, 1e-6), Film("outer", 2e-9, 1e-6)
    electrode = Electrode((inner, outer), inventory=1e6)
    layers = (SolidLayer("glass", 1e-4, 0.1), SaltLayer("gel", 1e-4, 1000, 0.1, 1e-10, 0.5))
    made = layer_resistances(Cell("symmetric", electrode, electrode, layers, 298.15, 1e-4, contact=1e-4))
    assert [layer.name for layer in made] == [
        *("face", "inner", "outer", "glass", "gel", "contacts", "outer", "inner", "face"),
    ]
    assert [layer.thickness for layer in made][:3] == [None, 1e-9, 2e-9]
    assert made[5].area_resistance == 1e-4


def test_a_film_that_is_still_to_grow_is_a_monolayer():
    electrode = Electrode((Film("sei", 0.0, 1e-6),), inventory=1e6)
    made = layer_resistances(Cell("symmetric", electrode, electrode, (SolidLayer("a", 1e-4, 1.0),), 298.15, 1e-4))
    assert made[1].area_resistance == pytest.approx(1e-10 / 1e-6)
