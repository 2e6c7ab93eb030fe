"""Regimes of failure: which limit is reached first at the points of a design."""

from .evaluate import SAFE as SAFE
from .evaluate import RegimeMap as RegimeMap
from .evaluate import RegimeSettings as RegimeSettings
from .evaluate import regime_map as regime_map
from .limits import DesignLimit as DesignLimit
from .limits import limits_of as limits_of
