"""The focusing factor over the size of a defect of one shape."""

from __future__ import annotations

import numpy as np

from ....answers import Answerer, Reader, Refuse
from ....quantity import ModelError
from ....record import Table, numbers
from .answers import VALID
from .reading import problem_of
from .result import focus


def _sizes(read: Reader) -> Table:
    """Return the focusing factor for each radius; nan where a defect of that size does not fit."""
    cell, load, settings = problem_of(read)
    ends = read("usual.smallest_defect_radius"), read("usual.largest_defect_radius")
    radii = np.geomspace(*ends, round(read("usual.sizes_of_defect")))
    factors, of_contact, errors = np.full((3, len(radii)), np.nan)
    reasons = []
    for place, radius in enumerate(radii):
        try:
            found = focus(cell.scaled(float(radius)), load, settings)
        except ModelError as bad:
            reasons.append(bad.what)
            continue
        factors[place], of_contact[place] = found.factor, found.factor / found.lost_area
        errors[place] = found.error
    if len(reasons) == len(radii):
        raise Refuse(reasons[0])
    columns = {
        "radius": numbers("m", radii),
        "focusing_factor": numbers("1", factors),
        "contact_focusing_factor": numbers("1", of_contact),
        "focusing_error": numbers("1", errors),
    }
    return Table("sizes", f"Focusing factor over the radius of a {cell.shape}", columns)


FOCUSING_SIZES = Answerer(
    "focusing_sizes", 3, ("focusing_by_size",), _sizes, f"{VALID}; one shape", ("areal_capacity",), cost="seconds"
)
