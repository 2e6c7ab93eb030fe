"""Output of a posterior: corner figure, rows beside profiles, files, terminal."""

from .files import posterior_files as posterior_files
from .files import print_posterior as print_posterior
