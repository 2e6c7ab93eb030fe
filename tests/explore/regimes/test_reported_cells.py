import pytest

from natria import library
from natria.explore.regimes.literature import LiteraturePoint, literature_points


@pytest.fixture(scope="module")
def found() -> dict[str, LiteraturePoint]:
    return {one.fact.id: one for one in literature_points(library())}


def test_a_lower_bound_of_a_life_is_stable(found: dict[str, LiteraturePoint]) -> None:
    one = found["kumar2020:hours-1"]
    assert (one.outcome, one.current) == ("stable", pytest.approx(10.0))
    assert one.thickness == pytest.approx((3e-6, 35e-6))  # two are reported, and the fact does not say which
    assert one.thickness_from == "kumar2020:thickness-30s, kumar2020:thickness-300s"


def test_a_life_that_ended_is_failed(found: dict[str, LiteraturePoint]) -> None:
    one = found["lu2026:hours-f"]
    assert one.outcome == "failed"
    assert one.is_assumed
    assert one.thickness == pytest.approx((1e-7, 1e-7))


def test_a_critical_current_is_its_own_current(found: dict[str, LiteraturePoint]) -> None:
    one = found["zhu2024:zif-62-ccd"]
    assert (one.outcome, one.current) == ("critical current", one.fact.value)


def test_cells_without_an_interphase_are_left_out(found: dict[str, LiteraturePoint]) -> None:
    assert "kumar2020:hours-pristine" not in found
    assert "chi2022:ccd" not in found
    assert all(0 < one.thickness[0] <= one.thickness[1] for one in found.values())
