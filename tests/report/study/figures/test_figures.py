"""Every shape gets a figure, with units, a legend, and the reported points told apart by whether they were used."""

import struct
from dataclasses import replace

import pytest
from matplotlib.path import Path

from natria.record import Table, numbers
from natria.report.common.style import VERDICTS
from natria.report.study.figures import bars, curves


@pytest.fixture(scope="module")
def drawn(kumar_pictures):
    return {p.id: p for p in kumar_pictures}


def test_a_figure_for_every_sweep_and_map_for_the_answers_and_the_budgets(drawn, kumar):
    now = [s for s in kumar.study.sweep if not s.when_asked]
    sweeps, maps = {s.id for s in now}, {f"map--{m.id}" for m in kumar.study.map}
    assert set(drawn) == sweeps | maps | {f"{s.id}-profile" for s in now if s.profile} | {"parity", "budget"}


def test_figures_are_pictures(drawn):
    for picture in drawn.values():
        assert picture.png.startswith(b"\x89PNG")
        assert b"<svg" in picture.svg[:600]


def test_figures_say_what_they_show(drawn):
    assert "kumar2020:eta-35um" in drawn["overpotential-thickness"].says
    assert "kumar2020:eta-3um" in drawn["overpotential-current"].says
    assert "kumar2020:thickness-300s" in drawn["layer-growth"].says
    assert "faces 13.7 ohm cm^2" in drawn["budget"].says


def test_a_picture_fits_a_column_of_a_journal(drawn):
    """89 mm at 300 dots an inch."""
    for picture in drawn.values():
        width, _ = struct.unpack(">II", picture.png[16:24])
        assert width == 1050
        dots = struct.unpack(">I", picture.png[picture.png.index(b"pHYs") + 4 :][:4])[0]
        assert dots == pytest.approx(300 / 0.0254, rel=1e-3)


@pytest.fixture
def figures(monkeypatch):
    """What is drawn, instead of files."""
    kept = []
    for module in (curves, bars):
        monkeypatch.setattr(module, "files_of", lambda draw: (kept.append(draw()), (b"", b""))[1])
    return kept


def texts(figure):
    return [t.get_text() for t in figure.legends[0].get_texts()]


def swept(study, name):
    return next(s for s in study.case.study.sweep if s.id == name)


def test_reported_points_are_filled_only_where_they_were_used(kumar_study, figures):
    curves.sweep_picture(kumar_study, swept(kumar_study, "overpotential-thickness"))
    axes = figures[0].axes[0]
    points = [line for line in axes.lines if len(line.get_xdata()) == 1]
    fit, conditional = VERDICTS["fit"], VERDICTS["conditional"]
    assert [(p.get_xdata()[0], p.get_ydata()[0], p.get_markerfacecolor(), p.get_marker()) for p in points] == [
        (pytest.approx(3), pytest.approx(50), *fit),
        (pytest.approx(35), pytest.approx(180), "white", conditional[1]),
    ]
    assert points[1].get_color() == conditional[0]
    assert axes.get_xlabel() == "thickness (µm)"
    assert axes.get_ylabel() == "cell overpotential (mV)"
    assert "reported, used for the solid curve; answer: fit" in texts(figures[0])
    assert "reported, not used; answer: conditional" in texts(figures[0])


def test_every_axis_has_its_unit(kumar_study, figures):
    for sweep in kumar_study.case.study.sweep:
        curves.sweep_picture(kumar_study, sweep)
    bars.budget_picture(kumar_study)
    assert len(figures) == sum(not s.when_asked for s in kumar_study.case.study.sweep) + 1
    for figure in figures:
        assert figure.legends
        assert figure.axes[0].get_xlabel().endswith(")")
    assert all(figure.axes[0].get_ylabel().endswith(")") for figure in figures[:-1])


def with_columns(study, name, **more):
    """The study with further columns in the table of a curve as designed."""
    table = next(t for t in study.tables if t.id == name)
    value = table.columns["cell_overpotential"]
    columns = {key: numbers(value.unit, make(value.numbers)) for key, make in more.items()}
    new = Table(table.id, table.title, {**table.columns, **columns}, table.origin)
    return replace(study, tables=tuple(new if t is table else t for t in study.tables))


