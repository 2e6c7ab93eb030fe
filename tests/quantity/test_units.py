"""Units at the border: every unit of the five papers, the traps, and arbitrary text."""

import math
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.quantity import UnitError, factor, from_si, parse_quantity, split_basis, to_si

LEDGER = Path(__file__).parents[2].parent / "shared" / "ledger"

AVOGADRO = 6.02214076e23
ELECTRONVOLT = 1.602176634e-19

# unit as the papers write it -> the SI unit it goes to, and how many of these are in one
PLAIN = {
    "%": ("1", 0.01),
    "%/cycle": ("1", 0.01),
    "1": ("1", 1),
    "1/cm": ("1/m", 100),
    "A": ("m", 1e-10),
    "F": ("F", 1),
    "GPa": ("Pa", 1e9),
    "Gohm": ("ohm", 1e9),
    "MPa": ("Pa", 1e6),
    "S/cm": ("S/m", 100),
    "V": ("V", 1),
    "Wh/kg": ("J/kg", 3600),
    "at%": ("1", 0.01),
    "cycles": ("1", 1),
    "eV": ("J/mol", ELECTRONVOLT * AVOGADRO),
    "eV/A^2": ("J/m^2", ELECTRONVOLT * 1e20),
    "g/cm^3": ("kg/m^3", 1000),
    "h": ("s", 3600),
    "kJ/mol": ("J/mol", 1000),
    "m/z": ("1", 1),
    "mA/cm^2": ("A/m^2", 10),
    "mAh/cm^2": ("C/m^2", 36000),
    "mAh/g": ("C/kg", 3600),
    "mS/cm": ("S/m", 0.1),
    "mV": ("V", 1e-3),
    "min": ("s", 60),
    "nm": ("m", 1e-9),
    "nm/min": ("m/s", 1e-9 / 60),
    "ohm cm^2": ("ohm m^2", 1e-4),
    "ppm": ("1", 1e-6),
    "uA/cm^2": ("A/m^2", 0.01),
    "um": ("m", 1e-6),
}
# one with a zero of its own: a value is shifted
SHIFTED = {"C": ("K", 273.15)}
# a basis or a reference behind the unit
WITH_BASIS = {
    "V vs Na": ("V", "vs Na", "V", 1),
    "mAh/g of S": ("mAh/g", "of S", "C/kg", 3600),
}
# prose where a unit should be
PROSE = (
    "A, not phase-corrected: Sb-S, Sb-S-Na",
    "V (reduction, oxidation)",
    "h at 0.2 and 0.5 mA/cm^2",
    "ppm (monomer, polymer), 13C",
    "relative to HT-Na3PS4",
    "x less Na3P4- fragment at the surface",
)
# what the papers' conditions are written in: "0.5C", "20 mg/cm^2"
OF_CONDITIONS = {
    "C": ("1/s", 1 / 3600),
    "mA/cm^2": ("A/m^2", 10),
    "mAh/cm^2": ("C/m^2", 36000),
    "mg/cm^2": ("kg/m^2", 0.01),
}

CONVERSIONS = sorted(
    {(unit, si) for table in (PLAIN, SHIFTED, OF_CONDITIONS) for unit, (si, _) in table.items()}
    | {(unit, si) for unit, (_, _, si, _) in WITH_BASIS.items()}
)
values = st.just(0.0) | st.floats(1e-20, 1e20) | st.floats(-1e20, -1e-20)


@pytest.mark.parametrize(("unit", "si"), CONVERSIONS)
@settings(max_examples=40)
@given(value=values)
def test_a_value_comes_back_from_si(unit, si, value):
    back = from_si(to_si(value, unit, si), unit, si)
    if (unit, si) == ("C", "K"):
        assert back == pytest.approx(value, rel=1e-12, abs=1e-12 * 273.15)
    else:
        assert back == pytest.approx(value, rel=1e-14, abs=0)


@pytest.mark.parametrize(("unit", "si", "one"), [(u, si, n) for u, (si, n) in (PLAIN | OF_CONDITIONS).items()])
def test_one_of_each_unit_of_the_papers_is_the_right_amount_of_si(unit, si, one):
    assert factor(unit, si) == pytest.approx(one, rel=1e-9)
    assert to_si(1.0, unit, si) == pytest.approx(one, rel=1e-9)


@pytest.mark.parametrize(("written", "unit", "basis", "si", "one"), [(w, *row) for w, row in WITH_BASIS.items()])
def test_a_basis_is_set_aside_and_kept(written, unit, basis, si, one):
    assert split_basis(written) == (unit, basis)
    assert to_si(1.0, written, si) == pytest.approx(one, rel=1e-12)


@pytest.mark.parametrize("unit", [*PLAIN, *PROSE])
def test_what_has_no_basis_is_not_split(unit):
    assert split_basis(unit) == (unit, "")


@pytest.mark.parametrize("si", ["1", "m", "s", "V", "A/m^2", "K"])
@pytest.mark.parametrize("prose", PROSE)
def test_prose_where_a_unit_should_be_is_refused_with_a_hint(prose, si):
    with pytest.raises(UnitError) as refused:
        to_si(1.0, prose, si)
    assert refused.value.fix


