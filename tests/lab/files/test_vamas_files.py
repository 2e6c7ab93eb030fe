"""VAMAS: blocks by the standard, and what is refused with its line."""

import numpy as np
import pytest
from peak_files_by_hand import vamas_block, vamas_text

from natria.lab.files.materials import curve_kinds, read_curves
from natria.lab.files.materials.vamas import read_vamas
from natria.quantity import InputError

EV = 1.602176634e-19
COUNTS = [float(100 + 7 * (k % 5)) for k in range(30)]
KINETIC = ("kinetic energy", 790.0, 0.1)
BINDING = ("binding energy", 1080.0, -0.2)


def two(**more):
    return [
        vamas_block("F1s", "F", "1s", KINETIC, [("counts", "d", COUNTS), ("Transmission", "d", [1.0] * 30)], **more),
        vamas_block("Na1s", "Na", "1s", BINDING, [("intensity", "c/s", COUNTS[:20])], **more),
    ]


def written(tmp_path, text, name="a.vms"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("mode", "scan", "later"),
    [("NORM", "REGULAR", 0), ("SDP", "REGULAR", 2), ("SDPSV", "REGULAR", 0), ("NORM", "IRREGULAR", 0)],
)
def test_blocks_of_all_modes(tmp_path, mode, scan, later):
    blocks = two(depth=mode.startswith("SDP"), later=later, regular=scan == "REGULAR")
    path = written(tmp_path, vamas_text(blocks, mode=mode, scan=scan, later=later))
    first, second = read_vamas(path)
    assert (first.name, second.name) == ("F 1s", "Na 1s")
    assert first.values == pytest.approx(COUNTS)
    assert second.values == pytest.approx(COUNTS[:20])
    assert first.axis == pytest.approx(790 + 0.1 * np.arange(30))
    assert (first.intensity_unit, second.intensity_unit) == ("counts", "counts/s")
    assert first.others == ("Transmission",)


def test_kinetic_energies_become_binding_energies(tmp_path):
    path = written(tmp_path, vamas_text(two()))
    assert curve_kinds(path) == ("xps",)
    first, second = read_curves(path, "xps")
    assert first.columns["binding_energy"][0] == pytest.approx((1486.6 - 790) * EV)
    assert second.columns["binding_energy"][0] == pytest.approx(1080 * EV)
    assert (first.block, second.block) == ("F 1s", "Na 1s")


def test_a_file_that_is_cut_off_names_its_last_line(tmp_path):
    lines = vamas_text(two()).splitlines()
    for end in (7, 15, 40, len(lines) - 6):
        with pytest.raises(InputError) as bad:
            read_vamas(written(tmp_path, "\n".join(lines[:end]) + "\n"))
        (problem,) = bad.value.problems
        assert problem.where == f"line {end}"
        assert problem.fix


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (vamas_text(two(), mode="MAP"), "MAP"),
        (vamas_text(two(), scan="MAPPING"), "MAPPING"),
        (vamas_text(two()).replace("1486.6", "many", 1), "'many'"),
        (vamas_text([vamas_block("a", "a", "b", KINETIC, [("c", "d", COUNTS)], technique="UPS")]), "XPS"),
        (vamas_text([vamas_block("a", "a", "b", ("mass", 1.0, 1.0), [("c", "d", COUNTS)])]), "mass"),
        (vamas_text(two()).replace("\neV\n", "\nK\n", 1), "eV"),
    ],
)
def test_what_is_not_read_is_refused(tmp_path, text, what):
    with pytest.raises(InputError) as bad:
        read_curves(written(tmp_path, text), "xps")
    assert any(what in problem.what for problem in bad.value.problems)
    assert all(problem.fix for problem in bad.value.problems)
