"""What is run of a design, with values of one's own, and what cannot be run."""

import pytest

from natria.design import load_case
from natria.models.cell.solvers.checkpoint import ROW
from natria.quantity import Assumed, Chosen, DesignError, InputError
from natria.studies.opening.overrides import read_given, with_given
from natria.studies.simulation.plan import ENDLESS, MOST_READINGS, SAMPLES, plan

CURRENT = "protocol.current"


@pytest.fixture(scope="module")
def kumar():
    return load_case("kumar2020")


def test_the_first_system_is_run_as_its_protocol_says(kumar):
    made = plan(kumar)
    assert made.system == "kumar2020/bpi"
    assert (made.cycles, made.planned) == (500, 500)
    assert made.prepared.origin.inputs


def test_another_system_of_the_case(kumar):
    thick = plan(kumar, "kumar2020/bpi/35um").prepared.cell
    thin = plan(kumar).prepared.cell
    assert thick.working.films[0].thickness == pytest.approx(35e-6)
    assert thick.working.films[0].conductivity == thin.working.films[0].conductivity  # the fit of the case


def test_a_cell_that_cannot_be_run_is_refused_and_others_are_named():
    with pytest.raises(InputError, match=r"no electrolyte(.|\n)*--system(.|\n)*chi2022/trilayer"):
        plan(load_case("chi2022"), "chi2022/high-temperature")


def test_a_step_that_the_engine_does_not_know_is_refused_before_the_run(kumar):
    """The second block is found before the first one has run for hours."""
    steps = '["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h", "repeat 400", "hold 0.1 V for 1 h"]'
    with pytest.raises((InputError, DesignError), match=r"hold|held"):
        plan(kumar, given={"protocol.steps": steps})


def test_no_protocol_goes_on_for_ever():
    made = plan(load_case("chi2022"))
    assert made.planned is None
    assert made.cycles == ENDLESS
    assert "open-protocol" in {note.code for note in made.notes}
    assert plan(load_case("chi2022"), cycles=20).cycles == 20


def test_cycles_are_those_of_the_protocol_at_most(kumar):
    assert plan(kumar, cycles=20).cycles == 20
    assert plan(kumar, cycles=2000).cycles == 500


def test_a_long_run_takes_fewer_readings_and_says_so(kumar):
    given = {
        "protocol.steps": '["plate current for areal_capacity", "strip current for areal_capacity", "repeat 9000"]'
    }
    made = plan(kumar, given=given)
    assert made.samples < SAMPLES
    assert (made.samples + 9) * 2 * 9000 <= MOST_READINGS
    assert any(note.code == "fewer-readings" and str(made.samples) in note.text for note in made.notes)
    asked = plan(kumar, given=given, samples=40)
    assert (asked.samples, asked.notes) == (40, ())


def test_all_that_changes_the_readings_makes_another_run(kumar):
    usual = plan(kumar, cycles=20).made_with
    others = (
        plan(kumar, cycles=21),
        plan(kumar, cycles=20, samples=10),
        plan(kumar, "kumar2020/bpi/35um", cycles=20),
        plan(kumar, cycles=20, given={CURRENT: "2 mA/cm^2"}),
    )
    assert plan(kumar, cycles=20).made_with == usual
    assert all(other.made_with != usual for other in others)


# --- values of one's own


def test_a_setting_is_chosen_on_the_command_line(kumar):
    made = plan(kumar, given={CURRENT: "2 mA/cm^2"})
    (current,) = [f for f in made.prepared.origin.inputs if f.question.of.endswith(f"#{CURRENT}")]
    assert current.value == pytest.approx(20.0)
    assert current.origin == Chosen("the command line")


def test_a_property_is_assumed_there_and_follows_the_run(kumar):
    """It has no source, so nothing that rests on it may look as if it had."""
    path = "electrolyte.separator.salt_diffusivity"
    made = plan(kumar, given={path: "1e-6 cm^2/s"})
    assert made.prepared.cell.salts[0].diffusivity == pytest.approx(1e-10)
    (found,) = [f for f in made.prepared.origin.inputs if f.question.of.endswith(path)]
    assert found.origin == Assumed("set on the command line")
    assert found.std is None


def test_a_value_of_ones_own_does_not_move_the_fits(kumar):
    """They belong to the cell that was measured, not to the one that is asked about."""
    usual = plan(kumar).prepared.cell.working.films[0].conductivity
    changed = plan(kumar, given={"electrolyte.separator.thickness": '{value = 200, unit = "um", why = "glass fibre"}'})
    assert changed.prepared.cell.electrolyte[0].thickness == pytest.approx(2e-4)
    assert changed.prepared.cell.working.films[0].conductivity == usual


def test_a_value_reaches_the_variant_that_is_run(kumar):
    """The variant sets the thickness itself; what is given on the command line comes after it."""
    made = plan(kumar, "kumar2020/bpi/35um", given={"interphase.bpi.thickness": "10 um"})
    assert made.prepared.cell.working.films[0].thickness == pytest.approx(10e-6)


def test_words_and_lists_are_written_as_in_a_file(kumar):
    made = plan(kumar, given={"protocol.steps": '["rest 1 h"]'})
    assert [step.verb for block in made.prepared.blocks for step in block.steps] == ["rest"]


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        (CURRENT, "2 mV", "mV"),
        (CURRENT, "2", "unit"),
        (CURRENT, "-2 mA/cm^2", "must be above zero"),
        (CURRENT, "nan mA/cm^2", "nan"),
        (CURRENT, "inf mA/cm^2", "inf|finite"),
        ("protocol.curent", "2 mA/cm^2", "current"),
        ("no.such.place", "2", "no table|unknown"),
        ("cell", "round", "symmetric"),
        ("protocol.steps", '["plate nothing"]', "plate nothing"),
        ("", "2", "path"),
    ],
)
def test_a_value_that_cannot_stand_there_is_said(kumar, path, text, says):
    with pytest.raises(InputError, match=says):
        with_given(kumar.base, {path: text})


def test_pairs_are_read_and_all_that_are_wrong_are_said():
    assert read_given(["a.b=3 um", 'protocol.steps=["x = y"]']) == {"a.b": "3 um", "protocol.steps": '["x = y"]'}
    with pytest.raises(InputError, match=r"2 problems(.|\n)*a.b(.|\n)*=3"):
        read_given(["a.b", "=3", "c=4"])


def test_a_protocol_of_absurd_length_needs_a_number_of_cycles():
    steps = '["plate current for areal_capacity", "strip current for areal_capacity", "repeat 999999999"]'
    case = load_case("kumar2020")
    with pytest.raises(InputError) as no:
        plan(case, given={"protocol.steps": steps})
    assert no.value.problems[0].where == "protocol.steps"
    made = plan(case, given={"protocol.steps": steps}, cycles=5, samples=4)
    assert made.cycles == 5
    assert made.most_readings == 5 * 2 * (4 + 9)
    assert made.bytes == made.most_readings * ROW
