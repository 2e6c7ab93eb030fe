"""Output of the analysis of reported lives: figures, tables, page, files, terminal."""

from .files import print_lives as print_lives
from .files import write_lives as write_lives
