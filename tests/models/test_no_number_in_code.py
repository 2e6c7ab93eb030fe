"""No number reaches an answer from code: what the sources of models hold is a coefficient, or stands in the list below.

A physical value is read from the design, from a card or from `usual`; the list has numerics, signs and definitions.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from number_scan import numbers_in

import natria

PACKAGE = Path(natria.__file__).parent
MODELS = PACKAGE / "models"
FILES = (
    *sorted((MODELS / "criteria").rglob("*.py")),
    *sorted((MODELS / "reading").glob("*.py")),
    *sorted((MODELS / "cell" / "failure").glob("*.py")),
    MODELS / "cell" / "build.py",
    MODELS / "cell" / "prepare.py",
    MODELS / "interface" / "mixed" / "answers.py",
    MODELS / "interface" / "mixed" / "reading.py",
    PACKAGE / "studies" / "simulation" / "answers.py",
    PACKAGE / "studies" / "simulation" / "energy.py",
    PACKAGE / "studies" / "simulation" / "full_cell.py",
    PACKAGE / "studies" / "simulation" / "halves.py",
    PACKAGE / "studies" / "simulation" / "profile.py",
    PACKAGE / "studies" / "spectra" / "answers.py",
    PACKAGE / "studies" / "spectra" / "energies.py",
    PACKAGE / "studies" / "spectra" / "simulated.py",
    PACKAGE / "atoms" / "stability" / "energies" / "handbook.py",
)
BY_HAND = "of cells made by hand; test_prepare shows that it reaches none that is read"
NUMERICS = "numerics: it moves an answer by less than the solver's tolerance, or says when to stop looking"
SIGN = "a sign or a count, no value"
ABSENT = "physics that is absent"
TABLES = "the temperature of the tables of standard values, by definition"
ALLOWED: dict[tuple[str, str], str] = {
    ("reading/conduction.py", "the constant energy"): ABSENT,
    ("reading/conduction.py", "the constant vanishing"): "an Arrhenius law is a VFT law of T0 = 0",
    ("reading/conduction.py", "a fallback to 0"): "the lower end of a band of T0: an Arrhenius law",
    ("reading/conduction.py", "the constant reference"): BY_HAND,
    ("reading/conduction.py", "the number 298.15"): BY_HAND,
    ("reading/contact.py", "a fallback to 1"): "without a law of contact all of the electrode counts",
    ("reading/salt.py", "a fallback to 1"): "porosity and MacMullin number of a free liquid, by their definition",
    ("reading/sulfur.py", "the constant CONSTANT"): ABSENT,
    ("reading/sulfur.py", "a fallback to CONSTANT"): ABSENT,
    ("mixed/answers.py", "the constant VERSION"): SIGN,
    ("mixed/answers.py", "the number 3"): SIGN,
    ("mixed/reading.py", "a fallback to 0"): "a dense layer has no inside, and sodium needs no nucleation on sodium",
    ("cell/build.py", "a fallback to ATHERMAL"): ABSENT,
    ("cell/prepare.py", "the constant VERSION"): SIGN,
    ("cell/prepare.py", "the constant KELVIN"): "a unit",
    ("cell/prepare.py", "the number 273.15"): "a unit",
    ("failure/critical_current.py", "the constant LEVELS"): SIGN,
    ("failure/critical_current.py", "the number 3"): SIGN,
    ("failure/faces.py", "the constant PLATES"): SIGN,
    ("failure/faces.py", "the constant NO_CURRENT"): NUMERICS,
    ("failure/faces.py", "the number 1e-12"): NUMERICS,
    ("failure/limits.py", "the constant NO_EVENT"): SIGN,
    ("failure/limits.py", "the constant N_LIMITS"): SIGN,
    ("failure/limits.py", "the number 6"): SIGN,
    ("failure/limits.py", "the constant DEPLETED"): "numerics: no salt at all is never reached",
    ("failure/limits.py", "the number 0.001"): "numerics: the same",
    ("failure/limits.py", "the constant MELTS"): BY_HAND,
    ("failure/limits.py", "the number 370.87"): BY_HAND,
    ("failure/limits.py", "the constant contact"): BY_HAND,
    ("failure/limits.py", "the number 0.1"): BY_HAND,
    ("failure/cell_modes.py", "the number 64"): "the size of a cache",
    ("failure/monitors.py", "the constant (PLATING, STRIPPING, ANY, NONE)"): SIGN,
    ("failure/ramp.py", "the constant MOST_LEGS"): NUMERICS,
    ("failure/ramp.py", "the number 2000"): NUMERICS,
    ("failure/ramp.py", "the constant WAYS"): SIGN,
    ("failure/utilisation.py", "the constant REACHED"): NUMERICS,
    ("failure/utilisation.py", "the number 1e-06"): NUMERICS,
    ("failure/utilisation.py", "the constant utilisation"): "before the first reading nothing is used",
    ("failure/utilisation.py", "the constant current"): "before the first reading no current flows",
    ("energies/handbook.py", "the constant STANDARD_TEMPERATURE"): TABLES,
    ("energies/handbook.py", "the number 298.15"): TABLES,
    ("energies/handbook.py", "the constant MANY"): "it decides which limits are bounds, and moves none",
    ("energies/handbook.py", "the number 3"): "the same",
    ("simulation/answers.py", "the constant LEAST_CYCLES"): NUMERICS,
    ("simulation/answers.py", "the constant MOST_CYCLES"): "more are refused",
    ("simulation/answers.py", "the number 50"): "more are refused",
    ("simulation/answers.py", "the constant SAMPLES"): NUMERICS,
    ("simulation/answers.py", "the number 20"): NUMERICS,
    ("simulation/full_cell.py", "the constant CATHODES"): "the number of a version",
    ("simulation/full_cell.py", "the constant CYCLES"): "how many cycles `lab` needs",
    (
        "simulation/full_cell.py",
        "a fallback to 1",
    ): "a question that names no cycle is about the first, as its text says",
    ("simulation/full_cell.py", "the constant FINE"): NUMERICS,
    ("simulation/full_cell.py", "the number 1e-09"): NUMERICS,
    ("simulation/full_cell.py", "the constant SAMPLES"): NUMERICS,
    ("simulation/full_cell.py", "the number 100"): NUMERICS,
    ("simulation/full_cell.py", "the number 128"): "the size of a cache",
    ("simulation/full_cell.py", "the number 32"): "the size of a cache",
    ("simulation/profile.py", "the constant WAYS"): SIGN,
}


def place(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def found_in(file: Path) -> set[tuple[str, str]]:
    return {(place(file), what) for _, what in numbers_in(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("file", FILES, ids=place)
def test_the_source_of_a_model_holds_no_value(file):
    assert found_in(file) - set(ALLOWED) == set()


def test_what_is_allowed_is_still_there():
    assert set(ALLOWED) - set().union(*map(found_in, FILES)) == set()


TRICKS = [
    ("def f(read):\n    return read('x') if read.has('x') else 0.5", "a fallback to 0.5"),
    ("def f(read):\n    return read('x') if read.has('x') else 1.0", "a fallback to 1"),
    ("def f(read):\n    return read('x') if read.has('x') else -1", "a fallback to -1"),
    ("def f(read):\n    return 0.0 if not read.has('x') else read('x')", "a fallback to 0"),
    ("def f(read):\n    if read.has('x'):\n        return read('x')\n    return 1", "a fallback to 1"),
    ("def f(read):\n    if not read.has('x'):\n        return 1.0, 1.0\n    return read('x'), 1", "a fallback to 1"),
    ("def f(read):\n    x = 1\n    if read.has('x'):\n        x = read('x')\n    return x", "a fallback to 1"),
    ("def f(read):\n    return read.has('x') and read('x') or 1", "a fallback to 1"),
    ("f = lambda read: read('x') if read.has('x') else 1", "a fallback to 1"),
    ("def f(read):\n    return PLENTY if not read.has('x') else read('x')", "a fallback to PLENTY"),
    ("def f(read):\n    if read.has('x'):\n        return read('x')\n    return UNIT_AREA", "a fallback to UNIT_AREA"),
    ("def f(read):\n    return _or(read, 'x', 1.0)", "a fallback to 1"),
    ("def f(read):\n    return first(read, 'x', otherwise=2)", "a fallback to 2"),
    ("def f(read, table):\n    return table.get('x', 1)", "a fallback to 1"),
    ("def f(read):\n    return next((read(p) for p in P if read.has(p)), 1)", "a fallback to 1"),
    ("def f(read):\n    return max(map(read, P), default=1)", "a fallback to 1"),
    ("def f(read):\n    try:\n        return read('x')\n    except Refuse:\n        return 1", "a fallback to 1"),
    ("def f(read, alpha=1): ...", "the default 1"),
    ("def f(read, *, alpha=0.5): ...", "the default 0.5"),
    ("f = lambda read, alpha=1: alpha", "the default 1"),
    ("AREA = 1", "the constant AREA"),
    ("AREA: float = 1e-4", "the constant AREA"),
    ("SHARES = {'a': 1}", "the constant SHARES"),
    ("A, B = 1, 2", "the constant (A, B)"),
    ("class Face:\n    alpha: float = 1.0", "the constant alpha"),
    ("def f(read):\n    return 0.5 * read('x')", "the number 0.5"),
    ("def f(read):\n    return float('1') * read('x')", "the number '1' as a text"),
]


@pytest.mark.parametrize(("source", "trick"), TRICKS)
def test_each_trick_is_found(source, trick):
    assert trick in [what for _, what in numbers_in(source)]


def test_coefficients_of_mathematics_are_free():
    source = (
        '"""V = 2 i R; Volta (1800)."""\n'
        "def drop(read):\n"
        "    if not read.has('counter'):\n"
        "        raise Refuse(f'{read.part:.2f}')\n"
        "    one = read('protocol.current') * (1 - read('share')) ** 2 / 2\n"
        "    return 2 * one if read.word('on') == 'both' else one\n"
        "def sides(read):\n"
        "    return 2 if read.word('on') == 'both' else 1\n"
    )
    assert numbers_in(source) == []


def test_a_kernel_that_sees_arrays_alone_is_left_out():
    assert numbers_in("@compiled\ndef f(y, p):\n    return y[7] / 1e4") == []
