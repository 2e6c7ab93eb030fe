"""Output of a search for the best designs: figures, page, files, terminal."""

from .files import print_search as print_search
from .files import write_search as write_search
