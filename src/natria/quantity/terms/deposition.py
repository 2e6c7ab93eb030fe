"""Deposition of metal as a phase field: box and start, course and state, what is read off."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    # the box, the start, the disturbances
    T("deposition_height", "m", "um", "of the box of a deposition, from the bottom of the metal"),
    T("deposition_width", "m", "um", "of the box of a deposition, along the electrode"),
    T("front_width", "m", "um", "over which the order parameter of a phase field goes from 0.1 to 0.9"),
    T("cells_across_front", "1", "1", "cells of the grid over the width of a front"),
    T("first_front", "m", "um", "height of the flat metal at the start of a deposition"),
    T("nuclei_in_box", "1", "1", "nuclei on the metal at the start of a deposition", domain="not negative"),
    T("deposit_nucleus_radius", "m", "um", "of a ball of metal on the electrode at the start of a deposition"),
    T("deposition_seed", "1", "1", "of nuclei and noise", domain="not negative"),
    T("reaction_noise", "1", "%", "standard deviation of the reaction rate over place and time", domain="not negative"),
    T("noise_time", "s", "s", "over which the noise of the reaction rate changes"),
    T(
        "growth_anisotropy",
        "1",
        "1",
        "d of a reaction rate times 1 + d (4 sum n^4 - 3), n the normal of the front",
        domain="any",
        step=0.01,
    ),
    T("deposition_time", "s", "s", "from the start of a deposition"),
    T("front_mobility", "m^3/J/s", "m^3/J/s", "L of a front that moves by L times the driving energy density"),
    T(
        "front_relaxation_ratio",
        "1",
        "1",
        "rate at which a front takes its profile over the rate at which it passes",
        convention="3 gamma L/v of a flat front of velocity v; 2 of them over the steepness are a capillary length",
    ),
    T("deposition_tolerance", "1", "1", "largest error of order parameter and concentration in a step"),
    T("deposition_outputs", "1", "1", "times at which a deposition is measured"),
    # course and state
    T("deposition_course", "1", "1", "charge, tip, roughness and balance of a deposition over time", artefact="table"),
    T(
        "deposition_state",
        "1",
        "1",
        "order parameter, concentration, potential and layer at the end of a deposition",
        artefact="field",
    ),
    # what is read off
    T("plated_charge", "C/m^2", "mAh/cm^2", "of the metal that was deposited, per face area", domain="not negative"),
    T(
        "deposit_tip_velocity",
        "m/s",
        "nm/s",
        "of the highest metal, mean over a deposition",
        convention="positive: away from the electrode",
        domain="any",
        step=1e-9,
    ),
    T("deposit_roughness_factor", "1", "1", "area of the front over that of the flat electrode", decimals=2),
    T(
        "deposit_arc_length_ratio",
        "1",
        "1",
        "length of the contour of a front over the width of the box",
        convention="in three dimensions the mean over sections",
        decimals=2,
    ),
    T("deposit_roughness", "m", "um", "standard deviation of the metal in its columns", domain="not negative"),
    T(
        "dendrite_share",
        "1",
        "%",
        "of the deposit that stands above the height of an even one",
        "difference",
        domain="fraction",
        step=0.01,
    ),
    T(
        "deposit_density_ratio",
        "1",
        "%",
        "share of metal between the first front and the tip",
        "difference",
        domain="fraction",
        step=0.01,
    ),
    T("touch_time", "s", "s", "until the highest metal has come within a width of its front to the far side"),
    T("lost_sodium_share", "1", "%", "of the deposit without contact to the electrode", domain="not negative"),
)
