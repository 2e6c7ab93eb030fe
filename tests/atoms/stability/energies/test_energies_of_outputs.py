"""Energies from outputs of VASP and Quantum ESPRESSO, in files of the documented form."""

from __future__ import annotations

import pytest

pytest.importorskip("ase")

from natria.atoms.stability.computed import WindowRequest, compute_window
from natria.atoms.stability.energies import read_energies
from natria.quantity import InputError

EV = 96485.33212  # J/mol
CELL = "<v> 4.0 0.0 0.0 </v><v> 0.0 4.0 0.0 </v><v> 0.0 0.0 4.0 </v>"
VASP = """<?xml version="1.0" encoding="ISO-8859-1"?>
<modeling>
 <kpoints><varray name="kpointlist"><v> 0.0 0.0 0.0 </v></varray><varray name="weights"><v> 1.0 </v></varray></kpoints>
 <parameters><i name="ENMAX"> 500.0 </i></parameters>
 <atominfo><array name="atoms"><set>{atoms}</set></array></atominfo>
 <structure name="initialpos">{structure}</structure>
 <calculation>
  <scstep><energy><i name="e_fr_energy"> {energy} </i><i name="e_0_energy"> {extrapolated} </i></energy></scstep>
  <structure>{structure}</structure>
  <varray name="forces">{forces}</varray>
  <energy><i name="e_fr_energy"> {energy} </i></energy>
 </calculation>
</modeling>
"""
ESPRESSO = """
     Program PWSCF v.7.2 starts

     bravais-lattice index     =            0
     lattice parameter (alat)  =       7.5589  a.u.
     unit-cell volume          =     431.8875 (a.u.)^3
     number of atoms/cell      =            2
     number of atomic types    =            2

     celldm(1)=   7.558905  celldm(2)=   0.000000  celldm(3)=   0.000000
     celldm(4)=   0.000000  celldm(5)=   0.000000  celldm(6)=   0.000000

     crystal axes: (cart. coord. in units of alat)
               a(1) = (   1.000000   0.000000   0.000000 )
               a(2) = (   0.000000   1.000000   0.000000 )
               a(3) = (   0.000000   0.000000   1.000000 )

   Cartesian axes

     site n.     atom                  positions (alat units)
         1           Na  tau(   1) = (   0.0000000   0.0000000   0.0000000  )
         2           Cl  tau(   2) = (   0.5000000   0.5000000   0.5000000  )

     number of k points=     1
                       cart. coord. in units 2pi/alat
        k(    1) = (   0.0000000   0.0000000   0.0000000), wk =   2.0000000

!    total energy              =     -10.00000000 Ry
     JOB DONE.
"""


def vasp(folder, name, symbols, energy):
    places = "".join(f"<v> {0.5 * (k % 2)} {0.5 * (k // 2 % 2)} {0.5 * (k // 4 % 2)} </v>" for k in range(len(symbols)))
    structure = f'<crystal><varray name="basis">{CELL}</varray></crystal><varray name="positions">{places}</varray>'
    atoms = "".join(f"<rc><c>{one}</c><c> 1</c></rc>" for one in symbols)
    forces = "<v> 0.0 0.0 0.0 </v>" * len(symbols)
    text = VASP.format(structure=structure, atoms=atoms, energy=energy, extrapolated=energy + 0.5, forces=forces)
    (folder / name).mkdir(parents=True)
    (folder / name / "vasprun.xml").write_text(text)
    (folder / name / "INCAR").write_text("ENCUT = 500\n")


def test_a_folder_of_outputs_of_vasp_gives_a_window(tmp_path):
    for name, symbols, energy in (
        ("Na-bcc", ["Na"] * 2, -2.6),
        ("Cl2", ["Cl"] * 2, -3.6),
        ("NaCl", ["Na", "Cl"] * 2, -13.6),
    ):
        vasp(tmp_path, name, symbols, energy)
    found = read_energies(tmp_path)
    assert [(one.formula, one.name) for one in found.entries] == [
        ("Cl2", "Cl2/vasprun.xml"),
        ("Na2", "Na-bcc/vasprun.xml"),
        ("NaCl", "NaCl/vasprun.xml"),
    ]
    assert found.entries[2].energy == pytest.approx(-6.8 * EV, rel=1e-6)  # the free one, not that without smearing
    window = compute_window(WindowRequest("NaCl", 0.0, 5.0, energies=tmp_path, samples=100, seed=7)).window
    assert window.oxidation.voltage == pytest.approx((13.6 - 2.6 - 3.6) / 2, rel=1e-6)  # NaCl -> Na + Cl2/2


def test_an_output_of_quantum_espresso_is_read(tmp_path):
    (tmp_path / "NaCl.pwo").write_text(ESPRESSO)
    (one,) = read_energies(tmp_path).entries
    assert one.formula == "NaCl"
    assert one.energy == pytest.approx(-10 * 13.605693 * EV, rel=1e-6)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"notes.txt": "no output"}, "has no output"),
        ({"a/NaCl.pwo": ESPRESSO, "b/vasprun.xml": VASP}, "no common zero"),
        ({"NaCl.pwo": ESPRESSO.replace("!    total energy", "     something")}, "cannot be read"),
        ({"vasprun.xml": VASP[:300]}, "cannot be read"),
    ],
)
def test_what_is_no_energy_is_refused_with_the_file(tmp_path, files, said):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=said):
        read_energies(tmp_path)
