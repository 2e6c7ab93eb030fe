"""Rules of cells, of two papers and of tables: a healthy and a sick library each."""

from papers_to_check import CELL, ONE, TEN, cathode, cycle, fact, layer, library, other, solid

from natria.literature import Library


def _on_two_thicknesses(hysteresis: float) -> Library:
    """A cell with a layer of 3 and 35 um at 1 mA/cm^2, and a bare one at 0.5 mA/cm^2."""
    rows = [
        fact("cell_overpotential", eta, "mV", id=f"eta-{h}", at={"current": "1 mA/cm^2", "thickness": f"{h} um"})
        for h, eta in ((3, 50), (35, 180))
    ]
    bare = fact("hysteresis", hysteresis, "mV", "a2020/bare", at={"current": "0.5 mA/cm^2"})
    systems = {CELL: {"says": "with a layer", "class": "inorganic"}, "a2020/bare": {"says": "bare sodium"}}
    return library(*rows, bare, systems=systems)


# as in the cases of solids
CELLS = {
    "retention": (
        "retention",
        library(
            fact("specific_capacity", 1280, "mAh/g", id="q1", **cycle(1)),
            fact("specific_capacity", 1100, "mAh/g", id="q2", **cycle(40)),
            fact("capacity_retention", 80, "%", bound="over", **cycle(40)),
        ),
        library(
            fact("specific_capacity", 1280, "mAh/g", id="q1", **cycle(1)),
            fact("specific_capacity", 1000, "mAh/g", id="q2", **cycle(40)),
            fact("capacity_retention", 80, "%", bound="over", **cycle(40)),
        ),
        "contradiction",
        ("1280", "1000", "78.1", "> 80 %", "1024"),
    ),
    "fading": (
        "fading",
        library(
            fact("capacity_retention", 90, "%", id="r1", **cycle(50)),
            fact("capacity_retention", 80, "%", id="r2", **cycle(100)),
        ),
        library(
            fact("capacity_retention", 80, "%", id="r1", **cycle(50)),
            fact("capacity_retention", 90, "%", id="r2", **cycle(100)),
        ),
        "caution",
        ("80 %", "90 %", "cycle 50", "cycle 100"),
    ),
    "decay": (
        "decay",
        library(
            fact("capacity_decay", 0.09, "%/cycle", **cycle("1 to 500")),
            fact("capacity_retention", 55, "%", **cycle(500)),
        ),
        library(
            fact("capacity_decay", 0.09, "%/cycle", **cycle("1 to 500")),
            fact("capacity_retention", 75, "%", **cycle(500)),
        ),
        "contradiction",
        ("500 x 0.09", "52.5 to 57.5 %", "75 %"),
    ),
    "utilisation": (
        "utilisation",
        cathode(fact("specific_capacity", 1600, "mAh/g of S", **cycle(1))),
        cathode(fact("specific_capacity", 1976, "mAh/g of S", **cycle(1))),
        "caution",
        ("1976", "1675", "118 %", "Na3SbS4", "0.537 electrons"),
    ),
    "areal_capacity": (
        "charge per area",
        cathode(
            fact("specific_capacity", 1500, "mAh/g of S", **cycle(1)),
            fact("areal_capacity", 0.18, "mAh/cm^2", **cycle(1)),
        ),
        cathode(
            fact("specific_capacity", 1500, "mAh/g of S", **cycle(1)),
            fact("areal_capacity", 0.15, "mAh/cm^2", **cycle(1)),
        ),
        "contradiction",
        ("1500", "1 mg", "12 %", "0.18 mAh/cm^2", "0.15 mAh/cm^2", "1208 to 1292"),
    ),
    "hours_and_cycles": (
        "hours and cycles",
        library(
            fact("cycle_life", 250, "cycles", bound="at least", at=ONE),
            fact("cycling_time", 500, "h", bound="at least", at=ONE, shares=["cycle_life"]),
        ),
        library(
            fact("cycle_life", 250, "cycles", bound="at least", at=ONE),
            fact("cycling_time", 250, "h", bound="at least", at=ONE, shares=["cycle_life"]),
        ),
        "contradiction",
        ("250 cycles", "2 h", "499 to 501 h", "250 h", "125 cycles"),
    ),
    "half_cycles": (
        "half-cycles",
        library(fact("half_cycle_time", 1, "h", "a2020", kind="set"), fact("cycle_life", 9, "cycles", at=ONE)),
        library(fact("half_cycle_time", 1, "h", "a2020", kind="set"), fact("cycle_life", 9, "cycles", at=TEN)),
        "contradiction",
        ("10 mA/cm^2", "1 h", "10 mAh/cm^2", "1 mAh/cm^2"),
    ),
    "critical_currents": (
        "critical currents",
        library(fact("critical_current_density", 2.3, "mA/cm^2"), fact("cycle_life", 9, "cycles", at=ONE)),
        library(fact("critical_current_density", 2.3, "mA/cm^2"), fact("cycle_life", 9, "cycles", at=TEN)),
        "contradiction",
        ("10 mA/cm^2", "2.3 mA/cm^2"),
    ),
    "other_order": (
        "critical currents",
        library(
            fact("critical_current_density", 4.0, "mA/cm^2", "a2020/r"),
            systems={},
            layers=[layer("r", (0.1, 1), "0.1 mA/cm^2", "1 mAh/cm^2", "1000 h")],
        ),
        library(
            fact("critical_current_density", 1.0, "mA/cm^2", "a2020/r"),
            systems={},
            layers=[layer("r", (0.1, 1), "0.1 mA/cm^2", "1 mAh/cm^2", "1000 h")],
        ),
        "caution",
        ("printed 0.1, 1", "the other way", "1 mA/cm^2", "1000 h"),
    ),
    "exchange_currents": (
        "exchange currents",
        library(fact("exchange_current_density", 9.3, "mA/cm^2"), fact("cell_overpotential", 40, "mV", at=ONE)),
        library(fact("exchange_current_density", 33.2, "uA/cm^2"), fact("cell_overpotential", 40, "mV", at=ONE)),
        "contradiction",
        ("33.2 uA/cm^2", "350 mV", "1 mA/cm^2", "40 mV", "8.7 times"),
    ),
    "bare_faces": (
        "bare faces",
        _on_two_thicknesses(40),
        _on_two_thicknesses(10),
        "caution",
        ("50 mV", "180 mV", "37.2 to 38.4 mV", "1 mA/cm^2", "5 mV", "4.75 to 10.5 mV", "3.5"),
    ),
    "sodium": (
        "sodium",
        library(
            fact("layer_thickness", 100, "um", f"{CELL}#foil", kind="set"), fact("cycle_life", 9, "cycles", at=ONE)
        ),
        library(fact("layer_thickness", 5, "um", f"{CELL}#foil", kind="set"), fact("cycle_life", 9, "cycles", at=ONE)),
        "contradiction",
        ("1 mAh/cm^2", "5 um", "0.564 mAh/cm^2"),
    ),
    "efficiency_budget": (
        "sodium",
        library(
            fact("layer_thickness", 100, "um", f"{CELL}#foil", kind="set"),
            fact("specific_capacity", 100, "mAh/g", **cycle(1)),
            fact("coulombic_efficiency", 99.95, "%", at={"cycle": "1 to 1000", "mass_loading": "2 mg/cm^2"}),
        ),
        library(
            fact("layer_thickness", 1, "um", f"{CELL}#foil", kind="set"),
            fact("specific_capacity", 100, "mAh/g", **cycle(1)),
            fact("coulombic_efficiency", 99.55, "%", at={"cycle": "1 to 1000", "mass_loading": "2 mg/cm^2"}),
        ),
        "caution",
        ("99.55 %", "100 mAh/g", "2 mg/cm^2", "1000 cycles", "0.91 mAh/cm^2", "0.113 mAh/cm^2"),
    ),
    "plating_without_break": (
        "plating without a break",
        library(fact("time_to_short", 8, "h", at={"current": "1 mA/cm^2"}), fact("cycle_life", 9, "cycles", at=ONE)),
        library(fact("time_to_short", 0.25, "h", at={"current": "1 mA/cm^2"}), fact("cycle_life", 9, "cycles", at=ONE)),
        "contradiction",
        ("1 mAh/cm^2", "0.25 h", "0.255 mAh/cm^2"),
    ),
    "faces_and_layers": (
        "faces and layers",
        solid(fact("charge_transfer_area_resistance", 200, "ohm cm^2", "Na3PS4|Na")),
        solid(fact("charge_transfer_area_resistance", 5, "ohm cm^2", "Na3PS4|Na")),
        "caution",
        ("50 ohm cm^2", "5 ohm cm^2", "9 to 11 ohm cm^2", "14.8 to 18.7 %"),
    ),
    "ohmic_drop": (
        "ohmic drop",
        solid(fact("cell_overpotential", 80, "mV", at=ONE)),
        solid(fact("cell_overpotential", 8, "mV", at=ONE)),
        "contradiction",
        ("1 mA/cm^2", "50 ohm cm^2", "49.9 to 50 mV", "8 mV"),
    ),
    "one_question": (
        "one question",
        library(
            fact("ionic_conductivity", 1.0, "mS/cm", "A", bound="over", id="s1"),
            fact("ionic_conductivity", 1.2, "mS/cm", "A", id="s2"),
        ),
        library(
            fact("ionic_conductivity", 1.0, "mS/cm", "A", bound="over", id="s1"),
            fact("ionic_conductivity", 0.9, "mS/cm", "A", id="s2", kind="assumed"),
        ),
        "contradiction",
        ("> 1 mS/cm", "0.9 mS/cm", "assumed and measured"),
    ),
    "one_phase": (
        "one phase",
        library(
            fact("diffusion_barrier", 0.35, "eV", "NaF(001)"),
            others=[other(fact("diffusion_barrier", 0.267, "eV", "NaF"))],
        ),
        library(
            fact("diffusion_barrier", 0.704, "eV", "NaF(001)"),
            others=[other(fact("diffusion_barrier", 0.267, "eV", "NaF"))],
        ),
        "contradiction",
        ("0.704 eV", "0.267 eV", "2.6"),
    ),
    "implied": (
        "one phase",
        library(
            fact("ionic_conductivity", 0.27, "mS/cm", "A"),
            fact("ionic_conductivity_ratio", 6, "1", "A over B"),
            others=[other(fact("ionic_conductivity", 0.1, "mS/cm", "B"))],
        ),
        library(
            fact("ionic_conductivity", 0.27, "mS/cm", "A"),
            fact("ionic_conductivity_ratio", 6, "1", "A over B"),
            others=[other(fact("ionic_conductivity", 9.1, "mS/cm", "B"))],
        ),
        "contradiction",
        ("0.27 mS/cm", "6", "9.1 mS/cm", "a factor of 18"),
    ),
    "text_and_table": (
        "text and table",
        library(
            fact("cycling_time", 600, "h", "a2020/r", id="text"),
            systems={},
            layers=[layer("r", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "600 h")],
        ),
        library(
            fact("cycling_time", 700, "h", "a2020/r", id="text", bound="over"),
            systems={},
            layers=[layer("r", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "600 h")],
        ),
        "contradiction",
        ("600 h", "700 h", "1.17 times"),
    ),
    "columns": (
        "columns",
        library(
            systems={},
            layers=[
                layer("r", (2, 1), "2 mA/cm^2", "1 mAh/cm^2", "600 h"),
                layer("t", (3, 1), "3 mA/cm^2", "1 mAh/cm^2", "600 h"),
            ],
        ),
        library(
            systems={},
            layers=[
                layer("r", (2, 1), "2 mA/cm^2", "1 mAh/cm^2", "600 h"),
                layer("t", (3, 1), "1 mA/cm^2", "3 mAh/cm^2", "600 h"),
            ],
        ),
        "caution",
        ("printed", "1 of 2 rows"),
    ),
    "rows": (
        "rows",
        library(systems={}, layers=[layer("r", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "600 h")]),
        library(systems={}, layers=[layer("r", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "600 h", printed_beside=7)]),
        "contradiction",
        ("ref. 1", "ref. 7"),
    ),
    "twin_rows": (
        "twin rows",
        library(
            systems={},
            layers=[
                layer("r", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "250 h"),
                layer("t", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "180 h", cell="Na|S"),
            ],
        ),
        library(
            systems={},
            layers=[
                layer("r", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "250 h"),
                layer("t", (1, 1), "1 mA/cm^2", "1 mAh/cm^2", "250 h", cell="Na|S"),
            ],
        ),
        "caution",
        ("250 h", "Na|Na and Na|S"),
    ),
}
