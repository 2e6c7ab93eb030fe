"""Sweeps: designs at many points, and what came of each."""

from .axes import SweepAxis as SweepAxis
from .axes import read_axis as read_axis
from .points import SAMPLES as SAMPLES
from .points import SweepPoints as SweepPoints
from .points import grid as grid
from .points import hypercube as hypercube
from .points import own_values as own_values
from .points import sobol as sobol
from .sweep import SweptCells as SweptCells
from .sweep import sweep_cells as sweep_cells
