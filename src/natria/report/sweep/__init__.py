"""Output of a sweep: figures, page, files, terminal."""

from .files import full_document as full_document
from .files import print_sweep as print_sweep
from .files import write_sweep as write_sweep
