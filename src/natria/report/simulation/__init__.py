"""A simulation to what people look at: the terminal, figures, one page, files."""

from .files import simulation_files as simulation_files
from .text import print_simulation as print_simulation
