"""A film with electrolyte in its pores and a path for electrons, from a design to a run; where they are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from test_prepare import GLASS, LIQUID, known, made
from verified_cells import FOIL, PELLET, SEPARATOR, Ran, cell_of, ran
from verified_films import POROUS, faced

from natria.answers import Refuse
from natria.models.cell import prepare
from natria.models.cell.analysis.layers import layer_resistances
from natria.models.cell.cell import Film, Growth, Pores, SaltLayer, Thermal
from natria.models.cell.equations.grid import PORE_VOLUMES, RESOLVED
from natria.models.cell.equations.layout import pack
from natria.models.cell.filled import filled_layers
from natria.models.cell.pybamm.values import values
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.fixed import Fixed

FILM = "interphase.film"
FILLED = {
    f"{FILM}.filled_by": "separator",
    f"{FILM}.porosity": known(0.06, "1"),
    f"{FILM}.macmullin_number": known(70, "1"),
}
SAYS = ("plate 1 mA/cm^2 for 10 min", "strip 1 mA/cm^2 for 10 min")


def test_a_design_fills_the_pores_of_its_film() -> None:
    cell = prepare(made(FILLED)).cell
    for electrode in cell.electrodes:
        assert electrode.films[0].pores == Pores(0.06, 70.0)
    working, separator, counter = (one for one in filled_layers(cell) if not hasattr(one, "conductivity"))
    for side, one in enumerate((working, counter)):
        assert (one.side, one.film.name, one.salt.thickness) == (side, "film", pytest.approx(3e-6))
        assert one.salt.diffusivity == separator.salt.diffusivity


def test_a_film_without_filling_is_dense() -> None:
    assert all(film.pores is None for electrode in prepare(made()).cell.electrodes for film in electrode.films)


@pytest.mark.parametrize(
    ("patch", "word"),
    [
        ({**FILLED, "electrolyte": {"glass": GLASS, "separator": LIQUID}}, "glass"),
        ({**FILLED, "interphase.outer": {"thickness": "1 um", "ionic_conductivity": known(1e-5, "S/cm")}}, "outer"),
        (
            {
                **FILLED,
                f"{FILM}.growth": {
                    "law": "parabolic",
                    "why": "a test",
                    "time": "1 h",
                    "parabolic_constant": known(1e-18, "m^2/s"),
                    "during": "cell",
                },
            },
            "grows",
        ),
    ],
)
def test_pores_that_nothing_can_fill_are_refused(patch: dict[str, Any], word: str) -> None:
    with pytest.raises(Refuse, match=word):
        prepare(made(patch))


def test_two_layers_of_pores_are_filled_and_a_dense_one_lies_under_them() -> None:
    dense, inner, outer = Film("dense", 1e-7, 1e-4), replace(POROUS, name="inner"), replace(POROUS, name="outer")
    cell = cell_of(SEPARATOR, working=replace(FOIL, films=(dense, inner, outer)), counter=FOIL)
    names = [one.salt.name for one in filled_layers(cell)]  # type: ignore[union-attr]
    assert names == ["inner", "outer", "separator"]
    packed = pack(cell)
    assert packed.n == 2 * PORE_VOLUMES + 40
    assert packed.films == 3
    assert packed.start[packed.film_states].tolist() == [1e-7, 10e-6, 10e-6]
    assert cell_of(SEPARATOR).salts == cell.salts


def test_a_film_that_grows_or_lies_at_a_solid_is_not_filled_by_hand() -> None:
    grows = replace(POROUS, growth=Growth("parabolic", (1e-18,)))
    for cell in (cell_of(SEPARATOR, working=replace(FOIL, films=(grows,))), cell_of(PELLET, **faced(POROUS))):
        with pytest.raises(Refuse):
            pack(cell)


def test_resistance_as_built_is_that_of_liquid_and_solid_in_parallel() -> None:
    layers = layer_resistances(cell_of(SEPARATOR, **faced(POROUS)))
    pores = SEPARATOR.conductivity / POROUS.pores.macmullin  # type: ignore[union-attr]
    films = [layer.area_resistance for layer in layers if layer.name == "film"]
    assert films == pytest.approx([POROUS.thickness / (pores + POROUS.conductivity)] * 2)


def test_the_drop_of_the_film_counts_to_the_film() -> None:
    out = ran(cell_of(SEPARATOR, **faced(POROUS)), *SAYS)
    assert 0 < out.last("films_working", 0) < out.last("voltage", 0)
    parts = ("electrolyte", "concentration", "films_working", "films_counter", "face_working", "face_counter")
    assert out.last("voltage", 0) == pytest.approx(sum(out.last(part, 0) for part in parts), rel=1e-12)
    assert out.last("thickness_working") == POROUS.thickness


# --- the two solvers, conservation, order


def everything(**more: Any) -> Any:
    salt = replace(SEPARATOR, conductivity_exponent=0.8, conductivity_peak=1500.0, diffusivity_exponent=0.3)
    salt = replace(salt, thermodynamic_factor=2.0, transference_slope=0.1)
    film = replace(POROUS, conductivity=1e-3)
    return cell_of(salt, **faced(film, FOIL), **more)


@pytest.mark.parametrize("more", [{}, {"electronic_conductance": 100.0}], ids=["pores", "pores and a path"])
def test_fixed_steps_give_the_voltage_of_the_adaptive_solver(more) -> None:
    packed = pack(everything(**more))
    y = packed.start
    limits = np.array([np.nan, 0.1, 400.0, np.inf, np.inf])
    for current in (12.0, -12.0):
        fixed = Fixed(packed).go(y, current, np.array([0.0, 1200.0]), limits)
        exact = Adaptive(packed, 1e-9, 1e-10).go(y, current, np.array([0.0, 1200.0]), limits)
        assert not fixed.event
        assert fixed.last[: packed.n] == pytest.approx(exact.last[: packed.n], rel=2e-4)
        y = exact.last


def test_salt_and_sodium_are_kept_through_pores_and_beside_a_path() -> None:
    out = ran(everything(electronic_conductance=50.0), *SAYS, "repeat 10")
    assert _salt(out, out.done[-1].state.y) == pytest.approx(_salt(out, out.packed.start), rel=1e-12)
    sodium = sum(out.state(f"sodium_{side}") for side in ("working", "counter"))
    assert sodium == pytest.approx(2e6, rel=1e-12)


def _salt(out: Ran, y: np.ndarray) -> float:
    from verified_cells import salt_in

    return salt_in(out.packed, y)


def test_the_error_falls_as_the_square_of_the_volumes() -> None:
    from verified_orders import richardson

    film = Film("film", 20e-6, 3e-3, pores=Pores(0.2, 20.0))
    cell = cell_of(replace(SEPARATOR, thermodynamic_factor=1.5), **faced(film, FOIL))
    found = richardson("pores", cell, "plate 2 mA/cm^2 for 60 s", (40, 80, 160, 320))
    ratios = np.array(found.errors[:-1]) / found.errors[1:]
    assert np.all((ratios > 3.5) & (ratios < 4.5))


# --- a path for electrons


def test_a_path_without_conductance_changes_no_bit() -> None:
    plain, none = (
        ran(cell_of(SEPARATOR, working=FOIL, **more), *SAYS) for more in ({}, {"electronic_conductance": 0.0})
    )
    np.testing.assert_array_equal(plain.rows, none.rows)
    np.testing.assert_array_equal(plain.of("current"), plain.of("ionic_current"))


def test_a_design_gives_its_path() -> None:
    cell = prepare(made({"electronic_conductance": known(2, "mS/cm^2")})).cell
    assert cell.electronic_conductance == pytest.approx(20.0)
    assert prepare(made()).cell.electronic_conductance == 0.0


def test_heat_of_a_path_is_all_that_the_terminals_put_in() -> None:
    """A resistor beside a path in steady state: J V warms, whichever way it goes."""
    from natria.models.cell.cell import Heat

    plain = replace(FOIL, exchange_current=1e30)
    out = ran(
        cell_of(PELLET, working=plain, heat=Heat(100.0, 10.0), electronic_conductance=50.0), "plate 5 mA/cm^2 for 10 h"
    )
    rise = out.last("temperature") - 298.15
    assert rise == pytest.approx(out.last("current") * out.last("voltage") / 10.0, rel=1e-5)


# --- the salt's laws, from a design


def test_laws_of_the_salt_are_read() -> None:
    more = {
        "thermodynamic_factor": known(2.2, "1"),
        "conductivity_peak_concentration": known(1.4, "mol/L"),
        "diffusivity_activation_energy": known(18, "kJ/mol"),
    }
    (layer,) = prepare(made({"electrolyte.separator.properties": more})).cell.salts
    assert (layer.thermodynamic_factor, layer.conductivity_peak) == (2.2, pytest.approx(1400.0))
    assert layer.conductivity_curvature == 0.0
    assert layer.diffusivity_thermal == Thermal(18e3, 0.0, 298.15)


def test_without_them_the_salt_is_ideal_and_its_diffusivity_follows_the_conductivity() -> None:
    terms = ("ionic_conductivity", "salt_diffusivity", "cation_transference_number")
    values = (known(5, "mS/cm"), known(3e-6, "cm^2/s"), known(0.5, "1"))
    plain = {"material": {"plain": {"kind": "liquid", "properties": dict(zip(terms, values, strict=True))}}}
    (layer,) = prepare(made({**plain, "electrolyte.separator.material": "plain"})).cell.salts
    assert (layer.thermodynamic_factor, layer.conductivity_peak) == (1.0, 0.0)
    assert layer.diffusivity_thermal is None


# --- the grid


def test_short_steps_refine_the_grid_of_a_thick_layer_alone() -> None:
    thick = SaltLayer("gel", 5e-3, 1000.0, 0.6, 2e-10, 0.4)
    even, graded = (pack(replace(cell_of(thick), shortest_step=seconds)) for seconds in (1e9, 60.0))
    assert even.n == 40 < graded.n
    widths = graded.p[graded.shape[8] :].reshape(graded.n, -1)[:, 0]
    assert widths.sum() == pytest.approx(5e-3, rel=1e-12)
    np.testing.assert_allclose(widths, widths[::-1], rtol=1e-9)
    assert widths[0] <= RESOLVED * (2e-10 * 60.0) ** 0.5
    assert pack(replace(cell_of(SEPARATOR), shortest_step=600.0)).n == 40


def test_a_pulse_in_a_thick_layer_is_resolved() -> None:
    thick = SaltLayer("gel", 5e-3, 1000.0, 0.6, 2e-10, 0.4, macmullin=2.0, porosity=0.5)
    cell = cell_of(thick, working=FOIL)
    exact = ran(cell, "plate 2 mA/cm^2 for 60 s", volumes=1600, rtol=1e-9)
    found = ran(replace(cell, shortest_step=60.0), "plate 2 mA/cm^2 for 60 s", rtol=1e-9)
    assert found.of("voltage")[1:] == pytest.approx(exact.of("voltage")[1:], abs=1.5e-4)


def test_a_protocol_gives_its_shortest_step() -> None:
    steps = ["plate 1 mA/cm^2 for 1 h", "rest 5 min", "strip 2 mA/cm^2 for 0.1 mAh/cm^2", "repeat 5"]
    assert prepare(made({"protocol": {"steps": steps}})).cell.shortest_step == pytest.approx(180.0)


# --- what cannot carry them yet


@pytest.mark.parametrize(
    "more", [faced(POROUS, FOIL), {"working": FOIL, "electronic_conductance": 1.0}], ids=["pores", "path"]
)
def test_the_models_in_pybamm_refuse(more) -> None:
    with pytest.raises(Refuse):
        values(cell_of(SEPARATOR, **more))


def test_an_ensemble_refuses_voids_beside_a_path() -> None:
    from natria.models.cell.cell import Voids
    from natria.models.cell.ensemble.patches import Member, simulate_all
    from natria.quantity import InputError

    face = replace(FOIL, voids=Voids(refill=4.0, depth=1e5))
    with pytest.raises(InputError):
        simulate_all([Member(cell_of(PELLET, working=face, electronic_conductance=1.0), ())])


@pytest.mark.parametrize("c", [40.0, 900.0, 1000.0, 2500.0])
def test_the_conductivity_of_the_kernels_is_that_of_the_law(c) -> None:
    from natria.laws import casteel_amis
    from natria.models.cell.equations.layout import AT_SALTS
    from natria.models.cell.equations.salt_properties import at_temperature, conductivity, conductivity_slope

    layer = replace(SEPARATOR, conductivity_exponent=0.9, conductivity_peak=1300.0, conductivity_curvature=0.2)
    packed = pack(cell_of(layer))
    at = int(packed.shape[AT_SALTS])
    warm = at_temperature(at, 298.15, packed.p)
    law = casteel_amis([c, layer.concentration], 1300.0, 0.9, 0.2)
    found = conductivity(c, warm, at, layer.macmullin, packed.p)
    assert found == pytest.approx(layer.conductivity / layer.macmullin * law[0] / law[1], rel=1e-12)
    up, down = (conductivity(c * x, warm, at, layer.macmullin, packed.p) for x in (1 + 1e-6, 1 - 1e-6))
    assert conductivity_slope(c, at, packed.p) == pytest.approx((up - down) / (2e-6 * c) / found, rel=1e-6)


def test_lost_contact_counts_for_a_film_whether_it_has_pores_or_not() -> None:
    from natria.models.cell.cell import Voids
    from natria.models.cell.equations.linear import linearise as linear
    from natria.models.cell.equations.observe import PLACE, rows

    found = []
    for film in (Film("film", 1e-5, 1e-2), Film("film", 1e-5, 1e-2, pores=Pores(1e-9, 1e12))):
        face = replace(FOIL, films=(film,), voids=Voids(refill=0.0, depth=1e4))
        packed = pack(cell_of(SEPARATOR, working=face, counter=FOIL))
        y = packed.start.copy()
        y[packed.places["void_working"]] = 5e3  # half of the face
        (row,) = rows(np.zeros(1), y[None], 10.0, (1, 1), packed.shape, packed.p)
        found.append((row[PLACE["films_working"]], linear(packed, y).impedance(np.array([1e-3]))[0].sum().real))
    assert found[0][0] == pytest.approx(10.0 * 1e-5 / 1e-2 / 0.5, rel=1e-9)
    assert found[1] == pytest.approx(found[0], rel=1e-6)
