"""Orders: settings by name, what is made of them, how it is written, and what is refused."""

from __future__ import annotations

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.files.read import read_recording
from natria.lab.synthetic.kinetics import tafel_sweep, voltammetry
from natria.lab.synthetic.ordering import ORDERS, make_order, write_order
from natria.lab.synthetic.ordering.settings import COUNT, RANGES, SCALE, OrderSetting, read_settings
from natria.quantity import InputError, NatriaError, OutputError, UnitError
from natria.record import Recording

EXTRA = {  # settings that are read with others only
    "t0": ["energy=1 kJ/mol"],
    "electronic": ["test=electronic"],
    **{name: ["over=time"] for name in ("until", "onset", "complete", "initial")},
}
KNOWN = (
    OrderSetting("size", "ohm*m^2", "20 ohm cm^2", "a size", least=0),
    OrderSetting("share", SCALE, "5 %", "a share"),
    OrderSetting("points", COUNT, "60", "a count", least=2),
    OrderSetting("kind", "word", "a", "a word", words=("a", "b")),
    OrderSetting("none", "K", "", "nothing"),
    OrderSetting("rates", "V/s", "1, 2 mV/s", "a list", is_list=True),
)


def test_values_are_in_si():
    found = read_settings("x", KNOWN, ["size = 3 ohm cm^2", "rates=0.5,1 V/s"])
    assert found.number("size") == pytest.approx(3e-4)
    assert found.number("share") == pytest.approx(0.05)
    assert found.count("points") == 60
    assert found.word("kind") == "a"
    assert found.maybe("none") is None
    assert found.numbers("rates") == (0.5, 1.0)
    assert read_settings("x", KNOWN, []).numbers("rates") == pytest.approx((1e-3, 2e-3))


def test_all_errors_are_listed_at_once():
    wrong = ["sice=3", "points=2.5", "kind=c", "size=3 V", "share", "rates=1,x mV/s"]
    with pytest.raises(InputError) as refused:
        read_settings("x", KNOWN, wrong)
    assert {p.where for p in refused.value.problems} == {"sice", "points", "kind", "size", "share", "rates"}


@pytest.mark.parametrize("text", ["points=1", "points=10001", "size=-1 ohm cm^2", "none=5000 K", "share=nan"])
def test_a_number_out_of_its_range_is_refused(text):
    with pytest.raises(InputError, match=r"expected|not a number"):
        read_settings("x", KNOWN, [text])


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_a_value_or_a_refusal(name, value):
    with contextlib.suppress(InputError):
        read_settings("x", KNOWN, [f"{name}={value}", f"points={value}", f"rates={value}", f"size={value}"])


@pytest.mark.parametrize("kind", ORDERS)
def test_every_kind_is_made_written_and_repeated(kind, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths = write_order(make_order(kind, seed=3), tmp_path / folder / "x.csv")
        truth = json.loads(paths[-1].read_text())
        assert truth["kind"] == kind
        assert set(truth["recordings"].values()) == {p.name for p in paths[:-1]}
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / folder).iterdir()} for folder in ("a", "b"))
    assert first == second
    assert all(b"natria-simulated" in c or b"natria.recording" in c for n, c in first.items() if "truth" not in n)
    other = write_order(make_order(kind, seed=4), tmp_path / "a" / "x.csv")
    assert other[0].read_bytes() != first["x.csv"]


def test_usual_settings_are_those_of_the_functions():
    for kind, make in (("tafel", tafel_sweep), ("voltammetry", voltammetry)):
        ordered, plain = (
            {s.path: s.word for s in origin.settings}
            for origin in (make_order(kind, seed=1).origin, make(1).recording.origin)
        )
        assert ordered.keys() == plain.keys()
        for path, word in plain.items():
            try:
                assert float(ordered[path]) == pytest.approx(float(word)), path
            except ValueError:  # a list or a word
                assert ordered[path][:6] == word[:6], path


