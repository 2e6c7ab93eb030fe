"""Reports of models at the scale of a layer: terminal, figures, page, files."""

from .files import interface_files as interface_files
from .text import print_interface as print_interface
