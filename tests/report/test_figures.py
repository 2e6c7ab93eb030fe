"""Every shape gets a figure, with units, a legend, and the reported points told apart by whether they were used."""

import pytest


@pytest.fixture(scope="module")
def drawn(kumar_pictures):
    return {p.id: p for p in kumar_pictures}


def test_a_figure_for_every_sweep_and_one_for_the_budgets(drawn, kumar):
    assert set(drawn) == {s.id for s in kumar.study.sweep} | {"budget"}


def test_figures_are_pictures(drawn):
    for picture in drawn.values():
        assert picture.png.startswith(b"\x89PNG")
        assert b"<svg" in picture.svg[:600]


def test_figures_say_what_they_show(drawn):
    assert "kumar2020:eta-35um" in drawn["overpotential-thickness"].says
    assert "kumar2020:eta-3um" in drawn["overpotential-current"].says
    assert "kumar2020:thickness-300s" in drawn["layer-growth"].says
    assert "faces 38.6 ohm cm^2" in drawn["budget"].says


def texts(axes):
    return [t.get_text() for t in axes.get_legend().get_texts()]


def test_reported_points_are_filled_only_where_they_were_used(kumar_study, monkeypatch):
    figures = []
    import natria.report.figures as module

    monkeypatch.setattr(module, "_with_style", lambda draw: (figures.append(draw()), (b"", b""))[1])
    module.pictures(kumar_study)
    axes = figures[0].axes[0]
    points = [line for line in axes.lines if line.get_marker() == "o"]
    assert [(p.get_xdata()[0], p.get_ydata()[0], p.get_markerfacecolor()) for p in points] == [
        (pytest.approx(3), pytest.approx(50), "black"),
        (pytest.approx(35), pytest.approx(180), "white"),
    ]
    assert axes.get_xlabel() == "thickness (µm)"
    assert axes.get_ylabel() == "cell overpotential (mV)"
    assert "reported, used for the solid curve" in texts(axes)
    assert all(figure.axes[0].get_legend() for figure in figures)