def test_a_series_is_a_folder_or_one_file(tmp_path):
    made = make_order("series", seed=1, given=["spectra=3", "points=12"])
    paths = write_order(made, tmp_path / "temps", "gamry")
    assert [p.name for p in paths] == ["001_10.00degC.DTA", "002_34.65degC.DTA", "003_64.00degC.DTA", "truth.json"]
    assert json.loads(paths[-1].read_text())["recordings"]["sweep 2"] == "002_34.65degC.DTA"
    write_order(made, tmp_path / "temps", "gamry")  # the same again
    (tmp_path / "temps" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        write_order(made, tmp_path / "temps", "gamry")
    (one, truth) = write_order(made, tmp_path / "all.mpt", "biologic")
    assert one.read_text("latin-1").count("\n") > 36
    assert len(json.loads(truth.read_text())["truth"]["sweeps"]) == 3
    with pytest.raises(OutputError, match="one sweep"):
        write_order(made, tmp_path / "all.DTA", "gamry")
    assert not (tmp_path / "all.DTA").exists()


def test_a_series_over_time_has_the_onset_and_the_end_of_the_growth(tmp_path):
    made = make_order("series", seed=1, given=["over=time", "spectra=5", "points=12", "until=20 h", "onset=2 h"])
    assert made.truth.growth.onset == 7200
    assert made.truth.growth.complete == 15 * 3600
    names = [p.name for p in write_order(made, tmp_path / "times")]
    assert names[:2] == ["001_t=0h.csv", "002_t=5h.csv"]


def test_an_ordered_law_is_that_of_its_process():
    made = make_order("series", seed=1, given=["process=charge transfer", "energy=0.25 eV", "t0=150 K", "form=1/R"])
    law = next(one for one in made.truth.laws if one.process == "charge transfer")
    assert law.kind == "vft"
    assert law.energy == pytest.approx(0.25 * 96485.33212331001)
    assert law.t0 == 150
    ratio = [s.process("charge transfer").resistance for s in made.truth.sweeps]
    expected = law.energy / 8.31446261815324 * (1 / (283.15 - 150) - 1 / (337.15 - 150))
    assert math.log(ratio[0] / ratio[-1]) == pytest.approx(expected)


@pytest.mark.parametrize("vendor", ["gamry", "biologic"])
def test_recordings_read_back_as_computed(vendor, tmp_path):
    for kind in ("tafel", "polarisation", "voltammetry"):
        made = make_order(kind, seed=2)
        recording = made.parts[0].content
        assert isinstance(recording, Recording)
        path = write_order(made, tmp_path / f"{kind}.txt", vendor)[0]
        found = read_recording(path)
        assert not found.is_measured
        assert found.voltage == pytest.approx(recording.voltage, abs=1e-6)
        assert found.current == pytest.approx(recording.current, abs=1e-9)


def test_scans_go_into_one_file_or_into_a_folder(tmp_path):
    made = make_order("voltammetry", seed=1, given=["rates=1, 10 mV/s", "points=50"])
    paths = write_order(made, tmp_path / "scans")
    assert [p.name for p in paths] == ["001_1mVs.csv", "002_10mVs.csv", "truth.json"]
    whole = made.parts[0].content
    for number, path in enumerate(paths[:2], 1):
        found, rows = read_recording(path), whole.columns["cycle_count"] == number
        assert found.time[0] == 0
        assert (found.current == whole.current[rows]).all()
        assert not found.is_measured
    with pytest.raises(OutputError, match="zplot"):
        write_order(made, tmp_path / "others", "zplot")
    assert not (tmp_path / "others").exists()


def test_a_polarisation_has_its_spectra_beside_it(tmp_path):
    paths = write_order(make_order("polarisation", seed=2), tmp_path / "bv.csv")
    assert [p.name for p in paths] == ["bv.csv", "bv-before.csv", "bv-after.csv", "bv.truth.json"]
    assert len(write_order(make_order("polarisation", seed=2, given=["test=electronic"]), tmp_path / "el.csv")) == 2


@pytest.mark.parametrize(
    ("kind", "given", "which"),
    [
        ("impedance", ["cell=blocking", "interphase=3 ohm cm^2"], "interphase"),
        ("impedance", ["area=0 cm^2"], "area"),
        ("series", ["over=time", "cell=blocking"], "over"),
        ("series", ["t0=100 K"], "t0"),
        ("series", ["process=grain boundary", "cell=liquid", "energy=1 eV"], "process"),
        ("series", ["coldest=300 K", "hottest=290 K"], "hottest"),
        ("series", ["spectra=0"], "spectra"),
        ("tafel", ["faces=3"], "faces"),
        ("polarisation", ["fraction=120 %"], "fraction"),
        ("voltammetry", ["rates=0 mV/s"], "rates"),
    ],
)
def test_what_cannot_be_ordered_is_refused(kind, given, which):
    with pytest.raises(InputError, match=which):
        make_order(kind, seed=1, given=given)


@pytest.mark.parametrize("kind", ORDERS)
def test_the_ends_of_every_range_are_recorded_or_refused(kind, tmp_path):
    """No setting leads to an overflow, to a number that is not finite, or to an error of another kind."""
    for one in ORDERS[kind].settings:
        if one.unit == "word":
            continue
        low, high = RANGES[one.unit]
        for value in (low if one.least is None else one.least, high if one.most is None else min(high, one.most)):
            text = f"{value:.0f}" if one.unit == COUNT else f"{value!r} {one.unit}"
            also = ["points=20"] if one.name != "points" and kind != "voltammetry" else []
            if kind == "voltammetry" and one.name != "rates":
                also.append("rates=1 mV/s")
            also += EXTRA.get(one.name, []) if kind in ("series", "polarisation") else []
            with contextlib.suppress(NatriaError):
                paths = write_order(make_order(kind, seed=1, given=[f"{one.name}={text}", *also]), tmp_path / "x.csv")
                assert "nan" not in paths[0].read_text(encoding="utf-8").partition("\n")[2].lower()


def test_a_noise_needs_its_unit():
    with pytest.raises(UnitError):
        make_order("impedance", seed=1, noise="1 mV")
    with pytest.raises(InputError, match="out of range"):
        make_order("impedance", seed=1, noise="-1 %")


@pytest.mark.parametrize(
    ("kind", "name", "vendor"),
    [
        ("impedance", "x.csv", "gamri"),
        ("impedance", "", "csv"),
        ("tafel", "x.txt", ""),
        ("tafel", "x.csv", "zplot"),
        ("polarisation", "x.csv", "neware"),
    ],
)
def test_nothing_is_written_where_a_part_cannot_be(kind, name, vendor, tmp_path):
    with pytest.raises(NatriaError):
        write_order(make_order(kind, seed=1), tmp_path / name, vendor)
    assert not list(tmp_path.iterdir())
