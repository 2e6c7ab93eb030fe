"""Rules of solids, spectra, layers and sums: a healthy and a sick library each."""

from papers_to_check import WINDOW, fact, library

# rule: name of its looks, a healthy library, a sick one, what comes out, and words of the sick arithmetic
SOLIDS = {
    "usual_values": (
        "usual values",
        library(fact("surface_energy", 0.16, "J/m^2", "NaF(001)")),
        library(fact("surface_energy", 0.16, "eV/A^2", "NaF(001)")),
        "contradiction",
        ("0.16 eV/A^2", "2.56 J/m^2", "1 J/m^2"),
    ),
    "core_levels": (
        "core levels",
        library(fact("binding_energy", 685.1, "eV", "NaF, F 1s")),
        library(fact("binding_energy", 585.1, "eV", "NaF, F 1s")),
        "caution",
        ("585.1 eV", "F 1s 682 to 692 eV"),
    ),
    "elastic_moduli": (
        "elastic moduli",
        library(
            *(fact(*row, "NaF") for row in (("young_modulus", 26.1, "GPa"), ("shear_modulus", 10.1, "GPa"))),
            fact("poisson_ratio", 0.3, "1", "NaF", kind="assumed"),
        ),
        library(
            *(fact(*row, "NaF") for row in (("young_modulus", 26.1, "GPa"), ("shear_modulus", 26.1, "GPa"))),
            fact("poisson_ratio", 0.3, "1", "NaF", kind="assumed"),
        ),
        "contradiction",
        ("26.1 GPa", "10 to 10.1 GPa"),
    ),
    "indents": (
        "indents",
        library(
            fact("force", 1, "mN", "the indents in NaF", kind="set"),
            fact("hardness", 1.01, "GPa", "NaF"),
            fact("indentation_depth", 0.25, "um", "the indents in NaF"),
        ),
        library(
            fact("force", 1, "mN", "the indents in NaF", kind="set"),
            fact("hardness", 1.01, "GPa", "NaF"),
            fact("indentation_depth", 1.25, "um", "the indents in NaF"),
        ),
        "contradiction",
        ("1 mN", "1.01 GPa", "0.2", "1.25 um"),
    ),
    "lattice_spacings": (
        "lattice spacings",
        library(
            fact("lattice_spacing", 0.214, "nm", "Na(200)", id="d1"),
            fact("lattice_spacing", 0.303, "nm", "Na(110)", id="d2"),
        ),
        library(
            fact("lattice_spacing", 0.214, "nm", "Na(200)", id="d1"),
            fact("lattice_spacing", 0.273, "nm", "Na(110)", id="d2"),
        ),
        "contradiction",
        ("0.214 nm", "0.273 nm", "0.427 to 0.429", "0.385 to 0.387"),
    ),
    "growth": (
        "growth",
        library(
            fact("layer_thickness", 3.1, "um", id="h1", at={"time": "30 s"}),
            fact("layer_thickness", 9.1, "um", id="h2", at={"time": "300 s"}),
        ),
        library(
            fact("layer_thickness", 3.1, "um", id="h1", at={"time": "30 s"}),
            fact("layer_thickness", 61.1, "um", id="h2", at={"time": "300 s"}),
        ),
        "caution",
        ("3.1 um", "61.1 um", "10 times the time", "19."),
    ),
    "faraday": (
        "Faraday's law",
        library(fact("theoretical_capacity", 418, "mAh/g", "S to Na2S4")),
        library(fact("theoretical_capacity", 558, "mAh/g", "S to Na2S4")),
        "contradiction",
        ("558 mAh/g", "32.06", "0.6675"),
    ),
    "fragments": (
        "fragments",
        library(fact("mass_to_charge", 140.9, "m/z", "Na2PO4- in a2020/cell")),
        library(fact("mass_to_charge", 142.9, "m/z", "Na2PO4- in a2020/cell")),
        "contradiction",
        ("140.93", "142.9 m/z"),
    ),
    "polymers": (
        "polymers",
        library(
            fact("molar_mass", 5149, "g/mol", "gel, number average", id="mn"),
            fact("molar_mass", 27616, "g/mol", "gel, weight average", id="mw"),
        ),
        library(
            fact("molar_mass", 27616, "g/mol", "gel, number average", id="mn"),
            fact("molar_mass", 5149, "g/mol", "gel, weight average", id="mw"),
        ),
        "contradiction",
        ("27616", "5149", "0.186"),
    ),
    "shares": (
        "shares",
        library(
            fact("mass_fraction", 70, "wt%", "S in x", id="s", kind="set"),
            fact("mass_fraction", 30, "wt%", "C in x", id="c", kind="set"),
        ),
        library(
            fact("mass_fraction", 70, "wt%", "S in x", id="s", kind="set"),
            fact("mass_fraction", 40, "wt%", "C in x", id="c", kind="set"),
        ),
        "contradiction",
        ("70 wt%", "40 wt%", "110 wt%"),
    ),
    "composition": (
        "composition",
        library(
            fact("atomic_fraction", 50, "at%", "Na in a2020/l"), systems={"a2020/l": {"says": "l", "phases": ["NaOH"]}}
        ),
        library(
            fact("atomic_fraction", 70, "at%", "Na in a2020/l"), systems={"a2020/l": {"says": "l", "phases": ["NaOH"]}}
        ),
        "caution",
        ("70 at%", "NaOH", "45 to 55 at%"),
    ),
    "areas": (
        "areas",
        library(
            fact("length", 10, "mm", "the die", kind="set"),
            fact("face_area", 0.785, "cm^2", kind="set", shares=["length"]),
        ),
        library(
            fact("length", 10, "mm", "the die", kind="set"),
            fact("face_area", 1.13, "cm^2", kind="set", shares=["length"]),
        ),
        "contradiction",
        ("10 mm", "0.785 cm^2", "1.13 cm^2"),
    ),
    "layer_times": (
        "layer times",
        library(
            fact("layer_onset_time", 1, "h"),
            fact("duration", 14, "h"),
            fact("layer_completion_time", 15, "h", shares=["layer_onset_time", "duration"]),
        ),
        library(
            fact("layer_onset_time", 1, "h"),
            fact("duration", 14, "h"),
            fact("layer_completion_time", 25, "h", shares=["layer_onset_time", "duration"]),
        ),
        "contradiction",
        ("1 h", "14 h", "14 to 16 h", "25 h"),
    ),
    "etching": (
        "etching",
        library(
            fact("etch_rate", 5.5, "nm/min"), fact("length", 82, "nm", at={"time": "15 min"}, shares=["etch_rate"])
        ),
        library(
            fact("etch_rate", 5.5, "nm/min"), fact("length", 820, "nm", at={"time": "15 min"}, shares=["etch_rate"])
        ),
        "contradiction",
        ("5.5 nm/min", "15 min", "0.0818 to 0.0833", "820 nm"),
    ),
    "signals": (
        "signals",
        library(
            fact("relative_intensity", 0.002, "1", "a", id="a"),
            fact("relative_intensity", 0.011, "1", "b", id="b"),
            fact("intensity_ratio", 5.5, "1", shares=["a", "b"]),
        ),
        library(
            fact("relative_intensity", 0.002, "1", "a", id="a"),
            fact("relative_intensity", 0.011, "1", "b", id="b"),
            fact("intensity_ratio", 55.5, "1", shares=["a", "b"]),
        ),
        "contradiction",
        ("0.011", "0.002", "5.5", "55.5"),
    ),
    "ratios": (
        "ratios",
        library(
            fact("ionic_conductivity", 0.27, "mS/cm", "A", id="a"),
            fact("ionic_conductivity", 0.045, "mS/cm", "B", id="b"),
            fact("ionic_conductivity_ratio", 6, "1", "A over B"),
        ),
        library(
            fact("ionic_conductivity", 0.27, "mS/cm", "A", id="a"),
            fact("ionic_conductivity", 0.145, "mS/cm", "B", id="b"),
            fact("ionic_conductivity_ratio", 6, "1", "A over B"),
        ),
        "contradiction",
        ("0.27 mS/cm", "0.145 mS/cm", "1.8"),
    ),
    "voltages": (
        "voltages",
        library(fact("plateau_voltage", 1.25, "V", at=WINDOW)),
        library(fact("plateau_voltage", 3.25, "V", at=WINDOW)),
        "contradiction",
        ("3.25 V", "1 and 3 V"),
    ),
}
