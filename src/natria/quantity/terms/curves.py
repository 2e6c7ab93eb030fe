"""Material tests: indents, pressed powders, mass and heat flow over temperature, peaks of spectra."""

from __future__ import annotations

from ..vocabulary import Term

T = Term  # a row a line reads better short

TERMS: tuple[T, ...] = (
    T(
        "reduced_modulus",
        "Pa",
        "GPa",
        "of an indented sample and the tip together",
        convention="1/E_r = (1 - nu^2)/E + (1 - nu_i^2)/E_i",
    ),
    T("indenter_modulus", "Pa", "GPa", "Young's modulus of the tip of an indenter"),
    T("indenter_poisson_ratio", "1", "1", "of the tip of an indenter", domain="fraction"),
    T("relative_density", "1", "%", "density of a pressed powder over that without pores", domain="fraction"),
    T("nearly_dense_density", "1", "%", "relative density at which a powder counts as nearly dense", domain="fraction"),
    T(
        "heckel_yield_pressure",
        "Pa",
        "MPa",
        "1/K of a pressed powder by Heckel",
        convention="ln(1/(1 - D)) = K P + A, D the relative density",
    ),
    T(
        "kawakita_pressure",
        "Pa",
        "MPa",
        "1/b of a pressed powder by Kawakita: half of the largest reduction of its volume",
        convention="C = (V0 - V)/V0 = a b P/(1 + b P)",
    ),
    T(
        "mass_loss",
        "1",
        "%",
        "share of the initial mass lost in one step on heating",
        convention="between the extrapolated base lines at the steepest point; a gain is negative",
        domain="any",
        step=0.005,
    ),
    T("mass_loss_onset", "K", "K", "of a step of the mass", convention="extrapolated onset: base line and tangent"),
    T("mass_loss_midpoint", "K", "K", "of a step of the mass", convention="half of the step between the base lines"),
    T(
        "crystallisation_temperature",
        "K",
        "K",
        "of a glass on heating, from its heat flow",
        convention="extrapolated onset: base line and tangent",
    ),
    T(
        "peak_onset_temperature",
        "K",
        "K",
        "of a peak of the heat flow",
        convention="extrapolated onset: base line and tangent",
    ),
    T("xps_line_width", "J", "eV", "full width at half maximum of a line of XPS"),
    T("raman_line_width", "1/m", "1/cm", "full width at half maximum of a line of a Raman spectrum"),
    T("nmr_line_width", "1", "ppm", "full width at half maximum of a line of an NMR spectrum"),
    T(
        "peak_area_share",
        "1",
        "%",
        "area of a peak over that of all peaks of a spectrum",
        convention="both lines of a doublet; above the background",
        domain="fraction",
    ),
    T("bridges_per_former", "1", "1", "mean number of bridging anions of a network former", domain="not negative"),
)
