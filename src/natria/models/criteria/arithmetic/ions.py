"""Mass over charge of an ion, from the masses of isotopes: m/z = (sum n_k m_k - q m_e) / |q|.

The ion is the part that is asked about, as in 'SYSTEM#Na2PS4-': a formula and its charges. Each of its elements must be
in the electrolyte, or be sodium.
"""

from __future__ import annotations

from ....answers import Answerer, Reader, Refuse
from ....laws import atoms, mass_to_charge
from ...reading.layers import by_law

SODIUM = "Na"


def _run(read: Reader) -> float:
    formula = read.part.rstrip("+-")
    charge = read.part.count("+") - read.part.count("-")
    ion = atoms(formula)
    if ion is None or not charge:
        raise Refuse("ask about an ion, as in 'SYSTEM#Na2PS4-'")
    here = {SODIUM}
    for layer in read.names("electrolyte"):
        here |= set(atoms(read.word(f"electrolyte.{layer}.material")) or {})
    if strange := sorted(set(ion) - here):
        raise Refuse(f"{', '.join(strange)} is not in the electrolyte")
    return by_law(lambda _: mass_to_charge(formula, charge), charge)


MODELS = (
    Answerer(
        "ion_mass",
        1,
        ("mass_to_charge",),
        _run,
        "one ion of the most abundant isotopes",
        objection=(
            "The most abundant isotopes give one peak of several: with four atoms of sulfur a fifth of the ions "
            "have another mass, and antimony has isotopes of 57 and 43 %. A mass alone does not "
            "identify an ion either. To settle this, one would have to measure the pattern of all isotopes at a "
            "resolution that separates the candidates."
        ),
    ),
)
