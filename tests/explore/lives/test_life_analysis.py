"""The analysis of all reported lives: errors of left-out papers, limits, a design's life and its bounds."""

from math import inf, isnan
from pathlib import Path

import numpy as np
import pytest
from simulated_lives import drawn_lives, made_design

from natria import load_case
from natria.explore.lives.analysis import STANDING, LifeModel, analyse_lives, life_model, median_of
from natria.explore.lives.bounds import INVENTORY_LIFE, efficiency_for, physical_bounds
from natria.explore.lives.document import lives_document
from natria.explore.lives.expected import expected_lives
from natria.explore.lives.laws import WEIBULL
from natria.explore.lives.left_out import left_out_error
from natria.explore.lives.limits import life_limits
from natria.explore.lives.rows import LifeRows
from natria.literature import library
from natria.quantity import Fitted, InputError, Refused, evidence
from natria.studies import Studio
from natria.studies.opening.overrides import with_given
from natria.studies.verdicts import compare

OWN = Path(__file__).parents[3] / "docs" / "examples" / "lives"


@pytest.fixture(scope="module")
def reported():
    return analyse_lives(library(), by="current,layer")


@pytest.fixture(scope="module")
def with_own():
    return analyse_lives(library(OWN), by="current,layer")


def simulated(rows=120, b=1.0, seed=0):
    random = np.random.default_rng(seed)
    x, group = random.normal(size=(rows, 1)), np.arange(rows) % 20
    return made_design(*drawn_lives(random, 6 + b * x[:, 0], 0.5, 900.0), x, group)


def test_few_failures_are_told(reported):
    codes = {one.code for one in reported.limits}
    assert {"failures", "papers", "stops", "controls"} <= codes
    assert reported.rows.failures == 4
    assert len(reported.rows.failing_groups) == 3
    current = reported.alone[0].effects[0]
    assert not current.life.is_told
    assert current.life.ends == (0, inf)


def test_papers_of_one_s_own_narrow_the_effects(reported, with_own):
    spans = []
    for made in (reported, with_own):
        low, high = made.alone[1].effects[0].life.ends
        spans.append(np.log(high / low) if high < inf else inf)
    assert spans[1] < spans[0]
    assert with_own.together.effects[0].life.is_told
    assert "failures" not in {one.code for one in with_own.limits}


def test_own_lives_alone_give_back_the_law_they_were_drawn_from():
    from natria.literature import Query

    made = analyse_lives(library(OWN), by="current,layer", wanted=Query(paper="own2026", cell="Na|Na"))
    by_current, by_layer = made.together.effects
    assert by_current.life.profile[0] < 0.5 < by_current.life.profile[1]
    assert by_layer.life.profile[0] < 4 < by_layer.life.profile[1]
    assert len(made.rows.groups) == 6


def test_one_failure_is_nothing_to_fit():
    from natria.literature import Query

    with pytest.raises(InputError):
        analyse_lives(library(), wanted=Query(layer_class="organic", cell="Na|Na"))


def test_a_covariate_that_matters_gains_and_noise_does_not():
    told, noise = left_out_error(simulated(b=1.0)), left_out_error(simulated(b=0.0, seed=1))
    assert told.gain_by_paper > 0.2
    assert told.gain_by_row == pytest.approx(told.gain_by_paper, abs=0.1)
    assert told.in_order > 0.7
    assert 1 < told.factor < 3
    assert noise.gain_by_paper < 0.03
    assert noise.in_order < 0.6


def test_what_the_other_papers_cannot_tell_is_not_scored():
    """A level that one paper has alone: its rows cannot be told from the others."""
    random = np.random.default_rng(2)
    group = np.arange(60) % 6
    x = (group == 0).astype(float)[:, None]
    found = left_out_error(made_design(*drawn_lives(random, np.full(60, 6.0), 0.5, 900.0), x, group))
    assert found.rows == 50
    assert all(int(one.id.partition(":")[2]) % 6 for one in found.failures)


def test_a_score_of_a_left_out_row_is_a_likelihood_of_the_others():
    """Without covariates and scatter of its own: the gain over no covariates is zero."""
    design = simulated(rows=30)
    empty = made_design(design.low, design.high, np.zeros((30, 0)), design.groups)
    found = left_out_error(empty)
    assert found.gain_by_row == 0
    assert found.rows == 30


