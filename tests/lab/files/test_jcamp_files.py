"""JCAMP-DX: all forms of ordinates, the checks of the standard, compound files, what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peak_files_by_hand import difdup_lines, jcamp_text, repeated, squeezed

from natria.lab.files.materials import curve_kinds, read_curves
from natria.lab.files.materials.jcamp import read_jcamp
from natria.lab.files.materials.jcamp_data import decoded_line, decoded_pairs
from natria.quantity import InputError, NatriaError

VALUES = [10, 12, 14, 16, 16, 16, 9, -3, -3, -120, 1044, 1044, 0, 5]


def written(tmp_path, text, name="a.jdx"):
    path = Path(tmp_path) / name
    path.write_text(text, encoding="utf-8")
    return path


def lines_of(form):
    words = {
        "affn": [f"{100 + k} {v}" for k, v in enumerate(VALUES)],
        "pac": [f"{100 + 7 * k}" + "".join(f"{v:+d}" for v in VALUES[7 * k : 7 * k + 7]) for k in (0, 1)],
        "sqz": [f"{100 + 7 * k}" + "".join(squeezed(v) for v in VALUES[7 * k : 7 * k + 7]) for k in (0, 1)],
        "dif": difdup_lines(VALUES, 100, 1, 5),
        "exponents": [f"{100 + k} {v / 10:.4E}" for k, v in enumerate(VALUES)],
    }
    return words[form]


@pytest.mark.parametrize("form", ["affn", "pac", "sqz", "dif", "exponents"])
def test_every_form_gives_the_same(tmp_path, form):
    factor = 0.1 if form != "exponents" else 1
    more = (f"##YFACTOR={factor}", "##XFACTOR=1", f"##FIRSTY={VALUES[0] / 10}")
    (one,) = read_jcamp(written(tmp_path, jcamp_text(lines_of(form), 14, (100, 113), more=more)))
    assert one.values == pytest.approx([v / 10 for v in VALUES])
    assert one.axis == pytest.approx(range(100, 114))
    assert (one.kind, one.unit, one.notes) == ("raman", "1/cm", ())


@given(st.lists(st.integers(-99999, 99999), min_size=2, max_size=60), st.integers(2, 9))
def test_differences_with_repeats_come_back(values, per_line):
    found, check = [], None
    for line in difdup_lines(values, 10, 2, per_line):
        _, read, is_difference = decoded_line(line, check)
        found += read
        check = found[-1] if is_difference else None
    assert found == values


def test_examples_by_hand():
    assert decoded_line("10A23j3J", None) == (10.0, [123.0, 110.0, 111.0], True)
    assert decoded_line(f"5B{repeated(3)}%{repeated(12)}", None)[1] == [2.0] * 15
    assert decoded_line("1+2-3+4E+02", None)[1] == [2.0, -3.0, 400.0]
    assert decoded_pairs("1,2; 3.5,-4E2") == [1.0, 2.0, 3.5, -400.0]
    for bad in ("", "1J2", "1S3", "1 2 ?", "1 2 &"):
        with pytest.raises(NatriaError):
            decoded_line(bad, None)
    with pytest.raises(NatriaError, match="expected 7"):
        decoded_line("1A2", 7.0)


@pytest.mark.parametrize("form", ["XYPOINTS=(XY..XY)", "XYDATA=(XY..XY)"])
def test_points_may_be_uneven(tmp_path, form):
    text = jcamp_text(["1,10; 2,11", "4 12"], 3, (1, 4), form=form, more=("##XFACTOR=2", "##YFACTOR=0.5"))
    (one,) = read_jcamp(written(tmp_path, text))
    assert one.axis == pytest.approx([2, 4, 8])
    assert one.values == pytest.approx([5, 5.5, 6])


def test_compound_files_and_other_kinds(tmp_path):
    raman = jcamp_text(lines_of("sqz"), 14, (100, 113))
    nmr = jcamp_text(
        lines_of("dif"),
        14,
        (100, 113),
        kind="NMR SPECTRUM",
        units="HZ",
        more=("##.OBSERVE FREQUENCY=161.9", "##.OBSERVE NUCLEUS=^31P"),
    )
    head = "##TITLE=both\n##JCAMP-DX=4.24\n##DATA TYPE=LINK\n##BLOCKS=2\n"
    path = written(tmp_path, f"{head}{raman}{nmr}##END=\n")
    assert set(curve_kinds(path)) == {"raman", "nmr"}
    (one,) = read_curves(path, "nmr")
    assert one.nucleus == "31P"
    assert one.columns["nmr_shift"][0] == pytest.approx(100 / 161.9e6)
    (other,) = read_curves(path, "raman")
    assert other.columns["raman_shift"][0] == pytest.approx(10000)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (jcamp_text(lines_of("dif"), 14, (100, 113)).replace("##END=\n", ""), "##END="),
        (jcamp_text(lines_of("affn")[:9], 14, (100, 113)), "NPOINTS"),
        (jcamp_text([*lines_of("dif")[:1], *lines_of("dif")[2:]], 14, (100, 113)), "check"),
        (jcamp_text([f"{103 + k} 1" for k in range(14)], 14, (100, 113)), "abscissa"),
        (jcamp_text(lines_of("affn"), 14, ("x", 113)), "FIRSTX"),
        (jcamp_text(["1 2 3"], 3, (1, 3), form="XYPOINTS=(XY..XY)"), "pairs"),
        (jcamp_text(lines_of("affn"), 14, (100, 113), form="PEAK TABLE=(XY..XY)"), "PEAKTABLE"),
        (jcamp_text(lines_of("affn"), 14, (100, 113), units="NANOMETERS"), "NANOMETERS"),
        (jcamp_text(lines_of("affn"), 14, (100, 113), kind="NMR SPECTRUM", units="HZ"), "FREQUENCY"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, what):
    path = written(tmp_path, text)
    with pytest.raises(InputError) as bad:
        read_curves(path, curve_kinds(path)[0])
    (problem,) = bad.value.problems
    assert what in problem.what
    assert problem.fix
