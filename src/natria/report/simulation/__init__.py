"""Reports of a simulation: terminal, figures, page, files."""

from .files import simulation_files as simulation_files
from .text import print_simulation as print_simulation