def test_limits_name_what_goes_together():
    low = np.arange(10.0, 40.0)
    x = np.column_stack([low, low + 0.1 * np.sin(low)])
    rows = LifeRows("cycling_time", made_design(low, low, x).rows, ())
    codes = {one.code for one in life_limits(rows, [made_design(low, low, x)])}
    assert "correlation" in codes
    assert "stops" not in codes
    assert "papers" not in codes


def test_a_model_that_the_rows_cannot_carry_says_why(reported):
    made = analyse_lives(library(), by="current,capacity,class")
    assert made.together.best is None
    assert "4 failures" in made.together.why_not
    assert all(model.best is not None for model in made.alone)
    assert isnan(reported.alone[0].error.in_order) is False


def test_the_median_at_the_values_of_a_design_is_that_of_the_law():
    design = simulated()
    model = life_model(design, ("x0",))
    assert isinstance(model, LifeModel)
    middle = median_of(model)
    assert middle.value == pytest.approx(design.scale * np.exp(WEIBULL.fit(design, None).at[0]), rel=1e-3)
    assert middle.ends[0] < np.exp(6) < middle.ends[1]


def test_the_life_of_a_design_is_a_fit_and_no_prediction(reported):
    case = load_case("kumar2020")
    design = Studio(case).design("kumar2020/bpi/pristine")
    none, by_current, by_layer, both = expected_lives(
        [reported.bare, *reported.alone, reported.together], design, library()
    )
    assert {one.standing for one in (none, by_current, by_layer, both)} == {STANDING}
    assert by_layer.estimate.value < none.estimate.value  # bare cells live shorter
    assert isinstance(by_layer.finding.origin, Fitted)
    assert "kumar2020:hours-pristine" in evidence(by_layer.finding)
    target = library().fact("kumar2020:hours-pristine")
    assert compare(target, by_layer.finding).verdict == "fit"
    assert not by_layer.beyond


def test_a_current_beyond_all_rows_is_extrapolated(reported):
    design = with_given(Studio(load_case("kumar2020")).design("kumar2020/bpi"), {"protocol.current": "900 mA/cm^2"})
    (found,) = expected_lives([reported.alone[0]], design, library())
    assert found.beyond == ("current",)


def test_a_class_that_no_row_has_is_refused():
    made = analyse_lives(library(), by="class")
    design = Studio(load_case(str(OWN.parent / "my-cell.toml"))).design("lab/cell-7")
    (found,) = expected_lives(made.alone, design, library())
    assert found.finding is None
    assert found.why_not


def test_a_foil_lasts_as_long_as_its_sodium():
    """400 um are 45.1 mAh/cm^2: at 99.5 % and 1 mAh/cm^2 a cycle of 2 h, 9016 cycles."""
    studio = Studio(load_case("kumar2020"))
    bare = studio.design("kumar2020/bpi")
    assert isinstance(physical_bounds(studio, bare)[0].answer, Refused)
    design = with_given(bare, {"working.plating_stripping_efficiency": "99.5 %"})
    found = {one.answer.question.name: one.answer for one in physical_bounds(studio, design)}
    cycles, time, share = (found[name] for name in ("cycle_life", "cycling_time", "inventory_share"))
    assert cycles.value == pytest.approx(1 / (share.value * 0.005))
    assert cycles.value == pytest.approx(9016, rel=1e-3)
    assert time.value == pytest.approx(cycles.value * 7200)
    assert cycles.bound == time.bound == "at most"
    assert efficiency_for(share.value, cycles.value) == pytest.approx(0.995)
    assert INVENTORY_LIFE.name == "inventory_life"


def test_no_loss_sets_no_life():
    studio = Studio(load_case("kumar2020"))
    design = with_given(studio.design("kumar2020/bpi"), {"working.plating_stripping_efficiency": "100 %"})
    assert isinstance(physical_bounds(studio, design)[0].answer, Refused)


def test_the_document_has_no_number_that_is_not_finite(reported):
    import json

    text = json.dumps(lives_document(reported, "0"), allow_nan=False)
    assert json.loads(text)["schema"] == "natria.lives/1"
    assert json.loads(text)["standing"] == STANDING


def test_lives_of_one_paper_have_no_error_of_left_out_papers():
    """Three times to a short, two of them failures, all of lu2026: only the rows themselves can be left out."""
    made = analyse_lives(library(), "time_to_short", by="current,capacity")
    assert len(made.rows.groups) == 1
    assert isnan(made.bare.error.gain_by_paper)
    assert made.median.clustered == (0, inf)
    assert all(model.best is None for model in made.alone)
