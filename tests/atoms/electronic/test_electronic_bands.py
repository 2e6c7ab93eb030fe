"""Band structures of tight-binding models against their closed forms."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from click.testing import CliRunner
from tight_binding import TightBinding, simple_cubic, ssh, staggered_honeycomb

from natria.atoms.calculators import GroundState, Recipe
from natria.atoms.calculators.evaluate import EV
from natria.atoms.electronic import StatesEvaluator, StatesSettings, band_path, electronic_bands
from natria.atoms.electronic.states import count_filled
from natria.atoms.gates import bands_conditions
from natria.atoms.structures import space_group
from natria.cli.main import cli
from natria.quantity import InputError
from natria.record import from_angstrom
from natria.report.atoms import bands_document, bands_files
from natria.store import Store

CUBE = from_angstrom(np.eye(3) * 4, ["Na"], [[0, 0, 0]], "cube")
SHEET = from_angstrom(
    [[2.46, 0, 0], [-1.23, 2.46 * 3**0.5 / 2, 0], [0, 0, 10]],
    ["C", "B"],
    [[1 / 3, 2 / 3, 0.5], [2 / 3, 1 / 3, 0.5]],
    "sheet",
)
CHAIN = from_angstrom(np.diag([3.0, 9, 10]), ["Na", "Cl"], [[0, 0, 0], [0.4, 0, 0]], "chain")
COARSE = 0.2 * EV  # J, of a bin; the density of states is looked at elsewhere


def evaluator(model, store=None):
    return StatesEvaluator(Recipe("model", {}), lambda: model, store or Store(None, None))


def bands(model, structure, **settings):
    evaluate = evaluator(model)
    return electronic_bands(structure, evaluate, StatesSettings(**{"refine": 1, "step": COARSE, **settings})), evaluate


def named(found, kpoint):
    return found.path.name(kpoint, found.group)


def test_the_chain_has_a_direct_gap_of_twice_the_difference_of_its_hops():
    found, _ = bands(ssh(1.0, 0.6), CHAIN, mesh=(12, 1, 1), empty=2)
    assert found.gap.width / EV == pytest.approx(0.8, abs=1e-12)
    assert found.gap.is_direct
    assert named(found, found.gap.valence_at) == named(found, found.gap.conduction_at) == "X"


@pytest.mark.parametrize(("mass", "is_metal"), [(0.25, False), (0.0, True)])
def test_a_honeycomb_has_the_gap_of_its_staggering_at_k(mass, is_metal):
    found, evaluate = bands(staggered_honeycomb(mass), SHEET, mesh=(7, 7, 1), empty=1)
    assert found.gap.width / EV == pytest.approx(2 * mass, abs=1e-9)
    assert found.gap.is_metal is is_metal
    assert named(found, found.gap.valence_at) == "K"
    gated = bands_conditions(found, evaluate.recipe)
    assert gated.outcome == "not validated"
    assert bands_document(found, gated, evaluate, "0")["band_gap"]["is_metal"] is is_metal


def test_an_indirect_gap_lies_between_two_points():
    found, _ = bands(simple_cubic(gap=1.5), CUBE, mesh=(6, 6, 6), empty=1)
    assert found.gap.width / EV == pytest.approx(1.5, abs=1e-12)
    assert found.gap.direct / EV == pytest.approx(13.5, abs=1e-12)  # 12 t more, everywhere
    assert not found.gap.is_direct
    assert (named(found, found.gap.valence_at), named(found, found.gap.conduction_at)) == ("R", "Γ")


def test_bands_that_overlap_are_those_of_a_metal():
    found, _ = bands(simple_cubic(gap=-2.0), CUBE, mesh=(6, 6, 6), empty=1)
    assert found.gap.is_metal
    assert found.gap.width / EV == pytest.approx(-2.0, abs=1e-12)
    assert found.gap.valence > found.fermi > found.gap.conduction


def test_a_model_without_the_symmetry_of_the_crystal_is_refused():
    model = simple_cubic(gap=1.5)
    whole = model.hamiltonian
    model.hamiltonian = lambda k: whole(k + 1 / 32)
    found, evaluate = bands(model, CUBE, mesh=(4, 4, 4), empty=1)
    gated = bands_conditions(found, evaluate.recipe)
    assert "symmetry of the energies" in [one.name for one in gated.conditions if one.met is False]


def test_edges_between_the_points_of_the_mesh_are_looked_for():
    """The sum of cos x + cos(2 x)/2 is least at x = 120 degrees; the mesh has 90, points about it 45 and 135."""

    def hamiltonian(k):
        x = 2 * np.pi * k
        h = np.zeros((len(k), 2, 2))
        h[:, 0, 0], h[:, 1, 1] = -10, (np.cos(x) + np.cos(2 * x) / 2).sum(axis=1)
        return h

    found, evaluate = bands(TightBinding(hamiltonian, 2), CUBE, mesh=(4, 4, 4), letters="GX", empty=1)
    assert found.convergence.edges / EV == pytest.approx(2**-0.5 - 0.5)
    gated = bands_conditions(found, evaluate.recipe)
    assert [one.name for one in gated.conditions if one.met is False] == ["edges between k-points"]


def states_of(found, evaluate):
    return {one.name: one.met for one in bands_conditions(found, evaluate.recipe).conditions}


def test_energies_that_nothing_computed_twice_are_not_known():
    """A path between M and R shares no k-point with a mesh of odd counts; one from the origin does."""
    cubic = simple_cubic(gap=1.5)
    found, evaluate = bands(cubic, CUBE, mesh=(3, 3, 3), letters="MR", empty=1)
    assert found.convergence.solver is None
    assert states_of(found, evaluate)["energies that are computed twice"] is None
    document = bands_document(found, bands_conditions(found, evaluate.recipe), evaluate, "0")
    assert document["convergence"]["energies_computed_twice"] is None
    found, evaluate = bands(cubic, CUBE, mesh=(3, 3, 3), letters="GX", empty=1)
    assert found.convergence.solver == 0.0
    assert states_of(found, evaluate)["energies that are computed twice"] is True


def test_energies_that_differ_when_they_are_computed_twice_are_refused():
    """Each call of the solver ends 20 meV above the one before."""
    model, calls = simple_cubic(gap=8.0), []
    exact = model.states

    def rising(*arguments, **options):
        calls.append(1)
        return exact(*arguments, **options) + 0.02 * len(calls)

    model.states = rising
    found, evaluate = bands(model, CUBE, mesh=(3, 3, 3), letters="GX", empty=1)
    assert found.convergence.solver / EV > 0.019
    assert states_of(found, evaluate)["energies that are computed twice"] is False


def test_spin_orbit_coupling_splits_bands_and_counts_one_electron_each():
    model = simple_cubic(gap=1.5)
    model.coupling = 0.1
    found, _ = bands(model, CUBE, mesh=(4, 4, 4), empty=1, spin_orbit=True)
    assert found.gap.width / EV == pytest.approx(1.3, abs=1e-12)
    assert (found.along.filled, found.along.per_band) == (2, 1)


@pytest.mark.parametrize(("electrons", "per_band", "filled"), [(8, 2, 4), (7, 1, 7), (8.0 + 1e-9, 2, 4)])
def test_electrons_fill_bands(electrons, per_band, filled):
    assert count_filled(electrons, per_band) == filled


@pytest.mark.parametrize(("electrons", "per_band"), [(7, 2), (7.5, 1), (0, 2)])
def test_half_filled_bands_are_refused(electrons, per_band):
    with pytest.raises(InputError):
        count_filled(electrons, per_band)


class Drifting:
    """A model whose gap moves with the mesh of the density: 1 eV + 3 eV over the number of k-points."""

    def ground(self, atoms, mesh):  # noqa: ARG002 - as every program
        return GroundState(2, 0.2, str(np.prod(mesh)).encode())

    def states(self, atoms, ground, kpoints, bands, *, spin_orbit):  # noqa: ARG002 - as every program
        energies = np.zeros((len(kpoints), bands))
        energies[:, 1:] = 1 + 3 / int(ground.data) + np.arange(bands - 1)
        return energies


@pytest.mark.parametrize(("mesh", "outcome"), [((3, 3, 3), "refused"), ((8, 8, 8), "not validated")])
def test_a_gap_that_moves_with_the_mesh_of_the_density_is_refused(mesh, outcome):
    found, evaluate = bands(Drifting(), CUBE, mesh=mesh, empty=1)
    count, coarse = np.prod(mesh), np.prod(found.convergence.coarse)
    assert found.convergence.density / EV == pytest.approx(3 / coarse - 3 / count, abs=1e-9)
    gated = bands_conditions(found, evaluate.recipe)
    assert gated.outcome == outcome
    assert (bands_document(found, gated, evaluate, "0")["band_gap"] is None) == (outcome == "refused")


def test_a_fermi_level_outside_of_the_gap_is_refused():
    model = Drifting()
    model.ground = lambda *_: GroundState(2, 3.0, b"1000000")
    found, evaluate = bands(model, CUBE, mesh=(2, 2, 2), empty=1)
    gated = bands_conditions(found, evaluate.recipe)
    assert [one.name for one in gated.conditions if one.met is False] == ["Fermi level of the density"]


def test_a_run_that_broke_off_goes_on_from_the_store(tmp_path):
    settings = StatesSettings(mesh=(4, 4, 4), refine=1, empty=1, step=COARSE)

    def run(stop=None):
        model = simple_cubic(gap=1.5)
        calls, states = [], model.states

        def counted(*arguments, **options):
            if len(calls) == stop:
                raise KeyboardInterrupt
            calls.append(1)
            return states(*arguments, **options)

        model.states = counted
        evaluate = evaluator(model, Store(tmp_path, None))
        try:
            return electronic_bands(CUBE, evaluate, settings), len(calls)
        except KeyboardInterrupt:
            return None, len(calls)

    first = run(stop=5)
    second = run()
    third = run()
    whole, plain = bands(simple_cubic(gap=1.5), CUBE, mesh=(4, 4, 4), empty=1)
    assert first == (None, 5)
    assert 5 + second[1] == plain.calls - 2  # two densities
    assert third[1] == 0
    assert np.array_equal(second[0].along.energies, whole.along.energies)
    assert np.array_equal(third[0].on_mesh.energies, whole.on_mesh.energies)


class Shifted(Drifting):
    """A program whose hybrid functional opens the gap by 2 eV, one k-point of three at a time."""

    def ensure_hybrid(self, functional):
        if functional != "HSE06":
            raise InputError("--hybrid", [])

    def hybrid(self, ground, mesh, functional, bands, place):  # noqa: ARG002 - as every program
        kpoints = np.arange(3)[:, None] * np.full(3, 0.1)
        energies = np.zeros(bands)
        energies[1:] = 3 + (place or 0) / 10
        return kpoints, energies


def test_a_hybrid_functional_gives_a_gap_on_the_mesh():
    found, evaluate = bands(Shifted(), CUBE, mesh=(8, 8, 8), empty=1, hybrid="HSE06")
    assert found.hybrid.width / EV == pytest.approx(3)
    document = bands_document(found, bands_conditions(found, evaluate.recipe), evaluate, "0")
    assert document["hybrid_gap"]["value"] / EV == pytest.approx(3)
    for model, functional in ((Shifted(), "PBE"), (simple_cubic(gap=1.5), "HSE06")):
        with pytest.raises(InputError):
            bands(model, CUBE, mesh=(2, 2, 2), empty=1, hybrid=functional)


def test_a_path_goes_along_its_letters_with_points_by_length():
    path = band_path(CUBE, 60, "GX,MR")
    assert path.text == "GX,MR"
    assert [name for _, name in path.corners] == ["Γ", "X", "M", "R"]
    assert path.kpoints[0] == pytest.approx([0, 0, 0])
    assert path.corners[1][0] == pytest.approx(np.pi / 4e-10)  # from 0 to pi/a
    assert path.corners[1][0] == path.corners[2][0]  # the path breaks
    assert (np.diff(path.distance) >= 0).all()
    group = space_group(CUBE)
    assert path.name(np.array([0, -0.5, 1.0]), group) == "X"
    assert path.name(np.array([0.1, 0.2, 0.3]), group).startswith("(")
    with pytest.raises(InputError):
        band_path(CUBE, 60, "GQ")


def test_the_figure_is_drawn_for_an_insulator_and_for_a_metal():
    for mass in (0.25, 0.0):
        found, evaluate = bands(staggered_honeycomb(mass), SHEET, mesh=(6, 6, 1), empty=1)
        document = bands_document(found, bands_conditions(found, evaluate.recipe), evaluate, "0")
        assert set(bands_files(document, found, evaluate)) == {"bands.json", "states.json", "bands.svg", "bands.png"}


TUNNEL = ("--leakage", "1 nA/cm^2", "--voltage", "0.1 V", "--mass", "1")


def command(*words):
    arguments = ["compute", "bands", *words, "--store", "none"]
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def cube_file(folder):
    file = folder / "cube.json"
    file.write_text(json.dumps(CUBE.to_json()), encoding="utf-8")
    return str(file)


MODEL = ("--calculator", "tight_binding:simple_cubic", "--set", "gap=4", "--refine", "1", "--empty", "1")


def test_the_command_prints_the_gap_and_the_layer(tmp_path):
    said = command(cube_file(tmp_path), *MODEL, "--mesh", "4,4,4", "--barrier", "half-gap", *TUNNEL, "--json")
    assert said.return_value == 0, said.output
    row = json.loads(said.stdout)
    assert row["schema"] == "natria.bands/1"
    assert row["band_gap"]["value"] / EV == pytest.approx(4)
    assert row["tunnelling"]["barrier"]["value"] / EV == pytest.approx(2)
    assert 2e-9 < row["tunnelling"]["tunnelling_thickness"]["value"] < 3e-9


def test_bands_stay_where_half_of_the_gap_gives_no_layer(tmp_path):
    """1.9 V exceed a barrier of 1.5 eV, and a metal has none: the bands are written, the layer is refused."""
    for place, gap in enumerate(("3", "-2")):
        words = ["--calculator", "tight_binding:simple_cubic", "--set", f"gap={gap}", "--refine", "1", "--empty", "1"]
        words += ["--mesh", "4,4,4", "--barrier", "half-gap", "--leakage", "1 nA/cm^2", "--voltage", "1.9 V"]
        out = ["--out", str(tmp_path / "out")] if place == 0 else []
        said = command(cube_file(tmp_path), *words, "--mass", "1", *out, "--json")
        assert isinstance(said.exception, InputError)
        assert said.exception.source == ("--voltage", "--barrier")[place]
        row = json.loads(said.stdout)
        assert row["tunnelling"] is None
        assert row["band_gap"]["is_metal"] is (place == 1)
        if place == 0:
            assert json.loads((tmp_path / "out" / "bands.json").read_text(encoding="utf-8")) == row


STATED = ("--barrier", "2 eV", "--ground", "a guess")


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--barrier", "half-gap", "--leakage", "0 A/m^2", "--voltage", "0.1 V", "--mass", "1"), "--leakage"),
        (("--barrier", "half-gap", "--leakage", "1 A/m^2", "--voltage", "-1 V", "--mass", "1"), "--voltage"),
        (("--barrier", "half-gap", "--leakage", "1 A/m^2", "--voltage", "1 V", "--mass", "nan"), "--mass"),
        (("--barrier", "half-gap", "--leakage", "inf A/m^2", "--voltage", "1 V", "--mass", "1"), "--leakage"),
        ((*STATED, "--leakage", "1 A/m^2", "--voltage", "2.5 V", "--mass", "1"), "--voltage"),
        ((*STATED, "--leakage", "1e12 A/m^2", "--voltage", "0.1 V", "--mass", "1"), "--leakage"),
        (("--barrier", "-2 eV", "--ground", "a guess", *TUNNEL), "--barrier"),
        (("--width", "0 eV"), "--width"),
        (("--width=-0.1 eV",), "--width"),
        (("--width", "nan eV"), "--width"),
    ],
)
def test_what_a_layer_rests_on_is_checked_before_anything_is_computed(tmp_path, monkeypatch, words, option):
    def never(*_, **__):
        raise AssertionError

    monkeypatch.setattr("natria.atoms.electronic.electronic_bands", never)
    said = command(cube_file(tmp_path), *MODEL, "--mesh", "4,4,4", *words)
    assert isinstance(said.exception, InputError)
    assert said.exception.source == option


@pytest.mark.parametrize(
    "words",
    [
        (*MODEL,),  # no mesh
        (*MODEL, "--mesh", "4,4"),
        (*MODEL, "--mesh", "4,4,4", "--barrier", "half-gap"),  # no leakage
        (*MODEL, "--mesh", "4,4,4", "--barrier", "2 eV", *TUNNEL),  # no ground
        (*MODEL, "--mesh", "4,4,4", "--barrier", "2 eV", "--ground", "", *TUNNEL),
        ("--calculator", "emt"),
        ("--calculator", "tight_binding:TightBinding", "--set", "gap=4", "--mesh", "4,4,4"),
    ],
)
def test_bad_input_is_refused(tmp_path, words):
    said = command(cube_file(tmp_path), *words)
    assert said.exception is not None or said.return_value == 2
