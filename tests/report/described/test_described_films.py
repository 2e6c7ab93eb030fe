"""Films as data: frames as steps of a scale, axes from edge to edge, lines where they are."""

import json

import numpy as np
import pytest

from natria.report.common.film import FieldFilm, FilmAxis, FilmLine, FilmPanel, contours
from natria.report.described import described_film, plain
from natria.report.described.film import NOTHING, STEPS

AXES = (FilmAxis("across", "µm", 0, 4), FilmAxis("height", "µm", 0, 2))


def film(*panels, lines=()):
    return FieldFilm("f", "F", "says", *AXES, "time", "s", np.array([0.0, 1.5]), panels, lines)


def panel(values, **more):
    return FilmPanel("p", "potential", "V", np.asarray(values, float), **more)


def test_steps_of_a_scale_give_the_values_back_within_half_a_step():
    values = np.random.default_rng(1).normal(size=(2, 3, 5))
    made, arrays = described_film(film(panel(values)))
    (one,), (steps,) = made.panels, arrays.values()
    assert (made.rows, made.columns, steps.dtype, steps.shape) == (3, 5, np.uint8, values.shape)
    back = one.low + (one.high - one.low) * steps / STEPS
    assert np.abs(back - values).max() <= (one.high - one.low) / STEPS / 2 * 1.0001
    assert len(one.colours) == STEPS + 1
    assert (one.low, one.high) == (values.min(), values.max())


def test_a_logarithmic_scale_has_even_steps_in_the_logarithm():
    values = np.array([[[1.0, 10.0, 100.0]], [[1.0, 1.0, 100.0]]])
    made, arrays = described_film(film(panel(values, scale="log")))
    (steps,) = arrays.values()
    assert steps[0, 0].tolist() == [0, STEPS // 2, STEPS]
    assert (made.panels[0].low, made.panels[0].high) == (1.0, 100.0)


def test_what_is_no_number_has_no_colour_and_kinds_keep_their_number():
    values = [[[0, np.nan, 2]], [[1, 1, 0]]]
    made, arrays = described_film(film(panel(values, colours=("#000000", "#111111", "#222222"), names=("a", "b", "c"))))
    (steps,) = arrays.values()
    assert steps.tolist() == [[[0, NOTHING, 2]], [[1, 1, 0]]]
    assert made.panels[0].colours == ("#000000", "#111111", "#222222")


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_field_that_is_the_same_everywhere_has_a_scale(scale):
    made, _ = described_film(film(panel(np.full((2, 2, 2), 3.0), scale=scale)))
    assert made.panels[0].low < 3.0 < made.panels[0].high


def test_a_field_without_any_number_is_empty():
    made, arrays = described_film(film(panel(np.full((2, 2, 2), np.nan))))
    assert {int(one) for array in arrays.values() for one in array.ravel()} == {NOTHING}
    assert np.isfinite([made.panels[0].low, made.panels[0].high]).all()


def test_a_contour_lies_where_the_field_has_the_value_and_is_json():
    x, y = np.arange(5.0), np.arange(3.0)
    rising = np.repeat(x[None, :], 3, axis=0)
    lines = contours(x, y, (rising, rising - 10), 1.25)
    assert len(lines[0]) == 1
    assert lines[1] == ()
    assert np.allclose(lines[0][0][:, 0], 1.25)
    made, _ = described_film(film(panel(np.zeros((2, 3, 5))), lines=(FilmLine("front", "#000000", lines),)))
    document = json.loads(json.dumps(plain(made)))
    (path,) = document["lines"][0]["paths"][0]
    assert path[::2] == [1.25] * 3
    assert document["lines"][0]["paths"][1] == []
