"""Findings and comparisons made by hand, for what no study here has."""

from __future__ import annotations

from natria.quantity import Assumed, Chosen, Computed, Finding, Question, Refused, Reported
from natria.studies import Comparison

NAME, OF = "cell_overpotential", "paper/cell"
AT = {"current": 10.0}


def question(name=NAME, of=OF, at=AT):
    return Question(name, of, at)


def fact(key, value=0.1, *, name=NAME, of=OF, at=AT, std=None, bound=None, kind="measured", method=""):
    origin = Reported(f"paper:{key}", kind, "Fig. 1", method=method)
    return Finding(question(name, of, at), value, origin, std, bound)


def answer(value, *, name=NAME, of=OF, at=AT, std=None, bound=None, why="a guess", model="layered_cell", on="layer"):
    """By a model, from one assumption."""
    assumed = Finding(Question("layer_thickness", f"paper/cell#{on}"), 1e-6, Assumed(why), 0.0)
    return Finding(question(name, of, at), value, Computed(model, 1, (assumed,), valid="here"), std, bound)


def setting(value, **more):
    """By a model, from a setting alone."""
    chosen = Finding(Question("areal_capacity", "paper/cell"), 36e3, Chosen("the design"), 0.0)
    return Finding(question(**more), value, Computed("cell_budget", 1, (chosen,)), None)


def refused(why="no model answers cell_overpotential yet", *, model="none", name=NAME, of=OF):
    return Refused(question(name, of), model, why)


def judged(target, given, verdict, *, ratio=None, within=None, why="because"):
    """A comparison with a verdict of one's own, which `compare` would never give."""
    return Comparison(target, given, verdict, why, (), (), ratio, within)
