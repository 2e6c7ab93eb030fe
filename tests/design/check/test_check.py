"""What is said of a wrong design file: all of it at once, with key paths and ways to mend it, in plain words."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from natria.design import case_of, problems_of_case, problems_of_design
from natria.design.case import cases, read_toml
from natria.design.schema.document import DesignTable
from natria.quantity import Problem

JARGON = ("[key]", "pydantic", "http", "Traceback", "type=", "input_value", "input should", "string should")

THICKNESS = 'thickness = "3 um"\nionic'
FIT = 'ionic_conductivity = { fit = "film conductivity" }'

WRONG = {  # what is wrong: as written, as it is written instead, where it is found, words of the message
    "a missing key": ('material = "Na"\n', "", "working.material", ["is missing", 'add material = "Na"']),
    "a missing name": ('name = "lab/cell"\n', "", "name", ["is missing"]),
    "a missing number": (THICKNESS, "ionic", "interphase.film.thickness", ["is missing", 'add thickness = "3 um"']),
    "a missing table": (
        '[electrolyte.gap]\nmaterial = "NaCF3SO3 in diglyme"',
        "[electrolyte.gap]",
        "electrolyte.gap.material",
        ["is missing"],
    ),
    "a misspelt key": (
        'thickness = "25 um"',
        'thicknes = "25 um"\nthickness = "25 um"',
        "electrolyte.gap.thicknes",
        ["not a key that is known", "did you mean 'thickness'"],
    ),
    "a misspelt top key": (
        'title = "a small cell"',
        'titel = "a small cell"',
        "titel",
        ["not a key that is known", "did you mean 'title'"],
    ),
    "a misspelt table": ("[bind]", "[binds]", "binds", ["not a key that is known", "did you mean 'bind'"]),
    "an unknown kind of cell": ('"symmetric"', '"symetric"', "cell", ["'symetric'", "'symmetric'"]),
    "an unknown electrode": ('on = "both"', 'on = "bot"', "interphase.film.on", ["'bot'", "'both'"]),
    "a wrong unit": (
        '"25 um"',
        '"25 mS/cm"',
        "electrolyte.gap.thickness",
        ["'mS/cm' is not a unit of this kind", "converts to 'm'"],
    ),
    "an unknown unit": ('"25 um"', '"25 umm"', "electrolyte.gap.thickness", ["unknown unit 'umm'", "'um'"]),
    "a number without a unit": ('"25 um"', '"25"', "electrolyte.gap.thickness", ["has no unit"]),
    "a bare number": ('"25 um"', "25", "electrolyte.gap.thickness", ["25 has no unit", '"25 um"']),
    "a word for a number": ('"25 um"', '"thin"', "electrolyte.gap.thickness", ["'thin' is not a number with a unit"]),
    "a date for a number": ('"25 um"', "2020-01-01", "electrolyte.gap.thickness", ["is not a number with a unit"]),
    "a negative thickness": ('"25 um"', '"-25 um"', "electrolyte.gap.thickness", ["must not be negative"]),
    "a temperature below zero": ('"298.15 K"', '"-1 K"', "temperature", ["must be above zero"]),
    "an infinite number": ('"25 um"', '"1e999 um"', "electrolyte.gap.thickness", ["finite"]),
    "a list for a table": (
        'title = "a small cell"',
        'title = "a small cell"\ncounter = []',
        "counter",
        ["must be a table, not a list"],
    ),
    "a number for a name": ('name = "lab/cell"', "name = 3", "name", ["must be a text, not 3", "in quotes"]),
    "a property without a source": (
        FIT,
        'ionic_conductivity = "5e-5 S/cm"',
        "interphase.film.ionic_conductivity",
        ["has no source", "fact", "fit", "why"],
    ),
    "a property without a reason": (
        FIT,
        'ionic_conductivity = { value = 5e-5, unit = "S/cm" }',
        "interphase.film.ionic_conductivity",
        ["has no why"],
    ),
    "an unknown fact": (
        FIT,
        'ionic_conductivity = { fact = "kumar2020:eta3um" }',
        "interphase.film.ionic_conductivity",
        ["there is no such fact", "kumar2020:eta3um", "did you mean 'kumar2020:eta-3um'"],
    ),
    "a fact of another term": (
        FIT,
        'ionic_conductivity = { fact = "kumar2020:eta-3um" }',
        "interphase.film.ionic_conductivity",
        ["kumar2020:eta-3um is a cell_overpotential"],
    ),
    "a fraction above one": ("value = 91", "value = 191", "interphase.film.phases.NaOH", ["between 0 and 1"]),
    "shares that do not sum to one": (
        "value = 91",
        "value = 80",
        "interphase.film.phases",
        ["sum to 89 %", "80 % + 9 %", "not 100 %"],
    ),
    "an unknown phase": (
        "NaNH2 =",
        "NaNH3 =",
        "interphase.film.phases.NaNH3",
        ["there is no material 'NaNH3'", "did you mean 'NaNH2'"],
    ),
    "an unknown material": (
        '"NaCF3SO3 in diglyme"',
        '"NaCF3SO3 in diglime"',
        "electrolyte.gap.material",
        ["there is no material", "did you mean 'NaCF3SO3 in diglyme'"],
    ),
    "an unknown separator": ('"Celgard"', '"Cellgard"', "electrolyte.gap.separator", ["did you mean 'Celgard'"]),
    "an unknown law": ('law = "linear"', 'law = "lineal"', "interphase.film.growth.law", ["'lineal'", "'linear'"]),
    "a law without its parameter": (
        'growth_rate = { value = 0.1, unit = "um/s", why = "3 um in 30 s" }\n',
        "",
        "interphase.film.growth",
        ["the law 'linear' needs growth_rate", "add growth_rate"],
    ),
    "a law without a reason": (
        'why = "supply at a constant rate"',
        'why = ""',
        "interphase.film.growth.why",
        ["empty"],
    ),
    "a layer whose name is no word": (
        "[electrolyte.gap]",
        '[interphase."a film"]\nthickness = "1 um"\nionic_conductivity = { fit = "sigma" }\n[electrolyte.gap]',
        'interphase."a film"',
        ["letters that are not allowed"],
    ),
    "an unknown word in the protocol": (
        '"strip current for areal_capacity"',
        '"strp current for areal_capacity"',
        "protocol.steps[2]",
        ["unknown word 'strp'", "did you mean 'strip'"],
    ),
    "an unknown setting in the protocol": (
        '"plate current for areal_capacity"',
        '"plate curent for areal_capacity"',
        "protocol.steps[1]",
        ["'curent'", "did you mean 'current'"],
    ),
    "a wrong unit in the protocol": (
        '"strip current for areal_capacity"',
        '"strip 1 V for 1 h"',
        "protocol.steps[2]",
        ["'1 V'", "a current"],
    ),
    "a repeat with nothing before it": (
        'steps = ["plate',
        'steps = ["repeat 2", "plate',
        "protocol.steps",
        ["no steps before it"],
    ),
    "two currents": (
        '"plate current for areal_capacity"',
        '"plate 2 mA/cm^2 for areal_capacity"',
        "protocol.current",
        ["first step", "plate current"],
    ),
    "a current that waits for a fit": (
        'current = "1 mA/cm^2"',
        'current = { fit = "film conductivity" }',
        "protocol.current",
        [],
    ),
    "an unknown condition to bind": (
        'thickness = "interphase.film.thickness"',
        'thicknes = "interphase.film.thickness"',
        "bind.thicknes",
        ["is not a condition", "did you mean 'thickness'"],
    ),
    "a bind to no number": (
        '"interphase.film.thickness"',
        '"interphase.film.on"',
        "bind.thickness",
        ["'interphase.film.on' is not the path of a number"],
    ),
    "a bind to nothing": ('"interphase.film.thickness"', '""', "bind.thickness", ["is not the path of a number"]),
    "a key of the file's own": ('title = "a small cell"', "schema = 3", "schema", ["not a key that is known"]),
    "an unknown path of a variant": (
        '{ "interphase.film.thickness" = "35 um" }',
        '{ "interphase.fim.thickness" = "35 um" }',
        'variant."lab/cell/thick".patch: interphase.fim.thickness',
        ["lab/cell has no table interphase.fim", "did you mean 'film'"],
    ),
    "a misspelt key of a variant's path": (
        '{ "interphase.film.thickness" = "35 um" }',
        '{ "interphase.film.thicknes" = "35 um" }',
        'variant."lab/cell/thick".patch: interphase.film.thicknes',
        ["not a key that is known", "did you mean 'thickness'"],
    ),
    "a variant's path into a text": (
        '{ "interphase.film.thickness" = "35 um" }',
        '{ "title.x" = "35 um" }',
        'variant."lab/cell/thick".patch: title.x',
        [],
    ),
    "a variant's empty path": (
        '{ "interphase.film.thickness" = "35 um" }',
        '{ "" = "35 um" }',
        'variant."lab/cell/thick".patch',
        [],
    ),
    "a wrong value in a variant": (
        '{ "interphase.film.thickness" = "35 um" }',
        '{ "interphase.film.thickness" = "-35 um" }',
        'variant."lab/cell/thick".patch: interphase.film.thickness',
        ["must not be negative"],
    ),
    "a variant that takes a necessary key away": (
        'patch = { "interphase.film.thickness" = "35 um" }',
        'remove = ["interphase.film.thickness"]',
        'variant."lab/cell/thick".patch: interphase.film.thickness',
        ["is missing"],
    ),
    "an unknown key of a variant": (
        'says = "a thicker film"',
        'say = "a thicker film"',
        'variant."lab/cell/thick".say',
        ["did you mean 'says'"],
    ),
    "an unknown paper": ('["kumar2020"]', '["kumar2021"]', "study.targets[1]", ["'kumar2021'", "did you mean"]),
    "an unknown target": (
        '["kumar2020"]',
        '["kumar2020", "kumar2020:eta-3mm"]',
        "study.targets[2]",
        ["there is no fact 'kumar2020:eta-3mm'", "did you mean 'kumar2020:eta-3um'"],
    ),
    "a budget of an unknown design": (
        'budget = ["lab/cell"]',
        'budget = ["lab/cel"]',
        "study.budget[1]",
        ["there is no design 'lab/cel'", "did you mean 'lab/cell'"],
    ),
    "an unknown fact in a fit": (
        'data = ["kumar2020:eta-3um"]',
        'data = ["kumar2020:eta-3"]',
        "study.fit.film.data[1]",
        ["there is no fact 'kumar2020:eta-3'", "did you mean 'kumar2020:eta-3um'"],
    ),
    "a fit without data": (
        'data = ["kumar2020:eta-3um"]',
        "data = []",
        "study.fit.film.data",
        ["too few"],
    ),
    "an unknown term of a fit": (
        'term = "ionic_conductivity"',
        'term = "ionic_conductvity"',
        'study.fit.film.parameters."film conductivity".term',
        ["not in the vocabulary", "did you mean 'ionic_conductivity'"],
    ),
    "a first guess in a wrong unit": (
        'start = "1e-4 S/cm"',
        'start = "1e-4 um"',
        'study.fit.film.parameters."film conductivity".start',
        ["not a unit of this kind"],
    ),
    "a first guess that is not above zero": (
        'start = "1e-4 S/cm"',
        'start = "-1e-4 S/cm"',
        'study.fit.film.parameters."film conductivity".start',
        ["above zero"],
    ),
    "a misspelt key of a fit": (
        'model = "layered_cell"',
        'modell = "layered_cell"\nmodel = "layered_cell"',
        "study.fit.film.modell",
        ["did you mean 'model'"],
    ),
    "a fit for a number of another term": (
        'term = "ionic_conductivity", start = "1e-4 S/cm"',
        'term = "growth_rate", start = "1 um/s"',
        "interphase.film.ionic_conductivity",
        ["growth_rate"],
    ),
    "a number that waits for no fit": (
        FIT,
        'ionic_conductivity = { fit = "film conductivty" }',
        "interphase.film.ionic_conductivity",
        ["waits for the fit 'film conductivty'", "did you mean 'film conductivity'"],
    ),
    "a what-if that waits for no fit": (
        'patch = { "interphase.film.thickness" = "1 um" }',
        'patch = { "working.exchange_current_density" = { fit = "i0" } }',
        "study.what_if.thin",
        ["waits for the fit 'i0'"],
    ),
    "an unknown path of a what-if": (
        '{ "interphase.film.thickness" = "1 um" }',
        '{ "interphase.fim.thickness" = "1 um" }',
        "study.what_if.thin.patch: interphase.fim.thickness",
        ["did you mean 'film'"],
    ),
    "a question that is not in the vocabulary": (
        'name = "sand_time"',
        'name = "sand_tim"',
        "study.ask[1].name",
        ["'sand_tim' is not in the vocabulary", "did you mean 'sand_time'"],
    ),
    "a question of an unknown design": (
        'of = "lab/cell/thick"',
        'of = "lab/cell/thik"',
        "study.ask[2].of",
        ["there is no design 'lab/cell/thik'", "did you mean 'lab/cell/thick'"],
    ),
    "an unknown condition of a question": (
        'at = { current = "50 mA/cm^2" }',
        'at = { curent = "50 mA/cm^2" }',
        "study.ask[1].at.curent",
        ["'curent' is not a condition", "did you mean 'current'"],
    ),
    "a condition in a wrong unit": (
        'at = { current = "50 mA/cm^2" }',
        'at = { current = "50 um" }',
        "study.ask[1].at.current",
        ["'um' is not a unit of this kind"],
    ),
    "a sweep over no condition": (
        'over = "current"',
        'over = "curent"',
        "study.sweep[1].over",
        ["'curent' is neither a condition nor a number of a design", "did you mean 'current'"],
    ),
    "a sweep from a wrong unit": (
        'start = "0.1 mA/cm^2"',
        'start = "0.1 um"',
        "study.sweep[1].start",
        ["not a unit of this kind"],
    ),
    "a sweep to a wrong unit": ('stop = "50 mA/cm^2"', 'stop = "50"', "study.sweep[1].stop", ["has no unit"]),
    "a sweep from a range": (
        'start = "0.1 mA/cm^2"',
        'start = "0.1 to 0.2 mA/cm^2"',
        "study.sweep[1].start",
        ["range"],
    ),
    "a logarithmic sweep from zero": ('start = "0.1 mA/cm^2"', 'start = "0 mA/cm^2"', "study.sweep[1].start", ["zero"]),
    "a sweep of one point": ('scale = "log"', 'scale = "log"\npoints = 1', "study.sweep[1].points", ["at least 2"]),
    "a sweep of a million points": (
        'scale = "log"',
        'scale = "log"\npoints = 1000000',
        "study.sweep[1].points",
        ["10000"],
    ),
    "an unknown scale": ('scale = "log"', 'scale = "logg"', "study.sweep[1].scale", ["'logg'", "'log'"]),
    "a sweep with an unknown what-if": (
        'what_if = ["thin"]',
        'what_if = ["thinn"]',
        "study.sweep[1].what_if",
        ["there is no what_if 'thinn'", "did you mean 'thin'"],
    ),
    "a profile with a what-if that it does not draw": (
        'scale = "log"',
        'scale = "log"\nprofile = true',
        "study.sweep[1].what_if",
        ["drawn of the case alone"],
    ),
    "a sweep without an end": ('stop = "50 mA/cm^2"\n', "", "study.sweep[1].stop", ["is missing"]),
    "an unknown key of the study": (
        'budget = ["lab/cell"]',
        'budgets = ["lab/cell"]',
        "study.budgets",
        ["not a key that is known", "did you mean 'budget'"],
    ),
}


def test_nothing_is_wrong_with_the_small_cell(small_cell):
    assert problems_of_case(tomllib.loads(small_cell)) == []


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_key_and_a_way_to_mend_it(refusal_of_file, small_cell_with, wrong):
    old, new, where, says = wrong
    bad = refusal_of_file(small_cell_with((old, new)))
    found = [str(p) for p in bad.problems if p.where.startswith(where)]
    assert found, f"no problem at {where}: {bad}"
    for words in says:
        assert any(words in text for text in found), str(bad)
    assert not [word for word in JARGON if word in str(bad)], str(bad)


def test_a_thing_that_is_wrong_is_said_once(refusal_of_file, small_cell_with):
    for old, new, where, _ in (WRONG["a negative thickness"], WRONG["a misspelt key"], WRONG["an unknown phase"]):
        bad = refusal_of_file(small_cell_with((old, new)))
        assert [p.where for p in bad.problems if p.where == where] == [where]


TOGETHER = [  # groups of things that are wrong in different rooms of a file
    ["a missing key", "a wrong unit", "an unknown kind of cell", "a misspelt top key"],
    ["a negative thickness", "an unknown word in the protocol"],
    ["shares that do not sum to one", "an unknown material", "an unknown word in the protocol", "a bind to no number"],
    ["an unknown fact in a fit", "an unknown condition of a question", "a sweep over no condition", "an unknown paper"],
    ["a wrong value in a variant", "an unknown path of a what-if", "an unknown fact in a fit"],
    ["a misspelt key", "an unknown key of a variant", "an unknown key of the study"],
    ["a negative thickness", "an unknown fact in a fit"],
    ["an unknown material", "a question of an unknown design"],
    ["a misspelt top key", "an unknown path of a variant"],
    ["a wrong unit", "an unknown material"],
    ["an unknown key of the study", "an unknown fact in a fit"],
]


@pytest.mark.parametrize("names", TOGETHER, ids=" + ".join)
def test_everything_that_is_wrong_is_said_at_once(refusal_of_file, small_cell_with, names):
    bad = refusal_of_file(small_cell_with(*((WRONG[name][0], WRONG[name][1]) for name in names)))
    places = {p.where for p in bad.problems}
    assert {WRONG[name][2] for name in names} <= places, str(bad)
    assert f"has {len(bad.problems)} problem" in str(bad)


def test_odd_keys_stand_in_quotes_in_the_path_of_a_problem(refusal_of_file, small_cell_with):
    odd = ('[variant."lab/cell/thick"]\nsays', '[variant."a.b/c"]\nsay')
    bad = refusal_of_file(small_cell_with(odd))
    assert 'variant."a.b/c".say' in {p.where for p in bad.problems}


def test_a_share_that_waits_for_a_fit_leaves_the_sum_open(small_cell_with):
    waiting = ('{ value = 9, unit = "%", why = "a profile" }', '{ fit = "share" }')
    fit = (
        '"film conductivity" = {',
        '"share" = { term = "volume_fraction", start = "9 %" }, "film conductivity" = {',
    )
    assert problems_of_case(tomllib.loads(small_cell_with(waiting, fit))) == []


@pytest.mark.parametrize(("first", "right"), [("91.05", True), ("90.95", True), ("91.2", False), ("90.8", False)])
def test_shares_may_miss_one_by_the_rounding_of_per_cents_and_no_more(small_cell_with, first, right):
    found = problems_of_design(tomllib.loads(small_cell_with(("value = 91", f"value = {first}"))))
    assert (found == []) is right


def test_a_bad_setting_of_the_protocol_is_said_once_and_not_again_for_its_steps(small_cell_with):
    found = problems_of_design(tomllib.loads(small_cell_with(('current = "1 mA/cm^2"', 'current = "1 um"'))))
    assert [p.where for p in found] == ["protocol.current"]


# --- arbitrary documents

KEYS = st.sampled_from(sorted([*DesignTable.model_fields, "variant", "study", "schema"])) | st.text(max_size=6)
SCALARS = (
    st.integers()
    | st.floats()
    | st.booleans()
    | st.text(max_size=10)
    | st.sampled_from(
        ["3 um", "-1 K", "1e999 V", "Na", "symmetric", "plate 1 mA/cm^2 for 1 h", "repeat 2", "kumar2020:i0"]
    )
    | st.sampled_from([10**400, -(10**400), "both", "interphase.bpi", "title.x", ".", ""])
)
TABLE_KEYS = KEYS | st.sampled_from(["value", "unit", "why", "std", "fact", "fit", "patch", "remove", "steps", "bpi"])
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TABLE_KEYS, inner, max_size=3),
    max_leaves=12,
)


def judged(document):
    """The problems of a document; one without any must make a case whose designs can all be used."""
    found = problems_of_case(document)
    assert all(isinstance(p, Problem) and p.what for p in found)
    if not found:
        case = case_of(document, "arbitrary", "arbitrary")
        for system in case.systems:
            case.design(system).blocks()
        for what_if in case.study.what_if.values():
            case.design(case.base.name, what_if.changes)
    return found


@given(st.dictionaries(KEYS, JUNK, max_size=8))
@settings(max_examples=200, deadline=None)
@example({})
@example({"study": 3})
@example({"variant": []})
def test_an_arbitrary_document_is_judged_and_never_a_crash(document):
    judged(document)


def places_of(node, keys=()):
    yield keys
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from places_of(inner, (*keys, key))
    elif isinstance(node, list):
        for place, inner in enumerate(node):
            yield from places_of(inner, (*keys, place))


KUMAR_PLACES = sorted((keys for keys in places_of(read_toml(cases()["kumar2020"])) if keys), key=str)


@given(place=st.sampled_from(KUMAR_PLACES), junk=JUNK)
@settings(max_examples=100, deadline=None)
@example(("protocol", "current"), {"fit": "growth rate"})
@example(("working", "thickness"), {"value": 10**400, "unit": "um", "why": "x"})
@example(("variant", "kumar2020/bpi/35um", "patch"), {"title.x": 1})
@example(("bind", "thickness"), "")
def test_a_design_with_junk_at_one_place_is_judged_and_never_a_crash(kumar_with, place, junk):
    judged(kumar_with({place: junk}))


@given(place=st.sampled_from([keys for keys in KUMAR_PLACES if isinstance(keys[-1], str)]), name=TABLE_KEYS, junk=JUNK)
@settings(max_examples=50, deadline=None)
@example(("name",), "schema", 3)
def test_a_design_with_a_further_key_is_judged_and_never_a_crash(kumar_with, place, name, junk):
    judged(kumar_with({(*place[:-1], name): junk}))


@pytest.mark.parametrize("third", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
def test_a_design_with_any_of_its_keys_left_out_is_judged_and_never_a_crash(kumar_with, third):
    once = (
        "fitted on both thicknesses",
        "one layer",
        "parabolic growth",
        0,
    )  # one of each kind of what-if, ask and sweep
    left_out = [
        place
        for place in KUMAR_PLACES
        if isinstance(place[-1], str) and (place[:1] != ("study",) or place[2:3] == () or place[2] in once)
    ]
    assert len(left_out) > 100
    for place in left_out[third::3]:
        judged(kumar_with({place: None}))


def test_a_removal_of_what_is_not_there_is_a_problem(kumar_case):
    variant = {"lab/bare": {"says": "bare", "remove": ["interphase.bp"]}}
    (problem,) = problems_of_case({**kumar_case.base.document, "variant": variant, "study": {"fit": FITS}})
    assert problem.where == 'variant."lab/bare".patch: interphase.bp'
    assert "nothing to remove" in problem.what
    assert "did you mean 'bpi'" in problem.fix


def test_a_material_of_the_designs_own_is_checked_like_a_card(kumar_case):
    bad = {"NaF": {"kind": "phase", "properties": {"porosity": "4 %"}}, "X": {"kind": "metl"}}
    places = {p.where: p.what for p in problems_of_case({**kumar_case.base.document, "material": bad})}
    assert "no source" in places["material.NaF.properties.porosity"]
    assert "material.X.kind" in places


def test_two_sweeps_with_one_id_are_a_problem(kumar_case):
    sweep = {"id": "s", "title": "t", "name": "cell_overpotential", "of": ["kumar2020/bpi"], "over": "current"}
    sweep |= {"start": "1 mA/cm^2", "stop": "2 mA/cm^2"}
    (problem,) = problems_of_case({**kumar_case.base.document, "study": {"sweep": [sweep, sweep], "fit": FITS}})
    assert problem.where == "study.sweep[2].id"


FITS = {
    "f": {
        "model": "layered_cell",
        "data": ["kumar2020:eta-3um"],
        "parameters": {
            "layer conductivity": {"term": "ionic_conductivity", "start": "1e-4 S/cm"},
            "growth rate": {"term": "growth_rate", "start": "1 um/s"},
        },
    }
}


@pytest.mark.parametrize(
    ("cell", "step", "says"),
    [
        ("symmetric", "discharge at 0.5C to 1 V", "plate, strip, rest"),
        ("full", "plate 1 mA/cm^2 for 1 h", "charge, discharge, hold, rest"),
    ],
)
def test_a_step_that_is_not_for_this_cell_is_a_problem(kumar_case, cell, step, says):
    document = {**kumar_case.base.document, "cell": cell, "protocol": {"steps": [step]}, "study": {"fit": FITS}}
    (problem,) = problems_of_case(document)
    assert problem.where == "protocol.steps[1]"
    assert f"is not a step of a {cell} cell" in problem.what
    assert says in problem.fix


def test_a_sweep_over_what_has_no_place_is_a_problem(kumar_case):
    sweep = {"id": "s", "title": "t", "name": "cell_overpotential", "of": ["kumar2020/bpi"], "over": "thickness"}
    study = {"sweep": [{**sweep, "start": "1 um", "stop": "2 um"}], "fit": FITS}
    (problem,) = problems_of_case({**kumar_case.base.document, "bind": {}, "study": study})
    assert problem.where == "study.sweep[1].over"
    assert "[bind]" in problem.fix


def test_a_lower_cut_off_is_below_the_upper_one(kumar_case):
    steps = ["discharge 1 mA/cm^2 to lower_voltage", "charge 1 mA/cm^2 to upper_voltage"]
    protocol = {"steps": steps, "lower_voltage": "3 V", "upper_voltage": "2 V"}
    document = {**kumar_case.base.document, "cell": "full", "protocol": protocol, "study": {"fit": FITS}}
    (problem,) = problems_of_case(document)
    assert problem.where == "protocol.lower_voltage"
    assert problem.fix
    assert not problems_of_case({**document, "protocol": {**protocol, "lower_voltage": "1 V"}})
