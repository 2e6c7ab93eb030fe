"""Files of spectra to findings: places, shares and means with assignments of a user or without, and refusals."""

import numpy as np
import pytest

from natria.lab.synthetic.ordering import make_order, write_order
from natria.quantity import InputError
from natria.studies import CurvesGiven, compared_curves, curves_among, curves_document, measure_curve_files

pytest.importorskip("lmfit", reason="lmfit (extra peaks) is not installed")
KINDS = ("xps", "raman", "nmr")
ANTIMONY = "".join(
    f"""
[[peak]]
name = "{name}"
place = "{place} eV"
width = "1.4 eV"
splitting = "9.34 eV"
ratio = 0.667
width_group = "all"
sensitivity = 1
"""
    for name, place in (("Na3Sb", 527.0), ("Sb2S3", 529.5))
)
GLASS = """
background = "linear"
nucleus = "31P"
[[peak]]
name = "PSO3"
place = "31 ppm"
width = "8 ppm"
width_group = "all"
bridges = 0
[[peak]]
name = "PS2O2"
place = "64 ppm"
width = "8 ppm"
width_group = "all"
bridges = 1
[[peak]]
name = "PS4"
place = "82 ppm"
width = "8 ppm"
width_group = "all"
bridges = 2
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("spectra")
    for kind in KINDS:
        write_order(make_order(kind, seed=3), place / f"{kind}.csv")
    (place / "antimony.toml").write_text(ANTIMONY, encoding="utf-8")
    (place / "glass.toml").write_text(GLASS, encoding="utf-8")
    return place


def named(m, name):
    return [f for f in m.findings if f.question.name == name]


def written(tmp_path, text, name="a.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_spectra_are_told_apart(folder):
    found, left = curves_among([folder / f"{kind}.csv" for kind in KINDS])
    assert set(found) == set(KINDS)
    assert left == ()


def test_peaks_of_a_user_have_their_names(folder):
    given = CurvesGiven(peaks=str(folder / "antimony.toml"))
    m = measure_curve_files([folder / "xps.csv"], "xps", "the antimony of a layer", given)
    first, second = named(m, "binding_energy")
    assert first.question.of == "Na3Sb in the antimony of a layer"
    assert (first.value / 1.602176634e-19, second.value / 1.602176634e-19) == pytest.approx((527.1, 529.3), abs=0.02)
    shares = named(m, "atomic_fraction")
    assert [one.value for one in shares] == pytest.approx([2 / 3, 1 / 3], abs=4 * shares[0].std)
    assert len(named(m, "xps_line_width")) == 2
    assert m.spectra[0].is_counting
    assert curves_document(m, "0")["kind"] == "xps"
    assert m.table("peaks") is not None


def test_without_peaks_they_are_found_and_not_assigned(folder):
    m = measure_curve_files([folder / "raman.csv"], "raman", "glass")
    places = named(m, "raman_shift")
    assert [one.value / 100 for one in places] == pytest.approx([380, 420, 470], abs=1)
    assert [one.question.at for one in places] == [{"peak": 1.0}, {"peak": 2.0}, {"peak": 3.0}]
    assert {one.question.of for one in places} == {"glass"}
    assert {"peaks-found", "suggested", "shares-of-area"} <= {r.code for r in m.remarks}
    rows = m.table("suggestions").columns
    assert "PS4 in chi2022/npso" in rows["line of"].values


def test_bridges_and_reacted_monomer_are_means(folder, tmp_path):
    m = measure_curve_files([folder / "nmr.csv"], "nmr", "glass", CurvesGiven(peaks=str(folder / "glass.toml")))
    (mean,) = named(m, "bridges_per_former")
    true = np.array([1, 1.5, 4]) / 6.5
    assert mean.value == pytest.approx(true @ [0, 1, 2], abs=4 * mean.std)
    text = GLASS.replace("bridges = 2", "reacted = 1").replace("bridges", "reacted")
    peaks = written(tmp_path, text, "reacted.toml")
    (degree,) = named(
        measure_curve_files([folder / "nmr.csv"], "nmr", "gel", CurvesGiven(peaks=str(peaks))),
        "degree_of_polymerisation",
    )
    assert degree.value == pytest.approx(true[1] + true[2], abs=4 * degree.std)


def test_the_subject_of_a_named_peak_meets_a_reported_line(folder):
    from natria.design import load_case
    from natria.studies import Studio, targets_of

    case = load_case("chi2022")
    given = CurvesGiven(peaks=str(folder / "glass.toml"))
    m = measure_curve_files([folder / "nmr.csv"], "nmr", "chi2022/npso", given)
    beside = compared_curves(Studio(case), m, targets_of(case))
    assert {c.target.id for c in beside} >= {"chi2022:nmr-PS4", "chi2022:nmr-PSO3", "chi2022:nmr-PS2O2"}


def test_a_missed_peak_is_a_misfit(folder, tmp_path):
    one = '[[peak]]\nname = "a"\nplace = "420 1/cm"\nwidth = "20 1/cm"\n'
    given = CurvesGiven(peaks=str(written(tmp_path, one, "one.toml")))
    missing = measure_curve_files([folder / "raman.csv"], "raman", "glass", given)
    assert "misfit" in {r.code for r in missing.remarks}
    whole = measure_curve_files([folder / "raman.csv"], "raman", "glass")
    assert "misfit" not in {r.code for r in whole.remarks}


X = np.linspace(100, 200, 60)
Y = 5 + 90 * np.exp(-(((X - 150) / 8) ** 2))


def table(x=X, y=Y, head="Raman shift [1/cm],Intensity [counts]"):
    return head + "\n" + "\n".join(f"{a:.6g},{b:.6g}" for a, b in zip(x, y, strict=True)) + "\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (table(np.r_[X[:30], X[20:50]]), "turns back"),
        (table(y=Y - 10), "below zero"),
        (table(X[:8], Y[:8]), "too few"),
        (table(head="Raman shift [1/cm],Intensity [blobs]"), "blobs"),
        (table(head="Raman shift [eV m],Intensity [counts]"), "convert to 1/m"),
        (table(head="Raman shift,Intensity [counts]"), "no unit"),
        (table(y=0 * Y + 5), "no peak"),
        (table(10 * X, head="Binding energy [eV],Intensity [counts]"), "survey"),
    ],
)
def test_bad_spectra_are_refused(tmp_path, text, what):
    path = written(tmp_path, text)
    (kind,) = curves_among([path])[0]
    with pytest.raises(InputError) as bad:
        measure_curve_files([path], kind)
    assert any(what in problem.what for problem in bad.value.problems)
    assert all(problem.fix for problem in bad.value.problems)


ONE = '[[peak]]\nname = "a"\nplace = "150 1/cm"\nwidth = "12 1/cm"\n'


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[[peak]\n", ""),
        (ONE.replace("150 1/cm", "150"), "peak 1, place"),
        (ONE.replace("place", "plase"), "peak 1, plase"),
        (ONE + 'splitting = "3 1/cm"\n', "peak 1"),
        (ONE + "ratio = -1\n", "peak 1"),
        (ONE + "sensitivity = 0\n", "peak 1, sensitivity"),
        (ONE + "reacted = 2\n", "peak 1, reacted"),
        (ONE + ONE.replace('"a"', '"b"') + "bridges = 2\n", "bridges"),
        ('background = "parabola"\n' + ONE, "background"),
        ('method = "xps"\n' + ONE, "method"),
        ('range = ["100 1/cm"]\n' + ONE, "range"),
        ("lorentzian = 2\n" + ONE, "lorentzian"),
        ("peak = 3\n", "peak"),
        (ONE.replace("150 1/cm", "900 1/cm"), "rows from line 2"),
        ('range = ["400 1/cm", "500 1/cm"]\n' + ONE, "rows from line 2"),
        (ONE + ONE, "rows from line 2"),
    ],
)
def test_bad_files_of_peaks_are_refused(tmp_path, text, where):
    path = written(tmp_path, table())
    given = CurvesGiven(peaks=str(written(tmp_path, text, "peaks.toml")))
    with pytest.raises(InputError) as bad:
        measure_curve_files([path], "raman", given=given)
    assert where in [problem.where for problem in bad.value.problems]
    assert all(problem.fix for problem in bad.value.problems)


def test_a_missing_file_of_peaks_is_refused(tmp_path):
    given = CurvesGiven(peaks=str(tmp_path / "none.toml"))
    with pytest.raises(InputError, match=r"none\.toml"):
        measure_curve_files([written(tmp_path, table())], "raman", given=given)
