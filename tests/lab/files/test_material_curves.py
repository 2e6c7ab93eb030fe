"""Tables of material tests: recognised by their columns, in SI, and refused with file, column and line."""

import numpy as np
import pytest

from natria.lab.files.materials import curve_kinds, read_curve
from natria.quantity import Computed, InputError, Measured


def written(tmp_path, text, name="curve.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


ROWS = "\n".join(f"{k},{10 * k},{0.5 * k}" for k in range(1, 9))


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("Time (s),Displacement (nm),Load (mN)", ("indentation",)),
        ("Test,Depth_nm,Force_uN", ("indentation",)),
        ("t [s],Pressure [MPa],Relative density [%]", ("compaction",)),
        ("Time/min,##Temp./°C,Mass/%", ("thermogravimetry",)),
        ("Time/min,Temp./°C,DSC/(mW/mg)", ("calorimetry",)),
        ("Temperature [degC],Mass [mg],Heat flow [mW]", ("thermogravimetry", "calorimetry")),
        ("Sputter time (s),Na2F+ [counts],Sb- [counts]", ("depth profile",)),
        ("Etch time [min],F 1s [at%],Na 1s [at%]", ("depth profile",)),
        ("Time [s],Voltage [V],Current [mA]", ()),
        ("Temperature [degC],Mass [mg],Voltage [V]", ()),
        ("a,b,c", ()),
    ],
)
def test_kinds_by_the_names_of_columns(tmp_path, head, kinds):
    assert curve_kinds(written(tmp_path, f"{head}\n{ROWS}\n")) == kinds


def test_columns_come_in_si(tmp_path):
    curve = read_curve(
        written(tmp_path, f"some words\n\nTime (s),Displacement (nm),Load (mN)\n{ROWS}\n"), "indentation"
    )
    assert curve.columns["depth"] == pytest.approx(1e-8 * np.arange(1, 9))
    assert curve.columns["load"] == pytest.approx(5e-4 * np.arange(1, 9))
    assert (curve.line, len(curve)) == (4, 8)
    assert isinstance(curve.origin, Measured)
    other = written(tmp_path, f"Time/min,Temp./°C,DSC/(mW/mg)\n{ROWS}\n", "other.txt")
    read = read_curve(other, "calorimetry")
    assert read.columns["temperature"][0] == pytest.approx(283.15)
    assert (read.columns["time"][0], read.columns["heat_flow"][0]) == pytest.approx((60, 500))


def test_units_in_a_row_of_their_own_and_decimal_commas(tmp_path):
    text = "Displacement\tLoad\tTime\nnm\tuN\ts\n10,5\t100\t1\n20,5\t200\t2\n"
    curve = read_curve(written(tmp_path, text, "c.txt"), "indentation")
    assert curve.columns["depth"] == pytest.approx([10.5e-9, 20.5e-9])
    assert curve.columns["load"] == pytest.approx([1e-4, 2e-4])


def test_a_simulated_curve_says_so(tmp_path):
    text = f"# natria-simulated: synthetic_indents 1\ntime [s],displacement [nm],load [mN]\n{ROWS}\n"
    assert isinstance(read_curve(written(tmp_path, text), "indentation").origin, Computed)


@pytest.mark.parametrize(("words", "exo"), [("(exo up)", 1), ("(endo up)", -1), ("(exo down)", -1), ("", 0)])
def test_the_direction_of_heat(tmp_path, words, exo):
    text = f"Time [min],Temperature [degC],Heat flow {words} [W/g]\n{ROWS}\n"
    assert read_curve(written(tmp_path, text), "calorimetry").exo == exo


@pytest.mark.parametrize(
    ("text", "kind", "where", "what"),
    [
        (f"Time (s),Depth (nm),Load (blobs)\n{ROWS}\n", "indentation", "Load (blobs)", "blobs"),
        (f"Time (s),Depth (nm),Load\n{ROWS}\n", "indentation", "Load", "no unit"),
        (f"Time (s),Depth (mN),Load (mN)\n{ROWS}\n", "indentation", "Depth (mN)", "convert to m"),
        ("Depth (nm),Load (mN)\n1,1\n2,x\n", "indentation", "line 3, column 'Load (mN)'", "'x'"),
        ("Pressure (MPa),Relative density\n10,60\n20,70\n", "compaction", "Relative density", "no unit"),
    ],
)
def test_a_bad_column_is_named_with_how_to_mend_it(tmp_path, text, kind, where, what):
    path = written(tmp_path, text)
    with pytest.raises(InputError) as bad:
        read_curve(path, kind)
    (problem,) = bad.value.problems
    assert bad.value.source == str(path)
    assert where in problem.where
    assert what in problem.what
    assert problem.fix


def test_signals_of_a_profile_keep_their_names_and_come_as_shares_or_counts(tmp_path):
    text = f"Etch time [min],F 1s [at%],Na2F+ [counts]\n{ROWS}\n"
    curve = read_curve(written(tmp_path, text), "depth profile")
    assert curve.columns["etch_time"] == pytest.approx(60.0 * np.arange(1, 9))
    assert curve.columns["F 1s"] == pytest.approx(0.1 * np.arange(1, 9))
    assert curve.columns["Na2F+"] == pytest.approx(0.5 * np.arange(1, 9))
    assert (curve.units["F 1s"], curve.units["Na2F+"]) == ("1", "counts")


def test_a_signal_in_another_unit_is_refused(tmp_path):
    with pytest.raises(InputError, match="neither counts nor a share"):
        read_curve(written(tmp_path, f"Etch time [min],F 1s [eV],Na 1s [at%]\n{ROWS}\n"), "depth profile")
