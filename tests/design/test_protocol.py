"""Protocols in words: every form of sentence, signs, settings, repeats, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from natria.design.protocol import (
    KINDS,
    SIGN,
    VERBS,
    Amount,
    Block,
    ProtocolError,
    Step,
    first_step,
    parse,
    problems,
    read,
    sentence_of,
)
from natria.quantity import NatriaError, factor

SETTINGS = {
    "current": ("current", 10.0),
    "areal_capacity": ("capacity", 36000.0),
    "rate": ("rate", 0.5 / 3600),
    "lower_voltage": ("volts", 0.6),
    "upper_voltage": ("volts", 2.6),
}
FLOAT_NOISE = 1e-12

FORMS = [  # sentence, verb, kind and SI value that drive it, kind and SI value that end it
    ("plate 1 mA/cm^2 for 1 h", "plate", ("current", 10.0), ("seconds", 3600.0)),
    ("plate at 1 mA/cm^2 for 1 h", "plate", ("current", 10.0), ("seconds", 3600.0)),
    ("plate 1 mA/cm^2 for 1 mAh/cm^2", "plate", ("current", 10.0), ("capacity", 36000.0)),
    ("strip 0.5 mA/cm^2 to 1 V", "strip", ("current", 5.0), ("volts", 1.0)),
    ("strip 0.5 mA/cm^2 until -0.1 V", "strip", ("current", 5.0), ("volts", -0.1)),
    ("rest 30 min", "rest", None, ("seconds", 1800.0)),
    ("rest for 30 min", "rest", None, ("seconds", 1800.0)),
    ("charge at 0.5C to 2.6 V", "charge", ("rate", 0.5 / 3600), ("volts", 2.6)),
    ("charge 0.5C to 2.6 V", "charge", ("rate", 0.5 / 3600), ("volts", 2.6)),
    ("charge 2 mA/cm^2 for 10 min", "charge", ("current", 20.0), ("seconds", 600.0)),
    ("discharge at 2C to 600 mV", "discharge", ("rate", 2 / 3600), ("volts", 0.6)),
    ("discharge 1 mA/cm^2 for 2 mAh/cm^2", "discharge", ("current", 10.0), ("capacity", 72000.0)),
    ("hold 2.6 V until 0.05C", "hold", ("volts", 2.6), ("rate", 0.05 / 3600)),
    ("hold at 2.6 V for 10 s", "hold", ("volts", 2.6), ("seconds", 10.0)),
    ("hold -0.2 V until 10 uA/cm^2", "hold", ("volts", -0.2), ("current", 0.1)),
    ("  plate   1 mA/cm^2   for 1 h ", "plate", ("current", 10.0), ("seconds", 3600.0)),
    ("plate 1.5e-1 mA/cm^2 for .5 h", "plate", ("current", 1.5), ("seconds", 1800.0)),
]


def same(amount, wanted):
    if wanted is None:
        return amount is None
    kind, value = wanted
    return amount.kind == kind and amount.value == pytest.approx(value, rel=FLOAT_NOISE)


@pytest.mark.parametrize(("sentence", "verb", "drive", "until"), FORMS)
def test_a_sentence_of_every_form_is_read_in_si(sentence, verb, drive, until):
    step = read(sentence, {})
    assert isinstance(step, Step)
    assert step.verb == verb
    assert same(step.drive, drive)
    assert same(step.until, until)
    assert step.until.name == ""


@pytest.mark.parametrize(
    ("verb", "sign"), [("plate", 1), ("charge", 1), ("strip", -1), ("discharge", -1), ("hold", 0), ("rest", 0)]
)
def test_plating_and_charging_are_positive(verb, sign):
    assert Step(verb, None, Amount("seconds", 1.0)).sign == sign


def test_every_verb_has_a_sign():
    assert set(SIGN) == set(VERBS)


@pytest.mark.parametrize(
    ("sentence", "drive", "until"),
    [
        ("plate current for areal_capacity", ("current", 10.0, "current"), ("capacity", 36000.0, "areal_capacity")),
        ("strip current for areal_capacity", ("current", 10.0, "current"), ("capacity", 36000.0, "areal_capacity")),
        ("charge rate to upper_voltage", ("rate", 0.5 / 3600, "rate"), ("volts", 2.6, "upper_voltage")),
        ("discharge at rate to lower_voltage", ("rate", 0.5 / 3600, "rate"), ("volts", 0.6, "lower_voltage")),
        ("hold upper_voltage until rate", ("volts", 2.6, "upper_voltage"), ("rate", 0.5 / 3600, "rate")),
        ("plate current for 1 h", ("current", 10.0, "current"), ("seconds", 3600.0, "")),
    ],
)
def test_a_word_instead_of_a_number_names_a_setting_and_is_remembered(sentence, drive, until):
    step = read(sentence, SETTINGS)
    assert step.drive == Amount(*drive)
    assert step.until == Amount(*until)


def test_repeat_takes_the_steps_since_the_previous_repeat():
    blocks = parse(
        ["rest 1 h", "repeat 2", "plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 to 1 V", "repeat 500", "rest 2 h"], {}
    )
    assert [(tuple(step.verb for step in block.steps), block.times) for block in blocks] == [
        (("rest",), 2),
        (("plate", "strip"), 500),
        (("rest",), 1),
    ]
    assert all((block.raise_by, block.until) == (0.0, "") for block in blocks)


@pytest.mark.parametrize("sentence", ["repeat 500", "repeat 500 times", " repeat  500 "])
def test_repeat_says_how_often(sentence):
    assert read(sentence, {}) == Block((), 500)


def test_raising_the_current_until_a_short_is_a_block_without_an_end_in_numbers():
    plate_and_strip = ["plate current for 1 h", "strip current for 1 h"]
    (block,) = parse([*plate_and_strip, "raise the current by 0.05 mA/cm^2 each cycle until short"], SETTINGS)
    assert [step.verb for step in block.steps] == ["plate", "strip"]
    assert block.times is None
    assert block.until == "short"
    assert block.raise_by == pytest.approx(0.5, rel=FLOAT_NOISE)


def test_no_sentences_are_no_blocks():
    assert parse([], SETTINGS) == ()


WRONG = [  # sentence, what the message must say
    ("plat 1 mA/cm^2 for 1 h", ["unknown word 'plat'", "did you mean 'plate'"]),
    ("chrge at 0.5C to 2.6 V", ["unknown word 'chrge'", "did you mean 'charge'"]),
    ("Plate 1 mA/cm^2 for 1 h", ["unknown word 'Plate'", "'plate'"]),
    ("dance 1 h", ["unknown word 'dance'", "write for example"]),
    ("", ["write for example"]),
    ("   ", ["write for example"]),
    ("plate", ["not complete", "write for example"]),
    ("plate 1 mA/cm^2", ["not complete", "write for example"]),
    ("rest", ["not complete"]),
    ("repeat", ["not complete"]),
    ("repeat often", ["not complete"]),
    ("raise the current by 1 mA/cm^2", ["not complete"]),
    ("plate 1 V for 1 h", ["'1 V'", "unit", "a current such as '1 mA/cm^2'"]),
    ("plate 1 mA for 1 h", ["'1 mA'", "unit", "a current such as '1 mA/cm^2'"]),
    ("plate 1 for 1 h", ["'1'", "unit", "a current"]),
    ("plate 0.5C for 1 h", ["'0.5C'", "a current"]),
    ("rest 30", ["'30'", "a time such as '1 h'"]),
    ("rest 30 um", ["'30 um'", "a time such as '1 h'"]),
    ("rest 3 lightyears", ["'3 lightyears'", "a time such as '1 h'"]),
    ("hold 1 mA/cm^2 for 1 h", ["a voltage such as '2.6 V'"]),
    ("charge at 0.5C to 2.6 K", ["'2.6 K'", "a voltage"]),
    ("raise the current by 1 V each cycle until short", ["'1 V'", "a current"]),
    ("plate -1 mA/cm^2 for 1 h", ["'-1 mA/cm^2'", "above zero", "the verb gives the sign"]),
    ("plate 0 mA/cm^2 for 1 h", ["above zero"]),
    ("strip -0.5 mA/cm^2 to 1 V", ["above zero"]),
    ("plate 1 mA/cm^2 for -1 h", ["'-1 h'", "above zero"]),
    ("rest -30 min", ["above zero"]),
    ("charge at -0.5C to 2.6 V", ["above zero"]),
    ("repeat 0", ["repeat 0", "at least once"]),
    ("repeat -1", ["not complete"]),
    ("plate curent for 1 h", ["'curent'", "did you mean 'current'"]),
    ("plate areal_capacity for 1 h", ["'areal_capacity'", "is a capacity", "expected a current"]),
    ("charge rate to current", ["'current'", "is a current", "a voltage"]),
]


@pytest.mark.parametrize(("sentence", "says"), WRONG)
def test_a_wrong_sentence_is_refused_with_what_was_expected(sentence, says):
    with pytest.raises(ProtocolError) as caught:
        read(sentence, SETTINGS)
    for words in says:
        assert words in str(caught.value)
    assert repr(sentence) in caught.value.what


@pytest.mark.parametrize("sentence", ["rest 1e999 h", "plate 1e999 mA/cm^2 for 1 h", "hold 1e308 kV for 1 h"])
def test_a_number_too_large_to_be_one_is_refused(sentence):
    with pytest.raises(ProtocolError):
        read(sentence, {})


def test_a_repeat_too_large_to_be_a_number_is_refused():
    with pytest.raises(ProtocolError):
        read("repeat " + "9" * 5000, {})


@pytest.mark.parametrize("sentence", ["repeat 500", "raise the current by 0.05 mA/cm^2 each cycle until short"])
@pytest.mark.parametrize("before", [[], ["rest 1 h", "repeat 2"]])
def test_a_repeat_with_nothing_before_it_is_refused(sentence, before):
    with pytest.raises(ProtocolError, match="no steps before it"):
        parse([*before, sentence], SETTINGS)


def test_all_sentences_of_a_protocol_are_judged_at_once_and_counted_from_one():
    found = problems(["plat 1 mA/cm^2 for 1 h", "rest 1 h", "rest 30 um"], {}, "protocol.steps")
    assert [p.where for p in found] == ["protocol.steps[1]", "protocol.steps[3]"]


def test_the_order_of_a_protocol_is_judged_where_its_sentences_are_right():
    (found,) = problems(["repeat 2", "rest 1 h"], {}, "protocol.steps")
    assert found.where == "protocol.steps"
    assert "no steps before it" in found.what


def test_a_right_protocol_has_no_problems():
    assert problems(["plate current for areal_capacity", "repeat 2"], SETTINGS, "protocol.steps") == []


# --- words and back

NUMBERS = st.floats(1e-6, 1e6)
DRIVES = {
    "plate": ("current",),
    "strip": ("current",),
    "charge": ("rate", "current"),
    "discharge": ("rate", "current"),
    "hold": ("volts",),
    "rest": (),
}
UNTILS = {
    "plate": ("seconds", "capacity", "volts"),
    "strip": ("seconds", "capacity", "volts"),
    "charge": ("volts", "seconds", "capacity"),
    "discharge": ("volts", "seconds", "capacity"),
    "hold": ("rate", "seconds", "current"),
    "rest": ("seconds",),
}


@st.composite
def amounts(draw, kinds):
    kind = draw(st.sampled_from(kinds))
    named = [Amount(k, value, name) for name, (k, value) in SETTINGS.items() if k == kind]
    if named and draw(st.booleans()):
        return draw(st.sampled_from(named))
    si, shown = KINDS[kind]
    size = draw(NUMBERS)
    sign = draw(st.sampled_from([1, -1])) if kind == "volts" else 1
    return Amount(kind, sign * size * factor(shown, si))


@st.composite
def steps(draw):
    verb = draw(st.sampled_from(VERBS))
    drive = draw(amounts(DRIVES[verb])) if DRIVES[verb] else None
    return Step(verb, drive, draw(amounts(UNTILS[verb])))


@given(steps())
@settings(max_examples=300, deadline=None)
@example(Step("plate", Amount("current", 12345.6), Amount("seconds", 3600.0)))
@example(Step("rest", None, Amount("seconds", 3600 * 1500.5)))
def test_a_step_in_words_is_the_same_step_again(step):
    again = read(sentence_of(step), SETTINGS)
    assert replace(again, drive=None, until=step.until) == replace(step, drive=None)
    for one, two in ((again.drive, step.drive), (again.until, step.until)):
        if two is None:
            assert one is None
        else:
            assert (one.kind, one.name) == (two.kind, two.name)
            assert one.value == pytest.approx(two.value, rel=FLOAT_NOISE)


WORDS = st.lists(
    st.sampled_from(
        [
            *VERBS,
            *SETTINGS,
            *("at", "for", "to", "until", "repeat", "raise the current by", "each cycle until short", "times"),
            *(
                "1",
                "-2.5",
                "0",
                "1e400",
                "7" * 20,
                "mA/cm^2",
                "mAh/cm^2",
                "h",
                "V",
                "C",
                "0.5C",
                "degC",
                "%",
                "^",
                "1/",
            ),
        ]
    )
    | st.text(max_size=5),
    max_size=7,
).map(" ".join)


@given(st.text() | WORDS)
@settings(max_examples=400, deadline=None)
def test_arbitrary_text_is_a_sentence_or_a_clear_refusal(text):
    try:
        got = read(text, SETTINGS)
    except NatriaError as bad:
        assert bad.what  # noqa: PT017
    else:
        assert isinstance(got, Step | Block)


@given(st.lists(WORDS, max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_protocol_without_problems_can_be_parsed_and_one_with_problems_cannot(sentences):
    if problems(sentences, SETTINGS, "steps"):
        with pytest.raises(NatriaError):
            parse(sentences, SETTINGS)
    else:
        assert sum(len(block.steps) for block in parse(sentences, SETTINGS)) <= len(sentences)


# --- what the first step settles


def test_the_first_step_is_found_behind_rests():
    blocks = parse(["rest 1 h", "repeat 2", "plate 2 mA/cm^2 for 3 h", "strip 3 mA/cm^2 for 1 h"], {})
    assert first_step(blocks, "current").value == pytest.approx(20.0, rel=FLOAT_NOISE)
    assert first_step(blocks, "seconds").value == pytest.approx(3 * 3600.0, rel=FLOAT_NOISE)
    assert first_step(blocks, "rate") is None


@pytest.mark.parametrize(
    ("sentences", "charge"),
    [
        (["plate 2 mA/cm^2 for 4 mAh/cm^2"], 4 * 36000.0),
        (["plate 2 mA/cm^2 for 3 h"], None),  # a time; the charge is its product with the current
        (["plate 2 mA/cm^2 to 1 V", "strip 1 mA/cm^2 for 1 mAh/cm^2"], None),  # the first step settles none
        (["charge at 1C to 2.6 V"], None),
        (["rest 1 h"], None),
        ([], None),
    ],
)
def test_the_first_step_settles_a_charge_only_where_it_says_one(sentences, charge):
    found = first_step(parse(sentences, {}), "capacity")
    assert found is None if charge is None else found.value == pytest.approx(charge, rel=FLOAT_NOISE)
