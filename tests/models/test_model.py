"""How a model is asked: conditions are never dropped, contracts are kept, spread is propagated in one place."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.answers import Answerer, Refuse, ask, replay
from natria.models import criteria, models, models_for
from natria.quantity import (
    CONDITIONS,
    TERMS,
    Assumed,
    CensoredError,
    Computed,
    Finding,
    Fit,
    Fitted,
    ModelError,
    Question,
    Refused,
    conditions,
)

CELL = "kumar2020/bpi"


def toy(run, term="half_cycle_time", ignores=()):
    return Answerer("toy", 3, (term,), run, "in this test", ignores)


def of_cell(term="half_cycle_time", **at):
    return Question(term, CELL, conditions(**at))


def quotient(read):
    return read("protocol.areal_capacity") / read("protocol.current")


# --- the table of models


def test_every_built_in_model_is_listed_under_its_own_name():
    assert {"layered_cell", "salt_depletion", "layer_growth", "cell_budget"} <= set(models())
    assert all(model.name == name for name, model in models().items())


def test_every_model_answers_terms_of_the_vocabulary_and_ignores_known_conditions():
    for model in models().values():
        assert model.answers
        assert set(model.answers) <= set(TERMS)
        assert set(model.ignores) <= set(CONDITIONS)
        assert model.valid
        assert model.version >= 1


@pytest.mark.parametrize("term", sorted({t for model in models().values() for t in model.answers}))
def test_models_are_found_by_the_terms_that_they_answer(term):
    assert models_for(term) == tuple(model for model in models().values() if term in model.answers) != ()


def test_no_model_but_the_arithmetic_on_reported_hours_answers_a_cycle_life():
    assert [model.name for model in models_for("cycle_life")] == ["lives"]
    assert models()["lives"].run.__module__.startswith(f"{criteria.__name__}.arithmetic.")


# --- answers


def test_an_answer_says_by_whom_from_what_and_where_it_holds(stands_for):
    found = ask(toy(quotient), stands_for(), of_cell())
    assert isinstance(found.origin, Computed)
    assert (found.origin.model, found.origin.version, found.origin.valid) == ("toy", 3, "in this test")
    assert [f.question.name for f in found.origin.inputs] == ["areal_capacity", "current_density"]
    assert found.value == pytest.approx(3600.0, rel=1e-12)
    assert found.question == of_cell()


def test_words_and_absences_are_inputs_too(stands_for):
    def run(read):
        return len(read.names("interphase")) + (read.word("cell") == "symmetric") + read.has("counter")

    found = ask(toy(run), stands_for(), of_cell())
    assert found.value == 2
    assert {(s.path, s.word) for s in found.origin.settings} == {
        ("interphase", "bpi"),
        ("cell", "symmetric"),
        ("counter", "not given"),
    }


def test_a_term_that_a_model_does_not_answer_is_refused(stands_for):
    found = ask(toy(quotient), stands_for(), of_cell("cycle_time"))
    assert isinstance(found, Refused)
    assert found.why == "toy does not answer cycle_time"
    assert (found.model, found.question) == ("toy", of_cell("cycle_time"))


EVERY_TERM = [(model, term) for model in models().values() for term in model.answers]


@pytest.mark.parametrize(("model", "term"), EVERY_TERM, ids=lambda one: getattr(one, "name", one))
def test_a_question_about_a_part_that_is_not_there_is_refused_and_never_answered_for_the_whole(stands_for, model, term):
    at = {"current": 1000.0} if "current" in TERMS[term].needs else {}
    found = ask(model, stands_for(), Question(term, f"{CELL}#nowhere", at))
    assert isinstance(found, Refused)


def test_a_refusal_of_the_model_is_an_answer_with_its_reason(stands_for):
    def run(read):
        read("protocol.current")
        raise Refuse("only on Sundays")

    assert ask(toy(run), stands_for(), of_cell()) == Refused(of_cell(), "toy", "only on Sundays")


def test_what_the_design_does_not_know_is_a_refusal(stands_for):
    found = ask(toy(lambda read: read("stack_pressure")), stands_for(), of_cell())
    assert isinstance(found, Refused)
    assert "gives no value for stack_pressure" in found.why


def test_a_bounded_input_is_a_refusal(stands_for):
    bounded = Finding(Question("ionic_conductivity", "a fit"), 5e-3, Assumed("a test"), None, "at least")
    design = stands_for().with_fits({"layer conductivity": bounded})
    found = ask(toy(lambda read: read("interphase.bpi.ionic_conductivity")), design, of_cell())
    assert isinstance(found, Refused)
    assert "is only known as >=" in found.why


# --- conditions are never dropped


@pytest.mark.parametrize(
    "at",
    [
        {"cycle": "3"},
        {"cycle": "1 to 500"},
        {"depth": "10 nm"},
        {"electrode_gap": "2 mm"},
        {"mass_loading": "1 mg/cm^2"},
        {"current": "1 to 2 mA/cm^2"},
    ],
)
def test_a_condition_without_a_place_is_refused_and_never_dropped(stands_for, at):
    found = ask(toy(quotient), stands_for(), of_cell(**at))
    assert isinstance(found, Refused)
    assert "has no place for the condition" in found.why
    assert next(iter(at)).replace("_", " ") in found.why


@pytest.mark.parametrize(
    "at", [{"temperature": "310 K"}, {"thickness": "1 um"}, {"pressure": "1 MPa"}, {"time": "1 s"}]
)
def test_a_condition_that_the_model_does_not_read_is_refused_and_never_dropped(stands_for, at):
    found = ask(toy(quotient), stands_for(), of_cell(**at))
    assert isinstance(found, Refused)
    assert found.why == f"toy does not depend on the condition {next(iter(at))}"


@pytest.mark.parametrize("at", [{"cycle": "3"}, {"cycle": "1 to 500"}, {"temperature": "310 K"}])
def test_a_condition_that_the_model_declares_irrelevant_is_recorded_as_such(stands_for, at):
    (key,) = at
    found = ask(toy(quotient, ignores=(key,)), stands_for(), of_cell(**at))
    assert found.origin.ignores == (key,)


def test_a_condition_that_is_declared_irrelevant_but_read_counts_as_read(stands_for):
    found = ask(toy(quotient, ignores=("current",)), stands_for(), of_cell(current="2 mA/cm^2"))
    assert found.value == pytest.approx(1800.0, rel=1e-12)
    assert found.origin.ignores == ()


def test_a_condition_that_is_read_but_has_no_place_is_refused_even_if_declared_irrelevant(stands_for):
    found = ask(toy(quotient, ignores=("current",)), stands_for(), of_cell(current="1 to 2 mA/cm^2"))
    assert isinstance(found, Refused)


def test_a_condition_reaches_the_model(stands_for):
    one, two = (ask(toy(quotient), stands_for(), of_cell(current=f"{i} mA/cm^2")).value for i in (1, 2))
    assert one == pytest.approx(2 * two, rel=1e-12)


@pytest.mark.parametrize(
    ("key", "value"), [("current", -10.0), ("current", 0.0), ("temperature", -1.0), ("thickness", -1e-6)]
)
def test_a_condition_that_no_cell_can_have_is_refused_and_never_an_error(stands_for, key, value):
    found = ask(
        models()["layered_cell"], stands_for(), Question("cell_overpotential", CELL, {"current": 10.0, key: value})
    )
    assert isinstance(found, Refused)


# --- contracts


@pytest.mark.parametrize("value", [3600.0, 0.0])
def test_a_model_that_answers_without_reading_breaks_its_contract(stands_for, value):
    with pytest.raises(ModelError, match="without reading the design"):
        ask(toy(lambda _: value), stands_for(), of_cell())


@pytest.mark.parametrize("value", [-1.0, 0.0])
def test_a_model_that_answers_out_of_the_domain_breaks_its_contract(stands_for, value):
    with pytest.raises(ModelError, match="must be above zero"):
        ask(toy(lambda read: 0 * read("temperature") + value), stands_for(), of_cell())


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_an_answer_that_is_no_number_breaks_the_contract_and_is_never_a_finding(stands_for, value):
    with pytest.raises(ModelError):
        ask(toy(lambda read: read("temperature") * value), stands_for(), of_cell())


# --- spread


def with_conductivities(stands_for, one, two):
    layers = {name: {"thickness": "1 um", "ionic_conductivity": raw} for name, raw in (("inner", one), ("outer", two))}
    return stands_for(CELL, {"interphase": layers, "bind": {}})


def assumed(value, std=None):
    raw = {"value": value, "unit": "S/m", "why": "a test"}
    return raw if std is None else {**raw, "std": std}


PATHS = ("interphase.inner.ionic_conductivity", "interphase.outer.ionic_conductivity")
SUM = toy(lambda read: sum(read(path) for path in PATHS), "ionic_conductivity")
DIFFERENCE = toy(lambda read: 3 * read(PATHS[0]) - read(PATHS[1]), "ionic_conductivity")
PRODUCT = toy(lambda read: read(PATHS[0]) * read(PATHS[1]), "ionic_conductivity")
QUOTIENT = toy(lambda read: read(PATHS[0]) / read(PATHS[1]), "ionic_conductivity")


def spread_of(model, design):
    return ask(model, design, of_cell("ionic_conductivity")).std


def test_an_answer_from_exact_inputs_is_exact(stands_for):
    assert spread_of(SUM, with_conductivities(stands_for, assumed(2.0, 0.0), assumed(1.0, 0.0))) == 0.0


@pytest.mark.parametrize(("other", "known"), [(None, None), (0.0, None), (0.1, 0.1)])
def test_an_input_of_unknown_spread_is_left_out_of_the_spread_and_named(stands_for, other, known):
    design = with_conductivities(stands_for, assumed(2.0, other), assumed(1.0))
    found = spread_of(SUM, design)
    assert found == (known if known is None else pytest.approx(known, rel=1e-9))


STD = st.floats(1e-3, 0.3)


@given(a=st.floats(1, 5), b=st.floats(1, 5), da=STD, db=STD)
@settings(max_examples=60, deadline=None)
def test_independent_spreads_add_in_squares_with_the_slopes(stands_for, a, b, da, db):
    design = with_conductivities(stands_for, assumed(a, da), assumed(b, db))
    assert spread_of(SUM, design) == pytest.approx((da**2 + db**2) ** 0.5, rel=1e-9)
    assert spread_of(PRODUCT, design) == pytest.approx(((b * da) ** 2 + (a * db) ** 2) ** 0.5, rel=1e-9)


@given(a=st.floats(1, 5), b=st.floats(1, 5), relative=st.floats(1e-4, 1e-2))
@settings(max_examples=60, deadline=None)
def test_a_curved_answer_has_its_linear_spread_up_to_the_second_order(stands_for, a, b, relative):
    design = with_conductivities(stands_for, assumed(a, 0.0), assumed(b, relative * b))
    linear = a / b * relative
    assert spread_of(QUOTIENT, design) == pytest.approx(linear, rel=2 * relative**2 + 1e-9)


def one_fit(correlation, da=0.1, db=0.2):
    """Two parameters of one fit, 2 and 1 S/m."""
    names = ("a", "b")
    covariance = ((da**2, correlation * da * db), (correlation * da * db, db**2))
    fit = Fit("toy", 1, (), (), names, (2.0, 1.0), covariance)
    return {
        name: Finding(Question("ionic_conductivity", "a fit"), value, Fitted(fit, name), std)
        for name, value, std in zip(names, fit.values, (da, db), strict=True)
    }


@pytest.mark.parametrize("correlation", [-1.0, -0.5, 0.0, 0.5, 1.0])
@pytest.mark.parametrize(("model", "slopes"), [(SUM, (1, 1)), (DIFFERENCE, (3, -1)), (PRODUCT, (1, 2))])
def test_parameters_of_one_fit_keep_their_correlation(stands_for, correlation, model, slopes):
    da, db = 0.1, 0.2
    design = with_conductivities(stands_for, {"fit": "a"}, {"fit": "b"}).with_fits(one_fit(correlation, da, db))
    p, q = slopes
    variance = (p * da) ** 2 + (q * db) ** 2 + 2 * correlation * p * q * da * db
    assert spread_of(model, design) ** 2 == pytest.approx(variance, rel=1e-9, abs=1e-12)


def test_perfectly_anticorrelated_parameters_cancel(stands_for):
    design = with_conductivities(stands_for, {"fit": "a"}, {"fit": "b"}).with_fits(one_fit(-1.0, 0.1, 0.1))
    assert spread_of(SUM, design) == pytest.approx(0.0, abs=1e-8)


def test_a_parameter_that_is_read_in_two_places_is_one_number(stands_for):
    design = with_conductivities(stands_for, {"fit": "a"}, {"fit": "a"}).with_fits(one_fit(0.0))
    assert spread_of(SUM, design) == pytest.approx(2 * 0.1, rel=1e-9)


def test_two_fits_know_nothing_of_each_other(stands_for):
    one, other = one_fit(1.0), one_fit(1.0, 0.1, 0.3)
    design = with_conductivities(stands_for, {"fit": "a"}, {"fit": "b"}).with_fits({"a": one["a"], "b": other["b"]})
    assert spread_of(SUM, design) == pytest.approx((0.1**2 + 0.3**2) ** 0.5, rel=1e-9)


def test_a_spread_that_reaches_where_the_model_refuses_is_unknown_and_no_crash(stands_for):
    def run(read):
        if (value := read(PATHS[0])) < 1.9:
            raise Refuse("too small")
        return value

    design = with_conductivities(stands_for, assumed(2.0, 0.5), assumed(1.0, 0.0))
    found = ask(toy(run, "ionic_conductivity"), design, of_cell("ionic_conductivity"))
    assert found.value == 2.0


# --- replay


def test_replay_gives_the_answer_twice(stands_for):
    assert replay(toy(quotient), stands_for(), of_cell()) == (3600.0, 3600.0)


def test_replay_sees_the_conditions_of_the_question(stands_for):
    first, again = replay(toy(quotient), stands_for(), of_cell(current="2 mA/cm^2"))
    assert first == again == pytest.approx(1800.0, rel=1e-12)


def test_a_needed_condition_that_is_left_to_the_design_stands_in_the_answer(stands_for):
    found = ask(models()["layered_cell"], stands_for(), Question("cell_overpotential", "kumar2020/bpi"))
    assert found.question.at == conditions(current="1 mA/cm^2")


def test_a_range_of_a_bound_condition_is_refused_where_the_model_reads_its_place(stands_for):
    def run(read):
        return read("interphase.bpi.thickness")

    model = Answerer("m", 1, ("cell_overpotential",), run, "in this test", ("thickness", "current"))
    found = ask(
        model, stands_for(), Question("cell_overpotential", "kumar2020/bpi", conditions(thickness="3 to 35 um"))
    )
    assert isinstance(found, Refused)
    assert "thickness" in found.why


# --- answers that are ranges


def span_between(low, high, term="ionic_conductivity"):
    return toy(lambda read: (low * read(PATHS[0]), high * read(PATHS[0])), term)


def test_a_range_is_a_bound_without_a_spread_and_no_plain_number(stands_for):
    design = with_conductivities(stands_for, assumed(2.0, 0.1), assumed(1.0))
    found = ask(span_between(1, 3), design, of_cell("ionic_conductivity"))
    assert (found.value, found.bound, found.std) == (4.0, (2.0, 6.0), None)
    with pytest.raises(CensoredError):
        _ = found.plain


def test_a_range_whose_ends_meet_is_a_number_with_its_spread(stands_for):
    design = with_conductivities(stands_for, assumed(2.0, 0.1), assumed(1.0))
    found = ask(span_between(3, 3), design, of_cell("ionic_conductivity"))
    assert (found.value, found.bound) == (6.0, None)
    assert found.std == pytest.approx(0.3)


def test_a_number_that_turns_into_a_range_within_its_spread_has_a_doubtful_one(stands_for):
    def run(read):
        value = read(PATHS[0])
        return (value, 2 * value) if value > 2.0 else value

    design = with_conductivities(stands_for, assumed(2.0, 0.1), assumed(1.0))
    found = ask(toy(run, "ionic_conductivity"), design, of_cell("ionic_conductivity"))
    assert found.std == pytest.approx(0.1)  # of the side that is a number
    assert found.doubt


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        (-1, 1, "must be above zero"),
        (0, 1, "must be above zero"),
        (1, float("inf"), "inf"),
        (float("nan"), 1, "nan"),
        (3, 1, "from 6 down to 2"),
    ],
)
def test_both_ends_of_a_range_keep_the_contract(stands_for, low, high, says):
    design = with_conductivities(stands_for, assumed(2.0), assumed(1.0))
    with pytest.raises(ModelError, match=says):
        ask(span_between(low, high), design, of_cell("ionic_conductivity"))


def test_a_range_repeats_from_its_record(stands_for):
    design = with_conductivities(stands_for, assumed(2.0), assumed(1.0))
    assert replay(span_between(1, 3), design, of_cell("ionic_conductivity")) == ((2.0, 6.0), (2.0, 6.0))
    assert replay(span_between(1, 1), design, of_cell("ionic_conductivity")) == (2.0, 2.0)


# --- where models come from


def test_every_file_of_criteria_with_models_is_found():
    """A folder of criteria, such as `arithmetic`, holds several files with models."""
    folder = Path(criteria.__file__).parent
    files = {
        ".".join(f.relative_to(folder).with_suffix("").parts)
        for f in folder.rglob("*.py")
        if "\nMODELS = (" in f.read_text(encoding="utf-8")
    }
    ours = {name: m for name, m in models().items() if m.run.__module__.startswith("natria.")}
    assert {m.run.__module__.removeprefix(f"{criteria.__name__}.") for m in ours.values()} == files
    listed = [m.name for f in files for m in import_module(f"{criteria.__name__}.{f}").MODELS]
    assert sorted(listed) == sorted(ours)


def test_two_files_with_one_name_of_a_model_are_refused(monkeypatch, tmp_path):
    text = "from natria.models.criteria.griffith import MODELS\n"
    (tmp_path / "another.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(criteria, "__path__", [*criteria.__path__, str(tmp_path)])
    with pytest.raises(ModelError, match="two models have the name"):
        models.__wrapped__()
