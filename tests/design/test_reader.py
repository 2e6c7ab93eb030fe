"""The reader: it hands out numbers and words, remembers all of them, and shows nothing else."""

from __future__ import annotations

import inspect

import pytest

from natria.answers import Reader, Record, of_design, of_record
from natria.design import Unanswerable
from natria.quantity import Assumed, CensoredError, Finding, Question, Setting

CONDUCTIVITY = "interphase.bpi.ionic_conductivity"


@pytest.fixture
def record():
    return Record()


@pytest.fixture
def reader(kumar_cell, record):
    by_hand = {"layer conductivity": Finding(Question("ionic_conductivity", "by hand"), 5e-3, Assumed("a test"), 0.0)}
    return Reader(of_design(kumar_cell.with_fits(by_hand)), record, "cell_overpotential", "bpi", {})


def test_a_reader_says_which_term_and_which_part_is_asked_about(reader):
    assert (reader.term, reader.part) == ("cell_overpotential", "bpi")


def test_a_reader_shows_nothing_but_term_part_and_its_methods(reader):
    public = {name for name in dir(reader) if not name.startswith("_")}
    methods = {name for name in public if inspect.ismethod(getattr(reader, name))}
    assert public - methods == {"term", "part", "paths", "origin"}
    listed = {"fact", "listed", "reported", "stands"}  # reported numbers of the cell, and its conditions
    assert methods == {"word", "law", "names", "has", "lines", "asked", "artefact", "noted", "with_moved", *listed}


def test_nothing_can_be_hung_on_a_reader(reader):
    assert not hasattr(reader, "__dict__")
    with pytest.raises(AttributeError):
        reader.notes = "remembered between runs"


def test_a_number_is_si_and_remembered_with_its_origin(reader, record, kumar_cell):
    assert reader("interphase.bpi.thickness") == pytest.approx(3e-6, rel=1e-12)
    assert record.findings == {"interphase.bpi.thickness": kumar_cell.finding("interphase.bpi.thickness")}


def test_a_number_that_is_read_twice_is_remembered_once(reader, record):
    assert reader("temperature") == reader("temperature")
    assert list(record.findings) == ["temperature"]


def test_a_word_is_remembered(reader, record):
    assert reader.word("cell") == "symmetric"
    assert record.settings == {"cell": Setting("cell", "symmetric")}


def test_a_law_is_remembered_with_the_reason_for_it(reader, record):
    assert reader.law("interphase.bpi.growth") == "linear"
    (law,) = record.settings.values()
    assert law.path == "interphase.bpi.growth.law"
    assert law.word == "linear"
    assert "constant rate" in law.why


def test_names_are_remembered_also_where_there_are_none(reader, record):
    assert reader.names("interphase") == ("bpi",)
    assert reader.names("electrolyte") == ("separator",)
    assert reader.names("nowhere") == ()
    assert [s.word for s in record.settings.values()] == ["bpi", "separator", ""]


@pytest.mark.parametrize(("path", "known"), [("interphase.bpi.growth", True), ("counter", False)])
def test_whether_something_is_known_is_remembered_too(reader, record, path, known):
    assert reader.has(path) is known
    (setting,) = record.settings.values()
    assert (setting.path, setting.word) == (path, "given" if known else "not given")


def test_what_cannot_be_read_is_not_remembered(reader, record):
    with pytest.raises(Unanswerable, match="gives no value for stack_pressure"):
        reader("stack_pressure")
    assert record.findings == {}


def test_a_bounded_number_cannot_be_read(record):
    bounded = Finding(Question("layer_thickness", "a test"), 1e-6, Assumed("a test"), None, "at least")
    earlier = Record({"x.thickness": bounded})
    with pytest.raises(CensoredError, match="is only known as >= 1 um"):
        Reader(of_record(earlier), record, "cell_overpotential", "", {})("x.thickness")


def test_a_moved_number_leaves_its_finding_alone(kumar_cell):
    record = Record()
    moved = {kumar_cell.finding("temperature").id: 300.15}
    reader = Reader(of_design(kumar_cell), record, "cell_overpotential", "", moved)
    assert reader("temperature") == pytest.approx(300.15, abs=1e-9)
    assert record.findings["temperature"].value == pytest.approx(298.15, abs=1e-9)


def read_everything(reader):
    return (
        reader("interphase.bpi.thickness"),
        reader(CONDUCTIVITY),
        reader("electrolyte.separator.porosity"),
        reader.word("cell"),
        reader.word("interphase.bpi.on"),
        reader.law("interphase.bpi.growth"),
        reader.names("interphase"),
        reader.names("nowhere"),
        reader.has("counter"),
        reader.has("interphase.bpi.growth"),
        reader.part,
    )


def test_a_record_answers_as_the_design_did(reader, record):
    first = read_everything(reader)
    again = Record()
    assert read_everything(Reader(of_record(record), again, reader.term, reader.part, {})) == first
    assert again == record


@pytest.mark.parametrize("name", ["none", "given", "no-layer", "a"])
def test_a_layer_may_have_any_name_and_the_record_keeps_it(kumar_cell, name):
    layer = {"thickness": "1 um", "ionic_conductivity": {"value": 1, "unit": "S/cm", "why": "a test"}}
    design = kumar_cell.with_({"interphase": {name: layer}, "bind": {}})
    record = Record()
    assert Reader(of_design(design), record, "", "", {}).names("interphase") == (name,)
    assert Reader(of_record(record), Record(), "", "", {}).names("interphase") == (name,)


@pytest.mark.parametrize(
    "read",
    [
        lambda r: r("temperature"),
        lambda r: r.word("cell"),
        lambda r: r.law("interphase.bpi.growth"),
        lambda r: r.names("interphase"),
        lambda r: r.has("counter"),
    ],
    ids=["a number", "a word", "a law", "names", "whether it is there"],
)
def test_what_was_not_recorded_cannot_be_read_from_a_record(read):
    with pytest.raises(Unanswerable, match="was not recorded"):
        read(Reader(of_record(Record()), Record(), "cell_overpotential", "", {}))
