"""A film in detail: its pores, its contact, paths beside it, what forms on fresh sodium, and nuclei."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # pores
    T(
        "pore_exponent",
        "1",
        "1",
        "b in the MacMullin number of pores, N_M = porosity^-b",
        convention="3/2 is Bruggeman's; read only where a porous film has no MacMullin number",
    ),
    T(
        "film_limiting_current_density",
        "A/m^2",
        "mA/cm^2",
        "current at which the salt in the pores of a film reaches zero at the metal",
        convention="F D_eff c0 / ((1 - t+) h): the film alone, c0 at its outside",
    ),
    # contact
    T("contact_share", "1", "%", "share of a face that touches the layer", domain="fraction"),
    T("contact_radius", "m", "um", "of the islands in which a layer touches the metal, taken as discs"),
    T(
        "spreading_area_resistance",
        "ohm m^2",
        "ohm cm^2",
        "of the current lines that narrow to the islands of a face",
        convention="one face, per area of the whole face; the layer itself is outside",
        domain="not negative",
    ),
    T(
        "spreading_overpotential",
        "V",
        "mV",
        "drop over the spreading resistance of one face",
        needs=("current",),
        domain="not negative",
    ),
    # a path for electrons
    T(
        "leaked_share",
        "1",
        "%",
        "of the current that electrons carry past the cell: it plates nothing",
        "difference",
        needs=("current",),
        domain="fraction",
        step=0.05,
    ),
    T(
        "equal_overpotential_current",
        "A/m^2",
        "mA/cm^2",
        "lower current at which the same cell showed the overpotential that it shows now",
    ),
    # what forms on fresh sodium
    T("fresh_area_ratio", "1", "1", "sodium surface that one cycle exposes anew, over the area of the face"),
    T("sei_thickness", "m", "nm", "of the layer that forms on fresh sodium in one cycle", domain="not negative"),
    T("sei_charge", "C/m^2", "uAh/cm^2", "that the layer on fresh sodium takes in one cycle", domain="not negative"),
    # nuclei
    T(
        "contact_angle_cosine",
        "1",
        "1",
        "of a nucleus on its host",
        "difference",
        convention="1 wets, -1 does not touch",
        domain="any",
        step=0.1,
    ),
    T("critical_nucleus_radius", "m", "nm", "radius of curvature from which a nucleus grows"),
    T("nucleation_barrier", "J/mol", "eV", "energy of a critical nucleus", domain="not negative"),
    T(
        "nucleation_rate_exponent",
        "1",
        "1",
        "barrier of nucleation over RT",
        needs=("temperature",),
        domain="not negative",
    ),
    T(
        "nucleation_threshold",
        "V",
        "mV",
        "overpotential at which the barrier of nucleation has fallen to a rate exponent",
        convention="classical; the spike of a recording is nucleation_overpotential",
        domain="not negative",
    ),
    T("threshold_rate_exponent", "1", "1", "rate exponent at which nuclei form within the time of a test"),
)
