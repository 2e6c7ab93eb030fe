"""The mixed conductor as answerers: profile, course and map as tables, and what is read off them."""

from __future__ import annotations

from math import isinf

import numpy as np

from ....answers import Answered, Answerer, Reader, Refuse
from ....record import Table
from .course import PlatingCourse, plating_course
from .map import plating_map
from .nucleation import top_nucleation_thickness
from .reading import asked_layer, sodium_volume
from .tables import COURSE, MAP, PLACES, PROFILE, course_table, profile_table, shares_of

VERSION = 3
VALID = (
    "one even layer without salt gradients; ions enter it from the electrolyte without a resistance of their own; "
    "its conductivities stay as they are while sodium fills it; ions reach it through the metal of a dense deposit on "
    "top, directly past a wetted one (the law of the table `mixed.deposit`)"
)
OBJECTION = (
    "Sodium is plated where a layer that is even in its plane would plate it, but a crack or a thin place takes the "
    "current first. Whether a deposit on top is dense or lets the electrolyte through moves the face on top from the "
    "way of electrons to that of ions, and nobody has looked. The exchange currents and nucleation overpotentials of "
    "top, inside and bottom decide wherever the ohmic drops are small, and nobody measured them apart. Sodium in the "
    "pores conducts electrons, which the model leaves out. To settle this, one would have to plate a known charge on "
    "layers of several thicknesses and look at cross-sections that were cut cold, and measure both conductivities of "
    "the layer with blocking electrodes."
)


def _half_cycle(read: Reader) -> PlatingCourse:
    return plating_course(asked_layer(read), read("protocol.current"), read("protocol.areal_capacity"))


def _profile(read: Reader) -> Table:
    return profile_table(_half_cycle(read))


def _course(read: Reader) -> Table:
    return course_table(_half_cycle(read), sodium_volume(read))


def _map(read: Reader) -> Table:
    return plating_map(asked_layer(read), read("protocol.current"), read("protocol.areal_capacity"))


def _plating(read: Reader) -> Answered:
    table = read.artefact()
    if not isinstance(table, Table):
        raise Refuse(f"{COURSE} is no table")
    at = {"current": read("protocol.current"), "areal_capacity": read("protocol.areal_capacity")}
    if read.term == "mixed_layer_overpotential":
        return Answered(float(np.asarray(table.columns["voltage"].numbers)[-1]), at)
    return Answered(shares_of(table)[read.term.removeprefix("plated_share_")], at)


def _lengths(read: Reader) -> float:
    layer = asked_layer(read)
    if read.term == "top_nucleation_thickness":
        return top_nucleation_thickness(layer, read("protocol.current"))
    if isinf(layer.reaction_length):
        raise Refuse("nothing reacts inside the layer: its table `mixed` gives no specific_internal_area")
    return layer.reaction_length


MIXED_PROFILE = Answerer("mixed_profile", VERSION, (PROFILE,), _profile, VALID, cost="seconds", objection=OBJECTION)
MIXED_COURSE = Answerer("mixed_course", VERSION, (COURSE,), _course, VALID, cost="seconds", objection=OBJECTION)
MIXED_MAP = Answerer("mixed_map", VERSION, (MAP,), _map, VALID, cost="seconds", objection=OBJECTION)
MIXED_PLATING = Answerer(
    "mixed_plating",
    VERSION,
    (*(f"plated_share_{place}" for place in PLACES), "mixed_layer_overpotential"),
    _plating,
    VALID,
    cost="seconds",
    of_artefact=COURSE,
    objection=OBJECTION,
)
MIXED_LENGTHS = Answerer(
    "mixed_lengths",
    VERSION,
    ("reaction_length", "top_nucleation_thickness"),
    _lengths,
    "the reaction length of linear kinetics; the thickness of a dense layer on which nothing is plated yet",
    objection=OBJECTION,
)
