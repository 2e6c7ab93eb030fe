"""Neighbours of a point on a map, as distances look there."""

from math import inf

from natria.explore.maps.axes import read_map_axis
from natria.explore.maps.mapped import LiteratureMap
from natria.explore.maps.near import near_points
from natria.explore.maps.points import MapValue, ReportedPoint


def value(number, low=None, high=None):
    return MapValue(number, number if low is None else low, number if high is None else high, ("a:b",), "current")


def point(subject, x, y):
    return ReportedPoint(subject, "a", "bare", value(x), None if y is None else value(y, high=inf))


def made(*points):
    return LiteratureMap(read_map_axis("current"), read_map_axis("life"), tuple(points))


def test_the_nearest_come_first_and_each_subject_once():
    here = made(point("a", 1, 1), point("b", 2, 2), point("b", 2.1, 2.1), point("c", 9, 9), point("alone", 5, None))
    near = near_points(here, point("mine", 2.2, 2.2))
    assert [one.subject for one in near] == ["b", "a", "c"]
    assert near[0].x.value == 2.1
    assert [one.subject for one in near_points(here, point("mine", 2.2, 2.2), 1)] == ["b"]


def test_wide_axes_are_compared_by_their_logarithm():
    here = made(point("low", 1, 1), point("high", 1000, 1))
    assert next(iter(near_points(here, point("mine", 100, 1)))).subject == "high"
    assert next(iter(near_points(here, point("mine", 10, 1)))).subject == "low"


def test_without_a_pair_there_are_no_neighbours():
    assert near_points(made(), point("mine", 1, 1)) == ()
    assert near_points(made(point("a", 1, 1)), point("mine", 1, None)) == ()