@pytest.mark.skipif(not LEDGER.is_dir(), reason="the ledger of paper numbers lies beside the checkout and is not here")
def test_no_unit_of_the_ledger_is_missing_from_the_tables_above():
    of_values, of_conditions = set(), set()
    for file in LEDGER.glob("*.toml"):
        for row in tomllib.loads(file.read_text(encoding="utf-8")).get("value", []):
            of_values |= {row["unit"]} if "unit" in row else set()
            of_conditions |= set(units_of(row.get("at", {})))
    assert of_values
    assert of_values == {*PLAIN, *SHIFTED, *WITH_BASIS, *PROSE}
    assert of_conditions == {*OF_CONDITIONS}


def units_of(conditions):
    """The units behind the numbers of a record's conditions; a list names its unit once."""
    for given_ in conditions.values():
        for text in given_ if isinstance(given_, list) else [given_]:
            unit = str(text).lstrip("0123456789.").strip() if isinstance(text, str) else ""
            if unit:
                yield unit


# --- spellings of an exponent

WITH_EXPONENT = sorted(
    {(unit, si) for unit, si in CONVERSIONS if "^" in unit} | {("cm^2", "m^2"), ("MPa*m^0.5", "Pa*m^0.5")}
)
SPELT = ("{}", "^{}", "**{}")


@given(pair=st.sampled_from(WITH_EXPONENT), spelt=st.sampled_from(SPELT), value=values)
def test_an_exponent_may_be_spelt_in_every_usual_way(pair, spelt, value):
    unit, si = pair
    written = re.sub(r"\^([-0-9.]+)", lambda found: spelt.format(found[1]), unit)
    assert factor(written, si) == factor(unit, si)
    assert to_si(value, written, si) == to_si(value, unit, si)
    printed = unit.replace("^2", "²").replace("^3", "³")
    assert factor(printed, si) == factor(unit, si)


@pytest.mark.parametrize("unit", ["mA cm-2", "mA cm^-2", "mA cm⁻²", "mA·cm⁻²", "mA*cm**-2", "mA/cm2", "mA/cm²"])
def test_a_current_density_as_publications_write_it(unit):
    assert factor(unit, "A/m^2") == pytest.approx(10.0, rel=1e-12)
    assert parse_quantity(f"0.25 {unit}", "A/m^2")[0] == pytest.approx(2.5, rel=1e-12)


@pytest.mark.parametrize("unit", ["cm^^2", "cm*2", "2cm", "cm***2", "cm 2", "cm^"])
def test_an_exponent_that_cannot_be_read_is_refused(unit):
    with pytest.raises(UnitError):
        factor(unit, "m^2")


# --- the traps


@pytest.mark.parametrize(
    ("unit", "wanted", "one"),
    [
        ("A", "m", 1e-10),
        ("A", "A", 1),
        ("C", "1/s", 1 / 3600),
        ("C", "C", 1),
        ("1/s", "C", 3600),
        ("mAh", "C", 3.6),
        ("mC", "C", 1e-3),
        ("C/m^2", "C/m^2", 1),
        ("A/m^2", "A/m^2", 1),
        ("kJ/mol", "eV", 1 / 96.48533212),
        ("eV", "kJ/mol", 96.48533212),
        ("kJ/mol", "J", 1000 / AVOGADRO),
        ("eV", "J", ELECTRONVOLT),
        ("M", "mol/m^3", 1000),
        ("mol/L", "mol/m^3", 1000),
        ("cycle", "1", 1),
        ("wt%", "1", 0.01),
        ("vol%", "1", 0.01),
        ("C-rate", "1/s", 1 / 3600),
        ("mohm m^2", "ohm m^2", 1e-3),
    ],
)
def test_what_is_wanted_decides_how_a_word_is_read(unit, wanted, one):
    assert factor(unit, wanted) == pytest.approx(one, rel=1e-9)


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("at%", "Pa"),  # pint alone: technical atmospheres
        ("cycles", "s"),
        ("A", "V"),
        ("C", "m"),
        ("mV", "m"),
        ("mAh/g", "C/m^2"),
        ("um", "s"),
        ("kJ/mol", "J/kg"),
        ("eV", "V"),
    ],
)
def test_a_unit_of_another_kind_is_refused(unit, wanted):
    with pytest.raises(UnitError, match="is not a unit of this kind") as refused:
        factor(unit, wanted)
    assert wanted in refused.value.fix


@pytest.mark.parametrize("unit", ["degC", "C"])
def test_degrees_celsius_are_shifted_as_a_value(unit):
    assert to_si(25.0, unit, "K") == 298.15
    assert from_si(298.15, unit, "K") == 25.0
    assert parse_quantity(f"-5 {unit}", "K") == (268.15, unit)


