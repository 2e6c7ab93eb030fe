"""Molecular dynamics: trajectories in chunks, diffusivities with their errors, bounds from few hops."""

from .integrate import THERMOSTATS as THERMOSTATS
from .integrate import ThermostatSettings as ThermostatSettings
from .mobility import DiffusivityFit as DiffusivityFit
from .mobility import diffusivity as diffusivity
from .mobility import squared_displacement as squared_displacement
from .trajectory import AtomsTrajectory as AtomsTrajectory
from .trajectory import RunSettings as RunSettings
from .trajectory import trajectory as trajectory
from .workflow import Diffusion as Diffusion
from .workflow import DiffusionAt as DiffusionAt
from .workflow import DiffusionSettings as DiffusionSettings
from .workflow import diffusion as diffusion
