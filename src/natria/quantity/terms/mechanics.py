"""Stiffness, strength, cracks, pressure and creep."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T("young_modulus", "Pa", "GPa", "isotropic average"),
    T(
        "axial_young_modulus",
        "Pa",
        "GPa",
        "Young's modulus of a single crystal along a direction",
        convention="the other stresses zero; the direction is part of the subject",
    ),
    T("shear_modulus", "Pa", "GPa", "isotropic average"),
    T("bulk_modulus", "Pa", "GPa", "isotropic average"),
    T("poisson_ratio", "1", "1", "lateral over axial strain", domain="fraction"),
    T("pugh_ratio", "1", "1", "shear over bulk modulus", convention="G/B; low is ductile"),
    T(
        "elastic_tensor",
        "1",
        "1",
        "stiffness of a crystal, the elements on and above the diagonal in Voigt's notation",
        artefact="table",
    ),
    T("hardness", "Pa", "GPa", "by indentation"),
    T("force", "N", "mN", "on an indenter"),
    T("indentation_depth", "m", "um", "of an indent at its full load"),
    T("densification_pressure", "Pa", "MPa", "at which a pressed powder is nearly dense"),
    T("forming_pressure", "Pa", "MPa", "in a die, before the test; not the stack pressure of the test"),
    T("critical_strain", "1", "%", "strain at the highest stress", convention="of a perfect crystal where computed"),
    T(
        "ideal_strength",
        "Pa",
        "GPa",
        "largest tensile stress of a perfect crystal along a direction",
        convention="Cauchy stress, the other components zero",
    ),
    T("yield_strength", "Pa", "MPa", "where plastic flow begins"),
    T("fracture_toughness", "Pa*m^0.5", "MPa*m^0.5", "K_IC, mode I"),
    T("flaw_size", "m", "um", "length of the largest surface crack or pore"),
    T("surface_energy", "J/m^2", "J/m^2", "of one cleaved surface", convention="(slab - bulk)/(2 area)"),
    T("creep_rate", "1/s", "1/s", "strain rate of the metal at the creep stress"),
    T("creep_stress", "Pa", "MPa", "at which the creep rate is given"),
    T("creep_stress_limit", "Pa", "MPa", "up to which tests support the creep law of the metal"),
    T("creep_exponent", "1", "1", "n in strain rate ~ stress^n"),
    T("creep_energy", "J/mol", "kJ/mol", "activation energy of the creep rate, E in exp(-E/RT)"),
    T("creep_temperature", "K", "K", "at which the creep rate is given"),
    T("island_radius", "m", "um", "of the islands in which sodium plates below a layer"),
    T("island_share", "1", "%", "share of the face on which sodium plates below a layer", domain="fraction"),
    T("curvature_radius", "m", "mm", "of a bent electrode, such as a wire or the core of a roll"),
    T(
        "residual_stress",
        "Pa",
        "MPa",
        "in the plane of a layer without a load",
        "difference",
        convention="tension positive",
        domain="any",
        step=1e6,
    ),
    T("pressure_per_current", "Pa*m^2/A", "MPa*cm^2/mA", "stack pressure that keeps the contact, over the current"),
)
