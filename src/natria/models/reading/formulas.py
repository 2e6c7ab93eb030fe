"""Reading the formula in the name of a phase."""

from __future__ import annotations

import re

from ...answers import Refuse


def sodium_atoms(formula: str) -> float:
    """Return the sodium atoms of a formula: 3 of Na3Sb, none of Al2O3.

    Refused where their number is a letter, as in NaxSny.
    """
    if re.search("Na[a-z]", formula):
        raise Refuse(f"how much sodium {formula} holds is not known")
    counts = re.findall(r"Na(\d+(?:\.\d+)?)?", formula)
    return sum((float(count) if count else 1 for count in counts), 0.0)
