"""Output of a map of the literature: figure, table, page, files, terminal."""

from .files import print_map as print_map
from .files import write_map as write_map
