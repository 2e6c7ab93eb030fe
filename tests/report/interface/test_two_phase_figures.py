"""Figures of a layer of two phases."""

from __future__ import annotations

import numpy as np
import pytest

from natria.laws.constants import FARADAY as EV
from natria.record import Field, FieldArray, Grid, Table, numbers, words
from natria.report.interface.twophase import fraction_figure, map_figure, structure_figure


def field() -> Field:
    axes = tuple(1e-9 * np.arange(n + 1) for n in (6, 5, 4))
    shape = (6, 5, 4)
    rng = np.random.default_rng(0)
    return Field(
        Grid(axes),
        (
            FieldArray("phase", "1", rng.integers(0, 3, shape).astype(float), "cells"),
            FieldArray("potential", "1", np.linspace(0, 1, 6)[:, None, None] * np.ones(shape), "cells"),
            FieldArray("relative_current_density", "1", rng.random((*shape, 3)), "cells"),
        ),
    )


def fractions() -> Table:
    share = np.repeat([0.0, 0.25, 0.5], 2)
    value = {name: numbers("S/m", 1 + share) for name in ("lower_bound", "upper_bound", "conductivity")}
    value["conductivity_without_interface"] = numbers("S/m", 1 - share)
    value |= {name: numbers("J/mol", 3e4 - 1e4 * share) for name in ("energy", "energy_without_interface")}
    return Table("a", "b", {"fraction": numbers("1", share), **value})


def interfaces(band: tuple[float, float]) -> Table:
    energy, ratio = (one.ravel() for one in np.meshgrid([0.0, 1e4, 2e4], [0.1, 1.0], indexing="ij"))
    names = ["as designed"] * 6 + ["mixed"] * 6
    twice = {
        "interface_energy": np.tile(energy, 2),
        "prefactor_ratio": np.tile(ratio, 2),
        "energy": np.concatenate((np.full(6, 0.35 * EV), energy)),
        "reported_least": np.full(12, band[0]),
        "reported_most": np.full(12, band[1]),
    }
    return Table("a", "b", {"structure": words(names), **{name: numbers("1", one) for name, one in twice.items()}})


def test_the_structure_shows_phases_potential_and_current() -> None:
    figure = structure_figure(field(), "title", ("NaOH", "NaNH2"))
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["NaOH", "NaNH2", "pore"]
    labels = [axes.get_xlabel() for axes in figure.axes]
    assert sum("nm" in label for label in labels) == 3
    assert len(figure.axes) == 5  # three slices and two scales


def test_the_sweep_shows_single_structures_and_means() -> None:
    above, below = fraction_figure(fractions(), "title").axes
    assert above.get_yscale() == "log"
    assert len(above.lines) == len(below.lines) == 4
    assert "eV" in below.get_ylabel()


@pytest.mark.parametrize(("band", "noted"), [((5e3, 1.5e4), 1), ((np.nan, np.nan), 0)])
def test_the_map_says_where_the_band_is_not_reached(band: tuple[float, float], noted: int) -> None:
    figure = map_figure(interfaces(band), "title")
    assert sum("not reached" in axes.get_title() for axes in figure.axes) == noted


def test_a_layer_that_does_not_depend_on_its_interfaces_has_a_sentence() -> None:
    flat, map_ = map_figure(interfaces((5e3, 1.5e4)), "title").axes[:2]
    assert not flat.collections
    assert len(flat.texts) == 1
    assert map_.collections
    assert flat.get_ylim() == map_.get_ylim()


def test_a_bound_of_zero_leaves_the_axis_to_the_conductivities() -> None:
    table = fractions()
    columns = dict(table.columns) | {"lower_bound": numbers("S/m", np.zeros(6))}
    bottom, _ = fraction_figure(Table("a", "b", columns), "title").axes[0].get_ylim()
    assert bottom > 1e-4
