"""Design files: loading, variants, and what is said of a file that cannot be used."""

from __future__ import annotations

import copy
import os
import sys
import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from natria.design import Design, case_of, load_case, problems_of_case, read_case
from natria.design.case import cases, read_toml
from natria.quantity import DesignError, NatriaError

JARGON = ("pydantic", "http", "Traceback", "validation error", "Errno", "type=")


def test_kumar2020_comes_with_natria_and_is_right():
    assert "kumar2020" in cases()
    assert problems_of_case(read_toml(cases()["kumar2020"])) == []


@pytest.mark.parametrize("name", sorted(cases()))
def test_a_case_of_natria_is_loaded_by_its_name(name):
    case = load_case(name)
    assert case.name == name
    assert case.systems[0] == case.base.name
    assert len(set(case.systems)) == len(case.systems)


@pytest.mark.parametrize("name", sorted(cases()))
def test_every_system_of_a_case_is_a_design_that_stands_on_its_own(name):
    case = load_case(name)
    for system in case.systems:
        design = case.design(system)
        assert design.name == system
        steps = sum(len(block.steps) for block in design.blocks())
        assert steps > 0 or not design.get("protocol.steps")  # a review may say nothing of them


def test_a_file_is_loaded_by_its_path_under_its_own_name(design_file, small_cell):
    file = design_file(small_cell)
    case = load_case(str(file))
    assert (case.name, case.source) == ("cell", str(file))
    assert case.systems == ("lab/cell", "lab/cell/thick")
    assert case == read_case(file, "cell")


def test_the_design_of_a_case_is_its_document_without_variants_and_study(kumar_case, kumar_document):
    assert kumar_case.base.document == {k: v for k, v in kumar_document.items() if k not in ("variant", "study")}
    assert kumar_case.systems == (kumar_document["name"], *kumar_document["variant"])


def test_a_case_without_variants_and_study_is_one_system(small_cell):
    cell = small_cell.split("[variant", maxsplit=1)[0].replace(
        '{ fit = "film conductivity" }', '{ value = 5e-5, unit = "S/cm", why = "x" }'
    )
    case = case_of(tomllib.loads(cell), "cell", "here")
    assert case.systems == ("lab/cell",)
    assert (case.study.targets, case.study.ask, case.study.sweep, case.study.fit) == ([], [], [], {})


# --- variants


def test_a_variant_is_the_base_with_its_patch(kumar_case):
    base, thick = kumar_case.base, kumar_case.design("kumar2020/bpi/35um")
    assert thick.get("interphase.bpi.thickness") == "35 um"
    back = {"interphase.bpi.thickness": "3 um", "interphase.bpi.growth.time": "30 s"}
    assert thick.with_(back).document == base.document


def test_a_variant_takes_away_what_it_lists(kumar_case):
    assert kumar_case.base.has("interphase.bpi.conduction")
    assert not kumar_case.design("kumar2020/bpi/monophasic").has("interphase.bpi.conduction")
    assert kumar_case.design("kumar2020/bpi/pristine").names("interphase") == ()


def test_a_change_reaches_every_variant_and_a_variant_has_the_last_word(kumar_case):
    patch = {"interphase.bpi.thickness": "7 um", "temperature": "310 K"}
    assert kumar_case.design("kumar2020/bpi", patch).get("interphase.bpi.thickness") == "7 um"
    thick = kumar_case.design("kumar2020/bpi/35um", patch)
    assert (thick.get("interphase.bpi.thickness"), thick.get("temperature")) == ("35 um", "310 K")


def test_designs_of_a_case_never_change_it(kumar_case):
    before = copy.deepcopy(dict(kumar_case.base.document))
    for system in kumar_case.systems:
        kumar_case.design(system, {"temperature": "310 K"})
    assert kumar_case.base.document == before


# --- files that cannot be used


def refused(name):
    with pytest.raises(DesignError) as caught:
        load_case(str(name))
    text = str(caught.value)
    assert not [word for word in JARGON if word in text], text
    return text


def test_an_unknown_name_is_refused_with_the_nearest_case():
    assert "did you mean 'kumar2020'" in refused("kumar2002")


def test_a_name_like_no_other_is_refused_with_the_whole_choice():
    text = refused("qqqqqq")
    assert "neither a case of natria nor a design file" in text
    assert "kumar2020" in text


def test_a_missing_file_is_refused_with_the_files_nearby(design_file, small_cell):
    file = design_file(small_cell)
    text = refused(file.with_name("cel.toml"))
    assert "there is no such file" in text
    assert "did you mean 'cell.toml'" in text


def test_a_missing_file_in_a_missing_folder_is_refused(tmp_path):
    text = refused(tmp_path / "nowhere" / "cell.toml")
    assert "there is no such file" in text
    assert "check the path" in text


def test_a_folder_is_refused(tmp_path):
    assert "is a folder" in refused(tmp_path)


def test_a_folder_that_ends_like_a_file_is_refused(tmp_path):
    folder = tmp_path / "cell.toml"
    folder.mkdir()
    assert "is a folder" in refused(folder)


def test_an_empty_file_is_refused_with_everything_that_is_missing(design_file):
    text = refused(design_file(""))
    for key in ("name", "cell", "temperature", "working"):
        assert f"{key}: is missing" in text


@pytest.mark.parametrize(
    ("data", "where"),
    [(b"\xff\xfe\x00n\x00a", "byte 0"), (b'name = "\xe4"\n', "byte 8"), (bytes(range(256)), "byte 128")],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(tmp_path, data, where):
    file = tmp_path / "cell.toml"
    file.write_bytes(data)
    text = refused(file)
    assert "is not text in UTF-8" in text
    assert f"{where}:" in text


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('cell = "symmetric"', 'cell = "symmetric', "line 3"),
        ("[working]", "[working", "line 6"),
        ("[working]", '[working]\nmaterial = "Na"', "line 8"),
        ('temperature = "298.15 K"', "temperature = 298.15 K", "line 4"),
    ],
)
def test_a_text_that_is_no_toml_is_refused_with_the_line(design_file, small_cell_with, old, new, line):
    text = refused(design_file(small_cell_with((old, new))))
    assert "is not readable as TOML" in text
    assert line in text
    assert "correct this line" in text


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(design_file, small_cell):
    file = design_file(small_cell)
    file.chmod(0)
    assert "cannot be opened" in refused(file)


@pytest.mark.parametrize(
    "name", ["a" * 5000, "a\0b.toml", "/\0", "a" * 5000 + ".toml"], ids=["long", "nul", "/nul", "long.toml"]
)
def test_a_name_that_no_file_can_have_is_refused(name):
    with pytest.raises(DesignError):
        load_case(name)


def test_a_whole_number_with_too_many_digits_is_refused(design_file):
    with pytest.raises(DesignError):
        read_toml(design_file("name = " + "9" * 5000))


@given(st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
@example(b"")
@example(b"\x00")
@example(b"name = 1e999")
@example(b"[study]\n[variant]")
def test_arbitrary_bytes_as_a_file_are_never_a_crash(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "arbitrary.toml"
    file.write_bytes(data)
    with pytest.raises(NatriaError):  # no cell fits into sixty bytes
        load_case(str(file))


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=20).filter(
        lambda t: t.strip(".")
    )
)
@settings(max_examples=100, deadline=None)
def test_an_arbitrary_name_is_a_case_or_refused(name):
    try:
        case = load_case(name)
    except NatriaError as bad:
        assert bad.what  # noqa: PT017
    else:
        assert isinstance(case.base, Design)
