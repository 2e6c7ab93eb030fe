"""Depth profiles of XPS and ToF-SIMS: boundaries of layers, shares of atoms, suppression, fragments."""

from .edges import DepthEdge as DepthEdge
from .edges import ProfileFit as ProfileFit
from .edges import depth_of as depth_of
from .edges import find_edges as find_edges
from .fractions import atomic_fractions as atomic_fractions
from .fragments import Fragment as Fragment
from .fragments import fragments_of as fragments_of
from .isotopes import pattern_of as pattern_of
from .suppression import Suppression as Suppression
from .suppression import suppression as suppression