@pytest.mark.parametrize(("unit", "wanted"), [("degC", "K"), ("C", "K"), ("degF", "K"), ("K", "degC")])
def test_a_degree_with_a_zero_of_its_own_is_no_factor(unit, wanted):
    with pytest.raises(UnitError):
        factor(unit, wanted)


@pytest.mark.parametrize(
    ("unit", "wanted"), [("dB", "1"), ("dBm", "W"), ("Np", "1"), ("dB/m", "1/m"), ("dB^2", "1"), ("dB*V", "V")]
)
def test_a_logarithm_is_no_factor(unit, wanted):
    with pytest.raises(UnitError):
        factor(unit, wanted)


def test_a_mistyped_unit_gets_a_hint():
    with pytest.raises(UnitError, match="did you mean 'mA/cm") as refused:
        factor("mAA/cm^2", "A/m^2")
    assert "unknown unit 'mAA/cm^2'" in str(refused.value)


# --- arbitrary text raises UnitError and nothing else

PIECES = (
    *("m", "cm", "Ym", "ym", "A", "C", "%", "at%", "eV", "mol", "h", "s", "V", "ohm", "dB", "Np", "degC", "K", "rad"),
    *("nan", "inf", "None", "pi", "e", "1", "2", "1/", "*", "/", "^", "^2", "^-9", "^9", "^0", "^-0", " ", "of Na"),
    *("vs", "(", ")", "-", "_", ".", "µ", "Å", "²"),
)
unit_like = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
SI_UNITS = sorted({si for _, si in CONVERSIONS} | {"A", "C", "J", "mol/m^3", "m^2/s", "Hz"})


@given(unit=st.text(max_size=15) | unit_like, si=st.sampled_from(SI_UNITS))
def test_any_text_converts_to_a_usable_factor_or_is_refused(unit, si):
    try:
        found = factor(unit, si)
    except UnitError:
        return
    assert math.isfinite(found)
    assert found > 0


@pytest.mark.parametrize(
    ("unit", "si"),
    [
        ("nan", "1"),
        ("NaN", "m"),
        ("m^-0", "1"),
        ("h^0", "1"),
        ("dBm*m", "1"),
        ("Ym^9*Ym^9/m^9/m^8", "m"),
        ("ym^9*ym^9/m^9/m^8", "m"),
        ("", "1"),
        (" ", "1"),
        ("mA//cm", "A/m"),
        ("%%", "1"),
        ("Åm", "m"),
    ],
)
def test_text_that_breaks_parsers_is_refused(unit, si):
    with pytest.raises(UnitError):
        factor(unit, si)


@pytest.mark.parametrize(
    ("printed", "plain", "si"), [("µm", "um", "m"), ("mA/cm²", "mA/cm^2", "A/m^2"), ("Ω cm²", "ohm cm^2", "ohm m^2")]
)
def test_units_as_a_page_prints_them_can_be_typed_back(printed, plain, si):
    assert factor(printed, si) == factor(plain, si)


@given(
    text=st.text(max_size=15) | st.tuples(st.floats().map(str), unit_like).map(" ".join), si=st.sampled_from(SI_UNITS)
)
def test_any_text_is_a_finite_quantity_or_refused(text, si):
    try:
        value, unit = parse_quantity(text, si)
    except UnitError:
        return
    assert math.isfinite(value)
    assert unit


@pytest.mark.parametrize(
    ("text", "si", "value", "unit"),
    [
        ("1 mA/cm^2", "A/m^2", 10, "mA/cm^2"),
        ("0.5C", "1/s", 0.5 / 3600, "C"),
        ("  3um ", "m", 3e-6, "um"),
        ("1e-4 S/cm", "S/m", 1e-2, "S/cm"),
        ("-.5 V", "V", -0.5, "V"),
        ("3.", "1", 3, "1"),
        ("50%", "1", 0.5, "%"),
        ("895 mAh/g of S", "C/kg", 3_222_000, "mAh/g of S"),
    ],
)
def test_a_number_with_its_unit_is_read(text, si, value, unit):
    assert parse_quantity(text, si) == (pytest.approx(value, rel=1e-12), unit)


@pytest.mark.parametrize(
    ("text", "si", "says"),
    [
        ("3", "m", "'3' has no unit"),
        ("um", "m", "is not a number with a unit"),
        ("", "m", "is not a number with a unit"),
        ("nan m", "m", "is not a number with a unit"),
        ("3 V", "m", "is not a unit of this kind"),
        ("1_000 m", "m", "cannot read the unit"),
    ],
)
def test_a_number_without_its_unit_is_refused(text, si, says):
    with pytest.raises(UnitError, match=says) as refused:
        parse_quantity(text, si)
    assert refused.value.fix


def test_a_number_too_large_for_the_machine_is_refused():
    with pytest.raises(UnitError):
        parse_quantity("1e999 m", "m")


def test_a_unit_of_thousands_of_letters_is_refused():
    for unit in ("*".join(["S"] * 3000), "S" * 3000, "(" * 3000):
        with pytest.raises(UnitError) as no:
            factor(unit, "S/m")
        assert len(str(no.value)) < 300
