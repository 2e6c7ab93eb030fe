"""Reports of what data would determine: terminal, figure, page, files."""

from .files import identify_files as identify_files
from .text import print_determination as print_determination