def bands(axes):
    return {c.get_label(): c.get_paths()[0].vertices for c in axes.collections if len(c.get_paths())}


def test_one_standard_deviation_is_a_band(kumar_study, figures):
    study = with_columns(kumar_study, "overpotential-thickness--kumar2020-bpi", std=lambda y: 0.1 * y)
    curves.sweep_picture(study, swept(study, "overpotential-thickness"))
    axes = figures[0].axes[0]
    curve = axes.lines[0].get_ydata()
    band = bands(axes)["± one standard deviation, from the inputs"]
    assert band[:, 1].max() == pytest.approx(1.1 * curve.max())
    assert band[:, 1].min() == pytest.approx(0.9 * curve.min())


def test_an_answer_that_is_a_range_is_a_band(kumar_study, figures):
    ends = {"low": lambda y: y / 2, "high": lambda y: 2 * y}
    study = with_columns(kumar_study, "overpotential-thickness--kumar2020-bpi", **ends)
    curves.sweep_picture(study, swept(study, "overpotential-thickness"))
    axes = figures[0].axes[0]
    assert bands(axes)["range of the answer"][:, 1].max() == pytest.approx(2 * axes.lines[0].get_ydata().max())


def test_what_ifs_span_a_band_and_say_so(kumar_study, figures):
    sweep = swept(kumar_study, "overpotential-thickness")
    curves.sweep_picture(kumar_study, sweep)
    axes = figures[0].axes[0]
    band = bands(axes)["range of the what-ifs (all curves)"]
    assert band[:, 1].max() == pytest.approx(
        max(line.get_ydata().max() for line in axes.lines if len(line.get_xdata()) > 2)
    )
    curves.sweep_picture(kumar_study, sweep.model_copy(update={"what_if": []}))
    assert not any("assumptions" in text for text in texts(figures[1]))


@pytest.mark.parametrize(
    ("spread", "ends"),
    [({"std": 0.02}, [160, 200]), ({"bound": (0.15, 0.25)}, [150, 250]), ({}, None)],
    ids=["deviation", "range", "unknown"],
)
def test_reported_points_have_bars(kumar_study, figures, spread, ends):
    old = kumar_study.targets
    new = tuple(replace(t, **spread) if t.id == "kumar2020:eta-35um" else t for t in old)
    curves.sweep_picture(replace(kumar_study, targets=new), swept(kumar_study, "overpotential-thickness"))
    segments = [s for c in figures[0].axes[0].collections if hasattr(c, "get_segments") for s in c.get_segments()]
    assert len(segments) == (1 if ends else 0)
    if ends:
        assert [y for _, y in segments[0]] == pytest.approx(ends)


@pytest.mark.parametrize(("bound", "up"), [("at least", True), ("over", True), ("at most", False), ("under", False)])
def test_a_censored_point_has_an_arrow_to_where_the_value_lies(kumar_study, figures, bound, up):
    new = tuple(replace(t, bound=bound) if t.id == "kumar2020:eta-35um" else t for t in kumar_study.targets)
    curves.sweep_picture(replace(kumar_study, targets=new), swept(kumar_study, "overpotential-thickness"))
    (mark,) = [line for line in figures[0].axes[0].lines if isinstance(line.get_marker(), Path)]
    assert mark.get_ydata()[0] == pytest.approx(180)
    tip = mark.get_marker().vertices[:, 1]
    assert (tip.max() > 1) == up
    assert (tip.min() < -1) == (not up)


def test_a_point_without_an_answer_has_no_verdict(kumar_study, figures):
    bare = replace(kumar_study, base=replace(kumar_study.base, comparisons=()))
    curves.sweep_picture(bare, swept(bare, "overpotential-thickness"))
    points = [line for line in figures[0].axes[0].lines if len(line.get_xdata()) == 1]
    assert {p.get_marker() for p in points} == {"o"}
    assert {p.get_color() for p in points} == {"black"}
