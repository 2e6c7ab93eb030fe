import numpy as np
import pytest

from natria.answers import Refuse, ask, ready
from natria.design import Case, Design
from natria.explore.answers.evaluate import design_at
from natria.explore.regimes import SAFE, RegimeMap, RegimeSettings, regime_map
from natria.explore.sweeps import SweepPoints, grid, read_axis
from natria.models import find_model
from natria.quantity import Finding, ModelError, Question
from natria.studies import Studio

CURRENT = "protocol.current"


@pytest.fixture(scope="module")
def design(kumar: Case) -> Design:
    return Studio(kumar).design("kumar2020/bpi")


@pytest.fixture(scope="module")
def found(design: Design) -> RegimeMap:
    axes = [
        read_axis("interphase.bpi.thickness=3 um:60 um:4:log"),
        read_axis(f"{CURRENT}=1 mA/cm^2:200 mA/cm^2:6:log"),
    ]
    return regime_map(design, grid(axes), RegimeSettings(16))


def test_regimes_are_those_of_the_largest_utilisation(found: RegimeMap) -> None:
    failing = [one for one in found.uses if one.criterion.kind != "warns"]
    for place in range(len(found)):
        used = {one.criterion.mode: one.values.value[place] for one in failing}
        first = max(used, key=lambda mode: used[mode])
        expected = first if used[first] >= 1 else SAFE
        assert found.names[found.regime[place]] == expected
        assert found.nearest[place] == used[first]
    assert {"salt depletion", "over-heating", SAFE} == {found.names[k] for k in np.unique(found.regime)}


def test_a_utilisation_is_current_over_critical_current(design: Design, found: RegimeMap) -> None:
    (salt,) = [one for one in found.uses if one.criterion.mode == "salt depletion"]
    for place in (0, 9, 23):
        here = design_at(design, found.points, place)
        question = Question("critical_current_density", design.name)
        critical = ask(find_model("depletion_limit"), here, question, spread=False)
        assert isinstance(critical, Finding)
        assert salt.values.value[place] == pytest.approx(here.finding(CURRENT).value / critical.value, rel=1e-12)


def test_probabilities_are_shares_of_the_draws(found: RegimeMap) -> None:
    np.testing.assert_allclose(found.probability.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.probability * 16, np.round(found.probability * 16))
    assert (found.unresolved == (found.likeliest < found.settings.sure)).all()


def test_draws_one_by_one_give_the_same_probability(design: Design, found: RegimeMap) -> None:
    place = int(np.argmin(found.likeliest))
    here = design_at(design, found.points, place)
    values = found.drawn.at(found.drawn.draws.normal())
    current = here.finding(CURRENT).value
    melts, rise = (
        ready(find_model(form), here, Question(name, design.name))
        for form, name in (("depletion_limit", "critical_current_density"), ("heat", "cell_heating"))
    )
    fails = 0
    for k in range(16):
        moved = {name: float(column[k]) for name, column in values.items()}
        melting = next(one.finding for one in found.drawn.listed if one.path == "usual.melting_temperature")
        left = moved[melting.id] - here.finding("temperature").value
        fails += max(current / melts.value(moved), rise.value(moved) / left) >= 1
    assert 0 < fails < 16
    assert found.probability[place, 0] == pytest.approx(1 - fails / 16)


def test_what_varies_is_not_drawn(found: RegimeMap) -> None:
    assert not {one.path for one in found.drawn.listed} & set(found.points.paths)
    assert not {one.question.of for one in found.origin.inputs} & set(found.points.paths)


def test_warnings_are_no_regimes(found: RegimeMap) -> None:
    warns = {one.criterion.mode for one in found.uses if one.criterion.kind == "warns"}
    assert warns == {"film cracks", "unstable front"}
    assert not warns & set(found.names)


def test_the_table_has_all(found: RegimeMap) -> None:
    frame = found.table.frame()
    assert len(frame) == len(found)
    assert frame["regime"].to_list() == [found.names[k] for k in found.regime]
    assert set(found.points.paths) <= set(frame.columns)


def test_a_solid_cracks_or_loses_contact_by_its_pressure() -> None:
    from natria import load_case

    solid = Studio(load_case("chi2022")).design("chi2022/trilayer")
    values = np.array([[1e6, 30.0], [1e7, 100.0], [1e7, 1.0]])  # Pa, A/m^2
    found = regime_map(solid, SweepPoints(("stack_pressure", CURRENT), values), RegimeSettings(8))
    assert [found.names[k] for k in found.regime] == ["void", "crack", SAFE]


def test_a_number_that_no_limit_reads_is_refused(design: Design) -> None:
    points = SweepPoints(("stack_pressure",), np.array([[1e5], [2e5]]))
    with pytest.raises(Refuse, match="stack_pressure"):
        regime_map(design, points)


@pytest.mark.parametrize("wrong", [{"members": 0}, {"sure": 0.4}, {"sure": 1.0}])
def test_settings_have_bounds(wrong: dict[str, float]) -> None:
    with pytest.raises(ModelError):
        RegimeSettings(**wrong)  # type: ignore[arg-type]
