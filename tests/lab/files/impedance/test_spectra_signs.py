"""The sign of Z'': stated by a name, by a program or by a map, or seen at low frequencies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spectra_by_hand import arc, csv, ladder, table, write

from natria.lab.files import read_spectra

F = ladder(40)
Z = arc(F) + 2j * np.pi * F * 2e-6  # with the cable: positive at high frequencies
MAP = """
[columns]
frequency = {column = "f/Hz", unit = "Hz"}
real = {column = "Z'/ohm", unit = "ohm"}
imaginary = {column = "Z''/ohm", unit = "ohm", sign = "SIGN"}
"""


def read(folder: Path, name: str, values: np.ndarray) -> tuple[np.ndarray, set[str]]:
    file = read_spectra(write(folder, csv({"f/Hz": F, "Z'/ohm": Z.real, name: values})))
    return file.sweeps[0].spectrum.impedance, {note.code for note in file.notes if note.code.startswith("sign")}


def test_capacitive_is_negative(tmp_path: Path) -> None:
    impedance, codes = read(tmp_path, "Z''/ohm", Z.imag)
    np.testing.assert_array_equal(impedance, Z)
    assert not codes


def test_a_name_with_a_minus_is_turned(tmp_path: Path) -> None:
    impedance, codes = read(tmp_path, "-Im(Z)/ohm", -Z.imag)
    np.testing.assert_array_equal(impedance, Z)
    assert not codes


def test_an_unlabelled_sign_that_is_positive_is_turned_with_a_note(tmp_path: Path) -> None:
    impedance, codes = read(tmp_path, "Z''/ohm", -Z.imag)
    np.testing.assert_array_equal(impedance, Z)
    assert codes == {"sign-turned"}


def test_a_stated_sign_is_kept_and_doubted(tmp_path: Path) -> None:
    impedance, codes = read(tmp_path, "-Z''/ohm", Z.imag)
    np.testing.assert_array_equal(impedance, np.conj(Z))
    assert codes == {"sign-doubtful"}


def test_half_of_each_sign_is_kept_with_a_note(tmp_path: Path) -> None:
    mixed = Z.imag * np.tile([1, -1], len(F) // 2)
    impedance, codes = read(tmp_path, "Z''/ohm", mixed)
    np.testing.assert_array_equal(impedance.imag, mixed)
    assert codes == {"sign-unclear"}


@pytest.mark.parametrize(("sign", "factor"), [("signed", 1), ("reversed", -1)])
def test_a_map_states_the_sign(tmp_path: Path, sign: str, factor: int) -> None:
    path = write(tmp_path, table(F, Z))
    made = write(tmp_path, MAP.replace("SIGN", sign), "map.toml")
    impedance = read_spectra(path, made).sweeps[0].spectrum.impedance
    np.testing.assert_array_equal(impedance.imag, factor * Z.imag)


def test_an_inductive_cell_is_kept_with_a_map(tmp_path: Path) -> None:
    coil = 0.1 + 2j * np.pi * F * 1e-6
    path = write(tmp_path, table(F, coil))
    assert "sign-turned" in {note.code for note in read_spectra(path).notes}
    file = read_spectra(path, write(tmp_path, MAP.replace("SIGN", "signed"), "map.toml"))
    np.testing.assert_array_equal(file.sweeps[0].spectrum.impedance, coil)
    assert {note.code for note in file.notes} == {"sign-doubtful"}


def test_all_sweeps_of_a_file_have_one_sign(tmp_path: Path) -> None:
    f = np.tile(F, 3)
    z = np.conj(np.tile(Z, 3))
    file = read_spectra(write(tmp_path, table(f, z)))
    assert len(file) == 3
    assert all((sweep.spectrum.impedance == Z).all() for sweep in file.sweeps)


def test_a_negative_phase_by_its_name(tmp_path: Path) -> None:
    text = csv({"f/Hz": F, "|Z|/ohm": np.abs(Z), "-Phase/deg": -np.degrees(np.angle(Z))})
    np.testing.assert_allclose(read_spectra(write(tmp_path, text)).sweeps[0].spectrum.impedance, Z, rtol=1e-13)
    text = csv({"f/Hz": F, "|Z|/ohm": np.abs(Z), "Phase/deg": -np.degrees(np.angle(Z))})
    file = read_spectra(write(tmp_path, text))
    assert "sign-turned" in {note.code for note in file.notes}
    np.testing.assert_allclose(file.sweeps[0].spectrum.impedance, Z, rtol=1e-13)


def test_two_forms_that_differ_are_a_note(tmp_path: Path) -> None:
    columns = {"f/Hz": F, "Z'/ohm": Z.real, "Z''/ohm": Z.imag, "|Z|/ohm": np.abs(Z)}
    same = csv({**columns, "phase/deg": np.degrees(np.angle(Z))})
    assert "columns-disagree" not in {n.code for n in read_spectra(write(tmp_path, same)).notes}
    other = csv({**columns, "phase/deg": np.angle(Z)})  # radians under the name of degrees
    assert "columns-disagree" in {n.code for n in read_spectra(write(tmp_path, other)).notes}
