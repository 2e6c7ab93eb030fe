"""Files of material curves to findings: what is given, what is assumed, what is compared."""

from pathlib import Path

import pytest

from natria.lab.synthetic.ordering import make_order, write_order
from natria.quantity import Assumed, Chosen, InputError
from natria.studies import CurvesGiven, curves_among, curves_document, measure_curve_files

GLASS = "Na3PS3.4O0.6"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("curves")
    for kind in ("indents", "compaction", "thermogravimetry", "calorimetry", "profile"):
        write_order(make_order(kind, seed=3), place / f"{kind}.csv")
    write_order(make_order("indents", seed=4, given=["indents=1", "scatter=0 %"]), place / "one.csv")
    return Path(place)


def named(m, name, of=None):
    return [f for f in m.findings if f.question.name == name and of in (None, f.question.of)]


def test_files_are_told_apart(folder):
    found, left = curves_among([folder])
    assert {kind: [f.name for f in files] for kind, files in found.items()} == {
        "calorimetry": ["calorimetry.csv"],
        "compaction": ["compaction.csv"],
        "depth profile": ["profile.csv"],
        "indentation": ["indents.csv", "one.csv"],
        "thermogravimetry": ["thermogravimetry.csv"],
    }
    assert left == ()


def test_indents_of_the_glass(folder):
    m = measure_curve_files([folder / "indents.csv"], "indentation", GLASS)
    (young,), (hardness,) = named(m, "young_modulus"), named(m, "hardness")
    assert young.value == pytest.approx(20.9e9, abs=1.96 * young.std)
    assert hardness.value == pytest.approx(1e9, abs=3 * hardness.std)
    assert len(m.indents) == 9
    assert {"poisson-assumed", "tip-assumed", "area-function-assumed", "pop-ins"} <= {r.code for r in m.remarks}
    (depth,) = named(m, "indentation_depth")
    assert depth.question.of == f"the indents in {GLASS}"
    assert depth.value < 0.3e-6
    assert curves_document(m, "0")["kind"] == "indentation"


def test_what_is_given_replaces_what_is_assumed(folder):
    assumed = measure_curve_files([folder / "one.csv"], "indentation", GLASS)
    given = CurvesGiven(poisson="0.3 +- 0.01", tip_modulus="1141 GPa", tip_poisson="0.07", tip_area="24.5,0")
    known = measure_curve_files([folder / "one.csv"], "indentation", GLASS, given)
    assert isinstance(assumed.settings.poisson.origin, Assumed)
    assert isinstance(known.settings.poisson.origin, Chosen)
    (one,), (other,) = named(assumed, "young_modulus"), named(known, "young_modulus")
    assert other.value == pytest.approx(one.value)
    assert other.std < one.std
    assert not {"poisson-assumed", "tip-assumed", "area-function-assumed"} & {r.code for r in known.remarks}


def test_a_depth_profile_says_when_signals_end_and_how_deep(folder):
    m = measure_curve_files([folder / "profile.csv"], "depth profile", GLASS)
    (end,) = named(m, "sputter_time", f"F 1s in {GLASS}")
    assert end.value == pytest.approx(660, abs=3 * end.std)
    assert named(m, "sputter_time", f"Na 1s in {GLASS}") == []  # sodium stays to the end
    assert named(m, "length") == []
    shares = named(m, "atomic_fraction", f"Na in {GLASS}")
    assert [one.question.at["peak"] for one in shares] == [1.0, 2.0, 3.0]
    for one, true in zip(shares, (0.30, 0.50, 0.97), strict=True):
        assert one.value == pytest.approx(true, abs=4 * one.std)
    deep = measure_curve_files(
        [folder / "profile.csv"], "depth profile", GLASS, CurvesGiven(etch_rate="6 +- 0.6 nm/min")
    )
    (depth,) = named(deep, "length", f"F 1s in {GLASS}")
    assert depth.value == pytest.approx(end.value * 1e-10)
    assert depth.std == pytest.approx(0.1 * depth.value, rel=0.01)
    assert len(deep.table("boundaries")) == 5


def test_counts_scatter_by_poisson(tmp_path):
    write_order(make_order("profile", seed=5, given=["kind=sims"]), tmp_path / "sims.csv")
    m = measure_curve_files([tmp_path / "sims.csv"], "depth profile", GLASS)
    (end,) = named(m, "sputter_time", f"NaF2- in {GLASS}")
    assert end.value == pytest.approx(660, abs=4 * end.std)
    assert named(m, "atomic_fraction") == []


def test_densification_by_the_better_law(folder):
    m = measure_curve_files([folder / "compaction.csv"], "compaction", GLASS)
    first, rival = named(m, "densification_pressure")
    assert first.value == pytest.approx(359.4e6, abs=3 * first.std)
    assert rival.value != first.value
    assert m.compactions[0].fits[0].law == "Heckel"
    beyond = measure_curve_files([folder / "compaction.csv"], "compaction", GLASS, CurvesGiven(dense="99.5 %"))
    assert named(beyond, "densification_pressure")[0].bound == "over"


def test_sulfur_only_where_it_is_named(folder):
    plain = measure_curve_files([folder / "thermogravimetry.csv"], "thermogravimetry", "S@C")
    assert not named(plain, "mass_fraction")
    named_steps = CurvesGiven(steps=("1=S",))
    m = measure_curve_files([folder / "thermogravimetry.csv"], "thermogravimetry", "S@C", named_steps)
    (sulfur,) = named(m, "mass_fraction", "S in S@C")
    assert sulfur.value == pytest.approx(0.6, abs=3 * sulfur.std)
    assert [f.value for f in named(m, "mass_loss")] == pytest.approx([0.6, 0.05], abs=1e-3)


def test_glass_transition_and_crystallisation(folder):
    m = measure_curve_files([folder / "calorimetry.csv"], "calorimetry", GLASS)
    (glass,), (crystal,) = named(m, "glass_transition_temperature"), named(m, "crystallisation_temperature")
    assert glass.value == pytest.approx(473.15, abs=3 * glass.std)
    assert crystal.value == pytest.approx(561.15, abs=3 * crystal.std)
    assert glass.question.at["heating_rate"] == pytest.approx(20 / 60)


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ({"poisson": "0.6"}, "--poisson"),
        ({"poisson": "abc"}, "--poisson"),
        ({"tip": "needle"}, "--tip"),
        ({"tip_modulus": "1141"}, "--tip-modulus"),
        ({"tip_area": "24.5;2"}, "--tip-area"),
        ({"steps": ("S",)}, "--step"),
    ],
)
def test_wrong_options(folder, given, source):
    with pytest.raises(InputError) as bad:
        measure_curve_files([folder / "one.csv"], "indentation", GLASS, CurvesGiven(**given))
    assert bad.value.source == source
    assert all(p.fix for p in bad.value.problems)


def test_one_bad_file_stops_no_other(folder, tmp_path):
    bad = tmp_path / "bad.csv"
    lines = (folder / "one.csv").read_text(encoding="utf-8").splitlines()
    bad.write_text("\n".join(lines[:150]) + "\n", encoding="utf-8")
    m = measure_curve_files([folder / "one.csv", bad], "indentation", GLASS)
    assert list(m.failed) == [str(bad)]
    with pytest.raises(InputError, match="no unloading"):
        measure_curve_files([bad], "indentation", GLASS)
    densities = tmp_path / "d.csv"
    densities.write_text("pressure [MPa],density [g/cm^3]\n10,1.5\n20,1.6\n30,1.7\n", encoding="utf-8")
    with pytest.raises(InputError, match="--true-density"):
        measure_curve_files([densities], "compaction", GLASS)
